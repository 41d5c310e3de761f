"""The files of a zip archive."""

from __future__ import annotations

import os
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from stepladder.cli.errors import CommandError
from stepladder.cli.many.rows import Item, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES = 16 * 1024 * 1024  # of one file, unpacked: a bomb is cut there
MOST_DIRECTORY = 16 * 1024 * 1024  # of the list of all files, which is held in memory: some 200,000
_END, _END_64, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"


def members(archive: Path, suffixes: frozenset[str]) -> Iterator[Item]:
    """Yield the files of an archive whose names end as asked, in its own order, each read when its turn comes.

    Hidden files are passed over. Raises ``CommandError`` for what is no archive. A file that is locked, broken, too
    large, or named so that it would leave the folder it is put into becomes an item with a problem.
    """
    with _opened(archive) as packed:
        seen: set[str] = set()
        for entry in _entries(packed, suffixes):
            yield _read(packed, entry, twice=entry.filename in seen)
            seen.add(entry.filename)


def count(archive: Path, suffixes: frozenset[str]) -> int:
    """Count the files of an archive whose names end as asked, without unpacking any."""
    with _opened(archive) as packed:
        return sum(1 for _ in _entries(packed, suffixes))


@contextmanager
def _opened(archive: Path) -> Iterator[zipfile.ZipFile]:
    try:
        if _directory_size(archive) > MOST_DIRECTORY:
            raise CommandError(
                "The archive lists too many files.",
                code="usage.bad_archive",
                where=str(archive),
                hint="Unpack it and name the folder.",
            )
        with zipfile.ZipFile(archive) as packed:
            yield packed
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise CommandError(
            "The archive cannot be read.",
            code="usage.bad_archive",
            where=str(archive),
            hint="Pack it again as an ordinary zip file, or unpack it and name the folder.",
        ) from error


def _directory_size(archive: Path) -> int:
    """Return how many bytes the list of all files says to have, in the largest of its records (APPNOTE 4.3.14, 4.3.16).

    The zip module reads it whole. An archive may hold bytes that look like such a record by chance; a false one only
    makes an archive too large.
    """
    with archive.open("rb") as file:
        start = max(0, file.seek(0, os.SEEK_END) - 65_557)  # a record of 22 bytes, and a comment of 65,535 at most
        file.seek(start)
        tail, sizes, at = file.read(), [0], -1
        while (at := tail.find(_END, at + 1)) >= 0:
            size = int.from_bytes(tail[at + 12 : at + 16], "little")
            sizes += [size] if size != 0xFFFF_FFFF else []
            if tail[max(0, at - 20) : at].startswith(_LOCATOR_64):
                named = int.from_bytes(tail[at - 12 : at - 4], "little")
                for place in (start + at - 76, named):  # some readers look where it should be, some where it is said
                    file.seek(max(0, min(place, start + at)))
                    record = file.read(56)
                    sizes += [int.from_bytes(record[40:48], "little")] if record.startswith(_END_64) else []
    return max(sizes)


def _entries(packed: zipfile.ZipFile, suffixes: frozenset[str]) -> Iterator[zipfile.ZipInfo]:
    for entry in packed.infolist():
        path = PurePosixPath(entry.filename)
        hidden = any(part.startswith(".") and part != ".." for part in path.parts)
        if not entry.is_dir() and not hidden and path.suffix.lower() in suffixes:
            yield entry


def _read(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, *, twice: bool) -> Item:
    path = PurePosixPath(entry.filename)
    problem = ""
    if path.is_absolute() or ".." in path.parts or "\\" in entry.filename:
        problem = "The file's name leads out of the archive"
    elif twice:
        problem = "The archive holds two files of this name"
    elif entry.flag_bits & 1:
        problem = "The file is locked with a password"
    else:
        try:
            with packed.open(entry) as file:
                data = file.read(MOST_BYTES + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError):
            problem = "The file is damaged inside the archive"
        else:
            if len(data) <= MOST_BYTES:
                return Item(name=entry.filename, data=data)
            problem = f"The file is larger than {MOST_BYTES:,} bytes unpacked"
    return Item(name=entry.filename, problem=Problem(code="usage.bad_archive", message=f"{problem}."))
