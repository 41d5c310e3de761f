"""Credentials secured as JSON Web Tokens. The algorithm comes from the key, the key from the issuer's own document."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical.shapes import short
from stepladder.credentials.errors import CredentialError
from stepladder.credentials.keys.public import from_jwk
from stepladder.credentials.proofs.data_integrity import withdrawn_key
from stepladder.credentials.proofs.outcome import Issue, ProofOutcome
from stepladder.credentials.proofs.ownership import FoundKey, find_document, find_key, ownership

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.credentials.dids import Resolver
    from stepladder.credentials.model.compact_jwt import CompactJwt

MAX_CANDIDATES = 20


def check_jwt(  # noqa: PLR0911 - one way out per step of the check
    jwt: CompactJwt, issuer: str, *, resolver: Resolver
) -> ProofOutcome:
    """Check a JWT's signature. ``jwk``, ``jku``, ``x5u`` and ``x5c`` of the header are never believed."""
    # 1. Headers that make the token something else.
    algorithm = jwt.header.get("alg")
    if algorithm == "none" or not jwt.signature:
        return _outcome("missing", "proof.missing", "The token has no signature (alg: none)")
    if "crit" in jwt.header:
        return _outcome(
            "broken",
            "jwt.unknown_crit",
            f"The token demands {short(jwt.header['crit'])}, which we do not know, so it must be refused",
            "crit",
        )
    # 2. The keys that may have made it: by kid, or all that the issuer signs credentials with.
    try:
        candidates = _candidates(jwt, issuer, resolver)
    except CredentialError as error:
        return _key_only_in_header(jwt, ()) or _outcome("unknown", error.code, error.message, error.where)
    if not candidates:
        return _outcome(
            "unknown",
            "proof.key_not_in_document",
            "The issuer's document lists no key for signing credentials that the token names",
            "kid",
        )
    # 3. The algorithm of the key, not of the header.
    fitting = [found for found in candidates if algorithm in found.key.algorithms]
    if not fitting:
        return _outcome(
            "broken",
            "jwt.algorithm_mismatch",
            f"The token says it is signed with {short(algorithm)}, but no key of the issuer signs that way",
            "alg",
        )
    # 4. The signature, and whose key it is.
    found = next((found for found in fitting if found.key.holds(jwt.signature, jwt.signed)), None)
    if found is None:
        return _key_only_in_header(jwt, fitting) or _outcome(
            "broken", "proof.signature_mismatch", "The signature does not match: something was changed after signing"
        )
    withdrawn = withdrawn_key(found, _issued_at(jwt.payload), "")
    owner = ownership(found, issuer, resolver)
    return ProofOutcome(
        finding="broken" if withdrawn else "held",
        issues=(withdrawn,) if withdrawn else (),
        owner=owner.finding,
        owner_issue=owner.issue,
        verification_method=found.method.id,
        cryptosuite=str(algorithm),
        source=owner.source,
    )


def _key_only_in_header(jwt: CompactJwt, known: Sequence[FoundKey]) -> ProofOutcome | None:
    """Return the outcome for a token that names no key but one of its own, unless that is one of the issuer's."""
    brought = next((member for member in ("jwk", "x5c") if member in jwt.header), None)
    if brought is None or "kid" in jwt.header:
        return None
    try:
        if brought == "jwk" and any(found.key == from_jwk(jwt.header["jwk"]) for found in known):
            return None
    except CredentialError:
        pass
    return _outcome(
        "unknown",
        "jwt.key_only_in_header",
        "The only key for this token is in the token itself: anyone can make such a token",
        brought,
    )


def _candidates(jwt: CompactJwt, issuer: str, resolver: Resolver) -> list[FoundKey]:
    kid = jwt.header.get("kid")
    if isinstance(kid, str) and kid.startswith(("did:", "https://")):
        return [find_key(kid, resolver)]
    document, source = find_document(issuer, resolver)
    found = []
    for name in document.purposes.get("assertionMethod", ())[:MAX_CANDIDATES]:
        method = document.methods.get(name)
        if method is None or (
            isinstance(kid, str) and kid not in {name, name.partition("#")[2], method.body.get("kid")}
        ):
            continue
        try:
            found.append(FoundKey(key=method.public_key(), method=method, document=document, source=source))
        except CredentialError:
            continue
    return found


def _issued_at(payload: dict[str, Any]) -> datetime | None:
    moment = payload.get("iat", payload.get("nbf"))
    try:
        return datetime.fromtimestamp(moment, UTC) if isinstance(moment, (int, float)) else None
    except (ValueError, OverflowError, OSError):
        return None


def _outcome(finding: Any, code: str, message: str, where: str = "") -> ProofOutcome:
    return ProofOutcome(finding=finding, issues=(Issue(code=code, message=message, where=where),))
