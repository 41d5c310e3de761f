"""Search: a few words that a person typed, to the labels nearest to them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.frameworks.values import Hit
from stepladder.skills.linking.index import LabelIndex, What, index_of
from stepladder.skills.linking.words import is_acronym, stem, tokens

if TYPE_CHECKING:
    import numpy.typing as npt

    from stepladder.skills.frameworks.model import Framework

__all__ = ["search"]

# An alternative label decides a little less than the label itself.
ALIAS = 0.96
EXACT_ALIAS = 0.98
LOWEST = 0.12
LONGEST_QUERY = 500
# What a word that only begins, or resembles, a known word is worth.
BEGINNING = 0.6


def search(framework: Framework, what: What, text: str, limit: int = 10) -> tuple[Hit, ...]:
    """Return skills or occupations nearest to ``text``, best first: exact, alias, beginning, then likeness of words."""
    wanted = " ".join(text[:LONGEST_QUERY].split())
    if not wanted or limit <= 0:
        return ()
    index = index_of(framework, what)
    scores = _scores(index, wanted)
    exact = index.exact(wanted)
    if exact:
        scores[exact] = np.where(index.preferred[exact], 1.0, EXACT_ALIAS)
    best = np.flatnonzero(scores >= LOWEST)
    # The best entry of each row; ties by the shorter text, then by the framework's order.
    lengths = np.array([len(index.texts[entry]) for entry in best], dtype=np.int32)
    order = best[np.lexsort((best, lengths, -scores[best]))]
    hits: dict[int, Hit] = {}
    for entry in order.tolist():
        row = int(index.entry_rows[entry])
        if row not in hits:
            label = index.labels[row] or index.texts[entry]
            score = round(float(scores[entry]), 4)
            hits[row] = Hit(uri=index.uris[row], label=label, score=score, matched=index.texts[entry])
            if len(hits) >= limit:
                break
    return tuple(hits.values())


def _scores(index: LabelIndex, text: str) -> npt.NDArray[np.float32]:
    found = tokens(text)
    weights: dict[int, float] = {}
    columns: list[int | None] = []
    for place, (written, _) in enumerate(found):
        token = written
        number = index.number(token)
        if number is None and is_acronym(token):  # a person who typed with capitals locked
            token = stem(token)
            number = index.number(token)
        columns.append(number)
        if number is not None:
            weights[number] = max(weights.get(number, 0), float(index.rarity[number]))
        if number is None or place == len(found) - 1:
            for other, likeness in _resembling(index, token, known=number is not None):
                weights.setdefault(other, likeness * float(index.rarity[other]))
    for first, second in pairwise(columns):
        pair = None if first is None or second is None else index.pairs.get(first * len(index.vocabulary) + second)
        if pair is not None:
            weights[pair] = float(index.rarity[pair])
    # Words that nobody knows must still cost something: they stand in the length of the query.
    unknown = sum(1 for column in columns if column is None) * float(index.rarity.max(initial=1)) ** 2
    own = sum(float(index.rarity[n]) ** 2 for n in {c for c in columns if c is not None})
    pairs = sum(w**2 for c, w in weights.items() if c >= len(index.vocabulary))
    length = float(np.sqrt(own + pairs + unknown / 4)) or 1.0
    scores: npt.NDArray[np.float32] = index.sum_of(index.vectors, weights) / np.float32(length)
    scores *= np.where(index.preferred, np.float32(1.0), np.float32(ALIAS))
    np.minimum(scores, np.float32(0.97), out=scores)
    return scores


def _resembling(index: LabelIndex, token: str, *, known: bool) -> list[tuple[int, float]]:
    if is_acronym(token):
        return []
    found = [(column, BEGINNING) for column in index.beginning_with(token)] if len(token) >= 3 else []
    if not known:
        found += [(column, likeness * BEGINNING) for column, likeness in index.near(token)]
    return found
