"""A course is completed: record it, award, issue, deposit, reward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from stepladder.server.flows.rewarding import reward_sponsored
from stepladder.server.flows.verifying import inspect_file
from stepladder.server.issuing import services as issuing
from stepladder.server.issuing.services import Recipient
from stepladder.server.learning import services as learning
from stepladder.server.wallet import services as wallet

if TYPE_CHECKING:
    from stepladder.server.learning.models import Enrolment, Submission
    from stepladder.server.wallet.models import HeldCredential


@transaction.atomic
def complete(*, enrolment: Enrolment, submission: Submission | None = None) -> HeldCredential:
    """Turn a completed course into a signed credential in the learner's record; a second time changes nothing."""
    completion = learning.record_completion(enrolment=enrolment, submission=submission)
    achievement = enrolment.course.achievement
    credential, _ = issuing.award(
        organisation=achievement.organisation,
        achievement=achievement,
        recipient=Recipient(name=enrolment.person.name or enrolment.person.email, email=enrolment.person.email),
        decided_by=f"completion:{completion.pk}",
    )
    document = bytes(credential.document)
    held, new = wallet.deposit(
        holder=enrolment.person, original=document, report=inspect_file(document), origin="claimed"
    )
    if new:
        reward_sponsored(held=held)
    return held
