"""Reads of what single people can do: proved and unverified, never merged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from stepladder.server.kernel import clock
from stepladder.server.workforce.models import BaselineSkill, ProvedSkill, RoleRequirement, Worker
from stepladder.server.workforce.selectors.people import employed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stepladder.server.accounts.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLine:
    """A worker in a list, with how many skills are proved and how many only noted."""

    worker: Worker
    proved: int
    noted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerSkills:
    """All that is known of one worker: live proof, unverified notes, and proof that ended or lapsed."""

    proved: Sequence[ProvedSkill]
    said: Sequence[BaselineSkill]
    expected: Sequence[BaselineSkill]
    ended: Sequence[ProvedSkill]


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineState:
    """How far the baseline has come, in people."""

    people: int
    with_email: int
    with_role: int
    by_worker: int
    by_employer: int
    by_role: int


def with_counts(workers: Iterable[Worker]) -> list[WorkerLine]:
    """Return these workers with their counts, in two queries."""
    rows = list(workers)
    keys, now = [worker.pk for worker in rows], clock.now()
    live = ProvedSkill.objects.filter(Q(valid_until=None) | Q(valid_until__gte=now), worker__in=keys, ended_at=None)
    proved = dict(live.values_list("worker").annotate(Count("skill_uri", distinct=True)))
    noted = dict(BaselineSkill.objects.filter(worker__in=keys).values_list("worker").annotate(Count("pk")))
    return [
        WorkerLine(worker=worker, proved=proved.get(worker.pk, 0), noted=noted.get(worker.pk, 0)) for worker in rows
    ]


def skills_of(worker: Worker) -> WorkerSkills:
    """Return what is known of one worker; a skill that is proved is not listed as noted again."""
    now = clock.now()
    rows = list(ProvedSkill.objects.filter(worker=worker).order_by("skill_label", "-accepted_at"))
    live = [row for row in rows if row.ended_at is None and (row.valid_until is None or row.valid_until >= now)]
    proved = {row.skill_uri for row in live}
    noted = [
        row
        for row in BaselineSkill.objects.filter(worker=worker).order_by("skill_label")
        if row.skill_uri not in proved
    ]
    return WorkerSkills(
        proved=live,
        said=[row for row in noted if row.source != BaselineSkill.Source.ROLE],
        expected=[row for row in noted if row.source == BaselineSkill.Source.ROLE],
        ended=[row for row in rows if row not in live],
    )


def skills_to_declare(worker: Worker) -> list[RoleRequirement]:
    """Return what a worker is asked about: the skills of the role held and of the one aimed at, each once.

    Each carries ``ticked``: whether the worker said so before.
    """
    roles = [role for role in (worker.aims_at_id, worker.role_id) if role]
    said = set(
        BaselineSkill.objects.filter(worker=worker, source=BaselineSkill.Source.WORKER).values_list(
            "skill_uri", flat=True
        )
    )
    once: dict[str, RoleRequirement] = {}
    for one in RoleRequirement.objects.filter(role_id__in=roles).order_by("skill_label"):
        one.ticked = one.skill_uri in said  # type: ignore[attr-defined]
        once.setdefault(one.skill_uri, one)
    return list(once.values())


def baseline_state(organisation: Organisation) -> BaselineState:
    """Return how far the baseline has come."""
    here = Worker.objects.filter(employed(), organisation=organisation)
    counts = here.aggregate(
        people=Count("pk"),
        with_email=Count("pk", filter=~Q(email="")),
        with_role=Count("pk", filter=Q(role__isnull=False)),
    )
    rows = BaselineSkill.objects.filter(worker__in=here).values_list("source")
    by = dict(rows.annotate(Count("worker", distinct=True)))
    return BaselineState(
        **counts, by_worker=by.get("worker", 0), by_employer=by.get("employer", 0), by_role=by.get("role", 0)
    )


def proved_by_share(organisation: Organisation) -> Mapping[str, Sequence[ProvedSkill]]:
    """Return what was accepted from each share and still stands."""
    rows = ProvedSkill.objects.filter(worker__organisation=organisation, ended_at=None).exclude(share_iri="")
    found: dict[str, list[ProvedSkill]] = defaultdict(list)
    for row in rows.order_by("skill_label"):
        found[row.share_iri].append(row)
    return found
