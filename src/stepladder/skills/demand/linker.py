"""The linker that reads postings: the skills that a text names, and a name for the linker's version.

A posting is long, and what is counted should be what it says: so the skills are those that a clause names (`suggest`),
not those that the text as a whole resembles most.
"""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stepladder.skills.demand.collecting import LinkTexts
    from stepladder.skills.frameworks.model import Framework

__all__ = ["linker_of", "linker_version"]

MOST_SKILLS = 60
# What decides which skills a clause names.
_PARTS = ("index.py", "suggesting.py", "words.py")


def linker_of(framework: Framework, threshold: float) -> LinkTexts:
    """Return the linker over a framework: texts in, for each the URIs of at most 60 skills that it names."""
    from stepladder.skills.linking import suggest

    def link(texts: Sequence[str], /) -> Iterable[Sequence[str]]:
        return ([one.uri for one in suggest(text, framework, MOST_SKILLS, threshold=threshold)] for text in texts)

    return link


@cache
def linker_version() -> str:
    """Return a name that changes when the linker's own code does, so that two are never mixed in a series.

    It is ``named-`` and eight digits of the SHA-256 of the source files that decide.
    """
    digest = hashlib.sha256()
    folder = resources.files("stepladder.skills.linking")
    for name in _PARTS:
        digest.update(name.encode() + b"\0" + folder.joinpath(name).read_bytes())
    return f"named-{digest.hexdigest()[:8]}"
