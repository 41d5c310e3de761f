"""The values of planning: learning opportunities in, a learning plan with its proof out.

Money is a `Decimal` with at most two places and a currency code; inside the solver it is whole cents, so that sums are
exact. Hours are floats; inside the solver whole minutes.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - a field of a public value
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from stepladder.skills.errors import SkillsError

__all__ = [
    "OBJECTIVES",
    "Check",
    "Feasibility",
    "LearningOpportunity",
    "LearningPlan",
    "Objective",
    "OpenSkill",
    "PlanStep",
    "Rejected",
]

Objective = Literal["coverage", "cost", "time", "count", "weighted"]
OBJECTIVES: tuple[Objective, ...] = ("coverage", "cost", "time", "count", "weighted")


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningOpportunity:
    """A course, module or assessment that somebody offers.

    ``skills`` are URIs; ``levels`` gives per skill the level that it reaches, in the gap's own units (a skill without
    one reaches any level). ``prerequisites`` are ids of opportunities that must come before (all of them), which held
    skills satisfy; ``requires_skills`` are URIs to be held or learned before. ``starts`` is the first day (None: any
    time), ``ends`` the last; ``seats`` free places (None: no limit). ``assessment_only`` proves a skill that one has
    and teaches none. ``invented`` marks demo offers. Raises `SkillsError` (``catalogue.*``) for values that cannot be.
    """

    id: str
    title: str = ""
    provider: str = ""
    skills: tuple[str, ...] = ()
    price: Decimal = Decimal(0)
    currency: str = "EUR"
    hours: float = 0.0
    prerequisites: tuple[str, ...] = ()
    requires_skills: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    assessment_only: bool = False
    starts: date | None = None
    ends: date | None = None
    seats: int | None = None
    levels: Mapping[str, float] = field(default_factory=dict, hash=False)
    language: str = ""
    mode: str = ""
    kind: str = ""
    pace: str = ""
    invented: bool = False

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise SkillsError(
                "A learning opportunity has no id", code="catalogue.no_id", hint="Give each one its own id."
            )
        try:
            price = Decimal(str(self.price))
        except InvalidOperation as error:
            raise self._wrong("price", self.price, "a number such as 120 or 49.50") from error
        if not price.is_finite() or price < 0 or price > Decimal(10) ** 9:
            raise self._wrong("price", self.price, "a number from 0 up to 1,000,000,000")
        if price != price.quantize(Decimal("0.01")):
            raise self._wrong("price", self.price, "at most two places after the point")
        if not 0 <= self.hours <= 1_000_000:
            raise self._wrong("hours", self.hours, "a number from 0 up")
        if self.seats is not None and self.seats < 0:
            raise self._wrong("seats", self.seats, "0 or more, or nothing where there is no limit")
        if self.starts and self.ends and self.ends < self.starts:
            raise self._wrong("ends", self.ends, f"a day on or after the start {self.starts.isoformat()}")
        object.__setattr__(self, "price", price.quantize(Decimal("0.01")))

    def _wrong(self, name: str, found: object, expected: str) -> SkillsError:
        return SkillsError(
            f"The {name} of {self.id!r} is {found}; expected {expected}", code=f"catalogue.{name}", where=self.id
        )

    @property
    def name(self) -> str:
        """Return the title, or the id where there is none."""
        return self.title or self.id

    @property
    def cents(self) -> int:
        """Return the price in whole cents."""
        return int(self.price * 100)

    @property
    def minutes(self) -> int:
        """Return the hours in whole minutes."""
        return round(self.hours * 60)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One step: what to take, the gap skills that it closes first, and why it is there.

    ``order`` counts from 1. With hours a week known, ``starts_week`` (from 0) and ``weeks`` say when, else both are
    None.
    """

    opportunity: LearningOpportunity
    closes: tuple[str, ...]
    closes_labels: tuple[str, ...]
    reason: str
    order: int
    starts_week: int | None = None
    weeks: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the step as JSON."""
        offer = self.opportunity
        return {
            "order": self.order,
            "id": offer.id,
            "title": offer.title,
            "provider": offer.provider,
            "price": float(offer.price),
            "currency": offer.currency,
            "hours": offer.hours,
            "skills": list(self.closes),
            "labels": list(self.closes_labels),
            "because": self.reason,
            "starts_week": self.starts_week,
            "weeks": self.weeks,
            "invented": offer.invented,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSkill:
    """A gap skill that the plan leaves open, and why."""

    uri: str
    label: str
    reason: str
    code: Literal["no_offer", "no_usable_offer", "beyond_limits"]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {"uri": self.uri, "label": self.label, "because": self.reason, "code": self.code}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """An opportunity that was not chosen, and what choosing it anyway would cost (in the plan's objective)."""

    opportunity: LearningOpportunity
    reason: str
    forcing: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "id": self.opportunity.id,
            "title": self.opportunity.title,
            "because": self.reason,
            "price_of_forcing": self.forcing,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One condition of a plan, checked again without the solver."""

    name: str
    holds: bool
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feasibility:
    """The independent check of a plan against the offers and the conditions."""

    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Return whether every condition holds."""
        return all(check.holds for check in self.checks)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "holds": self.holds,
            "checks": [{"name": one.name, "holds": one.holds, "detail": one.detail} for one in self.checks],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningPlan:
    """A plan with its proof.

    ``objective`` is the value of ``objective_name``: coverage as Σ weight × need closed, cost in ``currency``, time in
    hours, count in steps. ``bound`` is the best that any plan could reach, ``gap`` the relative distance between the
    two; ``proved_optimal`` says that there is none. ``closed`` and ``wanted`` count gap skills.
    """

    target: str
    target_label: str
    counting: str
    steps: tuple[PlanStep, ...]
    objective_name: Objective
    objective: float
    bound: float
    gap: float
    proved_optimal: bool
    cost: Decimal
    currency: str
    hours: float
    weeks: int | None
    at: date
    closed: int
    wanted: int
    open_skills: tuple[OpenSkill, ...] = ()
    alternatives: tuple[Rejected, ...] = ()
    feasibility: Feasibility = field(default_factory=lambda: Feasibility(checks=()))
    notes: tuple[str, ...] = ()
    probably_held: tuple[str, ...] = ()

    @property
    def status(self) -> str:
        """Return ``optimal``, ``feasible`` (time ran out before the proof) or ``empty`` (nothing to choose)."""
        if not self.steps:
            return "empty"
        return "optimal" if self.proved_optimal else "feasible"

    @property
    def closed_share(self) -> float:
        """Return the share of gap skills that the plan closes, 0–1."""
        return self.closed / self.wanted if self.wanted else 1.0

    @property
    def finish(self) -> date | None:
        """Return the day on which the plan is done, where hours a week are known."""
        return None if self.weeks is None else self.at + timedelta(weeks=self.weeks)

    def as_dict(self) -> dict[str, Any]:
        """Return the plan as JSON."""
        return {
            "target": {"uri": self.target, "label": self.target_label},
            "counting": self.counting,
            "steps": [step.as_dict() for step in self.steps],
            "objective_name": self.objective_name,
            "objective": self.objective,
            "bound": self.bound,
            "gap": self.gap,
            "status": self.status,
            "proved_optimal": self.proved_optimal,
            "cost": float(self.cost),
            "currency": self.currency,
            "hours": self.hours,
            "weeks": self.weeks,
            "closed": self.closed,
            "wanted": self.wanted,
            "reasons": [step.reason for step in self.steps],
            "open_skills": [skill.as_dict() for skill in self.open_skills],
            "alternatives": [one.as_dict() for one in self.alternatives],
            "conflicts": [],
            "feasibility": self.feasibility.as_dict(),
            "notes": list(self.notes),
        }
