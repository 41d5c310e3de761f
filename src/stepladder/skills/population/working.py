"""A population in blocks, worked through by threads: numpy and scipy let go of the interpreter while they compute."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stepladder.skills.population.layout import Layout

__all__ = ["MILLION", "blocks", "in_threads"]

MILLION = 1_000_000
PEOPLE = 16_384  # of one block: the more, the more alike are those who are ranked together
ENTRIES = 1 << 20  # holdings of one block at most, unless one person alone has more


def blocks(layout: Layout, people: int | None = None) -> list[slice]:
    """Return consecutive people in blocks of a bounded size."""
    start, people = layout.population.start, people or PEOPLE
    found, first = [], 0
    while first < len(start) - 1:
        fits = int(np.searchsorted(start, start[first] + ENTRIES, side="right")) - 1
        last = min(max(fits, first + 1), first + people, len(start) - 1)
        found.append(slice(first, last))
        first = last
    return found


def in_threads(
    work: Callable[[slice], int],
    parts: Sequence[slice],
    threads: int | None,
    progress: Callable[[int], object] | None,
) -> None:
    """Do the work of every part and say after each how many people it was."""
    count = min(len(parts), threads or _processors())
    tell = progress or (lambda _: None)
    if count < 2:
        for part in parts:
            tell(work(part))
        return
    with ThreadPoolExecutor(count) as pool:
        for people in pool.map(work, parts):
            tell(people)


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)  # not everywhere
    return len(affinity(0)) if affinity else os.cpu_count() or 1
