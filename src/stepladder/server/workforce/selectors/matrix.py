"""Who can do what a role requires: proof and claim kept apart, in every cell and every count."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from stepladder.server.catalog.selectors import framework
from stepladder.server.kernel import clock
from stepladder.server.workforce.models import BaselineSkill, ProvedSkill
from stepladder.skills import SkillAttestation, SkillProfile, gap
from stepladder.skills.evidence import STRENGTHS
from stepladder.skills.frameworks.values import Requirement
from stepladder.skills.gaps import RoleTarget

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from stepladder.server.workforce.models import Role, RoleRequirement, Worker
    from stepladder.skills import Framework

LAPSE_DAYS = 90
MOST_REMEMBERED = 8192
_WORDS = {"worker": "The worker says so", "employer": "Noted by the employer", "role": "Expected from the role held"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One worker and one skill: ``state`` is proof, lapsing, claim, probable or missing."""

    state: str
    strength: str = ""
    until: date | None = None
    reason: str = ""
    source: str = ""

    @property
    def is_proof(self) -> bool:
        return self.state in {"proof", "lapsing"}

    @property
    def word(self) -> str:
        """Return the state in the words of tables that are read without colour."""
        if self.state == "lapsing":
            return f"proved ({self.strength}), lapses {self.until}"
        return {"proof": f"proved ({self.strength})", "claim": "claimed", "probable": "probably"}.get(
            self.state, "missing"
        )


