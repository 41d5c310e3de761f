"""The values of a gap report: a line and a reason per skill, coverage as counts, two countings side by side."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - part of public signatures
from dataclasses import dataclass, field
from datetime import date
from reprlib import repr as shown  # of a stranger's value: short however large or deep it is
from typing import Any, Literal

from stepladder.skills.errors import SkillsError
from stepladder.skills.evidence import STRENGTHS, FreshnessSettings, Strength

__all__ = ["Counting", "Coverage", "GapLine", "GapReport", "GapSettings", "Status"]

Status = Literal["held", "probably_held", "missing"]
Counting = Literal["claims", "proof"]
STATUSES: tuple[Status, ...] = ("held", "probably_held", "missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSettings:
    """What a gap counts and how boldly near skills are inferred.

    ``least_confidence``: below it an attestation is no more than *probably held*. ``near``: whether near skills are
    looked for at all. ``background_share``: share of an occupation's essential skills from which on a profile is read
    as a background in that occupation. ``alike_number``: how many occupations most like the background are looked at;
    ``alike_share``: the share of them, weighted by likeness, that must ask for a skill to make it *probably held*.
    """

    least_confidence: float = 0.5
    near: bool = True
    background_share: float = 0.75
    alike_number: int = 12
    alike_share: float = 0.3
    everyday_from: int = 5
    freshness: FreshnessSettings = field(default_factory=FreshnessSettings)


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLine:
    """One required skill: what is asked, what is held, and why we say so.

    ``need`` is what remains to be learned when claims count, ``need_proof`` when only proof counts, both 0–1 as a share
    of ``required_level``. ``basis`` is what the holding rests on; ``via`` names the held skills or occupation from
    which a *probably held* was inferred. Levels are on ``level_scale``; without a scale a skill is required at 1, held
    at 1 or 0.
    """

    skill: str
    label: str
    relation: Literal["essential", "optional"] = "essential"
    weight: float = 1.0
    required_level: float = 1.0
    held_level: float = 0.0
    level_scale: str = ""
    need: float = 1.0
    need_proof: float = 1.0
    status: Status = "missing"
    basis: Literal["proof", "claim"] | None = None
    strength: Strength | None = None
    freshness: float | None = None
    reason: str = ""
    via: tuple[str, ...] = ()
    rule: str = ""
    conflicts: tuple[str, ...] = ()
    lapses: date | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the line as JSON (the keys of the gap format, then what this library adds)."""
        return {
            "uri": self.skill,
            "label": self.label,
            "relation": self.relation,
            "weight": self.weight,
            "required_level": self.required_level,
            "held_level": self.held_level,
            "because": self.reason,
            "status": self.status,
            "basis": self.basis,
            "strength": self.strength,
            "freshness": self.freshness,
            "need": self.need,
            "need_proof": self.need_proof,
            "level_scale": self.level_scale,
            "via": list(self.via),
            "rule": self.rule,
            "conflicts": list(self.conflicts),
            "lapses": self.lapses.isoformat() if self.lapses else None,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], where: str = "") -> GapLine:
        """Read a line; only ``uri`` is needed: without levels a skill is required at 1 and held at 0.

        Raises `SkillsError` (``gap.malformed``) naming the member that is wrong.
        """
        uri = data.get("uri")
        if not isinstance(uri, str) or not uri.strip():
            raise _malformed(
                f"A skill of the gap has the uri {shown(uri)}; a non-empty text was expected", f"{where}/uri"
            )
        required = _number(data, "required_level", 1.0, where)
        held = _number(data, "held_level", 0.0, where)
        weight = _number(data, "weight", 1.0, where)
        if required <= 0 or held < 0 or weight < 0:
            raise _malformed("Levels and weights cannot be negative, and a required level must be above 0", where)
        relation: Any = data.get("relation") or "essential"
        if relation not in ("essential", "optional"):
            raise _malformed(f"The relation is {shown(relation)}; expected essential or optional", f"{where}/relation")
        left = max(0.0, 1.0 - held / required)
        status = data.get("status") or ("held" if left == 0 else "missing")
        if status not in STATUSES:
            raise _malformed(f"The status is {shown(status)}; expected {', '.join(STATUSES)}", f"{where}/status")
        basis = data.get("basis")
        need = min(1.0, _number(data, "need", 0.0 if status == "held" else left, where))
        unproved = need if basis == "proof" else (1.0 if "basis" in data else need)
        strength = data.get("strength")
        return cls(
            skill=uri.strip(),
            label=_text(data.get("label"), uri),
            relation=relation,
            weight=weight,
            required_level=required,
            held_level=held,
            level_scale=_text(data.get("level_scale")),
            need=need,
            need_proof=min(1.0, _number(data, "need_proof", unproved, where)),
            status=status,
            basis=basis if basis in ("proof", "claim") else None,
            strength=strength if strength in STRENGTHS else None,
            freshness=None if data.get("freshness") is None else _number(data, "freshness", 1.0, where),
            reason=_text(data.get("because")),
            via=_texts(data, "via", where),
            rule=_text(data.get("rule")),
            conflicts=_texts(data, "conflicts", where),
            lapses=_lapses(data.get("lapses"), where),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of a target is covered in one counting: counts first, the number beside them.

    ``need`` is Σ weight × need over all lines, of at most ``need_of`` (Σ weight).
    """

    essential_held: int
    essential_probably: int
    essential_total: int
    optional_held: int
    optional_probably: int
    optional_total: int
    need: float
    need_of: float

    @property
    def essential_share(self) -> float:
        """Return essential skills held as a share, 0–1 (1 where none is asked for)."""
        return self.essential_held / self.essential_total if self.essential_total else 1.0

    def sentence(self) -> str:
        """Return the counts in words: "12 of 19 essential skills held, 3 more probably"."""
        more = f", {self.essential_probably} more probably" if self.essential_probably else ""
        return f"{self.essential_held} of {self.essential_total} essential skills held{more}"

    def as_dict(self) -> dict[str, Any]:
        """Return counts and number as JSON."""
        return {
            "essential_held": self.essential_held,
            "essential_probably": self.essential_probably,
            "essential_total": self.essential_total,
            "optional_held": self.optional_held,
            "optional_probably": self.optional_probably,
            "optional_total": self.optional_total,
            "need": self.need,
            "need_of": self.need_of,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class GapReport:
    """What lies between a profile and a target on one day, in the target's order.

    ``coverage_claims`` counts what the person says and what is proved, ``coverage_proof`` only what is proved.
    ``held`` lists every skill held, also those that the target does not ask for (they satisfy prerequisites of offers).
    """

    framework: str
    target: str
    target_label: str
    at: date
    lines: tuple[GapLine, ...]
    coverage_claims: Coverage
    coverage_proof: Coverage
    held: tuple[str, ...] = ()
    held_proof: tuple[str, ...] = ()
    backgrounds: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    def missing(self, counting: Counting = "claims", *, include_optional: bool = True) -> tuple[GapLine, ...]:
        """Return the lines still open: lacking when claims count, or not proved when only proof counts.

        A *probably held* skill is open for proof only: first it is confirmed, not bought.
        """
        lines = (line for line in self.lines if include_optional or line.relation == "essential")
        if counting == "proof":
            return tuple(line for line in lines if line.need_proof > 0)
        return tuple(line for line in lines if line.status == "missing")

    def line(self, skill: str) -> GapLine | None:
        """Return the line of a skill, or None where the target does not ask for it."""
        return next((line for line in self.lines if line.skill == skill), None)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON, readable again by `from_dict`."""
        return {
            "framework": self.framework,
            "target": {"uri": self.target, "label": self.target_label},
            "at": self.at.isoformat(),
            "coverage": {"claims": self.coverage_claims.as_dict(), "proof": self.coverage_proof.as_dict()},
            "skills": [line.as_dict() for line in self.lines],
            "held": list(self.held),
            "held_proof": list(self.held_proof),
            "backgrounds": list(self.backgrounds),
            "notices": list(self.notices),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, at: date | None = None) -> GapReport:
        """Read a report; ``skills`` is needed, everything else has a plain default.

        Raises `SkillsError` (``gap.malformed``) for another shape, a skill listed twice, or a date that is none.
        """
        skills = data.get("skills") if isinstance(data, dict) else None
        if not isinstance(skills, list) or not all(isinstance(item, dict) for item in skills):
            raise _malformed('A gap is an object with a list "skills" of objects', "/skills")
        lines = tuple(GapLine.from_dict(item, f"/skills/{index}") for index, item in enumerate(skills))
        seen: set[str] = set()
        for index, line in enumerate(lines):
            if line.skill in seen:
                raise _malformed(f"The skill {line.skill} is listed twice", f"/skills/{index}/uri")
            seen.add(line.skill)
        target = data.get("target") or ""
        uri, label = (
            (_text(target.get("uri")), _text(target.get("label")))
            if isinstance(target, dict)
            else (_text(target), _text(target))
        )
        return cls(
            framework=_text(data.get("framework")),
            target=uri,
            target_label=label,
            at=_day(data.get("at"), at),
            lines=lines,
            coverage_claims=coverage(lines, "claims"),
            coverage_proof=coverage(lines, "proof"),
            held=_texts(data, "held") or tuple(line.skill for line in lines if line.status == "held"),
            held_proof=_texts(data, "held_proof"),
            backgrounds=_texts(data, "backgrounds"),
            notices=_texts(data, "notices"),
        )


def coverage(lines: tuple[GapLine, ...], counting: Counting) -> Coverage:
    """Return the counts over lines in one counting."""
    proof = counting == "proof"

    def count(relation: str, status: Status) -> int:
        return sum(1 for line in lines if line.relation == relation and _status(line, proof=proof) == status)

    def total(relation: str) -> int:
        return sum(1 for line in lines if line.relation == relation)

    return Coverage(
        essential_held=count("essential", "held"),
        essential_probably=count("essential", "probably_held"),
        essential_total=total("essential"),
        optional_held=count("optional", "held"),
        optional_probably=count("optional", "probably_held"),
        optional_total=total("optional"),
        need=round(sum(line.weight * (line.need_proof if proof else line.need) for line in lines), 6),
        need_of=round(sum(line.weight for line in lines), 6),
    )


def _status(line: GapLine, *, proof: bool) -> Status:
    if not proof:
        return line.status
    return "held" if line.basis == "proof" and line.status == "held" else "missing"


def _malformed(message: str, where: str) -> SkillsError:
    return SkillsError(
        message, code="gap.malformed", where=where, hint="`stepladder gap … --json` writes this format; see planning."
    )


def _number(data: Mapping[str, Any], key: str, default: float, where: str) -> float:
    value = data.get(key)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not -1e9 <= value <= 1e9:
        raise _malformed(f"{key} is {shown(value)}; a number was expected", f"{where}/{key}")
    return float(value)


def _texts(data: Mapping[str, Any], key: str, where: str = "") -> tuple[str, ...]:
    value = data.get(key) or []
    if not isinstance(value, list):
        raise _malformed(f"{key} is {shown(value)}; a list was expected", f"{where}/{key}")
    return tuple(item if isinstance(item, str) else shown(item) for item in value)


def _text(value: object, default: str = "") -> str:
    return value if isinstance(value, str) and value else default


def _lapses(value: object, where: str) -> date | None:
    try:
        return date.fromisoformat(_text(value, "?")) if value else None
    except ValueError as error:
        raise _malformed(
            f"lapses is {shown(value)}; a day such as 2026-03-01 was expected", f"{where}/lapses"
        ) from error


def _day(value: object, at: date | None) -> date:
    if at is not None:
        return at
    try:
        return date.fromisoformat(_text(value, "?")) if value else date.min
    except ValueError as error:
        raise _malformed(f"at is {shown(value)}; a day such as 2026-03-01 was expected", "/at") from error
