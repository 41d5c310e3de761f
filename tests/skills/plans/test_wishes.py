"""Weighted sums, wishes, renewals and prices of changing a plan, against every subset of the offers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.skills.errors import NoPlanError, SkillsError
from stepladder.skills.gaps import GapReport
from stepladder.skills.plans import LearningOpportunity, LearningPlan, PlanSettings, PlanWishes, Weights, plan

DAY = date(2026, 3, 2)
SKILLS = ("a", "b", "c")
QUIET = PlanSettings(alternatives=0)
NO_WISHES = PlanWishes()


def gap_of(weights: list[float]) -> GapReport:
    lines = [{"uri": skill, "weight": weight} for skill, weight in zip(SKILLS, weights, strict=False)]
    return GapReport.from_dict({"skills": lines}, at=DAY)


@st.composite
def catalogues(draw: Any) -> list[LearningOpportunity]:
    ids = [f"o{number}" for number in range(draw(st.integers(1, 6)))]
    return [
        LearningOpportunity(
            id=key,
            skills=tuple(sorted(draw(st.sets(st.sampled_from((*SKILLS, "x")), max_size=2)))),
            price=Decimal(draw(st.integers(0, 900))) / 100,
            hours=draw(st.integers(0, 40)) / 4,
            prerequisites=tuple(draw(st.sets(st.sampled_from(ids), max_size=1))) if draw(st.booleans()) else (),
            excludes=tuple(draw(st.sets(st.sampled_from(ids), max_size=1))) if draw(st.booleans()) else (),
            seats=draw(st.sampled_from((None, None, None, 0))),
            language=draw(st.sampled_from(("", "en", "en-GB", "fr"))),
        )
        for key in ids
    ]


@st.composite
def wished(draw: Any) -> tuple[list[LearningOpportunity], PlanWishes]:
    offers = draw(catalogues())
    ids = [offer.id for offer in offers]
    require = draw(st.sets(st.sampled_from(ids), max_size=2))
    return offers, PlanWishes(
        require=tuple(sorted(require)),
        without=tuple(sorted(draw(st.sets(st.sampled_from(ids), max_size=2)) - require)),
        one_of=(tuple(sorted(draw(st.sets(st.sampled_from(ids), max_size=3)))),),
        languages=draw(st.sampled_from(((), (), ("en",)))),
    )


weights_of = st.tuples(st.integers(0, 3), st.sampled_from(("0", "0.5", "1.25")), st.integers(0, 2)).filter(
    lambda w: bool(w[0] or Decimal(w[1]) or w[2])
)
gaps = st.lists(st.sampled_from((1.0, 0.5, 2.0)), min_size=1, max_size=3)
budgets = st.one_of(st.none(), st.integers(0, 20))


def allowed(offers: list[LearningOpportunity], wishes: PlanWishes) -> list[tuple[LearningOpportunity, ...]]:
    """Every set of offers that keeps the wishes and can be taken in some order."""
    found = []
    for size in range(len(offers) + 1):
        for chosen in combinations(offers, size):
            ids = {offer.id for offer in chosen}
            if not ids >= set(wishes.require) or ids & set(wishes.without):
                continue
            if any(len(ids & set(group)) > 1 for group in wishes.one_of):
                continue
            if wishes.languages and any(offer.language not in {"en", "en-GB"} for offer in chosen):
                continue
            if any(offer.seats == 0 or ids & set(offer.excludes) - {offer.id} for offer in chosen):
                continue
            if in_some_order(chosen):
                found.append(chosen)
    return found


def in_some_order(chosen: tuple[LearningOpportunity, ...]) -> bool:
    done: set[str] = set()
    left = list(chosen)
    while left:
        ready = [offer for offer in left if set(offer.prerequisites) <= done]
        if not ready:
            return False
        done.update(offer.id for offer in ready)
        left = [offer for offer in left if offer.id not in done]
    return True


def best_of(
    gap: GapReport, sets: list[tuple[LearningOpportunity, ...]], weights: Weights, budget: int | None
) -> tuple[float, Decimal] | None:
    best = None
    for chosen in sets:
        cost = sum((offer.price for offer in chosen), Decimal(0))
        if budget is not None and cost > budget:
            continue
        taught = {skill for offer in chosen for skill in offer.skills}
        covered = sum(line.weight for line in gap.lines if line.skill in taught)
        hours = Decimal(sum(offer.minutes for offer in chosen)) / 60
        price = weights.cost * cost + weights.time * hours + weights.count * len(chosen)
        if best is None or (covered, -price) > (best[0], -best[1]):
            best = (covered, price)
    return best


def covered_by(made: LearningPlan, gap: GapReport) -> float:
    return sum(line.weight for line in gap.lines if line.skill not in {one.uri for one in made.open_skills})


@given(line_weights=gaps, asked=wished(), parts=weights_of, budget=budgets)
def test_the_weighted_plan_under_wishes_is_the_best_of_all(
    line_weights: list[float], asked: Any, parts: tuple[int, str, int], budget: int | None
) -> None:
    offers, wishes = asked
    gap = gap_of(line_weights)
    weights = Weights(cost=Decimal(parts[0]), time=Decimal(parts[1]), count=Decimal(parts[2]))
    found = best_of(gap, allowed(offers, wishes), weights, budget)
    if found is None:
        with pytest.raises(NoPlanError) as caught:
            plan(gap, offers, objective="weighted", weights=weights, budget=budget, wishes=wishes, settings=QUIET)
        assert caught.value.code == "plan.conflict"
        assert caught.value.conflicts
        return
    made = plan(gap, offers, objective="weighted", weights=weights, budget=budget, wishes=wishes, settings=QUIET)
    assert made.proved_optimal
    assert made.feasibility.holds, made.feasibility
    assert covered_by(made, gap) == pytest.approx(found[0])
    assert made.objective == pytest.approx(float(found[1]), abs=1e-3)
    assert made.bound == pytest.approx(made.objective)


@given(line_weights=gaps, asked=wished(), budget=budgets)
def test_a_conflict_is_one_and_no_condition_of_it_is_idle(
    line_weights: list[float], asked: Any, budget: int | None
) -> None:
    """What is named clashes; without any one of it, the rest can be had."""
    offers, wishes = asked
    gap = gap_of(line_weights)
    money = Weights(cost=Decimal(1))
    if best_of(gap, allowed(offers, wishes), money, budget) is not None:
        return
    with pytest.raises(NoPlanError) as caught:
        plan(gap, offers, budget=budget, wishes=wishes, settings=QUIET)
    named = set(caught.value.conflicts)
    if any("to be taken, but" in part for part in (caught.value.message,)):
        assert len(named) == 1
        return

    def kept(words: set[str]) -> tuple[PlanWishes, int | None]:
        return PlanWishes(
            require=tuple(key for key in wishes.require if f"take “{key}”" in words),
            without=tuple(key for key in wishes.without if f"do without “{key}”" in words),
            one_of=tuple(group for group in wishes.one_of if any(one.startswith("at most one") for one in words)),
            languages=wishes.languages if any(one.startswith("only offers") for one in words) else (),
        ), budget if any(one.startswith("spend") for one in words) else None

    real = {one for one in named if "exclude each other" not in one}
    alone, limit = kept(real)
    assert best_of(gap, allowed(offers, alone), money, limit) is None
    for one in real:
        fewer, limit = kept(real - {one})
        assert best_of(gap, allowed(offers, fewer), money, limit) is not None, (one, named)


@given(line_weights=gaps, offers=catalogues(), budget=budgets)
def test_prices_of_forcing_and_forbidding_are_right(
    line_weights: list[float], offers: list[LearningOpportunity], budget: int | None
) -> None:
    gap, money = gap_of(line_weights), Weights(cost=Decimal(1))
    made = plan(
        gap, offers, objective="cost", budget=budget, why=[offer.id for offer in offers], settings=PlanSettings()
    )
    base = best_of(gap, allowed(offers, NO_WISHES), money, budget)
    assert base is not None
    for asked in made.asked:
        key = asked.opportunity.id
        wish = PlanWishes(without=(key,)) if asked.chosen else PlanWishes(require=(key,))
        other = best_of(gap, allowed(offers, wish), money, budget)
        if asked.price is None:
            assert other is None or other[0] < base[0]
        else:
            assert other is not None
            assert other[0] == pytest.approx(base[0])
            assert asked.price == pytest.approx(float(other[1] - base[1]), abs=1e-3)


@given(line_weights=gaps, asked=wished(), budget=budgets, data=st.data())
def test_order_names_and_presolve_change_nothing(
    line_weights: list[float], asked: Any, budget: int | None, data: Any
) -> None:
    offers, wishes = asked
    gap = gap_of(line_weights)
    try:
        made = plan(gap, offers, budget=budget, wishes=wishes, settings=QUIET)
    except NoPlanError:
        return
    assert plan(gap, data.draw(st.permutations(offers)), budget=budget, wishes=wishes, settings=QUIET) == made
    plain = plan(gap, offers, budget=budget, wishes=wishes, settings=PlanSettings(alternatives=0, presolve=False))
    assert (plain.objective, plain.cost) == (made.objective, made.cost)
    names = {offer.id: f"n{9 - number}" for number, offer in enumerate(offers)}
    other = plan(
        gap,
        [
            replace(
                offer,
                id=names[offer.id],
                prerequisites=tuple(names[key] for key in offer.prerequisites),
                excludes=tuple(names[key] for key in offer.excludes),
            )
            for offer in offers
        ],
        budget=budget,
        wishes=replace(
            wishes,
            require=tuple(names[key] for key in wishes.require),
            without=tuple(names[key] for key in wishes.without),
            one_of=tuple(tuple(names[key] for key in group) for group in wishes.one_of),
        ),
        settings=QUIET,
    )
    assert (other.objective, other.cost) == (made.objective, made.cost)


# ---------------------------------------------------------------------- in words
def offer(key: str, *skills: str, price: int = 10, **more: Any) -> LearningOpportunity:
    return LearningOpportunity(id=key, title=f"Course {key}", skills=skills, price=Decimal(price), hours=4, **more)


def report(*skills: Any) -> GapReport:
    lines = [{"uri": one, "label": one.upper()} if isinstance(one, str) else one for one in skills]
    return GapReport.from_dict({"skills": lines}, at=DAY)


HELD = {"uri": "h", "label": "H", "status": "held", "held_level": 1, "lapses": "2026-05-01"}


def test_what_lapses_is_said_and_renewed_only_where_asked() -> None:
    offers = [offer("1", "a"), offer("2", "h", price=30), offer("test", "h", price=5, assessment_only=True)]
    plain = plan(report("a", HELD), offers, deadline=date(2026, 6, 1))
    assert [(one.uri, one.renewed_by, one.reason) for one in plain.lapsing] == [
        ("h", None, "“Course test” would renew it (5 EUR).")
    ]
    assert [step.opportunity.id for step in plain.steps] == ["1"]
    made = plan(report("a", HELD), offers, wishes=PlanWishes(renew_until=date(2026, 5, 1)))
    assert {step.opportunity.id for step in made.steps} == {"1", "test"}
    assert made.lapsing[0].renewed_by == "test"
    assert any("Renews “H” (until 2026-05-01)" in step.reason for step in made.steps)
    assert not plan(report("a", HELD), offers, wishes=PlanWishes(renew_until=date(2026, 4, 30))).lapsing


def test_a_step_says_what_doing_without_it_would_mean() -> None:
    offers = [offer("1", "a", price=10), offer("2", "a", price=13), offer("3", "b")]
    made = plan(report("a", "b"), offers, objective="cost", settings=PlanSettings(without=2))
    said = {step.opportunity.id: (step.without, step.price_of_forbidding) for step in made.steps}
    assert said["1"] == ("The best plan without it is 3 EUR dearer.", 3.0)
    assert said["3"] == ("Without it, 1 fewer skill could be closed within the limits.", None)


def test_why_answers_for_steps_for_others_and_for_what_cannot_be_taken() -> None:
    offers = [offer("1", "a"), offer("2", "a", price=13), offer("3", "z"), offer("4", "a", seats=0)]
    made = plan(report("a"), offers, objective="cost", why=("1", "2", "3", "4"))
    words = {one.opportunity.id: one.reason for one in made.asked}
    assert words["1"].endswith("The best plan without it is 3 EUR dearer.")
    assert "closes as much of the gap for no more money" in words["2"]
    assert words["2"].endswith("The best plan with it is 13 EUR dearer.") is False
    assert words["3"].startswith("It closes nothing that is open.")
    assert words["4"] == "It cannot be taken: no seats are left."


def test_a_filter_leaves_out_what_states_another_or_nothing() -> None:
    offers = [offer("1", "a", language="fr"), offer("2", "a", price=30, language="en-GB"), offer("3", "a")]
    made = plan(report("a"), offers, wishes=PlanWishes(languages=("en",)), why=("1", "3"))
    assert [step.opportunity.id for step in made.steps] == ["2"]
    assert [one.reason for one in made.asked] == [
        "It cannot be taken: its language is fr and you asked for en.",
        "It cannot be taken: its language is not stated and you asked for en.",
    ]


@pytest.mark.parametrize(
    ("conditions", "code"),
    [
        ({"wishes": PlanWishes(require=("9",))}, "plan.unknown_offer"),
        ({"wishes": PlanWishes(without=("9",))}, "plan.unknown_offer"),
        ({"why": ("9",)}, "plan.unknown_offer"),
        ({"wishes": PlanWishes(require=("1",), without=("1",))}, "plan.required_and_barred"),
        ({"objective": "weighted"}, "plan.weights"),
        ({"weights": Weights(cost=Decimal(1))}, "plan.weights"),
    ],
)
def test_wishes_that_cannot_be_meant_are_refused(conditions: dict[str, Any], code: str) -> None:
    with pytest.raises(SkillsError) as caught:
        plan(report("a"), [offer("1", "a")], **conditions)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "parts", [{}, {"cost": -1}, {"time": "NaN"}, {"count": "x"}, {"cost": "0.00001"}, {"time": 1e9}]
)
def test_weights_that_cannot_be_meant_are_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(SkillsError) as caught:
        Weights(**parts)
    assert caught.value.code == "plan.weights"


def test_weights_are_whole_numbers_inside() -> None:
    assert Weights(cost=Decimal(1), time=Decimal("0.5")).whole == (6, 5, 0, 600)
    assert Weights(count=Decimal(1)).whole == (0, 0, 1, 1)


def test_something_required_that_cannot_be_taken_is_the_conflict() -> None:
    with pytest.raises(NoPlanError) as caught:
        plan(report("a"), [offer("1", "a", seats=0)], wishes=PlanWishes(require=("1",)))
    assert caught.value.message == "“Course 1” is to be taken, but no seats are left."


def test_an_offer_that_another_beats_may_be_one_of_two_that_exclude_each_other() -> None:
    offers = [offer("0", "b", price=5), offer("1", "a", price=3, excludes=("2",)), offer("2", "a", "b", price=90)]
    made = plan(report("a", "b"), [*offers, offer("3", "a", price=1)], objective="cost")
    assert {step.opportunity.id for step in made.steps} == {"0", "3"}
