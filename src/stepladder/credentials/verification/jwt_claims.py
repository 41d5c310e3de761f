"""JWT claims and the credential inside: merged where a profile leaves members to claims, compared where both speak."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical.shapes import short
from stepladder.credentials.model.reading import first_object, identifier_of
from stepladder.credentials.model.times import parse_timestamp, timestamp
from stepladder.credentials.proofs import Issue

if TYPE_CHECKING:
    from stepladder.credentials.model.compact_jwt import CompactJwt


def document_of(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the credential of a JWT payload: the payload itself, or its ``vc`` claim completed from the other claims.

    VC Data Model 1.1, section 6.3.1, lets ``iss``, ``jti``, ``nbf``, ``exp`` and ``sub`` stand for members of ``vc``.
    In the payload itself ``nbf`` and ``exp`` stand for dates that it leaves out: a token that expired has expired.
    """
    inner = payload.get("vc")
    if not isinstance(inner, dict):
        return _with_times(payload, payload, later=True)
    document = dict(inner)
    if "issuer" not in document and isinstance(payload.get("iss"), str):
        document["issuer"] = payload["iss"]
    if "id" not in document and isinstance(payload.get("jti"), str):
        document["id"] = payload["jti"]
    document = _with_times(document, payload, later=False)
    subject = document.get("credentialSubject")
    if isinstance(subject, dict) and "id" not in subject and isinstance(payload.get("sub"), str):
        document["credentialSubject"] = {"id": payload["sub"], **subject}
    return document


def _with_times(document: dict[str, Any], payload: dict[str, Any], *, later: bool) -> dict[str, Any]:
    """Return the document with the dates that only the claims hold, under the names of version 2 or of version 1."""
    completed = document
    for claim, names in (("nbf", ("issuanceDate", "validFrom")), ("exp", ("expirationDate", "validUntil"))):
        moment = _moment(payload.get(claim))
        if moment is not None and not any(name in document for name in names):
            completed = {**completed, names[later]: timestamp(moment)}
    return completed


def is_vc_jose_cose(jwt: CompactJwt) -> bool:
    """Tell whether a token is of the profile of VC-JOSE-COSE, by its ``typ`` (section 3.1.1)."""
    return str(jwt.header.get("typ", "")).lower().removeprefix("application/") == "vc+jwt"


def limit_of(jwt: CompactJwt | None, claim: str) -> datetime | None:
    """Return the time in a token's claim ``nbf`` or ``exp``: outside these it is not accepted, whatever it holds."""
    return None if jwt is None else _moment(jwt.payload.get(claim))


def conflicts(jwt: CompactJwt, document: dict[str, Any]) -> list[Issue]:
    """Return where a claim says something else than the credential (Open Badges 3.0, section 8.2.3).

    In VC-JOSE-COSE (section 3.1.3) ``nbf`` and ``exp`` are about the signature and may differ from the credential's own
    dates; both count.
    """
    payload, of_signature = jwt.payload, is_vc_jose_cose(jwt)
    said = {
        "iss": identifier_of(document.get("issuer")),
        "jti": document.get("id"),
        "sub": first_object(document.get("credentialSubject")).get("id"),
    }
    found = [
        Issue(
            code="jwt.claim_mismatch",
            message=f"The token's claim {claim!r} says {short(payload[claim])}, the credential says {short(value)}",
            where=f"/{claim}",
        )
        for claim, value in said.items()
        if claim in payload and value is not None and payload[claim] != value
    ]
    for claim, names in (("nbf", ("validFrom", "issuanceDate")), ("exp", ("validUntil", "expirationDate"))):
        written = next((document[name] for name in names if name in document), None)
        moment, stamp = _moment(payload.get(claim)), parse_timestamp(written)
        if claim not in payload:
            continue
        if moment is None:
            code, message = "jwt.bad_claim", "and that is no time in seconds"
        elif not of_signature and (stamp is None or abs((moment - stamp).total_seconds()) >= 1):
            code, message = "jwt.claim_mismatch", f"the credential says {short(written)}"
        else:
            continue
        text = f"The token's claim {claim!r} says {short(payload[claim])}, {message}"
        found.append(Issue(code=code, message=text, where=f"/{claim}"))
    return found


def _moment(seconds: Any) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
