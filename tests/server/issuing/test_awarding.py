"""Award one person: once, signed, with a status entry; the mail waits for the recall window."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest

from stepladder.server.flows import awarding, claiming, revocation
from stepladder.server.flows.verifying import inspect_file
from stepladder.server.issuing import services
from stepladder.server.issuing.models import Award, IssuedCredential
from stepladder.server.issuing.services import Recipient
from stepladder.server.kernel import clock
from stepladder.server.kernel.mail import deliver_mail
from stepladder.server.kernel.models import AuditEntry, OutboxMessage
from stepladder.server.kernel.outbox import deliver_due
from stepladder.server.wallet.selectors import claim_for_credential, credentials_of

pytestmark = pytest.mark.server

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_an_award_is_signed_and_holds(award):
    report = inspect_file(bytes(award().document))
    assert report.verdict == "authentic"
    assert report.issuer_identity == "self_asserted"
    assert report.credential.achievement_name == "Help desk basics"


def test_the_same_person_is_awarded_once_however_the_address_is_written(award):
    first = award(email="Rosa.Almeida@Harbourline.example")
    assert award(email="rosa.almeida@harbourline.example") == first
    assert (Award.objects.count(), IssuedCredential.objects.count(), OutboxMessage.objects.count()) == (1, 1, 1)


def test_one_student_number_is_not_the_beginning_of_another(award):
    one = award(name="Ana", email="", student_number="7")
    other = award(name="Ben", email="", student_number="7:1")
    assert one != other


def test_the_longest_address_fits(award):
    email = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example"
    assert award(email=email).award.recipient_email == email


def test_after_revocation_the_same_person_can_be_awarded_again(award, college):
    first = award()
    revocation.revoke(actor=college.registrar, credential=first, reason="Wrong class")
    assert award() != first


def test_the_mail_leaves_after_ten_minutes_and_once(award, mailoutbox):
    with clock.frozen(NOON) as time:
        credential = award()
        assert deliver_due({"mail": deliver_mail}) == 0
        time.move(timedelta(minutes=10))
        assert deliver_due({"mail": deliver_mail}) == 1
        assert deliver_due({"mail": deliver_mail}) == 0
    [mail] = mailoutbox
    assert mail.to == ["rosa.almeida@harbourline.example"]
    waiting = claim_for_credential(credential.iri)
    assert f"/claim/{waiting.token}/" in mail.body
    assert waiting.code in mail.body


def test_send_now(award):
    with clock.frozen(NOON):
        credential = award()
        assert awarding.send_now(group=awarding.one_group(credential)) == 1
        assert deliver_due({"mail": deliver_mail}) == 1


def test_who_was_never_told_is_not_told_of_the_end(award, college, mailoutbox):
    with clock.frozen(NOON) as time:
        revocation.revoke(actor=college.registrar, credential=award(), reason="Wrong class")
        time.move(timedelta(hours=1))
        assert deliver_due({"mail": deliver_mail}) == 0
    assert mailoutbox == []


def test_who_holds_it_is_told_of_the_end_with_the_reason(award, college, learner, mailoutbox):
    credential = award()
    claiming.claim(person=learner, claim=claim_for_credential(credential.iri))
    revocation.revoke(actor=college.registrar, credential=credential, reason="Wrong class")
    assert deliver_due({"mail": deliver_mail}) == 1
    assert "Wrong class" in mailoutbox[0].body
    [held] = credentials_of(learner)
    assert held.verdict == "revoked"


def test_revoking_twice_keeps_the_first_reason(award, college):
    credential = award()
    revocation.revoke(actor=college.registrar, credential=credential, reason="Wrong class")
    again = revocation.revoke(actor=college.registrar, credential=credential, reason="Something else")
    assert again.revocation_reason == "Wrong class"
    assert AuditEntry.objects.filter(action="credential.revoked").count() == 1


def test_the_document_names_no_address_and_hides_the_number(award):
    text = bytes(award(student_number="S-1044").document).decode()
    assert "rosa.almeida" not in text
    assert "S-1044" not in text
    hashed = json.loads(text)["credentialSubject"]["identifier"]
    assert all(each["identityHash"].startswith("sha256$") for each in hashed[:2])


def test_each_award_is_in_the_audit_log_without_a_name(award):
    award()
    entry = AuditEntry.objects.get(action="credential.issued")
    assert "Rosa" not in json.dumps([entry.actor, entry.subject, entry.detail])


@pytest.mark.django_db(transaction=True)
def test_two_people_who_press_at_once_make_one_award(college):
    from django.db import connection

    outcomes, start = [], Barrier(2)

    def press():
        try:
            start.wait()
            outcomes.append(
                awarding.award_one(
                    actor=college.registrar,
                    organisation=college.organisation,
                    achievement=college.achievement,
                    recipient=Recipient(name="Ana", email="ana@x.example"),
                )
            )
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(new for _, new in outcomes) == [False, True]
    assert IssuedCredential.objects.count() == 1


def test_whoever_awards_between_the_look_and_the_decision_was_first(award, monkeypatch):
    """The moment that two presses at once hit now and then, brought about for certain."""
    look, firsts = services._standing, []

    def slow(earlier):
        found = look(earlier)
        if not firsts:
            firsts.append(None)
            firsts.append(award())
        return found

    monkeypatch.setattr(services, "_standing", slow)
    assert award() == firsts[1]
    assert IssuedCredential.objects.count() == 1
