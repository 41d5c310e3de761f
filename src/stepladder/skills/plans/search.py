"""Solving in order of importance, each stage proved before the next one is asked."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stepladder.skills.plans.covering import cheapest_cover
from stepladder.skills.plans.milp import Programme, Solution, programme, solve
from stepladder.skills.plans.schedule import schedule, take_order

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from stepladder.skills.plans.instance import Instance, Limits
    from stepladder.skills.plans.model import Objective

__all__ = ["Answer", "Effort", "best", "prices"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long the solver may try: seconds per stage, nodes for the tie-break, and offers up to which one is made.

    The tie-break only chooses among plans of equal coverage and equal objective.
    """

    seconds: float = 30.0
    tie_offers: int = 400
    tie_nodes: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The chosen offers in the order of taking, the rows closed, the coverage stage and the cost stage."""

    order: tuple[int, ...]
    closed: frozenset[int]
    coverage: Solution
    spending: Solution

    @property
    def proved(self) -> bool:
        """Return whether both stages are proved."""
        return self.coverage.proved and self.spending.proved


def prices(instance: Instance, objective: Objective) -> list[float]:
    """Return what each offer costs in the objective: cents, minutes, one, or whole units of the weighted sum."""
    if objective == "time":
        return [float(offer.minutes) for offer in instance.offers]
    if objective == "count":
        return [1.0] * len(instance.offers)
    if objective == "weighted":
        return [float(instance.conditions.worth(offer)) for offer in instance.offers]
    return [float(offer.cents) for offer in instance.offers]


def best(
    instance: Instance,
    limits: Limits,
    objective: Objective,
    effort: Effort,
    *,
    must_take: Iterable[int] = (),
    all_or_nothing: bool = False,
    tie_break: bool = True,
) -> Answer | None:
    """Return the best answer, or None where the conditions cannot be met.

    1. All that can be closed, at the least cost: where the limits allow that, coverage is already the best possible.
    2. Otherwise the greatest coverage within the limits, then the least cost that keeps it.
    3. A tie-break among equals: hours after cost, cost after hours and count.
    """
    closable = instance.closable
    taken = tuple(must_take)
    cost = prices(instance, objective)
    total = float(sum(instance.values[row] for row in closable))
    if not closable and not taken and not instance.must:
        nothing = Solution(chosen=(), value=0.0, bound=0.0, proved=True)
        return Answer(order=(), closed=frozenset(), coverage=nothing, spending=nothing)

    def built(must_close: Iterable[int]) -> Programme:
        model = programme(instance, limits, must_close=must_close)
        model.fixed_one.update(taken)
        return model

    quick = _covered(instance, limits, objective, taken)
    if quick.decided and quick.solution is not None:
        coverage = Solution(chosen=quick.solution.chosen, value=total, bound=total, proved=True)
        return _answer(instance, quick.solution, coverage, (*taken, *instance.must))
    whole = (
        None
        if quick.decided
        else _ordered(
            instance,
            limits,
            built(closable),
            lambda model: solve(model, offer_cost=cost, time_limit=effort.seconds, start=quick.start),
        )
    )
    if whole is not None:
        coverage = Solution(chosen=whole.chosen, value=total, bound=total, proved=True)
        return _finish(instance, limits, built(closable), whole, coverage, objective, effort, tie_break=tie_break)
    if all_or_nothing:
        return None
    return _part(instance, limits, built(()), built(()), objective, effort, tie_break=tie_break)


def _part(  # noqa: PLR0917 - the state of the search
    instance: Instance,
    limits: Limits,
    model: Programme,
    keep: Programme,
    objective: Objective,
    effort: Effort,
    *,
    tie_break: bool,
) -> Answer | None:
    """Not everything can be closed: the greatest coverage, then the least cost that keeps it."""
    cost = prices(instance, objective)
    closable = instance.closable
    values = [float(value) for value in instance.values]
    first = _ordered(
        instance,
        limits,
        model,
        lambda one: solve(one, row_value=values, maximise=True, time_limit=effort.seconds),
    )
    if first is None:
        return None
    keep.add(
        [keep.offers + row for row in closable],
        [values[row] for row in closable],
        at_least=math.floor(first.value + 0.5) - 0.5,
    )
    second = _ordered(
        instance,
        limits,
        keep,
        lambda one: solve(
            one,
            offer_cost=cost,
            time_limit=effort.seconds,
            start=first.chosen,
            row_start=_closed(instance, first.chosen or ()),
        ),
    )
    if second is None:  # the time ran out before a cheaper one was found: the first answer stands, unproved
        second = Solution(chosen=first.chosen, value=_sum(cost, first.chosen or ()), bound=0.0, proved=False)
    return _finish(instance, limits, keep, second, first, objective, effort, tie_break=tie_break)


def _finish(  # noqa: PLR0917 - the state of the search
    instance: Instance,
    limits: Limits,
    model: Programme,
    spending: Solution,
    coverage: Solution,
    objective: Objective,
    effort: Effort,
    *,
    tie_break: bool,
) -> Answer:
    chosen = spending.chosen or ()
    if tie_break and spending.proved and chosen and len(instance.offers) <= effort.tie_offers:
        first = prices(instance, objective)
        second = prices(instance, "cost" if objective in {"time", "count"} else "time")
        costly = [j for j, price in enumerate(first) if price]
        model.add(costly, [first[j] for j in costly], at_most=math.floor(spending.value + 0.5) + 0.5)
        found = _ordered(
            instance,
            limits,
            model,
            lambda one: solve(
                one,
                offer_cost=second,
                node_limit=effort.tie_nodes,
                time_limit=effort.seconds,
                start=chosen,
                row_start=_closed(instance, chosen),
            ),
        )
        if found is not None and _sum(second, found.chosen or ()) < _sum(second, chosen):
            chosen = found.chosen or ()
    forced = tuple(j for j in model.fixed_one if j < model.offers)
    return _answer(instance, replace(spending, chosen=tuple(chosen)), coverage, forced)


def _answer(instance: Instance, spending: Solution, coverage: Solution, forced: Sequence[int]) -> Answer:
    kept = _without_idle(instance, spending.chosen or (), forced)
    order, _ = take_order(instance, kept)
    return Answer(order=tuple(order), closed=_closed(instance, kept), coverage=coverage, spending=spending)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quick:
    """What closing everything without side conditions says: decided (a solution, or that there is none), or a start."""

    decided: bool
    solution: Solution | None = None
    start: tuple[int, ...] | None = None


def _covered(instance: Instance, limits: Limits, objective: Objective, taken: Sequence[int]) -> _Quick:
    """Ask `covering`; its answer is the best of all where it keeps the side conditions, else only a bound."""
    first = prices(instance, objective)
    second = prices(instance, "cost" if objective in {"time", "count"} else "time")
    made = cheapest_cover(instance, instance.closable, first, second, forced=(*taken, *instance.must))
    spent = sum(instance.offers[j].cents for j in made.chosen)
    if objective in {"cost", "coverage"} and limits.budget is not None and made.bound > limits.budget:
        return _Quick(decided=True)
    if not _keeps(instance, limits, made.chosen, spent):
        return _Quick(decided=False)
    if not made.proved:
        return _Quick(decided=False, start=made.chosen)
    solution = Solution(chosen=made.chosen, value=float(made.value), bound=float(made.bound), proved=True)
    return _Quick(decided=True, solution=solution)


def _keeps(instance: Instance, limits: Limits, chosen: Sequence[int], spent: int) -> bool:
    """Return whether a choice keeps every condition that `covering` does not know."""
    inside = set(chosen)
    if limits.budget is not None and spent > limits.budget:
        return False
    if instance.conditions.ceilings or any(one in inside and other in inside for one, other in instance.excludes):
        return False
    order, stuck = take_order(instance, chosen)
    if stuck:
        return False
    horizon = math.inf if limits.days is None else float(limits.days)
    if limits.minutes_per_week:
        if any(instance.release[j] >= horizon for j in order):  # what begins on the last day is too late to be learned
            return False
        slots = schedule(instance, order, limits.minutes_per_week)
        return all(slot.done <= min(horizon, instance.due[slot.offer]) + 1e-6 for slot in slots)
    return all(instance.release[j] <= horizon for j in order)


def _ordered(
    instance: Instance, limits: Limits, model: Programme, run: Callable[[Programme], Solution]
) -> Solution | None:
    """Solve, look whether the answer can be taken in time and in some order, forbid what cannot, solve again."""
    while True:
        solution = run(model)
        if solution.chosen is None:
            return None
        order, stuck = take_order(instance, solution.chosen)
        if stuck:
            _forbid_ring(instance, model, stuck)
        elif not _fits(instance, limits, model, order):
            continue
        else:
            return solution


def _forbid_ring(instance: Instance, model: Programme, stuck: Sequence[int]) -> None:
    """Offers that wait for each other: at least one is left out, or one from outside teaches what they wait for."""
    inside = set(stuck)
    helpers = {o for j in stuck for _, others in instance.supplies[j] for o in others} - inside
    model.add([*stuck, *helpers], [*([1.0] * len(stuck)), *([-1.0] * len(helpers))], at_most=len(stuck) - 1.0)


def _fits(instance: Instance, limits: Limits, model: Programme, order: Sequence[int]) -> bool:
    """Check the days by scheduling; where they do not fit, add the row that says why, and return False."""
    if not limits.minutes_per_week or not order:
        return True
    horizon = float(limits.days) if limits.days is not None else math.inf
    slots = schedule(instance, order, limits.minutes_per_week)
    if all(slot.done <= min(horizon, instance.due[slot.offer]) + 1e-6 for slot in slots):
        return True
    per_day = limits.minutes_per_week / 7
    due = [min(horizon, day) for day in instance.due]
    for day in sorted({instance.release[j] for j in order}):
        for end in sorted({due[j] for j in order}):
            inside = [j for j in order if instance.release[j] >= day and due[j] <= end]
            room = max(0.0, end - day) * per_day
            if sum(instance.offers[j].minutes for j in inside) > room + 1e-6:
                window = [j for j in range(len(due)) if instance.release[j] >= day and due[j] <= end]
                model.add(window, [float(instance.offers[j].minutes) for j in window], at_most=math.floor(room + 1e-6))
                return False
    inside = list(order)
    helpers = sorted({o for j in inside for _, others in instance.supplies[j] for o in others} - set(inside))
    model.add([*inside, *helpers], [*([1.0] * len(inside)), *([-1.0] * len(helpers))], at_most=len(inside) - 1.0)
    return False


def _without_idle(instance: Instance, chosen: Sequence[int], forced: Sequence[int]) -> list[int]:
    """Drop steps that nothing depends on and without which as much is closed (free ones that the solver left in)."""
    kept = sorted(chosen)
    goal = _closed(instance, kept)
    for j in sorted(chosen, key=lambda one: (-instance.offers[one].minutes, instance.offers[one].id)):
        rest = [one for one in kept if one != j]
        if j in forced or any(j in instance.needs[one] for one in rest) or _closed(instance, rest) != goal:
            continue
        if not take_order(instance, rest)[1] and all(
            any(o in rest for o in others) for one in rest for _, others in instance.supplies[one]
        ):
            kept = rest
    return kept


def _closed(instance: Instance, chosen: Sequence[int]) -> frozenset[int]:
    return frozenset(row for j in chosen for row in instance.covers[j])


def _sum(cost: Sequence[float], chosen: Sequence[int]) -> float:
    return sum(cost[j] for j in chosen)
