"""Zips that strangers made: what would fill memory is told from what the zip says of itself, before it is unpacked."""

from __future__ import annotations

import struct
import zipfile
import zlib
from typing import IO

from stepladder.skills.errors import FrameworkError

__all__ = ["DAMAGED", "LARGEST_RATIO", "MOST_FILES", "RATIO_FROM", "refuse_bomb", "refuse_crowd"]

# A publisher's table is packed to a tenth of its size; what is packed to a hundredth was made for that.
LARGEST_RATIO, RATIO_FROM = 100, 32 * 1024 * 1024
MOST_FILES = 10_000
# What Python's zip reader raises for bytes that are no zip, or no longer one.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error),
    *(IndexError, KeyError, OSError),
)
_HINT = "Give the files as the publisher serves them."


def refuse_crowd(where: str, stream: IO[bytes]) -> None:
    """Raise `FrameworkError` (``framework.too_large``) for a zip that lists more files than a release has.

    Its own count is read before its list is; 65,535 also means more.
    """
    stream.seek(max(0, stream.seek(0, 2) - 65_557))  # a record of 22 bytes, and a comment of 65,535 at most
    tail = stream.read()
    stream.seek(0)
    place = tail.rfind(b"PK\x05\x06")
    if place >= 0 and int.from_bytes(tail[place + 10 : place + 12], "little") > MOST_FILES:
        raise FrameworkError(
            f"The zip {where} lists more than {MOST_FILES:,} files",
            code="framework.too_large",
            where=where,
            hint=_HINT,
        )


def refuse_bomb(where: str, member: zipfile.ZipInfo) -> None:
    """Raise `FrameworkError` (``framework.too_large``) for a large member that was packed to hardly anything."""
    if member.file_size > RATIO_FROM and member.file_size > LARGEST_RATIO * member.compress_size:
        raise FrameworkError(
            f"{member.filename} in {where} would unpack to {member.file_size:,} bytes, "
            f"{member.file_size // max(1, member.compress_size):,} times its size",
            code="framework.too_large",
            where=f"{where}/{member.filename}",
            hint=_HINT,
        )
