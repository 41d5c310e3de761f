"""What a family of jobs is: skills that all of its people have, and how a background shows that it belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NEVER", "Family", "labels"]

#: An ``evidence_needed`` that no set of skills reaches: only an occupation shows such a family.
NEVER = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """Skills that people of a kind of work all have, by their labels in ESCO 1.1.

    A profile is in the family when a background's ISCO code begins with one of ``isco`` and with none of ``but``, when
    a background's label has one of the words ``called``, or when ``evidence_needed`` of its skills are in ``implies``
    or have one of ``words`` (both as stemmed by `content_words`) in their label.
    """

    name: str
    implies: frozenset[str]
    isco: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    called: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    evidence_needed: int = 4


def labels(text: str) -> frozenset[str]:
    """Return the labels in a text, parted by semicolons and line ends."""
    return frozenset(
        " ".join(label.split()) for line in text.splitlines() for label in line.split(";") if label.strip()
    )
