"""Who holds what: a population as columns, six to eight bytes a holding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stepladder.skills.proficiency import STEPLADDER_SCALE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from stepladder.skills.evidence import FreshnessSettings
    from stepladder.skills.population.grades import Grade
    from stepladder.skills.profile import SkillProfile

__all__ = ["Population"]


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
        from stepladder.skills.population.building import PopulationBuilder

        builder = PopulationBuilder(at=at, settings=settings)
        for profile in profiles:
            person = builder.person()
            for one in profile.attestations:
                builder.hold(person, one.skill, builder.evidence(one))
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
