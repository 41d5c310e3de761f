"""Suggestions: the skills that a course description, an advert or a CV names, and nothing where that is unsure.

A label counts as named when the words that carry its meaning stand close together in one sentence. Confidence is how
much of the label's information the text holds, lowered for words that stand apart, for alternative labels and for
single common words. Below `THRESHOLD` nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.linking.index import LabelIndex, index_of
from stepladder.skills.linking.words import chunks, compound_places, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stepladder.skills.frameworks.model import Framework

__all__ = ["THRESHOLD", "Finding", "Suggestion", "named", "suggest"]

# Set on the development set; what it gives there stands in docs/reference/frameworks.md.
THRESHOLD = 0.9
LONGEST_TEXT = 100_000
_CANDIDATE = 0.75
_BROKEN_COMPOUND = 0.5
# A clause of more words is cut; what says a word more often is no clause.
_LONGEST_CLAUSE = 80
_MOST_PLACES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A skill that a text names: ``confidence`` 0 to 1, ``words`` those of the text that decided, in its order."""

    uri: str
    label: str
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A skill, by its row, that a clause names, and the words that name it."""

    row: int
    confidence: float
    places: frozenset[int]
    words: tuple[str, ...]


def suggest(text: str, framework: Framework, limit: int = 8, *, threshold: float = THRESHOLD) -> tuple[Suggestion, ...]:
    """Return the skills of ``framework`` that ``text`` names, surest first; empty when unsure.

    Reads the first 100,000 characters. Example: ``suggest("You will learn to weld steel", starter())``.
    """
    index = index_of(framework, "skill")
    order = sorted(
        named(index, text, threshold).values(),
        key=lambda one: (-one.confidence, -len(one.words), index.labels[one.row]),
    )
    return tuple(
        Suggestion(
            uri=index.uris[one.row],
            label=index.labels[one.row],
            confidence=round(one.confidence, 3),
            words=one.words,
        )
        for one in order[:limit]
    )


def named(index: LabelIndex, text: str, threshold: float) -> dict[int, Finding]:
    """Return the skills, by row, that a text names at least as surely as ``threshold``."""
    best: dict[int, Finding] = {}
    for chunk in dict.fromkeys(_clauses(text[:LONGEST_TEXT])):
        for finding in _findings(index, chunk, threshold):
            if finding.row not in best or finding.confidence > best[finding.row].confidence:
                best[finding.row] = finding
    return best


def _clauses(text: str) -> Iterator[str]:
    for chunk in chunks(text):
        words = chunk.split()
        if len(words) <= _LONGEST_CLAUSE:
            yield chunk
            continue
        for start in range(0, len(words), _LONGEST_CLAUSE):
            yield " ".join(words[start : start + _LONGEST_CLAUSE])


def _findings(index: LabelIndex, chunk: str, threshold: float) -> list[Finding]:
    found = tokens(chunk)
    places: dict[int, list[int]] = {}
    for place, (token, _) in enumerate(found):
        number = index.number(token)
        if number is not None and len(places.setdefault(number, [])) < _MOST_PLACES:
            places[number].append(place)
    if not places:
        return []
    compounds = compound_places(chunk)
    shares = index.sum_of(index.shares, dict.fromkeys(places, 1.0))
    findings: dict[int, Finding] = {}
    for entry in np.flatnonzero(shares >= _CANDIDATE).tolist():
        row = int(index.entry_rows[entry])
        if not index.labels[row]:
            continue
        span, where = _narrowest([places[number] for number in sorted(index.words_of(entry) & places.keys())])
        confidence = float(shares[entry]) ** 2 * _closeness(span, len(where)) * float(index.trust[entry])
        if any(not compound <= set(where) for compound in compounds if compound & set(where)):
            confidence *= _BROKEN_COMPOUND
        if confidence >= threshold and (row not in findings or confidence > findings[row].confidence):
            words = tuple(found[place][1] for place in sorted(where))
            findings[row] = Finding(row, min(confidence, 1.0), frozenset(where), words)
    return _longest(list(findings.values()))


def _narrowest(places: list[list[int]]) -> tuple[int, list[int]]:
    """Return the width of the narrowest window that holds one place of each list, and those places."""
    best: tuple[int, list[int]] | None = None
    for start in {place for one in places for place in one}:
        chosen = [min(one, key=lambda place, start=start: (abs(place - start), place)) for one in places]  # type: ignore[misc]
        width = max(chosen) - min(chosen) + 1
        if best is None or width < best[0]:
            best = (width, chosen)
    return best or (0, [])


def _closeness(span: int, words: int) -> float:
    """Return 1 for words side by side, less for each word between them."""
    return 1.0 / (1.0 + 0.25 * max(0, span - words))


def _longest(findings: list[Finding]) -> list[Finding]:
    """Drop a finding whose words are all part of a longer one's: *service* inside *customer service*."""
    return [
        one
        for one in findings
        if not any(one.places < other.places and other.confidence >= one.confidence * 0.8 for other in findings)
    ]
