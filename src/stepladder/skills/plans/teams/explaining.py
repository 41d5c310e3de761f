"""Why this person is sent to this offer, and why places stay open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.skills.plans.explain import listed, money
from stepladder.skills.plans.schedule import schedule, weeks_of
from stepladder.skills.plans.teams.values import Seating, TeamStep

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.skills.plans.teams.problem import Block, Problem
    from stepladder.skills.plans.teams.solving import TeamAnswer
    from stepladder.skills.plans.teams.values import TeamWant

__all__ = ["notes", "seats", "steps"]


def steps(problem: Problem, answer: TeamAnswer) -> tuple[TeamStep, ...]:
    """Return the steps, person by person in the order of taking, each with what it brings and its reason."""
    found = []
    for block, part in zip(problem.blocks, answer.parts, strict=True):
        slots = _weeks(block, part)
        order = sorted(part, key=lambda j: (slots[j][0], part.index(j))) if slots else part
        met: set[int] = set()
        for number, j in enumerate(order, start=1):
            new = tuple(want for want in block.meets[j] if want not in met)
            met.update(new)
            week = slots.get(j)
            found.append(
                TeamStep(
                    person=block.person,
                    opportunity=block.instance.offers[j],
                    meets=new,
                    labels=tuple(dict.fromkeys(problem.wants[want].label for want in new)),
                    reason=_reason(problem, block, j, new, order),
                    order=number,
                    starts_week=week[0] if week else None,
                    weeks=week[1] if week else None,
                )
            )
    return tuple(found)


def _weeks(block: Block, part: Sequence[int]) -> dict[int, tuple[int, int]]:
    minutes = block.instance.limits.minutes_per_week
    if not minutes or not part:
        return {}
    return {slot.offer: weeks_of(slot) for slot in schedule(block.instance, part, minutes)}


def _reason(problem: Problem, block: Block, j: int, new: tuple[int, ...], order: Sequence[int]) -> str:
    offer = block.instance.offers[j]
    spend = f"{money(offer.cents, offer.currency)}, {offer.hours:g} hours"
    after = [block.instance.offers[other].name for other in order if j in block.instance.needs[other]]
    parts = []
    if new:
        parts.append(f"{block.person.shown} lacks {listed([problem.wants[want].label for want in new])} ({spend})")
        parts.append(_standing(problem, block, j, new))
    if after or not new:
        before = f"Must come before {listed(after)}" if after else "Teaches what a later step asks for"
        parts.append(before + ("" if new else f" ({spend})"))
    return ". ".join(parts) + "."


def _standing(problem: Problem, block: Block, j: int, new: tuple[int, ...]) -> str:
    """Say why this offer and this person: what else would do, and how many others could have gone."""
    offer = block.instance.offers[j]
    others = [other for k, other in enumerate(block.instance.offers) if k != j and set(new) <= set(block.meets[k])]
    if not others:
        offers = "The only offer here that does this" if len(new) == 1 else "The only one that does this together"
    elif all(offer.cents <= other.cents for other in others):
        offers = f"The cheapest of {len(others) + 1} offers that do this"
    else:
        offers = "Part of the cheapest choice for the whole team"
    want = min(new, key=lambda number: (sum(number in one.lacks for one in problem.blocks), number))
    could = sum(want in one.lacks for one in problem.blocks)
    needed = problem.places[want]
    if could <= needed:
        return f"{offers}; everybody who can learn it is needed"
    return f"{offers}; {needed} of {could} who could learn it {'is' if needed == 1 else 'are'} needed"


def seats(problem: Problem, answer: TeamAnswer, currency: str) -> tuple[Seating, ...]:
    """Return who meets each want, now and by the plan, and why places stay open."""
    spent = sum(
        block.instance.offers[j].cents for block, part in zip(problem.blocks, answer.parts, strict=True) for j in part
    )
    left = None if problem.budget is None else problem.budget - spent
    found = []
    for number, want in enumerate(problem.wants):
        trained = tuple(
            block.person.id
            for block, part in zip(problem.blocks, answer.parts, strict=True)
            if any(number in block.meets[j] for j in part)
        )
        now = tuple(person.id for person in problem.people if number in person.meets)
        probably = tuple(person.id for person in problem.people if number in person.probably)
        reason, code = "", ""
        if len(now) + len(trained) < want.people:
            reason, code = _open(problem, number, trained, left, currency)
            if probably:
                reason += f" {len(probably)} probably hold it: ask them first."
        found.append(Seating(want=want, now=now, probably=probably, trained=trained, reason=reason, code=code))  # type: ignore[arg-type]  # one of the codes
    return tuple(found)


def _open(problem: Problem, number: int, trained: tuple[str, ...], left: int | None, currency: str) -> tuple[str, str]:
    want = problem.wants[number]
    if not any(want.skill in offer.skills for offer in problem.offers.values()):
        return "No offer in this catalogue teaches it.", "no_offer"
    could = [block for block in problem.blocks if number in block.lacks]
    if not could:
        asked = [person for person in problem.people if number not in person.meets | person.probably]
        if not asked:
            return "Nobody is left who lacks it.", "nobody_left"
        return f"{_best_of(problem, want)}, but nobody can take it to the level asked for in time.", "no_usable_offer"
    if len(trained) >= len(could):
        return "Everybody who can learn it is sent already.", "nobody_left"
    cheapest = min(
        (block.instance.offers[j] for block in could for j, meets in enumerate(block.meets) if number in meets),
        key=lambda offer: (offer.cents, offer.id),
    )
    if left is not None and cheapest.cents > left:
        rest = money(left, currency) if left else "nothing"
        price = f"One more person costs at least {money(cheapest.cents, currency)} ({cheapest.name!r})"
        return f"{price}; {rest} of the budget is left after steps that fill more.", "beyond_limits"
    return "Seats, hours and deadlines leave no room for one more beside steps that fill more.", "beyond_limits"


def _best_of(problem: Problem, want: TeamWant) -> str:
    teaching = [offer for offer in problem.offers.values() if want.skill in offer.skills]
    first = min(teaching, key=lambda offer: (-offer.levels.get(want.skill, want.level), offer.cents, offer.id))
    return f"{first.name!r} teaches it"


def notes(problem: Problem, taken: Sequence[TeamStep]) -> tuple[str, ...]:
    """Return what is to be said about the plan as a whole."""
    found = []
    if not problem.offers:
        found.append("The catalogue is empty.")
    if not any(problem.places):
        found.append("Every place is filled by people who hold the skills already.")
    if any(person.deadline is not None and person.hours_per_week is None for person in problem.people):
        found.append("Where no hours a week were given, a deadline was held against start days only.")
    linked = len({step.opportunity.id for step in taken if step.opportunity.linked is not None})
    if linked:
        found.append(f"The skills of {linked} offers were linked from their descriptions, not stated: ask.")
    if any(step.opportunity.invented for step in taken):
        found.append("This plan uses demo offers: their price, hours and provider are invented.")
    found.append("Best within the catalogue shown, not within all that exists.")
    return tuple(found)
