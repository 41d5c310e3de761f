"""The files of a zip archive."""

from __future__ import annotations

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
        with zipfile.ZipFile(archive) as packed:
            yield packed
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise CommandError(
            "The archive cannot be read.",
            code="usage.bad_archive",
            where=str(archive),
            hint="Pack it again as an ordinary zip file, or unpack it and name the folder.",
        ) from error


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
