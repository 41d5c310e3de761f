"""Digests of documents that a credential names: ``digestSRI`` and ``digestMultibase`` (VC Data Model 2.0, 5.3)."""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

from stepladder.credentials.errors import CredentialError, MalformedCredentialError, UnsupportedError
from stepladder.credentials.keys.multibase import base58_decode, base64url_decode

_SRI = ("sha512", "sha384", "sha256")  # the strongest that is there counts (Subresource Integrity, section 3.3.4)
_MULTIHASH = {0x12: "sha256", 0x13: "sha512", 0x20: "sha384"}
_DIGESTS = ("digestSRI", "digestMultibase")
_LONGEST = 1_000


def has_digest(entry: dict[str, Any]) -> bool:
    """Tell whether an entry names a digest."""
    return any(member in entry for member in _DIGESTS)


def keeps_digests(entry: dict[str, Any], data: bytes) -> bool:
    """Tell whether bytes have every digest that an entry names; True if it names none.

    Raises UnsupportedError (``digest.unknown``) for an algorithm that we do not know, MalformedCredentialError
    (``digest.malformed``) for what is no digest.
    """
    given = {member: entry[member] for member in _DIGESTS if member in entry}
    for value in given.values():
        if not isinstance(value, str) or not value or len(value) > _LONGEST:
            raise _malformed()
    kept = [_keeps_sri(given["digestSRI"], data)] if "digestSRI" in given else []
    kept += [_keeps_multihash(given["digestMultibase"], data)] if "digestMultibase" in given else []
    return all(kept)


def _keeps_sri(text: str, data: bytes) -> bool:
    named = [one.partition("?")[0].partition("-") for one in text.split()]
    strongest = next((name for name in _SRI if any(name == one[0] for one in named)), None)
    if strongest is None:
        raise _unknown(text)
    digest = hashlib.new(strongest, data).digest()
    return any(_bytes_of(one) == digest for name, _, one in named if name == strongest)


def _bytes_of(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise _malformed() from None
    if not data:
        raise _malformed()
    return data


def _keeps_multihash(text: str, data: bytes) -> bool:
    decode = {"z": base58_decode, "u": base64url_decode}.get(text[0])
    if decode is None:
        raise _unknown(text)
    try:
        multihash = decode(text[1:])
    except CredentialError:
        raise _malformed() from None
    name = _MULTIHASH.get(multihash[0]) if multihash else None
    if name is None:
        raise _unknown(text)
    digest = hashlib.new(name, data).digest()
    return multihash[1:] == bytes([len(digest)]) + digest


def _unknown(text: str) -> UnsupportedError:
    return UnsupportedError(
        f"The digest {text[:80]!r} is of a kind that is not known here",
        code="digest.unknown",
        spec="VC Data Model 2.0, section 5.3",
    )


def _malformed() -> MalformedCredentialError:
    return MalformedCredentialError(
        "What was to be a digest is none", code="digest.malformed", spec="VC Data Model 2.0, section 5.3"
    )
