"""The bitstring itself: packed, compressed, and read with a cap (Bitstring Status List 1.0, sections 3.3 and 3.4)."""

from __future__ import annotations

import base64
import binascii
import gzip
import zlib
from typing import TYPE_CHECKING

from stepladder.credentials.errors import CredentialError, MalformedCredentialError
from stepladder.credentials.keys.multibase import base64url_decode, base64url_encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MINIMUM_LENGTH = 131_072
"""The fewest entries that a list may have, so that one entry tells nothing about its holder."""
MAX_BYTES = 8 * 1024 * 1024
"""The most bytes that a list may unpack to: 64 million entries of one bit."""
MAX_SIZE = 12
"""The most bits of one entry that we read and write: 4,096 values, each with a message in every credential."""
MAX_MEMBERS = 64
"""The most GZIP members that one list may be put together from."""


def encode_list(indexes: Iterable[int], length: int = MINIMUM_LENGTH) -> str:
    """Return the ``encodedList`` of a list of ``length`` one-bit entries in which those at ``indexes`` are set.

    The left-most bit is entry 0. Raises MalformedCredentialError: ``status.length_error`` (too short, too long or not a
    multiple of 8), ``status.range_error`` (an index outside).
    """
    return encode_values(dict.fromkeys(indexes, 1), length)


def encode_values(values: Mapping[int, int], length: int = MINIMUM_LENGTH, *, size: int = 1) -> str:
    """Return the ``encodedList`` of a list of ``length`` entries of ``size`` bits (1 to 12), at ``values`` not zero.

    ``values`` maps an index to its value; entries that it leaves out are 0. Raises MalformedCredentialError:
    ``status.length_error`` as above, ``status.range_error`` (an index or a value that does not fit),
    ``status.bad_size``. See Bitstring Status List 1.0, section 3.3.

    >>> read_value(decode_list(encode_values({7: 5}, size=3)), 7, 3)
    5
    """
    check_size(size)
    if length < MINIMUM_LENGTH or length % 8 or length * size > MAX_BYTES * 8:
        raise MalformedCredentialError(
            f"A status list has at least {MINIMUM_LENGTH:,} entries, in multiples of 8, and {MAX_BYTES:,} bytes at "
            f"most; {length:,} entries of {size} bits were asked for",
            code="status.length_error",
            spec="Bitstring Status List 1.0, section 3.3",
        )
    bits = bytearray(length * size // 8)
    for index, value in values.items():
        if not 0 <= index < length:
            raise MalformedCredentialError(f"The list has no entry {index}", code="status.range_error")
        if not 0 <= value < 1 << size:
            raise MalformedCredentialError(
                f"The value {value} of entry {index} does not fit into {size} bits", code="status.range_error"
            )
        _write(bits, index * size, value, size)
    return "u" + base64url_encode(gzip.compress(bytes(bits), mtime=0))


def decode_list(encoded: object, *, max_bytes: int = MAX_BYTES, multibase: bool = True) -> bytes:
    """Return the bits of an ``encodedList``.

    Without ``multibase`` the text is read as lists of the 2021 draft write it too: base64 of either alphabet, with or
    without padding or prefix. Several GZIP members count as one text (RFC 1952, section 2.2); anything else behind the
    last one is refused. Raises MalformedCredentialError: ``status.list_malformed``, ``status.list_too_large`` (more
    than ``max_bytes`` when unpacked).
    """
    if not isinstance(encoded, str):
        raise _malformed("The list holds no encodedList")
    return _inflated(_multibase_bytes(encoded) if multibase else _base64_bytes(encoded), max_bytes)


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
    end = first + size
    window = bits[first // 8 : (end + 7) // 8]
    return int.from_bytes(window, "big") >> (-end % 8) & ((1 << size) - 1)


def check_size(size: object) -> int:
    """Return the bits per entry; MalformedCredentialError (``status.bad_size``) unless a whole number from 1 to 12."""
    if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= MAX_SIZE:
        raise MalformedCredentialError(
            f"The statusSize is not a whole number from 1 to {MAX_SIZE}",
            code="status.bad_size",
            where="/credentialStatus/statusSize",
            spec="Bitstring Status List 1.0, section 2.1",
        )
    return size


def _write(bits: bytearray, first: int, value: int, size: int) -> None:
    end = first + size
    place = slice(first // 8, (end + 7) // 8)
    count, shift = place.stop - place.start, -end % 8
    mask = ((1 << size) - 1) << shift
    bits[place] = (int.from_bytes(bits[place], "big") & ~mask | value << shift).to_bytes(count, "big")


def _multibase_bytes(encoded: str) -> bytes:
    if not encoded.startswith("u"):
        raise _malformed("The encodedList is not multibase text in base64url: it does not start with u")
    try:
        return base64url_decode(encoded[1:])
    except CredentialError as cause:
        raise _malformed("The list is not base64url text") from cause


def _base64_bytes(encoded: str) -> bytes:
    text = encoded.removeprefix("u").rstrip("=").replace("-", "+").replace("_", "/")
    try:  # GZIP starts with "H4s" in base64, so that a leading "u" can only be the prefix
        return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError) as cause:
        raise _malformed("The list is not base64 text") from cause


def _inflated(packed: bytes, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    left = max_bytes
    for _ in range(MAX_MEMBERS):
        inflater = zlib.decompressobj(wbits=31)
        try:
            part = inflater.decompress(packed, left + 1)
        except zlib.error as cause:
            raise _malformed(
                "Something else follows the list's GZIP data" if parts else "The list is not GZIP data"
            ) from cause
        if len(part) > left:
            raise MalformedCredentialError(
                f"The list unpacks to more than {max_bytes:,} bytes and was cut off there",
                code="status.list_too_large",
                hint="Such a list is made to exhaust whoever reads it.",
            )
        if not inflater.eof:
            raise _malformed("The list is cut off")
        parts.append(part)
        left -= len(part)
        packed = inflater.unused_data
        if not packed:
            return parts[0] if len(parts) == 1 else b"".join(parts)
    raise _malformed(f"The list is put together from more than {MAX_MEMBERS} GZIP members")


def _malformed(message: str) -> MalformedCredentialError:
    return MalformedCredentialError(
        message, code="status.list_malformed", spec="Bitstring Status List 1.0, section 3.4"
    )
