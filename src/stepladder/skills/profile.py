"""A person's skill profile: every attestation kept, the strongest in front, conflicts visible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping  # noqa: TC003 - part of public signatures
from dataclasses import dataclass, field
from datetime import date

from stepladder.skills.evidence import FreshnessSettings, SkillAttestation, freshness

__all__ = ["Holding", "SkillProfile"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """All that speaks for one skill, strongest and freshest first."""

    skill: str
    attestations: tuple[SkillAttestation, ...]

    @property
    def best(self) -> SkillAttestation:
        """Return the strongest attestation."""
        return self.attestations[0]

    def proof(self, at: date, settings: FreshnessSettings | None = None) -> SkillAttestation | None:
        """Return the strongest attestation by somebody else that has not lapsed on the day ``at``, or None."""
        for item in self.attestations:
            if item.is_proof and freshness(item, at=at, settings=settings).state != "lapsed":
                return item
        return None

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Return in words where the attestations disagree about the level; none is hidden or averaged away."""
        by_scale: dict[str, list[SkillAttestation]] = defaultdict(list)
        for item in self.attestations:
            if item.level is not None:
                by_scale[item.level.scale].append(item)
        found = []
        for items in by_scale.values():
            values = sorted({item.level.value for item in items if item.level is not None})
            if len(values) > 1:
                said = "; ".join(
                    f"{item.source_name or item.source} says {item.level.value:g} ({item.strength})"
                    for item in items
                    if item.level is not None
                )
                found.append(f"Levels differ: {said}")
        if len(by_scale) > 1:
            found.append("Levels are on different scales and cannot be compared: " + ", ".join(sorted(by_scale)))
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillProfile:
    """What a person can do, as evidence.

    ``attestations`` in any order; ``occupations`` are URIs of occupations that the person says she has held (they
    explain near skills, never count as proof).

    Example: ``SkillProfile(attestations=(SkillAttestation(skill=uri),)).holding(uri).best.strength == "claimed"``.
    """

    attestations: tuple[SkillAttestation, ...] = ()
    occupations: tuple[str, ...] = ()
    _held: Mapping[str, Holding] = field(init=False, repr=False, compare=False, hash=False, default_factory=dict)

    def __post_init__(self) -> None:
        grouped: dict[str, list[SkillAttestation]] = defaultdict(list)
        for item in self.attestations:
            grouped[item.skill].append(item)
        held = {
            skill: Holding(skill=skill, attestations=tuple(sorted(items, key=_strongest_first)))
            for skill, items in grouped.items()
        }
        object.__setattr__(self, "_held", held)

    def holding(self, skill: str) -> Holding | None:
        """Return everything that speaks for ``skill`` (a URI), or None."""
        return self._held.get(skill)

    @property
    def skills(self) -> tuple[str, ...]:
        """Return the URIs of all skills with some evidence, in order."""
        return tuple(sorted(self._held))

    def joined(self, others: Iterable[SkillAttestation]) -> SkillProfile:
        """Return this profile with more attestations; an identical one is kept once."""
        merged = dict.fromkeys((*self.attestations, *others))
        return SkillProfile(attestations=tuple(merged), occupations=self.occupations)


def _strongest_first(item: SkillAttestation) -> tuple[float, float, float, int, str]:
    level = item.level.fraction if item.level is not None else 0.0
    until = item.valid_until or date.max
    newest = item.obtained or date.min
    return (-item.rank, -item.confidence, -level, -min(until, date.max).toordinal() - newest.toordinal(), item.source)
