"""Reading a catalogue of learning opportunities from CSV or JSON: only ``id`` and ``skills`` are needed.

Every row that cannot be used is found before anything is refused, so that a catalogue is put right in one go.
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TextIO

from stepladder.skills.errors import SkillsError
from stepladder.skills.plans.opportunity import LearningOpportunity, Outcomes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["COLUMNS", "Catalogue", "RefusedRow", "catalogue_from", "read_catalogue"]

COLUMNS = (
    *("id", "title", "provider", "skills", "price", "currency", "hours", "prerequisites", "excludes", "start", "end"),
    *("seats", "language", "mode", "kind", "pace", "price_after_subsidy", "completion_rate", "employed_rate"),
    *("outcome_n", "outcome_source"),
)
ORDER = (*COLUMNS, "requires_skills", "invented", "link_confidence")
NEEDED = ("id", "skills")
MOST_ROWS = 1_000_000
NAMED = 10  # bad rows that an error names; of the others it says how many
LONGEST_FIELD = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that cannot be used: where it stands, and why."""

    where: str
    code: str
    message: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {"where": self.where, "code": self.code, "message": self.message}


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """What a catalogue offers, and the rows that were left out, in its order."""

    offers: tuple[LearningOpportunity, ...]
    refused: tuple[RefusedRow, ...] = ()


def read_catalogue(data: bytes, *, name: str = "catalogue") -> tuple[LearningOpportunity, ...]:
    """Return the opportunities of a catalogue, CSV or JSON by its first character; see `catalogue_from`."""
    return catalogue_from(data, name=name).offers


