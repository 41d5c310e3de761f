"""The lexical core: how much of the names of each skill the words of a text hold.

A name counts by the share of its information that the text holds, squared, times how much information that is: *perform
TIG welding* found whole says more than *welding*. Each skill counts by the best of its names. A word that no name knows
stands for its kin, words that begin alike and share most of their letters, at a part of their worth.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from stepladder.skills.linking.words import is_acronym, stem, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from stepladder.skills.linking.index import LabelIndex

    Floats = npt.NDArray[np.float32]

__all__ = ["LONGEST_TEXT", "Prepared", "lexical_scores", "matched", "mistaken", "prepare"]

LONGEST_TEXT = 100_000
_KIN = 0.6
_MOST_STRANGE = 64
_LONGEST_STRANGE = 40
_FEW_WORDS = 3


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text's words: as tokens with the word as written, and the columns of the index that they stand for."""

    found: list[tuple[str, str]]
    columns: dict[int, float]
    places: dict[int, list[int]]


def prepare(index: LabelIndex, text: str) -> Prepared:
    """Return a text's words as the index knows them."""
    found = tokens(text[:LONGEST_TEXT])
    numbers = [_number(index, token) for token, _ in found]
    columns: dict[int, float] = {number: 1.0 for number in numbers if number is not None}
    places: dict[int, list[int]] = {}
    for place, number in enumerate(numbers):
        if number is not None:
            places.setdefault(number, []).append(place)
    width = len(index.vocabulary)
    for first, second in pairwise(numbers):
        pair = None if first is None or second is None else index.pairs.get(first * width + second)
        if pair is not None:
            columns[pair] = 1.0
    strange = {
        token: place for place, (token, _) in enumerate(found) if numbers[place] is None and not is_acronym(token)
    }
    for token, place in list(strange.items())[:_MOST_STRANGE]:
        for number, likeness in index.kin(token) if len(token) <= _LONGEST_STRANGE else ():
            if number not in places:
                columns[number] = max(columns.get(number, 0.0), _KIN * likeness)
                places[number] = [place]
    return Prepared(found, columns, places)


def _number(index: LabelIndex, token: str) -> int | None:
    number = index.number(token)
    return index.number(stem(token)) if number is None and is_acronym(token) and len(token) > 3 else number


def lexical_scores(index: LabelIndex, texts: Sequence[Prepared]) -> Floats:
    """Return texts × skills: how much of a skill's best name the text holds, 0 for nothing; 5 is a rare word."""
    from scipy import sparse

    width = index.vectors.shape[1]
    lengths = [len(text.columns) for text in texts]
    asked = sparse.csr_matrix(
        (
            np.fromiter((weight for text in texts for weight in text.columns.values()), np.float32, sum(lengths)),
            np.fromiter((column for text in texts for column in text.columns), np.int32, sum(lengths)),
            np.concatenate([[0], np.cumsum(lengths)]),
        ),
        shape=(len(texts), width),
    )
    held: Any = (asked[:, : len(index.vocabulary)] @ index.shares.T).toarray()
    held *= held
    held *= index.trust
    held *= (asked @ sparse.diags(index.rarity) @ index.vectors.T).toarray()
    scores = np.zeros((len(texts), len(index.labels)), dtype=np.float32)
    if held.shape[1]:
        scores[:, index.named] = np.maximum.reduceat(held, index.starts[index.named], axis=1)
    return scores


def matched(index: LabelIndex, text: Prepared, row: int) -> tuple[float, tuple[str, ...]]:
    """Return of a skill's best name the share of information that the text holds, and the words that hold it."""
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    most = 0.0
    for entry in range(int(index.starts[row]), int(index.starts[row + 1])):
        numbers = index.words_of(entry)
        there = numbers & text.places.keys()
        if not there:
            continue
        rarity = {number: float(index.rarity[number]) for number in sorted(numbers)}
        found = sum(weight * text.columns[number] for number, weight in rarity.items() if number in there)
        share = found / sum(rarity.values())
        told = share**2 * found * float(index.trust[entry])
        if told > most:
            places = sorted({place for number in there for place in text.places[number][:1]})
            most, best = told, (share, tuple(text.found[place][1] for place in places))
    return best


def mistaken(index: LabelIndex, text: Prepared) -> npt.NDArray[np.bool_]:
    """Return, per skill, whether it only seems to be spoken of because an acronym is not heeded.

    A *vat* is not somebody's *VAT*, though a model that folds case takes them for the same. And where a text is a few
    words with an acronym among them, that acronym is what it is about: a skill that does not know it is another one. A
    text all in capitals has no acronyms, unless it is one.
    """
    wrong = np.zeros(len(index.labels), dtype=bool)
    acronyms = {token for token, written in text.found if token == written and is_acronym(token)}
    if len(text.found) > 1 and all(written.isupper() for _, written in text.found):
        return wrong
    for acronym in sorted(acronyms)[:_MOST_STRANGE]:
        right = _rows(index, acronym)
        if len(text.found) <= _FEW_WORDS:
            wrong |= ~right
        for word in {acronym.casefold(), stem(acronym), acronym + "S", acronym.removesuffix("S")} - {acronym}:
            wrong |= _rows(index, word) & ~right
    return wrong


def _rows(index: LabelIndex, token: str) -> npt.NDArray[np.bool_]:
    rows = np.zeros(len(index.labels), dtype=bool)
    column = index.vocabulary.get(token)
    if column is not None:
        start, end = index.shares.indptr[column : column + 2]
        rows[index.entry_rows[index.shares.indices[start:end]]] = True
    return rows