@dataclass(slots=True, kw_only=True)
class Column:
    """One required skill, with how many of the people shown prove it, claim it, probably have it or lack it."""

    requirement: RoleRequirement
    proved: int = 0
    claimed: int = 0
    probable: int = 0
    missing: int = 0
    only: Worker | None = None

    @property
    def single(self) -> bool:
        """Return whether exactly one person proves it: if they leave, nobody does."""
        return self.proved == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One worker across the required skills."""

    worker: Worker
    cells: tuple[Cell, ...]
    essential: int

    def _count(self, *states: str) -> int:
        return sum(1 for cell in self.cells[: self.essential] if cell.state in states)

    @property
    def proved(self) -> int:
        return self._count("proof", "lapsing")

    @property
    def claimed(self) -> int:
        return self._count("claim")

    @property
    def held(self) -> int:
        """Return how many essential skills are proved or claimed."""
        return self.proved + self.claimed

    @property
    def probable(self) -> int:
        return self._count("probable")

    @property
    def missing(self) -> int:
        return self._count("missing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """People against a role's skills; essential skills come first."""

    role: Role
    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    essential: int

    @property
    def singles(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.single)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who could fill a role, and what is missing."""

    row: MatrixRow
    lacking: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class _Held:
    proved: dict[str, ProvedSkill] = field(default_factory=dict)
    baseline: dict[str, BaselineSkill] = field(default_factory=dict)


def matrix(*, role: Role, workers: Iterable[Worker]) -> Matrix:
    """Return the matrix of these people against a role, in two queries beside those of its arguments."""
    people = list(workers)
    requirements = sorted(role.requirements.all(), key=lambda one: (not one.essential, one.skill_label))
    essential = sum(1 for one in requirements if one.essential)
    columns = tuple(Column(requirement=one) for one in requirements)
    rows = []
    for worker, cells in _cells(people, requirements):
        for column, cell in zip(columns, cells, strict=True):
            _count(column, cell, worker)
        rows.append(MatrixRow(worker=worker, cells=cells, essential=essential))
    return Matrix(role=role, columns=columns, rows=tuple(rows), essential=essential)


def lines_for(*, role: Role, worker: Worker) -> tuple[tuple[RoleRequirement, Cell], ...]:
    """Return what a role requires beside what this worker shows."""
    requirements = sorted(role.requirements.all(), key=lambda one: (not one.essential, one.skill_label))
    ((_, cells),) = _cells([worker], requirements)
    return tuple(zip(requirements, cells, strict=True))


def candidates(*, role: Role, workers: Iterable[Worker], limit: int = 10) -> tuple[Candidate, ...]:
    """Return who could fill a role soonest: most essential skills proved or claimed, then most of them proved."""
    found = matrix(role=role, workers=(one for one in workers if one.role_id != role.pk))
    ranked = sorted(
        (row for row in found.rows if row.proved + row.claimed),
        key=lambda row: (-(row.proved + row.claimed), -row.proved, -row.probable, row.worker.name),
    )
    labels = [column.requirement.skill_label for column in found.columns[: found.essential]]
    return tuple(
        Candidate(
            row=row,
            lacking=tuple(
                label for label, cell in zip(labels, row.cells, strict=False) if cell.state in {"missing", "probable"}
            ),
        )
        for row in ranked[:limit]
    )


def _cells(
    people: Sequence[Worker], requirements: Sequence[RoleRequirement]
) -> Iterable[tuple[Worker, tuple[Cell, ...]]]:
    now = clock.now()
    held = _held(people, now)
    wanted, pack = tuple(one.skill_uri for one in requirements), framework()
    for worker in people:
        mine = held[worker.pk]
        probable = _probable(mine, wanted, pack, now.date())
        yield worker, tuple(_cell(mine, one.skill_uri, probable, now) for one in requirements)


def _held(people: Sequence[Worker], now: datetime) -> dict[UUID, _Held]:
    held: dict[UUID, _Held] = defaultdict(_Held)
    keys = [worker.pk for worker in people]
    for row in ProvedSkill.objects.filter(worker__in=keys, ended_at=None):
        mine = held[row.worker_id].proved
        known = mine.get(row.skill_uri)
        if known is None or _worth(row, now) > _worth(known, now):
            mine[row.skill_uri] = row
    for noted in BaselineSkill.objects.filter(worker__in=keys):
        held[noted.worker_id].baseline[noted.skill_uri] = noted
    return held


def _worth(row: ProvedSkill, now: datetime) -> tuple[bool, int, float]:
    """Live before lapsed, then the stronger, then the one that lasts longer."""
    ends = row.valid_until.timestamp() if row.valid_until else float("inf")
    rank = STRENGTHS.index(row.strength) if row.strength in STRENGTHS else 0
    return (ends >= now.timestamp(), rank, ends)


def _cell(mine: _Held, uri: str, probable: frozenset[str], now: datetime) -> Cell:
    proof, noted = mine.proved.get(uri), mine.baseline.get(uri)
    if proof is not None and (proof.valid_until is None or proof.valid_until >= now):
        until = proof.valid_until
        soon = until is not None and until < now + timedelta(days=LAPSE_DAYS)
        return Cell(
            state="lapsing" if soon else "proof",
            strength=proof.strength,
            until=until.date() if until else None,
            reason=f"{proof.strength.capitalize()}: {proof.credential_name}, by {proof.issuer_name}",
            source=proof.issuer_name,
        )
    if proof is not None and proof.valid_until is not None:
        return Cell(state="claim", reason=f"The proof lapsed on {proof.valid_until.date()}: {proof.credential_name}")
    if noted is not None and noted.source != BaselineSkill.Source.ROLE:
        return Cell(state="claim", reason=f"{_WORDS[noted.source]}; not proved", source=noted.source)
    if noted is not None:
        return Cell(state="probable", reason=f"{_WORDS[noted.source]}; nobody has confirmed it", source=noted.source)
    if uri in probable:
        return Cell(state="probable", reason="Implied by other skills: confirm")
    return Cell(state="missing", reason="Nothing speaks for it yet")


def _probable(mine: _Held, wanted: tuple[str, ...], pack: Framework, at: date) -> frozenset[str]:
    """Return the required skills that are implied by what somebody says or proves; expectations imply nothing.

    The answer is remembered with the framework: people hold the same few skills, and a matrix is opened often.
    """
    said = {uri for uri, noted in mine.baseline.items() if noted.source != BaselineSkill.Source.ROLE}
    held = frozenset(said | mine.proved.keys())
    if not held or not wanted:
        return frozenset()
    memo: dict[tuple[frozenset[str], tuple[str, ...]], frozenset[str]] = pack.memo.setdefault("implied", {})
    if (held, wanted) not in memo:
        if len(memo) >= MOST_REMEMBERED:
            memo.clear()
        profile = SkillProfile(attestations=tuple(SkillAttestation.claim(uri) for uri in sorted(held)))
        target = RoleTarget(uri="urn:role", label="role", requirements=tuple(Requirement(skill=uri) for uri in wanted))
        report = gap(profile, target, pack, at=at)
        memo[held, wanted] = frozenset(line.skill for line in report.lines if line.status == "probably_held")
    return memo[held, wanted]


def _count(column: Column, cell: Cell, worker: Worker) -> None:
    if cell.is_proof:
        column.proved += 1
        column.only = worker if column.proved == 1 else None
    elif cell.state == "claim":
        column.claimed += 1
    elif cell.state == "probable":
        column.probable += 1
    else:
        column.missing += 1
