"""The solver against trying everything, on small random problems; and what must not change the answer."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stepladder.skills.errors import NoPlanError
from stepladder.skills.gaps import GapReport
from stepladder.skills.plans import LearningOpportunity, PlanSettings, cost_time_front, plan

DAY = date(2026, 3, 2)
SKILLS = ("a", "b", "c", "d")
QUIET = PlanSettings(alternatives=0)


def report(weights: list[float]) -> GapReport:
    lines = [{"uri": skill, "weight": weight} for skill, weight in zip(SKILLS, weights, strict=False)]
    return GapReport.from_dict({"skills": lines}, at=DAY)


@st.composite
def catalogues(draw: Any) -> list[LearningOpportunity]:
    count = draw(st.integers(0, 7))
    ids = [f"o{number}" for number in range(count)]
    return [
        LearningOpportunity(
            id=key,
            skills=tuple(draw(st.sets(st.sampled_from((*SKILLS, "x")), max_size=3))),
            price=Decimal(draw(st.integers(0, 9))),
            hours=draw(st.integers(0, 9)),
            prerequisites=tuple(draw(st.sets(st.sampled_from(ids), max_size=1))),
            requires_skills=tuple(
                draw(st.sets(st.sampled_from((*SKILLS, "x")), max_size=1)) if draw(st.booleans()) else ()
            ),
            excludes=tuple(draw(st.sets(st.sampled_from(ids), max_size=1))) if draw(st.booleans()) else (),
            starts=DAY + timedelta(days=draw(st.sampled_from((0, 7, 14)))) if draw(st.booleans()) else None,
            seats=draw(st.sampled_from((None, None, 0, 3))),
        )
        for key in ids
    ]


weights = st.lists(st.sampled_from((1.0, 0.5, 2.0)), min_size=1, max_size=4)
budgets = st.one_of(st.none(), st.integers(0, 20))
objectives = st.sampled_from(("coverage", "cost", "time", "count"))


def takeable(chosen: tuple[LearningOpportunity, ...]) -> bool:
    """Whether some order takes them all: begin with what asks for nothing, go on while something is added."""
    left, done, learned = list(chosen), set(), set()
    while left:
        ready = [o for o in left if set(o.prerequisites) <= done and set(o.requires_skills) <= learned]
        if not ready:
            return False
        for offer in ready:
            done.add(offer.id)
            learned.update(offer.skills)
            left.remove(offer)
    return True


def in_time(chosen: tuple[LearningOpportunity, ...], weeks: int | None) -> bool:
    """One hour a week and no order to mind but start days: work first what can begin first."""
    if weeks is None:
        return True
    now = 0.0
    for offer in sorted(chosen, key=lambda o: o.starts or DAY):
        now = max(now, ((offer.starts or DAY) - DAY).days) + offer.hours * 7
    return now <= weeks * 7 and all((offer.starts or DAY) < DAY + timedelta(weeks=weeks) for offer in chosen)


def brute_force(
    gap: GapReport, offers: list[LearningOpportunity], objective: str, budget: int | None, weeks: int | None = None
) -> tuple[float, float]:
    """The best (coverage, price in the objective) over every subset."""
    best = (-1.0, 0.0)
    usable = [offer for offer in offers if offer.seats != 0]
    for size in range(len(usable) + 1):
        for chosen in combinations(usable, size):
            ids = {offer.id for offer in chosen}
            if (
                any(ids & set(o.excludes) - {o.id} for o in chosen)
                or not takeable(chosen)
                or not in_time(chosen, weeks)
            ):
                continue
            if budget is not None and sum(o.price for o in chosen) > budget:
                continue
            taught = {skill for offer in chosen for skill in offer.skills}
            value = sum(line.weight for line in gap.lines if line.skill in taught)
            price = {
                "time": float(sum(o.hours for o in chosen)),
                "count": float(len(chosen)),
            }.get(objective, float(sum(o.price for o in chosen)))
            if (value, -price) > (best[0], -best[1]):
                best = (value, price)
    return best


@given(weights=weights, offers=catalogues(), objective=objectives, budget=budgets)
def test_the_plan_is_the_best_of_all(
    weights: list[float], offers: list[LearningOpportunity], objective: Any, budget: int | None
) -> None:
    gap = report(weights)
    made = plan(gap, offers, objective=objective, budget=budget, settings=QUIET)
    value, price = brute_force(gap, offers, objective, budget)
    closed = sum(line.weight for line in gap.lines if line.skill not in {one.uri for one in made.open_skills})
    assert made.proved_optimal
    assert made.feasibility.holds, made.feasibility
    assert closed == pytest.approx(value)
    spent = {"time": made.hours, "count": float(len(made.steps))}.get(objective, float(made.cost))
    assert spent == pytest.approx(price)
    assert made.objective == pytest.approx(value if objective == "coverage" else price)
    assert made.bound == pytest.approx(made.objective)


@example(
    weights=[1.0],
    offers=[LearningOpportunity(id="o1", skills=("a",), hours=0, starts=DAY + timedelta(days=7))],
    weeks=1,
)
@given(weights=weights, offers=catalogues(), weeks=st.integers(1, 12))
def test_a_deadline_with_hours_a_week_and_start_days(
    weights: list[float], offers: list[LearningOpportunity], weeks: int
) -> None:
    from dataclasses import replace

    plain = [replace(offer, prerequisites=(), requires_skills=()) for offer in offers]
    gap = report(weights)
    made = plan(gap, plain, hours_per_week=1, deadline=DAY + timedelta(weeks=weeks), settings=QUIET)
    value, price = brute_force(gap, plain, "coverage", None, weeks)
    assert made.feasibility.holds, made.feasibility
    assert made.objective == pytest.approx(value)
    assert float(made.cost) == pytest.approx(price)


@given(weights=weights, offers=catalogues(), budget=budgets, data=st.data())
def test_order_presolve_and_dominated_items_change_nothing(
    weights: list[float], offers: list[LearningOpportunity], budget: int | None, data: Any
) -> None:
    gap = report(weights)
    made = plan(gap, offers, budget=budget, settings=QUIET)
    shuffled = data.draw(st.permutations(offers))
    assert plan(gap, shuffled, budget=budget, settings=QUIET) == made
    without = plan(gap, offers, budget=budget, settings=PlanSettings(alternatives=0, presolve=False))
    assert (without.objective, without.cost) == (made.objective, made.cost)
    worse = [
        LearningOpportunity(id=f"z{o.id}", skills=o.skills[:1], price=o.price + 1, hours=o.hours + 1)
        for o in offers
        if not (o.prerequisites or o.requires_skills or o.excludes or o.starts or o.seats == 0)
    ]
    more = plan(gap, [*offers, *worse], budget=budget, settings=QUIET)
    assert (more.objective, more.cost) == (made.objective, made.cost)


@given(weights=weights, offers=catalogues(), budget=budgets)
def test_full_closure_closes_all_or_names_a_conflict(
    weights: list[float], offers: list[LearningOpportunity], budget: int | None
) -> None:
    gap = report(weights)
    value, price = brute_force(gap, offers, "cost", budget)
    if value < sum(weights):
        with pytest.raises(NoPlanError) as caught:
            plan(gap, offers, objective="cost", budget=budget, full_closure=True, settings=QUIET)
        assert caught.value.conflicts
        assert caught.value.code in {"plan.no_offer", "plan.conflict"}
        return
    made = plan(gap, offers, objective="cost", budget=budget, full_closure=True, settings=QUIET)
    assert float(made.cost) == pytest.approx(price)
    assert not made.open_skills


@given(weights=weights, offers=catalogues())
def test_the_front_holds_exactly_the_unbeaten_points(weights: list[float], offers: list[LearningOpportunity]) -> None:
    from dataclasses import replace

    plain = [replace(offer, prerequisites=(), requires_skills=(), excludes=()) for offer in offers]
    gap = report(weights)
    usable = [offer for offer in plain if offer.seats != 0]
    closable = {line.skill for line in gap.lines if any(line.skill in offer.skills for offer in usable)}
    points = {
        (float(sum(o.price for o in chosen)), float(sum(o.hours for o in chosen)))
        for size in range(1, len(usable) + 1)
        for chosen in combinations(usable, size)
        if closable and closable <= {skill for offer in chosen for skill in offer.skills}
    }
    unbeaten = {p for p in points if not any(q != p and q[0] <= p[0] and q[1] <= p[1] for q in points)}
    found = cost_time_front(gap, plain)
    assert {(float(point.cost), point.hours) for point in found} == unbeaten
    assert all(point.proved for point in found)
