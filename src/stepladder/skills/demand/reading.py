"""Postings from files, one at a time: CSV and JSON lines by a mapping of columns, JobPosting of schema.org.

Readers yield `Posting` and refuse rows, counted by reason, into a `Tally`. What the file as a whole gets wrong raises
`DemandError` with the row. Columns and members of employers and of people to contact are never looked at.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

import orjson

from stepladder.skills.demand.cleaning import parse_day, plain
from stepladder.skills.demand.columns import mapped
from stepladder.skills.demand.jobposting import items_of, members_of
from stepladder.skills.demand.model import FIELDS, Posting, Tally
from stepladder.skills.errors import DemandError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping
    from datetime import date

__all__ = ["FORMATS", "Format", "format_of", "read_postings"]

Format = Literal["csv", "jsonl", "jobposting"]
FORMATS: tuple[Format, ...] = ("csv", "jsonl", "jobposting")
LARGEST_FIELD = 4 * 1024 * 1024
LARGEST_LINE = 8 * 1024 * 1024
LARGEST_DOCUMENT = 256 * 1024 * 1024
_BETWEEN = re.compile(r"\s*[|;]\s*")


def read_postings(
    stream: BinaryIO,
    kind: Format,
    tally: Tally,
    *,
    at: date,
    name: str = "postings",
    columns: Mapping[str, str] | None = None,
    order: str = "",
) -> Generator[Posting, None, None]:
    """Yield the postings of a file, and count into ``tally`` what is refused.

    ``at`` is the day after which nothing can have been posted; ``columns`` maps fields to columns where their names do
    not tell; ``order`` is ``dmy`` or ``mdy`` for dates such as 1/3/2026. Memory: one row. Raises `DemandError`:
    ``demand.encoding``, ``demand.csv``, ``demand.json``, ``demand.columns``, ``demand.map``, ``demand.too_large``.
    """
    rows = {"csv": _csv_rows, "jsonl": _json_lines, "jobposting": _job_postings}[kind]
    for row, members in rows(stream, name, columns or {}):
        tally.rows += 1
        if members is None:
            tally.refuse("not_a_posting", row)
            continue
        posting = _posting(row, members, tally, at, order)
        if posting is not None:
            yield posting


def format_of(stream: BinaryIO, name: str) -> Format:
    """Return the format of a file by its name, else by how it begins; the stream is read from, and set back."""
    ending = name.rsplit(".", 1)[-1].casefold()
    if ending in {"csv", "tsv"}:
        return "csv"
    start = stream.read(64 * 1024)
    stream.seek(0)
    if b"JobPosting" in start and (b'"@type"' in start or ending == "jsonld"):
        return "jobposting"
    if ending in {"jsonl", "ndjson", "json"}:
        return "jsonl"
    return "jsonl" if start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} else "csv"


# ---------------------------------------------------------------------- rows to postings
def _posting(row: int, members: Mapping[str, Any], tally: Tally, at: date, order: str) -> Posting | None:
    written = _text(members.get("posted"))
    day = parse_day(written, order=order)
    title, description = plain(_text(members.get("title"))), plain(_text(members.get("description")))
    skills = _skills(members["skills"]) if "skills" in members else None
    if day is None:
        tally.refuse("bad_date" if written else "no_date", row)
    elif day > at:
        tally.refuse("future", row)
    elif not title.strip() and not description.strip() and not skills:
        tally.refuse("empty", row)
    else:
        return Posting(
            row=row,
            posted=day,
            id=_text(members.get("id")),
            title=title,
            description=description,
            place=_text(members.get("place")),
            occupation=_text(members.get("occupation")),
            skills=skills,
        )
    return None


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value if isinstance(one, str | int))
    return "" if value is None or isinstance(value, dict | bool) else str(value)


def _skills(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else _BETWEEN.split(_text(value))
    named = [_text(part.get("uri") or part.get("label")) if isinstance(part, dict) else _text(part) for part in parts]
    return tuple(dict.fromkeys(name for name in named if name))


# ---------------------------------------------------------------------- CSV
def _csv_rows(stream: BinaryIO, name: str, given: Mapping[str, str]) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    before = csv.field_size_limit(LARGEST_FIELD)
    row = 1
    text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
    try:
        first = text.readline(LARGEST_LINE)
        header = next(csv.reader([first], delimiter=_delimiter(first), strict=True), [])
        places = mapped([column.strip() for column in header], given, name=name)
        for row, cells in enumerate(csv.reader(text, delimiter=_delimiter(first), strict=True), start=2):
            if any(cells):
                yield row, {field: cells[place] for field, place in places.items() if place < len(cells)}
    except UnicodeDecodeError as error:
        raise DemandError(
            f"{name} is not UTF-8: byte 0x{error.object[error.start]:02x} near row {row}",
            code="demand.encoding",
            where=f"{name}, near row {row}",
            hint="Save it as “CSV UTF-8”.",
        ) from error
    except csv.Error as error:
        raise DemandError(
            f"{name} cannot be read near row {row + 1}: {error}", code="demand.csv", where=f"{name}, row {row + 1}"
        ) from error
    finally:
        csv.field_size_limit(before)
        if not stream.closed:
            text.detach()


def _delimiter(first: str) -> str:
    return max(",;\t|", key=lambda mark: (first.count(mark), mark == ","))


# ---------------------------------------------------------------------- JSON
def _json_lines(
    stream: BinaryIO, name: str, given: Mapping[str, str]
) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    places: dict[tuple[str, ...], dict[str, str]] = {}
    for row, value in _values(stream, name):
        for one in value if isinstance(value, list) else [value]:
            if not isinstance(one, dict):
                yield row, None
                continue
            keys = tuple(one)
            if keys not in places and len(places) < 1000:
                places[keys] = _members(keys, given, name)
            columns = places.get(keys) or _members(keys, given, name)
            yield row, {field: one[column] for field, column in columns.items()}


def _members(keys: tuple[str, ...], given: Mapping[str, str], name: str) -> dict[str, str]:
    """Return the member of each field; lines differ, so that what one lacks is no error but for all of them."""
    present = {field: column for field, column in given.items() if column in keys or field not in FIELDS}
    try:
        return {field: keys[place] for field, place in mapped(keys, present, name=name).items()}
    except DemandError as error:
        if error.code != "demand.columns":
            raise
        return {}


def _job_postings(
    stream: BinaryIO, name: str, given: Mapping[str, str]
) -> Iterator[tuple[int, Mapping[str, Any] | None]]:
    if given:
        raise DemandError(
            "A JobPosting has its own members: --map is for CSV and JSON lines", code="demand.map", where=name
        )
    place = 0
    for row, value in _values(stream, name):
        for item in items_of(value):
            place += 1
            yield max(row, place), None if item is None else members_of(item)


def _values(stream: BinaryIO, name: str) -> Iterator[tuple[int, Any]]:
    """Yield (line, value) where each line is JSON, else the whole file as one value."""
    first = _line(stream, name, 1)
    while first and not first.strip(b"\xef\xbb\xbf \t\r\n"):
        first = _line(stream, name, 1)
    if not first:
        return
    value = _json(first.removeprefix(b"\xef\xbb\xbf"))
    if value is _BROKEN:  # a document over many lines
        rest = stream.read(LARGEST_DOCUMENT + 1)
        if len(rest) > LARGEST_DOCUMENT:
            raise DemandError(
                f"{name} is one JSON value of more than 256 MB",
                code="demand.too_large",
                where=name,
                hint="Write one posting a line.",
            )
        yield 1, _checked(first.removeprefix(b"\xef\xbb\xbf") + rest, name, 1)
        return
    row = 1
    while first:
        if first.strip():
            yield row, value if row == 1 else _checked(first, name, row)
        row += 1
        first = _line(stream, name, row)


def _line(stream: BinaryIO, name: str, row: int) -> bytes:
    line = stream.readline(LARGEST_LINE + 1)
    if len(line) > LARGEST_LINE and row > 1:
        raise DemandError(
            f"Line {row} of {name} is longer than 8 MB", code="demand.too_large", where=f"{name}, line {row}"
        )
    return line


_BROKEN = object()


def _json(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return _BROKEN


def _checked(text: bytes, name: str, row: int) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise DemandError(
            f"{name} is not JSON from line {row} on: {error}",
            code="demand.json",
            where=f"{name}, line {row}",
            hint="Give one JSON value a line, or one for the whole file.",
        ) from error
