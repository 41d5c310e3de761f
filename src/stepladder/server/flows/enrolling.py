"""Somebody takes a step: from the plan, the catalogue, or because an employer pays for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.server.catalog import selectors as catalog
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import selectors as learning
from stepladder.server.learning import services as learning_services
from stepladder.server.workforce import selectors as workforce

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stepladder.server.accounts.models import Person
    from stepladder.server.catalog.models import Achievement
    from stepladder.server.learning.models import Enrolment


def enrol(*, person: Person, achievement: Achievement) -> Enrolment:
    """Put a person on the course of an achievement; a second time it is the same enrolment."""
    course = learning.course_of(achievement)
    if course is None:
        raise Refusal(
            f"“{achievement.name}” has no course here.",
            code="course.none",
            hint="Open its page: the provider's own address may be there.",
            status=409,
        )
    return learning_services.enrol(person=person, course=course)


def asked_of_employers(person: Person) -> Mapping[str, str]:
    """Return the steps that somebody asked an employer to pay for: achievement id → waiting, approved or declined."""
    found: dict[str, str] = {}
    for worker in workforce.workers_of(person):
        for request in workforce.requests_of(worker.organisation).filter(worker=worker):
            achievement = catalog.achievement_by_iri(request.achievement_iri)
            if achievement is not None:
                found.setdefault(str(achievement.pk), request.state)
    return found
