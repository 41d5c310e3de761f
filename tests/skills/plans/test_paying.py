"""Who pays: rules in their order against a naive reckoning, plans against every subset, and rules that are refused."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.skills.errors import NoPlanError, SkillsError
from stepladder.skills.gaps import GapReport
from stepladder.skills.plans import LearningOpportunity, Paying, PayingRule, PlanSettings, plan, read_paying
from stepladder.skills.plans.check import Promise, check_plan
from stepladder.skills.plans.instance import Limits, build_instance

DAY = date(2026, 3, 2)
QUIET = PlanSettings(alternatives=0)
CENT = Decimal("0.01")


def gap_of(*skills: str) -> GapReport:
    return GapReport.from_dict({"skills": [{"uri": skill, "label": skill.upper()} for skill in skills]}, at=DAY)


def rule(**more: Any) -> PayingRule:
    return PayingRule(**{"name": "Half", "source": "Law 1", "payer": "public", **more})


@st.composite
def catalogues(draw: Any) -> list[LearningOpportunity]:
    made = []
    for number in range(draw(st.integers(1, 6))):
        price = Decimal(draw(st.integers(0, 2000))) / 100
        made.append(
            LearningOpportunity(
                id=f"o{number}",
                skills=tuple(sorted(draw(st.sets(st.sampled_from(("a", "b", "c")), min_size=1, max_size=2)))),
                price=price,
                full_price=price + draw(st.integers(0, 3)) if draw(st.booleans()) else None,
                hours=1,
                provider=draw(st.sampled_from(("X", "Y"))),
                mode=draw(st.sampled_from(("online", "in person"))),
            )
        )
    return made


amounts = st.integers(0, 15).map(Decimal)
plain_rules = st.builds(
    rule,
    share=st.sampled_from((Decimal(1), Decimal("0.5"), Decimal("0.33"))),
    up_to=st.one_of(st.none(), amounts),
    providers=st.sampled_from(((), ("X",))),
    modes=st.sampled_from(((), ("ONLINE",))),
)
limited_rules = st.builds(
    rule,
    payer=st.just("employer"),
    share=st.sampled_from((Decimal(1), Decimal("0.5"))),
    up_to_in_all=amounts,
    providers=st.sampled_from(((), ("Y",))),
)
rules = st.tuples(st.lists(plain_rules, max_size=2), st.lists(limited_rules, max_size=2)).map(
    lambda both: Paying(rules=(*both[0], *both[1]))
)


def own(chosen: tuple[LearningOpportunity, ...], paying: Paying) -> Decimal:
    """What the learner pays, reckoned rule by rule with sums over the whole choice."""
    left = {offer.id: offer.price for offer in chosen}
    beyond = Decimal(0)
    for one in paying.rules:
        due = Decimal(0)
        for offer in chosen:
            if one.providers and offer.provider not in one.providers:
                continue
            if one.modes and offer.mode.upper() not in one.modes:
                continue
            part = (left[offer.id] * one.share).quantize(CENT, ROUND_FLOOR)
            part = part if one.up_to is None else min(part, one.up_to)
            left[offer.id] -= part
            due += part
        if one.up_to_in_all is not None:
            beyond += max(Decimal(0), due - one.up_to_in_all)
    return sum(left.values(), Decimal(0)) + beyond


def best_of(skills: set[str], offers: list[LearningOpportunity], price: Any, budget: int | None) -> tuple[int, Decimal]:
    best = (-1, Decimal(0))
    for size in range(len(offers) + 1):
        for chosen in combinations(offers, size):
            cost = price(chosen)
            if budget is not None and cost > budget:
                continue
            closed = len(skills & {skill for offer in chosen for skill in offer.skills})
            if (closed, -cost) > (best[0], -best[1]):
                best = (closed, cost)
    return best


@given(offers=catalogues(), paying=rules, budget=st.one_of(st.none(), st.integers(0, 20)))
def test_the_plan_is_the_best_for_the_learners_own_money(
    offers: list[LearningOpportunity], paying: Paying, budget: int | None
) -> None:
    made = plan(gap_of("a", "b", "c"), offers, objective="cost", budget=budget, paying=paying, settings=QUIET)
    closed, cost = best_of({"a", "b", "c"}, offers, lambda chosen: own(chosen, paying), budget)
    assert made.proved_optimal
    assert made.feasibility.holds, made.feasibility
    assert (made.closed, made.own_cost) == (closed, cost)
    assert made.objective == pytest.approx(float(cost))
    assert made.bound == pytest.approx(made.objective)
    assert made.full_cost == made.own_cost + sum((one.amount for one in made.payers), Decimal(0))
    assert all(step.own >= 0 for step in made.steps)


@given(offers=catalogues(), paying=rules, budget=st.one_of(st.none(), st.integers(0, 20)))
def test_or_for_all_the_money_that_anybody_pays(
    offers: list[LearningOpportunity], paying: Paying, budget: int | None
) -> None:
    total = replace(paying, money="total")
    made = plan(gap_of("a", "b", "c"), offers, objective="cost", budget=budget, paying=total, settings=QUIET)
    closed, cost = best_of(
        {"a", "b", "c"}, offers, lambda chosen: sum((offer.listed for offer in chosen), Decimal(0)), budget
    )
    assert (made.closed, made.full_cost, made.cost) == (closed, cost, cost)
    assert made.feasibility.holds, made.feasibility
    assert made.own_cost <= own(tuple(step.opportunity for step in made.steps), paying) + CENT


@given(offers=catalogues(), paying=rules, budget=st.integers(0, 20))
def test_full_closure_under_payers_closes_all_or_names_a_conflict(
    offers: list[LearningOpportunity], paying: Paying, budget: int
) -> None:
    closed, cost = best_of({"a", "b", "c"}, offers, lambda chosen: own(chosen, paying), budget)
    asked: Any = {"objective": "cost", "budget": budget, "paying": paying, "full_closure": True, "settings": QUIET}
    if closed < 3:
        with pytest.raises(NoPlanError) as caught:
            plan(gap_of("a", "b", "c"), offers, **asked)
        assert caught.value.conflicts
        return
    assert plan(gap_of("a", "b", "c"), offers, **asked).own_cost == cost


def course(key: str, price: int, **more: Any) -> LearningOpportunity:
    return LearningOpportunity(id=key, title=f"Course {key}", skills=(key,), price=Decimal(price), hours=4, **more)


def test_a_plan_says_who_pays_how_much_of_each_step_and_in_all() -> None:
    paying = Paying(
        rules=(
            rule(share=Decimal("0.5"), up_to=Decimal(200), providers=("X",)),
            rule(name="Training budget", source="Contract 7", payer="employer", up_to_in_all=Decimal(300)),
        )
    )
    made = plan(gap_of("a", "b"), [course("a", 600, provider="X"), course("b", 100)], paying=paying)
    steps = {step.opportunity.id: step.as_dict() for step in made.steps}
    assert sum(one["you_pay"] for one in steps.values()) == 200
    assert next(one["amount"] for one in steps["a"]["payments"]) == 200
    assert made.as_dict()["paying"] == {
        "money": "own",
        "you_pay": 200.0,
        "all_pay": 700.0,
        "others": [
            {"payer": "public", "rule": "Half", "source": "Law 1", "amount": 200.0},
            {"payer": "employer", "rule": "Training budget", "source": "Contract 7", "amount": 300.0},
        ],
    }
    assert "of which you pay" in steps["a"]["because"]


def test_a_subsidy_that_the_catalogue_states_is_shown() -> None:
    made = plan(gap_of("a"), [course("a", 40, full_price=Decimal(100))])
    assert (made.cost, made.full_cost) == (Decimal("40.00"), Decimal("100.00"))
    assert made.payers[0].rule == "Subsidy stated in the catalogue"
    assert "100 EUR, of which you pay 40 EUR" in made.steps[0].reason


def test_the_checker_reckons_payments_again() -> None:
    paying = Paying(rules=(rule(up_to_in_all=Decimal(30), payer="employer"),))
    offers = [course("a", 20), course("b", 20)]
    made = plan(gap_of("a", "b"), offers, paying=paying, settings=QUIET)
    assert made.feasibility.holds
    instance = build_instance(
        gap_of("a", "b").missing(), offers, held=frozenset(), claimed=frozenset(), completed=frozenset(), proof=False,
        limits=Limits(at=DAY),
    )  # fmt: skip
    generous = tuple(
        replace(step, payments=tuple(replace(one, amount=Decimal(20)) for one in step.payments)) for step in made.steps
    )
    wrong = check_plan(replace(made, steps=generous, cost=Decimal(0)), instance, Promise(paying=paying))
    assert "who pays what" in {check.name for check in wrong.feasibility.checks if not check.holds}


# ---------------------------------------------------------------------- reading
def test_rules_are_read_from_json() -> None:
    read = read_paying(
        json.dumps(
            {
                "money": "total",
                "rules": [
                    {"name": "Half", "source": "Law 1", "payer": "public", "share": "50%", "up_to": 200,
                     "modes": ["online"]},
                    {"name": "Boss", "source": "Contract", "payer": "employer", "up_to_in_all": "1000.50"},
                ],
            }
        ).encode()
    )  # fmt: skip
    assert read.money == "total"
    assert read.rules[0] == rule(share=Decimal("0.5"), up_to=Decimal(200), modes=("online",))
    assert read.rules[1].up_to_in_all == Decimal("1000.50")


GOOD = {"name": "Half", "source": "Law 1", "payer": "public"}


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (b"{", "paying.json"),
        (b"[]", "paying.json"),
        ({"rules": [1]}, "paying.rule"),
        ({"rules": [{"name": "x"}]}, "paying.rule"),
        ({"rules": [{**GOOD, "source": 3}]}, "paying.rule"),
        ({"rules": [{**GOOD, "share": "none"}]}, "paying.rule"),
        ({"rules": [{**GOOD, "share": 0}]}, "paying.rule"),
        ({"rules": [{**GOOD, "share": "150%"}]}, "paying.rule"),
        ({"rules": [{**GOOD, "share": True}]}, "paying.rule"),
        ({"rules": [{**GOOD, "up_to": -1}]}, "paying.rule"),
        ({"rules": [{**GOOD, "up_to": "1e400000"}]}, "paying.rule"),
        ({"rules": [{**GOOD, "up_to": 1.001}]}, "paying.rule"),
        ({"rules": [{**GOOD, "modes": "online"}]}, "paying.rule"),
        ({"rules": [{**GOOD, "percent": 3}]}, "paying.rule"),
        ({"rules": [{**GOOD, "up_to_in_all": 3}, GOOD]}, "paying.order"),
        ({"rules": [{**GOOD, "up_to_in_all": 3}] * 4}, "paying.limits"),
        ({"rules": [], "money": "gold"}, "paying.money"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(value: Any, code: str) -> None:
    with pytest.raises(SkillsError) as caught:
        read_paying(value if isinstance(value, bytes) else json.dumps(value).encode())
    assert caught.value.code == code


def test_a_limit_that_is_only_reached_with_an_idle_step_is_not_reached() -> None:
    offers = [
        LearningOpportunity(id=str(n), skills=("a",), price=Decimal(price), hours=1)
        for n, price in enumerate((1, 5, 0))
    ]
    paying = Paying(rules=(rule(up_to_in_all=Decimal(1)),))
    made = plan(gap_of("a"), offers, objective="cost", paying=paying, settings=QUIET)
    assert (made.own_cost, made.objective, made.bound) == (Decimal(0), 0.0, 0.0)
    assert made.feasibility.holds
