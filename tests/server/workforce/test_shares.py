"""What is shared: verified when it is accepted, counted once, ended when it is withdrawn; a forged one is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from stepladder.credentials import issue
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.model import (
    Achievement,
    AchievementSubject,
    Alignment,
    Criteria,
    Profile,
    achievement_credential,
)
from stepladder.server.flows import listing, sharing
from stepladder.server.flows.verifying import inspect_file
from stepladder.server.kernel import clock
from stepladder.server.rewards import selectors as rewards_reads
from stepladder.server.rewards import services as rewards
from stepladder.server.wallet import services as wallet
from stepladder.server.workforce import selectors, services
from stepladder.server.workforce.models import ProvedSkill

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from stepladder.server.accounts.models import Person
    from stepladder.server.wallet.models import Share
    from stepladder.server.workforce.models import Role, Worker

    from .conftest import Scene

pytestmark = [pytest.mark.server, pytest.mark.django_db]


def signed(uri: str, label: str) -> bytes:
    """Sign a badge that names one skill, with a key made for the test."""
    signer = InMemorySigner(b"\x07" * 32)
    document = achievement_credential(
        id="urn:uuid:0190f1c2-7b1e-7c55-9d0a-3a5f9b0c1d2e",
        issuer=Profile(id=signer.controller, name="College"),
        achievement=Achievement(
            id="https://college.example/achievements/1",
            name="IT support foundations",
            description="Helps people with their computers.",
            criteria=Criteria(narrative="Passed the exercise."),
            alignments=(Alignment(target_url=uri, target_name=label),),
        ),
        subject=AchievementSubject(id="did:example:ana"),
        valid_from=datetime(2026, 1, 1, tzinfo=UTC),
    )
    return issue(document, signer=signer, created=datetime(2026, 1, 1, tzinfo=UTC)).original


def shared(scene: Scene, holder: Person, document: bytes) -> Share:
    """Share what was claimed here; the manager has made sure who its issuer is."""
    held, _ = wallet.deposit(holder=holder, original=document, report=inspect_file(document), origin="claimed")
    until = clock.now() + timedelta(days=30)
    share = sharing.share(holder=holder, credentials=[held], until=until, audience=scene.organisation)
    listing.trust_issuers_of(actor=scene.manager, share=share)
    return share


@pytest.fixture
def role(make_role: Callable[..., Role]) -> Role:
    return make_role()


@pytest.fixture
def worker(scene: Scene, role: Role, make_worker: Callable[..., Worker]) -> Worker:
    made = make_worker("Ana", role=role)
    return services.link_person(actor=scene.stranger, worker=made, person=scene.stranger)


def test_accepting_names_the_gap_it_closed_and_grants_once(
    client: Client, scene: Scene, role: Role, worker: Worker
) -> None:
    wanted = role.requirements.first()
    rewards.add_rule(
        actor=scene.manager, organisation=scene.organisation, name="Skill", points=100, skill_uri=wanted.skill_uri
    )
    share = shared(scene, scene.stranger, signed(wanted.skill_uri, wanted.skill_label))
    client.force_login(scene.manager)
    assert b"Verify and accept" in client.get(reverse("employer:shares")).content
    accept = reverse("employer:share_accept", args=[share.pk])
    said = client.post(accept, follow=True).content.decode()
    assert f"1 gap closed: {wanted.skill_label}" in said
    assert "100 points were granted" in said
    assert "Verify again" in said
    again = client.post(accept, follow=True).content.decode()
    assert "nothing that was not proved before" in again
    assert rewards_reads.balance(organisation=scene.organisation, worker_iri=selectors.worker_iri(worker)) == 100
    sharing.withdraw(share=share)
    assert not ProvedSkill.objects.filter(ended_at=None).exists()
    assert client.post(accept).status_code == 404


def test_a_forged_one_is_refused_in_words(client: Client, scene: Scene, role: Role, worker: Worker) -> None:
    wanted = role.requirements.first()
    forged = signed("http://data.europa.eu/esco/skill/x", "x").replace(
        b"http://data.europa.eu/esco/skill/x", wanted.skill_uri.encode()
    )
    share = shared(scene, scene.stranger, forged)
    client.force_login(scene.manager)
    said = client.post(reverse("employer:share_accept", args=[share.pk]), follow=True).content.decode()
    assert "was not accepted" in said
    assert not ProvedSkill.objects.exists()


def test_who_is_not_among_the_people_is_said_so(client: Client, scene: Scene, role: Role) -> None:
    share = shared(scene, scene.stranger, signed(role.requirements.first().skill_uri, "x"))
    client.force_login(scene.manager)
    assert b"is not among your people" in client.get(reverse("employer:shares")).content
    said = client.post(reverse("employer:share_accept", args=[share.pk]), follow=True).content.decode()
    assert "is not among the people" in said


def test_other_employers_see_and_accept_nothing(client: Client, scene: Scene, role: Role, worker: Worker) -> None:
    share = shared(scene, scene.stranger, signed(role.requirements.first().skill_uri, "x"))
    client.force_login(scene.other_owner)
    assert b"Verify and accept" not in client.get(reverse("employer:shares")).content
    assert client.post(reverse("employer:share_accept", args=[share.pk])).status_code == 404
