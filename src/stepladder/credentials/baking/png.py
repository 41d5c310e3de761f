"""Credentials in PNG pictures, as a text chunk. The chunks of the picture itself are copied as they are."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, NamedTuple

from stepladder.credentials.errors import MalformedCredentialError

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
OLDER_KEYWORD = b"openbadges"
_KEYWORDS = {KEYWORD, OLDER_KEYWORD, b"openbadge"}
MAX_TEXT = 4 * 1024 * 1024
MAX_SIDE = 16_384
MAX_CHUNKS = 20_000


class _Chunk(NamedTuple):
    kind: bytes
    start: int
    data: memoryview


def bake(image: bytes, credential: bytes, *, older: bool = False) -> bytes:
    """Return the PNG with one uncompressed iTXt chunk right after its header."""
    chunks = list(_chunks(image))
    if any(_text(chunk) is not None for chunk in chunks):
        raise MalformedCredentialError(
            "The picture already holds a credential",
            code="baking.already_baked",
            hint="Start from the picture without one.",
        )
    body = (OLDER_KEYWORD if older else KEYWORD) + b"\0\0\0\0\0" + credential
    return image[: chunks[1].start] + _chunk(b"iTXt", body) + image[chunks[1].start :]


def unbake(image: bytes) -> bytes:
    """Return the credential in the picture."""
    found = [text for text in map(_text, _chunks(image)) if text is not None]
    if not found:
        raise MalformedCredentialError(
            "The picture holds no credential",
            code="baking.nothing_inside",
            hint="Some services strip it when they resize a picture: ask for the original file.",
        )
    if len(found) > 1:
        raise MalformedCredentialError(
            "The picture holds two credentials, and it is not clear which one counts",
            code="baking.two_credentials",
            spec="Open Badges 3.0, section 5.3.1",
        )
    return found[0]


def _chunks(image: bytes) -> Iterator[_Chunk]:
    """Walk the chunks up to IEND, checking lengths and checksums (PNG, section 5.3)."""
    view = memoryview(image)
    position = len(SIGNATURE)
    for count in range(MAX_CHUNKS):
        if position + 12 > len(image):
            raise _damaged("The picture ends in the middle of a chunk")
        (length,) = struct.unpack_from(">I", image, position)
        kind = image[position + 4 : position + 8]
        end = position + 12 + length
        if end > len(image):
            raise _damaged(f"The chunk {kind!r} says it has {length:,} bytes, but the file ends before")
        data = view[position + 8 : position + 8 + length]
        if zlib.crc32(view[position + 4 : end - 4]) != struct.unpack_from(">I", image, end - 4)[0]:
            raise _damaged(f"The checksum of the chunk {kind!r} is wrong")
        if count == 0:
            _check_header(kind, data)
        yield _Chunk(kind, position, data)
        if kind == b"IEND":
            return
        position = end
    raise _damaged("The picture has too many chunks")


def _check_header(kind: bytes, data: memoryview) -> None:
    if kind != b"IHDR" or len(data) != 13:
        raise _damaged("The picture does not start with its header")
    width, height = struct.unpack_from(">II", data)
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
        raise MalformedCredentialError(
            f"The picture says it is {width:,} by {height:,} pixels",
            code="baking.picture_too_big",
            hint=f"At most {MAX_SIDE:,} pixels a side are accepted.",
        )


def _text(chunk: _Chunk) -> bytes | None:
    """Return the credential of a text chunk with one of our keywords."""
    if chunk.kind not in {b"iTXt", b"tEXt", b"zTXt"}:
        return None
    keyword, _, rest = bytes(chunk.data[: MAX_TEXT + 200]).partition(b"\0")
    if keyword not in _KEYWORDS:
        return None
    if len(chunk.data) > MAX_TEXT:
        raise MalformedCredentialError(
            f"The credential in the picture has {len(chunk.data):,} bytes", code="baking.text_too_large"
        )
    if chunk.kind == b"tEXt":
        return rest
    if chunk.kind == b"zTXt":
        return _inflate(rest[1:])
    if len(rest) < 4:
        raise _damaged("The text chunk with the credential is cut off")
    compressed = rest[0]
    _, _, rest = rest[2:].partition(b"\0")
    _, _, text = rest.partition(b"\0")
    return _inflate(text) if compressed else text


def _inflate(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(data, MAX_TEXT + 1)
    except zlib.error as cause:
        raise _damaged("The compressed text chunk with the credential cannot be read") from cause
    if len(text) > MAX_TEXT:
        raise MalformedCredentialError(
            "The credential in the picture unpacks to too much text", code="baking.text_too_large"
        )
    return text


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _damaged(message: str) -> MalformedCredentialError:
    return MalformedCredentialError(
        message, code="baking.png_damaged", hint="Ask for the original file.", spec="PNG, section 5.3"
    )
