"""Plans in words: reasons, what stays open, why not that one, conflicts, and hostile catalogues."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from stepladder.skills.errors import NoPlanError, SkillsError
from stepladder.skills.gaps import GapReport
from stepladder.skills.plans import LearningOpportunity, plan, read_catalogue

DAY = date(2026, 3, 2)


def report(*skills: str) -> GapReport:
    return GapReport.from_dict({"skills": [{"uri": skill, "label": skill.upper()} for skill in skills]}, at=DAY)


def offer(key: str, *skills: str, price: object = 10, **more: object) -> LearningOpportunity:
    return LearningOpportunity(id=key, title=f"Course {key}", skills=skills, price=price, **more)  # type: ignore[arg-type]


def test_steps_follow_prerequisites_and_say_why() -> None:
    made = plan(report("a", "b"), [offer("2", "b", prerequisites=("1",)), offer("1", "z", price=5), offer("3", "a")])
    ids = [step.opportunity.id for step in made.steps]
    assert ids.index("1") < ids.index("2")
    reasons = {step.opportunity.id: step.reason for step in made.steps}
    assert "Must come before “Course 2”" in reasons["1"]
    assert "The only offer here for “A”" in reasons["3"]
    assert made.feasibility.holds


def test_held_skills_satisfy_a_prerequisite() -> None:
    gap = GapReport.from_dict({"skills": [{"uri": "b"}], "held": ["z"]}, at=DAY)
    made = plan(gap, [offer("2", "b", prerequisites=("1",)), offer("1", "z")])
    assert [step.opportunity.id for step in made.steps] == ["2"]


def test_the_budget_leaves_skills_open_and_says_so() -> None:
    made = plan(report("a", "b"), [offer("1", "a", price=30), offer("2", "b", price=80)], budget=50)
    assert made.cost == Decimal("30.00")
    assert made.open_skills[0].code == "beyond_limits"
    assert "80 EUR" in made.open_skills[0].reason
    assert "20 EUR of the budget is left" in made.open_skills[0].reason


def test_why_not_that_one_names_the_price_of_forcing_it() -> None:
    made = plan(
        report("a", "b"), [offer("1", "a", "b", price=30), offer("2", "a", price=5, hours=1), offer("3", "b", price=29)]
    )
    assert made.cost == Decimal("30.00")
    forced = {one.opportunity.id: one.reason for one in made.alternatives}
    assert "4 EUR dearer" in forced["2"]


def test_an_assessment_closes_only_what_is_claimed() -> None:
    gap = GapReport.from_dict(
        {"skills": [{"uri": "a", "status": "held", "held_level": 1, "basis": "claim"}, {"uri": "b", "basis": None}]},
        at=DAY,
    )
    offers = [offer("test", "a", "b", assessment_only=True)]
    assert plan(gap, offers).closed == 0
    proof = plan(gap, offers, counting="proof")
    assert [step.closes for step in proof.steps] == [("a",)]
    assert "assesses" in proof.open_skills[0].reason


def test_hours_a_week_give_weeks() -> None:
    made = plan(report("a", "b"), [offer("1", "a", hours=10), offer("2", "b", hours=5)], hours_per_week=5)
    assert made.weeks == 3
    assert sorted((step.starts_week, step.weeks) for step in made.steps) in ([(0, 1), (1, 2)], [(0, 2), (2, 1)])


def test_courses_that_end_are_done_before_they_end() -> None:
    made = plan(
        report("a", "b"),
        [offer("1", "a", hours=5, ends=date(2026, 3, 9)), offer("2", "b", hours=5, ends=date(2026, 3, 9))],
        hours_per_week=5,
    )
    assert made.closed == 1


def test_full_closure_names_the_smallest_conflict() -> None:
    offers = [offer("1", "a", price=30), offer("2", "b", price=60), offer("3", "c", price=5)]
    with pytest.raises(NoPlanError) as caught:
        plan(report("a", "b", "c"), offers, full_closure=True, budget=50)
    assert caught.value.conflicts == ("spend at most 50 EUR", "close “B”")
    with pytest.raises(NoPlanError) as caught:
        plan(report("a", "x"), offers, full_closure=True)
    assert caught.value.code == "plan.no_offer"


def test_an_empty_catalogue_and_an_empty_gap_are_answers() -> None:
    nothing = plan(report("a"), [])
    assert (nothing.status, nothing.open_skills[0].code) == ("empty", "no_offer")
    done = plan(report(), [offer("1", "a")])
    assert (done.status, done.closed_share, done.proved_optimal) == ("empty", 1.0, True)


def test_prerequisites_in_a_circle_are_left_out_and_said() -> None:
    made = plan(
        report("a", "b"),
        [offer("1", "a", prerequisites=("2",)), offer("2", "x", prerequisites=("1",)), offer("3", "b")],
    )
    assert [step.opportunity.id for step in made.steps] == ["3"]
    assert "circle" in made.open_skills[0].reason


def test_skills_required_in_a_circle_are_no_plan() -> None:
    made = plan(report("a", "b"), [offer("1", "a", requires_skills=("b",)), offer("2", "b", requires_skills=("a",))])
    assert made.status == "empty"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"price": -1}, "catalogue.price"),
        ({"price": "NaN"}, "catalogue.price"),
        ({"price": "1.001"}, "catalogue.price"),
        ({"price": "free"}, "catalogue.price"),
        ({"hours": -2}, "catalogue.hours"),
        ({"hours": float("nan")}, "catalogue.hours"),
        ({"seats": -1}, "catalogue.seats"),
        ({"starts": date(2026, 5, 1), "ends": date(2026, 4, 1)}, "catalogue.ends"),
    ],
)
def test_values_that_cannot_be_are_refused(more: dict[str, object], code: str) -> None:
    with pytest.raises(SkillsError) as caught:
        offer("1", "a", **more)  # type: ignore[arg-type]
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("conditions", "code"),
    [
        ({"budget": -1}, "plan.budget"),
        ({"budget": float("nan")}, "plan.budget"),
        ({"hours_per_week": 0}, "plan.hours_per_week"),
        ({"deadline": date(2020, 1, 1)}, "plan.deadline"),
        ({"objective": "fun"}, "plan.objective"),
    ],
)
def test_conditions_that_cannot_be_meant_are_refused(conditions: dict[str, object], code: str) -> None:
    with pytest.raises(SkillsError) as caught:
        plan(report("a"), [offer("1", "a")], **conditions)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_two_currencies_or_one_id_twice_are_refused() -> None:
    with pytest.raises(SkillsError, match="currencies"):
        plan(report("a"), [offer("1", "a"), offer("2", "a", currency="USD")])
    with pytest.raises(SkillsError, match="the id '1'"):
        plan(report("a"), [offer("1", "a"), offer("1", "a")])


def test_the_same_plan_again() -> None:
    offers = [offer(str(number), "a", "b", "c", price=20, hours=3) for number in range(9)]
    assert plan(report("a", "b", "c"), offers) == plan(report("a", "b", "c"), reversed(offers))


# ---------------------------------------------------------------------- the catalogue
def test_a_catalogue_needs_only_id_and_skills() -> None:
    read = read_catalogue("\ufeffid;skills\n1;u:a|u:b@2\n".encode())
    assert read[0].skills == ("u:a", "u:b")
    assert read[0].levels == {"u:b": 2.0}
    same = read_catalogue(json.dumps([{"id": "1", "skills": ["u:a", "u:b@2"]}]).encode())
    assert same == read


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "catalogue.columns"),
        (b"id,title\n1,x\n", "catalogue.columns"),
        (b"id,skills\n1,\n", "catalogue.skills"),
        (b"id,skills\n1,a\n1,b\n", "catalogue.duplicate_id"),
        (b"id,skills,price\n1,a,-3\n", "catalogue.price"),
        (b"id,skills,hours\n1,a,many\n", "catalogue.hours"),
        (b"id,skills,start\n1,a,soon\n", "catalogue.start"),
        (b"\xff\xfe", "catalogue.encoding"),
        (b"[1]", "catalogue.json"),
        (b"{", "catalogue.json"),
    ],
)
def test_broken_catalogues_name_the_row(data: bytes, code: str) -> None:
    with pytest.raises(SkillsError) as caught:
        read_catalogue(data)
    assert caught.value.code == code
