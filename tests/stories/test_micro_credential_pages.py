"""The pages that show an EU micro-credential, on a phone and a desk, by day and by night: all can be seen and read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from stepladder.server.accounts.services import add_organisation, add_person
from stepladder.server.catalog.selectors import framework
from stepladder.server.catalog.services import AchievementDraft, add_achievement, publish
from stepladder.server.flows import awarding
from stepladder.server.issuing.services import Recipient
from stepladder.testing.cast import LEARNER, REGISTRAR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import Page

    from stepladder.server.accounts.models import Person

pytestmark = pytest.mark.server

SIDEWAYS = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LONG = "Accredited by the national agency for quality in further education, register number 4711; " * 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A designer, and the addresses of the pages by what they are."""

    registrar: Person
    pages: Mapping[str, str]


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    registrar = add_person(email=REGISTRAR.email, name=REGISTRAR.name)
    college = add_organisation(owner=registrar, name="Northgate College", country="IE", issues=True)
    skills = tuple(each.uri for each in framework().search_skills("ICT help desk", 4))
    draft = AchievementDraft(
        name="Fault finding in networks of small offices",
        description="Find what is broken.",
        criteria="Find eight of ten faults.",
        hours=Decimal("37.50"),
        ects=Decimal("1.50"),
        eqf_level=4,
        assessment="exam",
        supervised=True,
        identity_checked=True,
        participation="blended",
        quality_assurance=LONG.strip()[:400],
        counts_towards="Diploma in ICT support",
        skills=skills,
    )
    made = publish(actor=registrar, achievement=add_achievement(actor=registrar, organisation=college, draft=draft))
    credential, _ = awarding.award_one(
        actor=registrar,
        organisation=college,
        achievement=made,
        recipient=Recipient(name=LEARNER.name, email=LEARNER.email, evidence_url="https://work.example/1"),
    )
    return Scene(
        registrar=registrar,
        pages={
            "badge": f"/credentials/{credential.pk}",
            "offer": f"/catalogue/{made.slug}/",
            "design": f"/issuer/micro-credentials/{made.pk}/",
            "new": "/issuer/micro-credentials/new/",
        },
    )


@pytest.mark.parametrize("options", [{}, PHONE, {"color_scheme": "dark"}, {**PHONE, "color_scheme": "dark"}], ids=str)
def test_every_element_is_there_and_nothing_hangs_over(
    scene: Scene,
    options: dict[str, Any],
    new_page: Callable[..., Page],
    live_server: Any,
    check_axe: Callable[[Page], None],
) -> None:
    page = new_page(**options)
    client = Client()
    client.force_login(scene.registrar, backend=django_settings.AUTHENTICATION_BACKENDS[0])
    key = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": key, "url": live_server.url}])
    for name, address in scene.pages.items():
        page.goto(address)
        check_axe(page)
        assert page.evaluate(SIDEWAYS) == 0, f"{name} can be pushed sideways"
    page.goto(scene.pages["badge"])
    card = page.locator("section.glance")
    for words in (
        "37.5 hours, 1.5 ECTS credits",
        "EQF 4",
        "Exam",
        "Supervised, identity checked",
        "Partly online, partly on site",
        "register number 4711",
        "1 piece",
        "Diploma in ICT support",
    ):
        assert card.get_by_text(words).first.is_visible(), words
    page.goto(scene.pages["design"])
    assert page.get_by_text("Complete by the EU’s list: 11 of 11").is_visible()
