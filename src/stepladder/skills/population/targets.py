"""What occupations and roles ask for, as columns that a whole population can be held against."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stepladder.skills.errors import SkillsError
from stepladder.skills.population.grades import ONE, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stepladder.skills.frameworks.values import Occupation, Requirement
    from stepladder.skills.gaps import RoleTarget

__all__ = ["FINEST", "Targets"]

#: Weights are whole numbers of one part in so many; the first that fits all of them is taken, the last rounds.
DENOMINATORS = (1, 2, 5, 10, 20, 100, 1000, 10_000)
FINEST = DENOMINATORS[-1]
MOST = 9_000_000_000_000  # parts in one target: a million times as many still fit 63 bits
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Targets:
    """Occupations or roles in the order given, and a line for each skill that one of them asks for.

    ``weight`` is in parts of ``denominator``; ``kind`` points into ``kinds``. Weights are kept to the ten-thousandth.

    Example: ``Targets.of(framework.occupations.values())``.
    """

    uris: tuple[str, ...]
    labels: tuple[str, ...]
    skills: tuple[str, ...]
    kinds: tuple[Kind, ...]
    denominator: int
    target: npt.NDArray[np.int32]
    skill: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int32]
    weight: Ints
    essential: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.uris)

    @classmethod
    def of(cls, targets: Iterable[Occupation | RoleTarget]) -> Targets:
        """Return targets as columns; a skill listed twice counts once, as for `gap`.

        Raises `SkillsError`: ``population.weight`` for a weight that is negative or no number, ``population.too_large``
        for weights whose sum cannot be kept exactly.
        """
        items = tuple(targets)
        lines = [(row, line) for row, item in enumerate(items) for line in _distinct(item.requirements)]
        for row, line in lines:
            if not (math.isfinite(line.weight) and line.weight >= 0):
                raise SkillsError(
                    f"The weight of {line.skill} is {line.weight!r}; expected a number from 0",
                    code="population.weight",
                    where=items[row].uri,
                )
        skills = {uri: row for row, uri in enumerate(dict.fromkeys(line.skill for _, line in lines))}
        kinds = {kind: row for row, kind in enumerate(dict.fromkeys(_kind(line) for _, line in lines))}
        denominator, weight = _whole([line.weight for _, line in lines], [row for row, _ in lines])
        return cls(
            uris=tuple(item.uri for item in items),
            labels=tuple(item.label for item in items),
            skills=tuple(skills),
            kinds=tuple(kinds),
            denominator=denominator,
            target=np.array([row for row, _ in lines], dtype=np.int32),
            skill=np.array([skills[line.skill] for _, line in lines], dtype=np.int32),
            kind=np.array([kinds[_kind(line)] for _, line in lines], dtype=np.int32),
            weight=weight,
            essential=np.array([line.relation == "essential" for _, line in lines], dtype=np.bool_),
        )

    @property
    def parts(self) -> int:
        """Return how many parts a weight of 1, wholly needed, is: every need is a whole number of them."""
        return self.denominator * ONE

    def need_of(self, *, essential_only: bool = False) -> npt.NDArray[np.float64]:
        """Return Σ weight per target: the need of somebody who holds nothing."""
        counted = self.essential if essential_only else np.ones_like(self.essential)
        return self._sums(self.weight * counted) / self.denominator

    def essential_total(self) -> Ints:
        """Return how many essential skills each target asks for."""
        return self._sums(self.essential.astype(np.int64))

    def _sums(self, values: Ints) -> Ints:
        found = np.zeros(len(self), dtype=np.int64)
        np.add.at(found, self.target, values)
        return found


def _distinct(requirements: Sequence[Requirement]) -> Iterable[Requirement]:
    """Each skill once, as `gap` takes it: essential before optional, the highest weight first; none at level 0."""
    best: dict[str, Requirement] = {}
    for item in requirements:
        if item.level is not None and item.level.value <= 0:
            continue
        known = best.get(item.skill)
        if known is None or (item.relation == "essential", item.weight) > (known.relation == "essential", known.weight):
            best[item.skill] = item
    return best.values()


def _kind(line: Requirement) -> Kind:
    return Kind() if line.level is None else Kind(line.level.scale, float(line.level.value))


def _whole(weights: Sequence[float], rows: Sequence[int]) -> tuple[int, Ints]:
    values = np.array(weights, dtype=np.float64)
    if values.size and values.max() * FINEST * ONE > MOST:
        raise _too_large(f"A weight is {values.max():g}")

    def fits(one: int) -> bool:
        return bool(np.allclose(values * one, np.rint(values * one), rtol=0, atol=1e-6))

    denominator = next(filter(fits, DENOMINATORS), FINEST)
    whole = np.rint(values * denominator).astype(np.int64)
    most = max(np.bincount(rows, weights=whole).tolist(), default=0.0) if rows else 0.0
    if most * ONE > MOST:
        raise _too_large(f"The weights of one target add up to {most / denominator:g}")
    return denominator, whole


def _too_large(found: str) -> SkillsError:
    return SkillsError(
        f"{found}, which is more than can be added up exactly",
        code="population.too_large",
        hint="Give weights between 0 and 1.",
    )
