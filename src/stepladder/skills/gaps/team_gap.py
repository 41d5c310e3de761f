"""The gap of a team to its roles: who covers what, which seats are open, and what hangs on one person alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from stepladder.skills.gaps.compute import RoleTarget, gap
from stepladder.skills.gaps.near import RULES
from stepladder.skills.gaps.report import GapLine, GapReport, GapSettings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.gaps.teams import Seat, Team, TeamMember, TeamTarget

__all__ = ["SeatLine", "TargetGap", "TeamGapReport", "team_gap"]

#: Near skills are looked for in teams of up to so many comparisons of a person with a target.
MOST_NEAR = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine:
    """One skill of a target: how many people it asks for, who covers it, and how it is reckoned.

    ``held_by`` counts claims, ``proved_by`` only proof; ``below`` have the skill under the required level,
    ``probably`` are to be asked. ``need`` is the sum of the needs (0–1) of the ``people`` who need least, a place that
    nobody is left for counting 1; ``need_proof`` the same with proof alone. All people are ids, in the team's order.
    """

    skill: str
    label: str
    relation: str
    weight: float
    required_level: float
    level_scale: str
    people: int
    held_by: tuple[str, ...] = ()
    proved_by: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    probably: tuple[str, ...] = ()
    need: float = 0.0
    need_proof: float = 0.0
    reason: str = ""

    @property
    def open(self) -> int:
        """Return how many places nobody fills when claims count."""
        return max(0, self.people - len(self.held_by))

    @property
    def open_proof(self) -> int:
        """Return how many places nobody fills when only proof counts."""
        return max(0, self.people - len(self.proved_by))

    @property
    def hangs_on(self) -> str:
        """Return the id of the one person who has the skill when claims count, or an empty text."""
        return self.held_by[0] if len(self.held_by) == 1 else ""

    def as_dict(self) -> dict[str, Any]:
        """Return the line as JSON."""
        return {
            "uri": self.skill,
            "label": self.label,
            "relation": self.relation,
            "weight": self.weight,
            "required_level": self.required_level,
            "level_scale": self.level_scale,
            "people": self.people,
            "held_by": list(self.held_by),
            "proved_by": list(self.proved_by),
            "below_level": list(self.below),
            "probably_held_by": list(self.probably),
            "open": self.open,
            "open_proof": self.open_proof,
            "single_person": self.hangs_on,
            "need": self.need,
            "need_proof": self.need_proof,
            "because": self.reason,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetGap:
    """One target of a team with its lines, in the target's order."""

    uri: str
    label: str
    lines: tuple[SeatLine, ...]
    notices: tuple[str, ...] = ()

    @property
    def single_points(self) -> tuple[SeatLine, ...]:
        """Return the essential skills that one person alone has."""
        return tuple(line for line in self.lines if line.relation == "essential" and line.hangs_on)

    def seats(self, *, proof: bool = False) -> tuple[int, int]:
        """Return how many places of essential skills are filled, and how many there are."""
        lines = [line for line in self.lines if line.relation == "essential"]
        total = sum(line.people for line in lines)
        return total - sum(line.open_proof if proof else line.open for line in lines), total

    def need(self, *, proof: bool = False) -> float:
        """Return Σ weight × need over all lines."""
        return round(sum(line.weight * (line.need_proof if proof else line.need) for line in self.lines), 6)

    def sentence(self, *, proof: bool = False) -> str:
        """Return the counts in words: "5 of 8 places for essential skills filled"."""
        filled, total = self.seats(proof=proof)
        return f"{filled} of {total} places for essential skills filled"

    def as_dict(self) -> dict[str, Any]:
        """Return the target as JSON."""
        return {
            "target": {"uri": self.uri, "label": self.label},
            "coverage": {
                name: {
                    "seats_filled": self.seats(proof=proof)[0],
                    "seats": self.seats(proof=proof)[1],
                    "need": self.need(proof=proof),
                    "need_of": round(sum(line.weight * line.people for line in self.lines), 6),
                }
                for name, proof in (("claims", False), ("proof", True))
            },
            "single_points": [line.skill for line in self.single_points],
            "skills": [line.as_dict() for line in self.lines],
            "notices": list(self.notices),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamGapReport:
    """What lies between a team and its targets on one day; ``people`` are pairs of id and name."""

    framework: str
    at: date
    people: tuple[tuple[str, str], ...]
    targets: tuple[TargetGap, ...]
    notices: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON (docs/schemas/team-gap.json)."""
        return {
            "framework": self.framework,
            "at": self.at.isoformat(),
            "people": [{"id": known, "name": name} for known, name in self.people],
            "targets": [target.as_dict() for target in self.targets],
            "notices": list(self.notices),
        }


def team_gap(team: Team, framework: Framework, *, at: date, settings: GapSettings | None = None) -> TeamGapReport:
    """Return what lies between a team and its targets on the day ``at``, counting claims and only proof side by side.

    Every person is compared with every target as `gap` does; the places of a skill go to those who need least. One
    person may fill places of several skills and targets: who sits where is a plan (`stepladder team-plan`). Raises
    what `gap` raises. In teams of more than 500 comparisons near skills are not looked for, and a notice says so.

    Example: ``team_gap(read_team(data, framework), framework, at=day).targets[0].single_points``.
    """
    rules = settings or GapSettings()
    notices: list[str] = []
    if rules.near and len(team.people) * len(team.targets) > MOST_NEAR:
        rules = GapSettings(least_confidence=rules.least_confidence, near=False, freshness=rules.freshness)
        notices.append("In a team this large skills are compared by URI only; near skills were not looked for.")
    return TeamGapReport(
        framework=framework.name,
        at=at,
        people=tuple((member.id, member.name) for member in team.people),
        targets=tuple(_target(target, team.people, framework, at, rules) for target in team.targets),
        notices=tuple(notices),
    )


def _target(
    target: TeamTarget, people: tuple[TeamMember, ...], framework: Framework, at: date, rules: GapSettings
) -> TargetGap:
    role = RoleTarget(
        uri=target.uri,
        label=target.label,
        isco=target.isco,
        requirements=tuple(seat.requirement for seat in target.seats),
    )
    reports = [gap(member.profile, role, framework, at=at, settings=rules) for member in people]
    names = {member.id: member.name for member in people}
    by_skill = [{line.skill: line for line in report.lines} for report in reports]
    lines = []
    for seat in target.seats:
        found = {
            member.id: rows[seat.skill] for member, rows in zip(people, by_skill, strict=True) if seat.skill in rows
        }
        if found:  # a skill that is required at level 0 has no line
            lines.append(_line(seat, found, names))
    return TargetGap(uri=target.uri, label=target.label, lines=tuple(lines), notices=_notices(reports))


def _notices(reports: list[GapReport]) -> tuple[str, ...]:
    """Return what the reports say beside their lines, each once: that of a licence if anybody may need one."""
    return tuple(dict.fromkeys(notice for report in reports for notice in report.notices))


def _line(seat: Seat, found: Mapping[str, GapLine], names: Mapping[str, str]) -> SeatLine:
    one = next(iter(found.values()))

    def least(needs: list[float]) -> float:
        best = sorted(needs)[: seat.people]
        return round(sum(best) + (seat.people - len(best)), 4)

    made = SeatLine(
        skill=seat.skill,
        label=one.label,
        relation=one.relation,
        weight=one.weight,
        required_level=one.required_level,
        level_scale=one.level_scale,
        people=seat.people,
        held_by=tuple(known for known, line in found.items() if line.status == "held"),
        proved_by=tuple(known for known, line in found.items() if line.status == "held" and line.basis == "proof"),
        below=tuple(known for known, line in found.items() if line.status == "missing" and line.rule == "exact"),
        probably=tuple(known for known, line in found.items() if line.status == "probably_held"),
        need=least([line.need for line in found.values()]),
        need_proof=least([line.need_proof for line in found.values()]),
    )
    return _with_reason(made, found, names)


def _with_reason(made: SeatLine, found: Mapping[str, GapLine], names: Mapping[str, str]) -> SeatLine:
    parts = [f"{min(made.people, len(made.held_by))} of {made.people} places filled"]
    if made.held_by:
        shown = [f"{names[one]} ({'proved' if one in made.proved_by else 'says so'})" for one in made.held_by]
        parts[0] += ", by " + _few(shown)
    if made.below:
        parts.append("below the level: " + _few([names[one] for one in made.below]))
    if made.probably:
        parts.append(
            "ask "
            + _few([names[one] for one in made.probably])
            + f", who probably can ({RULES.get(found[made.probably[0]].rule, 'by a doubtful link')})"
        )
    if made.hangs_on:
        parts.append(f"all of it hangs on {names[made.hangs_on]} alone")
    if not made.held_by and not made.below and not made.probably:
        parts.append("nobody's profile speaks for it")
    return replace(made, reason="; ".join(parts) + ".")


def _few(names: list[str], most: int = 5) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
