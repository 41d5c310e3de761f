"""The independent check: the plan's own steps against the offers and the conditions, without the solver's numbers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from stepladder.skills.plans.model import Check, Feasibility
from stepladder.skills.plans.paying import Paying
from stepladder.skills.plans.wishes import PlanWishes, Weights

if TYPE_CHECKING:
    from stepladder.skills.plans.instance import Instance
    from stepladder.skills.plans.model import LearningPlan
    from stepladder.skills.plans.opportunity import LearningOpportunity

__all__ = ["Promise", "check_plan"]

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What a plan was asked to hold to, as the caller said it: budget in cents, wishes, payers, weights."""

    budget: int | None = None
    wishes: PlanWishes = field(default_factory=PlanWishes)
    paying: Paying = field(default_factory=Paying)
    weights: Weights | None = None


def check_plan(made: LearningPlan, instance: Instance, promise: Promise) -> LearningPlan:
    """Return the plan with its feasibility filled in."""
    checks = (
        _distinct(made),
        _order(made, instance),
        _exclusions(made),
        _closing(made, instance),
        _places(made),
        _wishes(made, promise.wishes),
        _payments(made, promise.paying),
        _budget(made, promise),
        _time(made, instance),
        _objective(made, instance, promise.weights),
    )
    return replace(made, feasibility=Feasibility(checks=checks))


def _distinct(made: LearningPlan) -> Check:
    ids = [step.opportunity.id for step in made.steps]
    return Check(name="each step once", holds=len(ids) == len(set(ids)), detail=f"{len(ids)} steps")


def _order(made: LearningPlan, instance: Instance) -> Check:
    """Every open prerequisite is an earlier step; every required skill is taught before."""
    open_needs = {
        offer.id: {instance.offers[other].id for other in others}
        for offer, others in zip(instance.offers, instance.needs, strict=True)
    }
    wants = {
        offer.id: {skill for skill, _ in groups}
        for offer, groups in zip(instance.offers, instance.supplies, strict=True)
    }
    seen: set[str] = set()
    learned: set[str] = set()
    broken = []
    for step in made.steps:
        key = step.opportunity.id
        if not open_needs[key] <= seen or not wants[key] <= learned:
            broken.append(step.opportunity.name)
        seen.add(key)
        if not step.opportunity.assessment_only:
            learned.update(step.opportunity.skills)
    return Check(name="prerequisites first", holds=not broken, detail="; ".join(broken) or "in order")


def _exclusions(made: LearningPlan) -> Check:
    ids = {step.opportunity.id for step in made.steps}
    clash = [
        step.opportunity.id
        for step in made.steps
        if ids.intersection(step.opportunity.excludes) - {step.opportunity.id}
    ]
    return Check(name="no excluded pairs", holds=not clash, detail=", ".join(clash) or "none")


def _closing(made: LearningPlan, instance: Instance) -> Check:
    taught = {skill for step in made.steps for skill in step.opportunity.skills}
    said = [skill for step in made.steps for skill in step.closes]
    still = {skill.uri for skill in made.open_skills}
    wanted = {line.skill for line in instance.lines}
    holds = set(said) <= taught and len(said) == len(set(said)) == made.closed and set(said) | still == wanted
    holds = holds and not still.intersection(said)
    return Check(name="closes what it says", holds=holds, detail=f"{len(said)} of {len(wanted)} skills")


def _places(made: LearningPlan) -> Check:
    late = [
        step.opportunity.name
        for step in made.steps
        if step.opportunity.seats == 0 or (step.opportunity.starts is not None and step.opportunity.starts < made.at)
    ]
    return Check(name="seats and start days", holds=not late, detail="; ".join(late) or "all open")


def _wishes(made: LearningPlan, wishes: PlanWishes) -> Check:
    ids = {step.opportunity.id for step in made.steps}
    broken = [f"{key} is lacking" for key in wishes.require if key not in ids]
    broken += [f"{key} is in it" for key in wishes.without if key in ids]
    broken += [f"more than one of {', '.join(group)}" for group in wishes.one_of if len(ids.intersection(group)) > 1]
    for step in made.steps:
        offer = step.opportunity
        for wanted, found in (
            (wishes.languages, offer.language),
            (wishes.modes, offer.mode),
            (wishes.kinds, offer.kind),
            (wishes.paces, offer.pace),
        ):
            heads = {found.lower(), found.lower().split("-")[0]} if found else set()
            if wanted and not any(
                one.lower() in heads or found.lower().startswith(one.lower() + "-") for one in wanted
            ):
                broken.append(f"{offer.id} is {found or 'not stated'}")
    return Check(name="as you asked", holds=not broken, detail="; ".join(broken) or "kept")


