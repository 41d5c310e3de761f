"""Presentations sent to the VC API: signed by their holder for somebody and something, every credential in them too."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from stepladder.credentials import issue
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.proofs.making import add_proof
from stepladder.server.adapters.vc_api.contexts import TEST_CONTEXTS
from stepladder.server.kernel import clock

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.server

HOLDER = InMemorySigner(bytes(range(1, 33)))
FOLDER = "vectors/vc-data-model-2.0-input/input"
# The first holds a token of an issuer that nobody can ask; in the second the holder vouches for what it says itself
# by the presentation's proof alone, which we do not take for a signature of a credential.
NOT_CLAIMED = {"presentation-enveloped-vc-ok", "presentation-self-asserted-vc-ok"}


def signed(presentation: dict[str, Any], store: ContextStore | None = None, **said: Any) -> dict[str, Any]:
    """Sign the credentials that are not signed, and the presentation, as the suite does."""
    store, now = store or ContextStore(inline=True), clock.now()
    document = copy.deepcopy(presentation)
    for place, credential in enumerate(document.get("verifiableCredential", [])):
        if "proof" not in credential and credential.get("type") != "EnvelopedVerifiableCredential":
            unsigned = {**credential, "issuer": HOLDER.controller}
            document["verifiableCredential"][place] = issue(unsigned, signer=HOLDER, created=now, store=store).document
    return add_proof(document, signer=HOLDER, created=now, store=store, purpose="authentication", **said)


def show(endpoint: Any, presentation: dict[str, Any], **options: Any) -> Any:
    return endpoint.post("presentations/verify", {"verifiablePresentation": presentation, "options": options})


@pytest.fixture
def presentation(plain):
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER.controller,
        "verifiableCredential": [plain],
    }


@pytest.fixture
def store(shared_data: Path) -> ContextStore:
    extra = {
        url: json.loads((shared_data / "contexts" / f"{name}.jsonld").read_bytes())
        for name, url in TEST_CONTEXTS.items()
    }
    return ContextStore(extra=extra, inline=True)


def test_a_presentation_with_credentials_of_ours_holds(vc_api, plain, presentation):
    embedded, token = vc_api("ecdsa-rdfc-2019").issued(plain), vc_api("vc-jose-cose").issued(plain)
    document = signed({**presentation, "verifiableCredential": [embedded, token]}, challenge="abc", domain="x.example")
    answer = show(vc_api(), document, challenge="abc", domain="x.example", returnCredential=True)
    assert answer.status_code == 200, answer.content
    assert answer.json()["presentation"] == document
    assert len(answer.json()["report"]["credentials"]) == 2


def test_challenge_and_domain_must_be_those_that_were_asked_for(vc_api, presentation):
    document = signed(presentation, challenge="abc", domain="x.example")
    endpoint = vc_api()
    assert show(endpoint, document, challenge="abc", domain="x.example").status_code == 200
    assert show(endpoint, document, challenge="other", domain="x.example").json()["code"] == "proof.wrong_challenge"
    assert show(endpoint, document, challenge="abc", domain="y.example").json()["code"] == "proof.wrong_domain"
    assert show(endpoint, signed(presentation), challenge="abc").status_code == 400
    assert show(endpoint, document, expectedProofPurpose="authentication").status_code == 200
    assert show(endpoint, document, expectedProofPurpose="assertionMethod").status_code == 400


def test_what_was_changed_or_never_signed_does_not_hold(vc_api, presentation):
    endpoint, document = vc_api(), signed(presentation)
    assert show(endpoint, document).status_code == 200
    for change in (
        {"proof": None},
        {"holder": "did:example:somebody"},
        {"type": ["VerifiablePresentation", "UnheardOf"]},
        {"verifiableCredential": []},
        {"verifiableCredential": ["did:example:credential"]},
    ):
        assert show(endpoint, {**document, **change}).status_code == 400, change
    inner = copy.deepcopy(document)
    inner["verifiableCredential"][0]["credentialSubject"]["name"] = "Another"
    assert show(endpoint, inner).status_code == 400
    assertion = add_proof(
        {key: value for key, value in document.items() if key != "proof"},
        signer=HOLDER,
        created=clock.now(),
        store=ContextStore(),
        purpose="assertionMethod",
    )
    assert show(endpoint, assertion).status_code == 400


def test_a_revoked_credential_in_it_does_not_hold(vc_api, plain, presentation):
    endpoint = vc_api()
    given = endpoint.issued({**plain, "id": "urn:uuid:2c5fdbb8-8ed4-4b42-8f43-0a1a3b1a2f10"})
    document = signed({**presentation, "verifiableCredential": [given]})
    assert show(endpoint, document).status_code == 200
    update = {"credentialId": given["id"], "credentialStatus": {"statusPurpose": "revocation"}, "status": True}
    assert endpoint.post("credentials/status", update).status_code == 200
    assert show(endpoint, document).json()["code"] == "status.revoked"
    assert show(endpoint, document, checks=["proof"]).status_code == 200


def test_the_inputs_of_the_suite(vc_api, with_test_contexts, shared_data, store):
    endpoint, wrong = vc_api(), []
    for path in sorted((shared_data / FOLDER).glob("presentation-*.json")):
        document = json.loads(path.read_bytes())
        if path.stem.endswith("-ok") and path.stem not in NOT_CLAIMED:
            if isinstance(document.get("holder"), str):
                document["holder"] = HOLDER.controller
            elif "holder" in document:
                document["holder"]["id"] = HOLDER.controller
            answer = show(endpoint, signed(document, store))
            if answer.status_code != 200:
                wrong.append((path.stem, answer.json().get("problemDetails")))
        elif not path.stem.endswith("-ok"):
            answer = show(endpoint, document)
            if answer.status_code != 400:
                wrong.append((path.stem, answer.status_code))
    assert not wrong
