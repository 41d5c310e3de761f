"""The exact front of cost against time: every trade-off that is not beaten in both, by ε-constraint."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from stepladder.skills.plans.instance import Limits, build_instance
from stepladder.skills.plans.milp import programme, solve
from stepladder.skills.plans.schedule import take_order

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from stepladder.skills.gaps.report import Counting, GapReport
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

    Exact: after each point the hours are bounded to less than it took, by a minute, until nothing is left; each point
    solves the cost first, then the hours at that cost. At most ``most`` points.
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
    cents = [float(offer.cents) for offer in instance.offers]
    minutes = [float(offer.minutes) for offer in instance.offers]
    everything = list(range(len(cents)))
    points: list[FrontPoint] = []
    bound: float | None = None
    while closable and len(points) < most:
        model = programme(instance, instance.limits, must_close=closable)
        if bound is not None:
            model.add(everything, minutes, at_most=bound)
        cheapest = solve(model, offer_cost=cents, time_limit=seconds)
        if cheapest.chosen is None:
            break
        model.add(everything, cents, at_most=round(cheapest.value) + 0.5)
        shortest = solve(model, offer_cost=minutes, time_limit=seconds, start=cheapest.chosen)
        chosen = shortest.chosen if shortest.chosen is not None else cheapest.chosen
        order, stuck = take_order(instance, chosen)
        spent, taken = sum(instance.offers[j].cents for j in chosen), sum(instance.offers[j].minutes for j in chosen)
        if not stuck:
            points.append(
                FrontPoint(
                    cost=Decimal(spent) / 100,
                    hours=round(taken / 60, 4),
                    offers=tuple(instance.offers[j].id for j in order),
                    proved=cheapest.proved and shortest.proved,
                )
            )
        bound = taken - 1.0
    return tuple(points)
