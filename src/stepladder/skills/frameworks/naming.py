"""Names under which frameworks are kept: short, safe in a file's name, on a command line and in a URN."""

from __future__ import annotations

import re
import unicodedata

from stepladder.skills.errors import FrameworkError

__all__ = ["LANGUAGE", "MOST_LANGUAGES", "checked_language", "checked_name", "name_from", "version_from"]

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8}){0,4}")  # BCP 47, as far as labels need it
MOST_LANGUAGES = 50  # each is a column as long as the framework

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,79}")  # no underscore: the file of a pack writes a dash as one
TAKEN = ("starter", "esco", "onet")  # names of frameworks that Stepladder reads from their publishers


def checked_name(name: str, version: str) -> tuple[str, str]:
    """Return name and version; raises `FrameworkError` (``framework.bad_name``) for ones that cannot be used."""
    for what, text in (("name", name), ("version", version)):
        if not _NAME.fullmatch(text):
            raise FrameworkError(
                f"The {what} {text[:100]!r} cannot be used",
                code="framework.bad_name",
                hint="Use up to 80 letters of a to z, digits, dots and dashes.",
            )
    if name.lower() in TAKEN:
        raise FrameworkError(
            f"The name {name!r} belongs to a framework that is read from its publisher",
            code="framework.bad_name",
            hint="Choose another one.",
        )
    return name, version


def checked_language(tag: str) -> str:
    """Return a language tag; raises `FrameworkError` (``framework.bad_language``) for what is none."""
    if not LANGUAGE.fullmatch(tag):
        raise FrameworkError(
            f"{tag[:100]!r} is no language tag",
            code="framework.bad_language",
            hint="Write it like de, fr or pt-br.",
        )
    return tag


def name_from(title: str) -> str:
    """Return a name made of a title: “Digital Skills, Level 1” is ``digital-skills-level-1``."""
    letters = unicodedata.normalize("NFKD", title[:400]).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-") or "framework"


def version_from(text: str) -> str:
    """Return a version made of what a publisher states: “v 2.0 (2024)” is ``v-2.0-2024``; nothing is ``1``."""
    return re.sub(r"[^A-Za-z0-9.-]+", "-", text[:80]).strip("-.") or "1"
