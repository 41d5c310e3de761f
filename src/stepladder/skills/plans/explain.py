"""Why each step, why not another one, and why a skill stays open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.skills.plans.model import OpenSkill, PlanStep, Rejected
from stepladder.skills.plans.schedule import schedule, weeks_of
from stepladder.skills.plans.search import best, prices

if TYPE_CHECKING:
    from stepladder.skills.plans.instance import Instance
    from stepladder.skills.plans.model import LearningOpportunity, Objective
    from stepladder.skills.plans.search import Answer, Effort

__all__ = ["alternatives", "money", "open_skills", "steps"]


def money(cents: float, currency: str) -> str:
    """Return an amount in words: "free", "120 EUR", "49.50 EUR"."""
    if not cents:
        return "free"
    whole, part = divmod(round(cents), 100)
    return f"{whole:,}{f'.{part:02d}' if part else ''} {currency}"


def steps(instance: Instance, answer: Answer, objective: Objective) -> tuple[PlanStep, ...]:
    """Return the steps in their order, each with the skills that it closes first and its reason."""
    slots = (
        {slot.offer: weeks_of(slot) for slot in schedule(instance, answer.order, instance.limits.minutes_per_week)}
        if instance.limits.minutes_per_week
        else {}
    )
    order = sorted(answer.order, key=lambda j: (slots[j][0], answer.order.index(j))) if slots else list(answer.order)
    suppliers = instance.suppliers()
    closed: set[int] = set()
    found = []
    for number, j in enumerate(order, start=1):
        rows = tuple(row for row in instance.covers[j] if row not in closed)
        closed.update(rows)
        week = slots.get(j)
        found.append(
            PlanStep(
                opportunity=instance.offers[j],
                closes=tuple(instance.lines[row].skill for row in rows),
                closes_labels=tuple(instance.lines[row].label for row in rows),
                reason=_reason(instance, j, rows, suppliers, answer.order, objective),
                order=number,
                starts_week=week[0] if week else None,
                weeks=week[1] if week else None,
            )
        )
    return tuple(found)


def _reason(  # noqa: PLR0917 - what the sentence speaks of
    instance: Instance,
    j: int,
    rows: tuple[int, ...],
    suppliers: list[list[int]],
    order: tuple[int, ...],
    objective: Objective,
) -> str:
    offer = instance.offers[j]
    spend = f"{money(offer.cents, offer.currency)}, {offer.hours:g} hours"
    parts = []
    if rows:
        parts.append(f"Closes {_listed([instance.lines[row].label for row in rows])} ({spend})")
        parts.append(_standing(instance, j, rows, suppliers, objective))
    dependants = [instance.offers[other].name for other in order if j in instance.needs[other]]
    skills = [
        instance.offers[other].name
        for other in order
        if other != j and any(j in others for _, others in instance.supplies[other])
    ]
    if dependants or (skills and not rows):
        parts.append(f"Must come before {_listed(dependants or skills)}" + ("" if rows else f" ({spend})"))
    return ". ".join(part for part in parts if part) + "."


def _standing(
    instance: Instance, j: int, rows: tuple[int, ...], suppliers: list[list[int]], objective: Objective
) -> str:
    """Say why this one: the only one, the best single one, or part of the best combination."""
    removed = _beaten_by(instance, instance.offers[j].id)
    alone = [instance.lines[row].label for row in rows if len(suppliers[row]) == 1 and not removed]
    if alone:
        return f"The only offer here for {_listed(alone)}"
    cost = prices(instance, objective)
    word = {"coverage": "cheapest", "cost": "cheapest", "time": "shortest", "count": "one"}[objective]
    others = [k for k in set.intersection(*(set(suppliers[row]) for row in rows)) if k != j]
    count = len(others) + removed
    if objective != "count" and all(cost[j] <= cost[k] for k in others):
        return (
            f"The {word} of {count + 1} offers that do this"
            if count
            else f"The {word} way to close {'it' if len(rows) == 1 else 'these together'}"
        )
    return f"Part of the {'smallest' if objective == 'count' else word} combination that closes as much"


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
            reason, code = f"{offers[0].name!r} would teach it, but {why[0]}.", "no_usable_offer"
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
            f"The cheapest offer for it, {cheapest.name!r}, costs {money(cheapest.cents, cheapest.currency)}; "
            f"{money(limits.budget - spent, cheapest.currency) if limits.budget > spent else 'nothing'} of the budget "
            "is left after steps that close more."
        )
    if limits.deadline is not None:
        return f"No offer for it fits before {limits.deadline.isoformat()} beside steps that close more."
    return f"{cheapest.name!r} would teach it, but it excludes, or is excluded by, a step that closes more."


def alternatives(
    instance: Instance, answer: Answer, objective: Objective, effort: Effort, number: int
) -> tuple[Rejected, ...]:
    """Return the most relevant offers that were not chosen, each with the price of choosing it anyway."""
    if not number or not answer.order:
        return ()
    inside = set(answer.order)
    rest = [j for j in range(len(instance.offers)) if j not in inside and instance.covers[j]]
    rest.sort(
        key=lambda j: (
            -sum(instance.values[row] for row in instance.covers[j]),
            instance.offers[j].cents,
            instance.offers[j].id,
        )
    )
    found = [_forced(instance, answer, objective, effort, j) for j in rest[:number]]
    chosen_ids = {instance.offers[j].id for j in answer.order}
    beaten = sorted((loser, winner) for loser, winner in instance.dominated.items() if winner in chosen_ids)
    for loser, winner in beaten[: max(0, number - len(found))]:
        name = instance.by_id[winner].name
        found.append(
            Rejected(
                opportunity=instance.by_id[loser],
                reason=f"{name!r} closes as much of the gap for no more money and no more hours.",
            )
        )
    return tuple(found)


def _forced(instance: Instance, answer: Answer, objective: Objective, effort: Effort, j: int) -> Rejected:
    offer = instance.offers[j]
    other = best(instance, instance.limits, objective, effort, must_take=(j,), tie_break=False)
    if other is None:
        return Rejected(opportunity=offer, reason="It does not fit within the limits at all.")
    lost = sum(instance.values[r] for r in answer.closed) - sum(instance.values[r] for r in other.closed)
    cost = prices(instance, objective)
    more = sum(cost[k] for k in other.order) - sum(cost[k] for k in answer.order)
    hedge = "" if other.proved else "at least about "
    if lost > 0:
        fewer = len(answer.closed) - len(other.closed)
        reason = (
            f"With it, {f'{fewer} fewer skills' if fewer > 0 else 'less of the gap'} could be closed within the limits."
        )
        return Rejected(
            opportunity=offer, reason=reason, forcing=round(lost / 10_000, 4) if objective == "coverage" else None
        )
    unit, words = {
        "time": (60.0, f"{more / 60:g} hours longer"),
        "count": (1.0, f"{more:g} steps longer"),
    }.get(objective, (100.0, f"{money(more, offer.currency)} dearer"))
    if more <= 0:
        return Rejected(
            opportunity=offer,
            reason="A plan with it is as good; this one was taken first by a fixed order.",
            forcing=0.0,
        )
    return Rejected(
        opportunity=offer,
        reason=f"The best plan with it is {hedge}{words}.",
        forcing=0.0 if objective == "coverage" else round(more / unit, 4),
    )


def _listed(names: list[str], limit: int = 4) -> str:
    shown = [f"“{name}”" for name in names[:limit]]
    more = len(names) - limit
    if more > 0:
        return ", ".join(shown) + f" and {more} more"
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else shown[0]
