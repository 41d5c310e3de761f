"""How far each person of a population is from one target of her own, such as the role that she has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stepladder.skills.errors import SkillsError
from stepladder.skills.gaps.report import GapSettings
from stepladder.skills.population.layout import lay
from stepladder.skills.population.ways import smallest
from stepladder.skills.population.working import blocks, in_threads

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.skills.gaps.report import Counting
    from stepladder.skills.population.layout import Layout
    from stepladder.skills.population.people import Population
    from stepladder.skills.population.targets import Targets

__all__ = ["OwnGaps", "own_gaps"]

PEOPLE = 2048  # of one block
MOST_CELLS = 1 << 27  # of the table role × skill; more roles are done in turns


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OwnGaps:
    """One row per person: Σ weight × ``need`` over all required skills, and the count of essential skills beside it.

    ``role`` points into the targets, −1 for nobody's; there ``need`` is NaN and the counts are 0.
    """

    targets: Targets
    role: npt.NDArray[np.int64]
    need: npt.NDArray[np.float64]
    need_of: npt.NDArray[np.float64]
    essential_held: npt.NDArray[np.int64]
    essential_total: npt.NDArray[np.int64]


def own_gaps(
    population: Population,
    targets: Targets,
    roles: npt.ArrayLike,
    *,
    counting: Counting = "claims",
    settings: GapSettings | None = None,
    threads: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> OwnGaps:
    """Return the gap of every person to the target in her place of ``roles`` (−1: none).

    The numbers are those of `gap` by exact URI: ``need`` and ``essential_held`` of its coverage. Raises `SkillsError`
    (``population.roles``) for roles of another number than the people, or that are not there.
    """
    role = np.asarray(roles)
    if role.shape != (len(population),) or (role.size and not np.issubdtype(role.dtype, np.integer)):
        raise SkillsError(
            f"There are {len(population):,} people and roles of shape {role.shape}; expected one whole number each",
            code="population.roles",
        )
    if role.size and not -1 <= int(role.min()) <= int(role.max()) < len(targets):
        raise SkillsError(
            f"Roles run from {role.min()} to {role.max()}; expected −1 (none) to {len(targets) - 1}",
            code="population.roles",
        )
    role = role.astype(np.int64)
    rules = settings or GapSettings()
    layout = lay(population, targets, essential_only=False, counting=counting, least_confidence=rules.least_confidence)
    sums = np.zeros(len(population), dtype=np.int64)
    width = max(1, len(population.skills))
    used = np.unique(role[role >= 0])
    step = max(1, MOST_CELLS // width)
    for low in range(0, len(used), step):
        some = _Some(layout, role, used[low : low + step], sums)
        in_threads(some.add, blocks(layout, PEOPLE), threads, progress)
    has, bits = role >= 0, layout.bits
    total = np.where(has, layout.total[role], 0) if len(targets) else np.zeros(len(role), dtype=np.int64)
    essential = targets.essential_total()
    return OwnGaps(
        targets=targets,
        role=role,
        need=np.where(has, (total - (sums >> bits)) / targets.parts, np.nan),
        need_of=total / targets.parts,
        essential_held=sums & ((1 << bits) - 1),
        essential_total=np.where(has, essential[role], 0) if len(targets) else np.zeros(len(role), dtype=np.int64),
    )


class _Some:
    """Adds up what people cover of some of the roles, by a table that says in which way a role asks for a skill."""

    def __init__(
        self, layout: Layout, role: npt.NDArray[np.int64], used: npt.NDArray[np.int64], sums: npt.NDArray[np.int64]
    ) -> None:
        self.layout, self.role, self.sums = layout, role, sums
        self.width = len(layout.population.skills)
        self.place = np.zeros(len(layout.total) + 1, dtype=np.int64)  # row 0 asks for nothing; the last is role −1
        self.place[used] = np.arange(1, len(used) + 1)
        self.table = np.zeros((len(used) + 1) * self.width, dtype=smallest(len(layout.ways.kind)))
        row = self.place[layout.line_target]
        asked = row > 0
        self.table[row[asked] * self.width + layout.line_skill[asked]] = layout.line_way[asked]

    def add(self, people: slice) -> int:
        start = self.layout.population.start[people.start : people.stop + 1]
        chosen = slice(int(start[0]), int(start[-1]))
        cell = np.repeat(self.place[self.role[people]] * self.width, np.diff(start))
        cell += self.layout.population.skill[chosen]
        value = self.layout.ways.value(self.layout.population.grade[chosen], self.table[cell])
        until = np.zeros(len(value) + 1, dtype=np.int64)
        np.cumsum(value, out=until[1:])
        start = start - start[0]
        self.sums[people] += until[start[1:]] - until[start[:-1]]
        return len(start) - 1
