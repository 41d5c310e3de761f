"""A new key, and a key that somebody else has had: what still verifies, what does not, and what the page says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from stepladder.credentials import issue
from stepladder.server.accounts.services import add_person, give_access
from stepladder.server.flows.verifying import inspect_file
from stepladder.server.issuing import keys
from stepladder.server.issuing.models import IssuedCredential, IssuerKey
from stepladder.server.issuing.rotation import lost_with, mark_compromised, rotate_key
from stepladder.server.issuing.selectors import signed_status_list
from stepladder.server.kernel import clock
from stepladder.server.kernel.models import AuditEntry
from stepladder.server.kernel.refusal import Refusal

pytestmark = pytest.mark.server

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def over_https(settings):
    settings.SITE_URL = "https://badges.college.example"


def verdict(credential: IssuedCredential) -> str:
    return inspect_file(bytes(credential.document)).verdict


def method_of(document: bytes) -> str:
    import json

    proof = json.loads(document)["proof"]
    return str((proof[0] if isinstance(proof, list) else proof)["verificationMethod"])


def test_over_https_the_identifier_stays_and_what_was_signed_stands(over_https, college, award, client):
    with clock.frozen(MONDAY) as now:
        before = award()
        old = keys.key_of(college.organisation)
        now.move(HOUR)
        new = rotate_key(actor=college.registrar, organisation=college.organisation)
        after = award(name="Second Person", email="second@x.example")
        assert new.controller == old.controller
        assert method_of(bytes(before.document)) == old.verification_method
        assert method_of(bytes(after.document)) == new.verification_method
        assert (verdict(before), verdict(after)) == ("authentic", "authentic")
        document = client.get("/o/northgate-college/did.json").json()
        assert document["assertionMethod"] == [old.verification_method, new.verification_method]
        # One list for both, signed with the new key from now on.
        assert before.status_list_id == after.status_list_id
        signed = signed_status_list(before.status_list_id)
        assert signed is not None
        assert method_of(signed) == new.verification_method
        assert list(old.credentials.all()) == [before]
        assert list(new.credentials.all()) == [after]
        entry = AuditEntry.objects.get(action="issuer_key.rotated")
        assert (entry.actor, entry.subject) == (str(college.registrar.pk), new.verification_method)
        assert entry.detail == {"retired": old.verification_method}


def test_only_one_key_signs_at_a_time(over_https, college, award):
    award()
    rotate_key(actor=college.registrar, organisation=college.organisation)
    assert IssuerKey.objects.filter(organisation=college.organisation, retired_at=None).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuerKey.objects.update(retired_at=None)


def test_a_did_key_ends_with_its_key(college, award):
    with clock.frozen(MONDAY) as now:
        before = award()
        old = keys.key_of(college.organisation)
        now.move(HOUR)
        new = rotate_key(actor=college.registrar, organisation=college.organisation)
        after = award(name="Second Person", email="second@x.example")
        assert new.controller != old.controller
        assert (verdict(before), verdict(after)) == ("authentic", "authentic")
        # A list is believed only from the issuer of the credential, so each identifier has lists of its own.
        assert before.status_list_id != after.status_list_id
        assert method_of(signed_status_list(before.status_list_id) or b"") == old.verification_method
        from stepladder.server.issuing.services import revoke

        revoke(actor="test", credential=before, reason="Mistake")
        assert verdict(before) == "revoked"
        with pytest.raises(Refusal) as caught:
            mark_compromised(actor=college.registrar, key=old, since=MONDAY)
        assert caught.value.code == "key.did_key_not_revocable"


def test_an_organisation_that_moves_to_https_gets_a_lasting_identifier(college, award, settings):
    before = award()
    settings.SITE_URL = "https://badges.college.example"
    new = rotate_key(actor=college.registrar, organisation=college.organisation)
    assert new.controller == "did:web:badges.college.example:o:northgate-college"
    after = award(name="Second Person", email="second@x.example")
    assert (verdict(before), verdict(after)) == ("authentic", "authentic")


def test_what_a_given_up_key_signed_since_then_is_not_believed(over_https, college, award, client):
    with clock.frozen(MONDAY) as now:
        before = award()
        old = keys.key_of(college.organisation)
        now.move(2 * HOUR)
        own = award(name="Second Person", email="second@x.example")
        now.move(HOUR)
        thief = keys.signer_of(college.organisation)
        mark_compromised(actor=college.registrar, key=old, since=MONDAY + HOUR)
        assert keys.key_of(college.organisation) != old, "a key in use is replaced at once"
        old.refresh_from_db()
        assert list(lost_with(old)) == [own]
        [method] = [
            each
            for each in client.get("/o/northgate-college/did.json").json()["verificationMethod"]
            if each["id"] == old.verification_method
        ]
        assert method["revoked"] == "2026-03-02T10:00:00Z"
        assert verdict(before) == "authentic"
        for document in (bytes(own.document), forged(before, thief)):
            report = inspect_file(document)
            assert report.verdict != "authentic"
            assert report.check("proof").outcome == "failed"
            assert report.check("proof").code.startswith("proof.key_")
        after = award(name="Third Person", email="third@x.example")
        assert verdict(after) == "authentic"
        entry = AuditEntry.objects.get(action="issuer_key.compromised")
        assert entry.detail == {"since": "2026-03-02T10:00:00Z"}


def forged(credential: IssuedCredential, signer: object) -> bytes:
    import json

    document = json.loads(bytes(credential.document))
    del document["proof"]
    document["name"] = "Forged"
    return issue(document, signer=signer, created=clock.now()).original  # type: ignore[arg-type]  # a signer


def test_the_time_moves_only_back(over_https, college, award):
    award()
    key = keys.key_of(college.organisation)
    now = clock.now()
    for since, code in ((now + HOUR, "key.since_future"),):
        with pytest.raises(Refusal) as caught:
            mark_compromised(actor=college.registrar, key=key, since=since)
        assert caught.value.code == code
    mark_compromised(actor=college.registrar, key=key, since=now - HOUR)
    mark_compromised(actor=college.registrar, key=key, since=now - 2 * HOUR)
    with pytest.raises(Refusal) as caught:
        mark_compromised(actor=college.registrar, key=key, since=now - HOUR)
    assert caught.value.code == "key.since_later"
    assert IssuerKey.objects.filter(organisation=college.organisation).count() == 2, "replaced once"


def test_the_pages_are_the_owners_alone(over_https, college, signed_in, award):
    award()
    key = keys.key_of(college.organisation)
    helper = add_person(email="helper@x.example", name="A helper")
    give_access(
        actor=college.registrar, person=helper, organisation=college.organisation, access=["designer", "awarder"]
    )
    addresses = ("/issuer/keys/", "/issuer/keys/new", f"/issuer/keys/{key.pk}/given-up")
    assert signed_in(helper).get("/issuer/").status_code == 200
    for address in addresses:
        assert signed_in(helper).get(address).status_code == 404, address
        assert signed_in(helper).post(address, {"sure": "on", "since": "2026-01-01T00:00"}).status_code in {404, 405}
        assert signed_in(college.registrar).get(address).status_code == 200, address
    assert "Your keys" not in signed_in(helper).get("/issuer/").content.decode()
    assert "/issuer/keys/" in signed_in(college.registrar).get("/issuer/").content.decode()
    assert IssuerKey.objects.count() == 1


def test_the_owner_makes_a_new_key_on_purpose(over_https, college, signed_in, award):
    award()
    client = signed_in(college.registrar)
    assert client.post("/issuer/keys/new").status_code == 400
    assert IssuerKey.objects.count() == 1
    assert client.post("/issuer/keys/new", {"sure": "on"}).status_code == 302
    assert IssuerKey.objects.count() == 2


def test_the_owner_gives_a_key_up_on_purpose(over_https, college, signed_in, award):
    credential = award()
    client = signed_in(college.registrar)
    key = keys.key_of(college.organisation)
    address = f"/issuer/keys/{key.pk}/given-up"
    assert "cannot be undone" in client.get(address).content.decode()
    for wrong in ({"since": "2026-01-01T00:00"}, {"sure": "on"}, {"since": "soon", "sure": "on"}):
        assert client.post(address, wrong).status_code == 400
    assert client.post(address, {"since": "2999-01-01T00:00", "sure": "on"}).status_code == 400
    assert verdict(credential) == "authentic"
    assert client.post(address, {"since": "2026-01-01T00:00", "sure": "on"}).status_code == 302
    assert verdict(credential) != "authentic"
    page = client.get("/issuer/keys/").content.decode()
    assert "1 January 2026, 00:00" in page
    assert "1 credential no longer verifies" in page


def test_a_did_key_is_told_why_it_cannot_be_given_up(college, signed_in, award):
    award()
    key = keys.key_of(college.organisation)
    client = signed_in(college.registrar)
    page = client.get(f"/issuer/keys/{key.pk}/given-up").content.decode()
    assert "own identifier" in page
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]
    answer = client.post(f"/issuer/keys/{key.pk}/given-up", {"since": "2026-01-01T00:00", "sure": "on"})
    assert answer.status_code == 400
    assert "Your identifier changes" in client.get("/issuer/keys/new").content.decode()


def test_the_verdict_says_that_the_key_was_given_up(over_https, college, award, client):
    credential = award()
    key = keys.key_of(college.organisation)
    mark_compromised(actor=college.registrar, key=key, since=clock.now() - HOUR)
    report = inspect_file(bytes(credential.document))
    assert report.verdict == "not_issuers_key"
    assert "Signed with a key of Northgate College that was no longer good for it" in report.sentence
    assert "The key is one that the issuer signs credentials with" not in report.sentence
    assert "The key was given up by then" in client.get(f"/credentials/{credential.pk}").content.decode()
