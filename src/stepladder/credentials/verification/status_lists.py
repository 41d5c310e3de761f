"""A status list credential that holds: signed, unaltered, by the right issuer. That is remembered, never a verdict.

Checking a list costs as much as checking a credential, and thousands of credentials name the same one. So a list that
held is remembered by the digest of its bytes, together with everything that the answer leaned on: the issuer asked
for, the verifier's policy about keys, and the digest of every key document that was looked at. Those documents are
asked for again each time, and if one differs, or if anything in it or in the signature depends on the time, the list is
checked from the beginning. Bits, dates and age are looked at anew for every credential.
"""

from __future__ import annotations

import dataclasses
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical.rdfc import Budget
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import ControllerDocument, Resolved, same_identifier
from stepladder.credentials.errors import CredentialError, MalformedCredentialError, ResolutionError
from stepladder.credentials.proofs import verify_embedded, verify_jwt
from stepladder.credentials.status.cache import BoundedCache
from stepladder.credentials.verification.checks import schema
from stepladder.credentials.verification.credential import Credential
from stepladder.credentials.verification.remembering import remembered

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from datetime import datetime

    from stepladder.credentials.dids import Resolver
    from stepladder.credentials.proofs import ProofOutcome
    from stepladder.credentials.verification.examination import Examination

MAX_LIST_BYTES = 12 * 1024 * 1024
MAX_LIST_VALUES = 2_000
"""The most values in a list credential, which is one long text with a few words around it. A credential may name eight
lists, and a stranger who writes all of them must not make a verifier work for seconds."""
MAX_LIST_STEPS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A list that held from ``since`` on, as long as these key documents (URL and digest) stay as they are."""

    document: dict[str, Any]
    since: datetime
    key_documents: tuple[tuple[str, bytes], ...]


HELD: BoundedCache[_Held] = BoundedCache(most=256, most_bytes=16 * 1024 * 1024)


def verified_list(examination: Examination, data: bytes, url: str) -> dict[str, Any]:
    """Return the document of a status list credential; the caller must not change it.

    Raises CredentialError unless it is signed, unaltered, keeps the rules of credentials, is the one that was asked
    for, and is the credential's own issuer's: ``status.wrong_list``, ``status.other_issuer``, ``status.list_unsigned``,
    ``status.list_altered``, ``status.list_key_withdrawn``, ``status.list_not_checked``, ``status.list_not_issuers``,
    ``status.list_malformed``, ``status.list_has_status``.
    """
    issuer, policy = examination.credential.issuer_id or "", examination.policy
    question = (data, url, issuer, policy.accepted_suites, tuple(sorted(policy.compromised_keys.items())))
    resolver = examination.resolver
    document: dict[str, Any] = remembered(resolver, question, lambda: _verified(examination, data, url, issuer))
    return document


def _verified(examination: Examination, data: bytes, url: str, issuer: str) -> dict[str, Any]:
    key = _key(examination, data, url, issuer)
    held = HELD.get(key) if key is not None else None
    if held is not None and examination.at >= held.since and _same_keys(held, examination.resolver):
        return held.document
    watched = _WatchedResolver(examination.resolver)
    credential = _checked(dataclasses.replace(examination, resolver=watched), data, url, issuer)
    if key is not None and watched.timeless and not _timed(credential):
        held = _Held(document=credential.document, since=examination.at, key_documents=tuple(watched.digests.items()))
        HELD.put(key, held, len(data))
    return credential.document


def _key(examination: Examination, data: bytes, url: str, issuer: str) -> Hashable | None:
    if examination.store != ContextStore():
        return None  # other words may mean other things
    policy = examination.policy
    compromised = tuple(sorted(policy.compromised_keys.items()))
    return (hashlib.sha256(data).digest(), url, issuer, policy.accepted_suites, compromised)


def _same_keys(held: _Held, resolver: Resolver) -> bool:
    try:
        return all(
            hashlib.sha256(resolver.controller_document(url).document).digest() == digest
            for url, digest in held.key_documents
        )
    except CredentialError:
        return False


def _timed(credential: Credential) -> bool:
    proofs = credential.document.get("proof")
    return any("expires" in proof for proof in (proofs if isinstance(proofs, list) else [proofs]) if proof)


class _WatchedResolver:
    """A resolver that notes the key documents it gave, and whether any of them speaks of times."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self.digests: dict[str, bytes] = {}
        self.timeless = True

    def controller_document(self, url: str) -> Resolved:
        """Return and note a key document."""
        resolved = self._resolver.controller_document(url)
        self.digests[url] = hashlib.sha256(resolved.document).digest()
        # An escaped name could hide one of these; such a document is rare and is simply read again each time.
        self.timeless &= not any(word in resolved.document for word in (b'"revoked"', b'"expires"', b"\\"))
        return resolved

    def read_key_document(self, data: bytes) -> ControllerDocument:
        """Return a key document, read once for one verification."""
        document: ControllerDocument = self.remember(("keys", data), lambda: ControllerDocument.from_bytes(data))
        return document

    def remember(self, question: Hashable, work: Callable[[], Any]) -> Any:
        """Return what ``work`` returns, or returned before."""
        return remembered(self._resolver, question, work)

    def status_list(self, url: str) -> Resolved:
        """Refuse: no list is looked at to check a list."""
        raise ResolutionError("No list is looked at to check a list", code="resolve.offline", where=url)

    def document(self, url: str) -> Resolved:
        """Return another document, such as a schema; what depends on one is not remembered."""
        self.timeless = False
        return self._resolver.document(url)


