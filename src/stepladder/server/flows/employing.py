"""A worker asks the employer to pay for a step; somebody decides; a yes reserves the money and opens the course."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import transaction

from stepladder.server.catalog import selectors as catalog
from stepladder.server.kernel import mail
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import selectors as learning_reads
from stepladder.server.learning import services as learning
from stepladder.server.workforce import selectors as workforce_reads
from stepladder.server.workforce import services as workforce

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Person
    from stepladder.server.catalog.models import Achievement
    from stepladder.server.workforce.models import TrainingRequest


def can_ask(person: Person) -> bool:
    """Say whether an employer here knows this person, so that a step can be asked for."""
    return bool(workforce_reads.workers_of(person))


def asked(*, person: Person, achievement: Achievement) -> TrainingRequest | None:
    """Return what was asked for this step and waits or was approved, or ``None``."""
    iri = achievement.iri
    found = (
        workforce_reads.open_request(worker=one, achievement_iri=iri) for one in workforce_reads.workers_of(person)
    )
    return next(filter(None, found), None)


def ask(*, person: Person, achievement: Achievement, why: str = "") -> TrainingRequest:
    """Ask the employer to pay for a step at the price and hours it is offered at now; twice is one request."""
    workers = workforce_reads.workers_of(person)
    if not workers:
        raise Refusal(
            "No employer here knows you.",
            code="training.no_employer",
            hint="Open the link that your employer mailed you, then ask again.",
            status=409,
        )
    offer = getattr(achievement, "opportunity", None)
    if achievement.published_at is None or offer is None:
        raise Refusal(f"“{achievement.name}” is not on offer.", code="training.not_offered", status=404)
    return workforce.ask_for_training(
        worker=workers[0],
        actor=person,
        achievement_iri=achievement.iri,
        title=achievement.name,
        price_cents=offer.price_cents,
        currency=offer.currency,
        hours=achievement.hours,
        why=why,
    )


@transaction.atomic
def decide(*, actor: Person, request: TrainingRequest, approve: bool, note: str = "") -> TrainingRequest:
    """Approve (reserve the money, open the course) or decline; either way the worker is told."""
    if approve:
        decided = workforce.approve_training(actor=actor, request=request, note=note)
        enrolled = _enrol(decided)
    else:
        decided = workforce.decline_training(actor=actor, request=request, note=note)
        enrolled = False
    _tell(decided, enrolled=enrolled)
    return decided


def _enrol(request: TrainingRequest) -> bool:
    """Put the worker on the course, if it is given here."""
    try:
        achievement = catalog.achievement_by_id(UUID(request.achievement_iri.rsplit("/", 1)[-1]))
    except ValueError:  # the step is given elsewhere
        return False
    course = learning_reads.course_of(achievement) if achievement else None
    if course is None or request.worker.person is None:
        return False
    learning.enrol(person=request.worker.person, course=course)
    return True


def _tell(request: TrainingRequest, *, enrolled: bool) -> None:
    worker = request.worker
    address = worker.person.email if worker.person else worker.email
    if not address:
        return
    employer = worker.organisation.name
    if request.state == request.State.APPROVED:
        said = f"{employer} pays for “{request.title}”."
        then = f"You are enrolled. Begin here: {settings.SITE_URL}/learner/" if enrolled else "Ask there how to enrol."
    else:
        said, then = f"{employer} does not pay for “{request.title}” now.", "You can ask again."
    note = f"\n{request.note}\n" if request.note else ""
    mail.send_later(
        key=f"training:{request.pk}:{request.state}:{request.decided_at:%Y%m%d%H%M%S%f}",
        to=address,
        subject=said,
        body=f"Hello {worker.name},\n\n{said}\n{note}\n{then}\n",
    )
