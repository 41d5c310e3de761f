"""The independent check of a team plan: from people, wants and steps alone, without the programme's numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from stepladder.skills.plans.model import Check, Feasibility

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from stepladder.skills.plans.opportunity import LearningOpportunity
    from stepladder.skills.plans.teams.values import TeamPerson, TeamPlan, TeamStep

    Look = Callable[[TeamPlan, TeamPerson, list[LearningOpportunity]], Iterable[str]]

__all__ = ["check_team"]


def check_team(made: TeamPlan, catalogue: Mapping[str, LearningOpportunity]) -> TeamPlan:
    """Return the plan with its feasibility filled in; ``catalogue`` are all offers by id."""
    checks = (
        _each_once(made),
        _everyone(made, "prerequisites first", partial(_out_of_order, catalogue)),
        _everyone(made, "no excluded pairs", _excluded),
        _everyone(made, "seats and start days", _too_late),
        _everyone(made, "hours until the deadline", _too_long),
        _seats(made),
        _filled(made),
        _budget(made),
        _objective(made),
    )
    return replace(made, feasibility=Feasibility(checks=checks))


def _steps_of(made: TeamPlan, person: TeamPerson) -> list[TeamStep]:
    return sorted((step for step in made.steps if step.person.id == person.id), key=lambda step: step.order)


def _each_once(made: TeamPlan) -> Check:
    pairs = [(step.person.id, step.opportunity.id) for step in made.steps]
    known = {person.id for person in made.people}
    holds = len(set(pairs)) == len(pairs) and all(person in known for person, _ in pairs)
    return Check(name="each person takes an offer once", holds=holds, detail=f"{len(pairs)} steps")


def _everyone(made: TeamPlan, name: str, look: Look) -> Check:
    broken = [
        f"{person.id}: {wrong}"
        for person in made.people
        for wrong in look(made, person, [step.opportunity for step in _steps_of(made, person)])
    ]
    return Check(name=name, holds=not broken, detail="; ".join(broken) or "kept")


def _out_of_order(
    catalogue: Mapping[str, LearningOpportunity], _: TeamPlan, person: TeamPerson, taken: list[LearningOpportunity]
) -> Iterable[str]:
    """A prerequisite is taken before, was completed, or all that it teaches is held."""
    before: set[str] = set(person.completed)
    learned: set[str] = set(person.held)
    for offer in taken:
        for key in offer.prerequisites:
            skills = catalogue[key].skills if key in catalogue else ()
            if key not in before and not (skills and person.held.issuperset(skills)):
                yield f"{offer.id} is taken before {key}"
        if not set(offer.requires_skills) <= learned:
            yield f"{offer.id} asks for what is not held"
        before.add(offer.id)
        if not offer.assessment_only:
            learned.update(offer.skills)


def _excluded(_: TeamPlan, __: TeamPerson, taken: list[LearningOpportunity]) -> Iterable[str]:
    ids = {offer.id for offer in taken}
    return [offer.id for offer in taken if ids.intersection(offer.excludes) - {offer.id}]


def _too_late(made: TeamPlan, person: TeamPerson, taken: list[LearningOpportunity]) -> Iterable[str]:
    last = person.deadline or date.max
    for offer in taken:
        begins, ends = offer.starts or made.at, offer.ends or date.max
        if offer.seats == 0 or offer.id in person.completed or ends < made.at or not made.at <= begins <= last:
            yield offer.id


def _too_long(made: TeamPlan, person: TeamPerson, taken: list[LearningOpportunity]) -> Iterable[str]:
    if person.hours_per_week is None or person.deadline is None:
        return
    begins = sorted({made.at, *(offer.starts for offer in taken if offer.starts is not None)})
    for day in begins:  # what can only begin on that day must fit behind it
        work = sum(
            offer.minutes for offer in taken if day == made.at or (offer.starts is not None and offer.starts >= day)
        )
        room = (person.deadline - day).days / 7 * person.hours_per_week * 60
        if work > room + 1e-6:
            yield f"{work / 60:g} hours from {day.isoformat()}"


def _seats(made: TeamPlan) -> Check:
    sent: dict[str, int] = {}
    for step in made.steps:
        sent[step.opportunity.id] = sent.get(step.opportunity.id, 0) + 1
    seats = {step.opportunity.id: step.opportunity.seats for step in made.steps}
    over = [key for key, count in sent.items() if seats[key] is not None and count > (seats[key] or 0)]
    return Check(name="seats shared", holds=not over, detail=", ".join(over) or "enough for all")


def _filled(made: TeamPlan) -> Check:
    """Everyone who is said to be trained takes an offer that teaches the skill to the level, and did not meet it."""
    broken = []
    for number, seat in enumerate(made.seats):
        want = seat.want
        for key in seat.trained:
            person = next((one for one in made.people if one.id == key), None)
            taught = any(
                want.skill in step.opportunity.skills
                and not step.opportunity.assessment_only
                and step.opportunity.levels.get(want.skill, want.level) >= want.level - 1e-9
                for step in made.steps
                if step.person.id == key
            )
            if person is None or not taught or number in person.meets:
                broken.append(f"{key}: {want.label}")
        met = {person.id for person in made.people if number in person.meets}
        if set(seat.now) != met or len(set(seat.trained)) != len(seat.trained) or met & set(seat.trained):
            broken.append(want.label)
    return Check(name="fills what it says", holds=not broken, detail="; ".join(broken) or f"{made.filled} places")


def _budget(made: TeamPlan) -> Check:
    spent = sum((step.opportunity.price for step in made.steps), Decimal(0))
    holds = spent == made.cost and (made.budget is None or spent <= made.budget)
    return Check(name="budget", holds=holds, detail=f"{spent} of {'no limit' if made.budget is None else made.budget}")


def _objective(made: TeamPlan) -> Check:
    if made.objective_name == "cost":
        value, side = float(made.cost), made.objective - made.bound
    else:
        value = sum(
            seat.want.weight * min(len(seat.trained), max(0, seat.want.people - len(seat.now))) for seat in made.seats
        )
        side = made.bound - made.objective
    rounding = 1e-3 * max(1.0, abs(value), made.filled)
    holds = abs(value - made.objective) <= rounding and side >= -1e-9
    return Check(
        name="objective",
        holds=holds and (abs(side) <= rounding or not made.proved_optimal),
        detail=f"{value:g}, bound {made.bound:g}",
    )
