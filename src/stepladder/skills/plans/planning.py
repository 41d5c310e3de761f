"""The front of planning: a gap report and offers in, a proved plan with its reasons out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from stepladder.skills.errors import SkillsError
from stepladder.skills.plans.check import Promise, check_plan
from stepladder.skills.plans.choosing import Prices
from stepladder.skills.plans.clashes import clash_of
from stepladder.skills.plans.conflicts import no_plan
from stepladder.skills.plans.explain import open_skills, steps
from stepladder.skills.plans.instance import VALUE_UNIT, Limits
from stepladder.skills.plans.model import OBJECTIVES, LearningPlan, Objective
from stepladder.skills.plans.paying import Paying, cases
from stepladder.skills.plans.renewing import lapsing, to_renew
from stepladder.skills.plans.search import Effort
from stepladder.skills.plans.solving import Question, Solved
from stepladder.skills.plans.wishes import NOTHING, PlanWishes, Weights, conditions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from stepladder.skills.gaps.report import Counting, GapLine, GapReport
    from stepladder.skills.plans.instance import Instance
    from stepladder.skills.plans.model import LearningOpportunity, PlanStep

__all__ = ["PlanSettings", "plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanSettings:
    """How the plan is sought and how much of it is explained.

    ``seconds`` per solver stage; ``alternatives``: rejected offers to explain; ``without``: steps for which the price
    of doing without is reckoned; ``presolve``: by dominance, on or off.
    """

    seconds: float = 30.0
    alternatives: int = 3
    without: int = 0
    presolve: bool = True
    tie_break: bool = True


def plan(  # noqa: PLR0913 - all that a plan may depend on
    gap_report: GapReport,
    opportunities: Iterable[LearningOpportunity],
    *,
    objective: Objective = "coverage",
    weights: Weights | None = None,
    budget: Decimal | float | None = None,
    hours_per_week: float | None = None,
    deadline: date | None = None,
    full_closure: bool = False,
    counting: Counting = "claims",
    include_optional: bool = False,
    completed: Iterable[str] = (),
    wishes: PlanWishes | None = None,
    paying: Paying | None = None,
    why: Iterable[str] = (),
    at: date | None = None,
    settings: PlanSettings | None = None,
) -> LearningPlan:
    """Return the best plan for the open skills of a gap report, with proof, reasons and what stays open.

    The best weighted coverage within ``budget`` (in the catalogue's currency), and ``hours_per_week`` until
    ``deadline``; among those the least ``cost``, ``time``, ``count``, or sum by ``weights`` (``weighted``;
    ``coverage``: the least cost). ``full_closure`` asks for every skill to be closed. Essential skills only, unless
    ``include_optional``. ``completed`` are ids of opportunities done before. A deadline without hours a week is held
    against start days only. ``paying`` says who else pays: then cost and budget speak of the learner's own money,
    unless it asks for all. ``why`` are ids whose being in the plan, or not, is to be explained.

    Raises `NoPlanError` with the smallest conflicting set where ``full_closure`` or the ``wishes`` cannot be had, and
    `SkillsError` (``plan.*``, ``catalogue.*``, ``paying.*``) for conditions that cannot be meant.
    """
    rules, payers, asked = settings or PlanSettings(), paying or Paying(), wishes or PlanWishes()
    offers = tuple(opportunities)
    _objective(objective, weights)
    held = frozenset(gap_report.held)
    question = Question(
        lines=_lines(gap_report, counting, include_optional=include_optional, until=asked.renew_until),
        cases=cases(offers, payers),
        held=held,
        claimed=held | {line.skill for line in gap_report.lines if line.status != "missing"},
        completed=frozenset(completed),
        proof=counting == "proof",
        limits=_limits(at or gap_report.at, budget, hours_per_week, deadline),
        objective=objective,
        conditions=conditions(asked, offers, weights=weights) if asked != PlanWishes() or weights else NOTHING,
        effort=Effort(seconds=rules.seconds),
        full_closure=full_closure,
        tie_break=rules.tie_break,
        presolve=rules.presolve,
    )
    promise = Promise(budget=question.limits.budget, wishes=asked, paying=payers, weights=weights)
    return _answered(gap_report, question, {offer.id: offer for offer in offers}, promise, rules, why)


def _answered(  # noqa: PLR0917 - a question and what surrounds it
    report: GapReport,
    question: Question,
    offers: dict[str, LearningOpportunity],
    promise: Promise,
    rules: PlanSettings,
    why: Iterable[str],
) -> LearningPlan:
    keys = _known(why, offers)
    solved = question.solve()
    if solved is None:
        raise _nothing(question)
    made = _report(report, question, solved, offers, promise)
    prices = Prices(question, solved, offers, promise.weights)
    made = replace(
        made,
        steps=prices.priced(made.steps, rules.without),
        alternatives=prices.alternatives(rules.alternatives),
        asked=prices.asked(keys, made.steps),
        lapsing=lapsing(report, made, promise.wishes.renew_until, question.limits.deadline, tuple(offers.values())),
    )
    return check_plan(made, solved.instance, promise)


def _lines(report: GapReport, counting: Counting, *, include_optional: bool, until: date | None) -> tuple[GapLine, ...]:
    return (
        *report.missing(counting, include_optional=include_optional),
        *to_renew(report, until, counting, include_optional=include_optional),
    )


def _limits(day: date, budget: Decimal | float | None, hours_per_week: float | None, deadline: date | None) -> Limits:
    return Limits(
        at=day,
        budget=_cents(budget),
        minutes_per_week=_minutes(hours_per_week),
        deadline=_deadline(deadline, day),
    )


def _objective(objective: Objective, weights: Weights | None) -> None:
    if objective not in OBJECTIVES:
        raise SkillsError(f"The objective {objective!r} is not one of {', '.join(OBJECTIVES)}", code="plan.objective")
    if (objective == "weighted") != (weights is not None):
        raise SkillsError(
            "Weights are given without the objective weighted"
            if weights
            else "The objective weighted needs to know the weights",
            code="plan.weights",
            hint="Write for example cost=1,time=15 with the objective weighted.",
        )


def _known(keys: Iterable[str], by_id: dict[str, LearningOpportunity]) -> tuple[str, ...]:
    found = tuple(keys)
    for key in found:
        if key not in by_id:
            raise SkillsError(
                f"The catalogue has no offer with the id {key!r}",
                code="plan.unknown_offer",
                where=key,
                hint="Use the ids of the catalogue.",
            )
    return found


def _nothing(question: Question) -> SkillsError:
    """Return why there is no plan: the smallest conflict, or the solver's time."""
    asked = question.conditions
    if asked.required or asked.barred or asked.exclusive or len(question.cases) > 1:
        return clash_of(question)
    if question.full_closure:
        instance = question.instances[0]
        return no_plan(instance, instance.limits, question.effort)
    return SkillsError("The solver found nothing within its time", code="plan.no_answer", hint="Allow it more seconds.")


def _report(
    report: GapReport,
    question: Question,
    solved: Solved,
    offers: dict[str, LearningOpportunity],
    promise: Promise,
) -> LearningPlan:
    instance, answer, objective = solved.instance, solved.answer, question.objective
    paying, weights = promise.paying, promise.weights
    taken = steps(instance, answer, objective, offers, paying)
    value, bound = _proof(solved, objective, weights)
    weeks = max(
        (s.starts_week + s.weeks for s in taken if s.starts_week is not None and s.weeks is not None), default=None
    )
    return LearningPlan(
        target=report.target,
        target_label=report.target_label,
        counting="proof" if question.proof else "claims",
        steps=taken,
        objective_name=objective,
        objective=value,
        bound=bound,
        gap=0.0 if solved.proved else round(abs(bound - value) / max(1.0, abs(value)), 6),
        proved_optimal=solved.proved,
        cost=sum((step.opportunity.listed if paying.money == "total" else step.own for step in taken), Decimal(0)),
        currency=next((o.currency for o in offers.values() if o.listed), "EUR"),
        hours=round(sum(step.opportunity.minutes for step in taken) / 60, 4),
        weeks=weeks,
        at=question.limits.at,
        closed=len(answer.closed),
        wanted=len(instance.lines),
        open_skills=open_skills(instance, answer),
        notes=_notes(instance, taken),
        probably_held=tuple(line.skill for line in report.lines if line.status == "probably_held"),
        objective_words=_words(objective, paying, weights),
        money=paying.money,
    )


def _proof(solved: Solved, objective: Objective, weights: Weights | None) -> tuple[float, float]:
    """Return value and bound, in the objective's own units."""
    if objective == "coverage":
        value = solved.coverage() / VALUE_UNIT
        bound = value if solved.proved else max(value, solved.bound / VALUE_UNIT)
        return round(value, 4), round(bound, 4)
    unit = weights.whole[3] if weights else {"cost": 100.0, "time": 60.0, "count": 1.0}[objective]
    value = solved.price(objective) / unit
    bound = value if solved.proved else min(value, max(0.0, solved.bound / unit))
    return round(value, 4), round(bound, 4)


def _words(objective: Objective, paying: Paying, weights: Weights | None) -> str:
    whose = "all the money that anybody pays" if paying.money == "total" else "your own money"
    return {
        "coverage": "as much of the gap as possible, then the least cost",
        "cost": f"the least cost ({whose})",
        "time": "the fewest hours",
        "count": "the fewest steps",
        "weighted": f"the least sum of {weights.in_words() if weights else ''} ({whose})",
    }[objective]


def _notes(instance: Instance, taken: tuple[PlanStep, ...]) -> tuple[str, ...]:
    notes = list(instance.notes)
    if not instance.by_id:
        notes.append("The catalogue is empty.")
    if not instance.lines:
        notes.append("There is nothing to close: every skill that counts is held.")
    if instance.limits.deadline is not None and not instance.limits.minutes_per_week:
        notes.append("No hours a week were given: the deadline was held against start days only.")
    linked = sum(step.opportunity.linked is not None for step in taken)
    if linked:
        notes.append(
            f"The skills of {linked} steps were linked from their descriptions, not stated by the provider: ask."
        )
    if any(step.opportunity.invented for step in taken):
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
