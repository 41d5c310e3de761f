"""Unsigned credentials from a table: a template whose texts have places for the columns, ``{name}``.

``{hours:number}`` alone in a text becomes a number, ``{day:time}`` the first moment of a day in UTC, or the time as it
is. A text whose cells are all empty is left out, and so is an object or list that becomes empty by that. ``{{`` and
``}}`` are braces.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from stepladder.cli.errors import CommandError
from stepladder.errors import StepladderError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PLACE = re.compile(r"\{\{|\}\}|\{([^{}:]+)(?::(number|time))?\}")
# Controls, and marks that make the words around them read backwards: nobody could see what is signed.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LEFT_OUT = object()


class RowError(StepladderError):
    """A row that fills no template. Codes begin with ``template.``."""


def places(value: Any) -> Iterator[str]:
    """Yield the columns that a template asks for, as often as it does."""
    if isinstance(value, str):
        for found in _PLACE.finditer(value):
            if found[1]:
                yield _column(found)
    elif isinstance(value, dict):
        for member in value.values():
            yield from places(member)
    elif isinstance(value, list):
        for entry in value:
            yield from places(entry)


def check_template(template: Mapping[str, Any], columns: Sequence[str], *, where: str) -> None:
    """Raise ``CommandError`` for a column that the table lacks, and for an id that all credentials would share."""
    lacking = sorted(set(places(template)) - set(columns))
    if lacking:
        raise CommandError(
            f"The template has places for columns that the table lacks: {', '.join(lacking)}.",
            code="usage.missing_column",
            where=where,
            hint=f"The table has {', '.join(filter(None, columns))}.",
        )
    if "id" in template and not any(places(template["id"])):
        raise CommandError(
            "Every credential would get the same id.",
            code="usage.template_id",
            where=f"{where} /id",
            hint="Leave the id out: each credential gets one of its own.",
        )


def fill(template: Mapping[str, Any], cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the template with the cells in their places. Raises :class:`RowError`."""
    filled = _filled(template, cells, "")
    return filled if isinstance(filled, dict) else {}


def _filled(value: Any, cells: Mapping[str, str], where: str) -> Any:
    if isinstance(value, str):
        return _text(value, cells, where)
    if isinstance(value, dict):
        members = ((name, _filled(member, cells, f"{where}/{name}")) for name, member in value.items())
        kept: Any = {name: member for name, member in members if member is not _LEFT_OUT}
    elif isinstance(value, list):
        entries = (_filled(entry, cells, f"{where}/{position}") for position, entry in enumerate(value))
        kept = [entry for entry in entries if entry is not _LEFT_OUT]
    else:
        return value
    return kept if kept or not value else _LEFT_OUT


def _text(text: str, cells: Mapping[str, str], where: str) -> Any:
    found = [place for place in _PLACE.finditer(text) if place[1]]
    if found and not any(cells[_column(place)] for place in found):
        return _LEFT_OUT
    if len(found) == 1 and found[0][0] == text and found[0][2] == "number":
        return _number(cells[_column(found[0])], where)

    def put(place: re.Match[str]) -> str:
        if not place[1]:
            return place[0][0]
        words = cells[_column(place)]
        if found := _HIDDEN.search(words):
            raise RowError(
                f"The column {_column(place)} holds a hidden character (U+{ord(found[0]):04X}).",
                code="template.hidden_character",
                where=where,
            )
        return _time(words, where) if place[2] == "time" else words

    return _PLACE.sub(put, text)


def _column(place: re.Match[str]) -> str:
    return " ".join(place[1].split()).lower()


def _number(text: str, where: str) -> int | float:
    for kind in (int, float):
        try:
            found: int | float = kind(text)
        except ValueError:
            continue
        if found in {float("inf"), float("-inf")} or found != found:  # noqa: PLR0124 not a number is not itself
            break
        return found
    raise RowError(f"{text!r} is not a number.", code="template.bad_number", where=where)


def _time(text: str, where: str) -> str:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or (found.tzinfo is None and len(text) > 10):
        raise RowError(
            f"{text!r} is neither a day like 2026-01-31 nor a time with a zone like 2026-01-31T12:00:00Z.",
            code="template.bad_time",
            where=where,
        )
    if found.tzinfo is not None:
        return text
    return f"{found.replace(tzinfo=UTC):%Y-%m-%dT%H:%M:%SZ}"
