"""A person's skill profile: every attestation kept, the strongest in front, conflicts visible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping  # noqa: TC003 - part of public signatures
from dataclasses import dataclass, field
from datetime import date
from reprlib import repr as shown  # of a stranger's value: short however large or deep it is
from typing import TYPE_CHECKING, Any, TypeGuard

from stepladder.skills.errors import SkillsError
from stepladder.skills.evidence import FreshnessSettings, SkillAttestation, freshness
from stepladder.skills.proficiency import STEPLADDER_SCALE, ProficiencyLevel

if TYPE_CHECKING:
    from stepladder.skills.frameworks.model import Framework

__all__ = ["Holding", "SkillProfile", "profile_from_json", "profile_to_json"]


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
    ``scale`` and ``highest``), ``strength``, ``confidence``, ``obtained``, ``valid_until``, ``source``,
    ``source_name``, ``flag``, ``level_said``. Occupations are URIs or labels of work history. Of ``offered`` and
    ``offered_occupations`` only what was confirmed (``"confirmed": true``) counts, as a claim. Raises
    `UnknownSkillError` for a label that the framework does not have (an unknown URI is kept: it may be another
    framework's, or of another version) and `SkillsError` (``profile.malformed``) for another shape.
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
    held = [*occupations, *(str(one["uri"]) for one in _confirmed(body, "offered_occupations", name))]
    said = tuple(
        _attestation({**one, "strength": "claimed"}, framework, f"{name}, /offered")
        for one in _confirmed(body, "offered", name)
    )
    known = dict.fromkeys(_occupation(item, framework) for item in held)
    return SkillProfile(attestations=tuple(dict.fromkeys((*skills, *said))), occupations=tuple(known))


def profile_to_json(profile: SkillProfile, framework: Framework) -> dict[str, Any]:
    """Return the profile as JSON in the published format, which `profile_from_json` reads back unchanged.

    Labels are the framework's, for a reader's eye; a URI that it does not hold has none.
    """
    return {
        "framework": f"{framework.name}@{framework.version}",
        "skills": [_entry(one, framework) for one in profile.attestations],
        "occupations": list(profile.occupations),
    }


def _entry(one: SkillAttestation, framework: Framework) -> dict[str, Any]:
    known = framework.skills.get(one.skill)
    level = one.level
    stepladder = level is not None and level.scale == STEPLADDER_SCALE.id
    entry = {
        "uri": one.skill,
        "label": known.label if known else None,
        "level": level.value if level is not None else None,
        "scale": level.scale if level is not None and not stepladder else None,
        "highest": level.highest if level is not None and not stepladder else None,
        "level_label": level.label if level is not None and not stepladder else None,
        "level_said": one.level_said,
        "strength": one.strength,
        "confidence": one.confidence,
        "obtained": one.obtained.isoformat() if one.obtained else None,
        "valid_until": one.valid_until.isoformat() if one.valid_until else None,
        "source": one.source,
        "source_name": one.source_name,
        "flag": one.flag,
    }
    return {key: value for key, value in entry.items() if value not in {None, ""}}


def _confirmed(body: Mapping[str, Any], key: str, name: str) -> list[dict[str, Any]]:
    """Return what was offered and confirmed; what was only offered says nothing."""
    offered = body.get(key, [])
    if not isinstance(offered, list):
        raise _malformed(f"{key} is not a list of offers", f"{name}, /{key}")
    found = []
    for number, one in enumerate(offered):
        if not isinstance(one, dict) or not isinstance(one.get("uri"), str):
            raise _malformed(f"An offer is {shown(one)}; expected an object with a uri", f"{name}, /{key}/{number}")
        if one.get("confirmed") is True:
            found.append({member: value for member, value in one.items() if member in _OF_OFFERS})
    return found


_OF_OFFERS = frozenset({"uri", "level", "scale", "highest", "obtained", "source", "source_name"})


def _occupation(named: str, framework: Framework) -> str:
    """Return the URI of an occupation; a URI that the framework does not hold stays as it is."""
    return named if _is_uri(named) and named not in framework.occupations else framework.occupation(named).uri


def _is_uri(named: str) -> bool:
    return "://" in named or named.startswith("urn:")


def _attestation(item: Any, framework: Framework, where: str) -> SkillAttestation:
    entry = {"uri": item} if isinstance(item, str) else item
    if not isinstance(entry, dict) or not isinstance(entry.get("uri") or entry.get("label"), str):
        raise _malformed(f"A skill is {shown(item)}; expected a URI, or an object with uri or label", where)
    named = str(entry.get("uri") or entry.get("label"))
    uri = named if ":" in named and named not in framework.skills else framework.skill(named).uri
    confidence = entry.get("confidence", 1.0)
    if not _is_number(confidence):
        raise _malformed(f"confidence is {shown(confidence)}; expected a number from 0 to 1", where)
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
        flag=str(entry.get("flag") or ""),
        level_said=str(entry.get("level_said") or ""),
    )


def _level(entry: Mapping[str, Any], where: str) -> ProficiencyLevel | None:
    value = entry.get("level")
    if value is None:
        return None
    if isinstance(value, dict):
        entry, value = value, value.get("value")
    if not _is_number(value):
        raise _malformed(f"level is {shown(value)}; expected a number", where)
    scale = entry.get("scale")
    if scale is None or scale == STEPLADDER_SCALE.id:
        return STEPLADDER_SCALE.level(float(value))
    highest = entry.get("highest")
    if highest is not None and not _is_number(highest):
        raise _malformed(f"highest is {shown(highest)}; expected a number", where)
    label = str(entry.get("level_label") or "")
    return ProficiencyLevel(scale=str(scale), value=float(value), highest=float(highest or value or 1), label=label)


def _day(entry: Mapping[str, Any], key: str, where: str) -> date | None:
    text = entry.get(key)
    try:
        return date.fromisoformat((text if isinstance(text, str) else shown(text))[:10]) if text else None
    except ValueError as error:
        raise _malformed(f"{key} is {shown(text)}; expected a day such as 2026-03-01", where) from error


def _is_number(value: object) -> TypeGuard[float]:
    """Return whether a value is a number that a level or confidence can be: no truth value, NaN, or boundless thing."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and -1e9 <= value <= 1e9


def _malformed(message: str, where: str) -> SkillsError:
    return SkillsError(
        message, code="profile.malformed", where=where, hint="See the planning reference for the format."
    )
