"""Solving a team's plan: most places filled, then the least spend; each person's steps must also fit in time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepladder.skills.plans.milp import Programme, Solution, solve
from stepladder.skills.plans.schedule import schedule, take_order
from stepladder.skills.plans.teams.problem import built, costs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stepladder.skills.plans.teams.problem import Block, Problem

__all__ = ["TeamAnswer", "best_team"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamAnswer:
    """The chosen offers per person, in the order of taking; the coverage stage and the cost stage."""

    parts: tuple[tuple[int, ...], ...]
    coverage: Solution
    spending: Solution

    @property
    def proved(self) -> bool:
        """Return whether both stages are proved."""
        return self.coverage.proved and self.spending.proved


def best_team(problem: Problem, *, seconds: float, all_or_nothing: bool = False) -> TeamAnswer | None:
    """Return the best answer; with ``all_or_nothing`` None where not all that is within reach can be filled.

    1. All places within reach at the least cost: where that can be had, coverage is already the best possible.
    2. Otherwise the most places that can be filled, then the least cost that fills as many.
    """
    if not any(problem.within_reach):
        nothing = Solution(chosen=(), value=0.0, bound=0.0, proved=True)
        return TeamAnswer(parts=tuple(() for _ in problem.blocks), coverage=nothing, spending=nothing)
    cost = costs(problem)
    whole = _fitting(problem, built(problem, all_within_reach=True), lambda model: _cheapest(model, cost, seconds))
    if whole is not None:
        total = float(sum(value * place for value, place in zip(problem.values, problem.within_reach, strict=True)))
        coverage = Solution(chosen=whole.chosen, value=total, bound=total, proved=True)
        return _answer(problem, whole, coverage)
    if all_or_nothing:
        return None
    values = [float(problem.values[want]) for block in problem.blocks for want in block.lacks]
    first = _fitting(
        problem,
        built(problem, all_within_reach=False),
        lambda model: solve(model, row_value=values, maximise=True, time_limit=seconds),
    )
    if first is None:
        return None
    keep = built(problem, all_within_reach=False)
    rows = list(range(problem.choices, problem.choices + problem.rows))
    keep.add(rows, values, at_least=math.floor(first.value + 0.5) - 0.5)
    second = _fitting(problem, keep, lambda model: _cheapest(model, cost, seconds))
    if second is None:
        spent = sum(cost[column] for column in first.chosen or ())
        second = Solution(chosen=first.chosen, value=spent, bound=0.0, proved=False)
    return _answer(problem, second, first)


def _cheapest(model: Programme, cost: Sequence[float], seconds: float) -> Solution:
    return solve(model, offer_cost=cost, time_limit=seconds)


def _answer(problem: Problem, spending: Solution, coverage: Solution) -> TeamAnswer:
    parts = _without_idle(problem, problem.split(spending.chosen or ()))
    ordered = tuple(
        tuple(take_order(block.instance, chosen)[0]) for block, chosen in zip(problem.blocks, parts, strict=True)
    )
    return TeamAnswer(parts=ordered, coverage=coverage, spending=spending)


def _fitting(problem: Problem, model: Programme, run: Callable[[Programme], Solution]) -> Solution | None:
    """Solve, look whether each person can take her steps in some order and in time, forbid what cannot, solve again."""
    while True:
        solution = run(model)
        if solution.chosen is None:
            return None
        late = 0
        for block, chosen in zip(problem.blocks, problem.split(solution.chosen), strict=True):
            late += not _fits(model, block, chosen)  # every person's row at once, then solve again
        if not late:
            return solution


def _fits(model: Programme, block: Block, chosen: Sequence[int]) -> bool:
    """Return whether a person's steps can be taken; where not, add the row that forbids just that."""
    instance = block.instance
    order, stuck = take_order(instance, chosen)
    if stuck:
        _forbid(model, block, stuck)
        return False
    if not instance.limits.minutes_per_week or not order:
        return True
    horizon = math.inf if instance.limits.days is None else float(instance.limits.days)
    slots = schedule(instance, order, instance.limits.minutes_per_week)
    if all(slot.done <= min(horizon, instance.due[slot.offer]) + 1e-6 for slot in slots):
        return True
    if not _window(model, block, order, horizon):
        _forbid(model, block, order)
    return False


def _window(model: Programme, block: Block, order: Sequence[int], horizon: float) -> bool:
    """Add the row of a stretch of days that holds less time than the steps which must lie in it; else return False."""
    instance = block.instance
    per_day = (instance.limits.minutes_per_week or 0) / 7
    due = [min(horizon, day) for day in instance.due]
    for start in sorted({instance.release[j] for j in order}):
        for end in sorted({due[j] for j in order}):
            room = max(0.0, end - start) * per_day
            if sum(instance.offers[j].minutes for j in order if instance.release[j] >= start and due[j] <= end) > room:
                inside = [j for j in range(len(due)) if instance.release[j] >= start and due[j] <= end]
                minutes = [float(instance.offers[j].minutes) for j in inside]
                model.add([block.first + j for j in inside], minutes, at_most=math.floor(room + 1e-6))
                return True
    return False


def _forbid(model: Programme, block: Block, inside: Sequence[int]) -> None:
    """Not all of these, unless an offer from outside teaches what one of them waits for."""
    helpers = {o for j in inside for _, others in block.instance.supplies[j] for o in others} - set(inside)
    columns = [block.first + j for j in (*inside, *sorted(helpers))]
    factors = [*([1.0] * len(inside)), *([-1.0] * len(helpers))]
    model.add(columns, factors, at_most=len(inside) - 1.0)


def _without_idle(problem: Problem, parts: list[list[int]]) -> list[list[int]]:
    """Drop steps without which as much is filled and nothing of the person's is broken (free ones left in)."""
    goal = problem.coverage(parts)
    for number, block in enumerate(problem.blocks):
        instance = block.instance
        for j in sorted(parts[number], key=lambda one: (-instance.offers[one].cents, instance.offers[one].id)):
            rest = [one for one in parts[number] if one != j]
            kept = {**dict(enumerate(parts)), number: rest}
            if any(j in instance.needs[one] for one in rest) or take_order(instance, rest)[1]:
                continue
            if any(not set(others) & set(rest) for one in rest for _, others in instance.supplies[one]):
                continue
            if problem.coverage(list(kept.values())) == goal:
                parts[number] = rest
    return parts
