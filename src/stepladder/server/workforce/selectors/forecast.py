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
    from datetime import date
    from uuid import UUID

    from stepladder.server.accounts.models import Organisation
    from stepladder.server.workforce.models import Role
    from stepladder.server.workforce.selectors.matrix import Matrix

LEAST_GROUP = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiringProof:
    """A credential whose proof ends soon: the skills it proves, and those that nobody else here proves."""

    worker: Worker
    credential_name: str
    issuer_name: str
    until: date
    skills: tuple[str, ...]
    alone: tuple[str, ...]


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
    """Return the credentials whose proof ends within ``days``, soonest first; what is proved for longer is left out."""
    now = clock.now()
    end = now + timedelta(days=days)
    live = _live(organisation)
    lasting: dict[str, set[UUID]] = defaultdict(set)
    for worker, uri in live.filter(Q(valid_until=None) | Q(valid_until__gte=end)).values_list("worker_id", "skill_uri"):
        lasting[uri].add(worker)
    ending: dict[tuple[UUID, str], list[ProvedSkill]] = defaultdict(list)
    for row in live.filter(valid_until__lt=end).select_related("worker").order_by("valid_until", "skill_label"):
        if row.worker_id not in lasting[row.skill_uri]:
            ending[row.worker_id, row.credential_iri].append(row)
    return [
        ExpiringProof(
            worker=rows[0].worker,
            credential_name=rows[0].credential_name,
            issuer_name=rows[0].issuer_name,
            until=rows[0].valid_until.date() if rows[0].valid_until else end.date(),
            skills=tuple(dict.fromkeys(row.skill_label for row in rows)),
            alone=tuple(dict.fromkeys(row.skill_label for row in rows if not lasting[row.skill_uri])),
        )
        for rows in ending.values()
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
