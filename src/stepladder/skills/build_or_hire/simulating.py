"""The comparison: seeded draws of every assumption, the costs of both ways, what drives the answer, what turns it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from stepladder.skills.build_or_hire.assumptions import Assumptions, default_assumptions
from stepladder.skills.build_or_hire.model import costs, quantile
from stepladder.skills.build_or_hire.report import BuildOrHire, Driver, Range, TurningPoint
from stepladder.skills.errors import SkillsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stepladder.skills.build_or_hire.report import Way

__all__ = ["DRAWS", "build_or_hire"]

DRAWS = 20_000
MOST_DRAWS = 1_000_000
MOST_PEOPLE = 1_000_000
_HALVINGS = 80

Floats = npt.NDArray[np.float64]


def build_or_hire(
    assumptions: Assumptions | None = None,
    *,
    people: int = 1,
    seed: int = 1,
    draws: int = DRAWS,
    currency: str = "EUR",
    notes: tuple[str, ...] = (),
) -> BuildOrHire:
    """Return the comparison of closing a gap by learning with closing it by hiring, for ``people`` people.

    Each assumption is drawn ``draws`` times from a triangular distribution, independently of the others, by a stream of
    its own from ``seed``: the same seed gives the same answer, and a change of one assumption leaves the draws of the
    others as they were. A draw is the average of many people in that situation, not the luck of single ones. Raises
    `SkillsError` (``assumption.number``) for counts that cannot be.
    """
    if not 1 <= people <= MOST_PEOPLE or not 1 <= draws <= MOST_DRAWS or seed < 0:
        raise SkillsError(
            f"{people} people, {draws} draws, seed {seed}: expected 1 to {MOST_PEOPLE:,} people, 1 to {MOST_DRAWS:,} "
            "draws and a seed of 0 or more",
            code="assumption.number",
        )
    known = assumptions or default_assumptions()
    chances = {name: _stream(seed, name).random(draws) for name in known}
    drawn = {name: quantile(chances[name], one.low, one.likely, one.high) for name, one in known.items()}
    found = costs(drawn, known)
    saved = np.broadcast_to(np.asarray(found.saved, dtype=float), (draws,))
    return BuildOrHire(
        build=_range(found.build, people),
        hire=_range(found.hire, people),
        saved=_range(found.saved, people),
        chance=float((saved > 0).mean()),
        people=people,
        seed=seed,
        draws=draws,
        currency=currency,
        assumptions=known,
        drivers=_drivers(known, chances, saved, people),
        turning_points=tuple(_turning_point(known, drawn, name) for name in known),
        notes=notes,
    )


def _stream(seed: int, name: str) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, crc32(name.encode())])))


def _range(values: Any, people: int) -> Range:
    low, middle, high = np.quantile(np.asarray(values, dtype=float) * people, [0.1, 0.5, 0.9]).tolist()
    return Range(low=low, median=middle, high=high)


# ---------------------------------------------------------------------- what drives the answer
def _drivers(known: Assumptions, chances: Mapping[str, Floats], saved: Floats, people: int) -> tuple[Driver, ...]:
    """Return each assumption that has a range: what it does alone, and how its rank goes with that of the answer."""
    likely = {name: one.likely for name, one in known.items()}
    ranks = _ranks(saved)
    found = [
        Driver(
            name=name,
            at_low=float(costs(likely | {name: one.low}, known).saved) * people,
            at_high=float(costs(likely | {name: one.high}, known).saved) * people,
            rank_correlation=_correlation(_ranks(chances[name]), ranks),
        )
        for name, one in known.items()
        if not one.certain
    ]
    return tuple(sorted(found, key=lambda one: (-one.swing, one.name)))


def _ranks(values: Floats) -> Floats:
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(len(values), dtype=float)
    return ranks


def _correlation(one: Floats, other: Floats) -> float:
    """Return Spearman's rank correlation of ranks without ties."""
    count = len(one)
    return 0.0 if count < 2 else 1.0 - 6.0 * float(((one - other) ** 2).sum()) / (count * (count**2 - 1.0))


# ---------------------------------------------------------------------- what turns it
def _turning_point(known: Assumptions, drawn: Mapping[str, Floats], name: str) -> TurningPoint:
    """Return the value at which the median of what building saves is nothing, all other draws staying as they are."""
    one = known[name]

    def saved(value: float) -> float:
        return float(np.median(costs({**drawn, name: value}, known).saved))

    low, high = _searched(one.bounds, one.high)
    at_low, at_high = saved(low), saved(high)
    below: Way = "build" if at_low > 0 else "hire"
    upto = high
    if (at_low > 0) == (at_high > 0):
        return TurningPoint(name=name, unit=one.unit, value=None, below=below, upto=upto)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if high - low <= 1e-9 * max(abs(middle), 1e-3):
            break
        if (saved(middle) > 0) == (at_low > 0):
            low = middle
        else:
            high = middle
    return TurningPoint(name=name, unit=one.unit, value=(low + high) / 2, below=below, upto=upto)


def _searched(bounds: tuple[float, float], high: float) -> tuple[float, float]:
    """Return where a turning point is looked for: all that can be, or up to twenty times what is assumed at most."""
    return bounds[0], min(bounds[1], max(20 * high, 1.0))
