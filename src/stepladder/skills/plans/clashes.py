"""Why wishes and limits cannot hold together: the smallest set that clashes, in words.

First the fewest of budget, deadline and wishes that clash (with closing every skill, where that is asked), by trying
sets from small to large; then, under those, the fewest skills (`conflicts`). Each try is solved exactly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from stepladder.skills.errors import NoPlanError
from stepladder.skills.plans.conflicts import limit_words, no_offer, rows_that_clash
from stepladder.skills.plans.search import best
from stepladder.skills.plans.wishes import Ceiling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.skills.plans.instance import Instance
    from stepladder.skills.plans.solving import Question

__all__ = ["clash_of"]

TRIED = 10  # conditions up to which sets are tried from small to large: at most 1,024 of them


@dataclass(frozen=True, slots=True, kw_only=True)
class _Condition:
    """One condition in words: a limit, an offer to take, offers to do without, or a set of which one is taken."""

    words: str
    limit: str = ""
    take: str = ""
    leave: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()


def clash_of(question: Question) -> NoPlanError:
    """Return the error that names the smallest set of conditions that cannot hold together."""
    bare = replace(question.conditions, required=(), barred={}, exclusive=())
    bases = tuple(question.instance(case, bare, presolve=False) for case in question.cases)
    base = bases[0]
    for key in question.conditions.required:
        if key in base.unusable:
            name = base.by_id[key].name
            return NoPlanError(
                f"“{name}” is to be taken, but {base.unusable[key]}.",
                code="plan.conflict",
                hint="Do not ask for it.",
                conflicts=(f"take “{name}”",),
            )
    if question.full_closure and len(base.closable) < len(base.lines):
        return no_offer(base)
    bases = tuple(_with_required(question, number) for number in range(len(bases)))
    present = _conditions(question, bases[0])
    kept, smallest = _fewest(question, bases, present)
    words = [one.words for one in kept]
    if question.full_closure:
        rows, fewest = _rows(question, bases, kept)
        smallest = smallest and fewest
        words += [f"close “{base.lines[row].label}”" for row in rows]
    if base.excludes:
        words += _excluded(base, kept)
    return NoPlanError(
        f"These cannot hold together: {'; '.join(words)}.",
        code="plan.conflict",
        hint=("" if smallest else "A smaller set may exist. ") + "Lift one of them.",
        conflicts=tuple(words),
    )


def _with_required(question: Question, number: int) -> Instance:
    """The problem with what is required among its offers, but nothing forced and nothing barred yet."""
    conditions = replace(question.conditions, barred={}, exclusive=())
    return question.instance(question.cases[number], conditions, presolve=False)


def _conditions(question: Question, base: Instance) -> list[_Condition]:
    asked, limits = question.conditions, question.limits
    found = [
        _Condition(words=limit_words(name, base, limits), limit=name)
        for name, value in (("budget", limits.budget), ("deadline", limits.deadline))
        if value is not None
    ]
    found += [_Condition(words=f"take “{base.by_id[key].name}”", take=key) for key in asked.required]
    by_reason: dict[str, list[str]] = {}
    for key, reason in asked.barred.items():
        if reason.startswith("you asked"):
            found.append(_Condition(words=f"do without “{base.by_id[key].name}”", leave=(key,)))
        else:
            by_reason.setdefault(reason.rpartition(" and you asked for ")[2], []).append(key)
    found += [_Condition(words=f"only offers in {wanted}", leave=tuple(keys)) for wanted, keys in by_reason.items()]
    found += [
        _Condition(words="at most one of " + ", ".join(f"“{base.by_id[key].name}”" for key in group), one_of=group)
        for group in asked.exclusive
    ]
    return found


def _fewest(question: Question, bases: Sequence[Instance], present: list[_Condition]) -> tuple[list[_Condition], bool]:
    """Return the fewest conditions that clash, and whether no fewer do; of many: a set of which none can be lifted."""
    if len(present) <= TRIED:
        for size in range(len(present) + 1):
            for some in combinations(present, size):
                if not _possible(question, bases, some):
                    return list(some), True
    kept = list(present)
    for one in present:
        fewer = [other for other in kept if other is not one]
        if not _possible(question, bases, fewer):
            kept = fewer
    return kept, len(kept) <= 1


def _possible(question: Question, bases: Sequence[Instance], kept: Sequence[_Condition]) -> bool:
    for base in bases:
        instance = _under(base, kept)
        answer = best(
            instance,
            instance.limits,
            "count",
            question.effort,
            all_or_nothing=question.full_closure,
            tie_break=False,
        )
        if answer is not None:
            return True
    return False


def _under(base: Instance, kept: Sequence[_Condition]) -> Instance:
    """Return the problem with only these conditions in force."""
    place = {offer.id: number for number, offer in enumerate(base.offers)}
    barred = {key: 1 for one in kept for key in one.leave if key in place}
    excludes = set(base.excludes)
    for one in kept:
        excludes.update(combinations(sorted(place[key] for key in one.one_of if key in place), 2))
    off = {"budget", "deadline"} - {one.limit for one in kept}
    ceilings = base.conditions.ceilings + ((Ceiling(amounts=barred, at_most=0),) if barred else ())
    return replace(
        base,
        must=frozenset(place[one.take] for one in kept if one.take),
        excludes=sorted(excludes),
        limits=base.limits.without(*off),
        conditions=replace(base.conditions, ceilings=ceilings),
    )


def _rows(question: Question, bases: Sequence[Instance], kept: Sequence[_Condition]) -> tuple[list[int], bool]:
    if len(bases) > 1:  # several cases, each with a smallest set of its own: name all skills
        return list(bases[0].closable), False
    instance = _under(bases[0], kept)
    return rows_that_clash(instance, instance.limits, question.effort)


def _excluded(base: Instance, kept: Sequence[_Condition]) -> list[str]:
    taken = {one.take for one in kept if one.take}
    return [
        f"“{base.offers[a].name}” and “{base.offers[b].name}” exclude each other"
        for a, b in base.excludes
        if {base.offers[a].id, base.offers[b].id} <= taken
    ]
