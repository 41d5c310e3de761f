"""Linking: the skills of a framework that a text, or each of many texts, speaks of, surest first.

Two cores. The *lexical* one compares words and needs nothing but numpy and scipy. The *hybrid* one adds what MiniLM
makes of the text (`Meanings`), and so finds a skill that is told in other words. Both give a ranking; its first thirty
are looked at closely, and a confidence is put on each.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.linking.calibration import CALIBRATIONS, Core
from stepladder.skills.linking.index import index_of
from stepladder.skills.linking.lexical import lexical_scores, matched, mistaken, prepare
from stepladder.skills.linking.suggesting import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.linking.lexical import Floats, Prepared
    from stepladder.skills.linking.meanings import Meanings
    from stepladder.skills.linking.suggesting import Finding

__all__ = ["SURE", "Candidates", "LinkedSkill", "Linker", "link", "link_many"]

# From this confidence on, about half of what is named is what people named: for what nobody looks through.
SURE = 0.3
BATCH = 32
_CLOSE_LOOK = 30
_FIELD = 20
_MOST = 100
# What a point of lexical score weighs beside a likeness of meaning.
_WORDS_WEIGH = 0.01
# From this share of a skill's name on, its words are the reason; below it the words nearest in meaning are.
_MOSTLY = 0.5
_NAMED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedSkill:
    """A skill that a text speaks of: ``confidence`` 0 to 1, ``because`` the words of the text that decided."""

    uri: str
    label: str
    confidence: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The rows of the skills that were looked at closely for a text, their features, and the words for each."""

    rows: npt.NDArray[np.int64]
    features: Floats
    words: tuple[tuple[str, ...], ...]


def link(
    text: str,
    framework: Framework,
    *,
    top: int = 5,
    threshold: float | None = None,
    meanings: Meanings | None = None,
) -> tuple[LinkedSkill, ...]:
    """Return at most ``top`` skills of ``framework`` that ``text`` speaks of, surest first; empty when unsure.

    ``threshold`` is the least confidence of a skill, 0 to 1; without it the core's calibration decides: a text is
    answered where its surest skill is sure enough, and its list goes on to what is less sure. With ``meanings`` the
    hybrid core answers, else the lexical one. Reads the first 100,000 characters. Example::

        link("You will learn to weld steel", starter())
    """
    return Linker(framework, meanings).link(text, top=top, threshold=threshold)


def link_many(
    texts: Iterable[str],
    framework: Framework,
    *,
    top: int = 5,
    threshold: float | None = None,
    meanings: Meanings | None = None,
) -> Iterator[tuple[LinkedSkill, ...]]:
    """Give, text by text and in their order, what `link` returns; ``texts`` may be without end."""
    return Linker(framework, meanings).link_many(texts, top=top, threshold=threshold)


class Linker:
    """A framework's linker; ``core`` says which of the two answers."""

    def __init__(self, framework: Framework, meanings: Meanings | None = None) -> None:
        self.index = index_of(framework, "skill")
        self.meanings = meanings
        self.core: Core = "lexical" if meanings is None else "hybrid"
        self.calibration = CALIBRATIONS[self.core]
        # Nothing can be said of a skill without a label.
        self.unnamed = np.array([not label for label in self.index.labels], dtype=bool)

    def link(self, text: str, *, top: int = 5, threshold: float | None = None) -> tuple[LinkedSkill, ...]:
        """Return what `stepladder.skills.link` does."""
        return next(self.link_many([text], top=top, threshold=threshold))

    def link_many(
        self, texts: Iterable[str], *, top: int = 5, threshold: float | None = None
    ) -> Iterator[tuple[LinkedSkill, ...]]:
        """Give the answers text by text; 32 texts are held at once."""
        coming = iter(texts)
        top = min(top, _MOST)
        while block := list(islice(coming, BATCH)):
            for candidates in self.candidates(block, max(top, _CLOSE_LOOK)):
                yield self.answer(candidates, top, threshold)

    def candidates(self, texts: Sequence[str], count: int = _CLOSE_LOOK) -> Iterator[Candidates]:
        """Give, text by text, the ``count`` skills looked at closely; a confidence is made from its features alone."""
        prepared = [prepare(self.index, text) for text in texts]
        if not len(self.index.labels):
            yield from (_nothing() for _ in texts)
            return
        for text, words, scores in zip(texts, prepared, lexical_scores(self.index, prepared), strict=True):
            yield self._close_look(text, words, scores, count)

    def _close_look(self, text: str, words: Prepared, lexical: Floats, count: int) -> Candidates:
        windows: Floats | None = None
        reading = None if self.meanings is None else self.meanings.model.read(text)
        if reading is None or self.meanings is None:
            scores = np.log1p(lexical)
        else:
            meaning, windows = self.meanings.likeness(reading)
            scores = meaning + np.float32(_WORDS_WEIGH) * lexical
        scores[self.unnamed | mistaken(self.index, words)] = -np.inf
        rows = _best(scores, count)
        rows = rows[np.isfinite(scores[rows])]
        rows = rows[lexical[rows] > 0] if self.meanings is None else rows
        if not len(rows) or (self.meanings is not None and reading is None):
            return _nothing()
        names = named(self.index, text, _NAMED)
        field = float(scores[rows[:_FIELD]].mean())
        features = np.zeros((len(rows), 4), dtype=np.float32)
        because = []
        for place, row in enumerate(rows.tolist()):
            finding = names.get(row)
            share, held = matched(self.index, words, row)
            features[place] = (scores[row], scores[row] - field, finding.confidence if finding else 0.0, share**2)
            nearest = None if reading is None or windows is None else reading.words[int(windows[row].argmax())]
            because.append(_reason(finding, share, held, nearest))
        return Candidates(rows, features, tuple(because))

    def answer(self, candidates: Candidates, top: int, threshold: float | None) -> tuple[LinkedSkill, ...]:
        """Return what `link` does, from what was looked at closely."""
        confidences = self.calibration.confidence(candidates.features)
        order = np.lexsort((candidates.rows, -confidences))[: max(top, 0)]
        if threshold is None and (not len(order) or confidences[order[0]] < self.calibration.threshold):
            return ()
        least = self.calibration.floor if threshold is None else threshold
        return tuple(
            LinkedSkill(
                uri=self.index.uris[row],
                label=self.index.labels[row],
                confidence=round(float(confidences[place]), 4),
                because=candidates.words[place],
            )
            for place, row in zip(order.tolist(), candidates.rows[order].tolist(), strict=True)
            if confidences[place] >= least
        )


def _best(scores: Floats, count: int) -> npt.NDArray[np.int64]:
    """Return the rows with the highest scores, best first, ties in the framework's order."""
    count = min(count, len(scores))
    rows = np.argpartition(-scores, count - 1)[:count]
    rows = np.flatnonzero(scores >= scores[rows].min()) if count else rows
    return rows[np.lexsort((rows, -scores[rows]))][:count]


def _reason(
    finding: Finding | None, share: float, held: tuple[str, ...], nearest: tuple[str, ...] | None
) -> tuple[str, ...]:
    if finding is not None:
        return finding.words
    return held if nearest is None or share >= _MOSTLY else nearest


def _nothing() -> Candidates:
    return Candidates(np.zeros(0, dtype=np.int64), np.zeros((0, 4), dtype=np.float32), ())
