"""Team plans against trying everything, against greed, in another order and under other names; and in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.skills.errors import NoPlanError, SkillsError
from stepladder.skills.plans import LearningOpportunity
from stepladder.skills.plans.teams import TeamPerson, TeamPlan, TeamWant, team_plan
from stepladder.skills.plans.teams.check import check_team

DAY = date(2026, 3, 2)
SKILLS = ("a", "b", "c")


@st.composite
def teams(draw: Any) -> tuple[list[TeamPerson], list[TeamWant], list[LearningOpportunity]]:
    wants = [
        TeamWant(
            target="role",
            skill=draw(st.sampled_from(SKILLS)),
            label=f"W{number}",
            level=draw(st.sampled_from((1.0, 2.0))),
            people=draw(st.integers(1, 3)),
            weight=draw(st.sampled_from((1.0, 0.5, 2.0))),
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    places = st.sets(st.integers(0, len(wants) - 1), max_size=2)
    people = [
        TeamPerson(
            id=f"p{number}",
            meets=frozenset(draw(places)),
            held=frozenset(draw(st.sets(st.sampled_from(SKILLS), max_size=1))),
            hours_per_week=1.0 if draw(st.booleans()) else None,
            deadline=DAY + timedelta(weeks=draw(st.integers(1, 8))) if draw(st.booleans()) else None,
        )
        for number in range(draw(st.integers(1, 3)))
    ]
    ids = [f"o{number}" for number in range(draw(st.integers(0, 4)))]
    offers = [
        LearningOpportunity(
            id=key,
            skills=tuple(sorted(draw(st.sets(st.sampled_from(SKILLS), min_size=1, max_size=2)))),
            levels={skill: draw(st.sampled_from((1.0, 2.0))) for skill in SKILLS},
            price=Decimal(draw(st.integers(0, 6))),
            hours=draw(st.integers(0, 5)),
            seats=draw(st.sampled_from((None, None, 0, 1, 2))),
            prerequisites=tuple(draw(st.sets(st.sampled_from(ids), max_size=1))) if draw(st.booleans()) else (),
            excludes=tuple(draw(st.sets(st.sampled_from(ids), max_size=1))) if draw(st.booleans()) else (),
            assessment_only=draw(st.sampled_from((False, False, False, True))),
        )
        for key in ids
    ]
    return people, wants, offers


def possible(person: TeamPerson, chosen: tuple[LearningOpportunity, ...], offers: list[LearningOpportunity]) -> bool:
    """Whether one person can take these in some order, within her hours."""
    by_id = {offer.id: offer for offer in offers}
    ids = {offer.id for offer in chosen}
    if any(offer.seats == 0 or ids & set(offer.excludes) - {offer.id} for offer in chosen):
        return False
    done: set[str] = set()
    left = list(chosen)
    while left:
        ready = [o for o in left if all(k in done or person.held.issuperset(by_id[k].skills) for k in o.prerequisites)]
        if not ready:
            return False
        done.update(offer.id for offer in ready)
        left = [offer for offer in left if offer.id not in done]
    if person.hours_per_week is None or person.deadline is None:
        return True
    return sum(offer.hours for offer in chosen) <= (person.deadline - DAY).days / 7 * person.hours_per_week


def met(offer: LearningOpportunity, want: TeamWant) -> bool:
    return not offer.assessment_only and want.skill in offer.skills and offer.levels[want.skill] >= want.level


def value(people: list[TeamPerson], wants: list[TeamWant], choice: tuple[Any, ...]) -> float:
    total = 0.0
    for number, want in enumerate(wants):
        open_places = max(0, want.people - sum(number in person.meets for person in people))
        trained = sum(
            number not in person.meets and any(met(offer, want) for offer in part)
            for person, part in zip(people, choice, strict=True)
        )
        total += want.weight * min(open_places, trained)
    return total


def brute_force(
    people: list[TeamPerson], wants: list[TeamWant], offers: list[LearningOpportunity], budget: int | None
) -> tuple[float, float]:
    """The best (coverage, cost) over every choice of every person."""
    subsets = [tuple(offer for bit, offer in enumerate(offers) if mask >> bit & 1) for mask in range(1 << len(offers))]
    own = [[part for part in subsets if possible(person, part, offers)] for person in people]
    best = (-1.0, 0.0)
    for choice in product(*own):
        taken = [offer for part in choice for offer in part]
        cost = float(sum(offer.price for offer in taken))
        if budget is not None and cost > budget:
            continue
        if any(offer.seats is not None and sum(one.id == offer.id for one in taken) > offer.seats for offer in offers):
            continue
        coverage = value(people, wants, choice)
        if (coverage, -cost) > (best[0], -best[1]):
            best = (coverage, cost)
    return best


budgets = st.one_of(st.none(), st.integers(0, 15))


@given(team=teams(), budget=budgets)
def test_the_team_plan_is_the_best_of_all(team: Any, budget: int | None) -> None:
    people, wants, offers = team
    made = team_plan(people, wants, offers, at=DAY, budget=budget)
    coverage, cost = brute_force(people, wants, offers, budget)
    assert made.proved_optimal
    assert made.feasibility.holds, made.feasibility
    assert made.objective == pytest.approx(coverage)
    assert float(made.cost) == pytest.approx(cost)
    spent = team_plan(people, wants, offers, at=DAY, budget=budget, objective="cost")
    assert spent.objective == pytest.approx(cost)
    assert spent.bound == pytest.approx(cost)


@given(team=teams(), budget=budgets, data=st.data())
def test_order_names_and_worse_offers_change_nothing(team: Any, budget: int | None, data: Any) -> None:
    people, wants, offers = team
    made = team_plan(people, wants, offers, at=DAY, budget=budget)
    shuffled = team_plan(
        data.draw(st.permutations(people)), wants, data.draw(st.permutations(offers)), at=DAY, budget=budget
    )
    assert shuffled == made
    renamed = [replace(person, id=f"x{9 - number}") for number, person in enumerate(people)]
    other = team_plan(renamed, wants, offers, at=DAY, budget=budget)
    assert (other.objective, other.cost) == (made.objective, made.cost)
    worse = [
        LearningOpportunity(id=f"z{o.id}", skills=o.skills[:1], levels=o.levels, price=o.price + 1, hours=o.hours + 1)
        for o in offers
        if o.seats is None and not (o.prerequisites or o.excludes or o.assessment_only)
    ]
    more = team_plan(people, wants, [*offers, *worse], at=DAY, budget=budget)
    assert (more.objective, more.cost) == (made.objective, made.cost)


def greedy(people: list[TeamPerson], wants: list[TeamWant], offers: list[LearningOpportunity]) -> tuple[float, float]:
    """Send, again and again, whoever fills most per price to the offer that does it; no conditions."""
    choice: list[list[LearningOpportunity]] = [[] for _ in people]
    spent = 0.0
    while True:
        now = value(people, wants, tuple(choice))
        tries = []
        for number in range(len(people)):
            for offer in offers:
                after = [[*part, offer] if place == number else part for place, part in enumerate(choice)]
                gain = value(people, wants, tuple(after)) - now
                if gain > 0:
                    tries.append((-(gain / (float(offer.price) + 0.01)), offer.id, number, offer))
        if not tries:
            return now, spent
        _, _, number, offer = min(tries, key=lambda one: one[:3])
        choice[number].append(offer)
        spent += float(offer.price)


@given(team=teams())
def test_greed_never_beats_it(team: Any) -> None:
    people, wants, offers = team
    free = [replace(person, hours_per_week=None, deadline=None) for person in people]
    plain = [replace(o, prerequisites=(), excludes=(), seats=None, assessment_only=False) for o in offers]
    made = team_plan(free, wants, plain, at=DAY)
    coverage, spent = greedy(free, wants, plain)
    assert made.objective >= coverage - 1e-9
    assert made.objective > coverage + 1e-9 or float(made.cost) <= spent + 1e-9


@given(team=teams(), budget=budgets)
def test_full_closure_fills_all_or_names_a_conflict(team: Any, budget: int | None) -> None:
    people, wants, offers = team
    coverage, cost = brute_force(people, wants, offers, budget)
    lacking = sum(
        want.weight * max(0, want.people - sum(number in person.meets for person in people))
        for number, want in enumerate(wants)
    )
    if coverage < lacking - 1e-9:
        with pytest.raises(NoPlanError) as caught:
            team_plan(people, wants, offers, at=DAY, budget=budget, full_closure=True)
        assert caught.value.conflicts
        return
    made = team_plan(people, wants, offers, at=DAY, budget=budget, full_closure=True)
    assert float(made.cost) == pytest.approx(cost)


# ---------------------------------------------------------------------- in words
def want(skill: str, people: int = 1, **more: Any) -> TeamWant:
    return TeamWant(target="help desk", skill=skill, label=skill.upper(), people=people, **more)


def offer(key: str, *skills: str, price: int = 10, **more: Any) -> LearningOpportunity:
    return LearningOpportunity(id=key, title=f"Course {key}", skills=skills, price=Decimal(price), hours=4, **more)


PEOPLE = [TeamPerson(id="ana", name="Ana", meets=frozenset({0})), TeamPerson(id="ben"), TeamPerson(id="cem")]


def test_whoever_holds_it_counts_and_is_not_sent() -> None:
    made = team_plan(PEOPLE, [want("a", 2), want("b", 1)], [offer("1", "a"), offer("2", "a", "b", price=15)], at=DAY)
    assert [(step.person.id, step.opportunity.id) for step in made.steps] in ([("ben", "2")], [("cem", "2")])
    assert (made.filled, made.lacking, made.cost) == (2, 2, Decimal("15.00"))
    assert made.seats[0].now == ("ana",)
    assert "1 of 2 who could learn it is needed" in made.steps[0].reason


def test_who_probably_holds_it_is_asked_not_sent() -> None:
    people = [TeamPerson(id="ana", probably=frozenset({0})), TeamPerson(id="ben")]
    made = team_plan(people, [want("a", 2)], [offer("1", "a")], at=DAY)
    assert [step.person.id for step in made.steps] == ["ben"]
    assert made.seats[0].probably == ("ana",)
    assert "1 probably hold it: ask them first" in made.seats[0].reason


@pytest.mark.parametrize(
    ("offers", "more", "code", "words"),
    [
        ([], {}, "no_offer", "No offer in this catalogue teaches it."),
        ([offer("1", "a", levels={"a": 1.0})], {}, "no_usable_offer", "to the level asked for"),
        ([offer("1", "a")], {"budget": 25}, "beyond_limits", "One more person costs at least 10 EUR"),
        ([offer("1", "a", seats=2)], {}, "beyond_limits", "leave no room for one more"),
    ],
)
def test_places_that_stay_open_say_why(
    offers: list[LearningOpportunity], more: dict[str, Any], code: str, words: str
) -> None:
    people = [replace(person, meets=frozenset()) for person in PEOPLE]
    made = team_plan(people, [want("a", 3, level=2.0)], offers, at=DAY, **more)
    assert made.seats[0].code == code
    assert words in made.seats[0].reason
    assert made.feasibility.holds


def test_more_are_needed_than_there_are() -> None:
    made = team_plan(PEOPLE, [want("a", 9)], [offer("1", "a")], at=DAY)
    assert (made.seats[0].open, made.seats[0].code) == (6, "nobody_left")
    with pytest.raises(NoPlanError) as caught:
        team_plan(PEOPLE, [want("a", 9)], [offer("1", "a")], at=DAY, full_closure=True)
    assert caught.value.code == "plan.no_offer"


def test_a_budget_that_is_too_small_is_named_with_what_it_clashes_with() -> None:
    with pytest.raises(NoPlanError) as caught:
        team_plan(
            PEOPLE, [want("a", 2), want("b", 1)], [offer("1", "a"), offer("2", "b", price=50)],
            at=DAY, budget=40, full_closure=True,
        )  # fmt: skip
    assert caught.value.conflicts == ("spend at most 40", "1 people with “B” for help desk")


@pytest.mark.parametrize(
    ("people", "more", "code"),
    [
        ([TeamPerson(id="a"), TeamPerson(id="a")], {}, "team.duplicate"),
        ([TeamPerson(id="a", hours_per_week=0)], {}, "plan.hours_per_week"),
        ([TeamPerson(id="a", deadline=date(2020, 1, 1))], {}, "plan.deadline"),
        ([TeamPerson(id="a")], {"budget": -1}, "plan.budget"),
        ([TeamPerson(id="a")], {"budget": "much"}, "plan.budget"),
        ([TeamPerson(id="a")], {"objective": "fun"}, "plan.objective"),
    ],
)
def test_what_cannot_be_meant_is_refused(people: list[TeamPerson], more: dict[str, Any], code: str) -> None:
    with pytest.raises(SkillsError) as caught:
        team_plan(people, [want("a")], [offer("1", "a")], at=DAY, **more)
    assert caught.value.code == code


def test_a_team_that_is_too_large_is_refused_at_once() -> None:
    people = [TeamPerson(id=str(number)) for number in range(1001)]
    with pytest.raises(SkillsError) as caught:
        team_plan(people, [want("a")], [offer(str(n), "a", seats=1) for n in range(2000)], at=DAY)
    assert caught.value.code == "team.too_large"
    with pytest.raises(SkillsError) as caught:
        team_plan(people, [want("a")] * 2000, [], at=DAY)
    assert caught.value.code == "team.too_large"


# ---------------------------------------------------------------------- the checker
GOOD = team_plan(
    [replace(person, hours_per_week=4.0, deadline=DAY + timedelta(weeks=2)) for person in PEOPLE],
    [want("a", 3), want("b", 1)],
    [offer("1", "a", seats=2), offer("2", "b", prerequisites=("1",))],
    at=DAY,
    budget=40,
)


def changed(**more: Any) -> TeamPlan:
    return check_team(replace(GOOD, **more), {step.opportunity.id: step.opportunity for step in GOOD.steps})


def test_the_checker_sees_what_is_wrong() -> None:
    assert GOOD.feasibility.holds
    assert len(GOOD.steps) == 3
    first = GOOD.steps[0]
    late = replace(first.opportunity, starts=date(2020, 1, 1))
    lone = next(step for step in GOOD.steps if step.opportunity.id == "2")
    wrong = {
        "each person takes an offer once": changed(steps=(*GOOD.steps, first)),
        "seats and start days": changed(steps=(replace(first, opportunity=late), *GOOD.steps[1:])),
        "hours until the deadline": changed(
            people=tuple(replace(person, hours_per_week=1.0) for person in GOOD.people),
        ),
        "prerequisites first": changed(
            steps=tuple(replace(step, order=0) if step is lone else step for step in GOOD.steps)
        ),
        "seats shared": changed(
            steps=tuple(replace(s, opportunity=replace(s.opportunity, seats=1)) for s in GOOD.steps)
        ),
        "fills what it says": changed(seats=(replace(GOOD.seats[0], trained=("ana", "ben", "cem")), GOOD.seats[1])),
        "budget": changed(budget=Decimal(10)),
        "objective": changed(objective=99.0),
    }
    for name, made in wrong.items():
        assert name in {check.name for check in made.feasibility.checks if not check.holds}, name
