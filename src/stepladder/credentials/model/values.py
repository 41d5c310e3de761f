"""What JSON objects are put together with where no class of a standard does it."""

from __future__ import annotations

from typing import Any


def compact(**members: Any) -> dict[str, Any]:
    """Return the members that say something: no nulls, no empty lists or objects, which a signature could not cover."""
    return {name: value for name, value in members.items() if value not in (None, [], {})}
