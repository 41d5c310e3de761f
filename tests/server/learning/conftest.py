"""The cast around a course: a learner, a stranger, a registrar and an assessor; two micro-credentials with courses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from stepladder.server.accounts import services as accounts
from stepladder.server.catalog import selectors as catalog
from stepladder.server.catalog import services as catalog_services
from stepladder.server.catalog.services import AchievementDraft
from stepladder.server.flows.listing import list_own_issuer
from stepladder.server.learning import services
from stepladder.testing import cast

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Organisation, Person
    from stepladder.server.catalog.models import Achievement
    from stepladder.server.learning.models import Course

RIGHT = 0
LESSONS = (
    services.LessonText(title="Listen", text="# Why\n\nFirst listen."),
    services.LessonText(title="Ask", text="Then ask."),
)
QUESTIONS = tuple(
    services.QuestionText(
        text=f"What comes first, {n}?",
        choices=["Listen", "Talk", "Hang up"],
        right=RIGHT,
        because="Who listens, helps.",
    )
    for n in range(5)
)
RUBRIC = ("Says what the problem was", "Says what was tried")


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """An issuer with a quiz course and a submission course."""

    organisation: Organisation
    registrar: Person
    assessor: Person
    quiz: Course
    work: Course


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def learner(db: None) -> Person:
    return accounts.add_person(email=cast.LEARNER.email, name=cast.LEARNER.name)


@pytest.fixture
def stranger(db: None) -> Person:
    return accounts.add_person(email=cast.MANAGER.email, name=cast.MANAGER.name)


@pytest.fixture
def as_learner(learner: Person) -> Client:
    client = Client()
    client.force_login(learner)
    return client


@pytest.fixture
def as_stranger(stranger: Person) -> Client:
    client = Client()
    client.force_login(stranger)
    return client


@pytest.fixture
def help_desk() -> str:
    """Give the URI of the occupation that the learner wants."""
    return catalog.framework("starter").occupation("ICT help desk agent").uri


@pytest.fixture
def skills_wanted(help_desk: str) -> tuple[str, ...]:
    """Give the essential skills of that occupation."""
    return tuple(item.skill for item in catalog.framework("starter").occupation(help_desk).essential)


@pytest.fixture
def school(db: None, skills_wanted: tuple[str, ...]) -> School:
    registrar = accounts.add_person(email=cast.REGISTRAR.email, name=cast.REGISTRAR.name)
    assessor = accounts.add_person(email=cast.ASSESSOR.email, name=cast.ASSESSOR.name)
    organisation = accounts.add_organisation(owner=registrar, name=cast.ISSUERS[0].name, issues=True)
    list_own_issuer(actor=registrar, organisation=organisation, source="The operator knows them")
    accounts.give_access(actor=registrar, person=assessor, organisation=organisation, access=["assessor"])
    first = offer(registrar, organisation, "Calls that help", skills_wanted[:3], price_cents=4900)
    second = offer(registrar, organisation, "Tickets in order", skills_wanted[3:6], assessment="submission")
    return School(
        organisation=organisation,
        registrar=registrar,
        assessor=assessor,
        quiz=services.add_course(achievement=first, lessons=LESSONS, questions=QUESTIONS),
        work=services.add_course(
            achievement=second, assessment="submission", lessons=LESSONS[:1], task="Describe a case.", rubric=RUBRIC
        ),
    )


def offer(
    registrar: Person,
    organisation: Organisation,
    name: str,
    skills: tuple[str, ...],
    *,
    price_cents: int = 0,
    assessment: str = "quiz",
    seats: int | None = None,
    publish: bool = True,
) -> Achievement:
    draft = AchievementDraft(
        name=name,
        description=f"{name}, with practice.",
        criteria="Shows it.",
        hours=Decimal(8),
        skills=skills,
        price_cents=price_cents,
        assessment=assessment,
        seats=seats,
        invented=True,
    )
    achievement = catalog_services.add_achievement(actor=registrar, organisation=organisation, draft=draft)
    return catalog_services.publish(actor=registrar, achievement=achievement) if publish else achievement


def right_answers(course: Course, wrong: int = 0) -> dict[str, int]:
    return {str(each.pk): RIGHT if place >= wrong else 1 for place, each in enumerate(course.questions.all())}


def url(name: str, *args: object) -> str:
    return reverse(f"learner:{name}", args=args)


def words(response: object) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
