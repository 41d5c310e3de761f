"""Presolve: leave out what another offer beats in every respect that matters.

Offer *k* dominates *j* when it closes all gap skills that *j* closes, is no worse in the objective (and no worse in the
tie-break where it is equal), takes no more of what is limited (money under a budget, hours where hours a week are
given), needs and excludes nothing that *j* does not, can be taken whenever *j* can, and nothing needs *j* itself. Of
two equals the one with the smaller id stays. Any plan with *j* is then no better than the same plan with *k*, so no
optimum is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stepladder.skills.plans.instance import Instance, Limits
    from stepladder.skills.plans.model import LearningOpportunity, Objective

__all__ = ["undominated"]


def undominated(instance: Instance, objective: Objective, *, both: bool = False) -> Instance:
    """Return the instance without dominated offers, naming for each the offer that dominates it.

    ``both``: money and hours both count, limited or not (for a front of the two).
    """
    wanted_by_others = {other for others in instance.needs for other in others}
    wanted_by_others |= {other for groups in instance.supplies for _, others in groups for other in others}
    wanted_by_others |= instance.must
    excluded = {one for pair in instance.excludes for one in pair}
    masks = [sum(1 << row for row in rows) for rows in instance.covers]
    worth = [_worth(instance, offer, objective) for offer in instance.offers]
    spends = [(offer.cents, offer.minutes) if both else _spends(offer, instance.limits) for offer in instance.offers]
    open_days = min(instance.release, default=0.0)
    subsets: dict[int, list[int]] = {mask: [] for mask in masks}
    guarded: list[int] = []
    beaten: dict[int, int] = {}
    # Best first: whatever dominates an offer has been seen before it, and stays.
    for j in sorted(range(len(masks)), key=lambda one: (worth[one], spends[one], -masks[one].bit_count(), one)):
        mask = masks[j]
        if not mask:
            continue
        winners = subsets[mask]
        if j not in wanted_by_others:
            winner = next((k for k in winners if _spends_no_more(spends, k, j)), None)
            if winner is None:
                winner = next((k for k in guarded if _beats(instance, masks, spends, k, j)), None)
            if winner is not None:
                beaten[j] = winner
                continue
        if j in excluded:
            continue
        if (
            instance.needs[j]
            or instance.supplies[j]
            or instance.release[j] > open_days
            or instance.due[j] < FAR
            or mask.bit_count() > MOST_ROWS
        ):
            guarded.append(j)
        else:
            _beats_subsets(mask, j, subsets, spends)
    return _without(instance, beaten)


#: Offers that close more gap skills than this are held against others one by one, not by all subsets.
MOST_ROWS = 10
FAR = 10**9
Spends = tuple[int, int]


def _beats_subsets(mask: int, k: int, subsets: dict[int, list[int]], spends: list[Spends]) -> None:
    """Note that ``k``, which asks for nothing, beats what comes later and closes the same or less."""
    part = mask
    while part:
        winners = subsets.get(part)
        if winners is not None and (not winners or not any(_spends_no_more(spends, other, k) for other in winners)):
            winners.append(k)
        part = (part - 1) & mask


def _spends_no_more(spends: list[Spends], k: int, j: int) -> bool:
    return spends[k][0] <= spends[j][0] and spends[k][1] <= spends[j][1]


def _beats(instance: Instance, masks: list[int], spends: list[Spends], k: int, j: int) -> bool:
    return (
        masks[j] & masks[k] == masks[j]
        and _spends_no_more(spends, k, j)
        and set(instance.needs[k]) <= set(instance.needs[j])
        and set(instance.supplies[k]) <= set(instance.supplies[j])
        and instance.release[k] <= instance.release[j]
        and instance.due[k] >= instance.due[j]
    )


def _worth(instance: Instance, offer: LearningOpportunity, objective: Objective) -> tuple[int, int]:
    """The objective, then the tie-break, as `search` asks for them."""
    if objective == "weighted":
        return instance.conditions.worth(offer), offer.minutes
    if objective == "time":
        return offer.minutes, offer.cents
    return (1, offer.cents) if objective == "count" else (offer.cents, offer.minutes)


def _spends(offer: LearningOpportunity, limits: Limits) -> Spends:
    """What the offer takes of that which is limited."""
    return (0 if limits.budget is None else offer.cents, offer.minutes if limits.minutes_per_week else 0)


def _without(instance: Instance, beaten: dict[int, int]) -> Instance:
    if not beaten:
        return instance
    kept = [j for j in range(len(instance.offers)) if j not in beaten]
    place = {j: index for index, j in enumerate(kept)}
    instance.dominated = {instance.offers[j].id: instance.offers[k].id for j, k in beaten.items()}
    instance.covers = [instance.covers[j] for j in kept]
    instance.needs = [tuple(place[o] for o in instance.needs[j]) for j in kept]
    instance.supplies = [
        tuple((skill, tuple(place[o] for o in others)) for skill, others in instance.supplies[j]) for j in kept
    ]
    instance.excludes = [(place[a], place[b]) for a, b in instance.excludes if a in place and b in place]
    instance.release = [instance.release[j] for j in kept]
    instance.due = [instance.due[j] for j in kept]
    instance.must = frozenset(place[j] for j in instance.must)
    instance.offers = [instance.offers[j] for j in kept]
    return instance
