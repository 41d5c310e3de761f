"""Why each step, and why a skill stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.skills.plans.model import OpenSkill, PlanStep
from stepladder.skills.plans.paying import payments
from stepladder.skills.plans.schedule import schedule, weeks_of
from stepladder.skills.plans.search import prices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stepladder.skills.plans.instance import Instance
    from stepladder.skills.plans.model import LearningOpportunity, Objective
    from stepladder.skills.plans.opportunity import Payment
    from stepladder.skills.plans.paying import Paying
    from stepladder.skills.plans.search import Answer

__all__ = ["listed", "money", "open_skills", "steps"]


def money(cents: float, currency: str) -> str:
    """Return an amount in words: "free", "120 EUR", "49.50 EUR"."""
    if not cents:
        return "free"
    whole, part = divmod(round(cents), 100)
    return f"{whole:,}{f'.{part:02d}' if part else ''} {currency}"


def steps(
    instance: Instance,
    answer: Answer,
    objective: Objective,
    offers: Mapping[str, LearningOpportunity],
    paying: Paying,
) -> tuple[PlanStep, ...]:
    """Return the steps in their order, each with the skills that it closes first, who pays, and its reason.

    ``offers`` are the catalogue's own, by id: the problem may know them at the price that the learner pays.
    """
    slots = (
        {slot.offer: weeks_of(slot) for slot in schedule(instance, answer.order, instance.limits.minutes_per_week)}
        if instance.limits.minutes_per_week
        else {}
    )
    order = sorted(answer.order, key=lambda j: (slots[j][0], answer.order.index(j))) if slots else list(answer.order)
    suppliers = instance.suppliers()
    paid = payments((offers[instance.offers[j].id] for j in order), paying)
    closed: set[int] = set()
    found = []
    for number, (j, others) in enumerate(zip(order, paid, strict=True), start=1):
        rows = tuple(row for row in instance.covers[j] if row not in closed)
        closed.update(rows)
        week = slots.get(j)
        offer = offers[instance.offers[j].id]
        found.append(
            PlanStep(
                opportunity=offer,
                closes=tuple(instance.lines[row].skill for row in rows),
                closes_labels=tuple(instance.lines[row].label for row in rows),
                reason=_reason(instance, j, rows, suppliers, answer.order, objective, _spend(offer, others)),
                order=number,
                starts_week=week[0] if week else None,
                weeks=week[1] if week else None,
                payments=others,
            )
        )
    return tuple(found)


def _spend(offer: LearningOpportunity, others: tuple[Payment, ...]) -> str:
    """What a step takes: "120 EUR, of which you pay 60 EUR; 10 hours"."""
    if not others:
        return f"{money(offer.cents, offer.currency)}, {offer.hours:g} hours"
    listed_cents = int(offer.listed * 100)
    own = listed_cents - sum(int(one.amount * 100) for one in others)
    share = f"of which you pay {money(own, offer.currency)}" if own else "of which you pay nothing"
    return f"{money(listed_cents, offer.currency)}, {share}; {offer.hours:g} hours"


def _reason(  # noqa: PLR0917 - what the sentence speaks of
    instance: Instance,
    j: int,
    rows: tuple[int, ...],
    suppliers: list[list[int]],
    order: tuple[int, ...],
    objective: Objective,
    spend: str,
) -> str:
    parts = []
    if rows:
        parts.append(f"{_does(instance, rows)} ({spend})")
        parts.append(_standing(instance, j, rows, suppliers, objective))
    dependants = [instance.offers[other].name for other in order if j in instance.needs[other]]
    skills = [
        instance.offers[other].name
        for other in order
        if other != j and any(j in others for _, others in instance.supplies[other])
    ]
    if dependants or (skills and not rows):
        parts.append(f"Must come before {listed(dependants or skills)}" + ("" if rows else f" ({spend})"))
    if j in instance.must:
        parts.append("You asked for it" + ("" if parts else f" ({spend}); it closes nothing that is open"))
    return ". ".join(part for part in parts if part) + "."


def _does(instance: Instance, rows: tuple[int, ...]) -> str:
    """What a step does with its skills: "Closes “A”", "Renews “B” (until 2026-05-01)"."""
    lines = [instance.lines[row] for row in rows]
    new = [line.label for line in lines if line.status != "held" or line.lapses is None]
    old = [f"“{line.label}” (until {line.lapses})" for line in lines if line.status == "held" and line.lapses]
    parts = [f"Closes {listed(new)}"] if new else []
    return ". ".join([*parts, *([f"Renews {', '.join(old[:4])}"] if old else [])])


def _standing(
    instance: Instance, j: int, rows: tuple[int, ...], suppliers: list[list[int]], objective: Objective
) -> str:
    """Say why this one: the only one, the best single one, or part of the best combination."""
    removed = _beaten_by(instance, instance.offers[j].id)
    alone = [instance.lines[row].label for row in rows if len(suppliers[row]) == 1 and not removed]
    if alone:
        return f"The only offer here for {listed(alone)}"
    cost = prices(instance, objective)
    word = {"time": "shortest", "count": "smallest", "weighted": "best weighted"}.get(objective, "cheapest")
    others = [k for k in set.intersection(*(set(suppliers[row]) for row in rows)) if k != j]
    count = len(others) + removed
    if objective != "count" and all(cost[j] <= cost[k] for k in others):
        return (
            f"The {word} of {count + 1} offers that do this"
            if count
            else f"The {word} way to close {'it' if len(rows) == 1 else 'these together'}"
        )
    return f"Part of the {word} combination that closes as much"


def _beaten_by(instance: Instance, key: str) -> int:
    return sum(1 for winner in instance.dominated.values() if winner == key)


def open_skills(instance: Instance, answer: Answer) -> tuple[OpenSkill, ...]:
    """Return the gap skills that stay open, with the reason."""
    suppliers = instance.suppliers()
    teaching: dict[str, list[LearningOpportunity]] = {}
    for offer in instance.by_id.values():
        for skill in offer.skills:
            teaching.setdefault(skill, []).append(offer)
    spent = sum(instance.offers[j].cents for j in answer.order)
    found = []
    for row, line in enumerate(instance.lines):
        if row in answer.closed:
            continue
        if suppliers[row]:
            found.append(
                OpenSkill(
                    uri=line.skill,
                    label=line.label,
                    code="beyond_limits",
                    reason=_beyond(instance, suppliers[row], spent),
                )
            )
            continue
        offers = teaching.get(line.skill, [])
        if not offers:
            reason, code = "No offer in this catalogue teaches it.", "no_offer"
        else:
            why = [instance.unusable.get(o.id) or _short_of(o, line.skill) for o in offers]
            reason, code = f"“{offers[0].name}” would teach it, but {why[0]}.", "no_usable_offer"
        found.append(OpenSkill(uri=line.skill, label=line.label, reason=reason, code=code))  # type: ignore[arg-type]
    return tuple(found)


def _short_of(offer: LearningOpportunity, skill: str) -> str:
    if offer.assessment_only:
        return "it only assesses what one can do already"
    return f"it reaches level {offer.levels.get(skill, 0):g} only"


def _beyond(instance: Instance, suppliers: list[int], spent: int) -> str:
    limits = instance.limits
    cheapest = min((instance.offers[j] for j in suppliers), key=lambda o: (o.cents, o.minutes, o.id))
    if limits.budget is not None and spent + cheapest.cents > limits.budget:
        return (
            f"The cheapest offer for it, “{cheapest.name}”, costs {money(cheapest.cents, cheapest.currency)}; "
            f"{money(limits.budget - spent, cheapest.currency) if limits.budget > spent else 'nothing'} of the budget "
            "is left after steps that close more."
        )
    if limits.deadline is not None:
        return f"No offer for it fits before {limits.deadline.isoformat()} beside steps that close more."
    return f"“{cheapest.name}” would teach it, but it excludes, or is excluded by, a step that closes more."


def listed(names: list[str], limit: int = 4) -> str:
    """Return names in quotes: "“A”, “B” and 3 more"."""
    shown = [f"“{name}”" for name in names[:limit]]
    more = len(names) - limit
    if more > 0:
        return ", ".join(shown) + f" and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]
