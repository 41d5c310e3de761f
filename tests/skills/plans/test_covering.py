"""Frontier search against trying everything and against HiGHS; the bound of the relaxation; what bounds the work."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.skills.plans.made_up import DAY, catalogue, gap_of, limits, open_lines

from stepladder.skills.plans import PlanSettings, frontier, plan
from stepladder.skills.plans.covering import cheapest_cover, good_choice, improved
from stepladder.skills.plans.frontier import Effort, TooManyStatesError
from stepladder.skills.plans.instance import build_instance
from stepladder.skills.plans.milp import programme, solve
from stepladder.skills.plans.relaxing import Cover, relaxed


@st.composite
def covers(draw: Any) -> Cover:
    """Up to six rows and nine offers; what an offer needs has a smaller number, so nothing runs in a circle."""
    rows = draw(st.integers(1, 6))
    count = draw(st.integers(0, 8))
    closed = [draw(st.sets(st.integers(0, rows - 1), max_size=3)) for _ in range(count)]
    closed.append(set(range(rows)))  # so that every row has an offer
    needs = [draw(st.sets(st.integers(0, j - 1), max_size=2)) if j else set() for j in range(len(closed))]
    cost = [draw(st.integers(0, 12)) for _ in closed]
    forced = draw(st.sets(st.integers(0, len(closed) - 1), max_size=1))
    return Cover(
        rows=rows,
        covers=[tuple(sorted(one)) for one in closed],
        needs=[tuple(sorted(one)) for one in needs],
        cost=np.array(cost, dtype=np.int64),
        forced=frozenset(forced),
    )


def cheapest_by_trying(problem: Cover) -> int:
    numbers = range(len(problem.covers))
    best = None
    for size in range(len(problem.covers) + 1):
        for chosen in combinations(numbers, size):
            inside = set(chosen)
            if not problem.forced <= inside or any(not set(problem.needs[j]) <= inside for j in chosen):
                continue
            if {row for j in chosen for row in problem.covers[j]} == set(range(problem.rows)):
                cost = int(problem.cost[list(chosen)].sum())
                best = cost if best is None else min(best, cost)
    assert best is not None
    return best


@given(problem=covers())
def test_the_search_finds_the_cheapest_of_all(problem: Cover) -> None:
    best = cheapest_by_trying(problem)
    prices = relaxed(problem)
    assert prices.bound <= best
    assert (prices.reduced >= 0).all()
    found = frontier.search(prices, best + 5, Effort())
    assert found is not None
    assert found.cost == best == int(problem.cost[list(found.chosen)].sum())
    inside = set(found.chosen)
    assert problem.forced <= inside
    assert all(set(problem.needs[j]) <= inside for j in found.chosen)
    assert {row for j in found.chosen for row in problem.covers[j]} == set(range(problem.rows))
    assert frontier.search(prices, best, Effort()) is None


@given(problem=covers(), width=st.integers(1, 4))
def test_taking_states_in_turns_changes_nothing(problem: Cover, width: int) -> None:
    prices = relaxed(problem)
    whole = frontier.search(prices, 200, Effort())
    in_turns = frontier.search(prices, 200, Effort(at_once=8 * width))
    assert whole is not None
    assert in_turns is not None
    assert whole.cost == in_turns.cost


@given(problem=covers(), width=st.integers(1, 3))
def test_what_a_beam_finds_is_possible(problem: Cover, width: int) -> None:
    found = frontier.search(relaxed(problem), 200, Effort(beam=width))
    if found is not None:
        assert found.cost >= cheapest_by_trying(problem)
        assert {row for j in found.chosen for row in problem.covers[j]} == set(range(problem.rows))


@pytest.mark.parametrize("seed", range(6))
def test_it_equals_the_solver_on_larger_problems(seed: int) -> None:
    offers = catalogue(seed, skills=16, offers=120, prerequisites=seed % 2 == 1)
    instance = build_instance(
        open_lines(16),
        offers,
        held=frozenset(),
        claimed=frozenset(),
        completed=frozenset(),
        proof=False,
        limits=limits(DAY),
    )
    cents = [float(offer.cents) for offer in instance.offers]
    minutes = [float(offer.minutes) for offer in instance.offers]
    made = cheapest_cover(instance, instance.closable, cents, minutes)
    asked = solve(programme(instance, instance.limits, must_close=instance.closable), offer_cost=cents)
    assert made.proved
    assert made.tied
    assert made.value == made.bound == asked.value
    # Among equals the fewest hours: with the cost held, the solver finds no shorter one.
    model = programme(instance, instance.limits, must_close=instance.closable)
    model.add(list(range(len(cents))), cents, at_most=made.value + 0.5)
    shortest = solve(model, offer_cost=minutes)
    assert sum(minutes[j] for j in made.chosen) == shortest.value


def test_too_much_work_is_said_and_the_answer_is_not_called_proved() -> None:
    offers = catalogue(3, skills=30, offers=600)
    instance = build_instance(
        open_lines(30),
        offers,
        held=frozenset(),
        claimed=frozenset(),
        completed=frozenset(),
        proof=False,
        limits=limits(DAY),
    )
    cents = [float(offer.cents) for offer in instance.offers]
    made = cheapest_cover(instance, instance.closable, cents, [0.0] * len(cents), states=10)
    assert not made.proved
    assert made.bound <= made.value
    whole = cheapest_cover(instance, instance.closable, cents, [0.0] * len(cents))
    assert whole.proved
    assert made.bound <= whole.value <= made.value
    problem = Cover(rows=30, covers=instance.covers, needs=instance.needs, cost=np.array(cents, dtype=np.int64))
    with pytest.raises(TooManyStatesError):
        frontier.search(relaxed(problem), 10**9, Effort(in_all=10))


@given(problem=covers())
def test_improving_parts_never_loses_a_row_or_makes_it_dearer(problem: Cover) -> None:
    prices = relaxed(problem)
    begun = good_choice(prices)
    better = improved(prices, begun)
    assert cheapest_by_trying(problem) <= better.cost <= begun.cost
    assert better.cost == int(problem.cost[list(better.chosen)].sum())
    inside = set(better.chosen)
    assert problem.forced <= inside
    assert all(set(problem.needs[j]) <= inside for j in better.chosen)
    assert {row for j in better.chosen for row in problem.covers[j]} == set(range(problem.rows))


def test_a_wide_gap_gets_a_good_plan_and_says_what_is_not_proved() -> None:
    offers = catalogue(2, skills=90, offers=900)
    report = gap_of(90)
    made = plan(report, offers, objective="cost", settings=PlanSettings(alternatives=0, seconds=1.0))
    assert made.closed == 90
    assert made.feasibility.holds
    assert made.bound <= made.objective
    assert made.proved_optimal == (made.bound == made.objective)


def test_numbering_the_offers_anew_changes_no_cost() -> None:
    rng = random.Random(5)  # noqa: S311 - repeatable on purpose
    rows = [tuple(sorted(rng.sample(range(20), rng.randint(1, 5)))) for _ in range(200)]
    rows.extend((row,) for row in range(20))
    cost = [rng.randint(1, 40) for _ in rows]
    order = list(range(len(rows)))
    costs = set()
    for _ in range(3):
        problem = Cover(
            rows=20,
            covers=[rows[j] for j in order],
            needs=[()] * len(rows),
            cost=np.array([cost[j] for j in order], dtype=np.int64),
        )
        found = frontier.search(relaxed(problem), 10**6, Effort())
        assert found is not None
        costs.add(found.cost)
        rng.shuffle(order)
    assert len(costs) == 1
