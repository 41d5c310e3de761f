"""Word pieces, as BERT's uncased models read them: a text as numbers of a vocabulary of 30,522 pieces.

Written here in place of a tokenising package, which would bring a client of a model hub with it. It agrees with that of
the model's authors, number by number, on the sentences of the development set and on the names of ESCO.
"""

from __future__ import annotations

import gzip
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

__all__ = ["BEGIN", "END", "pieces"]

BEGIN, END, _UNKNOWN = 101, 102, 100
_LONGEST_WORD = 100


@cache
def _vocabulary() -> dict[str, int]:
    packed = files("stepladder.skills.linking").joinpath("data", "wordpiece.txt.gz").read_bytes()
    return {piece: number for number, piece in enumerate(gzip.decompress(packed).decode("utf-8").split("\n"))}


def pieces(text: str, limit: int) -> list[tuple[str, tuple[int, ...]]]:
    """Return the words of a text as they are written, each with the numbers of its pieces; ``limit`` pieces in all."""
    found: list[tuple[str, tuple[int, ...]]] = []
    room = limit
    for written in text[: 16 * limit].split():
        numbers = tuple(number for word in _words(written) for number in _cut(word))[:room]
        if numbers:
            found.append((written, numbers))
            room -= len(numbers)
        if not room:
            break
    return found


def _words(written: str) -> list[str]:
    """Fold a word, drop its accents, and take it apart at punctuation."""
    spaced: list[str] = []
    for letter in unicodedata.normalize("NFD", written.lower()):
        category = unicodedata.category(letter)
        if category == "Mn" or category[0] == "C" or letter == "\ufffd":
            continue
        if category[0] == "P" or (letter.isascii() and not letter.isalnum()) or "\u4e00" <= letter <= "\u9fff":
            spaced.append(f" {letter} ")
        else:
            spaced.append(letter)
    return "".join(spaced).split()


@lru_cache(maxsize=65_536)
def _cut(word: str) -> tuple[int, ...]:
    """Return the longest pieces that a word is made of, from its beginning on."""
    if len(word) > _LONGEST_WORD:
        return (_UNKNOWN,)
    vocabulary = _vocabulary()
    start, found = 0, []
    while start < len(word):
        for end in range(len(word), start, -1):
            number = vocabulary.get(word[start:end] if start == 0 else "##" + word[start:end])
            if number is not None:
                found.append(number)
                start = end
                break
        else:
            return (_UNKNOWN,)
    return tuple(found)
