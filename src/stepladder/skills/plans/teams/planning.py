"""The front of team planning: people, wants and offers in, a proved plan with its reasons out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from stepladder.skills.errors import NoPlanError, SkillsError
from stepladder.skills.plans.instance import VALUE_UNIT
from stepladder.skills.plans.teams.check import check_team
from stepladder.skills.plans.teams.explaining import notes, seats, steps
from stepladder.skills.plans.teams.problem import build_problem
from stepladder.skills.plans.teams.solving import best_team
from stepladder.skills.plans.teams.values import TeamPlan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from stepladder.skills.plans.opportunity import LearningOpportunity
    from stepladder.skills.plans.teams.problem import Problem
    from stepladder.skills.plans.teams.solving import TeamAnswer
    from stepladder.skills.plans.teams.values import TeamPerson, TeamWant

__all__ = ["TeamSettings", "team_plan"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamSettings:
    """How long the solver may try, in seconds per stage."""

    seconds: float = 20.0


def team_plan(
    people: Iterable[TeamPerson],
    wants: Sequence[TeamWant],
    offers: Iterable[LearningOpportunity],
    *,
    at: date,
    objective: Literal["coverage", "cost"] = "coverage",
    budget: Decimal | float | None = None,
    full_closure: bool = False,
    settings: TeamSettings | None = None,
) -> TeamPlan:
    """Return whom to send to what, under one budget, so that most places of the wants are filled for the least money.

    ``objective`` says which of the two the plan reports as its value: Σ weight × places filled, or what is spent. Seats
    of an offer are shared; hours and deadlines are each person's own. ``full_closure`` asks for every place. The same
    input in another order gives the same plan.

    Raises `NoPlanError` (``plan.no_offer``, ``plan.conflict``) where ``full_closure`` cannot be had, and `SkillsError`
    (``team.*``, ``plan.*``, ``catalogue.*``) for conditions that cannot be meant.
    """
    if objective not in {"coverage", "cost"}:
        raise SkillsError(f"The objective {objective!r} is neither coverage nor cost", code="plan.objective")
    members, catalogue = tuple(people), tuple(sorted(offers, key=lambda offer: offer.id))
    _sensible(members, at)
    limit = _money(budget)
    cents = None if limit is None else int(limit * 100)
    problem = build_problem(members, wants, catalogue, budget=cents, at=at)
    if full_closure and problem.within_reach != problem.places:
        raise _out_of_reach(problem)
    answer = best_team(problem, seconds=(settings or TeamSettings()).seconds, all_or_nothing=full_closure)
    if answer is None and full_closure:
        raise _clash(problem, (settings or TeamSettings()).seconds)
    if answer is None:
        raise SkillsError(
            "The solver found nothing within its time", code="plan.no_answer", hint="Allow it more seconds."
        )
    return check_team(_report(problem, answer, objective, limit), problem.offers)


def _report(
    problem: Problem, answer: TeamAnswer, objective: Literal["coverage", "cost"], budget: Decimal | None
) -> TeamPlan:
    taken = steps(problem, answer)
    cost = sum((step.opportunity.price for step in taken), Decimal(0))
    if objective == "coverage":
        value = problem.coverage(answer.parts) / VALUE_UNIT
        bound = value if answer.coverage.proved else max(value, answer.coverage.bound / VALUE_UNIT)
    else:
        value = float(cost)
        bound = value if answer.proved else min(value, max(0.0, answer.spending.bound / 100))
    currency = next((offer.currency for offer in problem.offers.values() if offer.price), "EUR")
    return TeamPlan(
        steps=taken,
        seats=seats(problem, answer, currency),
        objective_name=objective,
        objective=round(value, 4),
        bound=round(bound, 4),
        gap=round(abs(bound - value) / max(1.0, abs(value)), 6),
        proved_optimal=answer.proved,
        cost=cost,
        currency=currency,
        budget=budget,
        at=problem.at,
        people=problem.people,
        notes=(*_unproved(answer, currency), *notes(problem, taken)),
    )


def _unproved(answer: TeamAnswer, currency: str) -> tuple[str, ...]:
    if answer.proved:
        return ()
    if not answer.coverage.proved:
        return ("The time ran out before it was proved that no more places can be filled.",)
    least = max(0.0, answer.spending.bound) / 100
    return (f"No more places can be filled; whether for less is not proved: at least {least:,.2f} {currency}.",)


def _sensible(people: tuple[TeamPerson, ...], at: date) -> None:
    for person in people:
        if person.hours_per_week is not None and not 0 < person.hours_per_week <= 168:
            raise SkillsError(
                f"{person.hours_per_week} hours a week of {person.shown} cannot be; a week has 168",
                code="plan.hours_per_week",
                where=person.id,
                hint="Try 4 or 8.",
            )
        if person.deadline is not None and person.deadline < at:
            raise SkillsError(
                f"The deadline {person.deadline.isoformat()} of {person.shown} is before the start {at.isoformat()}",
                code="plan.deadline",
                where=person.id,
                hint="Choose a day in the future.",
            )


def _money(budget: Decimal | float | None) -> Decimal | None:
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
    return amount


def _out_of_reach(problem: Problem) -> NoPlanError:
    lacking = [
        (want, place - reach)
        for want, place, reach in zip(problem.wants, problem.places, problem.within_reach, strict=True)
        if reach < place
    ]
    words = tuple(f"{want.people} people with “{want.label}” for {want.target}" for want, _ in lacking)
    return NoPlanError(
        f"{words[0]}: {lacking[0][1]} cannot be trained, whatever is spent."
        + (f" The same holds for {len(words) - 1} more." if len(words) > 1 else ""),
        code="plan.no_offer",
        hint="Ask for the best plan within reach instead of full closure, or add offers or people.",
        conflicts=words,
    )


def _clash(problem: Problem, seconds: float) -> NoPlanError:
    """Name wants that cannot all be filled, none of which can be left out, and the budget if it clashes."""
    budgets = problem.budget is not None and (
        best_team(replace(problem, budget=None), seconds=seconds, all_or_nothing=True) is not None
    )
    kept = [number for number, place in enumerate(problem.places) if place]
    base = problem if budgets else replace(problem, budget=None)
    for number in list(kept):
        fewer = [one for one in kept if one != number]
        if best_team(_only(base, fewer), seconds=seconds, all_or_nothing=True) is None:
            kept = fewer
    limit = [] if not budgets or problem.budget is None else [f"spend at most {Decimal(problem.budget) / 100:,}"]
    words = (
        *limit,
        *(
            f"{problem.wants[n].people} people with “{problem.wants[n].label}” for {problem.wants[n].target}"
            for n in kept
        ),
    )
    return NoPlanError(
        f"These cannot hold together: {'; '.join(words)}.",
        code="plan.conflict",
        hint="Lift one of them, or ask for the best plan within the limits.",
        conflicts=words,
    )


def _only(problem: Problem, kept: list[int]) -> Problem:
    """Return the problem with no place of the other wants asked for."""
    within = tuple(reach if number in kept else 0 for number, reach in enumerate(problem.within_reach))
    return replace(problem, within_reach=within)
