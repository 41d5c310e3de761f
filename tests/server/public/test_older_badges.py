"""The verify page and the API take badges of Open Badges 2.0 and before, with honest words: hosted is not signed."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.credentials.older_site import ASSERTION, ISSUER, MARA, assertion, encoded, issuer, jws, site
from tests.server.older_world import both, on_the_web

from stepladder.credentials import bake
from stepladder.server.trust.services import list_issuer

__all__ = ["both", "on_the_web"]
pytestmark = pytest.mark.server

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
SIGNED = jws(assertion("2.0", "signed"))


@pytest.fixture
def check(client, db):
    def post(data: bytes | None = None, **values: str) -> str:
        files = {} if data is None else {"file": SimpleUploadedFile("badge.1ob", data)}
        page = client.post("/verify/", {**files, **values}).content.decode()
        main = page.partition("<main")[2].partition("</main>")[0]
        return " ".join(re.sub(r"<[^>]+>", " ", main).replace("&#x27;", "'").split())

    return post


@pytest.mark.parametrize("container", ["file", "text", "address", "svg"])
def test_a_hosted_badge_is_called_published_and_its_website_is_named(check, both, container):
    data = encoded(assertion())
    given = {
        "file": lambda: check(data),
        "text": lambda: check(text=data.decode()),
        "address": lambda: check(url=ASSERTION),
        "svg": lambda: check(bake(SVG, data)),
    }
    said = given[container]()
    assert "Published and unaltered: it stands at badges.example.edu" in said, said
    assert "Open Badges 2.0 for hosted badges" in said
    assert "Welding, first steps" in said
    assert "weld metal" in said
    assert "31 January 2025" in said
    before_experts = said.partition("Details for experts")[0].partition("What it says")
    assert "sign" not in before_experts[0].lower()
    assert "Nothing was changed after it was signed" not in said
    assert "The key is published" not in said


def test_a_signed_badge_names_the_website_of_its_key(check, both):
    said = check(SIGNED)
    assert "Signed and unaltered: the key is published at badges.example.edu" in said
    assert "Open Badges 2.0 for signed badges" in said
    assert "Nothing was changed after it was signed" in said


def test_an_issuer_that_calls_itself_famous_is_its_website(check, on_the_web):
    on_the_web(site(ISSUER=issuer(name="University of Oxford")))
    banner = check(encoded(assertion())).partition("What it says")[0]
    assert "badges.example.edu" in banner
    assert "Oxford" not in banner


def test_what_is_not_so_is_said_so(check, on_the_web):
    changed = on_the_web(site())
    assert "Not as it is published" in check(encoded(assertion(narrative="With honours")))
    changed.gone.add(ASSERTION)
    assert "Revoked by the issuer" in check(encoded(assertion()))
    on_the_web(site(ISSUER=issuer(verification={"startsWith": "https://badges.example.edu/x/"})))
    assert "Not published by the issuer" in check(encoded(assertion()))
    on_the_web(site(ISSUER=None))
    assert "We could not check this, so we do not know whether" in check(encoded(assertion()))
    said = check(encoded(assertion("2.0", "signed")))
    assert "Not signed by anyone" in said


def test_the_recipient_and_the_list_of_the_operator_count(check, both):
    assert "It was issued to the person you named" in check(encoded(assertion()), recipient=MARA)
    assert "names somebody else" in check(encoded(assertion()), recipient="ana@example.org")
    list_issuer(actor="t", issuer_iri=ISSUER, name="Example University (checked)")
    assert "published by Example University (checked), which is on the list" in check(encoded(assertion()))


def test_the_api_answers_with_the_same_members_and_the_standard(client, db, both):
    answer = client.post("/api/v1/verify", encoded(assertion()), content_type="application/json")
    report = answer.json()
    assert (answer.status_code, report["verdict"], report["standard"]) == (200, "authentic", "Open Badges 2.0")
    assert {"verdict", "issuer_identity", "recipient", "checks", "credential", "standard"} == set(report)
    assert report["credential"]["achievement"]["name"] == "Welding, first steps"
    nothing = client.post(
        "/api/v1/verify", b'{"@context": "https://w3id.org/openbadges/v2"}', content_type="text/plain"
    )
    assert (nothing.status_code, nothing.json()["verdict"]) == (200, "unreadable")


@pytest.mark.parametrize(
    "data",
    [
        b'{"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "badge": [], "recipient": 7}',
        b'{"recipient": "x", "badge": {"issuer": [[]]}}',
        b'{"recipient": {}, "badge": "\\u0000", "verify": []}',
        json.dumps(assertion(badge={"name": "<script>alert(1)</script>", "issuer": {"name": "\u202eevil"}})).encode(),
    ],
    ids=range(4),
)
def test_whatever_is_brought_the_page_answers(check, both, client, data):
    assert check(data)
    assert "<script>alert(1)" not in client.post("/verify/", {"text": data.decode()}).content.decode()


def test_nothing_is_asked_for_but_what_the_badge_is_verified_by(check, both):
    check(SIGNED)
    assert all(url.startswith("https://badges.example.edu/") for url in both.asked)
    assert ASSERTION not in both.asked
