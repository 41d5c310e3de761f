"""Tables in workbooks (XLSX), tab-separated texts and CSV files; alone, in folders or in zips.

Publishers serve the same table in several of these forms. A table is known by its file's name without the ending, in
lower case; a column by its name in any case, and by any of several names where releases renamed it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Self

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.values import Source
from stepladder.skills.frameworks.zips import DAMAGED, refuse_bomb, refuse_crowd

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Column = str | tuple[str, ...]

__all__ = ["Sheet", "Sheets", "sheet_sources"]

LARGEST_FILE = 256 * 1024 * 1024
LARGEST_WORKBOOK = 256 * 1024 * 1024
MOST_CELLS = 20_000_000
LARGEST_FIELD = 1024 * 1024
_ENDINGS = (".xlsx", ".txt", ".tsv", ".csv")
_PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
_NOT_STATED = frozenset({"n/a", "N/A"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table: its name without ending, where it lies, its size in bytes, its ending, and how to get its bytes."""

    name: str
    where: str
    size: int
    ending: str
    read: Callable[[], bytes]


class Sheets:
    """The tables found in files, folders and zips; use as a context manager.

    Raises `FrameworkError`: ``framework.no_file``, ``framework.wrong_file``, ``framework.truncated``,
    ``framework.too_large``.
    """

    def __init__(self, paths: Sequence[Path], progress: Callable[[int, int], None] | None = None) -> None:
        self.tables: dict[str, Sheet] = {}
        self.sources: list[Source] = []
        self._open: list[zipfile.ZipFile] = []
        self._progress = progress
        self._done = 0
        self._total = 0
        if not paths:
            raise FrameworkError("No file was given", code="framework.no_file", hint="Give the publisher's files.")
        try:
            for path in paths:
                self._add(Path(path))
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every zip."""
        for archive in self._open:
            archive.close()

    # ------------------------------------------------------------------ finding
    def _add(self, path: Path) -> None:
        if path.is_dir():
            files = [file for file in sorted(path.iterdir()) if file.suffix.lower() in _ENDINGS and file.is_file()]
            if not files:
                raise FrameworkError(f"The folder {path.name} holds no table", code="framework.wrong_file")
            for file in files:
                self._add_file(file)
        elif not path.exists():
            raise FrameworkError(f"There is no file {path}", code="framework.no_file", hint="Check the path.")
        elif path.suffix.lower() in _ENDINGS:
            self._add_file(path)
        elif zipfile.is_zipfile(path):
            self._add_zip(path)
        elif _begins_as_zip(path):
            raise _cut_short(path.name, "its table of contents is missing")
        else:
            raise FrameworkError(
                f"{path.name} is neither a zip, a workbook, a text table nor a folder",
                code="framework.wrong_file",
                where=path.name,
                hint="Give the files as the publisher serves them.",
            )

    def _add_file(self, file: Path) -> None:
        self.sources.append(_source(file))
        self._register(file.name, file.name, file.stat().st_size, file.read_bytes)

    def _add_zip(self, path: Path) -> None:
        with path.open("rb") as stream:
            refuse_crowd(path.name, stream)
        try:
            archive = zipfile.ZipFile(path)
        except DAMAGED as error:
            raise _cut_short(path.name, str(error)) from error
        self._open.append(archive)
        self.sources.append(_source(path))
        for member in archive.infolist():
            name = PurePosixPath(member.filename).name
            if not member.is_dir() and PurePosixPath(name).suffix.lower() in _ENDINGS:
                refuse_bomb(path.name, member)

                def read(member: zipfile.ZipInfo = member) -> bytes:
                    return archive.read(member)

                self._register(name, f"{path.name}/{member.filename}", member.file_size, read)

    def _register(self, file: str, where: str, size: int, read: Callable[[], bytes]) -> None:
        if size > LARGEST_FILE:
            raise FrameworkError(
                f"{file} would be {size:,} bytes; at most {LARGEST_FILE:,} are read",
                code="framework.too_large",
                where=where,
            )
        name, ending = PurePosixPath(file).stem.lower(), PurePosixPath(file).suffix.lower()
        self.tables[name] = Sheet(name=name, where=where, size=size, ending=ending, read=read)

    def bytes_of(self, sheet: Sheet) -> bytes:
        """Return the bytes of a table's file; raises `FrameworkError` (``framework.truncated``) for a damaged zip."""
        try:
            return sheet.read()
        except DAMAGED as error:
            raise _cut_short(sheet.where, str(error) or type(error).__name__) from error

    # ------------------------------------------------------------------ reading
    def expect(self, sheets: Sequence[Sheet]) -> None:
        """Say which tables will be read, so that progress has a total."""
        self._total = sum(sheet.size for sheet in sheets)

    def header(self, sheet: Sheet) -> tuple[str, ...]:
        """Return the names of a table's columns."""
        return tuple(map(_text_of, next(self._grid(sheet), [])))

    def rows(
        self, sheet: Sheet, columns: Sequence[Column], optional: Sequence[Column] = ()
    ) -> Iterator[tuple[int, list[str]]]:
        """Yield (row number, the wanted columns as text) of a table; the header is row 1, empty rows are left out.

        A column is a name or the names that it has had. ``optional`` ones follow and are empty where the table lacks
        them. What a publisher writes as “n/a” is empty. Raises `FrameworkError`: ``framework.missing_column``,
        ``framework.encoding``, ``framework.truncated``, ``framework.short_row``, ``framework.too_large``.
        """
        grid = self._grid(sheet)
        places = _places(list(map(_text_of, next(grid, []))), columns, optional, sheet)
        width = max(places) + 1
        for row, cells in enumerate(grid, start=2):
            if len(cells) < width:
                if not any(cells):
                    continue
                raise FrameworkError(
                    f"{sheet.where} has {len(cells)} fields in row {row}; expected at least {width}",
                    code="framework.short_row",
                    where=f"{sheet.where}, row {row}",
                )
            wanted = [_text_of(cells[place]) if place >= 0 else "" for place in places]
            if any(wanted):
                yield row, wanted
        self._done += sheet.size
        if self._progress is not None:
            self._progress(self._done, max(self._total, self._done))

    def _grid(self, sheet: Sheet) -> Iterator[Sequence[object]]:
        return _workbook(self.bytes_of(sheet), sheet) if sheet.ending == ".xlsx" else self._text(sheet)

    def _text(self, sheet: Sheet) -> Iterator[list[str]]:
        data = self.bytes_of(sheet)
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            row = data.count(b"\n", 0, error.start) + 1
            raise FrameworkError(
                f"{sheet.where} is not UTF-8: byte 0x{data[error.start]:02x} in row {row}",
                code="framework.encoding",
                where=f"{sheet.where}, row {row}",
                hint="Save it as UTF-8, or use the file as the publisher serves it.",
            ) from error
        tabbed = "\t" in text.split("\n", 1)[0]
        return _tab_separated(text) if tabbed else _comma_separated(text, sheet)


