"""What the checks look at: the credential, what the verifier asked for, and what was found about the signature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unicodedata import category

from stepladder.credentials.verification.report import CheckResult, IssuerIdentity, Outcome, RecipientMatch

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from stepladder.credentials.contexts import ContextStore
    from stepladder.credentials.dids import Resolver
    from stepladder.credentials.proofs import ProofOutcome
    from stepladder.credentials.verification.credential import Credential
    from stepladder.credentials.verification.policy import VerificationPolicy
    from stepladder.credentials.verification.report import VerificationReport
    from stepladder.credentials.verification.tree import Inside

_MAX_MESSAGE = 2_000
_JOINERS = "\u200c\u200d"  # Persian words and many emoji are written with them


@dataclass(slots=True, kw_only=True)
class Examination:
    """One verification under way. Checks read it; those that find more than an outcome write the last three fields.

    ``inside`` is what was found inside, None if nobody looked. ``verify_other`` verifies a credential that this one
    leans on, such as one that holds a schema.
    """

    credential: Credential
    policy: VerificationPolicy
    resolver: Resolver
    at: datetime
    store: ContextStore
    proof: ProofOutcome
    inside: Inside | None = None
    verify_other: Callable[[Credential], VerificationReport] | None = None
    depth: int = 0
    issuer_identity: IssuerIdentity = "self_asserted"
    recipient: RecipientMatch = "not_asked"
    status_checked_at: datetime | None = None

    @property
    def document(self) -> dict[str, Any]:
        """The document as it was signed."""
        return self.credential.document

    @property
    def signed_by_issuer(self) -> bool:
        """Whether the signature holds and is the named issuer's."""
        return self.proof.finding == "held" and self.proof.owner == "held"


def result(check: str, outcome: Outcome, code: str, message: str, where: str = "") -> CheckResult:
    """Return a check result; the code carries the check's name in front unless it is dotted already."""
    return CheckResult(
        check=check,
        outcome=outcome,
        code=code if "." in code else f"{check}.{code}",
        message=_in_one_line(message),
        where=where,
    )


def _in_one_line(message: str) -> str:
    """Cut a message that quotes a stranger's document at length, and take out what could turn or break its line."""
    text = message if len(message) <= _MAX_MESSAGE else f"{message[:_MAX_MESSAGE]}…"
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter if _stays_in_line(letter) else " " for letter in text)


def _stays_in_line(letter: str) -> bool:
    return letter in _JOINERS or not (category(letter).startswith("C") or category(letter) in {"Zl", "Zp"})
