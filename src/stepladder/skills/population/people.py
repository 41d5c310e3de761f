"""Who holds what: a population as columns, six bytes a holding."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stepladder.skills.evidence import FreshnessSettings
from stepladder.skills.population.grades import Grade, grade_of
from stepladder.skills.proficiency import STEPLADDER_SCALE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from stepladder.skills.evidence import SkillAttestation
    from stepladder.skills.profile import SkillProfile

__all__ = ["Population", "PopulationBuilder"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Population:
    """People and what they hold: person ``i`` has the holdings ``start[i]`` to ``start[i + 1]``.

    ``skill`` points into ``skills`` (URIs), ``grade`` into ``grades`` (all that speaks for the holding). A person holds
    a skill once.
    """

    skills: tuple[str, ...]
    grades: tuple[Grade, ...]
    start: npt.NDArray[np.int64]
    skill: npt.NDArray[np.int32]
    grade: npt.NDArray[np.uint16 | np.uint32]

    def __len__(self) -> int:
        return len(self.start) - 1

    @classmethod
    def of(cls, profiles: Iterable[SkillProfile], *, at: date, settings: FreshnessSettings | None = None) -> Population:
        """Return profiles as a population, with freshness as on the day ``at``."""
        builder = PopulationBuilder(at=at, settings=settings)
        for profile in profiles:
            builder.person()
            for uri in profile.skills:
                holding = profile.holding(uri)
                if holding is not None:
                    builder.hold(uri, *holding.attestations)
        return builder.population()

    @classmethod
    def from_columns(
        cls,
        *,
        skills: Sequence[str],
        people: int,
        person: npt.ArrayLike,
        skill: npt.ArrayLike,
        level: npt.ArrayLike | None = None,
        confidence: npt.ArrayLike | None = None,
        proof: npt.ArrayLike | None = None,
        scale: str = STEPLADDER_SCALE.id,
    ) -> Population:
        """Return a population from columns of one length, in any order, in which a person holds a skill once.

        ``person`` 0 … people − 1, ``skill`` a place in ``skills``; ``level`` on ``scale``, 0 where none is stated;
        ``confidence`` 0–1 with freshness multiplied in; ``proof`` whether somebody else vouches for it. Columns that
        are sorted by person and skill are read in place. Levels and confidences are kept to the millionth. Raises
        `SkillsError` (``population.malformed``) for columns of another shape or values outside those.
        """
        from stepladder.skills.population import columns

        given = {"person": person, "skill": skill, "level": level, "confidence": confidence, "proof": proof}
        table = columns.checked(given, people=people, skills=len(skills))
        table = columns.in_order(table, len(skills))
        grades, grade = columns.graded(table, scale)
        return cls(
            skills=tuple(skills),
            grades=grades,
            start=columns.starts(table, people),
            skill=table.skill.astype(np.int32, copy=False),
            grade=grade,
        )


@dataclass(slots=True, kw_only=True)
class PopulationBuilder:
    """Takes people one after another, each followed by what they hold; keeps six to eight bytes a holding.

    Example: ``builder.person(); builder.hold(uri, SkillAttestation(skill=uri)); builder.population()``.
    """

    at: date
    settings: FreshnessSettings | None = None
    _skills: dict[str, int] = field(init=False, default_factory=dict)
    _grades: dict[Grade, int] = field(init=False, default_factory=dict)
    _start: array[int] = field(init=False, default_factory=lambda: array("q"))
    _skill: array[int] = field(init=False, default_factory=lambda: array("i"))
    _grade: array[int] = field(init=False, default_factory=lambda: array("I"))

    def person(self) -> int:
        """Begin the next person and return her number."""
        self._start.append(len(self._skill))
        return len(self._start) - 1

    def hold(self, skill: str, *attestations: SkillAttestation) -> None:
        """Say all that speaks for one skill (a URI) of the person begun last, strongest first; once per skill."""
        self.hold_grade(skill, grade_of(attestations, at=self.at, settings=self.settings or FreshnessSettings()))

    def hold_grade(self, skill: str, grade: Grade) -> None:
        """Say it by a grade that `grade_of` made, so that many holdings alike share the work."""
        self._skill.append(self._skills.setdefault(skill, len(self._skills)))
        self._grade.append(self._grades.setdefault(grade, len(self._grades)))

    def population(self) -> Population:
        """Return everybody so far."""
        small = len(self._grades) <= np.iinfo(np.uint16).max
        return Population(
            skills=tuple(self._skills),
            grades=tuple(self._grades),
            start=np.array([*self._start, len(self._skill)], dtype=np.int64),
            skill=np.array(self._skill, dtype=np.int32),
            grade=np.array(self._grade, dtype=np.uint16 if small else np.uint32),
        )
