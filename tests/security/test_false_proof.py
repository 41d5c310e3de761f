"""A worker cannot make proof of their own, nor use somebody else's."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from stepladder.credentials import issue
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.model import (
    Achievement,
    AchievementSubject,
    Alignment,
    Criteria,
    IdentityObject,
    Profile,
    Result,
    achievement_credential,
)
from stepladder.server.accounts import services as accounts
from stepladder.server.accounts.selectors import address_is_proved, person_by_email
from stepladder.server.catalog import services as catalog
from stepladder.server.catalog.selectors import framework
from stepladder.server.catalog.services import AchievementDraft
from stepladder.server.flows import awarding, claiming, listing, planning, sharing
from stepladder.server.flows.slips import waiting_claim
from stepladder.server.issuing.services import Recipient
from stepladder.server.kernel import clock
from stepladder.server.rewards import selectors as rewards_reads
from stepladder.server.rewards import services as rewards
from stepladder.server.wallet import selectors as wallet
from stepladder.server.workforce import selectors as people
from stepladder.server.workforce import services as workforce

pytestmark = pytest.mark.server


@pytest.fixture
def place(db):
    manager = accounts.add_person(email="manager@firm.example", name="Manager")
    worker = accounts.add_person(email="worker@firm.example", name="Worker")
    firm = accounts.add_organisation(owner=manager, name="Firm", employs=True)
    school = accounts.add_organisation(owner=manager, name="School", issues=True)
    row = workforce.add_worker(actor=manager, organisation=firm, name="Worker", number="1", email=worker.email)
    workforce.link_person(actor=manager, worker=row, person=worker)
    skill = framework().search_skills("communicate with customers", 1)[0]
    rewards.add_rule(
        actor=manager, organisation=firm, name="Customers", points=50, skill_uri=skill.uri, skill_label=skill.label
    )
    return {"manager": manager, "worker": worker, "firm": firm, "school": school, "skill": skill}


def self_made(place, email):
    signer = InMemorySigner(bytes(range(32)))
    document = achievement_credential(
        id="urn:uuid:0e0fd3c8-34a2-4bd3-9b2d-0e1b6d7a3f11",
        issuer=Profile(id=signer.controller, name="University of Famous"),
        achievement=Achievement(
            id="https://famous.example/a",
            name="Everything",
            description="All of it.",
            criteria=Criteria(narrative="Breathe."),
            alignments=(Alignment(target_url=place["skill"].uri, target_name=place["skill"].label),),
        ),
        subject=AchievementSubject(
            identifiers=(IdentityObject.hashed(email, "salt"),), results=(Result(status="Completed"),)
        ),
        valid_from=clock.now().replace(microsecond=0),
    )
    return issue(document, signer=signer, created=clock.now().replace(microsecond=0)).original


def share_all(place):
    until = clock.now() + timedelta(days=9)
    return sharing.share_all(holder=place["worker"], until=until, audience=place["firm"])


def test_a_badge_signed_by_its_holder_is_no_proof_and_earns_nothing(place):
    held, _ = claiming.bring(person=place["worker"], data=self_made(place, place["worker"].email))
    assert held.verdict == "authentic"
    done = sharing.accept(share=share_all(place), actor=place["manager"])
    assert done.proved == ()
    assert done.points == 0
    assert "We do not know that it was University of Famous" in done.refused[0][1]
    assert rewards_reads.total_of_all_entries() == 0
    own = planning.profile_of(place["worker"]).holding(place["skill"].uri)
    assert {each.strength for each in own.attestations} == {"claimed"}


def test_it_counts_once_the_employer_vouches_for_the_issuer(place):
    claiming.bring(person=place["worker"], data=self_made(place, place["worker"].email))
    share = share_all(place)
    assert len(listing.trust_issuers_of(actor=place["manager"], share=share)) == 1
    done = sharing.accept(share=share, actor=place["manager"])
    assert [row.skill_uri for row in done.proved] == [place["skill"].uri]
    assert done.proved[0].valid_until == share.expires_at
    assert done.points == 50


@pytest.mark.parametrize("listed", [True, False])
def test_somebody_elses_badge_is_no_proof(place, listed):
    claiming.bring(person=place["worker"], data=self_made(place, "other@firm.example"))
    share = share_all(place)
    if listed:
        listing.trust_issuers_of(actor=place["manager"], share=share)
    done = sharing.accept(share=share, actor=place["manager"])
    assert done.proved == ()
    assert done.refused == (("Everything", "It names somebody else."),)
    assert planning.profile_of(place["worker"]).holding(place["skill"].uri) is None


def test_what_was_claimed_by_a_slip_without_mail_address_is_the_holders(place):
    manager, school = place["manager"], place["school"]
    draft = AchievementDraft(name="Talk", description="d", criteria="c", hours=Decimal(3), skills=(place["skill"].uri,))
    made = catalog.add_achievement(actor=manager, organisation=school, draft=draft)
    listing.list_own_issuer(actor=manager, organisation=school, source="test")
    credential, _ = awarding.award_one(
        actor=manager,
        organisation=school,
        achievement=made,
        recipient=Recipient(name="Worker", student_number="S-1"),
    )
    claiming.claim(person=place["worker"], claim=waiting_claim(credential))
    done = sharing.accept(share=share_all(place), actor=manager)
    assert [row.skill_uri for row in done.proved] == [place["skill"].uri]
    own = planning.profile_of(place["worker"]).holding(place["skill"].uri)
    assert {each.strength for each in own.attestations} == {"assessed"}


def test_whoever_signs_up_with_anothers_address_sees_nothing_of_theirs(client, place):
    manager, school = place["manager"], place["school"]
    made = catalog.add_achievement(
        actor=manager,
        organisation=school,
        draft=AchievementDraft(name="Talk", description="d", criteria="c", hours=Decimal(3)),
    )
    to = Recipient(name="Late", email="late@firm.example")
    credential, _ = awarding.award_one(actor=manager, organisation=school, achievement=made, recipient=to)
    worker = workforce.add_worker(actor=manager, organisation=place["firm"], name="Late", number="2", email=to.email)
    client.post("/accounts/signup/", {"email": to.email, "password1": "a long enough phrase 7"})
    thief = person_by_email(to.email)
    assert not address_is_proved(thief)
    assert wallet.waiting_claims(thief) == []
    assert people.worker_of(organisation=place["firm"], person=thief) is None
    assert waiting_claim(credential).token not in client.get("/learner/record/").content.decode()
    claiming.claim(person=thief, claim=waiting_claim(credential))  # with the mailed link it is their mailbox after all
    assert people.worker_of(organisation=place["firm"], person=thief) == worker


def test_an_organisation_of_this_server_is_not_proved_by_the_servers_own_domain(place, settings):
    settings.SITE_URL = "https://badges.example"
    worker = place["worker"]
    own = accounts.add_organisation(owner=worker, name="My Own School", issues=True)
    draft = AchievementDraft(name="All", description="d", criteria="c", hours=Decimal(3), skills=(place["skill"].uri,))
    made = catalog.add_achievement(actor=worker, organisation=own, draft=draft)
    to = Recipient(name="Worker", email=worker.email)
    credential, _ = awarding.award_one(actor=worker, organisation=own, achievement=made, recipient=to)
    held = claiming.claim(person=worker, claim=waiting_claim(credential))
    assert held.report["issuer_identity"] == "domain_proved"
    share = share_all(place)
    done = sharing.accept(share=share, actor=place["manager"])
    assert (done.proved, done.points) == ((), 0)
    claims = planning.profile_of(worker).holding(place["skill"].uri)
    assert {each.strength for each in claims.attestations} == {"claimed"}
    assert len(listing.trust_issuers_of(actor=place["manager"], share=share)) == 1
    assert sharing.accept(share=share, actor=place["manager"]).points == 50