def _checked(examination: Examination, data: bytes, url: str, issuer: str) -> Credential:
    # 1. The list that was asked for, by the issuer of the credential.
    credential: Credential = remembered(examination.resolver, ("list", data), lambda: _read(data, url))
    if credential.id is not None and not same_identifier(credential.id, url):
        raise ResolutionError(
            f"The list calls itself {credential.id!r}, but {url!r} was asked for", code="status.wrong_list", where=url
        )
    named = credential.issuer_id or ""
    if not same_identifier(named, issuer):
        raise MalformedCredentialError(
            f"The status list is issued by {named!r}, not by the credential's issuer",
            code="status.other_issuer",
            where=url,
        )
    # 2. Its signature.
    proof = _proof(examination, credential, named)
    _require(proof, url)
    # 3. Its own shape, as of any credential.
    listed = dataclasses.replace(examination, credential=credential, proof=proof)
    rules = schema.check(listed)
    if rules.outcome == "failed":
        raise MalformedCredentialError(
            f"The status list breaks the rules of credentials: {rules.message}",
            code="status.list_malformed",
            where=rules.where,
        )
    # 4. A list with a status of its own would need another list, and that perhaps this one.
    if "credentialStatus" in credential.document:
        raise MalformedCredentialError(
            "The status list has a status of its own, which would have to be looked up in a list again",
            code="status.list_has_status",
            hint="Ask the issuer to publish the list without credentialStatus: a new list takes the place of the old.",
            where=url,
        )
    return credential


def _read(data: bytes, url: str) -> Credential:
    if len(data) > MAX_LIST_BYTES:
        raise MalformedCredentialError("The status list is too large", code="status.list_too_large", where=url)
    credential = Credential.from_bytes(data)
    if _more_values(credential.document, MAX_LIST_VALUES):
        raise MalformedCredentialError(
            "The status list holds far more than a list", code="status.list_too_large", where=url
        )
    if credential.container not in {"json", "jwt"}:
        raise MalformedCredentialError("The status list is inside a picture", code="status.list_malformed", where=url)
    return credential


def _more_values(document: Any, limit: int) -> bool:
    stack, seen = [document], 0
    while stack and seen <= limit:
        item = stack.pop()
        seen += 1
        stack.extend(item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
    return seen > limit


def _proof(examination: Examination, credential: Credential, issuer: str) -> ProofOutcome:
    resolver, at = examination.resolver, examination.at
    compromised, accepted = examination.policy.compromised_keys, examination.policy.accepted_suites
    if credential.jwt is not None:
        return verify_jwt(credential.jwt, issuer, resolver=resolver, at=at, compromised=compromised, accepted=accepted)
    return verify_embedded(
        credential.document,
        issuer,
        resolver=resolver,
        at=at,
        store=examination.store,
        compromised=compromised,
        accepted=accepted,
        budget=Budget(MAX_LIST_STEPS),
    )


def _require(proof: ProofOutcome, url: str) -> None:
    if proof.finding == "missing":
        raise MalformedCredentialError("The status list is not signed", code="status.list_unsigned", where=url)
    if proof.finding != "held":
        reasons = (*proof.losses, *proof.issues)
        code = "status.list_altered" if proof.finding == "broken" else "status.list_not_checked"
        if reasons and all(issue.code.startswith("proof.key_") for issue in reasons):
            code = "status.list_key_withdrawn"
        raise MalformedCredentialError(
            f"The signature of the status list does not hold: {reasons[0].message if reasons else 'unknown'}",
            code=code,
            where=url,
        )
    if proof.owner != "held":
        raise MalformedCredentialError(
            "The status list is not signed with the issuer's key", code="status.list_not_issuers", where=url
        )
