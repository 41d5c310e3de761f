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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entries:
    """What of some people's holdings anybody asks for: of person ``i`` those from ``start[i]`` to ``start[i + 1]``."""

    start: npt.NDArray[np.int64]
    skill: npt.NDArray[np.int32]
    grade: npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Layout:
    """Who asks for which skill of the population in which way: ``line_skill``, ``line_way``, ``line_target``.

    ``asked`` says of each skill whether anybody does; ``total`` is what a target asks for, in parts.
    """

    population: Population
    targets: Targets
    ways: Ways
    asked: npt.NDArray[np.bool_]
    line_skill: npt.NDArray[np.int32]
    line_way: npt.NDArray[np.int64]
    line_target: npt.NDArray[np.int32]
    total: npt.NDArray[np.int64]

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
        start = self.population.start[people.start : people.stop + 1]
        chosen = slice(int(start[0]), int(start[-1]))
        skill = self.population.skill[chosen]
        kept = self.asked[skill]
        until = np.zeros(len(skill) + 1, dtype=np.int64)
        np.cumsum(kept, out=until[1:])
        return Entries(start=until[start - start[0]], skill=skill[kept], grade=self.population.grade[chosen][kept])


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
    mine = np.zeros(len(population.skills), dtype=np.bool_)
    mine[asked] = True
    return Layout(
        population=population,
        targets=targets,
        ways=found,
        asked=mine,
        line_skill=asked.astype(np.int32),
        line_way=way + 1,
        line_target=targets.target[lines],
        total=total,
    )