def _payments(made: LearningPlan, paying: Paying) -> Check:
    """Reckon again, in units of money, what each rule pays of each step and in all."""
    spent = [Decimal(0)] * len(paying.rules)
    broken = []
    for step in made.steps:
        offer, left, expected = step.opportunity, step.opportunity.price, []
        if offer.full_price is not None and offer.full_price > offer.price:
            expected.append(offer.full_price - offer.price)
        for number, rule in enumerate(paying.rules):
            if not _speaks_of(rule.offers, offer.id) or not _speaks_of(rule.providers, offer.provider):
                continue
            if not _speaks_of(rule.modes, offer.mode) or not _speaks_of(rule.kinds, offer.kind):
                continue
            due = (left * rule.share).quantize(_CENT, ROUND_FLOOR)
            due = due if rule.up_to is None else min(due, rule.up_to)
            left -= due
            given = due if rule.up_to_in_all is None else min(due, rule.up_to_in_all - spent[number])
            spent[number] += given
            expected.append(given)
        if [one.amount for one in step.payments] != [amount for amount in expected if amount] or step.own < 0:
            broken.append(offer.id)
    return Check(name="who pays what", holds=not broken, detail=", ".join(broken) or f"you pay {made.own_cost}")


def _speaks_of(wanted: tuple[str, ...], found: str) -> bool:
    return not wanted or found.lower() in [one.lower() for one in wanted]


def _counted(offer: LearningOpportunity, own: Decimal, money: str) -> Decimal:
    return own if money == "own" else max(offer.price, offer.full_price or offer.price)


def _budget(made: LearningPlan, promise: Promise) -> Check:
    spent = sum((_counted(step.opportunity, step.own, made.money) for step in made.steps), Decimal(0))
    limit = promise.budget
    holds = spent == made.cost and (limit is None or spent * 100 <= limit)
    return Check(
        name="budget", holds=holds, detail=f"{spent} of {'no limit' if limit is None else Decimal(limit) / 100}"
    )


def _objective(made: LearningPlan, instance: Instance, weights: Weights | None) -> Check:
    """Reckon the objective again from the steps, and see that the bound lies on its right side."""
    said = {skill for step in made.steps for skill in step.closes}
    value = _value(made, instance, said, weights)
    rounding = 1e-3 * max(1.0, abs(value), len(said))
    side = made.bound - made.objective if made.objective_name == "coverage" else made.objective - made.bound
    holds = abs(value - made.objective) <= rounding and side >= -1e-9
    holds = holds and (abs(side) <= rounding or not made.proved_optimal)
    return Check(name="objective", holds=holds, detail=f"{value:g}, bound {made.bound:g}")


def _value(made: LearningPlan, instance: Instance, said: set[str], weights: Weights | None) -> float:
    hours = sum((Decimal(step.opportunity.minutes) for step in made.steps), Decimal(0)) / 60
    if made.objective_name == "coverage":
        proof = made.counting == "proof"
        return sum(
            line.weight * (line.need_proof if proof else line.need) for line in instance.lines if line.skill in said
        )
    if made.objective_name == "weighted" and weights is not None:
        return float(weights.cost * made.cost + weights.time * hours + weights.count * len(made.steps))
    return float({"cost": made.cost, "time": hours}.get(made.objective_name, Decimal(len(made.steps))))


def _time(made: LearningPlan, instance: Instance) -> Check:
    limits = instance.limits
    if limits.deadline is None:
        return Check(name="time", holds=True, detail="no deadline")
    starts = [step.opportunity.starts for step in made.steps if step.opportunity.starts is not None]
    holds = all(start <= limits.deadline for start in starts)
    if limits.minutes_per_week:
        days = Decimal(sum(step.opportunity.minutes for step in made.steps)) / Decimal(limits.minutes_per_week) * 7
        holds = holds and limits.at + timedelta(days=float(days) - 1e-6) <= limits.deadline
        for start in starts:  # what can only begin on that day must still fit behind it
            later = sum(
                step.opportunity.minutes
                for step in made.steps
                if step.opportunity.starts is not None and step.opportunity.starts >= start
            )
            holds = holds and later <= (limits.deadline - start).days / 7 * limits.minutes_per_week + 1e-6
    return Check(name="time", holds=holds, detail=f"until {limits.deadline.isoformat()}")
