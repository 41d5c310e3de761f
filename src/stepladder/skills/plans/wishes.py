"""What a person asks of a plan beyond its limits: what it must and must not take, in which language, renewed by when.

`PlanWishes` is what callers say; `conditions` turns it, with a catalogue, into `Conditions` by id, which the problem in
numbers (`instance`) understands.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - a field of a public value
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - as above
from decimal import Decimal, InvalidOperation
from math import gcd
from typing import TYPE_CHECKING

from stepladder.skills.errors import SkillsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stepladder.skills.plans.model import LearningOpportunity

__all__ = ["NOTHING", "Ceiling", "Conditions", "PlanWishes", "Weights", "conditions"]

#: Weights have at most four places, so that each offer's worth is a whole number.
_PLACES = Decimal("0.0001")
_WHOLE = 300 * 10_000
MOST_ONE_OF = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What the weighted objective adds up: ``cost`` per unit of money, ``time`` per hour, ``count`` per step.

    With ``cost=1`` the sum is money, and ``time`` is what an hour is worth. At most four places, 0 to 1,000,000.
    Raises `SkillsError` (``plan.weights``) for others, and where all three are 0.
    """

    cost: Decimal = Decimal(0)
    time: Decimal = Decimal(0)
    count: Decimal = Decimal(0)

    def __post_init__(self) -> None:
        for name in ("cost", "time", "count"):
            object.__setattr__(self, name, _weight(name, getattr(self, name)))
        if not (self.cost or self.time or self.count):
            raise SkillsError(
                "All weights are 0, so every plan would be as good",
                code="plan.weights",
                hint="Write for example cost=1,time=15: an hour is worth 15.",
            )

    @property
    def whole(self) -> tuple[int, int, int, int]:
        """Return the weights in whole numbers: per cent, per minute, per step, and how many of these make up one."""
        parts = [int(self.cost * 30_000), int(self.time * 50_000), int(self.count * _WHOLE)]
        shared = gcd(*parts, _WHOLE)
        return parts[0] // shared, parts[1] // shared, parts[2] // shared, _WHOLE // shared

    def in_words(self) -> str:
        """Return the sum in words: "1 × cost + 15 × hours"."""
        parts = ((self.cost, "cost"), (self.time, "hours"), (self.count, "steps"))
        return " + ".join(f"{weight.normalize():f} × {name}" for weight, name in parts if weight)


def _weight(name: str, value: object) -> Decimal:
    try:
        weight = Decimal(str(value))
    except InvalidOperation as error:
        raise SkillsError(f"The weight of {name} is {value!r}; expected a number", code="plan.weights") from error
    if not weight.is_finite() or not 0 <= weight <= 10**6 or weight != weight.quantize(_PLACES):
        raise SkillsError(
            f"The weight of {name} is {value}; expected 0 to 1,000,000 with at most four places", code="plan.weights"
        )
    return weight


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWishes:
    """What a plan must hold to, in the caller's words.

    ``require`` and ``without`` are ids that must and must not be taken; of each set in ``one_of`` at most one is taken.
    ``languages``, ``modes``, ``kinds`` and ``paces`` leave out offers that state another, or none. ``renew_until``:
    what is held but lapses by that day is to be renewed, as if it were missing.
    """

    require: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()
    languages: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    paces: tuple[str, ...] = ()
    renew_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceiling:
    """A sum over the chosen offers, cents by id, that must stay within bounds (used for payers with a yearly limit)."""

    amounts: Mapping[str, int]
    at_least: int = 0
    at_most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The same by id: required, barred with the reason in words, sets of which one may be taken, weights, ceilings."""

    required: tuple[str, ...] = ()
    barred: Mapping[str, str] = field(default_factory=dict)
    exclusive: tuple[tuple[str, ...], ...] = ()
    weights: tuple[int, int, int] = (0, 0, 0)
    ceilings: tuple[Ceiling, ...] = ()

    def worth(self, offer: LearningOpportunity) -> int:
        """Return what an offer costs in the weighted objective, in whole units."""
        per_cent, per_minute, per_step = self.weights
        return per_cent * offer.cents + per_minute * offer.minutes + per_step


NOTHING = Conditions()


def conditions(
    wishes: PlanWishes, offers: Iterable[LearningOpportunity], *, weights: Weights | None = None
) -> Conditions:
    """Return wishes by id; raises `SkillsError` (``plan.unknown_offer``, ``plan.required_and_barred``)."""
    known = {offer.id: offer for offer in offers}
    for name in (*wishes.require, *wishes.without, *(one for group in wishes.one_of for one in group)):
        if name not in known:
            raise SkillsError(
                f"The catalogue has no offer with the id {name!r}",
                code="plan.unknown_offer",
                where=name,
                hint="Use the ids of the catalogue.",
            )
    widest = max((len(group) for group in wishes.one_of), default=0)
    if widest > MOST_ONE_OF:
        raise SkillsError(
            f"A set of which one may be taken has {widest} offers; at most {MOST_ONE_OF} are read", code="plan.one_of"
        )
    both = sorted(set(wishes.require) & set(wishes.without))
    if both:
        raise SkillsError(
            f"{both[0]!r} is to be taken and not to be taken", code="plan.required_and_barred", where=both[0]
        )
    barred = dict.fromkeys(wishes.without, "you asked to do without it")
    for key, offer in known.items():
        reason = _filtered(offer, wishes)
        if reason and key not in barred:
            barred[key] = reason
    return Conditions(
        required=tuple(dict.fromkeys(wishes.require)),
        barred=barred,
        exclusive=tuple(tuple(dict.fromkeys(group)) for group in wishes.one_of),
        weights=weights.whole[:3] if weights else (0, 0, 0),
    )


def _filtered(offer: LearningOpportunity, wishes: PlanWishes) -> str:
    for word, wanted, found in (
        ("language", wishes.languages, offer.language),
        ("mode", wishes.modes, offer.mode),
        ("kind", wishes.kinds, offer.kind),
        ("pace", wishes.paces, offer.pace),
    ):
        if wanted and not found:
            return f"its {word} is not stated and you asked for {' or '.join(wanted)}"
        if wanted and not any(_matches(found, one) for one in wanted):
            return f"its {word} is {found} and you asked for {' or '.join(wanted)}"
    return ""


def _matches(found: str, wanted: str) -> bool:
    """Return whether they are the same, or the found one is narrower: en-GB for en."""
    return found.casefold() == wanted.casefold() or found.casefold().startswith(f"{wanted.casefold()}-")
