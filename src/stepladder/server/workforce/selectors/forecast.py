"""The figures that matter to an employer: what lapses, what lacks most, and totals that name nobody."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q

from stepladder.server.kernel import clock
from stepladder.server.workforce.models import BaselineSkill, ProvedSkill, RoleRequirement, Worker
from stepladder.server.workforce.selectors.matrix import LAPSE_DAYS
from stepladder.server.workforce.selectors.people import RoleSummary, employed, role_summaries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from stepladder.server.accounts.models import Organisation
    from stepladder.server.workforce.models import Role
    from stepladder.server.workforce.selectors.matrix import Matrix

LEAST_GROUP = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiringProof:
    """Proof that ends soon, and whether others prove the same."""

    proof: ProvedSkill
    days: int
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillGap:
    """An essential skill that people in a role lack: counted with claims, and with proof alone."""

    role: Role
    skill_uri: str
    label: str
    people: int
    proved: int
    claimed: int

    @property
    def without_proof(self) -> int:
        return self.people - self.proved

    @property
    def without_any(self) -> int:
        return self.people - self.proved - self.claimed


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """The employer's first page in figures."""

    people: int
    linked: int
    with_proof: int
    baseline: int
    roles: Sequence[RoleSummary]
    to_fill: Sequence[RoleSummary]
    gaps: Sequence[SkillGap]
    lapsing: Sequence[ExpiringProof]

    @property
    def open_seats(self) -> int:
        return sum(role.open_seats for role in self.to_fill)

    @property
    def described_roles(self) -> int:
        return sum(1 for role in self.roles if role.essential)


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamTotal:
    """A team's totals over a role's essential skills; ``None`` where the group is too small to be named."""

    name: str
    people: int | None
    proved: float | None = None
    claimed: float | None = None
    missing: float | None = None


def overview(organisation: Organisation) -> Overview:
    """Return the overview in about ten queries, however many people there are."""
    here = Worker.objects.filter(employed(), organisation=organisation)
    counts = here.aggregate(people=Count("pk"), linked=Count("person"))
    roles = role_summaries(organisation)
    live = _live(organisation)
    return Overview(
        people=counts["people"],
        linked=counts["linked"],
        with_proof=live.values("worker").distinct().count(),
        baseline=BaselineSkill.objects.filter(worker__in=here).values("worker").distinct().count(),
        roles=roles,
        to_fill=sorted((role for role in roles if role.open_seats), key=lambda one: -one.open_seats),
        gaps=biggest_gaps(organisation)[:5],
        lapsing=lapse_forecast(organisation),
    )


def biggest_gaps(organisation: Organisation) -> list[SkillGap]:
    """Return the essential skills that most people in their own role have not proved, the largest lack first."""
    here = dict(
        Worker.objects.filter(employed(), organisation=organisation, role__isnull=False).values_list("pk", "role_id")
    )
    people = Counter(here.values())
    proved = _holders(_live(organisation).values_list("worker_id", "skill_uri"), here)
    words = BaselineSkill.objects.filter(worker__organisation=organisation).exclude(source=BaselineSkill.Source.ROLE)
    said = _holders(words.values_list("worker_id", "skill_uri"), here)
    gaps = []
    required = RoleRequirement.objects.filter(role__organisation=organisation, essential=True).select_related("role")
    for one in required:
        key = (one.role_id, one.skill_uri)
        if people[one.role_id]:
            gaps.append(
                SkillGap(
                    role=one.role,
                    skill_uri=one.skill_uri,
                    label=one.skill_label,
                    people=people[one.role_id],
                    proved=len(proved[key]),
                    claimed=len(said[key] - proved[key]),
                )
            )
    return sorted(gaps, key=lambda one: (-one.without_any, -one.without_proof, one.role.name, one.label))


def lapse_forecast(organisation: Organisation, days: int = LAPSE_DAYS) -> list[ExpiringProof]:
    """Return proof that ends within ``days``, the soonest first, with how many others prove the same skill."""
    now = clock.now()
    live = _live(organisation)
    ending = list(
        live.filter(valid_until__lt=now + timedelta(days=days))
        .select_related("worker")
        .order_by("valid_until", "skill_label")
    )
    holders: dict[str, set[UUID]] = defaultdict(set)
    rows = live.filter(skill_uri__in={row.skill_uri for row in ending})
    for worker, uri in rows.values_list("worker_id", "skill_uri"):
        holders[uri].add(worker)
    return [
        ExpiringProof(
            proof=row,
            days=(row.valid_until - now).days if row.valid_until else 0,
            others=len(holders[row.skill_uri] - {row.worker_id}),
        )
        for row in ending
    ]


def team_totals(found: Matrix) -> list[TeamTotal]:
    """Return mean counts per team that may be passed on: no group of fewer than five is shown or can be worked out.

    The rule: a team of fewer than five is left out; if that leaves out fewer than five people in all, the next
    smallest team is left out too, because the total would give them away.
    """
    groups: dict[str, list[Any]] = defaultdict(list)
    for row in found.rows:
        groups[row.worker.team.name if row.worker.team else "No team"].append(row)
    by_size = sorted(groups.items(), key=lambda item: (len(item[1]), item[0]))
    hidden = [name for name, rows in by_size if len(rows) < LEAST_GROUP]
    while hidden and len(hidden) < len(by_size) and sum(len(groups[name]) for name in hidden) < LEAST_GROUP:
        hidden.append(by_size[len(hidden)][0])
    totals = []
    for name, rows in sorted(groups.items()):
        if name in hidden:
            totals.append(TeamTotal(name=name, people=None))
            continue
        n = len(rows)
        totals.append(
            TeamTotal(
                name=name,
                people=n,
                proved=sum(row.proved for row in rows) / n,
                claimed=sum(row.claimed for row in rows) / n,
                missing=sum(row.missing + row.probable for row in rows) / n,
            )
        )
    return totals


def _live(organisation: Organisation) -> Any:
    now = clock.now()
    here = Worker.objects.filter(employed(), organisation=organisation)
    return ProvedSkill.objects.filter(Q(valid_until=None) | Q(valid_until__gte=now), worker__in=here, ended_at=None)


def _holders(pairs: Any, role_of: Mapping[UUID, UUID | None]) -> dict[tuple[UUID | None, str], set[UUID]]:
    found: dict[tuple[UUID | None, str], set[UUID]] = defaultdict(set)
    for worker, uri in pairs:
        if worker in role_of:
            found[role_of[worker], uri].add(worker)
    return found
