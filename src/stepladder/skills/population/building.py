"""A population made holding by holding, in any order: who gathers it keeps twelve bytes of each."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from stepladder.skills.evidence import FreshnessSettings, SkillAttestation
from stepladder.skills.population.grades import Grade, grade_of
from stepladder.skills.population.people import Population

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

__all__ = ["PopulationBuilder"]


@dataclass(slots=True, kw_only=True)
class PopulationBuilder:
    """Takes holdings one after another; several of one person and skill become one.

    Example: ``person = builder.person(); builder.hold(person, uri, builder.evidence(SkillAttestation(skill=uri)))``.
    """

    at: date
    settings: FreshnessSettings | None = None
    _people: int = field(init=False, default=0)
    _skills: dict[str, int] = field(init=False, default_factory=dict)
    _evidence: dict[SkillAttestation, int] = field(init=False, default_factory=dict)
    _person: array[int] = field(init=False, default_factory=lambda: array("i"))
    _skill: array[int] = field(init=False, default_factory=lambda: array("i"))
    _said: array[int] = field(init=False, default_factory=lambda: array("i"))

    def person(self) -> int:
        """Add a person and return her number: 0, 1, …."""
        self._people += 1
        return self._people - 1

    def evidence(self, attestation: SkillAttestation) -> int:
        """Return a number for all that an attestation says, apart from which skill it speaks of."""
        half_lives = self.settings.half_lives if self.settings else {}
        if attestation.skill not in half_lives:
            attestation = replace(attestation, skill="")
        return self._evidence.setdefault(attestation, len(self._evidence))

    def hold(self, person: int, skill: str, evidence: int) -> None:
        """Say that a person holds a skill (a URI) by evidence that has a number."""
        self._person.append(person)
        self._skill.append(self._skills.setdefault(skill, len(self._skills)))
        self._said.append(evidence)

    def population(self) -> Population:
        """Return everybody so far."""
        width = max(1, len(self._skills))
        key = np.array(self._person, dtype=np.int64) * width + np.array(self._skill, dtype=np.int64)
        said = np.array(self._said, dtype=np.int32)
        if not (key[1:] > key[:-1]).all():
            order = np.argsort(key, kind="stable")
            key, said = key[order], said[order]
        first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else np.empty(0, np.int64)
        grades, grade = self._grades(said, first)
        key = key[first]
        start = np.zeros(self._people + 1, dtype=np.int64)
        np.cumsum(np.bincount(key // width, minlength=self._people), out=start[1:])
        return Population(
            skills=tuple(self._skills),
            grades=grades,
            start=start,
            skill=(key % width).astype(np.int32),
            grade=grade,
        )

    def _grades(
        self, said: npt.NDArray[np.int32], first: npt.NDArray[np.int64]
    ) -> tuple[tuple[Grade, ...], npt.NDArray[Any]]:
        """Return the grades that occur, and that of each holding, whose evidence begins at ``first``."""
        statements = tuple(self._evidence)
        grades: dict[Grade, int] = {}
        alone = [self._grade([statement], grades) for statement in statements]
        grade = np.array(alone, dtype=np.int64)[said[first]] if alone else np.empty(0, dtype=np.int64)
        until = np.append(first[1:], len(said))
        several: dict[tuple[int, ...], int] = {}
        for row in np.flatnonzero(until - first > 1).tolist():
            mine = tuple(sorted(said[first[row] : until[row]].tolist()))
            if mine not in several:
                several[mine] = self._grade([statements[one] for one in mine], grades)
            grade[row] = several[mine]
        small = len(grades) <= np.iinfo(np.uint16).max
        return tuple(grades), grade.astype(np.uint16 if small else np.uint32)

    def _grade(self, statements: Sequence[SkillAttestation], grades: dict[Grade, int]) -> int:
        grade = grade_of(statements, at=self.at, settings=self.settings or FreshnessSettings())
        return grades.setdefault(grade, len(grades))
