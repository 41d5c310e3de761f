"""Canonical form: from a JSON-LD document to the bytes that are signed (RDFC-1.0), losing nothing on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical.rdfc import Budget, HashAlgorithm, canonicalize_quads
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.errors import MalformedCredentialError, UnsupportedError
from stepladder.credentials.model.strict_json import check_values

if TYPE_CHECKING:
    from stepladder.credentials.canonical.statements import Loss

__all__ = ["Budget", "CanonicalForm", "HashAlgorithm", "canonical_form", "canonicalize", "has_inline_context"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalForm:
    """Canonical N-Quads, every member that they do not cover, and every member spelled so that readers overlook it."""

    text: str
    losses: tuple[Loss, ...]
    disguised: tuple[str, ...]


def canonicalize(
    document: dict[str, Any],
    *,
    allow_inline_contexts: bool = True,
    store: ContextStore | None = None,
    hash_algorithm: HashAlgorithm = "sha256",
) -> str:
    """Return the canonical N-Quads of a JSON-LD document (RDFC-1.0 with SHA-256, or with SHA-384 for P-384 keys).

    Raises MalformedCredentialError with the JSON pointer of a member that would be lost (``lossless.undefined_term``,
    ``lossless.relative_iri``, ``lossless.unknown_type`` …), UnsupportedError for a context that is not pinned
    (``context.unpinned``) and for a hash other than these two (``canonical.unknown_hash``).

    >>> print(canonicalize({"@context": {"name": "https://schema.org/name"}, "@id": "urn:x", "name": "Ada"}), end="")
    <urn:x> <https://schema.org/name> "Ada" .
    """
    check_values(document)
    form = canonical_form(
        document,
        store=store or ContextStore(),
        allow_inline_contexts=allow_inline_contexts,
        hash_algorithm=hash_algorithm,
    )
    if form.losses:
        loss = form.losses[0]
        raise MalformedCredentialError(
            loss.message,
            code=loss.code,
            where=loss.where or "/",
            hint="Remove the member, or name a context that defines it: a signature would not cover it.",
            spec="VC Data Integrity 1.0, section 2.4.1",
        )
    return form.text


def canonical_form(
    document: dict[str, Any],
    *,
    store: ContextStore,
    allow_inline_contexts: bool = False,
    hash_algorithm: HashAlgorithm = "sha256",
    budget: Budget | None = None,
) -> CanonicalForm:
    """Return the canonical form with what it loses, for a document whose values were checked before.

    ``hash_algorithm`` names the hash inside RDFC-1.0 that labels blank nodes; it changes labels, never statements.
    ``budget`` bounds the work for tied blank nodes together with that of other documents; None gives it its own.

    Raises UnsupportedError (``context.unpinned``, ``context.inline``, ``canonical.unknown_hash``) and
    MalformedCredentialError (``context.invalid``, ``canonical.too_tangled``).
    """
    from stepladder.credentials.canonical.active import contexts_for
    from stepladder.credentials.canonical.statements import statements

    inline = has_inline_context(document)
    if inline and not (allow_inline_contexts or store.inline):
        raise UnsupportedError(
            "The document brings a context of its own, which could give its words any meaning",
            code="context.inline",
            where="/@context",
            hint="Only pinned contexts are believed.",
        )
    found = statements(document, contexts_for(store, inline=inline))
    return CanonicalForm(
        text=canonicalize_quads(found.quads, hash_algorithm=hash_algorithm, budget=budget or Budget()),
        losses=tuple(found.losses),
        disguised=tuple(found.disguised),
    )


def has_inline_context(value: Any) -> bool:
    """Tell whether any ``@context`` in the document is written out instead of named by its URL."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            context = item.get("@context", "")
            entries = context if isinstance(context, list) else [context]
            if not all(isinstance(entry, str) for entry in entries):
                return True
            stack.extend(item.values())
        elif isinstance(item, list):
            stack.extend(item)
    return False
