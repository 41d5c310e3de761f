"""Find jobs and skills in the text of a CV."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stepladder.skills import suggest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stepladder.skills import Framework

MOST_LINES = 80
MOST_JOBS = 6
MOST_SKILLS = 40
JOB_LINE = 80
JOB_SCORE = 0.6
_DATES = re.compile(r"\b(19|20)\d\d\b|\b(since|until|from|to|today|now|present)\b|[–—|•·]", re.IGNORECASE)


def read_cv(text: str, framework: Framework, said: set[str]) -> dict[str, list[dict[str, Any]]]:
    """Return jobs and skills found, each with the words that made it be found; ``said`` was answered before.

    The text is read line by line; nothing but the words that decided is in what comes back.
    """
    jobs: dict[str, dict[str, Any]] = {}
    skills: dict[str, dict[str, Any]] = {}
    for line in list(_lines(text))[:MOST_LINES]:
        if len(line) <= JOB_LINE and len(jobs) < MOST_JOBS:
            _note_job(jobs, line, framework)
        for one in suggest(line, framework, limit=5):
            best = skills.get(one.uri)
            if one.uri not in said and (best is None or one.confidence > best["confidence"]):
                skills[one.uri] = {
                    "uri": one.uri,
                    "label": one.label,
                    "confidence": round(float(one.confidence), 3),
                    "words": ", ".join(one.words)[:120],
                }
    surest = sorted(skills.values(), key=lambda one: (-one["confidence"], one["label"]))[:MOST_SKILLS]
    return {"jobs": list(jobs.values()), "skills": surest}


def _lines(text: str) -> Iterator[str]:
    for line in re.split(r"[\n\r;]+", text):
        clean = " ".join(line.split()).strip(" -*•–\t")
        if any(each.isalpha() for each in clean):
            yield clean[:400]


def _note_job(jobs: dict[str, dict[str, Any]], line: str, framework: Framework) -> None:
    words = " ".join(_DATES.sub(" ", line).split()).strip(" ,.-:()")
    words = re.split(r",| at | bei | @ ", words, maxsplit=1)[0].strip()
    if len(words) < 4:
        return
    hit = next(iter(framework.search_occupations(words, 1)), None)
    if hit is not None and hit.score >= JOB_SCORE and hit.uri not in jobs:
        jobs[hit.uri] = {"uri": hit.uri, "label": hit.label, "words": words[:200]}
