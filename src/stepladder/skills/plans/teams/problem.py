"""A team's plan as one integer programme: each person's own rows beside each other, and what all share.

A person's rows (prerequisites, exclusions, hours until her deadline) are those of a plan for one. Shared are the seats
of an offer, the budget, and the places of a want: no more people count for it than it needs.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stepladder.skills.errors import SkillsError
from stepladder.skills.gaps.report import GapLine
from stepladder.skills.plans.instance import VALUE_UNIT, Instance, Limits, build_instance
from stepladder.skills.plans.milp import Programme, programme

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from stepladder.skills.plans.opportunity import LearningOpportunity
    from stepladder.skills.plans.teams.values import TeamPerson, TeamWant

__all__ = ["Block", "Problem", "build_problem", "built"]

LARGEST = 400_000  # choices of a person and an offer
PRODUCT = (
    2_000_000  # people times wants, and people times offers that teach something wanted: looked at before all else
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One person's part: her problem in numbers, and per offer the wants (by place) that it lets her meet.

    ``first`` is the place of her first choice in the whole programme; ``lacks`` are the wants that she could be trained
    for, ``meets_from`` their place among the rows.
    """

    person: TeamPerson
    instance: Instance
    meets: tuple[tuple[int, ...], ...]
    first: int
    lacks: tuple[int, ...]
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """The whole: people in order of their ids; ``places`` open per want, ``within_reach`` of them by any training."""

    wants: tuple[TeamWant, ...]
    people: tuple[TeamPerson, ...]
    offers: dict[str, LearningOpportunity]
    blocks: tuple[Block, ...]
    places: tuple[int, ...]
    within_reach: tuple[int, ...]
    values: tuple[int, ...]
    choices: int
    rows: int
    budget: int | None
    at: date

    def split(self, chosen: Sequence[int]) -> list[list[int]]:
        """Return the chosen offers per block, in the block's own numbers."""
        found: list[list[int]] = [[] for _ in self.blocks]
        block = 0
        for column in sorted(chosen):
            while column >= self.blocks[block].first + len(self.blocks[block].instance.offers):
                block += 1
            found[block].append(column - self.blocks[block].first)
        return found

    def counted(self, parts: Sequence[Sequence[int]]) -> tuple[int, ...]:
        """Return how many people each want gains, no more than it has places."""
        gained = [0] * len(self.wants)
        for block, chosen in zip(self.blocks, parts, strict=True):
            for want in {one for j in chosen for one in block.meets[j]}:
                gained[want] += 1
        return tuple(min(gain, place) for gain, place in zip(gained, self.places, strict=True))

    def coverage(self, parts: Sequence[Sequence[int]]) -> int:
        """Return Σ value × places filled, in whole units."""
        return sum(value * gain for value, gain in zip(self.values, self.counted(parts), strict=True))


def build_problem(
    people: Sequence[TeamPerson],
    wants: Sequence[TeamWant],
    offers: Sequence[LearningOpportunity],
    *,
    budget: int | None,
    at: date,
) -> Problem:
    """Return the problem; raises `SkillsError` (``team.duplicate``, ``team.too_large``, ``catalogue.*``)."""
    ordered = tuple(sorted(people, key=lambda person: person.id))
    ids = [person.id for person in ordered]
    if len(set(ids)) < len(ids):
        twice = next(one for one in ids if ids.count(one) > 1)
        raise SkillsError(f"Two people have the id {twice!r}", code="team.duplicate", where=twice)
    _no_more_than(len(ordered) * len(wants), PRODUCT, "a person and a want")
    places = tuple(
        max(0, want.people - sum(number in person.meets for person in ordered)) for number, want in enumerate(wants)
    )
    useful = _useful(ordered, wants, places, offers)
    taught = {want.skill for want in wants}
    _no_more_than(len(ordered) * sum(not taught.isdisjoint(o.skills) for o in useful), PRODUCT, "a person and an offer")
    blocks: list[Block] = []
    column = row = 0
    for person in ordered:
        block = _block(person, wants, places, useful, at, column, row)
        column += len(block.instance.offers)
        row += len(block.lacks)
        blocks.append(block)
        _no_more_than(column, LARGEST, "a person and an offer")
    trainable = [0] * len(wants)
    for block in blocks:
        for want in {one for meets in block.meets for one in meets}:
            trainable[want] += 1
    return Problem(
        wants=tuple(wants),
        people=ordered,
        offers={offer.id: offer for offer in offers},
        blocks=tuple(blocks),
        places=places,
        within_reach=tuple(min(place, count) for place, count in zip(places, trainable, strict=True)),
        values=tuple(max(1, round(VALUE_UNIT * want.weight)) for want in wants),
        choices=column,
        rows=row,
        budget=budget,
        at=at,
    )


def _no_more_than(count: int, most: int, what: str) -> None:
    if count > most:
        raise SkillsError(
            f"This team and catalogue make {count:,} pairs of {what}; at most {most:,} are planned",
            code="team.too_large",
            hint="Plan for a part of the team, or leave out offers that do not come into question.",
        )


def _reaches(offer: LearningOpportunity, want: TeamWant) -> bool:
    if want.skill not in offer.skills or offer.assessment_only:
        return False
    level = offer.levels.get(want.skill)
    return level is None or level >= want.level - 1e-9


