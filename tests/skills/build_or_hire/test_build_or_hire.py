"""Build or hire: exact where nothing is uncertain, repeatable, monotone, and turned exactly where it says."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepladder.skills.build_or_hire import (
    Assumption,
    Assumptions,
    BuildOrHire,
    build_or_hire,
    default_assumptions,
    read_assumptions,
)
from stepladder.skills.build_or_hire.model import costs, quantile
from stepladder.skills.build_or_hire.plans import plan_input
from stepladder.skills.errors import SkillsError

DRAWS = 500
BUILDING = ("price", "learning_hours", "paid_share", "settling_after_learning", "leaving_after_learning")
HIRING = ("recruiting", "vacancy_weeks", "settling_of_new_hire", "leaving_of_new_hire", "pay_premium_of_new_hire")


def certain(**values: float) -> Assumptions:
    known = default_assumptions()
    return Assumptions(tuple(one.at(values.get(one.name, one.likely)) for one in known.values()))


def compared(known: Assumptions, **options: Any) -> BuildOrHire:
    return build_or_hire(known, draws=DRAWS, **options)


def closed_form(values: dict[str, Fraction]) -> tuple[Fraction, Fraction]:
    """The two costs by exact arithmetic, written down again from the page and not from the code."""
    week = values["yearly_pay"] / 52
    labour = week * (1 + values["on_costs"])
    attempt = values["price"]
    attempt += values["learning_hours"] * values["paid_share"] * labour / values["paid_hours_per_week"]
    attempt += values["learning_hours"] / values["learning_hours_per_week"] * values["open_gap_loss"] * labour
    build = attempt / values["completion"] + values["settling_after_learning"] * week
    build /= 1 - values["leaving_after_learning"]
    build += values["pay_rise_after_learning"] * 52 * labour * values["horizon_years"]
    hire = (values["recruiting"] + values["settling_of_new_hire"]) * week
    hire += values["vacancy_weeks"] * values["open_gap_loss"] * labour
    hire /= 1 - values["leaving_of_new_hire"]
    hire += values["pay_premium_of_new_hire"] * 52 * labour * values["horizon_years"]
    return build, hire


VALUES = st.fixed_dictionaries(
    {
        "price": st.integers(0, 5000),
        "learning_hours": st.integers(0, 500),
        "completion": st.sampled_from([0.25, 0.5, 0.75, 1.0]),
        "yearly_pay": st.integers(1000, 100_000),
        "vacancy_weeks": st.integers(0, 50),
        "leaving_of_new_hire": st.sampled_from([0.0, 0.25, 0.5]),
        "recruiting": st.integers(0, 30),
        "open_gap_loss": st.sampled_from([0.0, 0.125, 0.5, 1.0]),
    }
)


@given(VALUES, st.integers(1, 50), st.integers(0, 9))
def test_without_uncertainty_it_equals_exact_arithmetic(values: dict[str, float], people: int, seed: int) -> None:
    known = certain(**values)
    found = build_or_hire(known, people=people, seed=seed, draws=7)
    exact = closed_form({one.name: Fraction(one.likely) for one in known.values()})
    for shown, amount in zip((found.build, found.hire), exact, strict=True):
        assert shown.low == shown.median == shown.high == pytest.approx(float(amount * people), rel=1e-12, abs=1e-9)
    assert found.chance == float(exact[0] < exact[1])
    assert found.drivers == ()


def test_the_same_seed_gives_the_same_answer_and_another_one_nearly_the_same() -> None:
    one, again, other = (build_or_hire(seed=seed) for seed in (1, 1, 2))
    assert one.as_dict() == again.as_dict()
    assert one.build.median != other.build.median
    assert one.build.median == pytest.approx(other.build.median, rel=0.02)
    assert one.chance == pytest.approx(other.chance, abs=0.02)


def test_people_multiply() -> None:
    one, many = compared(default_assumptions()), compared(default_assumptions(), people=7)
    assert many.build.median == pytest.approx(7 * one.build.median)
    assert many.saved.high == pytest.approx(7 * one.saved.high)
    assert many.chance == one.chance


RAISED = st.tuples(st.sampled_from(["low", "likely", "high"]), st.floats(0, 1))


@settings(max_examples=25)
@given(st.sampled_from(BUILDING + HIRING), RAISED)
def test_more_of_a_cost_never_makes_that_way_cheaper(name: str, change: tuple[str, float]) -> None:
    known = default_assumptions()
    one = known[name]
    end, share = change
    ceiling = {"low": one.likely, "likely": one.high, "high": min(2 * one.high, one.bounds[1])}[end]
    raised = replace(one, **{end: getattr(one, end) + share * (ceiling - getattr(one, end))})
    before, after = compared(known), compared(known.replacing(raised))
    for mine, others in ((before.build, after.build), (before.hire, after.hire)):
        assert others.low >= mine.low - 1e-9
        assert others.median >= mine.median - 1e-9
        assert others.high >= mine.high - 1e-9
    if name in HIRING:
        assert after.build == before.build
        assert after.chance >= before.chance
    else:
        assert after.hire == before.hire
        assert after.chance <= before.chance


@given(
    st.lists(st.floats(0, 1000), min_size=3, max_size=3).map(sorted),
    st.lists(st.floats(0, 1), min_size=2, max_size=20),
)
def test_the_triangle_keeps_its_bounds_and_its_order(ends: list[float], chances: list[float]) -> None:
    values = quantile(np.array(sorted(chances)), *ends).tolist()
    assert all(ends[0] <= value <= ends[2] for value in values)
    assert all(one <= other + 1e-9 for one, other in pairwise(values))


def test_the_triangle_has_its_mean_and_its_middle() -> None:
    chances = (np.arange(200_000) + 0.5) / 200_000
    values = quantile(chances, 1.0, 2.0, 6.0)
    assert float(values.mean()) == pytest.approx((1 + 2 + 6) / 3, rel=1e-4)
    assert float((values <= 2).mean()) == pytest.approx(1 / 5, abs=1e-4)


def test_it_turns_exactly_where_it_says() -> None:
    known = default_assumptions()
    found = compared(known)
    turning = [point for point in found.turning_points if point.value is not None]
    assert {"price", "learning_hours", "completion", "pay_premium_of_new_hire"} <= {point.name for point in turning}
    for point in turning:
        assert point.value is not None
        step = max(abs(point.value), 1.0) * 1e-6
        sides = []
        for value in (point.value - step, point.value + step):
            one = replace(known[point.name].at(point.value), low=value, likely=value, high=value)
            sides.append(compared(known.replacing(one)).cheaper)
        assert sides == [point.below, point.above]


def test_where_nothing_turns_it_that_is_said() -> None:
    found = compared(certain(price=0, learning_hours=0, settling_after_learning=0, pay_rise_after_learning=0))
    point = next(one for one in found.turning_points if one.name == "vacancy_weeks")
    assert (point.value, point.below, point.above) == (None, "build", "build")
    assert not any(text.startswith("vacancy weeks") for text in found.turns())


def test_drivers_stand_by_what_they_do_and_point_the_right_way() -> None:
    found = build_or_hire()
    swings = [one.swing for one in found.drivers]
    assert swings == sorted(swings, reverse=True)
    signs = {one.name: one.rank_correlation for one in found.drivers}
    assert all(signs[name] < 0 for name in BUILDING)
    assert all(signs[name] > 0 for name in HIRING)
    assert all(-1 <= one <= 1 for one in signs.values())
    likely = {name: one.likely for name, one in default_assumptions().items()}
    price = next(one for one in found.drivers if one.name == "price")
    assert price.at_low == pytest.approx(costs(likely | {"price": 0}, default_assumptions()).saved)


def test_a_change_of_one_assumption_leaves_the_draws_of_the_others() -> None:
    known = default_assumptions()
    before, after = compared(known), compared(known.replacing(known["recruiting"].at(3.4)))
    assert before.build == after.build


def test_hiring_costs_may_be_written_in_money() -> None:
    known = certain(yearly_pay=52_000)
    weeks = known["recruiting"].at(4)
    money = replace(weeks, low=4000, likely=4000, high=4000, unit="currency")
    assert compared(known.replacing(weeks)).hire.median == pytest.approx(compared(known.replacing(money)).hire.median)


def test_every_shipped_assumption_says_where_it_comes_from() -> None:
    for one in default_assumptions().values():
        published = any(year in one.source for year in ("2011", "2012", "2015", "2016", "2018", "2024"))
        assert published or "assumption of Stepladder, change it" in one.source or "Work Institute" in one.source
        assert one.note


def test_assumptions_go_to_a_file_and_come_back() -> None:
    text = json.dumps(default_assumptions().as_dict())
    assert read_assumptions(json.loads(text)) == default_assumptions()
    some = read_assumptions([{"name": "price", "low": 1, "likely": 2, "high": 3, "source": "offer 12"}])
    assert (some["price"].unit, some["price"].source) == ("currency", "offer 12")
    assert compared(some).as_dict()["changed"] == ["price"]


GOOD = {"name": "price", "low": 1, "likely": 2, "high": 3}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("x", "assumption.file"),
        ({"assumptions": 5}, "assumption.file"),
        ([5], "assumption.file"),
        ([{"name": "price"}], "assumption.file"),
        ([GOOD | {"name": ["price"]}], "assumption.file"),
        ([GOOD | {"name": "prize"}], "assumption.unknown"),
        ([GOOD | {"low": 5}], "assumption.order"),
        ([GOOD | {"low": "1"}], "assumption.number"),
        ([GOOD | {"high": float("nan")}], "assumption.number"),
        ([GOOD | {"high": 10**400}], "assumption.number"),
        ([GOOD | {"low": True}], "assumption.number"),
        ([GOOD | {"low": -1}], "assumption.bounds"),
        ([GOOD | {"name": "completion", "low": 0, "likely": 0, "high": 1}], "assumption.bounds"),
        ([GOOD | {"unit": "weeks"}], "assumption.unit"),
        ([GOOD, GOOD], "assumption.twice"),
    ],
)
def test_files_that_are_no_assumptions(data: object, code: str) -> None:
    with pytest.raises(SkillsError) as caught:
        read_assumptions(data)
    assert caught.value.code == code


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from([10**400, -1, 0, 12]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["name", "low", "likely", "high", "unit", "cost", "hours", "weeks", "paying", "others", "payer"]
            )
            | st.sampled_from(["amount", "you_pay", "open_skills", "currency", "assumptions"]),
            inner | st.sampled_from(["price", "completion", "currency"]),
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(_JSON)
def test_any_json_gives_values_or_an_error_of_ours(value: object) -> None:
    for read, data in (
        (read_assumptions, value),
        (read_assumptions, [value]),
        (plan_input, value),
        (plan_input, {"cost": 1, "hours": 2} | (value if isinstance(value, dict) else {"weeks": value})),
    ):
        try:
            read(data)
        except SkillsError as error:
            code = error.code
        else:
            code = "assumption."
        assert code.startswith("assumption.")


@pytest.mark.parametrize("wrong", [{"people": 0}, {"draws": 0}, {"draws": 10**9}, {"seed": -1}])
def test_counts_that_cannot_be(wrong: dict[str, int]) -> None:
    with pytest.raises(SkillsError) as caught:
        build_or_hire(**wrong)
    assert caught.value.code == "assumption.number"


def test_the_answer_in_words() -> None:
    found = build_or_hire()
    assert found.sentence().startswith("Building is almost certainly cheaper: in ")
    dear = compared(
        default_assumptions().replacing(Assumption(name="price", low=5e4, likely=6e4, high=7e4, unit="currency"))
    )
    assert dear.cheaper == "hire"
    assert dear.sentence().startswith("Hiring is almost certainly cheaper: in ")
    assert any("building is cheaper" in text for text in dear.turns())
