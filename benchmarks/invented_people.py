"""Invented people for the benchmarks: the committed, seeded generator of a population.

A person has had one to four of the framework's occupations. Of each she holds a share of the essential skills (most of
them) and of the optional ones (few); a skill that two occupations ask for is held once. A holding has a level of 1 to 4
and a confidence of 0.5 to 1. Nobody is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from stepladder.skills import Framework

OCCUPATIONS = (0.45, 0.33, 0.15, 0.07)  # share of people who have had one, two, three, four
ESSENTIAL, OPTIONAL = (6.0, 2.5), (1.5, 6.0)  # beta distributions of the shares held
CONFIDENCES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
CONFIDENCE_SHARES = (0.05, 0.08, 0.12, 0.15, 0.2, 0.15, 0.25)
LEVEL_SHARES = (0.2, 0.35, 0.3, 0.15)
AT_ONCE = 20_000

Column = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """One row per holding, by person and skill; ``role`` is one of the occupations each person has had."""

    person: Column
    skill: Column
    level: Column
    confidence: Column
    role: Column


def invent(framework: Framework, count: int, *, seed: int) -> People:
    """Return so many people; the same for the same framework, count and seed."""
    rng = np.random.default_rng(seed)
    rows = {uri: row for row, uri in enumerate(framework.skills)}
    occupations = [
        (
            [rows[one.skill] for one in occupation.essential],
            [rows[one.skill] for one in occupation.optional],
        )
        for occupation in framework.occupations.values()
    ]
    able = np.array([row for row, (essential, _) in enumerate(occupations) if essential])
    essential, optional = (_Ragged([part[which] for part in occupations]) for which in (0, 1))
    parts = []
    for first in range(0, count, AT_ONCE):
        people = min(AT_ONCE, count - first)
        number = rng.choice(len(OCCUPATIONS), size=people, p=OCCUPATIONS) + 1
        who = np.repeat(np.arange(people), number)
        occupation = rng.choice(able, size=len(who))
        held = [
            each.some(rng, who, occupation, len(rows), beta)
            for each, beta in ((essential, ESSENTIAL), (optional, OPTIONAL))
        ]
        key = np.unique(np.concatenate(held))
        parts.append(
            (
                (key // len(rows) + first).astype(np.int32),
                (key % len(rows)).astype(np.int32),
                (rng.choice(len(LEVEL_SHARES), size=len(key), p=LEVEL_SHARES) + 1).astype(np.uint8),
                rng.choice(np.array(CONFIDENCES, dtype=np.float32), size=len(key), p=CONFIDENCE_SHARES),
                occupation[np.cumsum(number) - 1].astype(np.int32),
            )
        )
    person, skill, level, confidence, role = (np.concatenate(column) for column in zip(*parts, strict=True))
    return People(person=person, skill=skill, level=level, confidence=confidence, role=role)


class _Ragged:
    def __init__(self, rows: list[list[int]]) -> None:
        self.size = np.array([len(row) for row in rows])
        self.start = np.cumsum(self.size) - self.size
        self.value = np.array([value for row in rows for value in row], dtype=np.int64)

    def some(
        self, rng: np.random.Generator, who: Column, row: Column, width: int, beta: tuple[float, float]
    ) -> npt.NDArray[np.int64]:
        """Return person × width + value for a share, drawn for each, of the values of rows."""
        share = rng.beta(*beta, size=len(row))
        size = self.size[row]
        end = np.cumsum(size)
        place = np.arange(end[-1]) + np.repeat(self.start[row] - (end - size), size)
        kept = rng.random(len(place)) < np.repeat(share, size)
        return np.repeat(who, size)[kept] * width + self.value[place[kept]]
