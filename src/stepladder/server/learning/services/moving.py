"""What people said of skills and jobs, under the names of a newer version of the framework."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from stepladder.server.kernel import audit
from stepladder.server.kernel.moving import STEP, Moved, Rename, move_rows
from stepladder.server.learning.models import Goal, SkillClaim, WorkHistory

if TYPE_CHECKING:
    from collections.abc import Sequence


@transaction.atomic
def move_names(*, skills: Sequence[Rename], occupations: Sequence[Rename], reason: str) -> Moved:
    """Move claims, jobs and goals to the names of a newer version, a step at a time.

    Plans that were shown stay as they were shown. Where somebody had answered of two skills that are one now, a yes
    stays: it is what they hold, and a no only kept a question from coming back.
    """
    done = move_rows(
        SkillClaim.objects.all(), skills, uri="skill_uri", label="skill_label", once_in=("person_id",), join=_join
    )
    for rows, uri, label in (
        (WorkHistory.objects.all(), "occupation_uri", "occupation_label"),
        (Goal.objects.filter(role_iri=""), "target_uri", "target_label"),
        (Goal.objects.exclude(role_iri=""), "target_uri", ""),  # it is called as the employer calls the role
    ):
        if done.rows < STEP:
            done += move_rows(rows, occupations, uri=uri, label=label, limit=STEP - done.rows)
    if done.rows:
        audit.record(actor="system", action="learning.names_moved", subject=reason, detail=done.as_dict())
    return done


def _join(kept: SkillClaim, gone: SkillClaim) -> None:
    if kept.denied and not gone.denied:
        kept.denied, kept.because, kept.claimed_at = False, gone.because, gone.claimed_at
        kept.save(update_fields=["denied", "because", "claimed_at"])
