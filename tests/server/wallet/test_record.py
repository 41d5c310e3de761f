"""The record keeps what anyone brings, byte for byte, and says what was found in it."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stepladder.credentials import Credential
from stepladder.server.flows import claiming, revocation
from stepladder.server.flows.verifying import inspect_file
from stepladder.server.issuing.models import IssuedCredential
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.wallet import services
from stepladder.server.wallet.models import HeldCredential
from stepladder.server.wallet.selectors import credentials_of

pytestmark = pytest.mark.server


@pytest.mark.parametrize("name", ["simple-json.png", "simple-json.svg", "simple.json"])
def test_a_foreign_badge_is_kept_byte_for_byte(shared_data, learner, signed_in, name):
    data = (shared_data / "openbadges" / name).read_bytes()
    client = signed_in(learner)
    answer = client.post("/learner/record/bring/", {"file": SimpleUploadedFile(name, data)})
    [held] = credentials_of(learner)
    assert answer.headers["Location"] == f"/learner/record/{held.pk}/"
    assert bytes(held.original) == data
    assert held.verdict == "could_not_check"  # its key lives at an address that no test reaches
    back = client.get(f"/learner/record/{held.pk}/original")
    assert back.content == data
    assert back.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert back.headers["X-Content-Type-Options"] == "nosniff"
    assert back.headers["Content-Disposition"].startswith("attachment")
    baked = client.get(f"/learner/record/{held.pk}/picture.png")
    assert baked.content.startswith(b"\x89PNG")
    assert Credential.from_bytes(baked.content).id == held.credential_iri


def test_the_same_file_is_held_once(hold, learner):
    held = hold()
    again, new = claiming.bring(person=learner, data=bytes(held.original))
    assert (again, new) == (held, False)


def test_two_people_may_hold_the_same_file(hold, stranger):
    _, new = claiming.bring(person=stranger, data=bytes(hold().original))
    assert new


def test_what_does_not_verify_is_kept_and_says_so(hold, learner):
    altered = bytes(hold().original).replace(b"Help desk basics", b"Help desk master")
    held, _ = claiming.bring(person=learner, data=altered)
    assert held.verdict == "altered"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"hello", "wallet.unreadable"), (b"", "wallet.unreadable"), (b"x" * (5 * 1024 * 1024 + 1), "wallet.too_large")],
)
def test_what_is_no_credential_is_refused(learner, data, code):
    with pytest.raises(Refusal) as caught:
        claiming.bring(person=learner, data=data)
    assert caught.value.code == code
    assert HeldCredential.objects.count() == 0


def test_the_page_says_what_is_wrong_with_a_file(learner, signed_in):
    client = signed_in(learner)
    answer = client.post("/learner/record/bring/", {"file": SimpleUploadedFile("x.txt", b"hello")})
    assert answer.status_code == 400
    assert "No credential can be read in this file" in answer.content.decode()
    assert "Choose the file" in client.post("/learner/record/bring/", follow=True).content.decode()


def test_odd_text_in_a_foreign_badge_does_no_harm(hold, learner):
    document = json.loads(bytes(hold().original))
    document["name"] = "A\x00b" + "x" * 4000
    document["id"] = "urn:example:" + "y" * 2000
    held, _ = claiming.bring(person=learner, data=json.dumps(document).encode())
    held.refresh_from_db()
    assert held.name.startswith("Abx")
    assert len(held.credential_iri) == 400


def test_removed_and_brought_back(hold, learner, signed_in):
    held, client = hold(), signed_in(learner)
    page = client.post(f"/learner/record/{held.pk}/remove")
    assert f"/learner/record/{held.pk}/bring-back" in page.content.decode()
    assert credentials_of(learner) == []
    assert client.get(f"/learner/record/{held.pk}/").status_code == 404
    client.post(f"/learner/record/{held.pk}/bring-back")
    assert credentials_of(learner) == [held]


def test_brought_again_while_removed_there_is_one(hold, learner):
    held = hold()
    services.remove(held=held)
    again, new = claiming.bring(person=learner, data=bytes(held.original))
    assert new
    assert services.bring_back(held=held) == again
    assert credentials_of(learner) == [again]


def test_the_baked_picture_holds_the_same_signature(hold, learner, signed_in):
    held = hold()
    picture = signed_in(learner).get(f"/learner/record/{held.pk}/picture.png").content
    assert inspect_file(picture).verdict == "authentic"


def test_checking_again_finds_a_revocation(hold, college, learner, signed_in):
    held = hold()
    revocation.revoke(actor=college.registrar, credential=IssuedCredential.objects.get(), reason="Wrong class")
    HeldCredential.objects.filter(pk=held.pk).update(verdict="authentic")
    signed_in(learner).post(f"/learner/record/{held.pk}/check")
    assert credentials_of(learner)[0].verdict == "revoked"
