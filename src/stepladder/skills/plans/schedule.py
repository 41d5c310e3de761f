"""When each step happens: one learner, so many hours a week, earliest due first, prerequisites first."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepladder.skills.plans.instance import FAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.skills.plans.instance import Instance

__all__ = ["Slot", "schedule", "take_order"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """An offer's days from the start of the plan: when it begins and when it is done."""

    offer: int
    begins: float
    done: float


def take_order(instance: Instance, chosen: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the chosen offers in an order that respects prerequisites, and those that can never be begun.

    Earlier due and earlier release first, then what closes more, then what is shorter, then the id.
    """
    inside = set(chosen)
    teachers = {j: [[o for o in others if o in inside] for _, others in instance.supplies[j]] for j in inside}
    left = sorted(
        chosen,
        key=lambda j: (
            min(instance.due[j], FAR),
            instance.release[j],
            -len(instance.covers[j]),
            instance.offers[j].minutes,
            instance.offers[j].id,
        ),
    )
    done: list[int] = []
    seen: set[int] = set()
    while left:
        ready = next(
            (
                j
                for j in left
                if seen.issuperset(instance.needs[j]) and all(seen.intersection(group) for group in teachers[j])
            ),
            None,
        )
        if ready is None:
            break
        done.append(ready)
        seen.add(ready)
        left.remove(ready)
    return done, left


def schedule(instance: Instance, order: Sequence[int], minutes_per_week: float) -> list[Slot]:
    """Return the days of each step; a step with an earlier due day may interrupt one with a later.

    ``order`` breaks ties and must respect prerequisites.
    """
    per_day = minutes_per_week / 7
    place = {j: index for index, j in enumerate(order)}
    left = {j: instance.offers[j].minutes / per_day for j in order}
    begins: dict[int, float] = {}
    done: dict[int, float] = {}
    now = 0.0
    while len(done) < len(order):
        open_steps = [j for j in order if j not in done and _allowed(instance, j, done, place)]
        ready = [j for j in open_steps if instance.release[j] <= now + 1e-9]
        coming = [instance.release[j] for j in open_steps if instance.release[j] > now + 1e-9]
        if not ready:
            now = min(coming)
            continue
        now_doing = min(ready, key=lambda j: (min(instance.due[j], FAR), place[j]))
        begins.setdefault(now_doing, now)
        until = min([now + left[now_doing], *coming])
        left[now_doing] -= until - now
        now = until
        if left[now_doing] <= 1e-9:
            done[now_doing] = now
    return [Slot(offer=j, begins=begins[j], done=done[j]) for j in order]


def _allowed(instance: Instance, offer: int, done: dict[int, float], place: dict[int, int]) -> bool:
    if any(other not in done for other in instance.needs[offer]):
        return False
    for _, others in instance.supplies[offer]:
        before = [o for o in others if o in place and place[o] < place[offer]]
        if before and not any(o in done for o in before):
            return False
    return True


def weeks_of(slot: Slot) -> tuple[int, int]:
    """Return the week in which a slot begins (from 0) and how many weeks it touches (at least 1)."""
    first = math.floor(slot.begins / 7 + 1e-9)
    last = max(first + 1, math.ceil(slot.done / 7 - 1e-9))
    return first, last - first
