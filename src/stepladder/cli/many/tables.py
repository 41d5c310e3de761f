"""Lists in one file: JSON Lines and CSV, read row by row, with an item also for a row that cannot be read."""

from __future__ import annotations

import csv
import os
from typing import TYPE_CHECKING

from stepladder.cli.errors import CommandError
from stepladder.cli.many.rows import Item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES = 16 * 1024 * 1024  # of one line or one cell
_PLACES = ("credential", "file", "url")


def read_lines(path: Path) -> Iterator[Item]:
    """Yield the lines of a JSON Lines file that are not empty, named after the file and the line's number."""
    with path.open("rb") as file:
        number = 0
        while line := file.readline(MOST_BYTES + 1):
            number += 1
            name = f"{path.name}:{number}"
            if len(line) > MOST_BYTES and not line.endswith(b"\n"):
                while (rest := file.readline(MOST_BYTES)) and not rest.endswith(b"\n"):
                    pass
                yield Item(name=name, problem=("document.too_large", f"The line is longer than {MOST_BYTES:,} bytes."))
            elif text := line.strip(b"\xef\xbb\xbf \t\r\n"):
                yield Item(name=name, data=_unquoted(text))


def _unquoted(text: bytes) -> bytes:
    """Return a token without the quotation marks that make it JSON."""
    return text[1:-1] if text[:1] == text[-1:] == b'"' and text.count(b"\n") == 0 and text.count(b".") >= 2 else text


def encoding_of(path: Path) -> str:
    """Return the encoding of a table: UTF-16 by its mark, UTF-8 if it is that throughout, or else Windows-1252."""
    import codecs

    with path.open("rb") as file:
        start = file.read(2)
        if start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def header_of(path: Path) -> tuple[str, ...]:
    """Return the names of a table's columns in lower case. Raises ``CommandError`` if it has none."""
    return next(_records(path))[1]


def _records(path: Path) -> Iterator[tuple[int, tuple[str, ...], str]]:
    """Yield the header as record 1, then each record's number and cells; or, for a broken one, its problem."""
    csv.field_size_limit(MOST_BYTES)
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as file:
        first = file.readline(1 << 16)
        file.seek(0)
        delimiter = max(",;\t", key=first.count)
        reader = csv.reader(iter(lambda: file.readline(MOST_BYTES), ""), delimiter=delimiter)
        number = 0
        while True:
            number += 1
            try:
                cells = tuple(next(reader))
            except StopIteration:
                break
            except csv.Error as error:
                yield number, (), f"The row cannot be read: {error}."
                continue
            if number == 1:
                cells = tuple(" ".join(cell.split()).lower() for cell in cells)
            yield number, cells, ""
        if number == 1:
            yield 1, (), ""


def read_table(path: Path) -> Iterator[tuple[str, dict[str, str], str]]:
    """Yield for each row that is not empty its name (file and number; the header is row 1), its cells, its problem."""
    records = _records(path)
    _, columns, _ = next(records)
    if not any(columns):
        raise CommandError("The table is empty.", code="usage.source_empty", where=str(path), hint="Name another.")
    for number, cells, problem in records:
        found = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
        if problem or any(found.values()):
            yield f"{path.name}:{number}", {name: found.get(name, "") for name in columns if name}, problem


def read_places(path: Path) -> Iterator[Item]:
    """Yield the rows of a table that says where credentials are: columns ``file``, ``url`` or ``credential``."""
    columns = header_of(path)
    if not set(_PLACES) & set(columns):
        raise CommandError(
            f"The table has no column file, url or credential; it has {', '.join(filter(None, columns)) or 'none'}.",
            code="usage.missing_column",
            where=str(path),
            hint="Name the column that holds the files' names file, or the one with their addresses url.",
        )
    for name, cells, problem in read_table(path):
        text, file, url = (cells.get(place, "") for place in _PLACES)
        if problem:
            yield Item(name=name, problem=("usage.bad_row", problem))
        elif text:
            yield Item(name=name, data=text.encode("utf-8", "surrogatepass"))
        elif file:
            yield Item(name=file, path=os.path.join(path.parent, file))  # noqa: PTH118 kept as it is written
        elif url:
            yield Item(name=url, url=url)
        else:
            yield Item(name=name, problem=("usage.bad_row", "The row names neither a file nor an address."))


def read_cells(path: Path) -> Iterator[Item]:
    """Yield the rows of a table as cells by column."""
    for name, cells, problem in read_table(path):
        yield Item(name=name, problem=("usage.bad_row", problem)) if problem else Item(name=name, cells=cells)
