"""Suspended, a credential counts for nothing; lifted, it counts as before: in the list, the wallet, at the employer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from stepladder.server.accounts.services import add_organisation, add_person
from stepladder.server.flows import revocation, sharing, suspension
from stepladder.server.flows.listing import list_own_issuer
from stepladder.server.flows.verifying import inspect_file
from stepladder.server.issuing.models import IssuedCredential
from stepladder.server.kernel import clock
from stepladder.server.kernel.models import AuditEntry, OutboxMessage
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.workforce.models import ProvedSkill
from stepladder.server.workforce.services import add_worker

pytestmark = pytest.mark.server


def fresh(credential: IssuedCredential) -> IssuedCredential:
    return IssuedCredential.objects.get(pk=credential.pk)


def verdict(credential: IssuedCredential) -> str:
    return inspect_file(bytes(credential.document)).verdict


def test_suspended_and_lifted_as_often_as_needed(award, college):
    credential = award()
    assert verdict(credential) == "authentic"
    for _ in range(2):
        suspension.suspend(actor=college.registrar, credential=fresh(credential), reason="We are\nlooking  into it")
        assert verdict(credential) == "suspended"
        assert fresh(credential).suspension_reason == "We are looking into it"
        suspension.suspend(actor=college.registrar, credential=fresh(credential), reason="Twice changes nothing")
        assert fresh(credential).suspension_reason == "We are looking into it"
        suspension.lift(actor=college.registrar, credential=fresh(credential))
        assert verdict(credential) == "authentic"
    suspension.lift(actor=college.registrar, credential=fresh(credential))
    actions = AuditEntry.objects.filter(subject=credential.iri, action__contains="suspen").order_by("sequence")
    assert [each.action for each in actions] == ["credential.suspended", "credential.suspension_lifted"] * 2


def test_revoked_is_for_good(award, college):
    credential = award()
    suspension.suspend(actor=college.registrar, credential=credential, reason="Doubt")
    revocation.revoke(actor=college.registrar, credential=fresh(credential), reason="It was so")
    assert verdict(credential) == "revoked"
    suspension.lift(actor=college.registrar, credential=fresh(credential))
    assert verdict(credential) == "revoked"
    with pytest.raises(Refusal) as caught:
        suspension.suspend(actor=college.registrar, credential=fresh(credential), reason="Again")
    assert caught.value.code == "credential.not_suspendable"


def test_what_was_issued_before_there_was_a_list_for_it_is_refused(award, college):
    credential = award()
    IssuedCredential.objects.update(suspension_list=None, suspension_index=None)
    with pytest.raises(Refusal):
        suspension.suspend(actor=college.registrar, credential=fresh(credential), reason="Doubt")


def test_the_wallet_says_so_and_the_holder_is_told(hold, college):
    held = hold()
    credential = IssuedCredential.objects.get()
    suspension.suspend(actor=college.registrar, credential=credential, reason="Doubt")
    held.refresh_from_db()
    assert held.verdict == "suspended"
    suspension.lift(actor=college.registrar, credential=fresh(credential))
    held.refresh_from_db()
    assert held.verdict == "authentic"
    subjects = [each.payload["subject"] for each in OutboxMessage.objects.filter(kind="mail").order_by("id")]
    assert any("has suspended" in each for each in subjects)
    assert any("has lifted the suspension" in each for each in subjects)


@pytest.fixture
def proved(hold, learner, college):
    """Let an employer accept what the learner holds; give a function that counts the live proofs."""
    held = hold()
    boss = add_person(email="boss@company.example", name="A boss")
    company = add_organisation(owner=boss, name="A company", employs=True)
    list_own_issuer(actor=boss, organisation=college.organisation, source="test")
    add_worker(actor=boss, organisation=company, name=learner.name, number="1", email=learner.email)
    from stepladder.server.workforce.models import Worker
    from stepladder.server.workforce.services import link_person

    link_person(actor=learner, worker=Worker.objects.get(), person=learner)
    until = clock.now() + timedelta(days=30)
    share = sharing.share(holder=learner, credentials=[held], until=until, audience=company)
    assert sharing.accept(share=share, actor=boss).proved
    return share, boss, lambda: ProvedSkill.objects.filter(ended_at=None).count()


def test_at_the_employer_proof_rests_and_comes_back(proved, college):
    share, boss, live = proved
    credential = IssuedCredential.objects.get()
    had = live()
    suspension.suspend(actor=college.registrar, credential=credential, reason="Doubt")
    assert live() == 0
    again = sharing.accept(share=share, actor=boss)
    assert not again.proved
    assert again.refused
    suspension.lift(actor=college.registrar, credential=fresh(credential))
    assert live() == had


def test_what_ended_meanwhile_does_not_come_back(proved, college):
    share, _boss, live = proved
    credential = IssuedCredential.objects.get()
    suspension.suspend(actor=college.registrar, credential=credential, reason="Doubt")
    sharing.withdraw(share=share)
    suspension.lift(actor=college.registrar, credential=fresh(credential))
    assert live() == 0


def test_the_pages(award, college, signed_in, stranger, client):
    credential = award()
    desk = signed_in(college.registrar)
    address = f"/issuer/issued/{credential.pk}/"
    assert "Suspend it" in desk.get(address).content.decode()
    assert desk.post(f"{address}suspend", {"reason": ""}).status_code == 400
    assert desk.post(f"{address}suspend", {"reason": "We look into it"}).status_code == 302
    page = desk.get(address).content.decode()
    assert "Suspended since" in page
    assert "We look into it" in page
    assert "Suspend it" not in page
    public = client.get(f"/credentials/{credential.pk}").content.decode()
    assert "Suspended since" in public
    assert "We look into it" not in public, "the reason is for the holder"
    assert desk.post(f"{address}lift").status_code == 302
    assert "Suspend it" in desk.get(address).content.decode()
    assert signed_in(stranger).post(f"{address}suspend", {"reason": "x"}).status_code == 404


def test_both_lists_are_told_in_one_breath(award, client):
    page = client.get(f"/credentials/{award().pk}").content.decode()
    assert "Not revoked, not suspended, as of" in page
