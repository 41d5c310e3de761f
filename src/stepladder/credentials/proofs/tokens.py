"""Making credentials and presentations that are JSON Web Tokens, in three profiles. The algorithm is the key's."""

from __future__ import annotations

from calendar import timegm
from datetime import UTC
from typing import TYPE_CHECKING, Any

import orjson

from stepladder.credentials.contexts.store import CREDENTIALS_V1
from stepladder.credentials.errors import MalformedCredentialError, SigningError
from stepladder.credentials.keys.kinds import KINDS
from stepladder.credentials.keys.multibase import base64url_encode
from stepladder.credentials.model.reading import first_object, identifier_of
from stepladder.credentials.model.times import parse_timestamp
from stepladder.credentials.proofs.securing import OPEN_BADGES_JWT, VC_1_1_JWT, VC_JOSE_COSE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stepladder.credentials.keys import Signer


def make_credential_jwt(
    document: dict[str, Any], *, signer: Signer, created: datetime, securing: str = OPEN_BADGES_JWT
) -> str:
    """Return an unsigned credential as a compact JWT.

    ``vc-jose-cose``: the document is the payload, ``typ`` is ``vc+jwt`` (VC-JOSE-COSE, section 3.1.1).
    ``open-badges-jwt``: it is the payload with ``iss``, ``sub``, ``jti``, ``nbf`` and ``exp`` beside it, ``typ`` is
    ``JWT`` (Open Badges 3.0, section 8.2.4). ``vc-1.1-jwt``: it is the claim ``vc``, with the same claims beside it,
    for documents of version 1 only (VC Data Model 1.1, section 6.3.1). All say in ``iat`` when they were signed.

    Raises SigningError (``issue.wrong_version``, ``issue.reserved_claim``, ``issue.bad_signature``).
    """
    times = {"iat": _seconds(created)}
    if securing == VC_JOSE_COSE:
        _refuse_claims(document, ("vc", "vp", *times))
        return sign_compact({"typ": "vc+jwt", "cty": "vc"}, {**document, **times}, signer)
    claims = {**_claims(document), **times}
    if securing == VC_1_1_JWT:
        contexts = document.get("@context")
        if (contexts if isinstance(contexts, str) else next(iter(contexts or ()), None)) != CREDENTIALS_V1:
            raise SigningError(
                "The profile vc-1.1-jwt is for credentials of version 1",
                code="issue.wrong_version",
                where="/@context",
                hint="Use vc-jose-cose or open-badges-jwt.",
                spec="VC Data Model 1.1, section 6.3.1",
            )
        return sign_compact({"typ": "JWT"}, {**claims, "vc": document}, signer)
    _refuse_claims(document, ("vc", "vp", *claims))
    return sign_compact({"typ": "JWT"}, {**document, **claims}, signer)


def make_presentation_jwt(
    document: dict[str, Any],
    *,
    signer: Signer,
    created: datetime,
    securing: str = VC_JOSE_COSE,
    domain: str | Sequence[str] | None = None,
    challenge: str | None = None,
    expires: datetime | None = None,
) -> str:
    """Return an unsigned presentation as a compact JWT for ``domain`` (``aud``), answering ``challenge`` (``nonce``).

    ``vc-jose-cose``: the document is the payload, ``typ`` is ``vp+jwt`` (VC-JOSE-COSE, section 3.1.2). ``vc-1.1-jwt``:
    it is the claim ``vp`` (VC Data Model 1.1, section 6.3.1). Raises SigningError (``issue.reserved_claim``,
    ``issue.not_for_presentations``, ``issue.bad_signature``).
    """
    claims: dict[str, Any] = {
        "iss": identifier_of(document.get("holder")) or signer.controller,
        "jti": document.get("id"),
        "iat": _seconds(created),
        "exp": None if expires is None else _seconds(expires),
        "aud": domain if domain is None or isinstance(domain, str) else list(domain),
        "nonce": challenge,
    }
    claims = {name: value for name, value in claims.items() if value is not None}
    if securing == VC_1_1_JWT:
        return sign_compact({"typ": "JWT"}, {**claims, "vp": document}, signer)
    if securing != VC_JOSE_COSE:
        raise SigningError(
            f"Presentations are not secured with {securing}",
            code="issue.not_for_presentations",
            hint=f"Use {VC_JOSE_COSE}, {VC_1_1_JWT} or a cryptosuite.",
        )
    _refuse_claims(document, ("vc", "vp", *claims))
    return sign_compact({"typ": "vp+jwt", "cty": "vp"}, {**document, **claims}, signer)


def sign_compact(header: dict[str, Any], payload: dict[str, Any], signer: Signer) -> str:
    """Return a compact JWS of the payload as JSON, with ``alg`` and ``kid`` of the signer (RFC 7515, section 7.1)."""
    kind = KINDS[signer.public_key.kind]
    full = {"alg": kind.algorithm, "kid": signer.verification_method, **header}
    text = ".".join(base64url_encode(orjson.dumps(part)) for part in (full, payload))
    signature = signer.sign(text.encode())
    if kind.size and len(signature) != 2 * kind.size:
        raise SigningError("The signer returned something else than a signature of its key", code="issue.bad_signature")
    return f"{text}.{base64url_encode(signature)}"


def _claims(document: dict[str, Any]) -> dict[str, Any]:
    claims: dict[str, Any] = {
        "iss": identifier_of(document.get("issuer")),
        "jti": document.get("id"),
        "sub": first_object(document.get("credentialSubject")).get("id"),
        "nbf": _written(document, ("validFrom", "issuanceDate")),
        "exp": _written(document, ("validUntil", "expirationDate")),
    }
    return {name: value for name, value in claims.items() if value is not None}


def _written(document: dict[str, Any], names: tuple[str, ...]) -> int | None:
    moment = next((parse_timestamp(document[name]) for name in names if name in document), None)
    return None if moment is None else _seconds(moment)


def _seconds(moment: datetime) -> int:
    return timegm(moment.astimezone(UTC).utctimetuple())  # whole numbers: a float rounds the last moment up


def _refuse_claims(document: dict[str, Any], names: tuple[str, ...]) -> None:
    taken = next((name for name in names if name in document), None)
    if taken is not None:
        raise MalformedCredentialError(
            f"The document has a member {taken!r}, which is a claim of the token",
            code="issue.reserved_claim",
            where=f"/{taken}",
            hint="Leave it out.",
        )
