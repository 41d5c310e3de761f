"""The kernel: sums of people × targets in dense blocks that stay in the processor's cache, and the best of each row.

The sums are a product of two sparse matrices, people × skills and skills × targets, of a few hundred people at a time,
in which what a holding adds depends on the way in which the target asks. The rows of the second that somebody's skills
name, one after another, are a sparse matrix with some cells named many times; adding those up while it is made dense is
the product. Of its cells only those are ranked that reach a floor guessed for each person; where fewer do than are
asked for, that person is ranked again with a lower one, at last with none. The guess changes the time, never the
answer.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from stepladder.skills.errors import SkillsError
from stepladder.skills.population.working import MILLION

if TYPE_CHECKING:
    from stepladder.skills.population.layout import Entries, Layout

__all__ = ["Ranking"]

CELLS = 800_000  # of a dense block: 3 MB
MOST_ROWS = 1024
PRODUCTS = 1 << 22  # of the people in a dense block, unless one alone has more
SAMPLES, SAMPLE = 8, 32  # stretches of so many people, from whom the guess is learned
FAILS = 0.1  # for so many of them it may be too high
LOWER = (1.0, 0.7, 0.4, 0.0)  # the guess, and what is tried after it
SHARE_BITS = MILLION.bit_length()

Ints = npt.NDArray[np.int64]


class Ranking:
    """Ranks blocks of people into the rows of three arrays; may work in several threads at once."""

    def __init__(
        self, layout: Layout, target: npt.NDArray[Any], covered: npt.NDArray[Any], held: npt.NDArray[Any]
    ) -> None:
        self.layout, self.target, self.covered, self.held = layout, target, covered, held
        self.top = target.shape[1]
        self.width = len(layout.total)
        self.cells = layout.ways.cells if len(layout.ways.kind) > 2 else layout.ways.cells[:0]
        # Where values stand in a table, a line says at once where in it its way begins.
        way = layout.line_way * len(layout.ways.worth) if len(self.cells) else layout.line_way
        self.lines = csr_array(
            (way, (layout.line_skill, layout.line_target)), shape=(len(layout.asked), self.width), dtype=np.int32
        )
        self.wide = np.diff(self.lines.indptr)
        grades = np.arange(len(layout.ways.worth))
        self.alone = layout.ways.value(grades, np.ones_like(grades)) if len(layout.ways.kind) == 2 else None
        part = layout.ways.weight[layout.line_way] / np.maximum(layout.total, 1)[layout.line_target]
        self.spread = np.bincount(layout.line_skill, part, len(layout.asked))  # of a skill to the shares of all targets
        self.usual = (layout.ways.worth >> 1).mean(axis=1)  # of a grade, whatever is asked for
        self.target_bits = max(1, (self.width - 1).bit_length())
        row_bits = 63 - SHARE_BITS - layout.bits - self.target_bits
        if row_bits < 0:
            raise SkillsError(
                f"{self.width:,} targets, one of them with about {1 << layout.bits:,} essential skills",
                code="population.too_large",
                hint="Rank fewer targets at once.",
            )
        self.rows = max(1, min(MOST_ROWS, 1 << row_bits, CELLS // self.width))
        self.ratio = 0.0
        self.own = threading.local()

    def learn(self) -> None:
        """Learn from a few people how high to guess: their last place against what they cover in all."""
        people = len(self.layout.population)
        ratios = []
        for first in np.linspace(0, max(0, people - SAMPLE), SAMPLES).astype(int).tolist():
            part = slice(first, min(people, first + SAMPLE))
            entries = self.layout.entries(part)
            self._rank(part.start, entries, np.zeros(part.stop - part.start, dtype=np.int64))
            last = self.target[part, -1]
            full = last >= 0
            share = self.covered[part, -1][full] / self.layout.total[last[full]]
            ratios.append(share / self._feature(entries)[full])
        known = np.concatenate(ratios)
        self.ratio = float(np.quantile(known, FAILS)) if len(known) else 0.0

    def rank(self, people: slice) -> int:
        """Rank consecutive people and return how many they were."""
        entries = self.layout.entries(people)
        guess = np.minimum(self._feature(entries) * self.ratio, 1.0) * MILLION
        self._rank(people.start, entries, guess.astype(np.int64))
        return len(guess)

    def _feature(self, entries: Entries) -> npt.NDArray[np.float64]:
        """Return the sum of a person's shares to the power of two thirds, which her twentieth share mostly follows."""
        shares = np.zeros(len(entries.skill) + 1)
        np.cumsum(self.spread[entries.skill] * self.usual[entries.grade], out=shares[1:])
        found: npt.NDArray[np.float64] = np.maximum(np.diff(shares[entries.start]), 1e-9) ** (2 / 3)
        return found

    def _rank(self, first: int, entries: Entries, guess: Ints) -> None:
        matrix = csr_array(
            (entries.grade, entries.skill, entries.start.astype(np.int32)), shape=(len(guess), len(self.wide))
        )
        products = np.zeros(len(entries.skill) + 1, dtype=np.int64)
        np.cumsum(self.wide[entries.skill], out=products[1:])
        most = int(np.diff(products[entries.start]).max(initial=1))  # of one person
        rows = max(1, min(self.rows, PRODUCTS // max(1, most)))
        waiting = np.argsort(-guess, kind="stable")
        waiting = waiting[np.diff(entries.start)[waiting] > 0]
        for factor in LOWER:
            floors = (guess[waiting] * factor).astype(np.int64)
            ordered = matrix[waiting]
            left = []
            for low in range(0, len(waiting), rows):
                some = slice(low, low + rows)
                done = self._some(ordered, some, int(floors[some].min()), first + waiting[some])
                left.append(waiting[some][~done])
            waiting = np.concatenate(left) if left else waiting
            if not len(waiting):
                return

    def _some(self, ordered: Any, some: slice, floor: int, people: Ints) -> npt.NDArray[np.bool_]:
        """Rank the cells of a few rows that reach ``floor`` (millionths); return for whom that is enough."""
        dense = self._dense(ordered, some)
        rows, bits = len(dense), self.layout.bits
        reached = np.greater_equal(dense, self._least(floor), out=self.own.reached[:rows])
        flat = np.flatnonzero(reached)
        row = flat // self.width
        count = np.bincount(row, minlength=rows)
        done: npt.NDArray[np.bool_] = (count >= self.top) | (floor <= 0)
        if not len(flat):
            return done
        target = flat - row * self.width
        cell = dense.ravel()[flat].astype(np.int64)
        share = (cell >> bits) * MILLION // self.layout.total[target]
        key = (row << SHARE_BITS) + (MILLION - share)
        key = (key << bits) + ((1 << bits) - 1 - (cell & ((1 << bits) - 1)))
        key = (key << self.target_bits) + target
        key.sort()
        place = np.arange(self.top)
        there = (place < count[:, None])[done]
        begin = (np.cumsum(count) - count)[done]
        chosen = key[np.minimum(begin[:, None] + place, len(key) - 1)] & ((1 << self.target_bits) - 1)
        cell = dense[np.flatnonzero(done)[:, None], chosen]
        self.target[people[done]] = np.where(there, chosen, -1)
        self.covered[people[done]] = np.where(there, cell >> bits, 0)
        self.held[people[done]] = np.where(there, cell & ((1 << bits) - 1), 0)
        return done

    def _dense(self, ordered: Any, some: slice) -> npt.NDArray[Any]:
        start = ordered.indptr[some.start : some.stop + 1]
        entries = slice(int(start[0]), int(start[-1]))
        spread = self.lines[ordered.indices[entries]]
        grade, size = ordered.data[entries], np.diff(spread.indptr)
        if self.alone is not None:
            values = np.repeat(self.alone[grade], size)
        elif len(self.cells):
            place = np.repeat(grade.astype(np.int32), size)
            place += spread.data
            values = self.cells.take(place, mode="clip")
        else:
            values = self.layout.ways.value(np.repeat(grade, size), spread.data)
        rows = len(start) - 1
        if not hasattr(self.own, "dense"):
            self.own.dense = np.empty((self.rows, self.width), dtype=self.layout.dtype)
            self.own.reached = np.empty((self.rows, self.width), dtype=np.bool_)
        sums = csr_array((values, spread.indices, spread.indptr[start - start[0]]), shape=(rows, self.width))
        dense: npt.NDArray[Any] = sums.toarray(out=self.own.dense[:rows])
        return dense

    def _least(self, floor: int) -> npt.NDArray[Any]:
        """Return the least sum per target that reaches the floor; what asks for nothing is out of reach."""
        total, bits = self.layout.total, self.layout.bits
        least = np.maximum((floor * total + MILLION - 1) // MILLION, 1) << bits
        highest = np.iinfo(self.layout.dtype).max
        return np.where(total > 0, least, highest).astype(self.layout.dtype)
