"""The values of demand: a posting on its way in, months and windows, and what an import did with its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping  # noqa: TC003 - a field of a public value
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - dataclass fields
from typing import Any

from stepladder.skills.errors import DemandError

__all__ = [
    "FIELDS",
    "Posting",
    "SeriesFile",
    "Tally",
    "Window",
    "month_name",
    "month_of",
]

FIELDS = ("id", "posted", "title", "description", "place", "occupation", "skills")
EARLIEST_YEAR = 1990
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_SPAN = re.compile(r"(\d{1,3})\s*(m|months?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """An advert for a job as a file has it; it lives while the file is read and is never kept.

    ``skills`` are URIs or labels of a skills column, None where skills are to be found in the text. There is no field
    for the employer or for anybody to contact: readers do not read them.
    """

    row: int
    posted: date
    id: str = ""
    title: str = ""
    description: str = ""
    place: str = ""
    occupation: str = ""
    skills: tuple[str, ...] | None = None

    @property
    def text(self) -> str:
        """Return title and description, a line each."""
        return f"{self.title}\n{self.description}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesFile:
    """A file that a series counts: name, SHA-256 in hex, the day of the import, and what became of its rows.

    ``rows`` = ``counted`` + ``duplicates`` + the sum of ``refused`` (a count by reason).
    """

    name: str
    sha256: str
    imported: str
    rows: int
    counted: int
    duplicates: int
    refused: Mapping[str, int] = field(default_factory=dict, hash=False)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "name": self.name,
            "sha256": self.sha256,
            "imported": self.imported,
            "rows": self.rows,
            "counted": self.counted,
            "duplicates": self.duplicates,
            "refused": dict(self.refused),
        }


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a reader met: rows in all, and by reason how many it refused and where the first of them stand."""

    rows: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    places: dict[str, list[int]] = field(default_factory=dict)

    def refuse(self, reason: str, row: int) -> None:
        """Count a row as refused; the first five row numbers of each reason are kept."""
        self.refused[reason] = self.refused.get(reason, 0) + 1
        first = self.places.setdefault(reason, [])
        if len(first) < 5:
            first.append(row)

    def sentences(self) -> tuple[str, ...]:
        """Return one sentence for each reason, with row numbers."""
        return tuple(
            f"{count} {'row' if count == 1 else 'rows'} refused: {_REASONS[reason]} (row "
            + ", ".join(map(str, self.places[reason]))
            + (", …)" if count > len(self.places[reason]) else ")")
            for reason, count in sorted(self.refused.items())
        )


_REASONS = {
    "no_date": "no date of posting",
    "bad_date": "a date that cannot be read, or from before 1990",
    "future": "posted after the day of the import",
    "empty": "neither a text nor a skill",
    "not_a_posting": "not a posting",
}


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Window:
    """The months from ``first`` to ``last``, both included, counted as year × 12 + month − 1."""

    first: int
    last: int

    @property
    def months(self) -> int:
        """Return how many months it holds."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return f"{month_name(self.first)}..{month_name(self.last)}"

    @classmethod
    def parse(cls, text: str | None, whole: Window) -> Window:
        """Return the window that ``2025-01..2025-12``, ``2025-01`` or ``12m`` (the newest months of ``whole``) names.

        None is the whole. Raises `DemandError` ``demand.window``.
        """
        if text is None:
            return whole
        wanted = text.strip()
        span = _SPAN.fullmatch(wanted)
        if span and int(span[1]) >= 1:
            return cls(first=max(whole.first, whole.last - int(span[1]) + 1), last=whole.last)
        ends = [_month_number(part) for part in wanted.split("..")]
        if len(ends) not in {1, 2} or None in ends or (ends[0] or 0) > (ends[-1] or 0):
            raise DemandError(
                f"The window is {text!r}; expected months such as 2025-01..2025-12, or 12m for the newest twelve",
                code="demand.window",
                hint=f"The series holds {whole}.",
            )
        return cls(first=int(ends[0] or 0), last=int(ends[-1] or 0))


def month_of(day: date) -> int:
    """Return the month of a day, as year × 12 + month − 1."""
    return day.year * 12 + day.month - 1


def month_name(month: int) -> str:
    """Return a month as ``2026-03``."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def _month_number(text: str) -> int | None:
    found = _MONTH.fullmatch(text.strip())
    if found is None or not 1 <= int(found[2]) <= 12:
        return None
    return int(found[1]) * 12 + int(found[2]) - 1
