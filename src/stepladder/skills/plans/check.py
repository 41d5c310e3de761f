"""The independent check: the plan's own steps against the offers and the conditions, without the solver's numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from stepladder.skills.plans.model import Check, Feasibility

if TYPE_CHECKING:
    from stepladder.skills.plans.instance import Instance
    from stepladder.skills.plans.model import LearningPlan

__all__ = ["check_plan"]


def check_plan(made: LearningPlan, instance: Instance) -> LearningPlan:
    """Return the plan with its feasibility filled in."""
    checks = (_distinct(made), _order(made, instance), _exclusions(made), _closing(made, instance), _places(made))
    return replace(made, feasibility=Feasibility(checks=(*checks, _budget(made, instance), _time(made, instance))))


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


def _budget(made: LearningPlan, instance: Instance) -> Check:
    spent = sum((step.opportunity.price for step in made.steps), Decimal(0))
    limit = instance.limits.budget
    holds = spent == made.cost and (limit is None or spent * 100 <= limit)
    return Check(
        name="budget", holds=holds, detail=f"{spent} of {'no limit' if limit is None else Decimal(limit) / 100}"
    )


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
