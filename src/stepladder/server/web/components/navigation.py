"""Navigation."""

from typing import Any


def navigation(_request: Any) -> dict[str, Any]:
    """Return nothing yet."""
    return {}
