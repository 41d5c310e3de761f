"""The front of planning: a gap report and offers in, a proved plan with its reasons out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from stepladder.skills.errors import SkillsError
from stepladder.skills.plans.check import check_plan
from stepladder.skills.plans.conflicts import no_plan
from stepladder.skills.plans.explain import alternatives, open_skills, steps
from stepladder.skills.plans.instance import VALUE_UNIT, Instance, Limits, build_instance
from stepladder.skills.plans.model import OBJECTIVES, LearningPlan, Objective
from stepladder.skills.plans.search import Answer, Effort, best, prices

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from stepladder.skills.gaps.report import Counting, GapReport
    from stepladder.skills.plans.model import LearningOpportunity

__all__ = ["PlanSettings", "plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSettings:
    """How the plan is sought: seconds per solver stage, rejected offers to explain, presolve by dominance on or off."""

    seconds: float = 30.0
    alternatives: int = 3
    presolve: bool = True
    tie_break: bool = True


def plan(
    gap_report: GapReport,
    opportunities: Iterable[LearningOpportunity],
    *,
    objective: Objective = "coverage",
    budget: Decimal | float | None = None,
    hours_per_week: float | None = None,
    deadline: date | None = None,
    full_closure: bool = False,
    counting: Counting = "claims",
    include_optional: bool = False,
    completed: Iterable[str] = (),
    at: date | None = None,
    settings: PlanSettings | None = None,
) -> LearningPlan:
    """Return the best plan for the open skills of a gap report, with proof, reasons and what stays open.

    The best weighted coverage within ``budget`` (in the catalogue's currency), and ``hours_per_week`` until
    ``deadline``; among those the least ``cost``, ``time`` or ``count`` (``coverage``: the least cost). ``full_closure``
    asks for every skill to be closed. Essential skills only, unless ``include_optional``. ``completed`` are ids of
    opportunities done before. A deadline without hours a week is held against start days only.

    Raises `NoPlanError` with the smallest conflicting set when ``full_closure`` cannot be had, and `SkillsError`
    (``plan.*``, ``catalogue.*``) for conditions that cannot be meant.
    """
    rules = settings or PlanSettings()
    day = at or gap_report.at
    limits = Limits(
        at=day,
        budget=_cents(budget),
        minutes_per_week=_minutes(hours_per_week),
        deadline=_deadline(deadline, day),
    )
    if objective not in OBJECTIVES:
        raise SkillsError(f"The objective {objective!r} is not one of {', '.join(OBJECTIVES)}", code="plan.objective")
    proof = counting == "proof"
    lines = gap_report.missing(counting, include_optional=include_optional)
    held = frozenset(gap_report.held)
    instance = build_instance(
        lines,
        opportunities,
        held=held,
        claimed=held | {line.skill for line in gap_report.lines if line.status != "missing"},
        completed=frozenset(completed),
        proof=proof,
        limits=limits,
        presolve_for=objective if rules.presolve else None,
    )
    effort = Effort(seconds=rules.seconds)
    answer = _answer(instance, objective, effort, full_closure=full_closure, tie_break=rules.tie_break)
    return _report(gap_report, instance, answer, objective, rules, effort, counting)


def _answer(instance: Instance, objective: Objective, effort: Effort, *, full_closure: bool, tie_break: bool) -> Answer:
    limits = instance.limits
    answer = None
    if not full_closure:
        answer = best(instance, limits, objective, effort, tie_break=tie_break)
    elif len(instance.closable) == len(instance.lines):
        answer = best(instance, limits, objective, effort, all_or_nothing=True, tie_break=tie_break)
    if answer is None and full_closure:
        raise no_plan(instance, limits, effort)
    if answer is None:
        raise SkillsError(
            "The solver found nothing within its time", code="plan.no_answer", hint="Allow it more seconds."
        )
    return answer


def _report(  # noqa: PLR0917 - what a plan is made of
    report: GapReport,
    instance: Instance,
    answer: Answer,
    objective: Objective,
    rules: PlanSettings,
    effort: Effort,
    counting: Counting,
) -> LearningPlan:
    limits = instance.limits
    taken = steps(instance, answer, objective)
    value, bound, proved, gap = _proof(instance, answer, objective)
    weeks = max(
        (s.starts_week + s.weeks for s in taken if s.starts_week is not None and s.weeks is not None), default=None
    )
    made = LearningPlan(
        target=report.target,
        target_label=report.target_label,
        counting=counting,
        steps=taken,
        objective_name=objective,
        objective=value,
        bound=bound,
        gap=gap,
        proved_optimal=proved,
        cost=sum((step.opportunity.price for step in taken), Decimal(0)),
        currency=next((o.currency for o in instance.by_id.values() if o.price), "EUR"),
        hours=round(sum(step.opportunity.minutes for step in taken) / 60, 4),
        weeks=weeks,
        at=limits.at,
        closed=len(answer.closed),
        wanted=len(instance.lines),
        open_skills=open_skills(instance, answer),
        alternatives=alternatives(instance, answer, objective, effort, rules.alternatives),
        notes=_notes(instance, taken_invented=any(step.opportunity.invented for step in taken)),
        probably_held=tuple(line.skill for line in report.lines if line.status == "probably_held"),
    )
    return check_plan(made, instance)


def _proof(instance: Instance, answer: Answer, objective: Objective) -> tuple[float, float, bool, float]:
    """Return value, bound, whether proved, and relative gap, in the objective's own units."""
    if objective == "coverage":
        value = sum(instance.values[row] for row in answer.closed) / VALUE_UNIT
        bound = value if answer.coverage.proved else max(value, answer.coverage.bound / VALUE_UNIT)
        return round(value, 4), round(bound, 4), answer.proved, answer.coverage.gap
    unit = {"cost": 100.0, "time": 60.0, "count": 1.0}[objective]
    cost = prices(instance, objective)
    value = sum(cost[j] for j in answer.order) / unit
    bound = value if answer.proved else min(value, max(0.0, answer.spending.bound / unit))
    return round(value, 4), round(bound, 4), answer.proved, answer.spending.gap


def _notes(instance: Instance, *, taken_invented: bool) -> tuple[str, ...]:
    notes = list(instance.notes)
    if not instance.by_id:
        notes.append("The catalogue is empty.")
    if not instance.lines:
        notes.append("There is nothing to close: every skill that counts is held.")
    if instance.limits.deadline is not None and not instance.limits.minutes_per_week:
        notes.append("No hours a week were given: the deadline was held against start days only.")
    if taken_invented:
        notes.append("This plan uses demo offers: their price, hours and provider are invented.")
    ring = sum(1 for reason in instance.unusable.values() if "circle" in reason)
    if ring:
        notes.append(f"{ring} offers were left out because their prerequisites run in a circle.")
    notes.append("Best within the catalogue shown, not within all that exists.")
    return tuple(notes)


def _cents(budget: Decimal | float | None) -> int | None:
    if budget is None:
        return None
    try:
        amount = Decimal(str(budget))
    except InvalidOperation as error:
        raise SkillsError(f"The budget is {budget!r}; expected a number", code="plan.budget") from error
    if not amount.is_finite() or amount < 0:
        raise SkillsError(
            f"The budget is {budget}; expected 0 or more", code="plan.budget", hint="Leave it out for no limit."
        )
    return int(amount * 100)


def _minutes(hours_per_week: float | None) -> float | None:
    if hours_per_week is None:
        return None
    if not 0 < hours_per_week <= 168:
        raise SkillsError(
            f"{hours_per_week} hours a week cannot be; a week has 168", code="plan.hours_per_week", hint="Try 4 or 8."
        )
    return float(hours_per_week) * 60


def _deadline(deadline: date | None, day: date) -> date | None:
    if deadline is not None and deadline < day:
        raise SkillsError(
            f"The deadline {deadline.isoformat()} is before the start {day.isoformat()}",
            code="plan.deadline",
            hint="Choose a day in the future.",
        )
    return deadline
