"""The verify page: a file, pasted text or an address in; who signed, and whether it stands, in plain words out."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.server import inside

from stepladder.credentials import Credential, bake, issue
from stepladder.credentials.keys import InMemorySigner
from stepladder.server.catalog.pictures import picture_png, picture_svg
from stepladder.server.flows import revocation
from stepladder.server.flows.verifying import fetch_address
from stepladder.server.issuing.keys import key_of
from stepladder.server.kernel.fetch import FetchError
from stepladder.server.trust.services import list_issuer

pytestmark = pytest.mark.server

UNIVERSITY = "University of Oxford"


@pytest.fixture
def check(client, db):
    def post(data: bytes | None = None, **values: str) -> str:
        files = {} if data is None else {"file": SimpleUploadedFile("badge", data)}
        return client.post("/verify/", {**files, **values}).content.decode()

    return post


def self_made(name: str) -> bytes:
    """Sign a badge with a key of one's own, in any name."""
    signer = InMemorySigner(b"7" * 32)
    document = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:3b9b0f5e-0000-4000-8000-000000000001",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Doctor of Everything",
        "issuer": {"id": signer.controller, "type": ["Profile"], "name": name},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "ana@x.example",
                    "identityType": "emailAddress",
                }
            ],
            "achievement": {
                "id": "urn:uuid:3b9b0f5e-0000-4000-8000-000000000002",
                "type": ["Achievement"],
                "name": "Doctor of Everything",
                "description": "Everything.",
                "criteria": {"narrative": "None."},
            },
        },
    }
    return issue(document, signer=signer, created=datetime(2026, 1, 1, tzinfo=UTC)).original


def words(page: str) -> str:
    """Return what the page's main part says, without tags."""
    main = page.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("&#x27;", "'").split())


def test_a_badge_in_a_famous_name_does_not_read_as_proved(check):
    said = words(check(self_made(UNIVERSITY)))
    assert f"Signed and unaltered. Anyone can make such a key: we do not know that this is {UNIVERSITY}" in said
    assert "Signed, but not by anyone known here" in said
    before_experts = said.partition("Details for experts")[0]
    assert "authentic" not in before_experts.lower()


def test_a_listed_issuer_is_named_with_the_list(check, award, college):
    list_issuer(actor="t", issuer_iri=key_of(college.organisation).controller, name="Northgate College (checked)")
    said = words(check(bytes(award().document)))
    assert "signed by Northgate College (checked), which is on the list of trusted issuers" in said


def test_a_list_of_another_name_changes_nothing(check, college):
    list_issuer(actor="t", issuer_iri=key_of(college.organisation).controller, name=UNIVERSITY)
    assert "we do not know that this is" in words(check(self_made(UNIVERSITY)))


@pytest.mark.parametrize("container", ["json", "png", "svg", "text"])
def test_every_container_holds(check, award, college, container):
    document = bytes(award().document)
    if container == "text":
        page = check(text=document.decode())
    elif container == "png":
        page = check(bake(picture_png(college.achievement), document))
    elif container == "svg":
        page = check(bake(picture_svg(college.achievement).encode(), document))
    else:
        page = check(document)
    said = words(page)
    assert "Signed and unaltered" in said
    assert "Help desk basics" in said


def test_altered_reads_altered(check, award):
    said = words(check(bytes(award().document).replace(b"Help desk basics", b"Help desk master")))
    assert "Changed after signing" in said
    assert "Do not rely on it" in said


def test_an_added_member_reads_altered(check, award):
    document = json.loads(bytes(award().document))
    document["grade"] = "A"
    assert "Changed after signing" in words(check(json.dumps(document).encode()))


def test_revoked_reads_revoked(check, award, college):
    credential = award()
    revocation.revoke(actor=college.registrar, credential=credential, reason="Wrong class")
    said = words(check(bytes(credential.document)))
    assert "Revoked by the issuer" in said


@pytest.mark.parametrize("data", [b"hello", b"{}", b"\x89PNG\r\n\x1a\n", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_what_is_no_credential_is_said_calmly(check, data):
    said = words(check(data))
    assert "Not a readable credential" in said
    assert "Ask the holder for the original file" in said


def test_the_recipient_matches_or_differs(check, award):
    document = bytes(award().document)
    assert "It was issued to the person you named" in words(
        check(document, recipient="Rosa.Almeida@harbourline.example")
    )
    said = words(check(document, recipient="somebody@else.example"))
    assert "It is not that person’s" in said
    assert "For someone else" in said


def test_nothing_given_asks_for_something(check):
    assert "Choose a file, paste a credential, or give its web address" in check()


def test_too_large_is_refused(check):
    assert "larger than 5 MB" in check(b"x" * (5 * 1024 * 1024 + 1))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/badge.json",
        "https://127.0.0.1/badge.json",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::ffff:10.0.0.1]/x",
        "https://2130706433/",
        "https://localhost/x",
        "https://user:secret@example.com/x",
    ],
)
def test_addresses_that_must_not_be_fetched_are_refused_in_words(check, url):
    page = check(url=url)
    assert "There is a problem" in page or "error-summary" in page
    assert "Traceback" not in page
    with pytest.raises(FetchError) as caught:
        fetch_address(url)
    assert caught.value.code.startswith("fetch.")


def test_one_of_our_own_addresses_is_answered_from_here(check, award, settings):
    credential = award()
    said = words(check(url=f"{settings.SITE_URL}/credentials/{credential.pk}"))
    assert "Help desk basics" in said


def test_what_stands_inside_has_a_verdict_of_its_own(check):
    said = words(check(inside.record(changed=True)))
    within = said.partition("What is inside")[2].partition("Details for experts")[0]
    assert "“Tide tables” Signed, but not by anyone known here" in within
    assert "“Knots, with honours” Changed after signing" in within
    assert "authentic" not in within


def test_a_presentation_says_who_shows_what(check):
    said = words(check(inside.shown()))
    assert "Shown by its holder" in said
    assert "Nobody asked for a challenge" in said
    assert "“Tide tables” Signed, but not by anyone known here" in said
    assert 'class="verdict tone-caution"' in check(inside.shown())


def test_a_mere_container_says_that_nobody_signed_it(check):
    said = words(check(inside.shown(signed=False)))
    assert "Not signed by whoever shows it" in said
    assert "“Tide tables” Signed, but not by anyone known here" in said


def test_nothing_is_kept(check, award, django_assert_max_num_queries):
    from stepladder.server.wallet.models import HeldCredential

    check(bytes(award().document))
    assert HeldCredential.objects.count() == 0


def test_a_link_may_fill_in_the_address(client, db):
    assert (
        'value="https://x.example/badge.json"'
        in client.get("/verify/?url=https://x.example/badge.json").content.decode()
    )


def test_long_identifiers_are_cut_and_times_are_words(check, award):
    said = words(check(bytes(award().document))).partition("Details for experts")[0]
    assert not re.search(r"\S{48,}", said)
    assert not re.search(r"\d{4}-\d\d-\d\dT", said)


def test_the_credential_that_is_read_is_the_one_that_was_signed(award):
    document = bytes(award().document)
    assert Credential.from_bytes(document).original == document
