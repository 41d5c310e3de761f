"""From offers and a gap to numbers: what is usable, what matters, what is dominated."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

from stepladder.skills.errors import SkillsError
from stepladder.skills.plans.dominance import undominated
from stepladder.skills.plans.wishes import NOTHING, Conditions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stepladder.skills.gaps.report import GapLine
    from stepladder.skills.plans.model import LearningOpportunity, Objective

__all__ = ["Instance", "Limits", "build_instance"]

FAR = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a plan may spend: cents in all, minutes a week, days from the start to the deadline."""

    at: date
    budget: int | None = None
    minutes_per_week: float | None = None
    deadline: date | None = None

    @property
    def days(self) -> int | None:
        """Return the days until the deadline."""
        return None if self.deadline is None else (self.deadline - self.at).days

    def without(self, *names: str) -> Limits:
        """Return these limits with some lifted: ``budget``, ``deadline``."""
        return Limits(
            at=self.at,
            budget=None if "budget" in names else self.budget,
            minutes_per_week=self.minutes_per_week,
            deadline=None if "deadline" in names else self.deadline,
        )


@dataclass(slots=True, kw_only=True)
class Instance:
    """The problem in numbers, offers in order of their ids.

    ``covers[j]`` are the gap rows that offer ``j`` closes, ``needs[j]`` the offers that must be chosen with it,
    ``supplies[j]`` per missing required skill the offers that teach it; ``release`` and ``due`` are days from the start
    (`FAR`: none), carried along prerequisites. ``unusable`` says in words why other offers were left out.
    """

    lines: tuple[GapLine, ...]
    values: list[int]
    offers: list[LearningOpportunity]
    covers: list[tuple[int, ...]]
    needs: list[tuple[int, ...]]
    supplies: list[tuple[tuple[str, tuple[int, ...]], ...]]
    excludes: list[tuple[int, int]]
    release: list[float]
    due: list[float]
    limits: Limits
    unusable: dict[str, str] = field(default_factory=dict)
    dominated: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    by_id: dict[str, LearningOpportunity] = field(default_factory=dict)
    conditions: Conditions = NOTHING
    must: frozenset[int] = frozenset()

    @property
    def closable(self) -> tuple[int, ...]:
        """Return the gap rows that some usable offer closes."""
        return tuple(sorted({row for rows in self.covers for row in rows}))

    def suppliers(self) -> list[list[int]]:
        """Return, per gap row, the offers that close it."""
        found: list[list[int]] = [[] for _ in self.lines]
        for offer, rows in enumerate(self.covers):
            for row in rows:
                found[row].append(offer)
        return found


VALUE_UNIT = 10_000


def build_instance(
    lines: tuple[GapLine, ...],
    opportunities: Iterable[LearningOpportunity],
    *,
    held: frozenset[str],
    claimed: frozenset[str],
    completed: frozenset[str],
    proof: bool,
    limits: Limits,
    presolve_for: Objective | None = None,
    conditions: Conditions = NOTHING,
) -> Instance:
    """Return the problem for gap ``lines``; raises `SkillsError` for an id used twice or prices in two currencies."""
    by_id = _by_id(opportunities)
    rows = {line.skill: row for row, line in enumerate(lines)}
    needs = {key: _open_needs(offer, by_id, held, completed) for key, offer in by_id.items()}
    unusable = _unusable(by_id, needs, completed, limits, conditions)
    teaches: dict[str, list[str]] = defaultdict(list)
    for key, offer in by_id.items():
        if key not in unusable and not offer.assessment_only:
            for skill in offer.skills:
                teaches[skill].append(key)
    wants = {
        key: tuple(skill for skill in dict.fromkeys(by_id[key].requires_skills) if skill not in held)
        for key in by_id
        if key not in unusable
    }
    _drop_unreachable(wants, needs, teaches, unusable)
    closes = {
        key: _closes(offer, lines, rows, claimed, proof=proof) for key, offer in by_id.items() if key not in unusable
    }
    required = {key for key in conditions.required if key in closes}
    relevant = _relevant({key for key, found in closes.items() if found} | required, needs, wants, teaches, unusable)
    order = sorted(relevant)
    place = {key: index for index, key in enumerate(order)}
    instance = Instance(
        lines=lines,
        values=[max(1, round(VALUE_UNIT * line.weight * (line.need_proof if proof else line.need))) for line in lines],
        offers=[by_id[key] for key in order],
        covers=[closes[key] for key in order],
        needs=[tuple(place[other] for other in needs[key]) for key in order],
        supplies=[
            tuple((skill, tuple(place[o] for o in teaches[skill] if o in place and o != key)) for skill in wants[key])
            for key in order
        ],
        excludes=_exclusions(order, by_id, place, conditions),
        release=[],
        due=[],
        limits=limits,
        unusable=unusable,
        by_id=by_id,
        conditions=conditions,
        must=frozenset(place[key] for key in required),
    )
    _windows(instance)
    # A ceiling may ask for more of what is dear: nothing dominates then.
    return undominated(instance, presolve_for) if presolve_for is not None and not conditions.ceilings else instance


