"""Lists in one file: JSON Lines and CSV, read row by row, with an item also for a row that cannot be read."""

from __future__ import annotations

import csv
import itertools
import os
from typing import TYPE_CHECKING

from stepladder.cli.errors import CommandError
from stepladder.cli.many.rows import Item, Problem

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
                problem = Problem(code="document.too_large", message=f"The line is longer than {MOST_BYTES:,} bytes.")
                yield Item(name=name, problem=problem)
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
    """Return the names of a table's columns in lower case. Raises ``CommandError`` for none, or two of one name."""
    _, found = next(_records(path), (1, ()))
    columns = () if isinstance(found, str) else tuple(" ".join(cell.split()).lower() for cell in found)
    if not any(columns):
        raise CommandError("The table is empty.", code="usage.source_empty", where=str(path), hint="Name another.")
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice is not None:
        raise CommandError(
            f"Two columns of the table are named {twice}.",
            code="usage.column_twice",
            where=str(path),
            hint="Give each column a name of its own; capitals make no difference.",
        )
    return columns


def _records(path: Path) -> Iterator[tuple[int, list[str] | str]]:
    """Yield each record's number and its cells; or, for a broken one, what is wrong. The header is record 1."""
    csv.field_size_limit(MOST_BYTES)
    with path.open(encoding=encoding_of(path), errors="replace", newline="") as file:
        first = file.readline(1 << 16)
        file.seek(0)
        delimiter = max(",;\t", key=first.count)
        reader = csv.reader(iter(lambda: file.readline(MOST_BYTES), ""), delimiter=delimiter)
        for number in itertools.count(1):
            try:
                yield number, next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield number, f"The row cannot be read: {error}."


def read_table(path: Path) -> Iterator[tuple[str, dict[str, str] | Problem]]:
    """Yield for each row that is not empty its name (file and number; the header is row 1) and its cells, or a problem.

    Raises ``CommandError`` as :func:`header_of` does.
    """
    columns = header_of(path)
    for number, found in itertools.islice(_records(path), 1, None):
        name = f"{path.name}:{number}"
        if isinstance(found, str):
            yield name, Problem(code="usage.bad_row", message=found)
        elif any(found[len(columns) :]):  # a comma too many would move words into other columns
            message = f"The row has {len(found)} cells, and the header names {len(columns)} columns."
            yield name, Problem(code="usage.bad_row", message=message)
        elif any(cell.strip() for cell in found):
            cells = itertools.chain((cell.strip() for cell in found), itertools.repeat(""))
            yield name, {column: cell for column, cell in zip(columns, cells, strict=False) if column}


def read_places(path: Path) -> Iterator[Item]:
    """Yield the rows of a table that says where credentials are: columns ``file``, ``url`` or ``credential``."""
    columns = header_of(path)
    if not set(_PLACES) & set(columns):
        raise CommandError(
            f"The table has no column file, url or credential; it has {', '.join(filter(None, columns))}.",
            code="usage.missing_column",
            where=str(path),
            hint="Name the column that holds the files' names file, or the one with their addresses url.",
        )
    for name, cells in read_table(path):
        yield Item(name=name, problem=cells) if isinstance(cells, Problem) else _place(path, name, cells)


def _place(path: Path, name: str, cells: dict[str, str]) -> Item:
    text, file, url = (cells.get(place, "") for place in _PLACES)
    if text:
        return Item(name=name, data=text.encode("utf-8", "surrogatepass"))
    if file:
        return Item(name=file, path=os.path.join(path.parent, file))  # noqa: PTH118 kept as it is written
    if url:
        return Item(name=url, url=url)
    nothing = "The row names neither a file nor an address, and holds no credential."
    return Item(name=name, problem=Problem(code="usage.bad_row", message=nothing))


def read_cells(path: Path) -> Iterator[Item]:
    """Yield the rows of a table as cells by column."""
    for name, cells in read_table(path):
        yield Item(name=name, problem=cells) if isinstance(cells, Problem) else Item(name=name, cells=cells)
