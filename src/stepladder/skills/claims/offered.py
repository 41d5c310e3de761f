"""What a life makes likely, as offers: nothing is claimed until the person confirms it, and then it is a claim."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from stepladder.skills.evidence import SkillAttestation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from stepladder.skills.proficiency import ProficiencyLevel

__all__ = ["OccupationOffer", "Offered", "SkillOffer", "joined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillOffer:
    """A skill that somebody may have, to confirm: why it is offered, from what, and how sure the reading is (0–1).

    ``relation`` is *essential* where an occupation that the person names asks for it as that, else *optional*;
    ``words`` are those of a text that decided.
    """

    skill: str
    label: str
    reason: str
    source: str
    relation: Literal["essential", "optional"] = "optional"
    confidence: float = 1.0
    words: str = ""

    def confirm(self, *, level: ProficiencyLevel | None = None, obtained: date | None = None) -> SkillAttestation:
        """Return the claim that results when the person says yes: claimed evidence, never more."""
        return SkillAttestation.claim(
            self.skill, level=level, obtained=obtained, source=self.source, source_name=self.reason
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the offer as it stands in a profile, not confirmed."""
        return {
            "uri": self.skill,
            "label": self.label,
            "because": self.reason,
            "relation": self.relation,
            "confidence": self.confidence,
            "source": self.source,
            "source_name": self.reason,
            "confirmed": False,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupationOffer:
    """An occupation that somebody may have held, or learned for: to confirm before it explains anything."""

    uri: str
    label: str
    reason: str
    confidence: float = 1.0
    words: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the offer as it stands in a profile, not confirmed."""
        return {
            "uri": self.uri,
            "label": self.label,
            "because": self.reason,
            "confidence": self.confidence,
            "confirmed": False,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What one source makes likely, the likeliest first."""

    skills: tuple[SkillOffer, ...] = ()
    occupations: tuple[OccupationOffer, ...] = ()


def joined(parts: Iterable[Offered]) -> Offered:
    """Return all of it, each skill and occupation once: every reason, the surest reading, essential if one says so."""
    skills: dict[str, SkillOffer] = {}
    occupations: dict[str, OccupationOffer] = {}
    for part in parts:
        for skill in part.skills:
            known = skills.get(skill.skill)
            skills[skill.skill] = skill if known is None else _both(known, skill)
        for one in part.occupations:
            before = occupations.get(one.uri)
            if before is None or before.confidence < one.confidence:
                occupations[one.uri] = one
    order = sorted(skills.values(), key=lambda one: one.relation != "essential")
    return Offered(skills=tuple(order), occupations=tuple(occupations.values()))


def _both(one: SkillOffer, other: SkillOffer) -> SkillOffer:
    reason = one.reason if other.reason in one.reason else f"{one.reason}; {other.reason}"
    essential = "essential" in {one.relation, other.relation}
    return replace(
        one,
        reason=reason,
        relation="essential" if essential else "optional",
        confidence=max(one.confidence, other.confidence),
    )
