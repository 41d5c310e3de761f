"""The values of team plans: people and wants in; who takes what, what it brings, and what stays open, out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - a field of a public value
from decimal import Decimal  # noqa: TC003 - as above
from typing import Any, Literal

from stepladder.skills.plans.model import Feasibility
from stepladder.skills.plans.opportunity import LearningOpportunity  # noqa: TC001 - as above

__all__ = ["Seating", "TeamPerson", "TeamPlan", "TeamStep", "TeamWant"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamWant:
    """A skill that a target needs ``people`` of the team to hold at ``level``.

    Each target's wants stand for themselves: one person may count for several targets. ``weight`` says how much one
    such person is worth in coverage.
    """

    target: str
    skill: str
    label: str
    level: float = 1.0
    people: int = 1
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPerson:
    """A person: the wants (by place) that she meets or probably meets, and what she may spend.

    ``held`` are URIs that satisfy prerequisites, ``completed`` ids of offers taken before. Somebody who probably meets
    a want is asked, not sent. Without hours a week a deadline is held against start days only.
    """

    id: str
    name: str = ""
    meets: frozenset[int] = frozenset()
    probably: frozenset[int] = frozenset()
    held: frozenset[str] = frozenset()
    completed: frozenset[str] = frozenset()
    hours_per_week: float | None = None
    deadline: date | None = None

    @property
    def shown(self) -> str:
        """Return the name, or the id where there is none."""
        return self.name or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamStep:
    """One person takes one offer; ``meets`` are the wants (by place) that she then meets first through it."""

    person: TeamPerson
    opportunity: LearningOpportunity
    meets: tuple[int, ...]
    labels: tuple[str, ...]
    reason: str
    order: int
    starts_week: int | None = None
    weeks: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the step as JSON."""
        offer = self.opportunity
        return {
            "person": self.person.id,
            "name": self.person.shown,
            "order": self.order,
            "id": offer.id,
            "title": offer.title,
            "provider": offer.provider,
            "price": float(offer.price),
            "currency": offer.currency,
            "hours": offer.hours,
            "labels": list(self.labels),
            "because": self.reason,
            "starts_week": self.starts_week,
            "weeks": self.weeks,
            "link_confidence": offer.linked,
            "invented": offer.invented,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """A want and who meets it: now, probably, and by the plan; with the reason where people are still lacking."""

    want: TeamWant
    now: tuple[str, ...]
    probably: tuple[str, ...]
    trained: tuple[str, ...]
    reason: str = ""
    code: Literal["", "no_offer", "no_usable_offer", "nobody_left", "beyond_limits"] = ""

    @property
    def open(self) -> int:
        """Return how many people are still lacking."""
        return max(0, self.want.people - len(self.now) - len(self.trained))

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "target": self.want.target,
            "uri": self.want.skill,
            "label": self.want.label,
            "required_level": self.want.level,
            "people": self.want.people,
            "hold_now": list(self.now),
            "probably": list(self.probably),
            "trained": list(self.trained),
            "open": self.open,
            "because": self.reason,
            "code": self.code,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPlan:
    """A team plan with its proof.

    ``objective`` is Σ weight × people newly counted (coverage) or what is spent (cost); ``bound`` the best that any
    plan could reach. Cost is always the least with which the coverage can be reached.
    """

    steps: tuple[TeamStep, ...]
    seats: tuple[Seating, ...]
    objective_name: Literal["coverage", "cost"]
    objective: float
    bound: float
    gap: float
    proved_optimal: bool
    cost: Decimal
    currency: str
    budget: Decimal | None
    at: date
    people: tuple[TeamPerson, ...]
    feasibility: Feasibility = field(default_factory=lambda: Feasibility(checks=()))
    notes: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """Return ``optimal``, ``feasible`` (time ran out before the proof) or ``empty`` (nobody is sent anywhere)."""
        if not self.steps:
            return "empty"
        return "optimal" if self.proved_optimal else "feasible"

    @property
    def lacking(self) -> int:
        """Return how many places of all wants were open before the plan."""
        return sum(max(0, seat.want.people - len(seat.now)) for seat in self.seats)

    @property
    def filled(self) -> int:
        """Return how many places the plan fills."""
        return sum(min(len(seat.trained), max(0, seat.want.people - len(seat.now))) for seat in self.seats)

    def as_dict(self) -> dict[str, Any]:
        """Return the plan as JSON."""
        return {
            "steps": [step.as_dict() for step in self.steps],
            "seats": [seat.as_dict() for seat in self.seats],
            "people": [self._person(person) for person in self.people],
            "objective_name": self.objective_name,
            "objective": self.objective,
            "bound": self.bound,
            "gap": self.gap,
            "status": self.status,
            "proved_optimal": self.proved_optimal,
            "cost": float(self.cost),
            "currency": self.currency,
            "budget": None if self.budget is None else float(self.budget),
            "places": {"lacking": self.lacking, "filled": self.filled},
            "reasons": [step.reason for step in self.steps],
            "conflicts": [],
            "feasibility": self.feasibility.as_dict(),
            "notes": list(self.notes),
        }

    def _person(self, person: TeamPerson) -> dict[str, Any]:
        mine = [step.opportunity for step in self.steps if step.person.id == person.id]
        return {
            "id": person.id,
            "name": person.shown,
            "steps": [offer.id for offer in mine],
            "cost": float(sum(offer.price for offer in mine)),
            "hours": sum(offer.hours for offer in mine),
        }
