"""Texts that people read, in one language or several (VC Data Model 2.0, section 11.1)."""

from __future__ import annotations

from dataclasses import dataclass, field

from stepladder.credentials.model.kinds import PLAIN
from stepladder.credentials.model.mapping import Value, member


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageValue(Value):
    """A text that says its language (BCP 47) and, if it must, its direction, ``ltr`` or ``rtl``."""

    value: str = field(metadata=member(PLAIN, name="@value"))
    language: str | None = field(default=None, metadata=member(PLAIN, name="@language"))
    direction: str | None = field(default=None, metadata=member(PLAIN, name="@direction"))

    STANDARD = "VC Data Model 2.0, section 11.1"


Text = str | LanguageValue | tuple[str | LanguageValue, ...]
"""A plain string; a text with its language; or several of these, one for each language."""


def text_in(text: Text | None, language: str = "") -> str | None:
    """Return a text as a plain string: the one in the language (``de`` also finds ``de-AT``), or else the first.

    >>> name = (LanguageValue(value="Welding", language="en"), LanguageValue(value="Schweißen", language="de-AT"))
    >>> text_in(name, "de"), text_in(name, "fr"), text_in("Welding"), text_in(None)
    ('Schweißen', 'Welding', 'Welding', None)
    """
    if text is None or isinstance(text, str):
        return text
    several = text if isinstance(text, tuple) else (text,)
    wanted = language.lower()
    for one in several:
        if wanted and isinstance(one, LanguageValue) and one.language:
            found = one.language.lower()
            if found == wanted or found.startswith(f"{wanted}-"):
                return one.value
    first = next(iter(several), None)
    return first.value if isinstance(first, LanguageValue) else first
