"""Values that may be one or many, and how to quote them."""

from __future__ import annotations

from typing import Any


def flat(value: Any, where: str) -> list[tuple[Any, str]]:
    """Return the values of a member with their pointers; lists inside lists are one list, as JSON-LD reads them."""
    if not isinstance(value, list):
        return [(value, where)]
    return [pair for index, item in enumerate(value) for pair in flat(item, f"{where}/{index}")]


def listed(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def short(value: Any) -> str:
    """Quote a value in at most 80 characters."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