def sheet_sources(paths: Sequence[Path]) -> tuple[Source, ...]:
    """Return name, SHA-256 and size of the files that `Sheets` would read from ``paths``, by name."""
    with Sheets(paths) as sheets:
        return tuple(sorted(sheets.sources, key=lambda source: source.name))


def _places(header: Sequence[str], columns: Sequence[Column], optional: Sequence[Column], sheet: Sheet) -> list[int]:
    known = {" ".join(cell.split()).casefold(): place for place, cell in reversed(list(enumerate(header)))}

    def place(column: Column) -> int:
        names = (column,) if isinstance(column, str) else column
        return next((known[name.casefold()] for name in names if name.casefold() in known), -1)

    missing = [column for column in columns if place(column) < 0]
    if missing:
        words = ", ".join(" or ".join(map(repr, (one,) if isinstance(one, str) else one)) for one in missing)
        raise FrameworkError(
            f"{sheet.where} has no column {words}; it has {', '.join(filter(None, header)) or 'none'}",
            code="framework.missing_column",
            where=f"{sheet.where}, row 1",
            hint="Use the table as the publisher serves it, unedited.",
        )
    return [*map(place, columns), *map(place, optional)]


def _text_of(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    return "" if text in _NOT_STATED else text


def _tab_separated(text: str) -> Iterator[list[str]]:
    # One line is one row: publishers of this form do not quote, and a lone quotation mark is part of a text.
    for line in text.split("\n"):
        yield line.rstrip("\r").split("\t")


def _comma_separated(text: str, sheet: Sheet) -> Iterator[list[str]]:
    before = csv.field_size_limit(LARGEST_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise FrameworkError(
            f"{sheet.where} cannot be read near line {reader.line_num}: {error}",
            code="framework.malformed_csv",
            where=f"{sheet.where}, near line {reader.line_num}",
        ) from error
    finally:
        csv.field_size_limit(before)


def _workbook(data: bytes, sheet: Sheet) -> Iterator[Sequence[object]]:
    from python_calamine import CalamineError, CalamineWorkbook

    refuse_crowd(sheet.where, io.BytesIO(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _look_inside(packed, sheet)
        grid = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        rows = grid.to_python(skip_empty_area=False)
    except (*DAMAGED, CalamineError) as error:
        raise _cut_short(sheet.where, str(error) or type(error).__name__) from error
    return iter(rows)


def _look_inside(packed: zipfile.ZipFile, sheet: Sheet) -> None:
    """Refuse a workbook that would cost more memory than any release needs.

    The reader lays a sheet out whole up to its last cell: one cell at XFD1048576 would take all memory there is.
    """
    if "xl/workbook.xml" not in packed.namelist():
        raise zipfile.BadZipFile("this is no XLSX workbook")
    too_large = FrameworkError(
        f"{sheet.where} is larger than can be read",
        code="framework.too_large",
        where=sheet.where,
        hint="Use the table as the publisher serves it; for OEWS the national or state file.",
    )
    if sum(part.file_size for part in packed.infolist()) > LARGEST_WORKBOOK:
        raise too_large
    for part in packed.infolist():
        refuse_bomb(sheet.where, part)
        if part.filename.startswith("xl/worksheets/"):
            places = _PLACE.findall(packed.read(part))
            across = max(map(_column, {letters for letters, _ in places}), default=0)
            down = max(map(int, {number for _, number in places}), default=0)
            if across * down > MOST_CELLS:
                raise too_large


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) == b"PK\x03\x04"


def _cut_short(where: str, what: str) -> FrameworkError:
    return FrameworkError(
        f"{where} is damaged or cut short: {what}",
        code="framework.truncated",
        where=where,
        hint="Download it again.",
    )


def _source(path: Path) -> Source:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Source(name=path.name, sha256=digest, size=path.stat().st_size)
