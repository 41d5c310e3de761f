"""What planning gives: a learning plan with its steps, its proof, who pays, and what stays open and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from stepladder.skills.plans.opportunity import LearningOpportunity, Payment

__all__ = [
    "OBJECTIVES",
    "Asked",
    "Check",
    "Feasibility",
    "LearningOpportunity",
    "LearningPlan",
    "Objective",
    "OpenSkill",
    "PlanStep",
    "Rejected",
    "Renewal",
]

Objective = Literal["coverage", "cost", "time", "count", "weighted"]
OBJECTIVES: tuple[Objective, ...] = ("coverage", "cost", "time", "count", "weighted")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStep:
    """One step: what to take, the gap skills that it closes first, and why it is there.

    ``order`` counts from 1. With hours a week known, ``starts_week`` (from 0) and ``weeks`` say when, else both are
    None. ``payments`` are what others than the learner pay of it. ``without`` says in words what doing without it would
    mean, ``price_of_forbidding`` in the plan's objective (None: not asked, or less of the gap could be closed).
    """

    opportunity: LearningOpportunity
    closes: tuple[str, ...]
    closes_labels: tuple[str, ...]
    reason: str
    order: int
    starts_week: int | None = None
    weeks: int | None = None
    payments: tuple[Payment, ...] = ()
    without: str = ""
    price_of_forbidding: float | None = None

    @property
    def own(self) -> Decimal:
        """Return what the learner pays herself."""
        return self.opportunity.listed - sum((one.amount for one in self.payments), Decimal(0))

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
            "full_price": float(offer.listed),
            "you_pay": float(self.own),
            "payments": [one.as_dict() for one in self.payments],
            "without_it": self.without,
            "price_of_forbidding": self.price_of_forbidding,
            "outcomes": offer.outcomes.as_dict() if offer.outcomes else None,
            "link_confidence": offer.linked,
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
class Asked:
    """The answer to "why this, why not that" about one offer: whether it is in the plan, why, and what changing costs.

    ``price`` is in the plan's objective: of forbidding a chosen one, of forcing another; None where it cannot be had,
    or where less of the gap could be closed.
    """

    opportunity: LearningOpportunity
    chosen: bool
    reason: str
    price: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "id": self.opportunity.id,
            "title": self.opportunity.title,
            "chosen": self.chosen,
            "because": self.reason,
            "price": self.price,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """A skill that is held, the last day of its evidence, and the offer with which the plan renews it (None: none)."""

    uri: str
    label: str
    lapses: date
    renewed_by: str | None = None
    reason: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "uri": self.uri,
            "label": self.label,
            "lapses": self.lapses.isoformat(),
            "renewed_by": self.renewed_by,
            "because": self.reason,
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

    ``objective`` is the value of ``objective_name``: coverage as Σ weight × need closed, cost in ``currency`` (the
    learner's own money, or all money where ``money`` is ``total``), time in hours, count in steps, the weighted sum as
    ``objective_words`` says. ``bound`` is the best that any plan could reach, ``gap`` the relative distance between the
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
    objective_words: str = ""
    money: Literal["own", "total"] = "own"
    lapsing: tuple[Renewal, ...] = ()
    asked: tuple[Asked, ...] = ()

    @property
    def own_cost(self) -> Decimal:
        """Return what the learner pays herself."""
        return sum((step.own for step in self.steps), Decimal(0))

    @property
    def full_cost(self) -> Decimal:
        """Return what all pay together."""
        return sum((step.opportunity.listed for step in self.steps), Decimal(0))

    @property
    def payers(self) -> tuple[Payment, ...]:
        """Return what each other payer pays in all, by rule, in the order in which they come up."""
        found: dict[tuple[str, str, str], Decimal] = {}
        for step in self.steps:
            for one in step.payments:
                key = (one.payer, one.rule, one.source)
                found[key] = found.get(key, Decimal(0)) + one.amount
        return tuple(Payment(payer=k[0], rule=k[1], source=k[2], amount=amount) for k, amount in found.items())

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
            "objective_words": self.objective_words,
            "objective": self.objective,
            "bound": self.bound,
            "gap": self.gap,
            "status": self.status,
            "proved_optimal": self.proved_optimal,
            "cost": float(self.cost),
            "currency": self.currency,
            "paying": {
                "money": self.money,
                "you_pay": float(self.own_cost),
                "all_pay": float(self.full_cost),
                "others": [one.as_dict() for one in self.payers],
            },
            "hours": self.hours,
            "weeks": self.weeks,
            "closed": self.closed,
            "wanted": self.wanted,
            "reasons": [step.reason for step in self.steps],
            "open_skills": [skill.as_dict() for skill in self.open_skills],
            "alternatives": [one.as_dict() for one in self.alternatives],
            "lapsing": [one.as_dict() for one in self.lapsing],
            "asked": [one.as_dict() for one in self.asked],
            "conflicts": [],
            "feasibility": self.feasibility.as_dict(),
            "notes": list(self.notes),
        }
