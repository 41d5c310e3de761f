"""Finding the key that a proof names, and whose key it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepladder.credentials.canonical.shapes import named
from stepladder.credentials.dids import ControllerDocument, same_identifier
from stepladder.credentials.dids.documents import entries_of
from stepladder.credentials.errors import CredentialError, ResolutionError
from stepladder.credentials.proofs.outcome import Issue

if TYPE_CHECKING:
    from stepladder.credentials.dids import Resolver, VerificationMethod
    from stepladder.credentials.keys import PublicKey
    from stepladder.credentials.proofs.outcome import Finding


_NOT_LISTED = {
    "assertionMethod": "The issuer does not list this key for signing credentials (assertionMethod)",
    "authentication": "The holder does not list this key for presenting (authentication)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundKey:
    """A key, the document in which it was found, and how that was had."""

    key: PublicKey
    method: VerificationMethod
    document: ControllerDocument
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """Whether a key is the named issuer's, with the reason if not.

    ``entries`` are what the issuer's own document says of a key that was found in another one.
    """

    finding: Finding
    source: str = ""
    issue: Issue | None = None
    entries: tuple[VerificationMethod, ...] = ()


def find_document(identifier: str, resolver: Resolver) -> tuple[ControllerDocument, str]:
    """Return the document of a controller and how it was had; CredentialError if there is none that we can read."""
    resolved = resolver.controller_document(identifier)
    # A resolver for one verification may remember what it read: hundreds of signatures may name one long document.
    read = getattr(resolver, "read_key_document", ControllerDocument.from_bytes)
    document: ControllerDocument = read(resolved.document)
    if not same_identifier(document.id, identifier):
        raise ResolutionError(
            f"The key document names {document.id!r}, but {identifier!r} was asked for",
            code="resolve.wrong_document",
            where=identifier,
        )
    return document, resolved.source


def find_key(method_url: str, resolver: Resolver) -> FoundKey:
    """Return the key behind a verification method.

    Raises CredentialError: those of the resolver, ``proof.key_not_in_document``, ``key.…``.
    """
    identifier, _, fragment = method_url.partition("#")
    document, source = find_document(identifier, resolver)
    method = document.methods.get(method_url)
    if method is None and not fragment and len(document.methods) == 1:
        method = next(iter(document.methods.values()))
    # Under the id of somebody else's key a document may hold a key of its own: that id says nothing there.
    if method is None or not same_identifier(method.id.partition("#")[0], document.id):
        raise ResolutionError(
            f"The key document of {identifier} does not hold the key {method_url}",
            code="proof.key_not_in_document",
            hint="The issuer may have withdrawn the key.",
            where=method_url,
        )
    return FoundKey(key=method.public_key(), method=method, document=document, source=source)


def ownership(  # noqa: PLR0911 - one way out per answer
    found: FoundKey, issuer: str | None, resolver: Resolver, purpose: str = "assertionMethod"
) -> Ownership:
    """Tell whether the key may sign for ``issuer`` (Controlled Identifiers 1.0, section 3.3).

    Without an ``issuer`` it must be listed for the purpose by whoever controls it.
    """
    if issuer is None:
        issuer = found.method.controller
    # 1. The key stands in the issuer's own document.
    if same_identifier(found.document.id, issuer):
        if not same_identifier(found.method.controller, issuer):
            return _not_theirs(
                "proof.wrong_controller",
                f"The key is controlled by {named(found.method.controller)}, not by the issuer",
            )
        if not found.document.uses(found.method.id, purpose):
            return _not_theirs("proof.wrong_relationship", _NOT_LISTED.get(purpose, f"The key is not for {purpose}"))
        return Ownership(finding="held", source=found.source)
    # 2. The issuer's own document lists the key of another document.
    try:
        document, source = find_document(issuer, resolver)
    except CredentialError as error:
        if found.source == "derived" or not isinstance(error, ResolutionError):
            return _not_theirs(
                "proof.not_issuers_key",
                f"The signature was made by {named(found.document.id)}, which is not the issuer {named(issuer)}",
            )
        return Ownership(finding="unknown", issue=Issue(code=error.code, message=error.message, where=error.where))
    entries = tuple(entries_of(document, found.key))
    names = [one.id for one in entries if one.id == found.method.id or same_identifier(one.controller, issuer)]
    if found.method.id not in document.methods:  # a mere reference: what the issuer writes out itself has its own key
        names.append(found.method.id)
    if any(document.uses(name, purpose) for name in names):
        return Ownership(finding="held", source=source, entries=entries)
    return _not_theirs(
        "proof.not_issuers_key", f"The issuer {named(issuer)} does not list the key that made the signature"
    )


def _not_theirs(code: str, message: str) -> Ownership:
    return Ownership(finding="broken", issue=Issue(code=code, message=message, where="/issuer"))
