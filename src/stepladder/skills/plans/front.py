"""The exact front of cost against time: every trade-off that is not beaten in both."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.plans.dominance import undominated
from stepladder.skills.plans.frontier import TooManyStatesError
from stepladder.skills.plans.instance import Limits, build_instance
from stepladder.skills.plans.milp import programme, solve
from stepladder.skills.plans.pareto import pareto
from stepladder.skills.plans.schedule import take_order

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from stepladder.skills.gaps.report import Counting, GapReport
    from stepladder.skills.plans.instance import Instance
    from stepladder.skills.plans.model import LearningOpportunity

__all__ = ["FrontPoint", "cost_time_front"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPoint:
    """One point of the front: cost, hours, and the ids of the offers."""

    cost: Decimal
    hours: float
    offers: tuple[str, ...]
    proved: bool

    def as_dict(self) -> dict[str, object]:
        """Return it as JSON."""
        return {"cost": float(self.cost), "hours": self.hours, "offers": list(self.offers), "proved": self.proved}


def cost_time_front(
    gap_report: GapReport,
    opportunities: Iterable[LearningOpportunity],
    *,
    counting: Counting = "claims",
    include_optional: bool = False,
    completed: Iterable[str] = (),
    at: date | None = None,
    seconds: float = 30.0,
    most: int = 500,
) -> tuple[FrontPoint, ...]:
    """Return all points at which closing everything closable cannot be cheaper without taking longer, cheapest first.

    Exact, to the cent and the minute, by `pareto`. Where offers exclude each other, or ask for a skill that one of
    several teaches, or `pareto` has too much to do: by bounding the hours again and again to less than the last point
    took (ε-constraint), two programmes for HiGHS a point. At most ``most`` points.
    """
    held = frozenset(gap_report.held)
    instance = build_instance(
        gap_report.missing(counting, include_optional=include_optional),
        opportunities,
        held=held,
        claimed=held | {line.skill for line in gap_report.lines if line.status != "missing"},
        completed=frozenset(completed),
        proof=counting == "proof",
        limits=Limits(at=at or gap_report.at),
    )
    closable = instance.closable
    if not closable:
        return ()
    plain = not instance.excludes and not any(instance.supplies)
    points = _searched(undominated(instance, "cost", both=True)) if plain else None
    return points[:most] if points is not None else _bounded(instance, seconds=seconds, most=most)


def _searched(instance: Instance) -> tuple[FrontPoint, ...] | None:
    """Ask frontier search; None where it has too much to do."""
    closable = instance.closable
    place = {row: index for index, row in enumerate(closable)}
    covers = [tuple(place[row] for row in rows) for rows in instance.covers]
    costs = np.array([(offer.cents, offer.minutes) for offer in instance.offers], dtype=np.int64)
    units = np.maximum(np.gcd.reduce(costs, axis=0), 1)
    try:
        found = pareto(len(closable), covers, instance.needs, costs // units)
    except TooManyStatesError:
        return None
    return tuple(_point(instance, point.chosen, proved=True) for point in found)


def _point(instance: Instance, chosen: tuple[int, ...], *, proved: bool) -> FrontPoint:
    order, _ = take_order(instance, chosen)
    minutes = sum(instance.offers[j].minutes for j in chosen)
    return FrontPoint(
        cost=Decimal(sum(instance.offers[j].cents for j in chosen)) / 100,
        hours=round(minutes / 60, 4),
        offers=tuple(instance.offers[j].id for j in order),
        proved=proved,
    )


def _bounded(instance: Instance, *, seconds: float, most: int) -> tuple[FrontPoint, ...]:
    """Bound the hours to less than the last point took, until nothing is left."""
    closable = instance.closable
    cents = [float(offer.cents) for offer in instance.offers]
    minutes = [float(offer.minutes) for offer in instance.offers]
    everything = list(range(len(cents)))
    points: list[FrontPoint] = []
    bound: float | None = None
    while len(points) < most:
        model = programme(instance, instance.limits, must_close=closable)
        if bound is not None:
            model.add(everything, minutes, at_most=bound)
        cheapest = solve(model, offer_cost=cents, time_limit=seconds)
        if cheapest.chosen is None:
            break
        model.add(everything, cents, at_most=round(cheapest.value) + 0.5)
        shortest = solve(model, offer_cost=minutes, time_limit=seconds, start=cheapest.chosen)
        chosen = shortest.chosen if shortest.chosen is not None else cheapest.chosen
        if not take_order(instance, chosen)[1]:
            points.append(_point(instance, chosen, proved=cheapest.proved and shortest.proved))
        bound = sum(minutes[j] for j in chosen) - 1.0
    return tuple(points)
