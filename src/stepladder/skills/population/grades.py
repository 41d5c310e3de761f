"""What a holding is worth for a requirement, worked out once for every pair that differs.

Millions of holdings differ in little beside whose they are and of which skill: level, confidence, freshness. Such a
combination is a *grade*; what requirements ask of a skill apart from which skill it is, a *kind*. The kernel looks
grade and kind up in a table, so that its numbers are those of `gap` to the last digit, rounding included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from stepladder.skills.errors import SkillsError
from stepladder.skills.evidence import freshness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from stepladder.skills.evidence import FreshnessSettings, SkillAttestation
    from stepladder.skills.gaps.report import Counting

__all__ = ["ONE", "Fact", "Grade", "Kind", "grade_of", "worth_table"]

#: `gap` rounds a need to four digits, so a worth is a whole number of these parts.
ONE = 10_000
MOST_CELLS = 1 << 27  # of a table; two bytes each
TIE = 1e-6


class Fact(NamedTuple):
    """One attestation apart from which skill it speaks of; ``proof``: by somebody else, and it has not lapsed."""

    scale: str = ""
    level: float = 0.0
    confidence: float = 1.0
    freshness: float = 1.0
    proof: bool = False


#: All that speaks for one skill of one person, sorted.
Grade = tuple[Fact, ...]


class Kind(NamedTuple):
    """What a requirement asks for apart from which skill: a level on a scale, or none (an empty scale)."""

    scale: str = ""
    level: float = 0.0


def grade_of(attestations: Iterable[SkillAttestation], *, at: date, settings: FreshnessSettings) -> Grade:
    """Return the grade of attestations of one skill on the day ``at``."""
    facts = []
    for one in attestations:
        fresh = freshness(one, at=at, settings=settings)
        scale, level = ("", 0.0) if one.level is None else (one.level.scale, one.level.value)
        proof = one.is_proof and fresh.state != "lapsed"
        facts.append(Fact(scale, level, one.confidence, fresh.value, proof))
    return tuple(sorted(set(facts)))


def worth_table(
    grades: Sequence[Grade], kinds: Sequence[Kind], *, counting: Counting, least_confidence: float
) -> npt.NDArray[np.uint16]:
    """Return one row per grade and one column per kind: twice the worth in ten-thousandths, plus 1 where it is held.

    The rule is that of `gap`: worth = min(1, held level ÷ required level × confidence × freshness), the best of the
    attestations; levels that are missing, or on another scale, count as reaching it. It is held where one attestation
    reaches the level and is at least ``least_confidence`` sure. When proof counts, only live proof does.

    Raises `SkillsError` (``population.too_many_grades``) for a table too large to keep.
    """
    if len(grades) * len(kinds) > MOST_CELLS:
        raise SkillsError(
            f"{len(grades):,} combinations of level, confidence and freshness against {len(kinds):,} required levels",
            code="population.too_many_grades",
            hint=f"Round levels and confidences until their product is below {MOST_CELLS:,}.",
        )
    table = np.zeros((len(grades), len(kinds)), dtype=np.uint16)
    if not kinds:
        return table
    step = max(1, (1 << 20) // max(1, len(kinds)))
    for first in range(0, len(grades), step):
        part = grades[first : first + step]
        table[first : first + step] = _cells(part, kinds, counting == "proof", least_confidence)
    return table


def _cells(
    grades: Sequence[Grade],
    kinds: Sequence[Kind],
    proof: bool,  # noqa: FBT001 - which counting
    least: float,
) -> npt.NDArray[np.uint16]:
    facts = [fact for grade in grades for fact in grade]
    sizes = np.fromiter((len(grade) for grade in grades), dtype=np.int64, count=len(grades))
    first = np.cumsum(sizes) - sizes
    level, confidence, fresh = (
        np.array([fact[column] for fact in facts], dtype=np.float64)[:, None] for column in (1, 2, 3)
    )
    share = _shares(facts, kinds, level)
    worth = np.minimum(1.0, share * confidence * fresh)  # in the order of gap's own factors
    sure = (share >= 1.0) & (confidence >= least)
    if proof:
        live = np.array([fact.proof for fact in facts], dtype=np.bool_)[:, None]
        worth, sure = np.where(live, worth, 0.0), sure & live
    need = np.maximum(0.0, 1.0 - np.maximum.reduceat(worth, first, axis=0))
    held = np.logical_or.reduceat(sure, first, axis=0)
    return (2 * (ONE - _ten_thousandths(need)) + held).astype(np.uint16)


def _shares(facts: Sequence[Fact], kinds: Sequence[Kind], level: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    names = {
        name: row for row, name in enumerate(sorted({fact.scale for fact in facts} | {one.scale for one in kinds}))
    }
    scale = np.array([names[fact.scale] for fact in facts])[:, None]
    asked = np.array([names[one.scale] for one in kinds])[None, :]
    required = np.array([one.level for one in kinds], dtype=np.float64)[None, :]
    known = np.array([bool(fact.scale) for fact in facts])[:, None]
    comparable = known & (scale == asked) & (required > 0)
    return np.where(comparable, level / np.where(required > 0, required, 1.0), 1.0)


def _ten_thousandths(share: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Round as Python does: by the exact value of the number, which differs from numpy's where it is all but a tie."""
    scaled = share * ONE
    parts = np.rint(scaled).astype(np.int64)
    doubtful = np.abs(np.abs(scaled - np.floor(scaled)) - 0.5) < TIE
    for place in zip(*np.nonzero(doubtful), strict=True):
        parts[place] = round(round(float(share[place]), 4) * ONE)
    return parts
