"""A file of people, row by row: what is right, what is not, and why."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stepladder.server.kernel.tables import Table, TableRow

    Wrong = Callable[[str, str], None]

COLUMNS = ("number", "name", "email", "team", "role", "joined_on", "left_on", "skills")
LENGTHS = {"number": 60, "name": 200, "email": 254, "team": 120, "role": 160}
MOST_SKILLS = 60
MOST_PEOPLE = 5_000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

_NAMES: Mapping[str, str] = {
    "number": "number", "employee number": "number", "personnel number": "number", "id": "number",
    "employee id": "number",
    "name": "name", "full name": "name", "employee": "name",
    "email": "email", "e-mail": "email", "mail": "email", "e-mail address": "email", "email address": "email",
    "team": "team", "department": "team", "unit": "team",
    "role": "role", "job title": "role", "position": "role",
    "joined on": "joined_on", "joined": "joined_on", "start date": "joined_on",
    "left on": "left_on", "left": "left_on", "end date": "left_on",
    "skills": "skills", "skill": "skills",
}  # fmt: skip
# Marks that turn the direction of reading or are not seen: a name may not hide behind them.
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person of the file; empty text means that the file says nothing about it."""

    line: int
    number: str
    name: str
    email: str = ""
    team: str = ""
    role: str = ""
    joined_on: str = ""
    left_on: str = ""
    skills: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the row as JSON."""
        return {**asdict(self), "skills": list(self.skills)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> PersonRow:
        """Read what :meth:`as_dict` wrote."""
        return cls(**{**data, "skills": tuple(data["skills"])})


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a line, in words; ``blocks`` when the line is left out because of it."""

    line: int
    column: str
    message: str
    blocks: bool = True


@dataclass(slots=True, kw_only=True)
class PeopleTable:
    """The rows that can be taken, the problems, and what was assumed."""

    rows: list[PersonRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_people(table: Table) -> PeopleTable:
    """Return the people of a table; raises :class:`Refusal` when its columns are not those of people."""
    found = PeopleTable()
    if table.encoding == "cp1252":
        found.notes.append(
            "The file is not UTF-8; it was read as Windows-1252. Look at names with accents before you go on."
        )
    columns = _columns(table, found)
    if not table.rows:
        raise Refusal(
            "The file has a header and no people.", code="people.no_rows", hint="Put one person on each line below it."
        )
    if len(table.rows) > MOST_PEOPLE:
        raise Refusal(
            f"The file has {len(table.rows):,} people; at most {MOST_PEOPLE:,} are read at once.",
            code="people.too_many_rows",
            hint="Split it into several files.",
        )
    seen: dict[tuple[str, str], int] = {}
    for row in table.rows:
        _read_line(row, columns, seen, found)
    return found


def _columns(table: Table, found: PeopleTable) -> dict[str, str]:
    """Return the file's own title for each column that is known here."""
    columns: dict[str, str] = {}
    ignored = []
    for title in table.columns:
        known = _NAMES.get(" ".join(title.casefold().replace("_", " ").split()))
        if known is None:
            ignored += [title] if title else []
        elif known in columns:
            raise Refusal(
                f"Two columns are both read as {known}: {columns[known]!r} and {title!r}.",
                code="people.column_twice",
                hint="Leave one of them out.",
            )
        else:
            columns[known] = title
    missing = [name for name in ("number", "name") if name not in columns]
    if missing:
        raise Refusal(
            f"The first line names no column {' and no column '.join(missing)}.",
            code="people.no_column",
            hint=f"It must name number and name; {', '.join(COLUMNS[2:])} may follow. The template shows it.",
        )
    if ignored:
        found.notes.append(f"Not read, because nothing here has that name: {', '.join(ignored[:8])}.")
    return columns


def _read_line(row: TableRow, columns: Mapping[str, str], seen: dict[tuple[str, str], int], table: PeopleTable) -> None:
    line, before = row.number, len(table.problems)
    values = {name: _cell(row.cells.get(title, "")) for name, title in columns.items()}

    def wrong(column: str, message: str) -> None:
        table.problems.append(Problem(line=line, column=column, message=message))

    for name, value in values.items():
        if _HIDDEN.search(value):
            wrong(
                name,
                f"The {_title(name)} holds invisible characters that could turn the reading direction. Type it again.",
            )
        elif len(value) > LENGTHS.get(name, 8000):
            wrong(name, f"The {_title(name)} has {len(value)} characters; at most {LENGTHS.get(name, 8000)} fit.")
    _check_values(values, wrong)
    _check_first(line, values, seen, wrong)
    parts = (" ".join(part.split()) for part in values.pop("skills", "").split(";"))
    skills = tuple(dict.fromkeys(part for part in parts if part))
    if len(skills) > MOST_SKILLS:
        wrong("skills", f"{len(skills)} skills; at most {MOST_SKILLS} are read for one person.")
    if len(table.problems) == before:
        table.rows.append(PersonRow(line=line, skills=skills, **values))


def _check_values(values: dict[str, str], wrong: Wrong) -> None:
    for name in ("number", "name"):
        if not values[name]:
            wrong(name, f"There is no {_title(name)}. Each person needs one.")
    values["email"] = _email(values.get("email", ""), wrong)
    for name in ("joined_on", "left_on"):
        values[name] = _date(values.get(name, ""), name, wrong)
    if values["joined_on"] and values["left_on"] and values["left_on"] < values["joined_on"]:
        wrong("left_on", f"Left on {values['left_on']}, before the start on {values['joined_on']}.")


def _check_first(line: int, values: dict[str, str], seen: dict[tuple[str, str], int], wrong: Wrong) -> None:
    for name in ("number", "email"):
        if values[name]:
            first = seen.setdefault((name, values[name].casefold()), line)
            if first != line:
                wrong(name, f"Line {first} has the same {_title(name)}: {values[name]}.")


def without_guard(text: str) -> str:
    """Take back the apostrophe that our own tables put before what a spreadsheet would run."""
    return text[1:] if text.startswith("'") and text[1:].lstrip(" ").startswith(FORMULA_STARTS) else text


def _cell(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(without_guard(text).split())).strip()


def _email(text: str, wrong: Wrong) -> str:
    if not text:
        return ""
    address = text.lower()
    try:
        validate_email(address)
    except ValidationError:
        wrong("email", f"{text[:60]!r} is not an e-mail address. Leave it empty for somebody without one.")
        return ""
    return address


def _date(text: str, name: str, wrong: Wrong) -> str:
    if not text:
        return ""
    text = text.removesuffix(" 00:00:00")  # how a workbook's date arrives
    dotted = _DOTTED.fullmatch(text)
    try:
        if dotted:
            day, month, year = (int(part) for part in dotted.groups())
            return date(year, month, day).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        wrong(name, f"{text[:40]!r} is not a date. Write it as 2026-03-31.")
        return ""


def _title(column: str) -> str:
    return {"email": "e-mail address", "joined_on": "start date", "left_on": "last day"}.get(column, column)
