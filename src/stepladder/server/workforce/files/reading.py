"""From uploaded bytes to rows of text: CSV in three encodings, XLSX within bounds."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from stepladder.server.kernel.refusal import Refusal

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 5_000
MOST_COLUMNS = 60
MOST_UNPACKED = 40 * 1024 * 1024

_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]*)(\d{1,12})\s*["']""")
_HINT = "Save it as CSV (UTF-8) or XLSX; the template shows the columns."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Rows of trimmed text as they stand in the file, the header first; ``notes`` says what was assumed."""

    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


def read_sheet(data: bytes, filename: str) -> Sheet:
    """Return the rows of a CSV or XLSX file; raises :class:`Refusal` (``people.…``) in words for anything else."""
    if not data.strip():
        raise _refusal("The file is empty.", "people.empty_file")
    if len(data) > MOST_BYTES:
        raise _refusal(
            f"The file has {len(data) / 1_048_576:.1f} MB; at most {MOST_BYTES // 1_048_576} MB are read.",
            "people.file_too_large",
            "Split it into several files.",
        )
    if data.startswith(b"PK\x03\x04"):
        return _read_workbook(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refusal("The file is an old Excel workbook (.xls).", "people.old_workbook")
    if filename.lower().endswith((".xlsx", ".xlsm", ".ods")):
        raise _refusal(f"{filename} is not a workbook: its content is something else.", "people.not_a_workbook")
    return _read_csv(data)


def _read_csv(data: bytes) -> Sheet:
    text, notes = _decoded(data)
    if "\x00" in text:
        raise _refusal("The file is not text.", "people.not_text")
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    if delimiter != ",":
        notes += (f"Columns are separated by {'semicolons' if delimiter == ';' else 'tabs'}.",)
    rows: list[tuple[str, ...]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False):
            rows.append(tuple(cell.strip() for cell in row))
            _check_size(len(rows), len(row))
    except csv.Error as error:
        raise _refusal(f"The file cannot be read as CSV: {error}.", "people.bad_csv") from error
    return Sheet(rows=tuple(rows), notes=notes)


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), ("Read as UTF-16.",)
        except UnicodeDecodeError as error:
            raise _refusal("The file begins as UTF-16 text and then is not.", "people.not_text") from error
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _refusal("The file is neither UTF-8 nor Windows-1252 text.", "people.not_text") from error
    return text, ("The file is not UTF-8; it was read as Windows-1252. Look at names with accents before you go on.",)


def _read_workbook(data: bytes) -> Sheet:
    _check_workbook(data)
    from python_calamine import CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = workbook.sheet_names
        cells: list[list[Any]] = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        raise _refusal("The workbook is damaged and cannot be read.", "people.bad_workbook") from error
    notes = (f"Only the first sheet, {names[0]}, was read.",) if len(names) > 1 else ()
    _check_size(len(cells), max((len(row) for row in cells), default=0))
    return Sheet(rows=tuple(tuple(_as_text(cell) for cell in row) for row in cells), notes=notes)


def _check_workbook(data: bytes) -> None:
    """Unpack every part within a cap, and look for cells far away: a reader would make room for all between."""
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if not any(name.startswith("xl/workbook") for name in archive.namelist()):
                raise _refusal("The file is an archive, not a workbook.", "people.not_a_workbook")
            for part in archive.infolist():
                is_sheet = part.filename.lower().startswith("xl/worksheets/")
                content = b""
                with archive.open(part) as stream:
                    while chunk := stream.read(1 << 16):
                        unpacked += len(chunk)
                        if unpacked > MOST_UNPACKED:
                            raise _refusal(
                                "The workbook unpacks to more than is read.",
                                "people.file_too_large",
                                "Save only the sheet with people, as CSV.",
                            )
                        content += chunk if is_sheet else b""
                if is_sheet:
                    _check_references(content)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _refusal("The workbook is damaged and cannot be read.", "people.bad_workbook") from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise _refusal("The workbook is damaged and cannot be read.", "people.bad_workbook") from error


def _check_references(sheet: bytes) -> None:
    for letters, digits in _REFERENCE.findall(sheet):
        column = 0
        for letter in letters.upper()[:4]:
            column = column * 26 + letter - 64
        _check_size(int(digits), column)


def _check_size(rows: int, columns: int) -> None:
    if rows > MOST_ROWS + 1:
        raise _refusal(
            f"The file has more than {MOST_ROWS:,} rows.", "people.too_many_rows", "Split it into several files."
        )
    if columns > MOST_COLUMNS:
        raise _refusal(f"A row has {columns} columns; at most {MOST_COLUMNS} are read.", "people.too_many_columns")


def _as_text(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()


def _refusal(message: str, code: str, hint: str = _HINT) -> Refusal:
    return Refusal(message, code=code, hint=hint)
