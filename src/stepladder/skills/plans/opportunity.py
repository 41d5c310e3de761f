"""Learning opportunities: what a catalogue offers, what became of those who took it, and who pays what of it.

Money is a `Decimal` with at most two places and a currency code; inside the solver it is whole cents, so that sums are
exact. Hours are floats; inside the solver whole minutes.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - a field of a public value
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - as above
from decimal import Decimal, InvalidOperation
from typing import Any

from stepladder.skills.errors import SkillsError

__all__ = ["LearningOpportunity", "Outcomes", "Payment"]

_CENT = Decimal("0.01")
_MOST = Decimal(10) ** 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """What became of those who took an offer: shares 0–1, the number of people they rest on, and who says so."""

    completion_rate: float | None = None
    employed_rate: float | None = None
    n: int | None = None
    source: str = ""

    def __post_init__(self) -> None:
        for name in ("completion_rate", "employed_rate"):
            rate = getattr(self, name)
            if rate is not None and not 0 <= rate <= 1:
                raise SkillsError(f"{name} is {rate}; expected 0 to 1, or a percentage", code=f"catalogue.{name}")
        if self.n is not None and self.n < 0:
            raise SkillsError(f"outcome_n is {self.n}; expected 0 or more", code="catalogue.outcome_n")

    def sentence(self) -> str:
        """Return it in words: "71% completed, 64% in work afterwards (n 120; Ministry of Labour)"."""
        parts = [
            f"{rate:.0%} {words}"
            for rate, words in ((self.completion_rate, "completed"), (self.employed_rate, "in work afterwards"))
            if rate is not None
        ]
        known = [f"n {self.n:,}" if self.n is not None else "n unknown", self.source or "source not stated"]
        return f"{', '.join(parts) or 'no rates'} ({'; '.join(known)})"

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "completion_rate": self.completion_rate,
            "employed_rate": self.employed_rate,
            "n": self.n,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What somebody else than the learner pays, by which rule, from which source it is known."""

    payer: str
    rule: str
    source: str
    amount: Decimal

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {"payer": self.payer, "rule": self.rule, "source": self.source, "amount": float(self.amount)}


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningOpportunity:
    """A course, module or assessment that somebody offers.

    ``skills`` are URIs; ``levels`` gives per skill the level that it reaches, in the gap's own units (a skill without
    one reaches any level). ``prerequisites`` are ids of opportunities that must come before (all of them), which held
    skills satisfy; ``requires_skills`` are URIs to be held or learned before. ``starts`` is the first day (None: any
    time), ``ends`` the last; ``seats`` free places (None: no limit). ``price`` is what has to be paid, ``full_price``
    what it costs before a subsidy that the catalogue states (None: the same). ``assessment_only`` proves a skill that
    one has and teaches none. ``outcomes`` are shown and never part of an objective. ``linked``: its skills were not
    stated but linked from its words, the least sure of them with this confidence. ``invented`` marks demo offers.
    Raises `SkillsError` (``catalogue.*``) for values that cannot be.
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
    full_price: Decimal | None = None
    outcomes: Outcomes | None = None
    linked: float | None = None
    invented: bool = False
    _cents: int = field(init=False, repr=False, compare=False, default=0)
    _minutes: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        if not self.id.strip():
            raise SkillsError(
                "A learning opportunity has no id", code="catalogue.no_id", hint="Give each one its own id."
            )
        object.__setattr__(self, "price", self._amount("price", self.price))
        if self.full_price is not None:
            object.__setattr__(self, "full_price", self._amount("price", self.full_price))
            if self.full_price < self.price:
                raise self._wrong("price_after_subsidy", self.price, f"no more than the price {self.full_price}")
        if not 0 <= self.hours <= 1_000_000:
            raise self._wrong("hours", self.hours, "a number from 0 up")
        if self.seats is not None and self.seats < 0:
            raise self._wrong("seats", self.seats, "0 or more, or nothing where there is no limit")
        if self.starts is not None and self.ends is not None and self.ends < self.starts:
            raise self._wrong("ends", self.ends, f"a day on or after the start {self.starts.isoformat()}")
        object.__setattr__(self, "_cents", int(self.price * 100))  # asked for often, while plans are solved
        object.__setattr__(self, "_minutes", round(self.hours * 60))

    def _amount(self, name: str, value: object) -> Decimal:
        try:
            amount = Decimal(str(value))
        except InvalidOperation as error:
            raise self._wrong(name, value, "a number such as 120 or 49.50") from error
        if not amount.is_finite() or amount < 0 or amount > _MOST:
            raise self._wrong(name, value, "a number from 0 up to 1,000,000,000")
        whole = amount.quantize(_CENT)
        if amount != whole:
            raise self._wrong(name, value, "at most two places after the point")
        return whole

    def _wrong(self, name: str, found: object, expected: str) -> SkillsError:
        return SkillsError(
            f"The {name} of {self.id!r} is {found}; expected {expected}", code=f"catalogue.{name}", where=self.id
        )

    @property
    def name(self) -> str:
        """Return the title, or the id where there is none."""
        return self.title or self.id

    @property
    def listed(self) -> Decimal:
        """Return what it costs in all, whoever pays."""
        return self.price if self.full_price is None else self.full_price

    @property
    def cents(self) -> int:
        """Return the price in whole cents."""
        return self._cents

    @property
    def minutes(self) -> int:
        """Return the hours in whole minutes."""
        return self._minutes
