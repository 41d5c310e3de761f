"""What waits is taken once, by one person, in time; a code works however it is typed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stepladder.server.flows import claiming, revocation
from stepladder.server.kernel import clock
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.wallet.models import HeldCredential
from stepladder.server.wallet.selectors import claim_by_code, claim_for_credential, credentials_of, waiting_claims

pytestmark = pytest.mark.server

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def waiting(award):
    return claim_for_credential(award().iri)


def test_a_claim_puts_the_signed_bytes_into_the_record(waiting, learner):
    held = claiming.claim(person=learner, claim=waiting)
    assert bytes(held.original) == bytes(waiting.document)
    assert (held.verdict, held.origin, held.name) == ("authentic", "claimed", "Help desk basics")


def test_the_same_person_may_claim_twice_and_holds_it_once(waiting, learner):
    assert claiming.claim(person=learner, claim=waiting) == claiming.claim(person=learner, claim=waiting)
    assert HeldCredential.objects.count() == 1


def test_somebody_else_comes_too_late(waiting, learner, stranger):
    claiming.claim(person=learner, claim=waiting)
    with pytest.raises(Refusal) as caught:
        claiming.claim(person=stranger, claim=waiting)
    assert (caught.value.code, caught.value.status) == ("claim.taken", 409)
    assert credentials_of(stranger) == []


def test_an_expired_link_is_refused(award, learner):
    with clock.frozen(NOON) as time:
        waiting = claim_for_credential(award().iri)
        time.move(timedelta(days=181))
        with pytest.raises(Refusal) as caught:
            claiming.claim(person=learner, claim=waiting)
    assert (caught.value.code, caught.value.status) == ("claim.expired", 410)
    assert credentials_of(learner) == []


def test_a_withdrawn_claim_is_refused(award, college, learner):
    credential = award()
    revocation.revoke(actor=college.registrar, credential=credential, reason="Wrong class")
    with pytest.raises(Refusal) as caught:
        claiming.claim(person=learner, claim=claim_for_credential(credential.iri))
    assert (caught.value.code, caught.value.status) == ("claim.withdrawn", 410)


def test_a_code_is_found_however_it_is_typed(waiting):
    plain = waiting.code.replace("-", "")
    for typed in (waiting.code, plain, plain.lower(), f" {plain[:4]} {plain[4:8]} {plain[8:]} ", waiting.code.lower()):
        assert claim_by_code(typed) == waiting
    assert claim_by_code("") is None
    assert claim_by_code("AAAA-AAAA-AAAA") is None


def test_what_waits_is_shown_to_the_address_it_was_sent_to(waiting, learner, stranger):
    assert waiting_claims(learner) == [waiting]
    assert waiting_claims(stranger) == []


# ------------------------------------------------------------------ by the pages


def test_the_link_sends_a_visitor_to_sign_in_and_back(waiting, client):
    page = client.get(f"/claim/{waiting.token}/")
    assert page.status_code == 200
    assert f"next=/claim/{waiting.token}/" in page.content.decode()
    answer = client.post(f"/claim/{waiting.token}/")
    assert answer.headers["Location"] == f"/accounts/login/?next=/claim/{waiting.token}/"


def test_the_code_leads_to_the_link(waiting, client):
    assert client.post("/claim/", {"code": waiting.code.lower()}).headers["Location"] == f"/claim/{waiting.token}/"
    wrong = client.post("/claim/", {"code": "AAAA-AAAA-AAAA"})
    assert wrong.status_code == 400
    assert "no credential behind this code" in wrong.content.decode()


def test_one_press_keeps_it(waiting, learner, signed_in):
    answer = signed_in(learner).post(f"/claim/{waiting.token}/", follow=True)
    assert "is now in your record" in answer.content.decode()
    assert [held.name for held in credentials_of(learner)] == ["Help desk basics"]


def test_pages_say_why_nothing_can_be_claimed(award, college, client, learner, signed_in):
    assert client.get("/claim/no-such-token/").status_code == 404
    credential = award()
    waiting = claim_for_credential(credential.iri)
    signed_in(learner).post(f"/claim/{waiting.token}/")
    assert "Claimed already" in client.get(f"/claim/{waiting.token}/").content.decode()
    revocation.revoke(actor=college.registrar, credential=credential, reason="Wrong class")
    other = claim_for_credential(award(name="Ana", email="ana@x.example").iri)
    with clock.frozen(clock.now() + timedelta(days=181)):
        page = client.get(f"/claim/{other.token}/")
    assert page.status_code == 410
    assert "This link has expired" in page.content.decode()
