"""The issuer's pages: make an organisation, design, award, look after what was issued; others get 404."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stepladder.server.accounts.models import Organisation
from stepladder.server.accounts.services import add_organisation, give_access
from stepladder.server.catalog.models import Achievement
from stepladder.server.issuing.models import AwardBatch, IssuedCredential
from stepladder.server.kernel.models import OutboxMessage

pytestmark = pytest.mark.server

DESIGN = {
    "name": "Fault finding",
    "description": "Find what is broken.",
    "criteria": "Find eight of ten.",
    "hours": "12.5",
    "price": "49.50",
    "currency": "eur",
    "assessment": "quiz",
    "colour": "blue",
    "emblem": "tool",
    "eqf_level": "",
    "valid_months": "",
    "link": "",
}


@pytest.fixture
def desk(college, signed_in):
    return signed_in(college.registrar)


def page(answer) -> str:
    return answer.content.decode()


def test_somebody_without_an_organisation_is_led_to_make_one(stranger, signed_in):
    client = signed_in(stranger)
    assert client.get("/issuer/").status_code == 404
    answer = client.post("/issuer/start/", {"name": "Night School", "url": "https://night.example/<ü>"})
    assert answer.headers["Location"] == "/issuer/micro-credentials/new/"
    made = Organisation.objects.get(name="Night School")
    assert made.issuer_keys.count() == 1
    assert made.url == "https://night.example/%3C%C3%BC%3E"
    assert "Night School" in page(client.get("/issuer/"))


def test_design_with_skills_then_publish(desk, college):
    found = desk.post("/issuer/micro-credentials/new/", {**DESIGN, "look": "skills", "look_for": "computer network"})
    assert found.status_code == 200
    assert Achievement.objects.count() == 1
    from stepladder.server.catalog.selectors import framework

    skill = framework().search_skills("computer network", 1)[0]
    assert skill.uri in page(found)
    desk.post("/issuer/micro-credentials/new/", {**DESIGN, "skill": [skill.uri]})
    made = Achievement.objects.get(name="Fault finding")
    assert [each.target_url for each in made.alignments.all()] == [skill.uri]
    assert (made.opportunity.price_cents, made.opportunity.currency) == (4950, "EUR")
    assert made.published_at is None
    desk.post(f"/issuer/micro-credentials/{made.pk}/publish")
    assert "Fault finding" in page(desk.get("/catalogue/"))
    desk.post(f"/issuer/micro-credentials/{made.pk}/withdraw")
    desk.get("/issuer/")  # shows what was said of the withdrawal
    assert "Fault finding" not in page(desk.get("/catalogue/"))


def test_changing_keeps_what_the_form_does_not_show(desk, college):
    offer = college.achievement.opportunity
    type(offer).objects.filter(pk=offer.pk).update(provider="Evening School", seats=12, isco_major="3", invented=True)
    desk.post(f"/issuer/micro-credentials/{college.achievement.pk}/", DESIGN)
    changed = Achievement.objects.get(pk=college.achievement.pk)
    assert changed.version == 2
    assert (changed.opportunity.provider, changed.opportunity.seats) == ("Evening School", 12)
    assert (changed.opportunity.isco_major, changed.opportunity.invented) == ("3", True)


def test_the_picture_can_be_seen_before_it_is_saved(desk):
    answer = desk.post("/issuer/micro-credentials/new/", {"look": "picture", "colour": "plum", "hours": "nonsense"})
    assert answer.status_code == 200
    assert "data:image/svg+xml;base64," in page(answer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": "0"},
        {"hours": "-1"},
        {"hours": "NaN"},
        {"price": "-1"},
        {"currency": "EURO"},
        {"name": ""},
        {"link": "x y"},
    ],
)
def test_a_wrong_design_is_refused_and_kept_on_the_page(desk, wrong):
    answer = desk.post("/issuer/micro-credentials/new/", {**DESIGN, **wrong})
    assert answer.status_code == 400
    assert "Find eight of ten." in page(answer)
    assert Achievement.objects.count() == 1


def test_award_one_and_again(desk, college):
    values = {"achievement": str(college.achievement.pk), "name": "Ana Costa", "email": "ana@x.example"}
    first = desk.post("/issuer/award/", values)
    credential = IssuedCredential.objects.get()
    assert first.headers["Location"] == f"/issuer/issued/{credential.pk}/"
    again = desk.post("/issuer/award/", {**values, "email": "ANA@x.example"}, follow=True)
    assert "nothing was issued twice" in page(again)
    assert IssuedCredential.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": "Ana"}, "Give an e-mail address or a student number"),
        ({"name": "", "email": "ana@x.example"}, "This field is required"),
        ({"name": "n" * 4000, "email": "ana@x.example"}, "at most 200"),
        ({"name": "Ana\u202egnp", "email": "ana@x.example"}, "hidden character"),
        ({"name": "Ana", "email": f"{'a' * 64}@{'b' * 63}.{'c' * 63}.{'d' * 63}.example"}, "at most 254"),
    ],
)
def test_a_wrong_award_is_refused_in_words(desk, college, values, words):
    answer = desk.post("/issuer/award/", {"achievement": str(college.achievement.pk), **values})
    assert answer.status_code == 400
    assert words in page(answer)
    assert IssuedCredential.objects.count() == 0


def test_a_draft_cannot_be_awarded(desk, college):
    desk.post(f"/issuer/micro-credentials/{college.achievement.pk}/withdraw")
    assert "Nothing can be awarded yet" in page(desk.get("/issuer/award/"))
    values = {"achievement": str(college.achievement.pk), "name": "Ana", "email": "ana@x.example"}
    assert desk.post("/issuer/award/", values).status_code == 400


def test_a_file_from_template_to_recall(desk, college):
    template = desk.get("/issuer/award/template.csv")
    assert template.content.decode("utf-8-sig") == "name,email,student number,evidence,narrative\r\n"
    text = template.content.decode() + "Ana,ana@x.example,,,\nBen,,S-7,,\nCy,,,,\n"
    answer = desk.post(
        "/issuer/award/file/",
        {"achievement": str(college.achievement.pk), "file": SimpleUploadedFile("class.csv", text.encode())},
    )
    batch = AwardBatch.objects.get()
    address = f"/issuer/award/file/{batch.pk}/"
    assert answer.headers["Location"] == address
    preview = page(desk.get(address))
    assert "Sign and award 2" in preview
    assert "S-7" in preview
    assert "give an email or a student number" in preview
    assert "2 signed" in page(desk.post(address + "award", follow=True))
    assert desk.post(address + "award").status_code == 409
    assert "Recall all of it" in page(desk.get(address))
    assert "2 credentials are revoked" in page(desk.post(address + "recall", follow=True))
    assert desk.post(address + "recall").status_code == 409
    assert OutboxMessage.objects.filter(cancelled_at=None).count() == 0


def test_a_bad_file_is_refused_on_the_page(desk, college):
    for data, words in ((b"email\nx\n", "lacks name"), (b"", "file is empty"), (b"\x00\x01", "neither CSV nor XLSX")):
        answer = desk.post(
            "/issuer/award/file/",
            {"achievement": str(college.achievement.pk), "file": SimpleUploadedFile("class.csv", data)},
        )
        assert answer.status_code == 400
        assert words in page(answer)
    assert "Choose a file" in page(desk.post("/issuer/award/file/", {"achievement": str(college.achievement.pk)}))


def test_a_slip_carries_code_and_square(desk, award):
    from stepladder.server.wallet.selectors import claim_for_credential

    credential = award(name="Tom", email="", student_number="S-1")
    slip = page(desk.get(f"/issuer/issued/{credential.pk}/slip"))
    assert claim_for_credential(credential.iri).code in slip
    assert "data:image/svg+xml" in slip


def test_revoke_asks_why(desk, award):
    credential = award()
    address = f"/issuer/issued/{credential.pk}/revoke"
    assert "This cannot be undone" in page(desk.get(address))
    assert desk.post(address, {"reason": ""}).status_code == 400
    desk.post(address, {"reason": "Wrong class"})
    assert "Wrong class" in page(desk.get(f"/issuer/issued/{credential.pk}/"))


def test_the_list_is_searched_and_downloaded_without_formulas(desk, award):
    award(name='=HYPERLINK("https://evil.example")', email="ana@x.example")
    award(name="Ben", email="ben@x.example")
    assert "ana@x.example" not in page(desk.get("/issuer/issued/?q=Ben"))
    text = desk.get("/issuer/issued/issued.csv").content.decode("utf-8-sig")
    names = {row["name"] for row in csv.DictReader(io.StringIO(text))}
    assert names == {"Ben", '\'=HYPERLINK("https://evil.example")'}


@pytest.mark.parametrize("access", ["assessor", "designer"])
def test_who_may_not_award_gets_404(college, stranger, signed_in, award, access):
    give_access(actor=college.registrar, person=stranger, organisation=college.organisation, access=[access])
    client, credential = signed_in(stranger), award()
    assert client.get("/issuer/").status_code == 200
    assert client.get("/issuer/award/").status_code == 404
    assert client.post(f"/issuer/issued/{credential.pk}/revoke", {"reason": "x"}).status_code == 404
    assert client.get("/issuer/micro-credentials/new/").status_code == (200 if access == "designer" else 404)


def test_an_employers_manager_is_no_issuer(college, stranger, signed_in):
    give_access(actor=college.registrar, person=stranger, organisation=college.organisation, access=["manager"])
    client = signed_in(stranger)
    assert client.get("/issuer/").status_code == 404
    assert client.get("/issuer/issued/").status_code == 404


def test_somebody_with_two_organisations_chooses(college, signed_in):
    other = add_organisation(owner=college.registrar, name="Zed School", issues=True)
    client = signed_in(college.registrar)
    assert "Northgate College" in page(client.get("/issuer/"))
    client.get(f"/issuer/?organisation={other.slug}")
    assert "No micro-credential yet" in page(client.get("/issuer/micro-credentials/"))
    assert client.get("/issuer/?organisation=no-such").status_code == 200


@pytest.mark.django_db
def test_who_only_manages_people_has_no_issuer_desk_there():
    """The access must be one's own: that somebody else owns the organisation opens nothing."""
    from stepladder.server.accounts import selectors, services

    owner = services.add_person(email="both-owner@example.org", name="Owner")
    manager = services.add_person(email="both-manager@example.org", name="Manager")
    both = services.add_organisation(owner=owner, name="Both", issues=True, employs=True)
    services.give_access(actor=owner, person=manager, organisation=both, access=["manager"])
    assert selectors.organisations_for(manager, issuing=True) == []
    assert selectors.organisations_for(manager, employing=True) == [both]
    assert selectors.organisations_for(owner, issuing=True) == [both]
