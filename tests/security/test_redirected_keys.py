"""A redirect to another site does not make that site's words the words of the first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.status_samples import LIST, credential, sealed, signed_list

from stepladder.credentials import inspect
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.issuing.presenting import present
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.proofs.data_integrity import add_proof
from stepladder.credentials.status import status_entry
from stepladder.credentials.verification.presentation import inspect_presentation

SECRET = bytes(range(32))
OPEN_REDIRECT = "https://www.university.example/go?to=https://evil.example/keys"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    url: str
    body: bytes


def _signer(issuer: str) -> InMemorySigner:
    return InMemorySigner(SECRET, issuer)


def _key_document(signer: InMemorySigner) -> bytes:
    method = {
        "id": signer.verification_method,
        "type": "Multikey",
        "controller": signer.controller,
        "publicKeyMultibase": signer.public_multikey,
    }
    named = [method["id"]]
    document = {"id": signer.controller, "verificationMethod": [method]}
    return json.dumps(document | {"assertionMethod": named, "authentication": named}).encode()


def _resolver(issuer: str, landed: str) -> DocumentResolver:
    body = _key_document(_signer(issuer))
    return DocumentResolver(fetch=lambda _: Answer(url=landed, body=body), clock=lambda: AT)


@pytest.mark.parametrize(
    ("issuer", "landed"),
    [
        (OPEN_REDIRECT, "https://evil.example/keys"),
        ("did:web:university.example", "https://evil.example/did.json"),
        ("https://university.example/issuer", "https://university.example.evil.example/issuer"),
        ("https://university.example/issuer", "https://university.example:8443/issuer"),
    ],
)
def test_a_key_that_another_site_gave_proves_no_domain(issuer: str, landed: str) -> None:
    report = inspect(sealed(build(_signer(issuer)), _signer(issuer)), resolver=_resolver(issuer, landed), at=AT)
    assert (report.verdict, report.issuer_identity) == ("authentic", "self_asserted")
    assert report.check("issuer_identity").code == "issuer_identity.redirected"
    assert "we do not know that this is" in report.sentence


@pytest.mark.parametrize(
    ("issuer", "landed"),
    [
        ("https://university.example/issuer", "https://university.example/issuer"),
        ("https://university.example/issuer", "https://www.University.example/en/issuer"),
        ("did:web:www.university.example", "https://university.example./did.json"),
    ],
)
def test_a_redirect_within_a_site_is_its_own_affair(issuer: str, landed: str) -> None:
    report = inspect(sealed(build(_signer(issuer)), _signer(issuer)), resolver=_resolver(issuer, landed), at=AT)
    assert (report.verdict, report.issuer_identity) == ("authentic", "domain_proved")


def test_a_holder_is_not_proved_by_another_site() -> None:
    holder = _signer(OPEN_REDIRECT)
    shown = present([sealed(build(_signer("did:web:x.example")))], signer=holder, created=AT, challenge="c", domain="d")
    report = inspect_presentation(
        shown, challenge="c", domain="d", resolver=_resolver(OPEN_REDIRECT, "https://evil.example/keys"), at=AT
    )
    assert (report.verdict, report.check("holder_key").code) == ("could_not_check", "holder_key.redirected")


def test_a_status_list_may_lie_wherever_it_likes() -> None:
    answer = Answer(url="https://cdn.example/3", body=signed_list(7))
    for index, verdict in ((7, "revoked"), (8, "authentic")):
        resolver = DocumentResolver(fetch=lambda _: answer, clock=lambda: AT)
        assert inspect(credential(status_entry(LIST, index)), resolver=resolver, at=AT).verdict == verdict


@pytest.mark.parametrize("garbage", [None, 7, "text", [], Answer(url="https://[", body=b"{}")])
def test_a_fetch_that_gives_garbage_gives_no_document(garbage: Any) -> None:
    signer = _signer("did:web:university.example")
    data = json.dumps(add_proof(build(signer), signer=signer, created=AT, store=ContextStore())).encode()
    report = inspect(data, resolver=DocumentResolver(fetch=lambda _: garbage), at=AT)
    assert (report.verdict, report.check("proof").code) == ("could_not_check", "resolve.unreachable")
