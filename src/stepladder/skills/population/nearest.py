"""Which targets each person of a population is nearest to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from stepladder.skills.errors import SkillsError
from stepladder.skills.gaps.report import GapSettings
from stepladder.skills.population.layout import lay
from stepladder.skills.population.working import MILLION, blocks, in_threads

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.skills.gaps.report import Counting
    from stepladder.skills.population.people import Population
    from stepladder.skills.population.targets import Targets

__all__ = ["NearTarget", "Nearest", "nearest"]

MOST_TOP = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class NearTarget:
    """A target that somebody is near to: ``need`` of ``need_of`` is open, with the count of essential skills beside it.

    ``share`` is what is covered, 0–1, rounded down to the millionth: what targets are ordered by.
    """

    uri: str
    label: str
    share: float
    need: float
    need_of: float
    essential_held: int
    essential_total: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Nearest:
    """For each person (a row) the targets that she is nearest to, nearest first, as columns.

    ``target`` points into ``targets``; −1 where fewer than ``top`` ask for anything that she holds. ``covered`` is in
    parts (`Targets.parts` to a weight of 1), ``held`` a count of essential skills. ``totals`` is what each target asks
    for, in parts, ``essential`` how many essential skills.
    """

    targets: Targets
    target: npt.NDArray[np.int32]
    covered: npt.NDArray[Any]
    held: npt.NDArray[np.uint16 | np.int32]
    totals: npt.NDArray[np.int64]
    essential: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.target)

    @property
    def need(self) -> npt.NDArray[np.float64]:
        """Return Σ weight × need, person × place; NaN where there is no target."""
        left = (self.totals[self.target] - self.covered) / self.targets.parts
        return np.where(self.target < 0, np.nan, left)

    def of(self, person: int) -> tuple[NearTarget, ...]:
        """Return the targets of one person as values, nearest first."""
        found = []
        for row, covered, held in zip(
            self.target[person].tolist(), self.covered[person].tolist(), self.held[person].tolist(), strict=True
        ):
            if row >= 0:
                total = int(self.totals[row])
                found.append(
                    NearTarget(
                        uri=self.targets.uris[row],
                        label=self.targets.labels[row],
                        share=covered * MILLION // total / MILLION,
                        need=round((total - covered) / self.targets.parts, 6),
                        need_of=round(total / self.targets.parts, 6),
                        essential_held=held,
                        essential_total=int(self.essential[row]),
                    )
                )
        return tuple(found)


def nearest(
    population: Population,
    targets: Targets,
    *,
    top: int = 20,
    counting: Counting = "claims",
    essential_only: bool = True,
    settings: GapSettings | None = None,
    threads: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> Nearest:
    """Return the ``top`` targets of which each person covers the largest share, in levels and confidence.

    Share = 1 − Σ weight × need ÷ Σ weight, over essential skills or over all, with need as in `gap` by exact URI (its
    rules for near skills stay with one person). Order: the larger share in whole millionths, then more essential skills
    held, then the order of ``targets``. Targets of which nothing is covered are left out. ``threads`` (as many as there
    are processors) change the time alone; ``progress`` is told how many people are done. Raises `SkillsError`
    (``population.top``) for a ``top`` that is not 1 to 1,000.

    Example: ``nearest(Population.of(profiles, at=day), Targets.of(framework.occupations.values())).of(0)``.
    """
    if not 1 <= top <= MOST_TOP:
        raise SkillsError(f"The {top} nearest were asked for; expected 1 to {MOST_TOP:,}", code="population.top")
    from stepladder.skills.population.ranking import Ranking

    rules = settings or GapSettings()
    layout = lay(
        population,
        targets,
        essential_only=essential_only,
        counting=counting,
        least_confidence=rules.least_confidence,
    )
    found = Nearest(
        targets=targets,
        target=np.full((len(population), top), -1, dtype=np.int32),
        covered=np.zeros((len(population), top), dtype=layout.dtype),
        held=np.zeros((len(population), top), dtype=np.uint16 if layout.bits <= 16 else np.int32),
        totals=layout.total,
        essential=targets.essential_total(),
    )
    if len(layout.line_way) and len(population):
        ranking = Ranking(layout, found.target, found.covered, found.held)
        ranking.learn()
        in_threads(ranking.rank, blocks(layout), threads, progress)
    return found
