"""From an occupation held to the skills that are usual in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.skills.claims.offered import Offered, SkillOffer
from stepladder.skills.gaps.history import expected_skills

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.skills.frameworks.model import Framework

__all__ = ["claims_from_occupation"]


def claims_from_occupation(
    occupation: str | Sequence[str], framework: Framework, *, include_optional: bool = True
) -> Offered:
    """Return what people in an occupation, or in several (URIs or labels), usually can, to confirm.

    Essential skills come first, then those that more of the occupations ask for, then by label.

    Raises `UnknownSkillError` for an occupation that the framework does not have. Example:
    ``claims_from_occupation("call centre agent", starter()).skills[0].confirm().strength == "claimed"``.
    """
    named = [occupation] if isinstance(occupation, str) else occupation
    return Offered(
        skills=tuple(
            SkillOffer(
                skill=one.skill,
                label=one.label,
                reason=one.reason,
                source=one.occupations[0],
                relation=one.relation,
            )
            for one in expected_skills(named, framework, include_optional=include_optional)
        )
    )
