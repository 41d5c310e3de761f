"""Roles, what is noted of workers, and what they proved, under the names of a newer version of the framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from stepladder.server.kernel import audit
from stepladder.server.kernel.moving import STEP, Moved, Rename, move_rows
from stepladder.server.workforce.models import BaselineSkill, ProvedSkill, Role, RoleRequirement
from stepladder.server.workforce.services.proofs import SUSPENDED
from stepladder.skills.evidence import STRENGTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

# Who knows best what a worker can do comes first.
_SOURCES = (BaselineSkill.Source.WORKER, BaselineSkill.Source.EMPLOYER, BaselineSkill.Source.ROLE)


@transaction.atomic
def move_names(*, skills: Sequence[Rename], occupations: Sequence[Rename], reason: str) -> Moved:
    """Move roles, their requirements, baselines and proof to the names of a newer version, a step at a time.

    Where two skills of a role, or of a worker, are one now, what asks for more or says more stays. Proof that has ended
    keeps its end.
    """
    done = move_rows(Role.objects.all(), occupations, uri="occupation_uri", label="occupation_label")
    for rows, once_in, is_live, join in (
        (RoleRequirement.objects.all(), ("role_id",), _always, _join_requirements),
        (BaselineSkill.objects.all(), ("worker_id",), _always, _join_baseline),
        (ProvedSkill.objects.all(), ("worker_id", "credential_iri", "share_iri"), _can_count, _join_proof),
    ):
        if done.rows < STEP:
            done += move_rows(
                rows,
                skills,
                uri="skill_uri",
                label="skill_label",
                once_in=once_in,
                is_live=is_live,
                join=join,
                limit=STEP - done.rows,
            )
    if done.rows:
        audit.record(actor="system", action="workforce.names_moved", subject=reason, detail=done.as_dict())
    return done


def _always(_row: object) -> bool:
    return True


def _can_count(row: ProvedSkill) -> bool:
    """Tell whether proof counts now, or will again when its credential is no longer suspended."""
    return row.ended_at is None or row.ended_because == SUSPENDED


def _join_requirements(kept: RoleRequirement, gone: RoleRequirement) -> None:
    kept.essential = kept.essential or gone.essential
    kept.weight = max(kept.weight, gone.weight)
    kept.save(update_fields=["essential", "weight"])


def _join_baseline(kept: BaselineSkill, gone: BaselineSkill) -> None:
    kept.source = min(kept.source, gone.source, key=lambda source: _SOURCES.index(BaselineSkill.Source(source)))
    kept.noted_at = min(kept.noted_at, gone.noted_at)
    kept.save(update_fields=["source", "noted_at"])


def _join_proof(kept: ProvedSkill, gone: ProvedSkill) -> None:
    kept.strength = max(
        kept.strength, gone.strength, key=lambda word: STRENGTHS.index(word) if word in STRENGTHS else -1
    )
    kept.save(update_fields=["strength"])