def _by_id(opportunities: Iterable[LearningOpportunity]) -> dict[str, LearningOpportunity]:
    found: dict[str, LearningOpportunity] = {}
    currencies: dict[str, str] = {}
    for offer in sorted(opportunities, key=lambda one: one.id):
        if offer.id in found:
            raise SkillsError(
                f"Two learning opportunities have the id {offer.id!r}",
                code="catalogue.duplicate_id",
                where=offer.id,
                hint="Give each its own id.",
            )
        found[offer.id] = offer
        if offer.price:
            currencies.setdefault(offer.currency, offer.id)
    if len(currencies) > 1:
        raise SkillsError(
            f"Prices are in {len(currencies)} currencies: "
            + ", ".join(f"{c} ({i})" for c, i in sorted(currencies.items())),
            code="catalogue.currencies",
            hint="Convert them to one currency first; we do not guess exchange rates.",
        )
    return found


def _open_needs(
    offer: LearningOpportunity, by_id: dict[str, LearningOpportunity], held: frozenset[str], completed: frozenset[str]
) -> tuple[str, ...]:
    """The prerequisites that neither a completed offer nor held skills satisfy."""
    if not offer.prerequisites:
        return ()

    def satisfied(key: str) -> bool:
        other = by_id.get(key)
        return key in completed or (other is not None and bool(other.skills) and held.issuperset(other.skills))

    return tuple(key for key in dict.fromkeys(offer.prerequisites) if not satisfied(key))


def _unusable(
    by_id: dict[str, LearningOpportunity],
    needs: dict[str, tuple[str, ...]],
    completed: frozenset[str],
    limits: Limits,
    conditions: Conditions,
) -> dict[str, str]:
    out: dict[str, str] = {}
    for key, offer in by_id.items():
        if key in completed:
            out[key] = "already completed"
        elif key in conditions.barred:
            out[key] = conditions.barred[key]
        elif offer.seats == 0:
            out[key] = "no seats are left"
        elif offer.starts is not None and offer.starts < limits.at:
            out[key] = f"it started on {offer.starts.isoformat()}"
        elif offer.ends is not None and offer.ends < limits.at:
            out[key] = f"it ended on {offer.ends.isoformat()}"
        elif any(other not in by_id for other in needs[key]):
            lacking = next(other for other in needs[key] if other not in by_id)
            out[key] = f"its prerequisite {lacking!r} is not in this catalogue"
    state: dict[str, int] = {}
    for key in sorted(key for key, others in needs.items() if others):
        _mark_cycles(key, needs, state, out)
    _spread(needs, out, by_id)
    return out


def _mark_cycles(start: str, needs: dict[str, tuple[str, ...]], state: dict[str, int], out: dict[str, str]) -> None:
    """Depth first without recursion: an edge back to an open node closes a ring, and all on the ring are unusable."""
    if state.get(start):
        return
    path: list[tuple[str, int]] = [(start, 0)]
    state[start] = 1
    while path:
        key, position = path.pop()
        following = [other for other in needs.get(key, ()) if other in needs]
        if position >= len(following):
            state[key] = 2
            continue
        path.append((key, position + 1))
        other = following[position]
        if state.get(other) == 1:
            names = [name for name, _ in path]
            for name in names[names.index(other) :]:
                out[name] = "its prerequisites run in a circle"
        elif not state.get(other):
            state[other] = 1
            path.append((other, 0))


def _spread(needs: dict[str, tuple[str, ...]], out: dict[str, str], by_id: dict[str, LearningOpportunity]) -> None:
    """What needs something unusable is unusable too."""
    dependants: dict[str, list[str]] = defaultdict(list)
    for key, others in needs.items():
        for other in others:
            dependants[other].append(key)
    queue = sorted(out)
    while queue:
        key = queue.pop()
        if out[key] == "already completed":
            continue
        for other in dependants[key]:
            if other not in out:
                out[other] = f"its prerequisite “{by_id[key].name}” cannot be taken ({out[key]})"
                queue.append(other)


