"""Postings and series made for tests: known truths, seeded."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from stepladder.skills.demand import DemandSeries, ImportReport, ImportSettings, import_postings
from stepladder.skills.demand.joining import Found, series_of
from stepladder.skills.demand.model import SeriesFile
from stepladder.skills.demand.series import Method
from stepladder.skills.errors import SkillsError
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.values import Occupation, Skill

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

AT = date(2026, 11, 28)
WELD, BAKE, CODE = "http://example.org/skill/weld", "http://example.org/skill/bake", "http://example.org/skill/code"
WELDER = "http://example.org/occupation/welder"

LONG = (
    "We look for somebody who can weld steel frames in our workshop by the harbour, reads drawings with care, keeps "
    "the place tidy and likes to show others how things are done."
)


@cache
def small_framework() -> Framework:
    return Framework.build(
        name="small",
        version="1",
        title="Small",
        skills=[
            Skill(uri=WELD, label="weld steel", alternative_labels=("welding of steel",)),
            Skill(uri=BAKE, label="bake bread"),
            Skill(uri=CODE, label="write code"),
        ],
        occupations=[Occupation(uri=WELDER, label="welder", alternative_labels=("steel welder",), isco="7212")],
        isco_groups={"7212": "Welders and flame cutters", "75": "Food processing and other trades"},
    )


def by_words(texts: Sequence[str], /) -> list[list[str]]:
    """A linker that can be predicted: it sees three words."""
    marks = {"weld": WELD, "bake": BAKE, "code": CODE}
    return [[uri for word, uri in marks.items() if word in text.casefold()] for text in texts]


def brought(
    data: str | bytes, name: str = "p.csv", before: DemandSeries | None = None, **settings: Any
) -> ImportReport:
    raw = data if isinstance(data, bytes) else data.encode()
    return import_postings(
        io.BytesIO(raw),
        name=name,
        source="Board",
        framework=small_framework(),
        at=AT,
        before=before,
        settings=ImportSettings(**settings),
        link=by_words,
    )


def code_of(call: Callable[[], object]) -> str:
    """The code of our error that a call raises, empty where it raises none."""
    try:
        call()
    except SkillsError as error:
        return error.code
    return ""


def asking(series: DemandSeries, skill: str = WELD, **where: str) -> int:
    row = series.skill_row(skill)
    return 0 if row is None else int(series.counts([row], **where).asking.sum())


def series_of_counts(asked: Sequence[int], postings: Sequence[int], first: int = 2024 * 12) -> DemandSeries:
    """A series with these postings a month, so many of which ask for welding."""
    day = np.array([date(month // 12, month % 12 + 1, 15).toordinal() for month in range(first, first + len(asked))])
    sets = np.concatenate(
        [np.repeat((1, 0), (count, all_ - count)) for count, all_ in zip(asked, postings, strict=True)]
    )
    none = np.zeros(len(sets), dtype=np.int32)
    found = Found(
        ids=none.astype(np.uint64),
        texts=none.astype(np.uint64),
        days=np.repeat(day, postings).astype(np.int32),
        places=none,
        occupations=none,
        sets=sets.astype(np.int32),
    )
    return series_of(
        found,
        [(), (0,)],
        file=SeriesFile(
            name="made", sha256="0", imported="2026-11-28", rows=len(sets), counted=len(sets), duplicates=0
        ),
        source="Board",
        licence="",
        method=Method(framework="small@1", kind="column"),
        skills=[WELD],
        labels=["weld steel"],
        places=[""],
        occupations=[""],
        occupation_labels=[""],
    )


def simulated(rng: np.random.Generator, months: int, postings: int, share: float, slope: float) -> np.ndarray[Any, Any]:
    """Counts a month of postings that ask for a skill whose share begins so and grows by ``slope`` a month in log."""
    return rng.binomial(postings, np.minimum(share * np.exp(slope * np.arange(months)), 1.0))
