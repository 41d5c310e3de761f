"""The answer of the comparison, as values, as JSON and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from stepladder.skills.build_or_hire.assumptions import Assumptions, changed

__all__ = ["BuildOrHire", "Driver", "Range", "TurningPoint", "Way", "words"]

Way = Literal["build", "hire"]
# True to the position and no choice of anybody's: their turning points are computed, but nothing that one would read.
_BOOKKEEPING = frozenset({"yearly_pay", "on_costs", "paid_hours_per_week"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """An amount of money: its median, and the bounds within which 80 of 100 draws lie."""

    low: float
    median: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """Return it as JSON, in whole cents."""
        return {"low": round(self.low, 2), "median": round(self.median, 2), "high": round(self.high, 2)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """What one assumption does to the answer: what building saves at its low and at its high end, all else likely.

    ``rank_correlation`` is Spearman's, over all draws: near 1 where more of it speaks for building, near −1 for hiring.
    """

    name: str
    at_low: float
    at_high: float
    rank_correlation: float

    @property
    def swing(self) -> float:
        """Return how far apart the two ends are."""
        return abs(self.at_high - self.at_low)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "name": self.name,
            "saved_at_low": round(self.at_low, 2),
            "saved_at_high": round(self.at_high, 2),
            "swing": round(self.swing, 2),
            "rank_correlation": round(self.rank_correlation, 3),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TurningPoint:
    """At which value of one assumption the median answer turns, all others being drawn as before.

    ``below`` is the cheaper way below it. ``value`` is None where the answer is the same up to ``upto``.
    """

    name: str
    unit: str
    value: float | None
    below: Way
    upto: float

    @property
    def above(self) -> Way:
        """Return the cheaper way above it."""
        if self.value is None:
            return self.below
        return "hire" if self.below == "build" else "build"

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "name": self.name,
            "unit": self.unit,
            "value": None if self.value is None else round(self.value, 6),
            "cheaper_below": self.below,
            "cheaper_above": self.above,
            "searched_to": self.upto,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOrHire:
    """The comparison: costs of both ways for all ``people`` in ``currency``, and how sure that is.

    ``saved`` is what building saves against hiring; ``chance`` the share of draws in which building is cheaper.
    """

    build: Range
    hire: Range
    saved: Range
    chance: float
    people: int
    seed: int
    draws: int
    currency: str
    assumptions: Assumptions
    drivers: tuple[Driver, ...]
    turning_points: tuple[TurningPoint, ...]
    notes: tuple[str, ...] = ()

    @property
    def cheaper(self) -> Way:
        """Return the way that is cheaper in the median draw."""
        return "build" if self.saved.median > 0 else "hire"

    def sentence(self) -> str:
        """Return the answer in words, with how sure it is."""
        way, share = ("Building", self.chance) if self.cheaper == "build" else ("Hiring", 1 - self.chance)
        sure = "almost certainly" if share >= 0.95 else "probably" if share >= 0.75 else "perhaps"
        return (
            f"{way} is {sure} cheaper: in {_percent(share)} of {self.draws:,} draws, by {abs(self.saved.median):,.0f} "
            f"{self.currency} in the median."
        )

    def turns(self) -> tuple[str, ...]:
        """Return in words what would turn the answer, the nearest to what is assumed first."""
        found = []
        for point in self.turning_points:
            if point.value is None or point.name in _BOOKKEEPING:
                continue
            one = self.assumptions[point.name]
            distance = abs(point.value - one.likely) / max(abs(one.likely), one.high - one.low, 1e-9)
            inside = one.low <= point.value <= one.high
            side = "above" if point.above != self.cheaper else "below"
            way = "hiring" if self.cheaper == "build" else "building"
            assumed = _number(one.low, "") + ("" if one.low == one.high else f" to {_number(one.high, '')}")
            text = (
                f"{words(point.name)} {side} {_number(point.value, one.unit, self.currency)}: {way} is cheaper "
                f"(assumed {assumed}{'' if inside else '; beyond what is assumed'})"
            )
            found.append((distance, text))
        return tuple(text for _, text in sorted(found))

    def steady(self) -> tuple[str, ...]:
        """Return the assumptions of which no value turns the answer."""
        return tuple(one.name for one in self.turning_points if one.value is None and one.name not in _BOOKKEEPING)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "cheaper": self.cheaper,
            "chance_building_is_cheaper": round(self.chance, 4),
            "sentence": self.sentence(),
            "currency": self.currency,
            "people": self.people,
            "build": self.build.as_dict(),
            "hire": self.hire.as_dict(),
            "saved_by_building": self.saved.as_dict(),
            "drivers": [one.as_dict() for one in self.drivers],
            "turning_points": [one.as_dict() for one in self.turning_points],
            "what_would_turn_it": list(self.turns()),
            "assumptions": self.assumptions.as_dict()["assumptions"],
            "changed": list(changed(self.assumptions.values())),
            "seed": self.seed,
            "draws": self.draws,
            "distribution": "triangular, each assumption drawn by itself",
            "notes": list(self.notes),
        }


def words(name: str) -> str:
    """Return the name of an assumption as it is read."""
    return name.replace("_", " ")


def _percent(share: float) -> str:
    return "more than 99%" if 0.99 < share < 1 else f"{share:.0%}"


def _number(value: float, unit: str, currency: str = "") -> str:
    shown = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{shown} {currency if unit == 'currency' else unit}".strip()
