"""The other public pages: what can be earned, what was issued, what an organisation publishes, the demo's own."""

from __future__ import annotations

import json

import pytest

from stepladder.server.accounts.services import add_person
from stepladder.server.flows import awarding, revocation
from stepladder.server.kernel.mail import deliver_mail
from stepladder.server.kernel.outbox import deliver_due
from stepladder.testing.cast import CAST

pytestmark = pytest.mark.server

EVIL = '<script>alert(1)</script>"\'&{{ 7|add:7 }}{% now "Y" %} محمد 🎓'


def text(answer) -> str:
    return answer.content.decode()


def test_the_first_page_leads_everyone_on(client, db):
    page = text(client.get("/"))
    for address in ("/verify/", "/catalogue/", "/claim/", "/learner/", "/issuer/start/", "/employer/start/", "/staff/"):
        assert f'href="{address}"' in page


def test_the_catalogue_finds_by_name_and_skill(client, college):
    skill = college.achievement.alignments.first()
    for query in ("", "?q=help+desk", f"?q={skill.target_name}", f"?skill={skill.target_url}"):
        assert "Help desk basics" in text(client.get(f"/catalogue/{query}"))
    assert "Nothing found" in text(client.get("/catalogue/?q=zzzz"))
    assert "Nothing found" in text(client.get("/catalogue/?group=9"))
    assert client.get("/catalogue/?page=-1&group=x&skill=%F0").status_code == 200


def test_drafts_are_nobodys_to_see(client, college):
    from stepladder.server.catalog.services import withdraw

    withdraw(actor=college.registrar, achievement=college.achievement)
    assert client.get(f"/catalogue/{college.achievement.slug}/").status_code == 404
    assert client.get(f"/achievements/{college.achievement.pk}").status_code == 404
    assert "Help desk basics" not in text(client.get("/catalogue/"))


def test_the_identifier_in_a_credential_leads_to_its_page(client, college):
    answer = client.get(f"/achievements/{college.achievement.pk}")
    assert answer.headers["Location"] == f"/catalogue/{college.achievement.slug}/"


def test_pictures_are_served_without_scripts(client, college):
    svg = client.get(f"/achievements/{college.achievement.pk}/picture.svg")
    assert svg.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert client.get(f"/achievements/{college.achievement.pk}/picture.png").content.startswith(b"\x89PNG")


def test_the_page_of_a_badge_and_its_document(client, award):
    credential = award()
    page = text(client.get(f"/credentials/{credential.pk}"))
    assert "Issued by Northgate College to Rosa Almeida" in page
    assert "we do not know that this is Northgate College" in page
    assert "authentic" not in page.partition("Details for experts")[0]
    document = client.get(f"/credentials/{credential.pk}.json")
    assert document.content == bytes(credential.document)
    assert json.loads(document.content)["id"] == credential.iri


def test_the_page_of_a_revoked_badge_says_why(client, award, college):
    credential = award()
    revocation.revoke(actor=college.registrar, credential=credential, reason="Awarded to the wrong class")
    page = text(client.get(f"/credentials/{credential.pk}"))
    assert "Awarded to the wrong class" in page
    assert "Revoked by the issuer" in page


def test_the_demos_pages_are_in_the_demo_only(client, db):
    for address in ("/demo/", "/demo/tour/1", "/dev/mail"):
        assert client.get(address).status_code == 404
    assert client.post("/demo/sign-in/learner").status_code == 404


@pytest.mark.parametrize(
    ("following", "where"),
    [
        ("/learner/plan/", "/learner/plan/"),
        ("", "/learner/"),
        ("//evil.example", "/learner/"),
        ("https://evil.example", "/learner/"),
        ("/\\evil.example", "/learner/"),
        ("/\t/evil.example", "/learner/"),
    ],
)
def test_one_press_signs_in_and_stays_here(client, db, settings, following, where):
    settings.DEMO = True
    part = CAST["learner"]
    add_person(email=part.email, name=part.name, demo_key=part.key)
    assert client.post("/demo/sign-in/learner", {"next": following}).headers["Location"] == where
    assert client.post("/demo/sign-in/nobody").status_code == 404
    assert client.get("/demo/").status_code == 200


def test_the_tour_has_five_stops(client, db, settings):
    settings.DEMO = True
    assert [client.get(f"/demo/tour/{step}").status_code for step in range(7)] == [404, 200, 200, 200, 200, 200, 404]


# ------------------------------------------------------------------ evil text


@pytest.fixture
def evil(make_college, settings):
    from stepladder.server.issuing.services import Recipient

    settings.EMAIL_BACKEND = "stepladder.server.kernel.mail.KeptMailBackend"
    settings.DEMO = True
    college = make_college(name=EVIL, email="registrar@evil.example", title=EVIL)
    credential, _ = awarding.award_one(
        actor=college.registrar,
        organisation=college.organisation,
        achievement=college.achievement,
        recipient=Recipient(
            name=EVIL, email="ana@x.example", narrative=EVIL * 40, evidence_url="https://x.example/?a=b&c=d"
        ),
    )
    awarding.send_now(group=awarding.one_group(credential))
    deliver_due({"mail": deliver_mail})
    return college, credential


def test_evil_text_is_text_on_every_public_page(client, evil):
    from stepladder.server.wallet.selectors import claim_for_credential

    college, credential = evil
    addresses = (
        f"/credentials/{credential.pk}",
        f"/catalogue/{college.achievement.slug}/",
        "/catalogue/",
        f"/claim/{claim_for_credential(credential.iri).token}/",
        "/dev/mail",
    )
    for address in addresses:
        page = text(client.get(address))
        assert "<script>alert" not in page, address
        assert "&lt;script&gt;alert(1)" in page, address
        assert "&amp;lt;" not in page, address
        assert "{{ 7|add:7 }}" in page, address
        assert "محمد 🎓" in page, address


def test_evil_text_is_signed_and_holds(client, evil):
    _, credential = evil
    answer = client.post("/api/v1/verify", bytes(credential.document), content_type="application/json")
    assert answer.json()["verdict"] == "authentic"
    assert answer.json()["credential"]["name"] == EVIL


def test_a_name_with_line_breaks_stays_out_of_the_mails_header(make_college, mailoutbox):
    from stepladder.server.issuing.services import Recipient

    college = make_college(title="Help\r\nBcc: everyone@x.example")
    credential, _ = awarding.award_one(
        actor=college.registrar,
        organisation=college.organisation,
        achievement=college.achievement,
        recipient=Recipient(name="Ana\nBcc: x@x.example", email="ana@x.example"),
    )
    awarding.send_now(group=awarding.one_group(credential))
    assert deliver_due({"mail": deliver_mail}) == 1
    [mail] = mailoutbox
    assert mail.recipients() == ["ana@x.example"]
    assert "\n" not in mail.subject


def test_very_long_names_do_not_break_a_page(client, make_college):
    college = make_college(title="Ä" * 200)
    assert client.get(f"/catalogue/{college.achievement.slug}/").status_code == 200
