"""Badges of Open Badges 2.0 and before in a learner's record: kept byte for byte, proof only if they hold."""

from __future__ import annotations

import struct
import zlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.credentials.older_site import ASSERTION, ISSUER, assertion, badge_class, encoded, jws, site
from tests.server.older_world import both, on_the_web

from stepladder.credentials import Credential, unbake
from stepladder.credentials.errors import VerificationError
from stepladder.server.catalog.selectors import framework
from stepladder.server.flows import claiming, sharing
from stepladder.server.flows.holding import attested_by, verify_held
from stepladder.server.kernel import clock
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.trust.services import list_issuer
from stepladder.server.wallet.selectors import credentials_of

__all__ = ["both", "on_the_web"]
pytestmark = pytest.mark.server


def png_with(text: bytes) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    inside = chunk(b"tEXt", b"openbadges\0" + text)
    return b"\x89PNG\r\n\x1a\n" + header + inside + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


FILES = {
    "badge.json": encoded(assertion()),
    "badge.1ob": jws(assertion("2.0", "signed")),
    "badge.png": png_with(ASSERTION.encode()),
    "badge.svg": b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="http://openbadges.org">'
    b'<openbadges:assertion verify="%b"/></svg>' % ASSERTION.encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_an_older_badge_is_kept_byte_for_byte_and_shown(both, learner, signed_in, name):
    client = signed_in(learner)
    client.post("/learner/record/bring/", {"file": SimpleUploadedFile(name, FILES[name])})
    [held] = credentials_of(learner)
    assert bytes(held.original) == FILES[name]
    assert (held.verdict, held.name, held.issuer_name) == ("authentic", "Welding, first steps", "Example University")
    assert (held.issuer_iri, held.valid_from[:10]) == (ISSUER, "2025-01-31")
    assert held.report["standard"] == "Open Badges 2.0"
    page = client.get(f"/learner/record/{held.pk}/").content.decode()
    assert "badges.example.edu" in page
    assert client.get("/learner/record/").status_code == 200
    assert client.get(f"/learner/record/{held.pk}/original").content == FILES[name]
    if name != "badge.svg":
        picture = client.get(f"/learner/record/{held.pk}/picture.png").content
        assert unbake(picture) == (ASSERTION.encode() if name == "badge.png" else FILES[name])
        assert Credential.from_bytes(picture).older is not None


def test_a_picture_that_holds_an_address_only_is_not_baked_into_another(both, learner, signed_in):
    held, _ = claiming.bring(person=learner, data=FILES["badge.svg"])
    answer = signed_in(learner).get(f"/learner/record/{held.pk}/picture.png")
    assert answer.status_code == 409
    assert "address" in answer.content.decode()


@pytest.mark.parametrize("page", ["ISSUER", "BADGE", "ASSERTION"])
def test_what_cannot_be_reached_is_kept_and_says_so(on_the_web, learner, page):
    on_the_web(site(**{page: None}))
    held, _ = claiming.bring(person=learner, data=encoded(assertion()))
    assert held.verdict == "could_not_check"


def test_the_tile_of_a_hosted_badge_does_not_speak_of_signing(on_the_web, learner, signed_in):
    on_the_web(site())
    for data in (encoded(assertion(narrative="x")), encoded(assertion(verification=None))):
        claiming.bring(person=learner, data=data)
    page = signed_in(learner).get("/learner/record/").content.decode()
    assert "Not as its issuer published or signed it" in page
    assert "Confirmed by nobody" in page
    assert "Changed after it was signed" not in page


def of(person, **more):
    return assertion(recipient={"type": "email", "hashed": False, "identity": person.email}, **more)


def test_an_older_badge_is_proof_for_the_person_whom_it_names_once_its_issuer_is_listed(on_the_web, learner, stranger):
    published = on_the_web(site(ASSERTION=of(learner), BADGE=badge_class(alignment=[a_skill()])))
    held, _ = claiming.bring(person=learner, data=encoded(of(learner)))
    other, _ = claiming.bring(person=stranger, data=encoded(of(learner)))
    prove(learner)
    prove(stranger)
    assert held.report["issuer_identity"] == "domain_proved"
    with pytest.raises(Refusal) as unknown:
        verify_held(held)
    assert unknown.value.code == "credential.issuer_unknown"
    assert "sign" not in unknown.value.message
    assert [(each.strength, each.flag) for each in attested_by(held)] == [("claimed", "issuer not known here")]
    list_issuer(actor="t", issuer_iri=ISSUER, name="Example University")
    assert verify_held(held).report.issuer_identity == "listed"
    assert [each.strength for each in attested_by(held)] == ["endorsed"]
    with pytest.raises(VerificationError):
        verify_held(other)
    published.gone.add(ASSERTION)
    with pytest.raises(VerificationError) as refused:
        verify_held(held)
    assert refused.value.report.verdict == "revoked"
    assert claiming.check_again(held=held).verdict == "revoked"
    assert attested_by(held) == ()


def test_a_self_made_issuer_proves_nothing_whatever_is_listed(on_the_web, learner):
    did = "did:web:www.ox.ac.uk"
    who = {"id": did, "type": "Profile", "name": "University of Oxford"}
    inside = {"id": "urn:uuid:1", "type": "BadgeClass", "name": "D", "description": "D", "criteria": "D", "issuer": who}
    made = of(learner, badge=inside)
    on_the_web(site(ASSERTION=made))
    list_issuer(actor="t", issuer_iri=did, name="University of Oxford")
    held, _ = claiming.bring(person=learner, data=encoded(made))
    prove(learner)
    assert (held.verdict, held.report["issuer_identity"]) == ("authentic", "self_asserted")
    with pytest.raises(Refusal) as refused:
        verify_held(held)
    assert refused.value.code == "credential.issuer_unknown"


def test_an_employer_is_told_of_an_issuer_that_only_a_website_proves(both, learner, make_college):
    held, _ = claiming.bring(person=learner, data=FILES["badge.json"])
    employer = make_college("Harbour Works", email="boss@harbour.example").organisation
    until = clock.now() + timedelta(days=1)
    share = sharing.share(holder=learner, credentials=[held], until=until, audience=employer)
    assert list(sharing.unknown_issuers(share)) == [held]
    list_issuer(actor="t", issuer_iri=ISSUER, name="Example University")
    assert list(sharing.unknown_issuers(share)) == []


def a_skill() -> dict[str, str]:
    found = framework().search_skills("ICT help desk", 1)[0]
    return {"targetName": found.label, "targetUrl": found.uri}


def prove(person) -> None:
    """Let a person's mailbox have answered."""
    person.address_proved_at = clock.now()
    person.save(update_fields=["address_proved_at"])
