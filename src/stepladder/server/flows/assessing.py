"""Work is handed in and judged; what passes is awarded in the same breath, and the gap shrinks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from stepladder.server.flows.completion import complete
from stepladder.server.flows.planning import gap_for
from stepladder.server.kernel import mail
from stepladder.server.learning import selectors as learning
from stepladder.server.learning import services as learning_services
from stepladder.server.wallet import selectors as wallet

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stepladder.server.accounts.models import Person
    from stepladder.server.learning.models import Enrolment, Submission
    from stepladder.server.wallet.models import HeldCredential
    from stepladder.skills import GapReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """What a completion brought: the credential in the record, and the gap to the goal without it and with it."""

    held: HeldCredential
    before: GapReport | None
    after: GapReport | None


@transaction.atomic
def hand_in_quiz(*, enrolment: Enrolment, answers: Mapping[str, int]) -> Submission:
    """Mark a quiz; when it passes, award, once: what was revoked does not come back by handing in again."""
    submission = learning_services.hand_in_quiz(enrolment=enrolment, answers=answers)
    if submission.passed and learning.completion_of(enrolment) is None:
        complete(enrolment=enrolment, submission=submission)
    return submission


@transaction.atomic
def judge(*, assessor: Person, submission: Submission, met: Sequence[bool], feedback: str = "") -> Submission:
    """Judge a piece of work; when it passes, award. The learner is told either way."""
    judged = learning_services.assess(assessor=assessor, submission=submission, met=met, feedback=feedback)
    if judged.passed:
        complete(enrolment=submission.enrolment, submission=judged)
    _tell(judged)
    return judged


def earned_from(person: Person, enrolment: Enrolment) -> Earned | None:
    """Return what a completed course brought, with the gap to the goal without and with it."""
    earned = enrolment.course.achievement.iri
    held = next((each for each in wallet.credentials_of(person) if each.achievement_iri == earned), None)
    if held is None or learning.completion_of(enrolment) is None:
        return None
    goal = learning.goal_of(person)
    if goal is None:
        return Earned(held=held, before=None, after=None)
    before = gap_for(person, goal, without=held.credential_iri)
    return Earned(held=held, before=before, after=gap_for(person, goal))


def _tell(submission: Submission) -> None:
    course = submission.enrolment.course.achievement
    passed = submission.passed
    body = (
        f"Your work for “{course.name}” has passed. The signed credential is in your record."
        if passed
        else f"Your work for “{course.name}” is not there yet. The assessor says:\n\n{submission.feedback}"
    )
    mail.send_later(
        key=f"judged:{submission.pk}",
        to=submission.enrolment.person.email,
        subject=f"{course.name}: {'passed' if passed else 'not yet'}",
        body=body,
    )
