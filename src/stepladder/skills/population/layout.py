"""A population laid against targets: what of each holding counts, where, and how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from stepladder.skills.population.grades import worth_table
from stepladder.skills.population.ways import Ways

if TYPE_CHECKING:
    from stepladder.skills.gaps.report import Counting
    from stepladder.skills.population.people import Population
    from stepladder.skills.population.targets import Targets

__all__ = ["Entries", "Layout", "lay"]

AT_ONCE = 1024  # people: their columns fit the processor's cache


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entries:
    """What counts of some people: of person ``i`` the pairs and values ``start[i]`` to ``start[i + 1]``."""

    start: npt.NDArray[np.int64]
    pair: npt.NDArray[np.int32]
    value: npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """A *pair* is a skill of the population with one way to ask for it; most skills have one.

    The pairs of skill ``s`` are the ``count[s]`` from ``first[s]``; ``line_pair`` and ``line_target`` say which targets
    ask for which pair. ``total`` is what a target asks for, in parts.
    """

    population: Population
    targets: Targets
    ways: Ways
    pair_way: npt.NDArray[np.int32]
    first: npt.NDArray[np.int32]
    count: npt.NDArray[np.int64]
    line_pair: npt.NDArray[np.int32]
    line_target: npt.NDArray[np.int32]
    total: npt.NDArray[np.int64]

    @property
    def pairs(self) -> int:
        """Return how many pairs there are."""
        return len(self.pair_way)

    @property
    def bits(self) -> int:
        """Return how far the covered parts are shifted in a value, to make room for a count below."""
        return self.ways.bits

    @property
    def dtype(self) -> np.dtype[Any]:
        """Return the type of values and of their sums, which it always holds."""
        return self.ways.cells.dtype

    def entries(self, people: slice) -> Entries:
        """Return what counts of consecutive people."""
        parts = [
            self._entries(slice(first, min(first + AT_ONCE, people.stop)))
            for first in range(people.start, people.stop, AT_ONCE)
        ]
        begin = np.cumsum([0, *(part.start[-1] for part in parts)])
        return Entries(
            start=np.concatenate([begin[:1], *(part.start[1:] + low for part, low in zip(parts, begin, strict=False))]),
            pair=np.concatenate([part.pair for part in parts]),
            value=np.concatenate([part.value for part in parts]),
        )

    def _entries(self, people: slice) -> Entries:
        start = self.population.start[people.start : people.stop + 1]
        chosen = slice(int(start[0]), int(start[-1]))
        skill = self.population.skill[chosen]
        count = self.count[skill]
        end = np.zeros(len(skill) + 1, dtype=np.int32)
        np.cumsum(count, out=end[1:])
        pair = np.repeat(self.first[skill] - end[:-1], count)
        pair += np.arange(len(pair), dtype=np.int32)
        value = self.ways.value(np.repeat(self.population.grade[chosen], count), self.pair_way[pair])
        return Entries(start=end[start - start[0]].astype(np.int64), pair=pair, value=value)


def lay(
    population: Population,
    targets: Targets,
    *,
    essential_only: bool,
    counting: Counting,
    least_confidence: float,
) -> Layout:
    """Lay a population against targets."""
    lines = np.flatnonzero(targets.essential) if essential_only else np.arange(len(targets.target))
    rows = {uri: row for row, uri in enumerate(population.skills)}
    of_population = np.array([rows.get(uri, -1) for uri in targets.skills], dtype=np.int64)
    total = np.zeros(len(targets), dtype=np.int64)
    np.add.at(total, targets.target[lines], targets.weight[lines] * (targets.parts // targets.denominator))
    asked = of_population[targets.skill[lines]] if len(lines) else np.empty(0, dtype=np.int64)
    lines, asked = lines[asked >= 0], asked[asked >= 0]
    bits = int(targets.essential_total().max(initial=0)).bit_length()
    small = int(total.max(initial=0)) << bits < np.iinfo(np.int32).max
    kinds = max(1, len(targets.kinds))
    weights, weight = np.unique(targets.weight[lines], return_inverse=True)
    ways, way = np.unique((weight * kinds + targets.kind[lines]) * 2 + targets.essential[lines], return_inverse=True)
    found = Ways.of(
        worth_table(population.grades, targets.kinds, counting=counting, least_confidence=least_confidence),
        kind=ways // 2 % kinds,
        weight=weights[ways // 2 // kinds],
        essential=ways % 2 == 1,
        bits=bits,
        dtype=np.int32 if small else np.int64,
    )
    pairs, line_pair = np.unique(asked * (len(ways) + 1) + way, return_inverse=True)  # in the order of the skills
    skill, pair_way = np.divmod(pairs, len(ways) + 1)
    first = np.searchsorted(skill, np.arange(len(population.skills) + 1))
    return Layout(
        population=population,
        targets=targets,
        ways=found,
        pair_way=(pair_way + 1).astype(np.int32),
        first=first[:-1].astype(np.int32),
        count=np.diff(first),
        line_pair=line_pair.astype(np.int32),
        line_target=targets.target[lines],
        total=total,
    )
