"""A series: how many postings there were, and how many asked for each skill, by month, place and occupation.

A `DemandSeries` is a value made of columns. A *cell* is one month, place and occupation with its number of postings; an
*entry* says how many postings of a cell ask for one skill. Beside them stand fingerprints of the postings that were
counted, so that a later import counts none of them again. There are no texts, no employers and no people in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from stepladder.skills.demand.model import SeriesFile, Window, month_name
from stepladder.skills.errors import DemandError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Counts", "DemandSeries", "Method"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How the skills of a posting were found: ``linker`` with version and threshold, or ``column`` of the file.

    Series of two methods cannot be joined: the same posting would not ask for the same skills.
    """

    framework: str
    kind: str = "linker"
    linker: str = ""
    threshold: float | None = None
    repost_days: int = 60

    def sentence(self) -> str:
        """Return it in words."""
        if self.kind == "column":
            return f"skills of {self.framework} as a column of the file names them"
        return f"skills of {self.framework} found in the texts by the linker {self.linker} at {self.threshold:g}"

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "kind": self.kind,
            "framework": self.framework,
            "linker": self.linker,
            "threshold": self.threshold,
            "repost_days": self.repost_days,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Month by month: ``postings`` in all and ``asking`` per skill (rows as in ``skills``), over a window."""

    window: Window
    skills: tuple[int, ...]
    postings: npt.NDArray[np.int64]
    asking: npt.NDArray[np.int64]

    @property
    def total(self) -> int:
        """Return the number of postings in the window."""
        return int(self.postings.sum())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DemandSeries:
    """Counts of dated postings from one source.

    ``skills`` are URIs with their ``labels``, ``occupations`` URIs (or ``isco:CODE``) with theirs; place 0 and
    occupation 0 are the empty name: not known. ``method`` says how skills were found, ``files`` what was counted.
    """

    source: str
    licence: str
    method: Method
    files: tuple[SeriesFile, ...]
    skills: tuple[str, ...]
    labels: tuple[str, ...]
    places: tuple[str, ...]
    occupations: tuple[str, ...]
    occupation_labels: tuple[str, ...]
    # One row a cell: month, place, occupation, postings.
    cells: Ints
    # One row an entry: cell, skill, postings that ask for it.
    entries: Ints
    # Of what was counted: id (0: none), text (0: too short), and the day as a proleptic ordinal.
    ids: Longs = field(repr=False)
    texts: Longs = field(repr=False)
    days: Ints = field(repr=False)

    @property
    def name(self) -> str:
        """Return the source's name."""
        return self.source

    @property
    def postings(self) -> int:
        """Return how many postings were counted."""
        return int(self.cells[:, 3].sum())

    @property
    def window(self) -> Window:
        """Return the months from the first posting to the last; raises `DemandError` where there is none."""
        if not len(self.cells):
            raise DemandError(f"The series {self.source} holds no posting", code="demand.empty")
        return Window(first=int(self.cells[:, 0].min()), last=int(self.cells[:, 0].max()))

    def skill_row(self, uri_or_label: str) -> int | None:
        """Return the row of a skill that some posting asks for, by URI or label in any case; None for another."""
        if uri_or_label in self.skills:
            return self.skills.index(uri_or_label)
        folded = [label.casefold() for label in self.labels]
        wanted = uri_or_label.casefold()
        return folded.index(wanted) if wanted in folded else None

    def place_rows(self, place: str) -> tuple[int, ...]:
        """Return the places of this name, or with it as one of their parts between commas; all for an empty name."""
        if not place:
            return tuple(range(len(self.places)))
        wanted = place.casefold().strip()
        return tuple(
            row
            for row, name in enumerate(self.places)
            if wanted == name.casefold() or wanted in {part.strip() for part in name.casefold().split(",")}
        )

    def occupation_rows(self, occupation: str) -> tuple[int, ...]:
        """Return the occupations of this URI or label; ``isco:25`` takes every ISCO code that begins so."""
        if not occupation:
            return tuple(range(len(self.occupations)))
        wanted = occupation.casefold()
        return tuple(
            row
            for row, (uri, label) in enumerate(zip(self.occupations, self.occupation_labels, strict=True))
            if occupation == uri or wanted == label.casefold() or (wanted[:5] == "isco:" and uri.startswith(wanted))
        )

    def counts(
        self,
        skills: Sequence[int] | None = None,
        *,
        place: str = "",
        occupation: str = "",
        window: Window | None = None,
    ) -> Counts:
        """Return the counts of these skills (rows; None: every one) over the months of the window.

        Raises `DemandError`: ``demand.no_place``, ``demand.no_occupation`` where nothing was counted there.
        """
        span = window or self.window
        places, occupations = self.place_rows(place), self.occupation_rows(occupation)
        if not places:
            raise DemandError(
                f"No posting of {self.source} names the place {place!r}",
                code="demand.no_place",
                hint=f"They name, among others: {_some(self.places)}.",
            )
        if not occupations:
            raise DemandError(
                f"No posting of {self.source} names the occupation {occupation!r}",
                code="demand.no_occupation",
                hint=f"They name, among others: {_some(self.occupation_labels)}.",
            )
        months = self.cells[:, 0]
        inside = (months >= span.first) & (months <= span.last)
        inside &= np.isin(self.cells[:, 1], places) & np.isin(self.cells[:, 2], occupations)
        postings = np.zeros(span.months, dtype=np.int64)
        np.add.at(postings, months[inside] - span.first, self.cells[inside, 3])
        wanted = tuple(range(len(self.skills))) if skills is None else tuple(skills)
        row_of = np.full(len(self.skills) + 1, -1, dtype=np.int64)
        row_of[list(wanted)] = np.arange(len(wanted))
        asking = np.zeros((len(wanted), span.months), dtype=np.int64)
        chosen = self.entries[inside[self.entries[:, 0]] & (row_of[self.entries[:, 1]] >= 0)]
        np.add.at(asking, (row_of[chosen[:, 1]], months[chosen[:, 0]] - span.first), chosen[:, 2])
        return Counts(window=span, skills=wanted, postings=postings, asking=asking)

    def about(self) -> dict[str, Any]:
        """Return what the series is and holds, as JSON; no counts by skill."""
        known = bool(len(self.cells))
        return {
            "source": self.source,
            "licence": self.licence,
            "postings": self.postings,
            "first_month": month_name(self.window.first) if known else None,
            "last_month": month_name(self.window.last) if known else None,
            "skills": len(self.skills),
            "places": len([name for name in self.places if name]),
            "occupations": len([name for name in self.occupations if name]),
            "method": self.method.as_dict(),
            "files": [file.as_dict() for file in self.files],
        }


def _some(known: Sequence[str]) -> str:
    return ", ".join(sorted(one for one in known if one)[:5]) or "none"
