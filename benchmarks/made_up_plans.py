"""Gaps and catalogues by seed for the benchmarks of plans; nobody offers these."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

from stepladder.skills.gaps import GapReport
from stepladder.skills.plans import LearningOpportunity

DAY = date(2026, 3, 2)
TOPIC = 10

Made = tuple[GapReport, list[LearningOpportunity]]


def open_gap(skills: int) -> GapReport:
    """Return a gap of so many skills, each essential and missing."""
    return GapReport.from_dict({"skills": [{"uri": f"s{row}"} for row in range(skills)]}, at=DAY)


def anyhow(seed: int, skills: int, offers: int, *, prerequisites: float = 0.0) -> Made:
    """Any one to six skills, 20–400 in whole units, 2–60 hours, none of which has to do with another: the hard case.

    A share of ``prerequisites`` of the offers need an earlier one.
    """
    rng = random.Random(seed)  # noqa: S311 - repeatable on purpose
    catalogue = [
        LearningOpportunity(
            id=f"o{number:05d}",
            skills=tuple(f"s{row}" for row in rng.sample(range(skills), rng.randint(1, 6))),
            price=Decimal(rng.randint(20, 400)),
            hours=rng.randint(2, 60),
            prerequisites=(f"o{rng.randrange(number):05d}",) if number and rng.random() < prerequisites else (),
        )
        for number in range(offers)
    ]
    return open_gap(skills), catalogue


def by_topic(seed: int, skills: int, offers: int) -> Made:
    """Skills in topics of ten, offers within a topic (every seventh with one from elsewhere), prices by the hour."""
    rng = random.Random(seed)  # noqa: S311 - repeatable on purpose
    topics = [list(range(first, min(first + TOPIC, skills))) for first in range(0, skills, TOPIC)]
    rates = [rng.uniform(3, 12) for _ in range(60)]
    catalogue = []
    for number in range(offers):
        topic = rng.choice(topics)
        rows = set(rng.sample(topic, min(len(topic), rng.choice((1, 2, 2, 3, 3, 4, 5, 6)))))
        if rng.random() < 1 / 7:
            rows.add(rng.randrange(skills))
        hours = max(2, round(rng.lognormvariate(1.1, 0.6) * len(rows)))
        catalogue.append(
            LearningOpportunity(
                id=f"o{number:05d}",
                skills=tuple(f"s{row}" for row in sorted(rows)),
                price=Decimal(round(15 + hours * rng.choice(rates) * rng.uniform(0.8, 1.2))),
                hours=hours,
            )
        )
    return open_gap(skills), catalogue
