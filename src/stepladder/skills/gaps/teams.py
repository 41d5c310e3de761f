"""A team and what its roles ask for, read from a team file: who is in it, and how many people each skill needs."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - part of public signatures
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stepladder.skills.errors import FrameworkError, SkillsError
from stepladder.skills.frameworks.values import Requirement
from stepladder.skills.proficiency import STEPLADDER_SCALE, ProficiencyLevel
from stepladder.skills.profile import profile_from_json

if TYPE_CHECKING:
    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.profile import SkillProfile

__all__ = ["Seat", "Team", "TeamMember", "TeamTarget", "read_team"]

#: The most people, targets, and people per skill that a team file may ask for.
MOST_PEOPLE = 10_000
MOST_TARGETS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """One person of a team: an identifier that is unique in it, a name to show, and a profile."""

    id: str
    name: str
    profile: SkillProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A skill that ``people`` of the team are to hold, each at the requirement's level."""

    requirement: Requirement
    people: int = 1

    @property
    def skill(self) -> str:
        """Return the skill's URI."""
        return self.requirement.skill


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamTarget:
    """A role that a team is to fill; ``isco`` is the occupation's code or empty, ``uri`` empty for a list of skills."""

    label: str
    seats: tuple[Seat, ...]
    uri: str = ""
    isco: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """People and targets; ``framework`` is the name that the file gave, or empty."""

    people: tuple[TeamMember, ...]
    targets: tuple[TeamTarget, ...]
    framework: str = ""


def read_team(data: Any, framework: Framework, *, name: str = "team") -> Team:
    """Return the team in a JSON value: ``{"framework", "people": [...], "targets": [...]}``.

    A person is a profile with an ``id`` (text, unique) and perhaps a ``name``. A target is
    ``{"occupation": URI_OR_LABEL, "people": N}``, where each skill of the occupation needs N people, or
    ``{"name", "skills": [{"uri", "required_level", "people": N}]}``; there ``label`` may stand for ``uri``, and
    ``relation``, ``weight``, ``scale`` and ``highest`` may be added. N is 1 where it is left out. Raises `SkillsError`
    (``team.malformed``, with the place) and whatever a profile raises.
    """
    if not isinstance(data, dict):
        raise _malformed(f"A team is {type(data).__name__}; expected an object with people and targets", name)
    people = _list(data, "people", MOST_PEOPLE, f"{name}, ")
    targets = _list(data, "targets", MOST_TARGETS, f"{name}, ")
    members = tuple(_member(item, framework, f"{name}, /people/{number}") for number, item in enumerate(people))
    seen: set[str] = set()
    for number, member in enumerate(members):
        if member.id in seen:
            raise _malformed(f"The id {member.id!r} is used twice", f"{name}, /people/{number}/id")
        seen.add(member.id)
    return Team(
        people=members,
        targets=tuple(_target(item, framework, f"{name}, /targets/{number}") for number, item in enumerate(targets)),
        framework=data["framework"] if isinstance(data.get("framework"), str) else "",
    )


def _list(data: Mapping[str, Any], key: str, most: int, where: str) -> list[Any]:
    value = data.get(key)
    if not isinstance(value, list) or not value:
        raise _malformed(f"{key} is {_short(value)}; expected a list with at least one entry", f"{where}/{key}")
    if len(value) > most:
        raise _malformed(f"{key} has {len(value)} entries; at most {most} are read", f"{where}/{key}")
    return value


def _member(item: Any, framework: Framework, where: str) -> TeamMember:
    if not isinstance(item, dict):
        raise _malformed(f"A person is {_short(item)}; expected an object with id and skills", where)
    known = item.get("id")
    if not isinstance(known, str) or not known.strip():
        raise _malformed(f"id is {_short(known)}; expected a text that names one person", f"{where}/id")
    called = item.get("name")
    if called is not None and not isinstance(called, str):
        raise _malformed(f"name is {_short(called)}; expected a text", f"{where}/name")
    profile = profile_from_json(item.get("profile", item), framework, name=where)
    return TeamMember(id=known.strip(), name=(called or "").strip() or known.strip(), profile=profile)


