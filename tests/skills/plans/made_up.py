"""Gaps and catalogues by seed, for tests."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from stepladder.skills.gaps import GapReport
from stepladder.skills.plans import LearningOpportunity
from stepladder.skills.plans.instance import Limits

if TYPE_CHECKING:
    from stepladder.skills.gaps.report import GapLine

DAY = date(2026, 3, 2)


def gap_of(skills: int) -> GapReport:
    return GapReport.from_dict({"skills": [{"uri": f"s{row}"} for row in range(skills)]}, at=DAY)


def open_lines(skills: int) -> tuple[GapLine, ...]:
    return gap_of(skills).missing("claims", include_optional=False)


def limits(day: date) -> Limits:
    return Limits(at=day)


def catalogue(seed: int, *, skills: int, offers: int, prerequisites: bool = False) -> list[LearningOpportunity]:
    rng = random.Random(seed)  # noqa: S311 - repeatable on purpose
    return [
        LearningOpportunity(
            id=f"o{number:05d}",
            skills=tuple(f"s{row}" for row in rng.sample(range(skills), rng.randint(1, 5))),
            price=Decimal(rng.randint(2, 40)),
            hours=rng.randint(2, 12),
            prerequisites=(f"o{rng.randrange(number):05d}",) if prerequisites and number and rng.random() < 0.3 else (),
        )
        for number in range(offers)
    ]
