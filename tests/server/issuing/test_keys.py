"""Keys are sealed at rest; a server that others reach over https publishes a did:web document."""

from __future__ import annotations

import pytest

from stepladder.credentials.keys import InMemorySigner
from stepladder.errors import StepladderError
from stepladder.server.flows.verifying import inspect_file
from stepladder.server.issuing import keys
from stepladder.server.issuing.models import IssuerKey
from stepladder.server.kernel import sealing

pytestmark = pytest.mark.server


def test_the_private_key_is_sealed(college, settings):
    key = keys.key_of(college.organisation)
    sealed = bytes(key.sealed_private_key)
    seed = sealing.unseal(sealed, folder=settings.DATA_FOLDER, purpose="issuer-key")
    assert seed not in sealed
    assert InMemorySigner(seed).verification_method == key.verification_method


def test_a_key_sealed_elsewhere_cannot_be_opened(college, settings, tmp_path):
    key = keys.key_of(college.organisation)
    settings.DATA_FOLDER = tmp_path
    with pytest.raises(StepladderError) as caught:
        keys.signer_of(college.organisation)
    assert caught.value.code == "key.cannot_unseal"
    assert IssuerKey.objects.filter(pk=key.pk).exists()


def test_an_organisation_has_one_key(college):
    assert keys.key_of(college.organisation) == keys.key_of(college.organisation)


def test_in_the_demo_a_key_is_its_own_name(college):
    assert keys.key_of(college.organisation).controller.startswith("did:key:z6Mk")


def test_over_https_the_issuer_is_its_domain(make_college, settings, client):
    settings.SITE_URL = "https://badges.college.example"
    college = make_college()
    from stepladder.server.flows import awarding
    from stepladder.server.issuing.services import Recipient

    credential, _ = awarding.award_one(
        actor=college.registrar,
        organisation=college.organisation,
        achievement=college.achievement,
        recipient=Recipient(name="Ana", email="ana@x.example"),
    )
    did = "did:web:badges.college.example:o:northgate-college"
    document = client.get("/o/northgate-college/did.json")
    assert document.headers["Content-Type"] == "application/did+json"
    body = document.json()
    assert body["id"] == did
    assert body["assertionMethod"] == [body["verificationMethod"][0]["id"]]
    assert body["verificationMethod"][0]["controller"] == did
    report = inspect_file(bytes(credential.document))
    assert (report.verdict, report.issuer_identity) == ("authentic", "domain_proved")
    assert "badges.college.example" in report.sentence


def test_an_organisation_without_a_key_publishes_nothing(client, learner):
    from stepladder.server.accounts.services import add_organisation

    add_organisation(owner=learner, name="Just a shop", employs=True)
    assert client.get("/o/just-a-shop/did.json").status_code == 404
