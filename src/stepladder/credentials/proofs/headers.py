"""What the header of a token may say: which profile it follows, and nothing that changes how it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical.shapes import short
from stepladder.credentials.proofs.expectation import AUTHENTICATION
from stepladder.credentials.proofs.outcome import Issue

if TYPE_CHECKING:
    from stepladder.credentials.model.compact_jwt import CompactJwt

_SD_JWT = frozenset({"vc+sd-jwt", "vp+sd-jwt", "dc+sd-jwt", "sd-jwt", "sd+jwt"})


def header_problem(  # noqa: PLR0911 - one way out per rule
    jwt: CompactJwt, purpose: str
) -> Issue | None:
    """Return why the header makes the token something that we do not read, or that it should not be.

    ``typ`` is ``vc+jwt`` (of presentations ``vp+jwt``) for VC-JOSE-COSE, which then has no ``vc`` and ``vp`` claims
    (sections 3.1.1 and 3.1.3), else ``JWT`` or absent. ``cty`` is ``vc`` (``vp``) or absent. Media types are compared
    in any case, with or without ``application/`` (RFC 7515, section 4.1.9).
    """
    # 1. Extensions that must be understood, and a payload that is signed another way (RFC 7515 4.1.11, RFC 7797).
    for name, code, message in (
        ("crit", "jwt.unknown_crit", "The token demands {}, which we do not know, so it must be refused"),
        ("b64", "jwt.unencoded", "The token says how its payload was encoded ({}), which tokens do not"),
    ):
        if name in jwt.header:
            return Issue(code=code, message=message.format(short(jwt.header[name])), where=name)
    # 2. The kind of token.
    typ, cty = _media_type(jwt.header.get("typ", "")), _media_type(jwt.header.get("cty", ""))
    if typ in _SD_JWT or "_sd" in jwt.payload or "_sd_alg" in jwt.payload:
        return Issue(code="securing.sd_jwt", message="Stepladder does not check SD-JWT tokens", where="typ")
    presented = purpose == AUTHENTICATION
    word = "vp" if presented else "vc"
    profile_type = f"{word}+jwt"
    if typ not in {"", "jwt", profile_type}:
        return _wrong_type("typ", jwt.header["typ"], f"JWT or {profile_type}")
    if cty not in {"", word}:
        return _wrong_type("cty", jwt.header["cty"], word)
    # 3. The claims that go with it.
    if presented and typ == profile_type:  # of a credential, the rules of the document tell
        claim = next((name for name in ("vc", "vp") if name in jwt.payload), None)
        if claim is not None:
            message = f"A token of type {profile_type} is the document itself and has no claim {claim!r}"
            return Issue(code="jwt.claim_not_allowed", message=message, where=f"/{claim}")
    if ("vp" if not presented else "vc") in jwt.payload:
        other = "a credential" if presented else "a presentation"
        return Issue(code="jwt.wrong_type", message=f"The token holds {other}", where="/vc" if presented else "/vp")
    return None


def _media_type(value: Any) -> str | None:
    return value.lower().removeprefix("application/") if isinstance(value, str) else None


def _wrong_type(name: str, found: Any, wanted: str) -> Issue:
    return Issue(
        code="jwt.wrong_type", message=f"The token's {name} is {short(found)}, but it should be {wanted}", where=name
    )
