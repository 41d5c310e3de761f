"""The gap of a profile to a role or occupation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepladder.skills.errors import SkillsError
from stepladder.skills.evidence import Freshness, SkillAttestation, freshness
from stepladder.skills.gaps.near import Inference, Neighbourhood
from stepladder.skills.gaps.report import GapLine, GapReport, GapSettings, Status, coverage
from stepladder.skills.licences import licence_notice

if TYPE_CHECKING:
    from datetime import date

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.frameworks.values import Occupation, Requirement
    from stepladder.skills.profile import Holding, SkillProfile

__all__ = ["RoleTarget", "gap"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTarget:
    """An employer's role: an identifier, a name, and the skills that it asks for."""

    uri: str
    label: str
    requirements: tuple[Requirement, ...] = ()
    isco: str = ""


def gap(
    profile: SkillProfile,
    target: Occupation | RoleTarget,
    framework: Framework,
    *,
    at: date,
    settings: GapSettings | None = None,
) -> GapReport:
    """Return what lies between ``profile`` and ``target`` on the day ``at``.

    Per required skill: need = max(0, required level − held level × confidence × freshness), as a share of the required
    level; the gap is Σ weight × need. A skill that is not held but implied by what is held (rules in
    docs/explanation/how-a-gap-is-computed.md) is *probably held: confirm*, never *missing*, and never counts as held.
    Raises `SkillsError` (``gap.no_requirements``) for a target that asks for nothing.

    Example: ``gap(profile, framework.occupation("ICT help desk agent"), framework, at=day).missing()``.
    """
    rules = settings or GapSettings()
    wanted = _distinct(target.requirements)
    if not wanted:
        raise SkillsError(
            f"{target.label or target.uri} asks for no skills, so there is nothing to compare with",
            code="gap.no_requirements",
            hint="Choose an occupation or role template with skills; `stepladder skills search` finds some.",
        )
    near = Neighbourhood(profile=profile, framework=framework, settings=rules, target=target.uri)
    lines = tuple(_line(item, profile, near, at, rules) for item in wanted)
    unknown = [item.skill for item in wanted if item.skill not in framework.skills]
    notices = [
        f"{len(unknown)} required skills are not in {framework.title} and are compared by URI only" for _ in unknown[:1]
    ]
    origins = tuple(one.isco for one in near.backgrounds)
    licence = licence_notice(target.isco, origins)
    notices += [licence] if licence else []
    return GapReport(
        framework=framework.name,
        target=target.uri,
        target_label=target.label or target.uri,
        at=at,
        lines=lines,
        coverage_claims=coverage(lines, "claims"),
        coverage_proof=coverage(lines, "proof"),
        held=profile.skills,
        held_proof=tuple(uri for uri in profile.skills if _proved(profile.holding(uri), at, rules)),
        backgrounds=tuple(one.uri for one in near.backgrounds),
        notices=tuple(notices),
    )


def _distinct(requirements: tuple[Requirement, ...]) -> tuple[Requirement, ...]:
    """Each skill once: essential before optional, the highest weight first; one required at level 0 is not required."""
    best: dict[str, Requirement] = {}
    for item in requirements:
        if item.level is not None and item.level.value <= 0:
            continue
        known = best.get(item.skill)
        if known is None or (item.relation == "essential", item.weight) > (known.relation == "essential", known.weight):
            best[item.skill] = item
    return tuple(best.values())


def _proved(holding: Holding | None, at: date, rules: GapSettings) -> bool:
    return holding is not None and holding.proof(at, rules.freshness) is not None


def _line(item: Requirement, profile: SkillProfile, near: Neighbourhood, at: date, rules: GapSettings) -> GapLine:
    label = near.label(item.skill)
    required = item.level.value if item.level is not None else 1.0
    scale = item.level.scale if item.level is not None else ""
    holding = profile.holding(item.skill)
    if holding is None:
        return _not_held(item, label, required, scale, near.infer(item.skill))
    return _held(item, label, required, scale, holding, at, rules)


def _not_held(item: Requirement, label: str, required: float, scale: str, inference: Inference | None) -> GapLine:
    return GapLine(
        skill=item.skill,
        label=label,
        relation=item.relation,
        weight=item.weight,
        required_level=required,
        level_scale=scale,
        status="missing" if inference is None else "probably_held",
        reason="Nothing in your profile speaks for it." if inference is None else inference.reason,
        via=() if inference is None else inference.via,
        rule="" if inference is None else inference.rule,
    )


