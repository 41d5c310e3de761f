"""The same questions asked of one person at a time, by `gap`: slow, plain, and what the kernel is held against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from stepladder.skills.frameworks.model import Framework
from stepladder.skills.gaps import GapSettings, RoleTarget, gap
from stepladder.skills.gaps.report import coverage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.skills.gaps import Counting
    from stepladder.skills.profile import SkillProfile

DAY = date(2026, 3, 1)
EXACT = GapSettings(near=False)
EMPTY = Framework.build(name="none", version="1", skills=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What `gap` says of one person and one target; ``need`` is what its coverage rounds to six digits."""

    need: Fraction
    need_of: Fraction
    held: int
    total: int


def cell(profile: SkillProfile, target: RoleTarget, counting: Counting, *, essential_only: bool) -> Cell | None:
    """Return the numbers of `gap`, over essential lines or over all; None where none is asked for."""
    if all(item.level is not None and item.level.value <= 0 for item in target.requirements):
        return None  # gap refuses a target that asks for nothing
    lines = gap(profile, target, EMPTY, at=DAY, settings=EXACT).lines
    chosen = tuple(line for line in lines if not essential_only or line.relation == "essential")
    counted = coverage(chosen, counting)
    needs = [line.need_proof if counting == "proof" else line.need for line in chosen]
    weights = [Fraction(str(line.weight)) for line in chosen]
    need = sum((weight * Fraction(str(one)) for weight, one in zip(weights, needs, strict=True)), Fraction(0))
    assert abs(need - Fraction(counted.need)) <= Fraction(1, 1_000_000)
    return Cell(
        need=need, need_of=sum(weights, Fraction(0)), held=counted.essential_held, total=counted.essential_total
    )


def nearest(
    profile: SkillProfile, targets: Sequence[RoleTarget], *, top: int, counting: Counting, essential_only: bool
) -> list[tuple[int, Cell]]:
    """Rank targets by the stated rule: share in whole millionths, then essential skills held, then their order."""
    found = []
    for row, target in enumerate(targets):
        one = cell(profile, target, counting, essential_only=essential_only)
        if one is not None and one.need_of > 0:
            share = (one.need_of - one.need) / one.need_of
            if share > 0:
                found.append((-int(share * 1_000_000), -one.held, row, one))
    return [(row, one) for _, _, row, one in sorted(found, key=lambda item: item[:3])[:top]]
