"""A person's skill profile: every attestation kept, the strongest in front, conflicts visible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping  # noqa: TC003 - part of public signatures
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from stepladder.skills.errors import SkillsError
from stepladder.skills.evidence import FreshnessSettings, SkillAttestation, freshness
from stepladder.skills.proficiency import STEPLADDER_SCALE, ProficiencyLevel

if TYPE_CHECKING:
    from stepladder.skills.frameworks.model import Framework

__all__ = ["Holding", "SkillProfile", "profile_from_json"]


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


def profile_from_json(data: Any, framework: Framework, *, name: str = "profile") -> SkillProfile:
    """Return the profile in a JSON value: ``{"skills": [...], "occupations": [...]}`` or the list of skills alone.

    A skill is a URI or label, or an object with ``uri`` or ``label``, and ``level`` (on the Stepladder scale, or with
    ``scale`` and ``highest``), ``strength``, ``confidence``, ``obtained``, ``valid_until``, ``source``. Occupations are
    URIs or labels of work history. Raises `UnknownSkillError` for a label that the framework does not have (an unknown
    URI is kept: it may be another framework's) and `SkillsError` (``profile.malformed``) for another shape.
    """
    body = {"skills": data} if isinstance(data, list) else data
    if not isinstance(body, dict) or not isinstance(body.get("skills", []), list):
        raise _malformed("A profile is an object with a list “skills”, or that list", name)
    skills = tuple(
        _attestation(item, framework, f"{name}, /skills/{number}") for number, item in enumerate(body.get("skills", []))
    )
    occupations = body.get("occupations", [])
    if not isinstance(occupations, list) or not all(isinstance(item, str) for item in occupations):
        raise _malformed("occupations is not a list of URIs or labels", f"{name}, /occupations")
    return SkillProfile(attestations=skills, occupations=tuple(framework.occupation(item).uri for item in occupations))


def _attestation(item: Any, framework: Framework, where: str) -> SkillAttestation:
    entry = {"uri": item} if isinstance(item, str) else item
    if not isinstance(entry, dict) or not isinstance(entry.get("uri") or entry.get("label"), str):
        raise _malformed(f"A skill is {item!r}; expected a URI, or an object with uri or label", where)
    named = str(entry.get("uri") or entry.get("label"))
    uri = named if ":" in named and named not in framework.skills else framework.skill(named).uri
    confidence = entry.get("confidence", 1.0)
    if isinstance(confidence, bool) or not isinstance(confidence, (int, float)):
        raise _malformed(f"confidence is {confidence!r}; expected a number from 0 to 1", where)
    strength: Any = entry.get("strength") or "claimed"
    return SkillAttestation(
        skill=uri,
        strength=strength,
        level=_level(entry, where),
        obtained=_day(entry, "obtained", where),
        valid_until=_day(entry, "valid_until", where),
        source=str(entry.get("source") or "self"),
        source_name=str(entry.get("source_name") or ""),
        confidence=float(confidence),
    )


def _level(entry: Mapping[str, Any], where: str) -> ProficiencyLevel | None:
    value = entry.get("level")
    if value is None:
        return None
    if isinstance(value, dict):
        entry, value = value, value.get("value")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _malformed(f"level is {value!r}; expected a number", where)
    scale = entry.get("scale")
    if scale is None or scale == STEPLADDER_SCALE.id:
        return STEPLADDER_SCALE.level(float(value))
    return ProficiencyLevel(scale=str(scale), value=float(value), highest=float(entry.get("highest") or value or 1))


def _day(entry: Mapping[str, Any], key: str, where: str) -> date | None:
    text = entry.get(key)
    try:
        return date.fromisoformat(str(text)[:10]) if text else None
    except ValueError as error:
        raise _malformed(f"{key} is {text!r}; expected a day such as 2026-03-01", where) from error


def _malformed(message: str, where: str) -> SkillsError:
    return SkillsError(
        message, code="profile.malformed", where=where, hint="See the planning reference for the format."
    )
