"""From a team file to people and wants: who meets what, by each person's gap to each target."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from stepladder.skills.errors import SkillsError
from stepladder.skills.gaps import RoleTarget, gap, read_team
from stepladder.skills.plans.teams.values import TeamPerson, TeamWant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.gaps import Counting, GapReport, Team

__all__ = ["people_and_wants"]

MOST_GAPS = 20_000


def people_and_wants(
    data: Any,
    framework: Framework,
    *,
    at: date,
    counting: Counting = "claims",
    include_optional: bool = False,
    hours_per_week: float | None = None,
    deadline: date | None = None,
    name: str = "team",
) -> tuple[tuple[TeamPerson, ...], tuple[TeamWant, ...]]:
    """Return the people of a team file and what its targets want of them.

    Each skill of a target is one want; optional skills only where asked for. A person may state ``hours_per_week``,
    ``deadline`` and ``completed`` (ids of offers); otherwise the given ones hold. Raises what `read_team` raises, and
    `SkillsError` (``team.malformed``).
    """
    team = read_team(data, framework, name=name)
    if len(team.people) * len(team.targets) > MOST_GAPS:
        raise SkillsError(
            f"{len(team.people):,} people and {len(team.targets):,} targets are more than can be compared at once",
            code="team.too_large",
            where=name,
            hint=f"At most {MOST_GAPS:,} pairs: plan for a part of the team, or for fewer targets.",
        )
    wants: list[TeamWant] = []
    seats: list[tuple[int, str]] = []
    for number, target in enumerate(team.targets):
        for seat in target.seats:
            if seat.requirement.relation == "essential" or include_optional:
                seats.append((number, seat.skill))
                wants.append(
                    TeamWant(
                        target=target.label,
                        skill=seat.skill,
                        label=framework.skills[seat.skill].label if seat.skill in framework.skills else seat.skill,
                        level=seat.requirement.level.value if seat.requirement.level is not None else 1.0,
                        people=seat.people,
                        weight=seat.requirement.weight,
                    )
                )
    people = []
    for number, member in enumerate(team.people):
        where = f"{name}, /people/{number}"
        raw = data["people"][number]
        reports = _reports(team, member.profile, framework, at)
        states = [_state(reports[target], skill, counting) for target, skill in seats]
        people.append(
            TeamPerson(
                id=member.id,
                name=member.name,
                meets=frozenset(place for place, state in enumerate(states) if state == "held"),
                probably=frozenset(place for place, state in enumerate(states) if state == "probably_held"),
                held=frozenset(member.profile.skills),
                completed=_ids(raw, where),
                hours_per_week=_hours(raw, hours_per_week, where),
                deadline=_deadline(raw, deadline, where),
            )
        )
    return tuple(people), tuple(wants)


def _reports(team: Team, profile: Any, framework: Framework, at: date) -> list[GapReport]:
    return [
        gap(
            profile,
            RoleTarget(
                uri=target.uri,
                label=target.label,
                requirements=tuple(seat.requirement for seat in target.seats),
                isco=target.isco,
            ),
            framework,
            at=at,
        )
        for target in team.targets
    ]


def _state(report: GapReport, skill: str, counting: Counting) -> str:
    line = report.line(skill)
    if line is None:
        return "missing"
    if counting == "proof":
        return "held" if line.need_proof == 0 else "missing"
    return line.status


def _ids(raw: Mapping[str, Any], where: str) -> frozenset[str]:
    value = raw.get("completed", [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _malformed("completed is no list of ids of offers", f"{where}/completed")
    return frozenset(value)


def _hours(raw: Mapping[str, Any], default: float | None, where: str) -> float | None:
    value = raw.get("hours_per_week", default)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 168:
        raise _malformed("hours_per_week is not a number above 0, up to 168", f"{where}/hours_per_week")
    return float(value)


def _deadline(raw: Mapping[str, Any], default: date | None, where: str) -> date | None:
    value = raw.get("deadline")
    if value is None:
        return default
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _malformed("deadline is no day such as 2026-03-01", f"{where}/deadline") from error


def _malformed(message: str, where: str) -> SkillsError:
    return SkillsError(message, code="team.malformed", where=where, hint="The planning reference has a team file.")
