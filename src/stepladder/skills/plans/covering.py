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

BEAMS = (60, 400)
#: How far above the bound an answer is looked for, as a share of the bound, until there is one.
REACH = (0.06, 0.12, 0.25, 0.5, 1.0, 3.0)
LARGEST = 2**50
STATES = 12_000_000


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
    proved = True
    try:
        better = frontier.search(prices, found.cost, frontier.Effort(in_all=states))
        found = better or found
    except TooManyStatesError:
        proved = False
    value = int(costs[list(found.chosen)].sum())
    bound = value if proved else min(value, prices.bound // factor)
    return Covered(chosen=found.chosen, value=value * unit, bound=bound * unit, proved=proved, tied=tied and proved)


def good_choice(prices: Prices) -> frontier.Found:
    """Return a good choice quickly: beams, looking further and further above the bound, then a wider one below it."""
    found = None
    for share in REACH:
        below = prices.bound + max(2, int(prices.bound * share))
        found = frontier.search(prices, below, frontier.Effort(beam=BEAMS[0]))
        if found is not None:
            break
    if found is None:
        found = _greedy(prices)
    return frontier.search(prices, found.cost, frontier.Effort(beam=BEAMS[1])) or found


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
