"""A small world for the server's tests: a college that issues, its registrar, a learner, and a stranger."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from stepladder.testing.cast import LEARNER, REGISTRAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from stepladder.server.accounts.models import Organisation, Person
    from stepladder.server.catalog.models import Achievement
    from stepladder.server.issuing.models import IssuedCredential
    from stepladder.server.wallet.models import HeldCredential


@dataclass(frozen=True, slots=True, kw_only=True)
class College:
    """An issuer with one published micro-credential."""

    organisation: Organisation
    registrar: Person
    achievement: Achievement


@pytest.fixture
def learner(db: None) -> Person:
    from stepladder.server.accounts.services import add_person

    return add_person(email=LEARNER.email, name=LEARNER.name)


@pytest.fixture
def stranger(db: None) -> Person:
    from stepladder.server.accounts.services import add_person

    return add_person(email="someone@else.example", name="Some One")


@pytest.fixture
def make_college(db: None) -> Callable[..., College]:
    from stepladder.server.accounts.services import add_organisation, add_person
    from stepladder.server.catalog.selectors import framework
    from stepladder.server.catalog.services import AchievementDraft, add_achievement, publish

    def make(
        name: str = "Northgate College", *, email: str = REGISTRAR.email, title: str = "Help desk basics"
    ) -> College:
        registrar = add_person(email=email, name=REGISTRAR.name)
        organisation = add_organisation(owner=registrar, name=name, country="IE", issues=True)
        draft = AchievementDraft(
            name=title,
            description="Answer the usual questions, and know when to pass them on.",
            criteria="Solve eight of ten cases.",
            hours=Decimal(20),
            skills=(framework().search_skills("ICT help desk", 1)[0].uri,),
        )
        achievement = add_achievement(actor=registrar, organisation=organisation, draft=draft)
        return College(
            organisation=organisation,
            registrar=registrar,
            achievement=publish(actor=registrar, achievement=achievement),
        )

    return make


@pytest.fixture
def college(make_college: Callable[..., College]) -> College:
    return make_college()


@pytest.fixture
def award(college: College) -> Callable[..., IssuedCredential]:
    """Award the college's micro-credential: ``award(email=…, name=…, student_number=…)``."""
    from stepladder.server.flows import awarding
    from stepladder.server.issuing.services import Recipient

    def make(name: str = LEARNER.name, email: str = LEARNER.email, **more: str) -> IssuedCredential:
        credential, _ = awarding.award_one(
            actor=college.registrar,
            organisation=college.organisation,
            achievement=college.achievement,
            recipient=Recipient(name=name, email=email, **more),
        )
        return credential

    return make


@pytest.fixture
def hold(learner: Person, award: Callable[..., IssuedCredential]) -> Callable[[], HeldCredential]:
    """Award the learner and let her claim it."""
    from stepladder.server.flows import claiming
    from stepladder.server.wallet.selectors import claim_for_credential

    def make() -> HeldCredential:
        waiting = claim_for_credential(award().iri)
        assert waiting is not None
        return claiming.claim(person=learner, claim=waiting)

    return make


@pytest.fixture
def signed_in() -> Callable[[Person], Client]:
    """Give a client in which this person is signed in."""
    from django.conf import settings
    from django.test import Client

    def make(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return make
