"""All trade-offs between two costs, exact: every choice that closes everything and that no other beats in both.

1. The two ends: the least of one cost, then of the other.
2. Between two neighbours the line through them gives weights; a choice below the line is a new point and splits the
   stretch in two. What is not below the line lies in the triangle between line and the corner of both worse values.
3. Where that triangle is small against the gap of the bound, frontier search goes through it once, with both costs in
   each state, and returns every point in it.

Two phases as in Ulungu and Teghem (1995), "The two phases method"; the second is dynamic programming here.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.plans import frontier
from stepladder.skills.plans.covering import LARGEST, good_choice
from stepladder.skills.plans.frontier import Columns, Effort, TooManyStatesError
from stepladder.skills.plans.relaxing import PARTS, Cover, Prices, relaxed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

__all__ = ["Point", "pareto"]

#: A stretch is split as long as its corner is further above the bound than this many times its line.
SPLIT = 1.3
BEAM = 600


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """Two costs in whole units, and the offers."""

    first: int
    second: int
    chosen: tuple[int, ...] = field(compare=False)


def pareto(
    rows: int,
    covers: Sequence[tuple[int, ...]],
    needs: Sequence[tuple[int, ...]],
    costs: npt.NDArray[np.int64],
    *,
    states: int = 400_000_000,
) -> list[Point]:
    """Return all points, the least first cost first; ``costs`` has a row per offer, two whole numbers ≥ 0.

    Every row must have an offer. Raises `TooManyStatesError` where ``states`` do not suffice.
    """
    search = _Search(rows=rows, covers=covers, needs=needs, costs=costs, left=states)
    first = search.end(0)
    last = search.end(1)
    search.found = sorted({first, last})
    stretches = [(first, last)] if first != last else []
    while stretches:
        one, other = stretches.pop()
        middle = search.between(one, other)
        if middle is not None:
            stretches.extend(((one, middle), (middle, other)))
    return search.found


@dataclass(slots=True, kw_only=True)
class _Search:
    rows: int
    covers: Sequence[tuple[int, ...]]
    needs: Sequence[tuple[int, ...]]
    costs: npt.NDArray[np.int64]
    left: int
    found: list[Point] = field(default_factory=list)

    def problem(self, first: int, second: int) -> Cover:
        """Return the problem of a weighted sum of both costs; sums that would not be exact are too much to do."""
        most = [int(self.costs[:, kind].max(initial=0)) + 1 for kind in (0, 1)]
        if (most[0] * first + most[1] * second) * PARTS * max(1, self.rows) >= LARGEST:
            raise TooManyStatesError
        cost = self.costs[:, 0] * first + self.costs[:, 1] * second
        return Cover(rows=self.rows, covers=self.covers, needs=self.needs, cost=cost)

    def point(self, chosen: tuple[int, ...]) -> Point:
        """Return the point of a choice."""
        first, second = self.costs[list(chosen)].sum(axis=0).tolist()
        return Point(int(first), int(second), chosen)

    def end(self, kind: int) -> Point:
        """Return the point with the least of one cost and, among those, the least of the other."""
        factor = int(self.costs[:, 1 - kind].sum()) + 1
        weights = (factor, 1) if kind == 0 else (1, factor)
        prices = relaxed(self.problem(*weights))
        return self.point(self.best(prices, good_choice(prices)).chosen)

    def best(self, prices: Prices, known: frontier.Found) -> frontier.Found:
        """Return the cheapest of all, from one that is known."""
        return frontier.search(prices, known.cost, Effort(in_all=self.left)) or known

    def between(self, one: Point, other: Point) -> Point | None:
        """Return a point below the line through two neighbours, or None after all points between them are found."""
        weights = one.second - other.second, other.first - one.first
        prices = relaxed(self.problem(*weights))
        line = weights[0] * one.first + weights[1] * one.second
        corner = weights[0] * (other.first - 1) + weights[1] * (one.second - 1)
        if prices.slack(corner + 1) <= SPLIT * max(prices.slack(line + 1), 1.0):
            self.walk(prices, weights, one, other)
            return None
        known = frontier.Found(chosen=one.chosen, cost=line)
        quick = frontier.search(prices, line, Effort(beam=BEAM))
        lower = self.best(prices, quick or known)
        if lower.cost < line:
            point = self.point(lower.chosen)
            insort(self.found, point)
            return point
        self.walk(prices, weights, one, other)
        return None

    def walk(self, prices: Prices, weights: tuple[int, int], one: Point, other: Point) -> None:
        """Find all points in the triangle between two neighbours: first quickly, then for certain."""
        if other.first - one.first == 1 or one.second - other.second == 1:
            return  # both ends are final: there is no room for whole numbers between them
        inside = [one, other]
        for beam in (BEAM, None):
            corners = [
                Corner(first=c, second=h, slack=prices.slack(weights[0] * c + weights[1] * h + 1))
                for c, h in _corners(inside)
            ]
            inside = self._through(prices, corners, beam, inside)
        for point in inside:
            if point not in {one, other}:
                insort(self.found, point)

    def _through(self, prices: Prices, corners: list[Corner], beam: int | None, inside: list[Point]) -> list[Point]:
        """Go through all rows once with both costs in each state; return the points that nothing beats."""
        slack = max(corner.slack for corner in corners)
        if slack < 0:
            return inside
        costs = self.costs.astype(np.float64)
        columns = Columns.of(prices, costs, slack)
        layer = frontier.begin(prices, columns, costs)
        while layer.left.any() and len(layer.used):
            layer = frontier.close(layer, columns, slack, frontier.next_row(layer, columns, slack))
            self.left -= len(layer.used)
            if self.left < 0:
                raise TooManyStatesError
            layer = frontier.merged(layer.part(self._within(layer, corners)), beam)
        points = list(inside)
        for state in range(len(layer.used)):
            first, second = (round(value) for value in layer.spent[state].tolist())
            points.append(Point(first, second, frontier.chosen_by(layer, state, columns, prices)))
        return _unbeaten(points)

    def _within(self, layer: frontier.Layer, corners: list[Corner]) -> npt.NDArray[np.int64]:
        """Return the states that have not yet exceeded every corner, in both costs and in their weighted sum."""
        alive = np.zeros(len(layer.used), dtype=bool)
        for corner in corners:
            alive |= (
                (layer.spent[:, 0] <= corner.first)
                & (layer.spent[:, 1] <= corner.second)
                & (layer.used <= corner.slack)
            )
        return np.flatnonzero(alive)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner:
    """The greatest values of a point between two others, and what a state that reaches it takes of the slack."""

    first: int
    second: int
    slack: float


def _corners(points: list[Point]) -> list[tuple[int, int]]:
    """Return, between each two neighbours, the greatest values of a point that neither beats (it may beat one)."""
    return [(other.first - 1, one.second - 1) for one, other in pairwise(sorted(points))]


def _unbeaten(points: list[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in sorted(points, key=lambda one: (one.first, one.second, one.chosen)):
        if not kept or point.second < kept[-1].second:
            kept.append(point)
    return kept
