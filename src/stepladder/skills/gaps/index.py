"""What near skills look up often, made once per framework and kept with it: who asks for what, and who is alike.

The one module outside `stepladder.skills.frameworks` that reads a framework's columns for gaps: going through
124,000 relations as objects would cost a page its answer time.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.gaps.words import content_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stepladder.skills.frameworks.model import Framework

__all__ = ["Index", "index_of", "isco_skill_level"]

#: ISCO-08's skill levels by the code's beginning, longest first: how long a training an occupation usually asks for.
_SKILL_LEVELS = {"01": 4, "02": 2, "03": 1, "1": 4, "2": 4, "3": 3, "9": 1}


class Index:
    """Relations the other way round, occupations as directions, and in how many skill labels a word stands."""

    def __init__(self, framework: Framework) -> None:
        columns = framework.columns
        self._columns = columns
        count = len(columns.skill_uris)
        self._owner = np.repeat(np.arange(len(columns.occupation_uris)), np.diff(columns.requirements.start))
        order = np.argsort(columns.requirements.values, kind="stable")
        self._asking = self._owner[order]
        self._essential = columns.requirement_relations[order] == 0
        self._start = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.bincount(columns.requirements.values, minlength=count), out=self._start[1:])
        self._total = np.bincount(
            self._owner[columns.requirement_relations == 0], minlength=len(columns.occupation_uris)
        )
        self._words: Counter[str] | None = None
        asked = np.diff(self._start)
        self._rare = np.log(max(1, len(columns.occupation_uris)) / np.maximum(asked, 1))
        worth = self._rare[columns.requirements.values] * np.where(columns.requirement_relations == 0, 1.0, 0.5)
        self._norm = np.sqrt(
            np.maximum(np.bincount(self._owner, weights=worth**2, minlength=len(columns.occupation_uris)), 1e-9)
        )

    def asking(self, skill: str, *, essential: bool) -> frozenset[int]:
        """Return the rows of the occupations that ask for a skill, or only those where it is essential."""
        row = self._columns.skill_rows[skill]
        part = slice(self._start[row], self._start[row + 1])
        rows = self._asking[part]
        return frozenset((rows[self._essential[part]] if essential else rows).tolist())

    def covered(self, held: tuple[str, ...]) -> list[tuple[str, float, int]]:
        """Return occupations with the share and number of essential skills in ``held``, at least five of them."""
        mask = np.zeros(len(self._columns.skill_uris), dtype=bool)
        mask[[self._columns.skill_rows[uri] for uri in held]] = True
        hits = mask[self._columns.requirements.values] & (self._columns.requirement_relations == 0)
        number = np.bincount(self._owner[hits], minlength=len(self._total))
        share = number / np.maximum(self._total, 1)
        rows = np.flatnonzero(number >= 5)
        rows = rows[np.lexsort((rows, -number[rows], -share[rows]))]
        return [(self._columns.occupation_uris[r], float(share[r]), int(number[r])) for r in rows.tolist()]

    def alike(self, skills: Iterable[str], number: int, least: float) -> list[tuple[int, float]]:
        """Return the rows of the occupations most like a set of skills, with the cosine of rarity-weighted skills.

        At most ``number``, best first, none below ``least``; an optional skill weighs half.
        """
        rows = sorted(self._columns.skill_rows[uri] for uri in skills)
        length = float(np.sqrt((self._rare[rows] ** 2).sum()))
        if not length:
            return []
        parts = [np.arange(self._start[row], self._start[row + 1]) for row in rows]
        places = np.concatenate(parts)
        weights = np.where(self._essential[places], 1.0, 0.5) * np.repeat(
            self._rare[rows] ** 2, [len(part) for part in parts]
        )
        shared = np.bincount(self._asking[places], weights=weights, minlength=len(self._norm))
        likeness = shared / self._norm / length
        near = np.flatnonzero(likeness >= least)
        best = near[np.lexsort((near, -likeness[near]))][:number]
        return [(row, float(likeness[row])) for row in best.tolist()]

    def uri(self, row: int) -> str:
        """Return the URI of the occupation in a row."""
        return self._columns.occupation_uris[row]

    def isco(self, row: int) -> str:
        """Return the ISCO-08 code of the occupation in a row, or an empty text."""
        return self._columns.occupation_isco[row]

    def name(self, row: int) -> str:
        """Return the label of the occupation in a row, or its URI."""
        return self._columns.occupation_labels[row] or self._columns.occupation_uris[row]

    def row(self, occupation: str) -> int | None:
        """Return the row of an occupation, or None for a URI that the framework does not have."""
        return self._columns.occupation_rows.get(occupation)

    def asks(self, occupation: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the URIs of the essential and of the optional skills of the occupation in a row."""
        start, end = self._columns.requirements.start[occupation : occupation + 2].tolist()
        uris = [self._columns.skill_uris[row] for row in self._columns.requirements.values[start:end].tolist()]
        relations = self._columns.requirement_relations[start:end].tolist()
        pairs = tuple(zip(uris, relations, strict=True))
        return tuple(uri for uri, code in pairs if code == 0), tuple(uri for uri, code in pairs if code != 0)

    def needs(self, skill: str) -> tuple[str, ...]:
        """Return the URIs of the skills that the framework names as essential for a skill."""
        row = self._columns.skill_rows[skill]
        start, end = self._columns.related.start[row : row + 2].tolist()
        if start == end:
            return ()
        relations = self._columns.related_relations[start:end].tolist()
        rows = self._columns.related.values[start:end].tolist()
        return tuple(self._columns.skill_uris[other] for other, code in zip(rows, relations, strict=True) if code == 0)

    def labels_with(self, word: str) -> int:
        """Return in how many skill labels a word stands."""
        if self._words is None:
            self._words = Counter(word for label in self._columns.skill_labels for word in set(content_words(label)))
        return self._words[word]


def index_of(framework: Framework) -> Index:
    """Return the index of a framework, made at the first call."""
    if "gaps-index" not in framework.memo:
        framework.memo["gaps-index"] = Index(framework)
    found: Index = framework.memo["gaps-index"]
    return found


def isco_skill_level(code: str) -> int:
    """Return the ISCO-08 skill level of a code, 1 (elementary) to 4 (professional); 2 for clerks, services and trades.

    Example: ``isco_skill_level("2221") == 4``.
    """
    return _SKILL_LEVELS.get(code[:2], _SKILL_LEVELS.get(code[:1], 2))