def catalogue_from(data: bytes, *, name: str = "catalogue", skip_bad_rows: bool = False) -> Catalogue:
    """Return a catalogue, CSV or JSON by its first character.

    ``skills`` is ``uri`` or ``uri@level`` joined by ``|``; ``prerequisites``, ``requires_skills`` and ``excludes`` are
    joined by ``|``; JSON is a list of the same (lists instead of ``|`` allowed). A ``kind`` that begins with ``assess``
    is assessment only. ``price_after_subsidy``, where given, is the price paid. Rates are 0–1, or percentages.

    Raises `SkillsError` (``catalogue.*``) that names the first ten rows that cannot be used and counts the others; with
    ``skip_bad_rows`` they are left out and reported instead.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SkillsError(
            f"{name} is not UTF-8: byte {error.start} cannot be read",
            code="catalogue.encoding",
            where=name,
            hint="Save it as “CSV UTF-8”.",
        ) from error
    rows = (
        _json_rows(text, name)
        if text.lstrip()[:1] in {"[", "{"}
        else csv_rows(io.StringIO(text, newline=""), name, ORDER, NEEDED)
    )
    made = offers_from(rows, name)
    if made.refused and not skip_bad_rows:
        raise _refusal(made.refused, name)
    return made


def offers_from(rows: Iterable[tuple[int, Sequence[Any]]], name: str) -> Catalogue:
    """Return the offers of numbered rows, whose cells are in `ORDER`, and those rows that cannot be used."""
    found: dict[str, int] = {}
    offers: list[LearningOpportunity] = []
    refused: list[RefusedRow] = []
    reader = _Reader()
    for number, row in rows:
        where = f"{name}, row {number}"
        try:
            offer = reader.offer(row)
        except SkillsError as error:
            refused.append(RefusedRow(where=where, code=error.code, message=error.message))
            continue
        if found.setdefault(offer.id, number) != number:
            again = f"The id {offer.id!r} of row {number} was used in row {found[offer.id]} already"
            refused.append(RefusedRow(where=where, code="catalogue.duplicate_id", message=again))
            continue
        offers.append(offer)
    return Catalogue(offers=tuple(offers), refused=tuple(refused))


def _refusal(refused: tuple[RefusedRow, ...], name: str) -> SkillsError:
    first = refused[0]
    if len(refused) == 1:
        return SkillsError(first.message, code=first.code, where=first.where, hint=_AS_ASKED)
    shown = "; ".join(f"row {one.where.rpartition(' ')[2]}: {one.message}" for one in refused[:NAMED])
    more = f"; and {len(refused) - NAMED:,} more" if len(refused) > NAMED else ""
    return SkillsError(
        f"{len(refused):,} rows of {name} cannot be used: {shown}{more}",
        code=first.code,
        where=first.where,
        hint=_AS_ASKED,
    )


_AS_ASKED = "Put it right, or have such rows left out and reported (--skip-bad-rows)."


def csv_rows(
    stream: TextIO, name: str, columns: Sequence[str], needed: Sequence[str]
) -> Iterator[tuple[int, list[str]]]:
    """Return the cells of ``columns`` per row of a CSV (comma or semicolon), and the line on which the row ends.

    A column that is not there is empty. Raises `SkillsError` (``catalogue.columns``) where a ``needed`` one is lacking.
    """
    first = stream.readline()
    delimiter = ";" if first.count(";") > first.count(",") else ","
    csv.field_size_limit(max(LONGEST_FIELD, csv.field_size_limit()))  # one limit for the process: never lowered
    reader = csv.reader(chain([first], stream), delimiter=delimiter, strict=True)
    try:
        header = [column.strip() for column in next(reader, [])]
    except csv.Error as error:
        raise _not_csv(name, reader.line_num, error) from error
    lacking = [column for column in needed if column not in header]
    if lacking:
        raise SkillsError(
            f"{name} has no column {' and '.join(lacking)}; found {', '.join(header)[:300] or 'nothing'}",
            code="catalogue.columns",
            where=name,
            hint=f"{' and '.join(needed)} are needed; a catalogue of ours may hold {', '.join(COLUMNS)}.",
        )
    places = [header.index(column) if column in header else len(header) for column in columns]
    return _csv_body(reader, itemgetter(*places), len(header) + 1, name)


def _csv_body(
    reader: Any, pick: Callable[[list[str]], Sequence[str]], width: int, name: str
) -> Iterator[tuple[int, list[str]]]:
    try:
        for count, cells in enumerate(reader, start=1):
            if count > MOST_ROWS:
                raise SkillsError(
                    f"{name} has more than {MOST_ROWS:,} rows", code="catalogue.too_large", where=name, hint="Split it."
                )
            if any(cells):
                cells[width - 1 :] = [""] * max(1, width - len(cells))
                yield reader.line_num, [cell.strip() for cell in pick(cells)]
    except csv.Error as error:
        raise _not_csv(name, reader.line_num, error) from error


def _not_csv(name: str, line: int, error: csv.Error) -> SkillsError:
    return SkillsError(f"{name} cannot be read as CSV: {error}", code="catalogue.csv", where=f"{name}, row {line}")


def _json_rows(text: str, name: str) -> list[tuple[int, list[Any]]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SkillsError(f"{name} is not JSON: {error}", code="catalogue.json", where=name) from error
    if isinstance(data, dict):
        data = data.get("opportunities", data.get("offers"))
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise SkillsError(
            f"{name} is not a list of objects",
            code="catalogue.json",
            where=name,
            hint='Write [{"id": …, "skills": …}].',
        )
    return [(number, [_plain(row.get(key), key) for key in ORDER]) for number, row in enumerate(data, start=1)]


def _plain(value: Any, key: str) -> str | list[str]:
    """Return a value of JSON as the cell of a CSV; a list of ids or skills stays a list."""
    if isinstance(value, list):
        parts = [str(item) for item in value]
        return parts if key in _LISTS else "|".join(parts)
    return "" if value is None else str(value).strip()


_LISTS = frozenset({"skills", "prerequisites", "requires_skills", "excludes"})


class _Reader:
    """Reads rows in `ORDER`; what many rows share (days, numbers, skills, outcomes) is read once."""

    __slots__ = ("_known", "_outcomes", "_skills")

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Any] = {}
        self._outcomes: dict[tuple[str, ...], Outcomes | None] = {}
        self._skills: dict[str, tuple[str, float | None]] = {}

    def offer(self, row: Sequence[Any]) -> LearningOpportunity:
        key, title, provider, taught, price, currency, hours, prerequisites, excludes, start, end, seats = row[:12]
        language, mode, kind, pace, after, completed, employed, n, source, requires, invented, linked = row[12:]
        skills, levels = self._taught(taught)
        told = (completed, employed, n, source)
        if told not in self._outcomes:
            self._outcomes[told] = _outcomes(*told)
        return LearningOpportunity(
            id=key,
            title=title,
            provider=provider,
            skills=skills,
            levels=levels,
            price=after or price or "0",  # type: ignore[arg-type]  # the value turns text into Decimal, or says why not
            full_price=price if after and price else None,
            currency=currency or "EUR",
            hours=self._read("hours", hours, _number) if hours else 0.0,
            prerequisites=_list(prerequisites) if prerequisites else (),
            requires_skills=_list(requires) if requires else (),
            excludes=_list(excludes) if excludes else (),
            assessment_only=kind[:6].casefold() == "assess",
            starts=self._read("start", start, _day) if start else None,
            ends=self._read("end", end, _day) if end else None,
            seats=self._read("seats", seats, _whole) if seats else None,
            language=language,
            mode=mode,
            kind=kind,
            pace=pace,
            outcomes=self._outcomes[told],
            invented=invented.casefold() in {"1", "true", "yes"},
            linked=self._read("link_confidence", linked, _least) if linked else None,
        )

    def _read(self, key: str, text: str, convert: Callable[[str, str], Any]) -> Any:
        found = self._known.get((key, text))
        if found is None:
            found = self._known[key, text] = convert(key, text)
        return found

    def _taught(self, value: str | list[str]) -> tuple[tuple[str, ...], dict[str, float]]:
        levels: dict[str, float] = {}
        found: dict[str, None] = {}
        for item in _list(value):
            known = self._skills.get(item)
            if known is None:
                known = self._skills[item] = _skill(item)
            uri, level = known
            found[uri] = None
            if level is not None:
                levels[uri] = max(level, levels.get(uri, 0.0))
        if not found:
            raise SkillsError("An opportunity teaches no skill", code="catalogue.skills", hint="Fill in skills.")
        return tuple(found), levels


def _outcomes(completed: str, employed: str, n: str, source: str) -> Outcomes | None:
    people = _whole("outcome_n", n) if n else None
    if not completed and not employed:
        return None
    return Outcomes(
        completion_rate=_rate("completion_rate", completed) if completed else None,
        employed_rate=_rate("employed_rate", employed) if employed else None,
        n=people,
        source=source,
    )


def _skill(item: str) -> tuple[str, float | None]:
    uri, at, level = item.rpartition("@")
    if at and uri and level.replace(".", "", 1).isdecimal() and level.isascii():
        return uri, float(level)
    return item, None


def _list(value: str | list[str]) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else value.split("|")
    return tuple([text for part in parts if (text := part.strip())])


def _number(key: str, text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise SkillsError(f"{key} is {text[:80]!r}; expected a number", code=f"catalogue.{key}") from error


def _rate(key: str, text: str) -> float:
    try:
        rate = Decimal(text[:-1].strip()) / 100 if text.endswith("%") else Decimal(text)
    except InvalidOperation:
        rate = Decimal("NaN")
    if not rate.is_finite() or not 0 <= rate <= 1:
        raise SkillsError(
            f"{key} is {text[:80]!r}; expected 0 to 1, or a percentage such as 71%", code=f"catalogue.{key}"
        )
    return float(rate)


def _least(key: str, text: str) -> float:
    return min(_rate(key, part.strip()) for part in text.split("|"))


def _whole(key: str, text: str) -> int:
    try:
        number = float(text)
    except ValueError:
        number = 0.5
    if not number.is_integer():  # neither is what is infinite or no number
        raise SkillsError(f"{key} is {text[:80]!r}; expected a whole number", code=f"catalogue.{key}")
    return int(number)


def _day(key: str, text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise SkillsError(
            f"{key} is {text[:80]!r}; expected a day such as 2026-03-01", code=f"catalogue.{key}"
        ) from error
