"""What near skills look up often, made once per framework and kept with it: who asks for what, peers, rare words.

The one module outside `stepladder.skills.frameworks` that reads a framework's columns for gaps: going through
124,000 relations as objects would cost a page its answer time.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.gaps.words import content_words

if TYPE_CHECKING:
    from stepladder.skills.frameworks.model import Framework

__all__ = ["Index", "index_of"]


class Index:
    """Relations the other way round, ISCO groups, and in how many skill labels a word stands."""

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
        groups: dict[str, set[int]] = {}
        for row, code in enumerate(columns.occupation_isco):
            for length in (3, 4):
                if len(code) >= length:
                    groups.setdefault(code[:length], set()).add(row)
        self._groups = {code: frozenset(rows) for code, rows in groups.items()}
        self._words: Counter[str] | None = None

    def asking(self, skill: str, *, essential: bool) -> frozenset[int]:
        """Return the rows of the occupations that ask for a skill, or only those where it is essential."""
        row = self._columns.skill_rows[skill]
        part = slice(self._start[row], self._start[row + 1])
        rows = self._asking[part]
        return frozenset((rows[self._essential[part]] if essential else rows).tolist())

    def row(self, occupation: str) -> int:
        """Return an occupation's row."""
        return self._columns.occupation_rows[occupation]

    def group(self, isco: str, digits: int) -> frozenset[int]:
        """Return the rows of the occupations with these first ISCO digits."""
        return self._groups.get(isco[:digits], frozenset()) if len(isco) >= digits else frozenset()

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
