"""Multibase text: base58btc with a ``z`` in front, base64url without padding with a ``u``."""

from __future__ import annotations

import base64
import binascii
import re

from stepladder.credentials.errors import MalformedCredentialError

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
_MAX_BASE58 = 2048  # the arithmetic is quadratic


def base58_encode(data: bytes) -> str:
    """Return base58btc text, without the multibase prefix."""
    number = int.from_bytes(data, "big")
    characters = []
    while number:
        number, remainder = divmod(number, 58)
        characters.append(_ALPHABET[remainder])
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "1" * zeros + "".join(reversed(characters))


def base58_decode(text: str) -> bytes:
    """Return the bytes of base58btc text; MalformedCredentialError (``key.bad_base58``) for any other character."""
    if len(text) > _MAX_BASE58 or any(character not in _VALUES for character in text):
        raise MalformedCredentialError("The text is not base58", code="key.bad_base58")
    number = 0
    for character in text:
        number = number * 58 + _VALUES[character]
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def base64url_encode(data: bytes) -> str:
    """Return base64url text without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def base64url_decode(text: str) -> bytes:
    """Return the bytes of base64url text without padding; MalformedCredentialError (``key.bad_base64``).

    Strict: other characters, padding, and text whose last bits are not zero are refused, so that one value has one
    spelling only.
    """
    if not _BASE64URL.fullmatch(text):
        raise MalformedCredentialError("The text is not base64url without padding", code="key.bad_base64")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as cause:
        raise MalformedCredentialError("The text is not base64url", code="key.bad_base64") from cause
    if base64url_encode(data) != text:
        raise MalformedCredentialError("The text is base64url with stray bits at its end", code="key.bad_base64")
    return data


def decode(text: str) -> bytes:
    """Return the bytes of multibase text in ``z`` or ``u``; MalformedCredentialError (``key.bad_multibase``)."""
    if text.startswith("z"):
        return base58_decode(text[1:])
    if text.startswith("u"):
        return base64url_decode(text[1:])
    raise MalformedCredentialError(
        "The text is not multibase: it starts with neither z nor u",
        code="key.bad_multibase",
        spec="Controlled Identifiers 1.0, section 2.4",
    )