def _held(  # noqa: PLR0917 - as above
    item: Requirement, label: str, required: float, scale: str, holding: Holding, at: date, rules: GapSettings
) -> GapLine:
    shown = _shown(item, holding, at, rules)
    share, note = _share(shown, item)
    status: Status = "missing" if share < 1.0 else ("held" if _is_sure(shown, item, rules) else "probably_held")
    fresh = freshness(shown, at=at, settings=rules.freshness)
    worth = max(_worth(one, item, at, rules) for one in holding.attestations)
    proved = max(
        (_worth(one, item, at, rules) for one in holding.attestations if _is_live_proof(one, at, rules)), default=0.0
    )
    return GapLine(
        skill=item.skill,
        label=label,
        relation=item.relation,
        weight=item.weight,
        required_level=required,
        held_level=round(min(share, 1.0) * required if item.level is None else share * required, 4),
        level_scale=scale,
        need=round(max(0.0, 1.0 - worth), 4),
        need_proof=round(max(0.0, 1.0 - proved), 4),
        status=status,
        basis="proof" if status == "held" and _is_live_proof(shown, at, rules) else "claim",
        strength=shown.strength,
        freshness=fresh.value,
        reason=_held_reason(shown, fresh, status, item, share, note),
        rule="exact",
        conflicts=holding.conflicts,
        lapses=_lapses(holding.attestations),
    )


def _lapses(attestations: tuple[SkillAttestation, ...]) -> date | None:
    """The last day of the proof (without any: of the claim) that lasts longest; None where some of it states no end."""
    days = [one.valid_until for one in attestations if one.is_proof] or [one.valid_until for one in attestations]
    return None if None in days else max((day for day in days if day is not None), default=None)


def _shown(item: Requirement, holding: Holding, at: date, rules: GapSettings) -> SkillAttestation:
    """Return the attestation that a line rests on: what reaches the level surely, then what is proved, then the best.

    One attestation decides, so that the level of one and the confidence of another never add up to a skill held.
    """
    return max(
        holding.attestations,
        key=lambda one: (
            _is_sure(one, item, rules),
            _share(one, item)[0] >= 1.0,
            _is_live_proof(one, at, rules),
            _worth(one, item, at, rules),
        ),
    )


def _is_sure(one: SkillAttestation, item: Requirement, rules: GapSettings) -> bool:
    return _share(one, item)[0] >= 1.0 and one.confidence >= rules.least_confidence


def _is_live_proof(one: SkillAttestation, at: date, rules: GapSettings) -> bool:
    return one.is_proof and freshness(one, at=at, settings=rules.freshness).state != "lapsed"


def _share(one: SkillAttestation, item: Requirement) -> tuple[float, str]:
    """Held level as a share of the required one; levels on another scale, or none, count as reaching it, and say so."""
    if item.level is None:
        return 1.0, ""
    if one.level is None:
        return 1.0, "no level is stated, so it is taken to reach the one asked for"
    if one.level.scale != item.level.scale:
        return 1.0, f"its level is on another scale ({one.level.scale}) and was not compared"
    return one.level.value / item.level.value, ""


def _worth(one: SkillAttestation, item: Requirement, at: date, rules: GapSettings) -> float:
    share, _ = _share(one, item)
    return min(1.0, share * one.confidence * freshness(one, at=at, settings=rules.freshness).value)


def _held_reason(  # noqa: PLR0917 - what the sentence speaks of
    one: SkillAttestation, fresh: Freshness, status: str, item: Requirement, share: float, note: str
) -> str:
    source = one.source_name or one.source
    if not one.is_proof:
        said = "You say so" if one.source == "self" else f"You say so, from {source}"
    else:
        said = {"endorsed": "Endorsed", "assessed": "Assessed", "supervised": "Assessed under supervision"}[
            one.strength
        ]
        said += f" by {source}"
    parts = [f"{said} ({fresh.reason})" if fresh.state != "undated" else said]
    if fresh.state == "lapsed":
        parts.append("it counts as a claim until it is renewed")
    if share < 1.0 and item.level is not None and one.level is not None:
        parts.append(f"level {one.level.value:g} is held, {item.level.value:g} is asked for")
    if status == "probably_held":
        parts.append(f"the link to this skill is only {one.confidence:.0%} sure: confirm")
    if note:
        parts.append(note)
    return "; ".join(parts) + "."
