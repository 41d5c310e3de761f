"""A key that calls itself by the id of somebody else's key is not that key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.status_samples import listed

from stepladder.credentials import VerificationPolicy, inspect
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.proofs.data_integrity import add_proof
from stepladder.credentials.proofs.tokens import make_credential_jwt
from stepladder.credentials.status import status_entry
from stepladder.credentials.verification.presentation import inspect_presentation

if TYPE_CHECKING:
    from collections.abc import Callable

FAMOUS = InMemorySigner(bytes(range(32)), "did:web:famous.example", "did:web:famous.example#key-1")
BY_KEY = InMemorySigner(bytes(range(32)))
EVIL = "did:web:evil.example"
MALLORY = bytes(range(32, 64))
LIST = "https://famous.example/status/3"


def _entry(name: str, key: InMemorySigner, controller: str) -> dict[str, Any]:
    return {"id": name, "type": "Multikey", "controller": controller, "publicKeyMultibase": key.public_multikey}


def _document(identifier: str, *entries: Any) -> bytes:
    named = [entry if isinstance(entry, str) else entry["id"] for entry in entries]
    methods = [entry for entry in entries if not isinstance(entry, str)]
    document = {"id": identifier, "verificationMethod": methods, "assertionMethod": named, "authentication": named}
    return json.dumps(document).encode()


ITS_DOCUMENT = _document(FAMOUS.controller, _entry(FAMOUS.verification_method, FAMOUS, FAMOUS.controller))


def _forgeries(victim: InMemorySigner) -> list[tuple[InMemorySigner, list[bytes]]]:
    """Return signers of Mallory's, each with the documents that give its key the name of the victim's."""
    forged = []
    for named_as in (EVIL, f"{EVIL}#", f"{EVIL}#key-1", victim.verification_method):
        signer = InMemorySigner(MALLORY, EVIL, named_as)
        for controller in (EVIL, victim.controller):
            entry = _entry(victim.verification_method, signer, controller)
            forged += [
                (signer, [_document(EVIL, entry)]),
                (signer, [_document(EVIL, entry | {"id": EVIL}, victim.verification_method)]),
                (signer, [json.dumps(entry | {"id": EVIL}).encode()]),
            ]
    return forged


def _embedded(document: dict[str, Any], signer: InMemorySigner, **how: Any) -> bytes:
    return json.dumps(add_proof(document, signer=signer, created=AT, store=ContextStore(), **how)).encode()


def _token(document: dict[str, Any], signer: InMemorySigner) -> bytes:
    return make_credential_jwt(document, signer=signer, created=AT).encode()


@pytest.mark.parametrize("victim", [FAMOUS, BY_KEY], ids=["did-web", "did-key"])
@pytest.mark.parametrize("signed", [_embedded, _token])
def test_nobody_signs_for_another_by_giving_a_key_the_others_name(
    victim: InMemorySigner, signed: Callable[[dict[str, Any], InMemorySigner], bytes]
) -> None:
    policy = VerificationPolicy(listed_issuers={victim.controller: "Famous University"})
    unsigned = build(victim, name="Famous University")
    honest = DocumentResolver(issuer_documents=[ITS_DOCUMENT])
    assert inspect(signed(unsigned, victim), policy=policy, resolver=honest, at=AT).issuer_identity == "listed"
    for mallory, documents in _forgeries(victim):
        resolver = DocumentResolver(issuer_documents=[ITS_DOCUMENT, *documents])
        report = inspect(signed(unsigned, mallory), policy=policy, resolver=resolver, at=AT)
        assert report.verdict in {"not_issuers_key", "could_not_check", "altered"}
        assert report.issuer_identity == "self_asserted"


def test_nobody_presents_for_another_by_giving_a_key_the_others_name() -> None:
    shown = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": FAMOUS.controller,
        "verifiableCredential": [json.loads(_embedded(build(BY_KEY), BY_KEY))],
    }
    for mallory, documents in _forgeries(FAMOUS):
        resolver = DocumentResolver(issuer_documents=[ITS_DOCUMENT, *documents])
        data = _embedded(shown, mallory, purpose="authentication")
        assert inspect_presentation(data, resolver=resolver, at=AT).verdict != "authentic"


def test_nobody_clears_a_status_by_giving_a_key_the_others_name() -> None:
    unsigned = build(FAMOUS) | {"credentialStatus": status_entry(LIST, 7)}
    own = listed(7, signer=FAMOUS, id=LIST)
    resolver = DocumentResolver(issuer_documents=[ITS_DOCUMENT], status_lists=[_embedded(own, FAMOUS)])
    assert inspect(_embedded(unsigned, FAMOUS), resolver=resolver, at=AT).verdict == "revoked"
    for mallory, documents in _forgeries(FAMOUS):
        forged = _embedded(listed(signer=FAMOUS, id=LIST), mallory)
        resolver = DocumentResolver(issuer_documents=[ITS_DOCUMENT, *documents], status_lists=[forged])
        assert inspect(_embedded(unsigned, FAMOUS), resolver=resolver, at=AT).verdict == "could_not_check"


def test_a_key_that_the_issuer_names_in_another_document_still_signs_for_it() -> None:
    elsewhere = "https://famous.example/keys/1"
    signer = InMemorySigner(MALLORY, FAMOUS.controller, elsewhere)
    key = json.dumps(_entry(elsewhere, signer, FAMOUS.controller)).encode()
    for named in (elsewhere, _entry(elsewhere, signer, FAMOUS.controller)):
        resolver = DocumentResolver(issuer_documents=[key, _document(FAMOUS.controller, named)])
        assert inspect(_embedded(build(FAMOUS), signer), resolver=resolver, at=AT).verdict == "authentic"
    own = InMemorySigner(MALLORY)  # by its did:key, as a reference or written out with its own controller
    for named in (own.verification_method, _entry(own.verification_method, own, own.controller)):
        resolver = DocumentResolver(issuer_documents=[_document(FAMOUS.controller, named)])
        assert inspect(_embedded(build(FAMOUS), own), resolver=resolver, at=AT).verdict == "authentic"
