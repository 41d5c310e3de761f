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
SHORTEST_JOB = 4
JOB_SCORE = 0.6
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_DATES = re.compile(r"\b(19|20)\d\d\b|\b(since|until|from|to|today|now|present)\b|[–—|•·]", re.IGNORECASE)


def read_cv(text: str, framework: Framework, said: set[str], noted: set[str]) -> dict[str, list[dict[str, Any]]]:
    """Return jobs and skills found, each with the words that made it be found.

    The text is read line by line; nothing but the words that decided is in what comes back. ``said`` are skills that
    were answered before, ``noted`` occupations that were named before: they are not offered again.
    """
    jobs: dict[str, dict[str, Any]] = {}
    skills: dict[str, dict[str, Any]] = {}
    for line, dated in list(_lines(text))[:MOST_LINES]:
        if len(line) <= JOB_LINE and len(jobs) < MOST_JOBS and _note_job(jobs, line, framework, noted, dated=dated):
            continue
        for one in suggest(line, framework, limit=5):
            best = skills.get(one.uri)
            if one.uri not in said and (best is None or one.confidence > best["confidence"]):
                skills[one.uri] = {
                    "uri": one.uri,
                    "label": one.label,
                    "confidence": round(float(one.confidence), 3),
                    "words": " ".join(one.words)[:120],
                }
    surest = sorted(skills.values(), key=lambda one: (-one["confidence"], one["label"]))[:MOST_SKILLS]
    return {"jobs": list(jobs.values()), "skills": surest}


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


def _note_job(
    jobs: dict[str, dict[str, Any]], line: str, framework: Framework, noted: set[str], *, dated: bool
) -> bool:
    """Note the occupation that a line names. Without a year it has to be an occupation's very name."""
    words = re.split(r",| at | @ ", _words(line), maxsplit=1)[0].strip()
    if len(words) < SHORTEST_JOB:
        return False
    hit = next(iter(framework.search_occupations(words, 1)), None)
    if hit is None or hit.score < JOB_SCORE:
        return False
    if not dated and words.casefold() not in {hit.label.casefold(), hit.matched.casefold()}:
        return False
    if hit.uri not in noted:
        jobs.setdefault(hit.uri, {"uri": hit.uri, "label": hit.label, "words": words[:200]})
    return True
