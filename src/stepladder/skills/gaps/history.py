"""From work history to skills to confirm: what people in an occupation usually can, offered and never assumed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from stepladder.skills.evidence import SkillAttestation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from stepladder.skills.frameworks.model import Framework

__all__ = ["ExpectedSkill", "expected_skills"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedSkill:
    """A skill that an occupation held makes likely; ``occupations`` are the URIs that ask for it."""

    skill: str
    label: str
    relation: Literal["essential", "optional"]
    occupations: tuple[str, ...]
    reason: str

    def claim(self, *, obtained: date | None = None) -> SkillAttestation:
        """Return the claim that results when the person ticks it: claimed evidence, never more."""
        return SkillAttestation(
            skill=self.skill,
            strength="claimed",
            obtained=obtained,
            source=self.occupations[0],
            source_name=self.reason,
        )


def expected_skills(
    occupations: Iterable[str], framework: Framework, *, include_optional: bool = True
) -> tuple[ExpectedSkill, ...]:
    """Return the skills to offer for confirmation to somebody who has held ``occupations`` (URIs or labels).

    Essential ones first, those asked for by more of the occupations first, then by label. Raises `UnknownSkillError`
    for an occupation that the framework does not have.
    """
    asked: dict[str, list[tuple[bool, str, str]]] = {}
    for name in dict.fromkeys(occupations):
        occupation = framework.occupation(name)
        for item in occupation.requirements:
            if include_optional or item.relation == "essential":
                entry = (item.relation == "essential", occupation.uri, occupation.name)
                asked.setdefault(item.skill, []).append(entry)
    found = [
        ExpectedSkill(
            skill=skill,
            label=framework.skill(skill).name,
            relation="essential" if any(essential for essential, _, _ in entries) else "optional",
            occupations=tuple(uri for _, uri, _ in sorted(entries, key=lambda one: (not one[0], one[1]))),
            reason=("usual for " if any(essential for essential, _, _ in entries) else "sometimes asked of ")
            + ", ".join(sorted({name for _, _, name in entries})),
        )
        for skill, entries in asked.items()
    ]
    return tuple(
        sorted(found, key=lambda one: (one.relation != "essential", -len(one.occupations), one.label, one.skill))
    )
