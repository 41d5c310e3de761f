"""A hierarchy of skills and groups must end somewhere: what is broader than itself is refused by every reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["circle_in"]


def circle_in(broader: Sequence[Sequence[int]]) -> list[int]:
    """Return nodes that are each broader than the one before, the first also the last; empty where there is no circle.

    ``broader[node]`` holds the nodes one step up. Time and memory grow with nodes and edges, not with depth.
    """
    left = [len(up) for up in broader]
    below: list[list[int]] = [[] for _ in broader]
    for node, up in enumerate(broader):
        for wide in up:
            below[wide].append(node)
    free = [node for node, number in enumerate(left) if not number]
    for node in free:
        for narrow in below[node]:
            left[narrow] -= 1
            if not left[narrow]:
                free.append(narrow)  # the queue is read while it grows
    start = next((node for node, number in enumerate(left) if number), None)
    if start is None:
        return []
    path, places = [start], {start: 0}
    while True:  # every node that is left has one above it that is left
        node = next(wide for wide in broader[path[-1]] if left[wide])
        if node in places:
            return [*path[places[node] :], node]
        places[node] = len(path)
        path.append(node)