def _target(item: Any, framework: Framework, where: str) -> TeamTarget:
    if not isinstance(item, dict) or ("occupation" in item) == ("skills" in item):
        raise _malformed("A target is an object with either occupation or skills", where)
    people = _people(item, 1, where)
    if "occupation" in item:
        if not isinstance(item["occupation"], str):
            raise _malformed(f"occupation is {_short(item['occupation'])}; expected text", f"{where}/occupation")
        occupation = framework.occupation(item["occupation"])
        if not occupation.requirements:
            raise _malformed(f"{occupation.name} asks for no skills", f"{where}/occupation")
        return TeamTarget(
            uri=occupation.uri,
            label=occupation.name,
            isco=occupation.isco,
            seats=tuple(Seat(requirement=one, people=people) for one in occupation.requirements),
        )
    skills = item["skills"]
    if not isinstance(skills, list) or not skills:
        raise _malformed("skills is not a list with at least one entry", f"{where}/skills")
    seats = tuple(_seat(one, people, framework, f"{where}/skills/{number}") for number, one in enumerate(skills))
    seen: set[str] = set()
    for number, seat in enumerate(seats):
        if seat.skill in seen:
            raise _malformed(f"The skill {seat.skill} is asked for twice", f"{where}/skills/{number}")
        seen.add(seat.skill)
    called = item.get("name")
    return TeamTarget(label=called.strip() if isinstance(called, str) and called.strip() else "the target", seats=seats)


def _seat(item: Any, people: int, framework: Framework, where: str) -> Seat:
    entry = {"uri": item} if isinstance(item, str) else item
    if not isinstance(entry, dict) or not isinstance(entry.get("uri") or entry.get("label"), str):
        raise _malformed(f"A skill is {_short(item)}; expected a URI, or an object with uri or label", where)
    named = str(entry.get("uri") or entry.get("label"))
    relation = entry.get("relation", "essential")
    if relation not in ("essential", "optional"):
        raise _malformed(f"relation is {_short(relation)}; expected essential or optional", f"{where}/relation")
    weight = _number(entry, "weight", where)
    if weight is None:
        weight = 1.0 if relation == "essential" else 0.5
    if weight < 0:
        raise _malformed(f"weight is {weight:g}; expected 0 or more", f"{where}/weight")
    return Seat(
        requirement=Requirement(
            skill=named if ":" in named and named not in framework.skills else framework.skill(named).uri,
            relation=relation,
            weight=weight,
            level=_level(entry, where),
        ),
        people=_people(entry, people, where),
    )


def _level(entry: Mapping[str, Any], where: str) -> ProficiencyLevel | None:
    value = _number(entry, "required_level", where)
    if value is None:
        value = _number(entry, "level", where)
    if value is None:
        return None
    scale = entry.get("scale")
    if scale is None or scale == STEPLADDER_SCALE.id:
        try:
            return STEPLADDER_SCALE.level(value)
        except FrameworkError as error:
            error.where = error.where or where
            raise
    highest = _number(entry, "highest", where)
    if not isinstance(scale, str) or value <= 0:
        raise _malformed("A level on another scale needs the scale as text and a value above 0", f"{where}/scale")
    return ProficiencyLevel(scale=scale, value=value, highest=max(value, highest or value))


def _number(entry: Mapping[str, Any], key: str, where: str) -> float | None:
    value = entry.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -1e9 <= value <= 1e9:
        raise _malformed(f"{key} is {_short(value)}; expected a number", f"{where}/{key}")
    return float(value)


def _people(entry: Mapping[str, Any], default: int, where: str) -> int:
    value = entry.get("people", default)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not 1 <= value <= MOST_PEOPLE or value != int(value):
        raise _malformed(
            f"people is {_short(value)}; expected a whole number from 1 to {MOST_PEOPLE}", f"{where}/people"
        )
    return int(value)


def _short(value: Any) -> str:
    plain = isinstance(value, (str, float, bool, type(None))) or (isinstance(value, int) and abs(value) < 1e18)
    text = repr(value) if plain else f"a {type(value).__name__}"
    return text if len(text) <= 60 else text[:57] + "…"


def _malformed(message: str, where: str) -> SkillsError:
    return SkillsError(message, code="team.malformed", where=where, hint="The planning reference has a team file.")
