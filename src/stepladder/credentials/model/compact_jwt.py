"""Compact JSON Web Tokens, taken apart strictly (RFC 7515, section 7.1). Checking the signature is not done here."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Any

from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.strict_json import parse

_PART = re.compile(r"[A-Za-z0-9_-]+")
MAX_HEADER_BYTES = 32 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CompactJwt:
    """A compact JWT: header, payload, the ASCII bytes that were signed, and the signature."""

    header: dict[str, Any]
    payload: dict[str, Any]
    signed: bytes
    signature: bytes


def looks_like_jwt(data: bytes) -> bool:
    """Tell whether the bytes start as a compact JWT does: base64url of ``{"`` and a dot somewhere."""
    head = data[:4]
    return head[:2] == b"ey" and b"." in data[: MAX_HEADER_BYTES * 2]


def split(token: str) -> CompactJwt:
    """Take a compact JWT apart; MalformedCredentialError (``jwt.malformed``, and those of strict JSON)."""
    parts = token.split(".")
    if len(parts) != 3 or not all(_PART.fullmatch(part) for part in parts[:2]):
        raise _malformed("A compact JWT has three parts of base64url text with dots between them")
    header = parse(_decode(parts[0]), max_bytes=MAX_HEADER_BYTES)
    payload = parse(_decode(parts[1]))
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise _malformed("The header and the payload of a JWT are JSON objects")
    return CompactJwt(
        header=header,
        payload=payload,
        signed=f"{parts[0]}.{parts[1]}".encode("ascii"),
        signature=_decode(parts[2]) if parts[2] else b"",
    )


def _decode(part: str) -> bytes:
    try:
        data = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except (binascii.Error, ValueError) as cause:
        raise _malformed("A part of the JWT is not base64url") from cause
    if base64.urlsafe_b64encode(data).rstrip(b"=").decode() != part:
        raise _malformed("A part of the JWT is not base64url without padding")
    return data


def _malformed(message: str) -> MalformedCredentialError:
    return MalformedCredentialError(message, code="jwt.malformed", spec="RFC 7515, section 7.1")
