"""The learner's pages on a phone, by day and by night: nothing to push sideways, nothing that axe finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import pytest
from django.conf import settings as django_settings
from django.test import Client

from stepladder.server.accounts.services import add_organisation, add_person
from stepladder.server.catalog.selectors import framework
from stepladder.server.flows import assessing, enrolling, sharing
from stepladder.server.kernel import clock
from stepladder.server.learning import selectors as learning_reads
from stepladder.server.learning import services as learning
from stepladder.server.wallet.selectors import credentials_of
from stepladder.testing.cast import EMPLOYER, LEARNER, REGISTRAR

from .college import COLLEGE, HELP_DESK, PRODUCT, TICKETS, open_the_courses

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

    from stepladder.server.accounts.models import Person
    from stepladder.server.learning.models import Course

SKILLS_SAID = ("communicate with customers", "keep task records", "listen actively")
SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A learner in the middle of her way, and the addresses of her pages by what they are."""

    person: Person
    pages: Mapping[str, str]


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    registrar = add_person(email=REGISTRAR.email, name=REGISTRAR.name)
    college = add_organisation(owner=registrar, name=COLLEGE, issues=True)
    courses = open_the_courses(college, registrar)
    person = add_person(email=LEARNER.email, name=LEARNER.name)
    begin(person)
    earn(person, courses[TICKETS])
    enrolling.enrol(person=person, achievement=courses[PRODUCT].achievement)
    held = credentials_of(person)[0]
    sharing.share(holder=person, credentials=[held], until=clock.now() + timedelta(days=365))
    under_way, done = f"/learner/courses/{courses[PRODUCT].pk}/", f"/learner/courses/{courses[TICKETS].pk}/"
    names = ("", "life/", "life/cv/", "skills/", "goal/", "goal/?q=carer", "gap/", "plan/", "record/", "sharing/")
    pages = {name or "today": f"/learner/{name}" for name in names}
    pages |= {"course": under_way, "lesson": f"{under_way}lessons/1/", "quiz": f"{under_way}quiz/"}
    pages |= {"result": f"{done}result/", "credential": f"/learner/record/{held.pk}/"}
    return Scene(person=person, pages=pages)


def begin(person: Person) -> None:
    known = framework()
    learning.add_work(
        person=person,
        title="Call-centre agent",
        employer=EMPLOYER.name,
        occupation_uri=known.search_occupations("call centre agent", 1)[0].uri,
        from_year=2006,
    )
    said = [known.search_skills(words, 1)[0].uri for words in SKILLS_SAID]
    learning.claim_skills(person=person, skills=said, because="your jobs")
    learning.set_goal(person=person, target_uri=known.occupation(HELP_DESK).uri, budget_cents=10_000)


def earn(person: Person, course: Course) -> None:
    enrolment = enrolling.enrol(person=person, achievement=course.achievement)
    answers = {str(each.pk): each.right for each in learning_reads.questions_of(course)}
    assessing.hand_in_quiz(enrolment=enrolment, answers=answers)


def carry_session(page: Page, person: Person, server: LiveServer) -> None:
    """Let the browser be signed in as a person."""
    client = Client()
    client.force_login(person, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": server.url}])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_learners_pages_on_a_phone(
    scene: Scene,
    phone_page: Page,
    live_server: LiveServer,
    check_axe: Callable[[Page], None],
    scheme: Literal["light", "dark"],
) -> None:
    carry_session(phone_page, scene.person, live_server)
    phone_page.emulate_media(color_scheme=scheme)
    wrong = []
    for name, path in scene.pages.items():
        answer = phone_page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path} answered {answer.status}"
        if (sideways := phone_page.evaluate(SIDEWAYS)) > 0:
            wrong.append(f"{name}: {sideways} pixels are beyond the edge of the screen")
        try:
            check_axe(phone_page)
        except AssertionError as found:
            wrong.append(f"{name}: {found}")
    assert not wrong, "\n\n".join(wrong)
