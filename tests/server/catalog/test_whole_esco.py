"""The day that somebody imports the whole of ESCO: nothing that was said before may vanish."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from stepladder.server.accounts import services as accounts
from stepladder.server.catalog import selectors as catalog
from stepladder.server.catalog.models import FrameworkPack
from stepladder.server.catalog.services import AchievementDraft, change_achievement, store_framework
from stepladder.server.flows import planning
from stepladder.server.learning import selectors, services
from stepladder.server.workforce import services as workforce
from stepladder.skills.frameworks import read_esco, starter
from stepladder.testing.cast import EMPLOYER, MANAGER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from stepladder.server.accounts.models import Person
    from stepladder.server.catalog.models import Achievement
    from stepladder.skills import Framework

pytestmark = [pytest.mark.server, pytest.mark.django_db]

CALL_CENTRE = "urn:stepladder:role-template:call-centre-agent"
USER_SUPPORT = "urn:stepladder:role-template:ict-user-support-agent"
PAGES = ("today", "life", "skills", "goal", "gap", "plan", "cv")


@cache
def _esco(folder: Path) -> Framework:
    return read_esco(sorted(folder.glob("*.zip")))


@pytest.fixture
def esco(shared_data: Path) -> Framework:
    folder = shared_data / "skills" / "esco-1.1.1"
    if not folder.is_dir():
        pytest.skip("needs ESCO 1.1.1 in ../shared/data/skills/esco-1.1.1")
    return _esco(folder)


@pytest.fixture
def gone(esco: Framework) -> list[str]:
    """Give skills of the starter pack that the release does not hold."""
    found = [uri for uri, skill in starter().skills.items() if uri not in esco.skills and skill.label]
    assert found
    return found


@pytest.fixture
def said_before(learner: Person, gone: list[str]) -> Person:
    """Give a learner who named role templates and skills of the starter pack before the import."""
    services.add_work(person=learner, title="Agent", occupation_uri=CALL_CENTRE)
    services.claim_skills(person=learner, skills=gone[:3], because="Agent")
    services.set_goal(person=learner, target_uri=USER_SUPPORT)
    return learner


class TestAfterTheImport:
    def test_the_framework_is_esco_with_the_role_templates(self, esco: Framework) -> None:
        pack = store_framework(esco)
        known = catalog.framework()
        assert (known.name, known.version) == ("esco", "1.1.1")
        assert pack.counts["skills"] == len(esco.skills)  # stored as its publisher made it
        assert set(known.skills) == set(esco.skills) | set(starter().skills)
        assert known.occupation(USER_SUPPORT) == starter().occupation(USER_SUPPORT)
        assert any(hit.uri == USER_SUPPORT for hit in known.search_occupations("ICT user support agent", 5))
        assert catalog.framework() is known  # opened once

    def test_a_second_import_is_the_same_row(self, esco: Framework) -> None:
        assert store_framework(esco).pk == store_framework(esco).pk
        assert FrameworkPack.objects.count() == 1

    def test_other_content_under_the_same_version_is_seen_at_once(self, esco: Framework) -> None:
        store_framework(esco)
        before = catalog.framework()
        FrameworkPack.objects.update(sha256="0" * 64)  # as another process would
        assert catalog.framework() is not before

    def test_every_page_of_a_learner_goes_on(
        self, said_before: Person, esco: Framework, signed_in: Callable[[Person], Client], gone: list[str]
    ) -> None:
        goal = selectors.goal_of(said_before)
        assert goal is not None
        before = planning.gap_for(said_before, goal)
        store_framework(esco)
        after = planning.gap_for(said_before, goal)
        assert {line.skill for line in after.lines} == {line.skill for line in before.lines}
        client = signed_in(said_before)
        for page in PAGES:
            answer = client.get(reverse(f"learner:{page}"))
            assert answer.status_code == 200, page
        labels = starter().skill(gone[0]).name
        assert labels.casefold() in client.get(reverse("learner:skills")).content.decode().casefold()
        found = client.get(reverse("learner:goal"), {"q": "ICT user support agent"}).content.decode()
        assert USER_SUPPORT in found
        assert planning.steps_within_reach(said_before)
        assert planning.skills_to_confirm(said_before)

    def test_templates_can_still_be_chosen(self, said_before: Person, esco: Framework, gone: list[str]) -> None:
        store_framework(esco)
        goal = services.set_goal(person=said_before, target_uri=CALL_CENTRE)
        assert goal.target_label == starter().occupation(CALL_CENTRE).label
        assert services.add_work(person=said_before, title="x", occupation_uri=USER_SUPPORT).occupation_label
        assert services.claim_skills(person=said_before, skills=gone[3:5])
        in_esco_only = next(uri for uri in esco.occupations if uri not in starter().occupations)
        assert services.set_goal(person=said_before, target_uri=in_esco_only).target_uri == in_esco_only

    def test_an_offer_with_a_skill_that_esco_dropped_can_still_be_changed(
        self, college: object, esco: Framework, gone: list[str]
    ) -> None:
        achievement: Achievement = college.achievement
        draft = AchievementDraft(name="Kept", description="x", criteria="x", hours=achievement.hours, skills=(gone[0],))
        change_achievement(actor=college.registrar, achievement=achievement, draft=draft)
        store_framework(esco)
        changed = change_achievement(actor=college.registrar, achievement=achievement, draft=draft)
        assert [each.target_url for each in changed.alignments.all()] == [gone[0]]
        assert [offer.skills for offer in catalog.opportunities()] == [(gone[0],)]

    def test_every_page_of_an_employer_goes_on(self, esco: Framework, signed_in: Callable[[Person], Client]) -> None:
        manager = accounts.add_person(email=MANAGER.email, name=MANAGER.name)
        organisation = accounts.add_organisation(owner=manager, name=EMPLOYER.name, employs=True)
        role = workforce.add_role(
            actor=manager, organisation=organisation, name="Help desk", occupation_uri=USER_SUPPORT
        )
        store_framework(esco)
        client = signed_in(manager)
        for page in ("home", "people", "roles", "matrix", "requests", "rewards"):
            assert client.get(reverse(f"employer:{page}")).status_code == 200, page
        again = workforce.add_role(actor=manager, organisation=organisation, name="Calls", occupation_uri=CALL_CENTRE)
        assert role.requirements.count()
        assert again.requirements.count()