def _drop_unreachable(
    wants: dict[str, tuple[str, ...]],
    needs: dict[str, tuple[str, ...]],
    teaches: dict[str, list[str]],
    unusable: dict[str, str],
) -> None:
    """Drop what can never be begun: from nothing, take all that can be taken until nothing is added."""
    waiting = sorted(wants)
    if not any(wants[key] or needs[key] for key in waiting):
        return
    taken: set[str] = set()
    learned: set[str] = set()
    taught_by: dict[str, list[str]] = defaultdict(list)
    for skill, keys in teaches.items():
        for key in keys:
            taught_by[key].append(skill)
    while True:
        now = [k for k in waiting if taken.issuperset(needs[k]) and learned.issuperset(wants[k])]
        if not now:
            break
        taken.update(now)
        for key in now:
            learned.update(taught_by[key])
        waiting = [key for key in waiting if key not in taken]
    for key in waiting:
        unusable[key] = "what it requires cannot be had from this catalogue"
        del wants[key]
    for skill in list(teaches):
        teaches[skill] = [key for key in teaches[skill] if key not in unusable]


def _closes(
    offer: LearningOpportunity,
    lines: tuple[GapLine, ...],
    rows: dict[str, int],
    claimed: frozenset[str],
    *,
    proof: bool,
) -> tuple[int, ...]:
    found = {rows[s] for s in offer.skills if s in rows and _reaches(offer, lines[rows[s]], claimed, proof=proof)}
    return tuple(sorted(found))


def _reaches(offer: LearningOpportunity, line: GapLine, claimed: frozenset[str], *, proof: bool) -> bool:
    renewal = line.status == "held"  # among the open lines only because it lapses
    if offer.assessment_only and not ((proof or renewal) and line.skill in claimed):
        return False  # an assessment proves what one can do; it teaches nothing
    level = offer.levels.get(line.skill)
    return level is None or level >= line.required_level - 1e-9


def _relevant(
    start: set[str],
    needs: dict[str, tuple[str, ...]],
    wants: dict[str, tuple[str, ...]],
    teaches: dict[str, list[str]],
    unusable: dict[str, str],
) -> set[str]:
    """Return what is wanted for itself, and all that this may need."""
    found = set(start)
    queue = sorted(found)
    while queue:
        key = queue.pop()
        for other in (*needs[key], *(o for skill in wants[key] for o in teaches[skill])):
            if other not in found and other not in unusable:
                found.add(other)
                queue.append(other)
    return found


def _exclusions(
    order: list[str], by_id: dict[str, LearningOpportunity], place: dict[str, int], conditions: Conditions
) -> list[tuple[int, int]]:
    pairs = {
        (min(place[key], place[other]), max(place[key], place[other]))
        for key in order
        for other in by_id[key].excludes
        if other in place and other != key
    }
    for group in conditions.exclusive:
        inside = sorted(place[key] for key in group if key in place)
        pairs.update(combinations(inside, 2))
    return sorted(pairs)


def _windows(instance: Instance) -> None:
    """Days in which each offer can be begun and must be done, carried along prerequisites (Lawler's modified dates)."""
    limits = instance.limits
    per_day = (limits.minutes_per_week or 0) / 7
    count = len(instance.offers)
    length = [offer.minutes / per_day if per_day else 0.0 for offer in instance.offers]
    release = [float(max(0, (o.starts - limits.at).days)) if o.starts else 0.0 for o in instance.offers]
    due = [float((o.ends + timedelta(days=1) - limits.at).days) if o.ends else float(FAR) for o in instance.offers]
    ordered = topological(instance.needs)
    for offer in ordered:
        for other in instance.needs[offer]:
            release[offer] = max(release[offer], release[other] + length[other])
    for offer in reversed(ordered):
        for other in instance.needs[offer]:
            due[other] = min(due[other], due[offer] - length[offer])
    instance.release, instance.due = release, due
    assert len(ordered) == count  # noqa: S101 - rings were dropped before


def topological(needs: list[tuple[int, ...]]) -> list[int]:
    """Return the offers so that each comes after what it needs."""
    left = [len(others) for others in needs]
    dependants: dict[int, list[int]] = defaultdict(list)
    for offer, others in enumerate(needs):
        for other in others:
            dependants[other].append(offer)
    ready = [offer for offer, number in enumerate(left) if number == 0]
    found: list[int] = []
    while ready:
        offer = ready.pop()
        found.append(offer)
        for other in dependants[offer]:
            left[other] -= 1
            if left[other] == 0:
                ready.append(other)
    return found
