"""Values that may be one or many, and how to quote them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stepladder.credentials.model.strict_json import Path


def flat(value: Any, path: Path) -> list[tuple[Any, Path]]:
    """Return the values of a member with their paths; lists inside lists are one list, as JSON-LD reads them."""
    if not isinstance(value, list):
        return [(value, path)]
    pairs: list[tuple[Any, Path]] = []
    for index, item in enumerate(value):
        if isinstance(item, list):
            pairs += flat(item, (path, index))
        else:
            pairs.append((item, (path, index)))
    return pairs


def listed(value: Any) -> list[Any]:
    """Return a list as it is, and anything else as a list of one."""
    return value if isinstance(value, list) else [value]


def short(value: Any) -> str:
    """Quote a value in at most 80 characters."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
