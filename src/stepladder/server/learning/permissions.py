"""Who may assess what, decided where the row is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.server.accounts import selectors as accounts
from stepladder.server.accounts.models import Membership, Organisation

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from stepladder.server.accounts.models import Person
    from stepladder.server.learning.models import Course

ASSESSING = (Membership.Access.ASSESSOR, Membership.Access.OWNER)


def may_assess(person: Person, course: Course) -> bool:
    """Say whether this person assesses for the organisation whose course it is."""
    return accounts.has_access(person, course.achievement.organisation, ASSESSING)


def organisations_to_assess(person: Person) -> QuerySet[Organisation]:
    """Return the organisations for which this person assesses."""
    return Organisation.objects.filter(
        issues=True, memberships__person=person, memberships__access__in=ASSESSING
    ).distinct()
