"""Reading a catalogue of learning opportunities from CSV or JSON: only ``id`` and ``skills`` are needed."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import TYPE_CHECKING, Any

from stepladder.skills.errors import SkillsError
from stepladder.skills.plans.model import LearningOpportunity

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COLUMNS", "read_catalogue"]

COLUMNS = [
    "id",
    "title",
    "provider",
    "skills",
    "price",
    "currency",
    "hours",
    "prerequisites",
    "excludes",
    "start",
    "end",
    "seats",
    "language",
    "mode",
    "kind",
    "pace",
    "price_after_subsidy",
    "completion_rate",
    "employed_rate",
    "outcome_n",
    "outcome_source",
]


def read_catalogue(data: bytes, *, name: str = "catalogue") -> tuple[LearningOpportunity, ...]:
    """Return the opportunities of a catalogue, CSV or JSON by its first character.

    ``skills`` is ``uri`` or ``uri@level`` joined by ``|``; ``prerequisites``, ``requires_skills`` and ``excludes`` are
    joined by ``|``; JSON is a list of the same (lists instead of ``|`` allowed). A ``kind`` of ``assessment`` is
    assessment only. ``price_after_subsidy``, where given, is the price paid. Raises `SkillsError` (``catalogue.*``)
    with the row.
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
    rows = _json_rows(text, name) if text.lstrip()[:1] in {"[", "{"} else _csv_rows(text, name)
    found: dict[str, int] = {}
    offers = []
    for number, row in rows:
        offer = _offer(row, f"{name}, row {number}")
        if offer.id in found:
            raise SkillsError(
                f"The id {offer.id!r} of row {number} was used in row {found[offer.id]} already",
                code="catalogue.duplicate_id",
                where=f"{name}, row {number}",
                hint="Give each opportunity its own id.",
            )
        found[offer.id] = number
        offers.append(offer)
    return tuple(offers)


def _csv_rows(text: str, name: str) -> list[tuple[int, Mapping[str, Any]]]:
    sample = text.split("\n", 1)[0]
    reader = csv.DictReader(
        io.StringIO(text), delimiter=";" if sample.count(";") > sample.count(",") else ",", strict=True
    )
    header = [column.strip() for column in reader.fieldnames or ()]
    lacking = [column for column in ("id", "skills") if column not in header]
    if lacking:
        raise SkillsError(
            f"{name} has no column {' and '.join(lacking)}; found {', '.join(header) or 'nothing'}",
            code="catalogue.columns",
            where=name,
            hint=f"The header may hold {', '.join(COLUMNS)}; id and skills are needed.",
        )
    reader.fieldnames = header
    try:
        return [(number, row) for number, row in enumerate(reader, start=2) if any(row.values())]
    except csv.Error as error:
        raise SkillsError(
            f"{name} cannot be read: {error}", code="catalogue.csv", where=f"row {reader.line_num}"
        ) from error


def _json_rows(text: str, name: str) -> list[tuple[int, Mapping[str, Any]]]:
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
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
    return list(enumerate(data, start=1))


def _offer(row: Mapping[str, Any], where: str) -> LearningOpportunity:
    skills, levels = _skills(row, where)
    paid = _text(row, "price_after_subsidy") or _text(row, "price") or "0"
    try:
        return LearningOpportunity(
            id=_text(row, "id"),
            title=_text(row, "title"),
            provider=_text(row, "provider"),
            skills=skills,
            levels=levels,
            price=paid,  # type: ignore[arg-type]  # the value turns text into Decimal and says what is wrong with it
            currency=_text(row, "currency") or "EUR",
            hours=_number(row, "hours", where),
            prerequisites=_list(row, "prerequisites"),
            requires_skills=_list(row, "requires_skills"),
            excludes=_list(row, "excludes"),
            assessment_only=_text(row, "kind").casefold().startswith("assess"),
            starts=_day(row, "start", where),
            ends=_day(row, "end", where),
            seats=_seats(row, where),
            invented=_text(row, "invented").casefold() in {"1", "true", "yes"},
        )
    except SkillsError as error:
        raise SkillsError(error.message, code=error.code, hint=error.hint, where=where) from error


def _skills(row: Mapping[str, Any], where: str) -> tuple[tuple[str, ...], dict[str, float]]:
    levels: dict[str, float] = {}
    found = []
    for item in _list(row, "skills"):
        uri, at, level = item.rpartition("@")
        if at and level.replace(".", "", 1).isdigit():
            levels[uri] = float(level)
        else:
            uri = item
        found.append(uri)
    if not found:
        raise SkillsError(
            "An opportunity teaches no skill", code="catalogue.skills", where=where, hint="Fill in skills."
        )
    return tuple(dict.fromkeys(found)), levels


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return "" if value is None else str(value).strip()


def _list(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key)
    parts = value if isinstance(value, list) else str(value or "").split("|")
    return tuple(str(part).strip() for part in parts if str(part).strip())


def _number(row: Mapping[str, Any], key: str, where: str) -> float:
    text = _text(row, key)
    try:
        return float(text) if text else 0.0
    except ValueError as error:
        raise SkillsError(f"{key} is {text!r}; expected a number", code=f"catalogue.{key}", where=where) from error


def _seats(row: Mapping[str, Any], where: str) -> int | None:
    text = _text(row, "seats")
    try:
        return int(float(text)) if text else None
    except (ValueError, OverflowError) as error:
        raise SkillsError(f"seats is {text!r}; expected a whole number", code="catalogue.seats", where=where) from error


def _day(row: Mapping[str, Any], key: str, where: str) -> date | None:
    text = _text(row, key)
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError as error:
        raise SkillsError(
            f"{key} is {text!r}; expected a day such as 2026-03-01", code=f"catalogue.{key}", where=where
        ) from error
