"""Demand signals, the values: what a series says of a skill, and what it does not say, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from stepladder.skills.demand.model import Window, month_name

__all__ = [
    "Abstention",
    "DemandSettings",
    "DemandSignal",
    "HalfLife",
    "Rising",
    "Trend",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandSettings:
    """From what on something is said.

    A share needs ``min_postings`` in the window; a trend ``min_months`` months with postings and ``min_asking``
    postings that ask for the skill; a half-life ``half_life_months`` months and a decline whose whole interval is one.
    ``false_discovery`` is the expected share of mistakes that a list of rising skills may have.
    """

    confidence: float = 0.95
    min_postings: int = 100
    min_months: int = 6
    min_asking: int = 30
    half_life_months: int = 24
    false_discovery: float = 0.10


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """What is not said (``share``, ``trend`` or ``half_life``), why in words, and a code for programs."""

    about: Literal["share", "trend", "half_life"]
    code: Literal["no_postings", "few_postings", "few_months", "few_asking", "not_settled", "no_decline", "too_slow"]
    reason: str

    def as_dict(self) -> dict[str, str]:
        """Return it as JSON."""
        return {"about": self.about, "code": self.code, "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """The change of the share over a year, 0.1 for a tenth more, with the bounds of its interval.

    ``months`` had postings; ``span`` is how many months lie between the first of the window and the last, over which
    `over_window` gives the same change. ``p`` is two-sided, for no change at all; ``dispersion`` above 1 says that
    months scatter more than chance makes them, which has widened the interval.
    """

    yearly: float
    low: float
    high: float
    p: float
    months: int
    span: int
    dispersion: float

    @property
    def over_window(self) -> tuple[float, float, float]:
        """Return the change from the first month of the window to the last, and its bounds."""
        change, low, high = ((1 + one) ** (self.span / 12) - 1 for one in (self.yearly, self.low, self.high))
        return change, low, high

    @property
    def direction(self) -> Literal["rising", "falling", "unclear"]:
        """Return ``rising`` or ``falling`` where the whole interval says so, else ``unclear``."""
        return "rising" if self.low > 0 else "falling" if self.high < 0 else "unclear"

    def sentence(self) -> str:
        """Return it in words: a year's change, or that over the window where it is shorter than a year."""
        word = {"rising": "The share rises", "falling": "The share falls", "unclear": "No clear change"}
        year = self.span >= 11
        change, low, high = (self.yearly, self.low, self.high) if year else self.over_window
        over = "a year" if year else f"over the {self.span + 1} months seen"
        return f"{word[self.direction]}: {change:+.0%} {over} ({low:+.0%} to {high:+.0%})"

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "yearly_change": round(self.yearly, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
            "over_window": [round(one, 4) for one in self.over_window],
            "direction": self.direction,
            "p": float(f"{self.p:.3g}"),
            "months": self.months,
            "dispersion": round(self.dispersion, 3),
            "fitted": "log share = a + b × month; quasi-Poisson, postings as offset",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfLife:
    """In how many months the share halves at the fitted decline, with the bounds of its interval."""

    months: float
    low: float
    high: float

    def as_dict(self) -> dict[str, float]:
        """Return it as JSON."""
        return {"months": round(self.months, 1), "low": round(self.low, 1), "high": round(self.high, 1)}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandSignal:
    """How many of a source's postings ask for a skill, at a place, in a window; what it does not say, and why.

    ``share``, ``low`` and ``high`` are None where the source abstains; ``asking`` and ``postings`` are always there.
    """

    skill: str
    label: str
    source: str
    place: str
    occupation: str
    window: Window
    asking: int
    postings: int
    confidence: float
    share: float | None = None
    low: float | None = None
    high: float | None = None
    trend: Trend | None = None
    half_life: HalfLife | None = None
    abstentions: tuple[Abstention, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "skill": self.skill,
            "label": self.label,
            "source": self.source,
            "place": self.place,
            "occupation": self.occupation,
            "window": {"first": month_name(self.window.first), "last": month_name(self.window.last)},
            "asking": self.asking,
            "postings": self.postings,
            "confidence": self.confidence,
            "share": _rounded(self.share),
            "low": _rounded(self.low),
            "high": _rounded(self.high),
            "trend": self.trend.as_dict() if self.trend else None,
            "half_life": self.half_life.as_dict() if self.half_life else None,
            "abstentions": [one.as_dict() for one in self.abstentions],
            "sentence": self.sentence(),
        }

    def sentence(self) -> str:
        """Return it in plain words."""
        name = self.label or self.skill
        where = f" in {self.place}" if self.place else ""
        said = [f"{self.asking:,} of {self.postings:,} postings{where} ask for “{name}” ({self.source}, {self.window})"]
        if self.share is not None and self.low is not None and self.high is not None:
            said[0] += f": {_percent(self.share)}, most likely between {_percent(self.low)} and {_percent(self.high)}"
        if self.trend is not None:
            said.append(self.trend.sentence())
        if self.half_life is not None:
            half = self.half_life
            said.append(f"At that pace it halves in {half.months:.0f} months ({half.low:.0f} to {half.high:.0f})")
        said += [one.reason for one in self.abstentions if one.code != "no_decline"]
        return ". ".join(part.rstrip(".") for part in said) + "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Rising:
    """Skills whose share rises, the surest first: by the lower bound of the yearly change.

    ``tested`` skills had enough postings to be judged; at most ``false_discovery`` of those listed are expected to be
    there by chance (Benjamini–Hochberg over all that were tested, rising or not).
    """

    signals: tuple[DemandSignal, ...]
    tested: int
    false_discovery: float

    def sentence(self) -> str:
        """Return how the list came about."""
        return (
            f"{self.tested:,} skills had enough postings to be judged. Of those listed, about "
            f"{self.false_discovery:.0%} at most are expected to be here by chance alone (Benjamini–Hochberg)."
        )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


def _percent(share: float) -> str:
    return f"{share:.1%}"
