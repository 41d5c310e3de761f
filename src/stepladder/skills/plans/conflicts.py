"""Why there is no plan: the smallest set of conditions that cannot hold together, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.skills.errors import NoPlanError
from stepladder.skills.plans.explain import money
from stepladder.skills.plans.milp import programme, solve
from stepladder.skills.plans.search import Effort, best

if TYPE_CHECKING:
    from stepladder.skills.plans.instance import Instance, Limits

__all__ = ["limit_words", "no_offer", "no_plan", "rows_that_clash"]

ROUNDS = 60


def no_plan(instance: Instance, limits: Limits, effort: Effort) -> NoPlanError:
    """Return the error that names the smallest conflicting set.

    A skill that no usable offer closes is such a set by itself. Otherwise: the fewest limits that clash with closing
    everything, then the fewest skills that clash with those limits (by hitting sets; each round is solved exactly).
    """
    if len(instance.closable) < len(instance.lines):
        return no_offer(instance)
    clash, lifted = _limits(instance, limits, effort)
    rows, smallest = rows_that_clash(instance, lifted, effort)
    words = [
        *(limit_words(name, instance, limits) for name in clash),
        *(f"close “{instance.lines[r].label}”" for r in rows),
    ]
    if instance.excludes and not clash:
        words.append("offers that exclude each other")
    need = best(instance, limits.without("budget"), "cost", effort, all_or_nothing=True) if "budget" in clash else None
    price = (
        f" Closing everything costs {money(sum(instance.offers[j].cents for j in need.order), _currency(instance))}."
        if need is not None
        else ""
    )
    return NoPlanError(
        f"These cannot hold together: {'; '.join(words)}.{price}",
        code="plan.conflict",
        hint=("" if smallest else "A smaller set may exist. ")
        + "Lift one of them, or ask for the best plan within the limits.",
        conflicts=tuple(words),
    )


def no_offer(instance: Instance) -> NoPlanError:
    """Return the error that names the skills which no usable offer closes."""
    closable = set(instance.closable)
    lacking = [line.label for row, line in enumerate(instance.lines) if row not in closable]
    others = f" The same holds for {len(lacking) - 1} more: {', '.join(lacking[1:4])}." if len(lacking) > 1 else ""
    return NoPlanError(
        f"“{lacking[0]}” cannot be closed: no usable offer in this catalogue teaches it.{others}",
        code="plan.no_offer",
        hint="Ask for the best plan within the budget instead of full closure, or add offers.",
        conflicts=tuple(f"close “{label}”" for label in lacking),
    )


def _limits(instance: Instance, limits: Limits, effort: Effort) -> tuple[tuple[str, ...], Limits]:
    """Return the fewest limits under which not everything can be closed, and limits with only those in force."""
    present = [name for name, value in (("budget", limits.budget), ("deadline", limits.deadline)) if value is not None]
    tries: list[tuple[str, ...]] = [(), *((name,) for name in present), tuple(present)]
    for kept in tries:
        alone = limits.without(*(name for name in ("budget", "deadline") if name not in kept))
        if best(instance, alone, "count", effort, all_or_nothing=True, tie_break=False) is None:
            return kept, alone
    return tuple(present), limits


def rows_that_clash(instance: Instance, limits: Limits, effort: Effort) -> tuple[list[int], bool]:
    """Return the fewest gap rows that cannot all be closed, and whether that is proved to be the fewest."""
    everything = set(instance.closable)
    corrections: list[frozenset[int]] = []
    for _ in range(ROUNDS):
        hitting = _smallest_hitting(corrections)
        model = programme(instance, limits, must_close=hitting)
        found = solve(model, row_value=[1.0] * len(instance.lines), maximise=True, time_limit=effort.seconds)
        if found.chosen is None:
            return sorted(hitting), True
        closed = {row for j in found.chosen for row in instance.covers[j]}
        if everything <= closed:
            break  # only the order in time or a ring clashes; name all
        corrections.append(frozenset(everything - closed))
    kept = sorted(everything)
    for row in sorted(everything):  # irreducible, if not proved smallest
        fewer = [other for other in kept if other != row]
        if (
            len(kept) > 1
            and solve(programme(instance, limits, must_close=fewer), time_limit=effort.seconds).chosen is None
        ):
            kept = fewer
    return kept, False


def _smallest_hitting(sets: list[frozenset[int]]) -> frozenset[int]:
    """Return a smallest set that meets every one of ``sets`` (exact, by depth-limited search)."""
    size = 0
    while True:
        found = _hit(sets, size)
        if found is not None:
            return found
        size += 1


def _size(one: frozenset[int]) -> tuple[int, list[int]]:
    return len(one), sorted(one)


def _hit(sets: list[frozenset[int]], size: int) -> frozenset[int] | None:
    if not sets:
        return frozenset()
    if size == 0:
        return None
    smallest: frozenset[int] = min(sets, key=_size)
    for element in sorted(smallest):
        rest = _hit([one for one in sets if element not in one], size - 1)
        if rest is not None:
            return rest | {element}
    return None


def limit_words(name: str, instance: Instance, limits: Limits) -> str:
    """Return a limit as what it asks for: "spend at most 120 EUR"."""
    if name == "budget":
        return f"spend at most {money(limits.budget or 0, _currency(instance)) if limits.budget else 'nothing'}"
    pace = f" at {limits.minutes_per_week / 60:g} hours a week" if limits.minutes_per_week else ""
    return f"be done by {limits.deadline.isoformat() if limits.deadline else ''}{pace}"


def _currency(instance: Instance) -> str:
    return next((offer.currency for offer in instance.by_id.values() if offer.price), "EUR")
