"""What the checking of proofs found, before any verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Finding = Literal["held", "broken", "unknown", "missing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing to tell: a stable code, a sentence, and where."""

    code: str
    message: str
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofOutcome:
    """The result for a document's signature, and for whose it is.

    ``finding``: ``held`` (it covers the document as it is), ``broken`` (it does not), ``unknown`` (could not be
    checked), ``missing``. ``owner`` says the same of the key: ``held`` (the named issuer's), ``broken``, ``unknown``.
    ``controller`` is who holds the key by its own document. ``source`` is how the issuer's document was had:
    ``given``, ``fetched``, ``derived`` or empty. ``losses`` are the members that no signature covers.
    """

    finding: Finding
    issues: tuple[Issue, ...] = ()
    owner: Finding = "unknown"
    owner_issue: Issue | None = None
    verification_method: str = ""
    controller: str = ""
    cryptosuite: str = ""
    source: str = ""
    losses: tuple[Issue, ...] = field(default=())
    note: str = ""
