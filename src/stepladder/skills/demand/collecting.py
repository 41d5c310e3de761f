"""From postings to a series: skills are linked, postings put up twice are found, and only counts stay.

Three postings are one: those of the same id; and those whose title, text and place are the same within `REPOST_DAYS` of
one another, where the text has 20 words or more. The earliest is counted, in its month.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Protocol

import numpy as np

from stepladder.skills.demand.cleaning import (
    exact_fingerprint,
    fingerprint,
    short_name,
    text_fingerprint,
)
from stepladder.skills.demand.joining import Found, joined, series_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from stepladder.skills.demand.model import Posting, SeriesFile
    from stepladder.skills.demand.series import DemandSeries, Method
    from stepladder.skills.frameworks.model import Framework

__all__ = ["Collector", "LinkTexts"]

REPOST_DAYS = 60
BATCH = 256
# Names beyond these are counted as not known, so that a hostile file cannot fill the memory with them.
MOST_PLACES = 20_000


class LinkTexts(Protocol):
    """What finds skills: texts in, for each the URIs of the skills that it asks for."""

    def __call__(self, texts: Sequence[str], /) -> Iterable[Sequence[str]]:
        """Return the URIs for each text, in their order."""


class Collector:
    """Takes postings one by one and makes a series of them.

    ``link`` finds the skills of texts; with ``link`` None they are those of the file's column. Memory grows by about 40
    bytes a posting and by one list of skills for each different text.
    """

    def __init__(self, framework: Framework, method: Method, *, link: LinkTexts | None, place: str = "") -> None:
        self.framework = framework
        self.method = method
        self.unknown_skills = 0
        self._link = link
        self._place = short_name(place)
        self._places = {"": 0}
        self._place_names: dict[str, str] = {}
        self._occupations = {"": 0}
        self._occupation_rows: dict[str, int] = {"": 0}
        self._skill_rows: dict[str, int] = {}
        self._sets: list[tuple[int, ...]] = []
        self._set_of: dict[object, int] = {}
        self._waiting: dict[int, str] = {}
        self._ids, self._texts = array("Q"), array("Q")
        self._numbers = array("i")  # day, place, occupation, set of skills: four a posting

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, posting: Posting) -> None:
        """Take a posting; of its words nothing stays."""
        self._ids.append(fingerprint(posting.id) if posting.id else 0)
        place = self._place_named(posting.place)
        self._texts.append(text_fingerprint(posting.title, posting.description, place))
        row = self._places.setdefault(place, len(self._places))
        self._numbers.extend((posting.posted.toordinal(), row, self._occupation(posting), self._set(posting)))

    def series(
        self, source: str, licence: str, file: Callable[[int, int], SeriesFile], before: DemandSeries | None = None
    ) -> DemandSeries:
        """Return what was taken as a series, joined to the one ``before``; ``file`` takes (counted, duplicates)."""
        self._flush()
        numbers = np.array(self._numbers, dtype=np.int32).reshape(-1, 4)
        found = Found(
            ids=np.array(self._ids, dtype=np.uint64),
            texts=np.array(self._texts, dtype=np.uint64),
            days=numbers[:, 0],
            places=numbers[:, 1],
            occupations=numbers[:, 2],
            sets=numbers[:, 3],
        ).without_doubles(self.method.repost_days, before)
        skills, uris = list(self._skill_rows), list(self._occupations)
        made = series_of(
            found,
            self._sets,
            source=source,
            licence=licence,
            method=self.method,
            file=file(len(found.days), len(self) - len(found.days)),
            skills=skills,
            labels=[self.framework.skill(uri).name for uri in skills],
            places=list(self._places),
            occupations=uris,
            occupation_labels=[self._occupation_label(uri) for uri in uris],
        )
        return made if before is None else joined(before, made)

    # ------------------------------------------------------------------ skills
    def _set(self, posting: Posting) -> int:
        if self._link is None:
            return self._stored(self._known(posting.skills or ()))
        text = posting.text
        mark = exact_fingerprint(text)
        if mark not in self._set_of:
            self._set_of[mark] = len(self._sets)
            self._sets.append(())
            self._waiting[mark] = text
            if len(self._waiting) >= BATCH:
                self._flush()
        return self._set_of[mark]

    def _flush(self) -> None:
        if self._link is None or not self._waiting:
            return
        waiting, self._waiting = self._waiting, {}
        for mark, uris in zip(waiting, self._link(list(waiting.values())), strict=True):
            self._sets[self._set_of[mark]] = self._known(uris)

    def _stored(self, rows: tuple[int, ...]) -> int:
        if rows not in self._set_of:
            self._set_of[rows] = len(self._sets)
            self._sets.append(rows)
        return self._set_of[rows]

    def _known(self, names: Iterable[str]) -> tuple[int, ...]:
        """Return the rows of skills by URI or label, each once, in order; names that nobody knows are counted."""
        rows = set()
        for name in names:
            uri = self._uri(name)
            if uri is None:
                self.unknown_skills += 1
            else:
                rows.add(self._skill_rows.setdefault(uri, len(self._skill_rows)))
        return tuple(sorted(rows))

    def _uri(self, name: str) -> str | None:
        from stepladder.skills.errors import UnknownSkillError

        if name in self.framework.columns.skill_rows:
            return name
        if len(name) > 500 or "://" in name:
            return None
        try:
            return self.framework.skill(name).uri
        except UnknownSkillError:
            return None

    # ------------------------------------------------------------------ places and occupations
    def _place_named(self, written: str) -> str:
        if written not in self._place_names:
            if len(self._place_names) >= MOST_PLACES:
                return ""
            self._place_names[written] = short_name(written) or self._place
        return self._place_names[written]

    def _occupation(self, posting: Posting) -> int:
        """The occupation as the file names it, else by the title where that is a label of the framework."""
        for name in (posting.occupation, posting.title):
            key = " ".join(name.split())[:200]
            if key and key not in self._occupation_rows and len(self._occupation_rows) < MOST_PLACES:
                uri = self._occupation_uri(key)
                self._occupation_rows[key] = self._occupations.setdefault(uri, len(self._occupations))
            if row := self._occupation_rows.get(key, 0):
                return row
        return 0

    def _occupation_uri(self, name: str) -> str:
        code = name.removeprefix("isco:").removeprefix("ISCO:").removeprefix("C")
        if code.isdigit() and len(code) <= 4 and code in self.framework.isco_groups:
            return f"isco:{code}"
        columns = self.framework.columns
        if name in columns.occupation_rows:
            return name
        return self._by_name.get(name.casefold(), "")

    @property
    def _by_name(self) -> dict[str, str]:
        """The URI of each occupation by label, and by alternative label where only one occupation has it."""
        memo: dict[str, dict[str, str]] = self.framework.memo
        if "demand-occupations" not in memo:
            columns = self.framework.columns
            found: dict[str, str] = {}
            shared = set()
            for uri, aliases in zip(columns.occupation_uris, columns.occupation_aliases.rows, strict=True):
                for alias in {one.casefold() for one in aliases}:
                    shared |= {alias} if alias in found else set()
                    found[alias] = uri
            found = {alias: uri for alias, uri in found.items() if alias not in shared}
            labels = zip(reversed(columns.occupation_labels), reversed(columns.occupation_uris), strict=True)
            memo["demand-occupations"] = found | {label.casefold(): uri for label, uri in labels if label}
        return memo["demand-occupations"]

    def _occupation_label(self, uri: str) -> str:
        if uri.startswith("isco:"):
            return self.framework.isco_groups.get(uri[5:], "") or uri
        return self.framework.occupations[uri].name if uri else ""
