"""Labels as bags of plain words: enough to see that two labels say the same, and no more."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["content_words", "says_the_same"]

_WORD = re.compile(r"[^\W_]+(?:[.+#][^\W_]*)*")
_EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "per",
        "the",
        "through",
        "to",
        "towards",
        "upon",
        "via",
        "with",
        "within",
        "your",
        "own",
        "various",
        "different",
        "other",
        "using",
        "use",
        "related",
        "regarding",
        "according",
        "their",
        "its",
        "his",
        "her",
        "be",
        "is",
        "are",
    ]
)
#: Verbs that ESCO's labels use for one and the same thing; the first stands for all.
_ALIKE = (
    "manage administer",
    "maintain upkeep",
    "assist help aid support",
    "guarantee ensure assure",
    "customer client consumer",
    "staff personnel employee worker",
    "telephone phone",
    "ict it",
    "identify determine",
    "create develop",
    "organise organize",
    "keep retain",
    "record log",
    "schedule timetable",
    "apply implement",
    "purchase buy",
    "repair fix mend",
    "clean cleanse",
    "teach instruct",
    "pupil student",
    "colleague coworker",
)
_STANDS_FOR = {word: group.split()[0] for group in _ALIKE for word in group.split()}


@lru_cache(maxsize=131072)  # whole ESCO has 97,000 labels
def content_words(label: str) -> tuple[str, ...]:
    """Return the words of a label that carry meaning, stemmed lightly, in order."""
    plain = label.casefold().replace("'s", "").replace("’s", "")
    return tuple(word for found in _WORD.findall(plain) if (word := _meaning(found)))


@lru_cache(maxsize=32768)
def _meaning(found: str) -> str:
    """Return what a word stands for, or an empty text for one that carries no meaning."""
    word = _stem(found)
    return "" if word in _EMPTY else _STANDS_FOR.get(word, word)


def says_the_same(held: str, wanted: str, *, verbs: bool) -> bool:
    """Return whether a held label says the wanted one, possibly with more detail.

    Same words, or the wanted words (at least two) all within the held ones with the same head: the first word of a
    skill (``verbs``), the last word of a piece of knowledge. "communicate with customers by phone" says "communicate
    with customers"; "manage schedule" does not say "manage staff".
    """
    one, two = content_words(held), content_words(wanted)
    if not one or not two:
        return False
    if frozenset(one) == frozenset(two):
        return True
    head = 0 if verbs else -1
    return len(two) > 1 and one[head] == two[head] and frozenset(two) < frozenset(one)


def _stem(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
