"""The bitstring itself: packed, compressed, and read with a cap (Bitstring Status List 1.0, sections 3.3 and 3.4)."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

from stepladder.credentials.errors import CredentialError, MalformedCredentialError
from stepladder.credentials.keys.multibase import base64url_decode, base64url_encode

if TYPE_CHECKING:
    from collections.abc import Iterable

MINIMUM_LENGTH = 131_072
"""The fewest entries that a list may have, so that one entry tells nothing about its holder."""
MAX_BYTES = 8 * 1024 * 1024
"""The most bytes that a list may unpack to: 64 million entries of one bit."""


def encode_list(indexes: Iterable[int], length: int = MINIMUM_LENGTH) -> str:
    """Return the ``encodedList`` of a list of ``length`` entries in which those at ``indexes`` are set.

    The left-most bit is entry 0. Raises MalformedCredentialError: ``status.length_error`` (too short or not a multiple
    of 8), ``status.range_error`` (an index outside).
    """
    if length < MINIMUM_LENGTH or length % 8:
        raise MalformedCredentialError(
            f"A status list has at least {MINIMUM_LENGTH:,} entries, in multiples of 8; {length:,} were asked for",
            code="status.length_error",
            spec="Bitstring Status List 1.0, section 3.3",
        )
    bits = bytearray(length // 8)
    for index in indexes:
        if not 0 <= index < length:
            raise MalformedCredentialError(f"The list has no entry {index}", code="status.range_error")
        bits[index // 8] |= 0x80 >> (index % 8)
    return "u" + base64url_encode(gzip.compress(bytes(bits), mtime=0))


def decode_list(encoded: object, *, max_bytes: int = MAX_BYTES) -> bytes:
    """Return the bits of an ``encodedList``.

    Raises MalformedCredentialError: ``status.list_malformed`` (not multibase ``u`` with GZIP inside),
    ``status.list_too_large`` (more than ``max_bytes`` when unpacked).
    """
    if not isinstance(encoded, str):
        raise _malformed("The list holds no encodedList")
    try:
        # Lists of the 2021 draft leave the prefix out; GZIP starts with "H4s" in base64.
        packed = base64url_decode(encoded[1:] if encoded.startswith("u") else encoded.rstrip("="))
    except CredentialError as cause:
        raise _malformed("The list is not base64url text") from cause
    inflater = zlib.decompressobj(wbits=31)
    try:
        bits = inflater.decompress(packed, max_bytes + 1)
    except zlib.error as cause:
        raise _malformed("The list is not GZIP data") from cause
    if len(bits) > max_bytes:
        raise MalformedCredentialError(
            f"The list unpacks to more than {max_bytes:,} bytes and was cut off there",
            code="status.list_too_large",
            hint="Such a list is made to exhaust whoever reads it.",
        )
    if not inflater.eof:
        raise _malformed("The list is cut off")
    return bits


def read_value(bits: bytes, index: int, size: int = 1) -> int:
    """Return the value of entry ``index`` with ``size`` bits per entry (left-most bit first).

    Raises MalformedCredentialError (``status.range_error``) if the list ends before it.
    """
    first = index * size
    if index < 0 or first + size > len(bits) * 8:
        raise MalformedCredentialError(
            f"The entry {index:,} lies outside the list, which has {len(bits) * 8 // size:,} entries",
            code="status.range_error",
            spec="Bitstring Status List 1.0, section 3.2 (RANGE_ERROR)",
        )
    value = 0
    for position in range(first, first + size):
        value = value << 1 | (bits[position // 8] >> (7 - position % 8) & 1)
    return value


def _malformed(message: str) -> MalformedCredentialError:
    return MalformedCredentialError(
        message, code="status.list_malformed", spec="Bitstring Status List 1.0, section 3.4"
    )
