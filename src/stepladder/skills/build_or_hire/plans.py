"""What a learning plan says about the building: price, hours and hours a week, as certain as the plan has them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from stepladder.skills.build_or_hire.assumptions import default_assumptions
from stepladder.skills.errors import SkillsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stepladder.skills.build_or_hire.assumptions import Assumption

__all__ = ["PlanInput", "plan_input"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInput:
    """The assumptions that a plan settles, its currency, and what it leaves open, in words."""

    assumptions: tuple[Assumption, ...]
    currency: str
    notes: tuple[str, ...] = ()


def plan_input(data: Any, *, name: str = "plan") -> PlanInput:
    """Return what the JSON of a learning plan (`LearningPlan.as_dict`) says about the cost of building.

    Amounts that payers other than the employer bear are left out. Raises `SkillsError` ``assumption.plan``.
    """
    if not isinstance(data, dict) or not {"cost", "hours"} <= data.keys():
        raise _wrong(name, "it has no cost or no hours")
    others = data.get("paying", {}).get("others", []) if isinstance(data.get("paying"), dict) else []
    borne, relieved = _borne(data, others, name)
    settled = {"price": borne, "learning_hours": _number(data, "hours", name)}
    weeks = data.get("weeks")
    notes = []
    if (
        isinstance(weeks, int | float)
        and not isinstance(weeks, bool)
        and 0 < weeks <= 10_000
        and settled["learning_hours"]
    ):
        settled["learning_hours_per_week"] = settled["learning_hours"] / weeks
    if relieved:
        notes.append(f"{relieved:,.2f} of the price are borne by others and not counted.")
    still_open = data.get("open_skills")
    if isinstance(still_open, list) and still_open:
        notes.append(f"The plan leaves {len(still_open)} skills open: the comparison is of what it closes.")
    known = default_assumptions()
    return PlanInput(
        assumptions=tuple(replace(known[key].at(value), source=f"the plan {name}") for key, value in settled.items()),
        currency=str(data.get("currency") or "EUR")[:12],
        notes=tuple(notes),
    )


def _borne(data: Mapping[str, Any], others: Any, name: str) -> tuple[float, float]:
    """Return what learner and employer pay together, and what anybody else does."""
    if not isinstance(others, list) or not others:
        return _number(data, "cost", name), 0.0
    paid = [(str(one.get("payer", "")), _number(one, "amount", name)) for one in others if isinstance(one, dict)]
    own = _number(data["paying"], "you_pay", name)
    employer = sum(amount for payer, amount in paid if "employer" in payer.casefold())
    return own + employer, sum(amount for _, amount in paid) - employer


def _number(data: Mapping[str, Any], key: str, name: str) -> float:
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1e12:
        raise _wrong(name, f"its {key} is no number from 0 up")
    return float(value)


def _wrong(name: str, why: str) -> SkillsError:
    return SkillsError(
        f"{name} is no learning plan: {why}",
        code="assumption.plan",
        where=name,
        hint="Write one with `stepladder plan … --json`.",
    )