def _useful(
    people: Sequence[TeamPerson],
    wants: Sequence[TeamWant],
    places: Sequence[int],
    offers: Sequence[LearningOpportunity],
) -> list[LearningOpportunity]:
    """Leave out what another offer beats for everybody: as much for no more money and hours, with seats for all.

    The better one has no conditions of any kind, so that it can stand in wherever the other could.
    """
    masks = {
        offer.id: sum(1 << number for number, place in enumerate(places) if place and _reaches(offer, wants[number]))
        for offer in offers
    }
    named = {key for offer in offers for key in (*offer.prerequisites, *offer.excludes)}
    required = {skill for offer in offers for skill in offer.requires_skills}
    done = {key for person in people for key in person.completed}
    best: dict[int, list[LearningOpportunity]] = defaultdict(list)
    kept = []
    for offer in sorted(offers, key=lambda one: (one.cents, one.minutes, -masks[one.id].bit_count(), one.id)):
        mask, lone = masks[offer.id], offer.id not in named and not required.intersection(offer.skills)
        lowest = (mask & -mask).bit_length() - 1
        if lone and mask and any(_beats(other, masks[other.id], offer, mask) for other in best[lowest]):
            continue
        kept.append(offer)
        if mask and offer.id not in named and offer.id not in done and _free_for_all(offer, len(people)):
            for number in range(mask.bit_length()):
                if mask >> number & 1:
                    best[number].append(offer)
    return kept


def _beats(other: LearningOpportunity, mask: int, offer: LearningOpportunity, beaten: int) -> bool:
    return beaten & mask == beaten and other.cents <= offer.cents and other.minutes <= offer.minutes


def _free_for_all(offer: LearningOpportunity, people: int) -> bool:
    conditions = offer.prerequisites or offer.requires_skills or offer.excludes or offer.starts or offer.ends
    return not conditions and (offer.seats is None or offer.seats >= people)


def _block(  # noqa: PLR0917 - a person and where her part stands
    person: TeamPerson,
    wants: Sequence[TeamWant],
    places: Sequence[int],
    offers: Sequence[LearningOpportunity],
    at: date,
    first: int,
    row: int,
) -> Block:
    asked = [
        number
        for number, place in enumerate(places)
        if place and number not in person.meets and number not in person.probably
    ]
    lowest: dict[str, float] = {}
    for number in asked:
        want = wants[number]
        lowest[want.skill] = min(want.level, lowest.get(want.skill, want.level))
    minutes = None if person.hours_per_week is None else person.hours_per_week * 60
    instance = build_instance(
        tuple(GapLine(skill=skill, label=skill, required_level=level) for skill, level in lowest.items()),
        offers,
        held=person.held,
        claimed=person.held,
        completed=person.completed,
        proof=False,
        limits=Limits(at=at, minutes_per_week=minutes, deadline=person.deadline),
    )
    meets = tuple(tuple(number for number in asked if _reaches(offer, wants[number])) for offer in instance.offers)
    return Block(
        person=person,
        instance=instance,
        meets=meets,
        first=first,
        lacks=tuple(sorted({number for one in meets for number in one})),
        row=row,
    )


def built(problem: Problem, *, all_within_reach: bool) -> Programme:
    """Return the programme: choices first, then one row variable for each person and want that she lacks."""
    model = Programme(offers=problem.choices, rows=problem.rows)
    counted: dict[int, list[int]] = defaultdict(list)
    seats: dict[str, list[int]] = defaultdict(list)
    for block in problem.blocks:
        _own_rows(model, block)
        for number, want in enumerate(block.lacks):
            variable = problem.choices + block.row + number
            suppliers = [block.first + j for j, meets in enumerate(block.meets) if want in meets]
            model.add([*suppliers, variable], [*([1.0] * len(suppliers)), -1.0], at_least=0.0)
            counted[want].append(variable)
        for j, offer in enumerate(block.instance.offers):
            if offer.seats is not None:
                seats[offer.id].append(block.first + j)
    for want, variables in counted.items():
        least = float(problem.within_reach[want]) if all_within_reach else 0.0
        model.add(variables, [1.0] * len(variables), at_least=least, at_most=float(problem.places[want]))
    for key, columns in seats.items():
        most = problem.offers[key].seats or 0
        if most < len(columns):
            model.add(columns, [1.0] * len(columns), at_most=float(most))
    if problem.budget is not None:
        cents = costs(problem)
        priced = [column for column, price in enumerate(cents) if price]
        model.add(priced, [cents[column] for column in priced], at_most=float(problem.budget))
    return model


def costs(problem: Problem) -> list[float]:
    """Return the price of each choice in cents."""
    return [float(offer.cents) for block in problem.blocks for offer in block.instance.offers]


def _own_rows(model: Programme, block: Block) -> None:
    """Put a person's rows for one, without those of closing, at their place in the whole."""
    bare = replace(block.instance, lines=(), values=[], covers=[() for _ in block.instance.offers])
    own = programme(bare, bare.limits)
    for columns, factors, lower, upper in zip(own.columns, own.factors, own.lower, own.upper, strict=True):
        model.add([block.first + column for column in columns], factors, at_least=lower, at_most=upper)
    model.fixed_zero.update(block.first + column for column in own.fixed_zero)
