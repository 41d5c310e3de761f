"""Words as the linker sees them: acronyms keep their case, other words are folded and cut to a stem."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["STOP_WORDS", "WORD", "chunks", "compound_places", "is_acronym", "stem", "tokens"]

# Letters, digits, and what belongs to names such as C++, C#, .NET or e-mail.
WORD = re.compile(r"\.?[^\W_]+(?:[+#]+)?(?:['’][^\W_]+)?")

STOP_WORDS = frozenset(
    """a about all also an and any are as at be been both but by can do each for from had has have he her his how i if
    in into is it its may more most must my no not of on one or other our out over own she should so some such than that
    the their them then there these they this those through to up upon via was we were what when where which while who
    will with within without would you your""".split()  # noqa: SIM905 - a list of words reads best as words
)
# The past forms that a life is told in, and that no ending gives away.
_FORMS = {
    form: verb
    for line in (
        "use used using|make made|keep kept|lead led|teach taught|write wrote written|sell sold|take took taken",
        "build built|drive drove driven|give gave given|speak spoke spoken|buy bought|find found|grow grew grown",
        "hold held|deal dealt|send sent|choose chose chosen|understand understood|do did done|get got|run ran",
    )
    for group in line.split("|")
    for verb, *forms in [group.split()]
    for form in forms
}
_BORDERS = re.compile(r"[\n\r;•·|()\[\]{}]+|,(?=\s)|[.!?:](?=\s|$)|\s[-–—]\s")


def is_acronym(word: str) -> bool:
    """Return whether a word is written as an acronym: two to six capitals or digits, one capital at least."""
    return 2 <= len(word) <= 6 and word.isupper()


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the folded stem of a word: plural, -ing, -ed and a last e go, so that *managing* meets *manage*."""
    word = word.casefold().replace("’", "'")
    word = word.removesuffix("'s")
    word = _FORMS.get(word, word)
    if len(word) > 4 and word.endswith("ies"):
        word = word[:-3] + "y"
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def tokens(text: str) -> list[tuple[str, str]]:
    """Return (token, word as written) for the words of a text that carry meaning, in order.

    An acronym stays as it is written, so that *VAT* never meets a *vat*; in a text all in capitals there are none.
    """
    shouting = text.isupper() and len(text) > 12
    found = []
    for word in WORD.findall(text):
        if is_acronym(word) and not shouting:
            found.append((word, word))
        elif word.casefold() not in STOP_WORDS:
            found.append((stem(word), word))
    return found


def compound_places(text: str) -> list[frozenset[int]]:
    """Return, per word of ``text`` with a hyphen inside, the places of its parts among `tokens` of the text."""
    if "-" not in text:
        return []
    found, place = [], 0
    for written in text.split():
        length = len(tokens(written))
        if "-" in written.strip("-") and length > 1:
            found.append(frozenset(range(place, place + length)))
        place += length
    return found


def chunks(text: str) -> list[str]:
    """Return the sentences, list items and lines of a text."""
    return [part.strip() for part in _BORDERS.split(text) if part and part.strip()]
