"""Closing everything as cheaply as possible, proved: relaxation, a quick good answer, then frontier search.

This is the problem of a plan without its side conditions (time, exclusions, what is taught by one of several). Where
its answer keeps them, it is the answer of the whole problem too; where not, its value is a bound, and `search` asks
HiGHS. Ties in the first cost are decided by the second in the same search: both stand in one whole number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.plans import frontier
from stepladder.skills.plans.frontier import TooManyStatesError
from stepladder.skills.plans.relaxing import PARTS, Cover, Prices, relaxed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stepladder.skills.plans.instance import Instance

__all__ = ["LARGEST", "Covered", "cheapest_cover", "good_choice"]

BEAMS = (60, 300)
#: How far above the bound an answer is looked for, as a share of the bound, until there is one.
REACH = (0.12, 0.25, 0.5, 1.0, 3.0)
LARGEST = 2**50
STATES = 12_000_000
#: Beyond so many rows the gap of the bound is too wide for a proof to be likely: less is tried, and parts are improved.
WIDE = 80
FEW = 500_000
PART = 45
ROUNDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """The chosen offers, what they cost (the first cost), the least that any choice costs, and whether they meet.

    ``tied``: among equals the second cost is the least as well.
    """

    chosen: tuple[int, ...]
    value: int
    bound: int
    proved: bool
    tied: bool


def cheapest_cover(
    instance: Instance,
    rows: Sequence[int],
    first: Sequence[float],
    second: Sequence[float],
    *,
    forced: Iterable[int] = (),
    states: int = STATES,
) -> Covered:
    """Return the cheapest choice that closes ``rows`` and takes what each offer needs; every row has an offer.

    ``first`` and ``second`` are whole costs ≥ 0 per offer. Side conditions of the instance are not looked at.
    """
    place = {row: index for index, row in enumerate(rows)}
    covers = [tuple(place[row] for row in closed if row in place) for closed in instance.covers]
    costs = np.array(first, dtype=np.int64)
    unit = int(np.gcd.reduce(costs)) or 1
    costs //= unit
    extra = np.array(second, dtype=np.int64)
    extra //= int(np.gcd.reduce(extra)) or 1
    factor = int(extra.sum()) + 1
    most = max(1, len(rows))
    tied = (int(costs.max(initial=0)) + 1) * factor * PARTS * most < LARGEST
    if not tied:
        factor = 1
        extra[:] = 0
    problem = Cover(
        rows=len(rows), covers=covers, needs=instance.needs, cost=costs * factor + extra, forced=frozenset(forced)
    )
    prices = relaxed(problem)
    found = good_choice(prices)
    if len(rows) > WIDE:
        found = improved(prices, found)
    proved = True
    try:
        better = frontier.search(prices, found.cost, frontier.Effort(in_all=states if len(rows) <= WIDE else FEW))
        found = better or found
    except TooManyStatesError:
        proved = False
    value = int(costs[list(found.chosen)].sum())
    bound = value if proved else min(value, prices.bound // factor)
    return Covered(chosen=found.chosen, value=value * unit, bound=bound * unit, proved=proved, tied=tied and proved)


def good_choice(prices: Prices) -> frontier.Found:
    """Return a good choice quickly: beams, looking further and further above the bound, then a wider one below it."""
    found = None
    for share in REACH if prices.problem.rows <= WIDE else ():
        below = prices.bound + max(2, int(prices.bound * share))
        found = frontier.search(prices, below, frontier.Effort(beam=BEAMS[0]))
        if found is not None:
            break
    if found is None:
        found = _greedy(prices)
    if prices.problem.rows > WIDE:
        return found
    return frontier.search(prices, found.cost, frontier.Effort(beam=BEAMS[1])) or found


def improved(prices: Prices, found: frontier.Found) -> frontier.Found:
    """Return a choice that is as good or better: part by part is given up and closed again as cheaply as possible.

    A part is some of the chosen offers, up to `PART` rows; each is solved for certain. It goes round until many in a
    row bring nothing, or `ROUNDS` are over (large neighbourhood search: Shaw, 1998).
    Offers with prerequisites, or that are one, stay as they are.
    """
    problem = prices.problem
    usable = np.flatnonzero(prices.reduced <= max(prices.slack(found.cost), 0.0))
    bound_up = {j for j, others in enumerate(problem.needs) if others} | problem.needed | problem.forced
    offers = [j for j in usable.tolist() if j not in bound_up]
    chosen, cost, quiet = set(found.chosen), found.cost, 0
    for number in range(ROUNDS):
        free = sorted(j for j in chosen if j not in bound_up)
        if not free or quiet > 2 * len(free):
            break
        part = _part(problem, free, number)
        rest = chosen - part
        closed = {row for j in rest for row in problem.covers[j]}
        rows = sorted({row for j in part for row in problem.covers[j]} - closed)
        again = _again(problem, offers, rows, int(problem.cost[sorted(part)].sum()))
        quiet += 1
        if again is not None:
            chosen = rest | set(again)
            cost, quiet = int(problem.cost[sorted(chosen)].sum()), 0
    return frontier.Found(chosen=tuple(sorted(chosen)), cost=cost)


def _part(problem: Cover, free: list[int], number: int) -> set[int]:
    """Return some chosen offers that close up to `PART` rows, another set each time."""
    if number % 2:  # by their rows: offers of one topic lie together
        free = sorted(free, key=lambda j: (problem.covers[j], j))
    start = (number * 7919) % len(free)
    stride = 1 if number % 2 else 1 + number % max(1, min(11, len(free) - 1))
    part: set[int] = set()
    rows: set[int] = set()
    for step in range(len(free)):
        j = free[(start + step * stride) % len(free)]
        rows |= set(problem.covers[j])
        if part and len(rows) > PART:
            break
        part.add(j)
    return part


def _again(problem: Cover, offers: list[int], rows: list[int], below: int) -> tuple[int, ...] | None:
    """Return offers that close just these rows for less than ``below``, or None."""
    place = {row: index for index, row in enumerate(rows)}
    best: dict[tuple[int, ...], int] = {}
    for j in offers:
        closes = tuple(place[row] for row in problem.covers[j] if row in place)
        if closes and (closes not in best or problem.cost[j] < problem.cost[best[closes]]):
            best[closes] = j
    if not rows or not best:
        return () if not rows and below > 0 else None
    ids = list(best.values())
    smaller = Cover(
        rows=len(rows), covers=list(best), needs=[()] * len(ids), cost=np.array([problem.cost[j] for j in ids])
    )
    try:
        found = frontier.search(relaxed(smaller), below, frontier.Effort(in_all=FEW))
    except TooManyStatesError:
        return None
    return None if found is None else tuple(ids[j] for j in found.chosen)


def _greedy(prices: Prices) -> frontier.Found:
    """Return a choice by the least cost per row newly closed, with what each offer needs."""
    problem = prices.problem
    chosen = {one for j in problem.forced for one in problem.bundles[j]}
    left = set(range(problem.rows)) - {row for j in chosen for row in problem.covers[j]}
    suppliers: dict[int, list[int]] = {row: [] for row in left}
    for j, rows in enumerate(problem.covers):
        for row in rows:
            if row in left:
                suppliers[row].append(j)

    def worth(j: int) -> tuple[float, int]:
        new = [one for one in problem.bundles[j] if one not in chosen]
        closes = {row for one in new for row in problem.covers[one]} & left
        return float(problem.cost[new].sum()) / max(1, len(closes)), j

    while left:
        pick = min(suppliers[min(left)], key=worth)
        chosen.update(problem.bundles[pick])
        left -= {row for one in problem.bundles[pick] for row in problem.covers[one]}
    return frontier.Found(chosen=tuple(sorted(chosen)), cost=int(problem.cost[sorted(chosen)].sum()))
