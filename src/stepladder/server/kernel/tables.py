"""Tables that people bring: CSV in the usual encodings, or the first sheet of an XLSX file."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_ROWS = 20_000
MOST_CELLS = 2_000_000
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])([^>]*)>")
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,4})(\d{1,8})["']""")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row: its number in the file (the header is row 1) and its cells by column name."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Column names in lower case with single spaces, the rows that are not empty, and how the file was read."""

    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]
    encoding: str


def read_table(data: bytes, *, filename: str, required: Sequence[str] = ()) -> Table:
    """Read a CSV or XLSX file. Raises :class:`Refusal` with a ``table.*`` code and the next step."""
    if len(data) > MOST_BYTES:
        raise Refusal(
            f"The file has {len(data) / 1_048_576:.1f} MB; up to {MOST_BYTES // 1_048_576} MB can be read.",
            code="table.too_large",
            hint="Split it into several files.",
            where=filename,
            status=413,
        )
    grid, encoding = _xlsx(data, filename) if data[:4] == b"PK\x03\x04" else _csv(data, filename)
    rows = iter(grid)
    header = next(rows, None)
    columns = tuple(" ".join(cell.split()).lower() for cell in header or ())
    if not any(columns):
        raise Refusal("The file is empty.", code="table.empty", hint="Begin with the template.", where=filename)
    missing = [name for name in required if name not in columns]
    if missing:
        raise Refusal(
            f"The first row lacks {' and '.join(missing)}; it has {', '.join(filter(None, columns))}.",
            code="table.missing_column",
            hint="Begin with the template: its first row has the right names.",
            where=filename,
        )
    return Table(columns=columns, rows=_rows(rows, columns, filename), encoding=encoding)


def _rows(grid: Iterable[Sequence[str]], columns: tuple[str, ...], filename: str) -> tuple[TableRow, ...]:
    found: list[TableRow] = []
    for number, cells in enumerate(grid, start=2):
        values = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name}
        if not any(values.values()):
            continue
        if len(found) >= MOST_ROWS:
            raise Refusal(
                f"The file has more than {MOST_ROWS:,} rows.",
                code="table.too_many_rows",
                hint="Split it into several files.",
                where=filename,
                status=413,
            )
        found.append(TableRow(number=number, cells=values))
    return tuple(found)


def _csv(data: bytes, filename: str) -> tuple[Iterable[list[str]], str]:
    if b"\x00" in data and data[:2] not in {b"\xff\xfe", b"\xfe\xff"}:
        raise Refusal(
            "The file is neither CSV nor XLSX.",
            code="table.not_a_table",
            hint="Save it from your spreadsheet as CSV or XLSX.",
            where=filename,
        )
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding).replace("\x00", "\ufffd")  # PostgreSQL keeps no NUL
        except UnicodeDecodeError:
            continue
        break
    else:
        raise Refusal(
            "The file's letters are in an encoding that is not known here.",
            code="table.encoding",
            hint="Save it as UTF-8.",
            where=filename,
        )
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)), encoding
    except csv.Error as error:
        raise Refusal(
            f"The file cannot be read as CSV: {error}.",
            code="table.not_a_table",
            hint="Save it again from your spreadsheet.",
            where=filename,
        ) from error


def _xlsx(data: bytes, filename: str) -> tuple[Iterable[list[str]], str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _look_inside(packed, filename)
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        return [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)], "xlsx"
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, CalamineError, IndexError) as error:
        raise Refusal(
            "The file looks like XLSX but cannot be opened.",
            code="table.not_a_table",
            hint="Save it again from your spreadsheet, or as CSV.",
            where=filename,
        ) from error


def _look_inside(packed: zipfile.ZipFile, filename: str) -> None:
    """Refuse a workbook that would cost more memory than its people are worth, before the reader opens it.

    The reader trusts what a part says of its own size, and lays a sheet out whole up to its last cell: one cell at
    XFD1048576 would take all memory there is.
    """
    names = {part.filename for part in packed.infolist()}
    if "xl/workbook.xml" not in names or names & {"content.xml", "xl/workbook.bin"}:
        raise zipfile.BadZipFile("no XLSX workbook")
    too_large = Refusal(
        "The workbook is larger than can be read.",
        code="table.too_large",
        hint="Save only the sheet with the people, without empty rows and columns far from them.",
        where=filename,
        status=413,
    )
    if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
        raise too_large
    if packed.testzip() is not None:
        raise zipfile.BadZipFile("a part is not what its entry says")
    sheets = [
        part for part in packed.infolist() if part.filename.startswith("xl/") and "sheet" in part.filename.lower()
    ]
    if any(not _is_small(packed.read(part)) for part in sheets):
        raise too_large


def _is_small(sheet: bytes) -> bool:
    """Say whether the rectangle from A1 to the last cell of a sheet has at most ``MOST_CELLS`` cells."""
    if b"\x00" in sheet:  # UTF-16: no spreadsheet program writes it
        raise zipfile.BadZipFile("a sheet is not UTF-8")
    across = down = 0
    for count, cell in enumerate(_CELL.finditer(sheet), start=1):
        place = _PLACE.search(cell[1])
        if place is None:
            raise zipfile.BadZipFile("a cell does not say where it stands")
        across, down = max(across, _column(place[1])), max(down, int(place[2]))
        if count > MOST_CELLS or across * down > MOST_CELLS:
            return False
    return True


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\x00", "\ufffd")


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return CSV text in which no cell can act as a formula in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_harmless("" if cell is None else str(cell)) for cell in row])
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
