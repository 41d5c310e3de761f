"""Linking: the skills of a framework that a text, or each of many texts, speaks of, surest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepladder.skills.linking.suggesting import THRESHOLD, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from stepladder.skills.frameworks.model import Framework

__all__ = ["LinkedSkill", "link", "link_many"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedSkill:
    """A skill that a text speaks of: ``confidence`` 0 to 1, ``because`` the words of the text that decided."""

    uri: str
    label: str
    confidence: float
    because: tuple[str, ...]


def link(text: str, framework: Framework, *, top: int = 5, threshold: float = THRESHOLD) -> tuple[LinkedSkill, ...]:
    """Return at most ``top`` skills of ``framework`` that ``text`` speaks of, surest first; empty when unsure.

    Example: ``link("You will learn to weld steel", starter())``.
    """
    return tuple(
        LinkedSkill(uri=one.uri, label=one.label, confidence=one.confidence, because=one.words)
        for one in suggest(text, framework, top, threshold=threshold)
    )


def link_many(
    texts: Iterable[str], framework: Framework, *, top: int = 5, threshold: float = THRESHOLD
) -> Iterator[tuple[LinkedSkill, ...]]:
    """Give, text by text and in their order, what `link` returns; ``texts`` may be without end."""
    for text in texts:
        yield link(text, framework, top=top, threshold=threshold)
