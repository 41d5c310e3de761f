"""From the text of a CV to the jobs and skills that it names, each with the words that made it be found.

The text is read line by line. A line that names an occupation is a job; it needs a year beside it, or has to be the
occupation's very name. Every other line is given to the linker. Of the text nothing but those words comes back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stepladder.skills.claims.offered import OccupationOffer, Offered, SkillOffer
from stepladder.skills.linking import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stepladder.skills.frameworks.model import Framework

__all__ = ["claims_from_text"]

LONGEST_TEXT = 100_000
MOST_LINES = 80
MOST_JOBS = 6
MOST_SKILLS = 40
JOB_LINE = 80
SHORTEST_JOB = 4
JOB_SCORE = 0.6
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATES = re.compile(r"\b(19|20)\d\d\b|\b(since|until|from|to|today|now|present)\b|[–—|•·]", re.IGNORECASE)


def claims_from_text(text: str, framework: Framework) -> Offered:
    """Return the jobs and skills that a CV names, to confirm: the surest first, at most 6 jobs and 40 skills.

    Reads the first 80 lines of at most 100,000 characters. Example:
    ``claims_from_text("2019 Call centre agent", starter()).occupations[0].label == "call centre agent"``.
    """
    jobs: dict[str, OccupationOffer] = {}
    skills: dict[str, SkillOffer] = {}
    for line, dated in list(_lines(text[:LONGEST_TEXT]))[:MOST_LINES]:
        job = _job(line, framework, dated=dated) if len(line) <= JOB_LINE and len(jobs) < MOST_JOBS else None
        if job is not None:
            jobs.setdefault(job.uri, job)
            continue
        for one in suggest(line, framework, limit=5):
            confidence = round(float(one.confidence), 3)
            known = skills.get(one.uri)
            if known is None or confidence > known.confidence:
                words = " ".join(one.words)[:120]
                skills[one.uri] = SkillOffer(
                    skill=one.uri,
                    label=one.label,
                    reason=f"your CV says “{words}”",
                    source="cv",
                    confidence=confidence,
                    words=words,
                )
    surest = sorted(skills.values(), key=lambda one: (-one.confidence, one.label))
    return Offered(skills=tuple(surest[:MOST_SKILLS]), occupations=tuple(jobs.values()))


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """Give each line that has words, and whether a year stands in it or in a line of nothing but dates beside it."""
    lines = [" ".join(line.split()) for line in re.split(r"[\n\r]+", text)]
    bare = [bool(_YEAR.search(line)) and not _words(line) for line in lines]
    for place, line in enumerate(lines):
        beside = any(bare[max(0, place - 1) : place + 2])
        for part in line.split(";"):
            clean = part.strip(" -*•–\t")
            if _words(clean):
                yield clean[:400], beside or bool(_YEAR.search(clean))


def _words(line: str) -> str:
    return " ".join(_DATES.sub(" ", line).split()).strip(" ,.-:()")


def _job(line: str, framework: Framework, *, dated: bool) -> OccupationOffer | None:
    """Return the occupation that a line names. Without a year it has to be an occupation's very name."""
    words = re.split(r",| at | @ ", _words(line), maxsplit=1)[0].strip()
    if len(words) < SHORTEST_JOB:
        return None
    hit = next(iter(framework.search_occupations(words, 1)), None)
    if hit is None or hit.score < JOB_SCORE:
        return None
    if not dated and words.casefold() not in {hit.label.casefold(), hit.matched.casefold()}:
        return None
    return OccupationOffer(
        uri=hit.uri,
        label=hit.label,
        reason=f"your CV says “{words[:200]}”",
        confidence=round(min(1.0, float(hit.score)), 3),
        words=words[:200],
    )
