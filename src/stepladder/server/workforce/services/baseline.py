"""The unverified baseline: what is believed or declared before anything is proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from stepladder.server.catalog.selectors import framework
from stepladder.server.kernel import audit, clock
from stepladder.server.workforce.models import BaselineSkill, RoleRequirement, Worker
from stepladder.server.workforce.permissions import require_manager

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stepladder.server.accounts.models import Organisation, Person

# Whose word counts more when two speak of one skill.
_RANK = {BaselineSkill.Source.ROLE: 0, BaselineSkill.Source.EMPLOYER: 1, BaselineSkill.Source.WORKER: 2}


@transaction.atomic
def expect_from_roles(*, actor: Person, organisation: Organisation) -> int:
    """Expect of each worker the essential skills of the role held; what is known stays. Returns how many are new."""
    require_manager(actor, organisation)
    requirements: dict[object, list[RoleRequirement]] = {}
    for requirement in RoleRequirement.objects.filter(role__organisation=organisation, essential=True):
        requirements.setdefault(requirement.role_id, []).append(requirement)
    today = clock.now().date()
    known = set(BaselineSkill.objects.filter(worker__organisation=organisation).values_list("worker_id", "skill_uri"))
    rows = [
        BaselineSkill(
            worker_id=worker,
            skill_uri=requirement.skill_uri,
            skill_label=requirement.skill_label,
            source=BaselineSkill.Source.ROLE,
        )
        for worker, role in Worker.objects.filter(organisation=organisation, role__isnull=False)
        .exclude(left_on__lt=today)
        .values_list("pk", "role_id")
        for requirement in requirements.get(role, ())
        if (worker, requirement.skill_uri) not in known
    ]
    BaselineSkill.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)
    audit.record(
        actor=str(actor.pk), action="baseline.expected", subject=str(organisation.pk), detail={"new": len(rows)}
    )
    return len(rows)


@transaction.atomic
def note_skills(*, actor: Person, worker: Worker, skill_uris: Iterable[str], source: str = "employer") -> int:
    """Note skills on somebody's word; a weaker word never replaces a stronger one. Returns how many changed."""
    by_worker = source == BaselineSkill.Source.WORKER and worker.person_id == actor.pk
    if not by_worker:
        require_manager(actor, worker.organisation)
    word = BaselineSkill.Source(source)
    known = {row.skill_uri: row for row in BaselineSkill.objects.select_for_update().filter(worker=worker)}
    pack, changed = framework(), 0
    for uri in dict.fromkeys(skill_uris):
        label = pack.skill(uri).name[:300]
        row = known.get(uri)
        if row is None:
            BaselineSkill.objects.create(worker=worker, skill_uri=uri, skill_label=label, source=word)
        elif _RANK[word] > _RANK[BaselineSkill.Source(row.source)]:
            row.source, row.noted_at = word, clock.now()
            row.save(update_fields=["source", "noted_at"])
        else:
            continue
        changed += 1
    audit.record(actor=str(actor.pk), action="baseline.noted", subject=str(worker.pk), detail={"changed": changed})
    return changed


@transaction.atomic
def declare_skills(*, actor: Person, worker: Worker, offered: Iterable[str], ticked: Iterable[str]) -> int:
    """Keep what a worker ticked of the skills offered; the others are no longer said of them. Returns how many hold.

    Nothing ticked is no answer: then only what they ticked before goes, and what others noted stays.
    """
    if worker.person_id != actor.pk:
        require_manager(actor, worker.organisation)
    can = set(ticked)
    cannot = set(offered) - can
    gone = BaselineSkill.objects.filter(worker=worker, skill_uri__in=cannot)
    (gone if can else gone.filter(source=BaselineSkill.Source.WORKER)).delete()
    note_skills(actor=actor, worker=worker, skill_uris=sorted(can), source=BaselineSkill.Source.WORKER)
    return len(can)


@transaction.atomic
def forget_skill(*, actor: Person, worker: Worker, skill_uri: str) -> int:
    """Take a skill out of the baseline; proof is not touched. Returns how many rows went."""
    if worker.person_id != actor.pk:
        require_manager(actor, worker.organisation)
    gone, _ = BaselineSkill.objects.filter(worker=worker, skill_uri=skill_uri).delete()
    audit.record(actor=str(actor.pk), action="baseline.forgotten", subject=str(worker.pk))
    return gone
