"""A table that somebody exported: comma, semicolon, tab or bar between its cells, whose encoding is tried, not guessed.

Publishers' own releases are read by ``tables`` and ``sheets``, which know their layout.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.tables import unreadable
from stepladder.skills.frameworks.values import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

__all__ = ["DELIMITERS", "ENCODINGS", "Delimited", "file_source"]

ENCODINGS = ("utf-8", "utf-16", "windows-1252", "iso-8859-1", "iso-8859-15", "mac-roman")
DELIMITERS = (",", ";", "\t", "|")
LARGEST_FILE = 256 * 1024 * 1024
LARGEST_CELL = 1024 * 1024
MOST_ROWS = 1_000_000
MOST_COLUMNS = 500
LONGEST_COLUMN = 200
_PACKED = ((b"PK\x03\x04", "a zip or an Excel workbook"), (b"\x1f\x8b", "packed with gzip"), (b"%PDF", "a PDF"))
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE = "save it as “CSV UTF-8” in your spreadsheet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delimited:
    """A table that can be read: its file, encoding, delimiter and header. ``Delimited.of(path)`` looks at it.

    Raises `FrameworkError`: ``framework.no_file``, ``framework.wrong_file``, ``framework.too_large``,
    ``framework.encoding``, ``framework.missing_column``, ``framework.duplicate_column``, ``framework.malformed_csv``.
    """

    path: Path
    encoding: str
    delimiter: str
    header: tuple[str, ...]
    marked: bool  # a first line "sep=;" of Excel's, before the header

    @classmethod
    def of(cls, path: Path, *, encoding: str = "", delimiter: str = "") -> Delimited:
        """Look at the beginning of a file; ``encoding`` and ``delimiter`` replace what it shows."""
        _refuse(path)
        codec = _encoding(path, encoding)
        with _told(path, codec, lambda: 1), _reading(path, codec) as (text, _):
            first = text.readline(LARGEST_CELL)
        marked = first.lower().startswith("sep=") and len(first.rstrip("\r\n")) == len("sep=") + 1
        divider = delimiter or (first[4] if marked else _delimiter(first))
        table = cls(path=path, encoding=codec, delimiter=divider, header=(), marked=marked)
        header = tuple(cell.strip() for cell in next(table._records(), (1, []))[1])
        _check_header(path, header)
        return cls(path=path, encoding=codec, delimiter=divider, header=header, marked=marked)

    def rows(self, tell: Callable[[int, int], None] | None = None) -> Generator[tuple[int, list[str]], None, None]:
        """Yield (row number, cells as many as the header has); the header is row 1, empty rows are left out.

        Cells beyond the header are given too: the caller says where. ``tell`` gets (bytes done, bytes in all).
        """
        width = len(self.header)
        records = self._records(tell)
        next(records, None)
        for row, cells in records:
            if row > MOST_ROWS:
                raise FrameworkError(
                    f"{self.path.name} has more than {MOST_ROWS:,} rows", code="framework.too_large", hint="Split it."
                )
            if any(cells):
                yield row, cells + [""] * (width - len(cells))

    def _records(self, tell: Callable[[int, int], None] | None = None) -> Iterator[tuple[int, list[str]]]:
        row = 0
        total = self.path.stat().st_size
        before = csv.field_size_limit(LARGEST_CELL)
        try:
            with _told(self.path, self.encoding, lambda: row + 1), _reading(self.path, self.encoding) as (text, raw):
                if self.marked:
                    text.readline()
                for row, cells in enumerate(csv.reader(text, strict=True, delimiter=self.delimiter), start=1):
                    yield row, cells
                    if tell is not None and row % 4096 == 0:
                        tell(min(total, raw.tell()), total)
            if tell is not None:
                tell(total, total)
        finally:
            csv.field_size_limit(before)


def file_source(path: Path) -> Source:
    """Return name, SHA-256 and size of a file; raises `FrameworkError` (``framework.no_file``)."""
    _refuse(path)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Source(name=path.name, sha256=digest, size=path.stat().st_size)


def _refuse(path: Path) -> None:
    if not path.is_file():
        raise FrameworkError(f"There is no file {path}", code="framework.no_file", hint="Check the path.")
    if path.stat().st_size > LARGEST_FILE:
        raise FrameworkError(
            f"{path.name} is {path.stat().st_size:,} bytes; at most {LARGEST_FILE:,} are read",
            code="framework.too_large",
            where=path.name,
            hint="Split it.",
        )
    try:
        with path.open("rb") as stream:
            beginning = stream.read(8)
    except OSError as error:
        raise unreadable(error) from error
    for magic, what in _PACKED:
        if beginning.startswith(magic):
            raise FrameworkError(
                f"{path.name} is {what}, not a CSV file",
                code="framework.wrong_file",
                where=path.name,
                hint=f"Open it and {_SAVE}.",
            )


def _encoding(path: Path, asked: str) -> str:
    if asked:
        name = asked.lower().replace("_", "-")
        if name not in ENCODINGS:
            raise FrameworkError(
                f"The encoding {asked!r} is not one of {', '.join(ENCODINGS)}",
                code="framework.encoding",
                hint="UTF-8 needs no option.",
            )
        return "utf-8-sig" if name == "utf-8" else name
    with path.open("rb") as stream:
        beginning = stream.read(4096)
    if beginning.startswith(_WIDE) or (b"\0" in beginning and not beginning.startswith(codecs.BOM_UTF8)):
        raise FrameworkError(
            f"{path.name} is not UTF-8; it looks like UTF-16, Excel's “Unicode text”",
            code="framework.encoding",
            where=f"{path.name}, row 1",
            hint=f"Add --encoding utf-16, or {_SAVE}.",
        )
    return "utf-8-sig"


@contextmanager
def _reading(path: Path, encoding: str) -> Iterator[tuple[io.TextIOWrapper, BinaryIO]]:
    with path.open("rb") as raw, io.TextIOWrapper(raw, encoding, newline="") as text:
        yield text, raw


@contextmanager
def _told(path: Path, encoding: str, row: Callable[[], int]) -> Iterator[None]:
    """Turn what the standard library raises into an error that names the row."""
    try:
        yield
    except UnicodeError as error:
        named = "UTF-8" if encoding == "utf-8-sig" else encoding
        line, byte = _bad_place(path, encoding)
        raise FrameworkError(
            f"{path.name} is not {named}: byte 0x{byte:02x} in line {line}",
            code="framework.encoding",
            where=f"{path.name}, line {line}",
            hint=f"If it comes from Excel, add --encoding windows-1252, or {_SAVE}.",
        ) from error
    except csv.Error as error:
        large = "field larger" in str(error)
        raise FrameworkError(
            f"{path.name} cannot be read in or after row {row()}: {error}",
            code="framework.field_too_large" if large else "framework.malformed_csv",
            where=f"{path.name}, row {row()}",
            hint="Look for a quotation mark that is opened and not closed.",
        ) from error


def _bad_place(path: Path, encoding: str) -> tuple[int, int]:
    """Return the line and the byte at which decoding fails: readers decode ahead of the row that they return."""
    decoder, line = codecs.getincrementaldecoder(encoding)(), 1
    with path.open("rb") as raw:
        while chunk := raw.read(65_536):
            try:
                line += decoder.decode(chunk).count("\n")
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                return line, error.object[error.start]
            except UnicodeError:  # UTF-16 without a byte order mark
                return line, chunk[0]
    return line, 0


def _delimiter(line: str) -> str:
    """Return what the header's cells stand apart by: quoted cells do not count."""
    outside = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=outside.count) if any(one in outside for one in DELIMITERS) else ","


def _check_header(path: Path, header: Sequence[str]) -> None:
    where = f"{path.name}, row 1"
    if not any(header):
        raise FrameworkError(
            f"{path.name} has no header",
            code="framework.missing_column",
            where=where,
            hint="Name the columns in row 1.",
        )
    if len(header) > MOST_COLUMNS:
        raise FrameworkError(
            f"{path.name} has {len(header):,} columns; at most {MOST_COLUMNS} are read",
            code="framework.too_large",
            where=where,
        )
    if long := next((name for name in header if len(name) > LONGEST_COLUMN), None):
        raise FrameworkError(
            f"{path.name} has a column whose name is {len(long):,} characters long; at most {LONGEST_COLUMN} are read",
            code="framework.field_too_large",
            where=where,
            hint="Is row 1 the header?",
        )
    named = [name for name in header if name]
    if twice := next((name for name in named if named.count(name) > 1), None):
        raise FrameworkError(
            f"{path.name} has two columns {twice!r}",
            code="framework.duplicate_column",
            where=where,
            hint="Give each column a name of its own.",
        )
