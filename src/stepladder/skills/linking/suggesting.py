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
    from stepladder.skills.frameworks.model import Framework

__all__ = ["THRESHOLD", "Suggestion", "suggest"]

# Set on the development set; what it gives there stands in docs/reference/frameworks.md.
THRESHOLD = 0.9
LONGEST_TEXT = 100_000
_CANDIDATE = 0.75
_ALIAS = 0.85
_LONG_ALIAS = 0.92
_LONE_ALIAS = 0.5
_BROKEN_COMPOUND = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A skill that a text names: ``confidence`` 0 to 1, ``words`` those of the text that decided, in its order."""

    uri: str
    label: str
    confidence: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Finding:
    row: int
    confidence: float
    places: frozenset[int]
    words: tuple[str, ...]


def suggest(text: str, framework: Framework, limit: int = 8, *, threshold: float = THRESHOLD) -> tuple[Suggestion, ...]:
    """Return the skills of ``framework`` that ``text`` names, surest first; empty when unsure.

    Reads the first 100,000 characters. Example: ``suggest("You will learn to weld steel", starter())``.
    """
    index = index_of(framework, "skill")
    best: dict[int, _Finding] = {}
    for chunk in chunks(text[:LONGEST_TEXT]):
        for finding in _findings(index, chunk, threshold):
            if finding.row not in best or finding.confidence > best[finding.row].confidence:
                best[finding.row] = finding
    order = sorted(best.values(), key=lambda one: (-one.confidence, -len(one.words), index.labels[one.row]))
    return tuple(
        Suggestion(
            uri=index.uris[one.row],
            label=index.labels[one.row],
            confidence=round(one.confidence, 3),
            words=one.words,
        )
        for one in order[:limit]
    )


def _findings(index: LabelIndex, chunk: str, threshold: float) -> list[_Finding]:
    found = tokens(chunk)
    places: dict[int, list[int]] = {}
    for place, (token, _) in enumerate(found):
        number = index.number(token)
        if number is not None:
            places.setdefault(number, []).append(place)
    if not places:
        return []
    compounds = compound_places(chunk)
    shares = index.sum_of(index.shares, dict.fromkeys(places, 1.0))
    findings: dict[int, _Finding] = {}
    for entry in np.flatnonzero(shares >= _CANDIDATE).tolist():
        row = int(index.entry_rows[entry])
        if not index.labels[row]:
            continue
        numbers = {index.number(token) for token, _ in tokens(index.texts[entry])} & places.keys()
        span, where = _narrowest([places[number] for number in numbers if number is not None])
        confidence = float(shares[entry]) ** 2 * _closeness(span, len(where)) * _weight(index, entry, numbers)
        if any(not compound <= set(where) for compound in compounds if compound & set(where)):
            confidence *= _BROKEN_COMPOUND
        if confidence >= threshold and (row not in findings or confidence > findings[row].confidence):
            words = tuple(found[place][1] for place in sorted(where))
            findings[row] = _Finding(row, min(confidence, 1.0), frozenset(where), words)
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


def _weight(index: LabelIndex, entry: int, numbers: set[int | None]) -> float:
    """Return how much an entry can be trusted: a label more than an alias, a single word as much as it is rare."""
    lone = index.entry_lengths[entry] == 1
    # *Python* for *Python (computer programming)* is the label but for its explanation in brackets.
    label = index.preferred[entry] or index.labels[index.entry_rows[entry]].startswith(index.texts[entry] + " (")
    long = index.entry_lengths[entry] >= 3
    trust = 1.0 if label else _LONE_ALIAS if lone else _LONG_ALIAS if long else _ALIAS
    if not lone:
        return trust
    rarity = max(float(index.rarity[number]) for number in numbers if number is not None)
    return trust * min(1.0, max(0.0, (rarity - 3.0) / 5.0))


def _longest(findings: list[_Finding]) -> list[_Finding]:
    """Drop a finding whose words are all part of a longer one's: *service* inside *customer service*."""
    return [
        one
        for one in findings
        if not any(one.places < other.places and other.confidence >= one.confidence * 0.8 for other in findings)
    ]
