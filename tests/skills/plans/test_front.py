"""The front of cost against hours: all trade-offs, against trying everything and against bounding the hours."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.skills.plans.made_up import DAY, catalogue, gap_of, limits, open_lines

from stepladder.skills.plans import cost_time_front
from stepladder.skills.plans.front import _bounded
from stepladder.skills.plans.frontier import TooManyStatesError
from stepladder.skills.plans.instance import build_instance
from stepladder.skills.plans.pareto import pareto


@st.composite
def problems(draw: Any) -> tuple[int, list[tuple[int, ...]], list[tuple[int, ...]], Any]:
    rows = draw(st.integers(1, 5))
    closed = [draw(st.sets(st.integers(0, rows - 1), max_size=3)) for _ in range(draw(st.integers(0, 8)))]
    closed.append(set(range(rows)))
    needs = [draw(st.sets(st.integers(0, j - 1), max_size=1)) if j else set() for j in range(len(closed))]
    costs = [(draw(st.integers(0, 9)), draw(st.integers(0, 9))) for _ in closed]
    return rows, [tuple(sorted(one)) for one in closed], [tuple(one) for one in needs], np.array(costs, dtype=np.int64)


@given(problem=problems())
def test_every_trade_off_is_found_and_no_other(problem: Any) -> None:
    rows, covers, needs, costs = problem
    possible = set()
    for size in range(len(covers) + 1):
        for chosen in combinations(range(len(covers)), size):
            inside = set(chosen)
            if all(set(needs[j]) <= inside for j in chosen) and {r for j in chosen for r in covers[j]} == set(
                range(rows)
            ):
                possible.add(tuple(costs[list(chosen)].sum(axis=0).tolist()))
    unbeaten = {one for one in possible if not any(o != one and o[0] <= one[0] and o[1] <= one[1] for o in possible)}
    found = pareto(rows, covers, needs, costs)
    assert [(point.first, point.second) for point in found] == sorted(unbeaten)
    for point in found:
        assert tuple(costs[list(point.chosen)].sum(axis=0).tolist()) == (point.first, point.second)
        assert {row for j in point.chosen for row in covers[j]} == set(range(rows))


@pytest.mark.parametrize("seed", range(4))
def test_it_equals_bounding_the_hours_with_the_solver(seed: int) -> None:
    offers = catalogue(seed, skills=9, offers=60, prerequisites=seed % 2 == 1)
    front = cost_time_front(gap_of(9), offers)
    instance = build_instance(
        open_lines(9),
        offers,
        held=frozenset(),
        claimed=frozenset(),
        completed=frozenset(),
        proof=False,
        limits=limits(DAY),
    )
    slow = _bounded(instance, seconds=30.0, most=500)
    assert [(point.cost, point.hours) for point in front] == [(point.cost, point.hours) for point in slow]
    assert len(front) > 1
    assert all(point.proved for point in front)


def test_too_much_work_is_left_to_the_solver() -> None:
    offers = catalogue(1, skills=9, offers=60)
    covers = [tuple(int(skill[1:]) for skill in offer.skills) for offer in offers]
    costs = np.array([(offer.cents, offer.minutes) for offer in offers], dtype=np.int64)
    with pytest.raises(TooManyStatesError):
        pareto(9, covers, [()] * len(offers), costs, states=5)
