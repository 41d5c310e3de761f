"""What building costs and what hiring costs, for one person, as a function of the assumptions.

Everything is elementwise: numbers in, a number out; arrays of draws in, an array out. With one week's pay w, its labour
cost W = w × (1 + on-costs) and an hour's labour cost h = W ÷ paid hours a week::

    attempt = price + hours × paid share × h + (hours ÷ hours a week) × loss while open × W
    build   = (attempt ÷ completion + settling after learning) ÷ (1 − leaving after learning)
              + pay rise × yearly pay × (1 + on-costs) × years
    one     = recruiting + vacancy weeks × loss while open × W + settling of a new hire
    hire    = one ÷ (1 − leaving of a new hire) + pay premium × yearly pay × (1 + on-costs) × years

Wages of the position are in neither: somebody earns them either way. A course that is not finished and a person who
leaves cost the whole amount again, which is on the high side for both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stepladder.skills.build_or_hire.assumptions import Assumptions

__all__ = ["Costs", "costs", "quantile"]

Floats = npt.NDArray[np.float64]
_WEEKS = 52.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """The costs for one person, in the currency of the pay, draw by draw."""

    build: Any
    hire: Any

    @property
    def saved(self) -> Any:
        """Return what building saves against hiring; negative where hiring is cheaper."""
        return self.hire - self.build


def costs(values: Mapping[str, Any], assumptions: Assumptions) -> Costs:
    """Return the costs for ``values`` by assumption (numbers, or arrays of the same length), in their own units."""
    week = values["yearly_pay"] / _WEEKS
    labour_week = week * (1 + values["on_costs"])
    labour_year = labour_week * _WEEKS
    loss_a_week = values["open_gap_loss"] * labour_week

    def money(name: str) -> Any:
        return values[name] * week if assumptions[name].unit == "weeks of pay" else values[name]

    hours = values["learning_hours"]
    attempt = (
        values["price"]
        + hours * values["paid_share"] * labour_week / values["paid_hours_per_week"]
        + hours / values["learning_hours_per_week"] * loss_a_week
    )
    learned = attempt / values["completion"] + money("settling_after_learning")
    build = learned / (1 - values["leaving_after_learning"])
    one = money("recruiting") + values["vacancy_weeks"] * loss_a_week + money("settling_of_new_hire")
    hire = one / (1 - values["leaving_of_new_hire"])
    return Costs(
        build=build + values["pay_rise_after_learning"] * labour_year * values["horizon_years"],
        hire=hire + values["pay_premium_of_new_hire"] * labour_year * values["horizon_years"],
    )


def quantile(chance: Floats, low: float, likely: float, high: float) -> Floats:
    """Return the values below which a triangular distribution lies with these chances.

    Triangular, because moving any of the three numbers up moves no value down, which does not hold for the smoother
    PERT: so *more* of a cost is never *less* in any draw.
    """
    if low == high:
        return np.full_like(chance, likely)
    width, rise = high - low, likely - low
    below = low + np.sqrt(chance * width * rise)
    above = high - np.sqrt((1 - chance) * width * (high - likely))
    return np.clip(np.where(chance * width < rise, below, above), low, high)
