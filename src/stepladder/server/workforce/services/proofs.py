"""Proof that a worker chose to share: accepted after verification, ended with its credential or its share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from stepladder.server.catalog.selectors import framework
from stepladder.server.kernel import audit, clock
from stepladder.server.workforce.models import ProvedSkill, Worker

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from stepladder.skills import SkillAttestation

LEAST_CONFIDENCE = 0.5
SUSPENDED = "suspended"


@transaction.atomic
def accept_proof(
    *,
    worker: Worker,
    attestations: Iterable[SkillAttestation],
    credential_iri: str,
    credential_name: str,
    issuer_name: str,
    share_iri: str,
    valid_until: datetime | None,
    actor: str = "share",
) -> tuple[ProvedSkill, ...]:
    """Write down what a verified credential proves of a worker; the same share and credential twice are one.

    Returns what is new.
    """
    Worker.objects.select_for_update(of=("self",)).get(pk=worker.pk)
    live = ProvedSkill.objects.filter(worker=worker, ended_at=None)
    written = set(live.filter(credential_iri=credential_iri, share_iri=share_iri).values_list("skill_uri", flat=True))
    strongest: dict[str, SkillAttestation] = {}
    for one in attestations:
        known = strongest.get(one.skill)
        if one.is_proof and one.confidence >= LEAST_CONFIDENCE and (known is None or one.rank > known.rank):
            strongest[one.skill] = one
    skills = framework().skills
    fresh = [
        ProvedSkill(
            worker=worker,
            skill_uri=uri,
            skill_label=(skills[uri].name if uri in skills else uri)[:300],
            strength=one.strength,
            credential_iri=credential_iri,
            credential_name=credential_name[:300],
            issuer_name=issuer_name[:300],
            share_iri=share_iri,
            valid_until=valid_until,
        )
        for uri, one in sorted(strongest.items())
        if uri not in written
    ]
    ProvedSkill.objects.bulk_create(fresh)
    if fresh:
        audit.record(
            actor=actor,
            action="proof.accepted",
            subject=str(worker.pk),
            detail={"credential": credential_iri, "skills": len(fresh)},
        )
    return tuple(fresh)


@transaction.atomic
def end_proof(*, credential_iri: str = "", share_iri: str = "", because: str, actor: str = "system") -> int:
    """End the proof of a revoked credential or of a withdrawn share; return how many skills it touched."""
    if bool(credential_iri) == bool(share_iri):
        raise ValueError("Name the credential or the share whose proof ends: one of the two.")
    rows = ProvedSkill.objects.filter(Q(ended_at=None) | Q(ended_because=SUSPENDED))
    rows = rows.filter(credential_iri=credential_iri) if credential_iri else rows.filter(share_iri=share_iri)
    ended = rows.update(ended_at=clock.now(), ended_because=because[:40])
    if ended:
        audit.record(
            actor=actor,
            action="proof.ended",
            subject=credential_iri or share_iri,
            detail={"because": because, "skills": ended},
        )
    return ended


@transaction.atomic
def rest_proof(*, credential_iri: str, actor: str = "system") -> int:
    """Let the proof of a suspended credential rest; return how many skills it touched."""
    rested = ProvedSkill.objects.filter(ended_at=None, credential_iri=credential_iri).update(
        ended_at=clock.now(), ended_because=SUSPENDED
    )
    if rested:
        audit.record(actor=actor, action="proof.rested", subject=credential_iri, detail={"skills": rested})
    return rested


@transaction.atomic
def resume_proof(*, credential_iri: str, actor: str = "system") -> int:
    """Let proof count again that rested while its credential was suspended; return how many skills it touched.

    What ended for another reason meanwhile, such as a share that was withdrawn, does not come back.
    """
    resumed = ProvedSkill.objects.filter(ended_because=SUSPENDED, credential_iri=credential_iri).update(
        ended_at=None, ended_because=""
    )
    if resumed:
        audit.record(actor=actor, action="proof.resumed", subject=credential_iri, detail={"skills": resumed})
    return resumed
