"""Credentials secured as JSON Web Tokens. The algorithm comes from the key, the key from the issuer's own document."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical.shapes import short
from stepladder.credentials.errors import CredentialError
from stepladder.credentials.keys.public import from_jwk
from stepladder.credentials.model.times import timestamp
from stepladder.credentials.proofs.expectation import AUTHENTICATION, Expectation
from stepladder.credentials.proofs.headers import header_problem
from stepladder.credentials.proofs.outcome import Issue, ProofOutcome
from stepladder.credentials.proofs.ownership import FoundKey, find_document, find_key, ownership

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.credentials.dids import Resolver
    from stepladder.credentials.model.compact_jwt import CompactJwt

MAX_CANDIDATES = 20


def check_jwt(  # noqa: PLR0911 - one way out per step of the check
    jwt: CompactJwt,
    controller: str | None,
    *,
    resolver: Resolver,
    expected: Expectation | None = None,
    at: datetime | None = None,
) -> ProofOutcome:
    """Check a JWT's signature. ``jwk``, ``jku``, ``x5u`` and ``x5c`` of the header are never believed."""
    expected = expected or Expectation()
    # 1. Headers that make the token something else.
    algorithm = jwt.header.get("alg")
    if algorithm == "none" or not jwt.signature:
        return _outcome("missing", "proof.missing", "The token has no signature (alg: none)")
    problem = header_problem(jwt, expected.purpose)
    if problem is not None:
        return ProofOutcome(finding="unknown" if problem.code == "securing.sd_jwt" else "broken", issues=(problem,))
    # 2. The keys that may have made it: by kid, or all that the issuer signs credentials with.
    try:
        candidates = _candidates(jwt, controller, resolver, expected.purpose)
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
    named = algorithm if isinstance(algorithm, str) else ""
    fitting = [found for found in candidates if named in found.key.algorithms]
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
    # 5. When and for whom it was made.
    owner = ownership(found, controller, resolver, expected.purpose)
    withdrawn = expected.withdrawn_key(found, owner, _issued_at(jwt.payload), "")
    others = (expected.token_problem(jwt.payload), _time_problem(jwt.payload, at, expected), withdrawn)
    issues = tuple(issue for issue in others if issue is not None)
    return ProofOutcome(
        finding="broken" if issues else "held",
        issues=issues,
        owner=owner.finding,
        owner_issue=owner.issue,
        verification_method=found.method.id,
        controller=found.method.controller,
        cryptosuite=str(algorithm),
        source=owner.source,
    )


def _time_problem(payload: dict[str, Any], at: datetime | None, expected: Expectation) -> Issue | None:
    """Return the problem if a presentation is used outside its time (RFC 7519, sections 4.1.4 and 4.1.5)."""
    if at is None or expected.purpose != AUTHENTICATION:
        return None
    for claim in ("nbf", "exp"):
        if claim not in payload:
            continue
        moment = _moment(payload[claim])
        if moment is None:
            return Issue(code="jwt.bad_claim", message=f"The claim {claim!r} is no time in seconds", where=f"/{claim}")
        if claim == "exp" and at >= moment:
            return Issue(
                code="proof.expired", message=f"The signature was valid until {timestamp(moment)} only", where="/exp"
            )
        if claim == "nbf" and at < moment:
            return Issue(
                code="proof.not_yet", message=f"The signature is valid from {timestamp(moment)} on", where="/nbf"
            )
    return None


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


def _candidates(jwt: CompactJwt, controller: str | None, resolver: Resolver, purpose: str) -> list[FoundKey]:
    kid = jwt.header.get("kid")
    if isinstance(kid, str) and kid.startswith(("did:", "https://")):
        return [find_key(kid, resolver)]
    if controller is None:
        return []
    document, source = find_document(controller, resolver)
    found = []
    for name in document.purposes.get(purpose, ())[:MAX_CANDIDATES]:
        method = document.methods.get(name)
        if method is None or ("kid" in jwt.header and kid not in _names(name, method.body)):
            continue
        try:
            found.append(FoundKey(key=method.public_key(), method=method, document=document, source=source))
        except CredentialError:
            continue
    return found


def _names(url: str, body: dict[str, Any]) -> list[Any]:
    """Return what a ``kid`` may call a key: its URL, its fragment with or without #, and the JWK's own ``kid``."""
    fragment, jwk = url.partition("#")[2], body.get("publicKeyJwk")
    own = [body.get("kid"), jwk.get("kid") if isinstance(jwk, dict) else None]
    return [name for name in (url, fragment, f"#{fragment}", *own) if isinstance(name, str) and name not in {"", "#"}]


def _issued_at(payload: dict[str, Any]) -> datetime | None:
    return _moment(payload.get("iat", payload.get("nbf")))


def _moment(seconds: Any) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _outcome(finding: Any, code: str, message: str, where: str = "") -> ProofOutcome:
    return ProofOutcome(finding=finding, issues=(Issue(code=code, message=message, where=where),))
