"""A key that its issuer gave up stays given up, whatever the signature calls it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.credentials.conftest import AT, build

from stepladder.credentials import VerificationPolicy, VerificationReport, inspect
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.proofs.data_integrity import add_proof
from stepladder.credentials.proofs.tokens import make_credential_jwt

UNIVERSITY = "did:web:badges.example.edu"
SECRET = bytes(range(32))
ITS_KEY = InMemorySigner(SECRET, UNIVERSITY, f"{UNIVERSITY}#key-1")
BY_ITSELF = InMemorySigner(SECRET)  # the same key, called by its did:key
ELSEWHERE = InMemorySigner(SECRET, "https://evil.example/keys", "https://evil.example/keys#key")


def _entry(signer: InMemorySigner, **members: Any) -> dict[str, Any]:
    return {
        "id": signer.verification_method,
        "type": "Multikey",
        "controller": signer.controller,
        "publicKeyMultibase": signer.public_multikey,
        **members,
    }


def _document(identifier: str, *entries: dict[str, Any], **more: Any) -> bytes:
    listed = [entry["id"] for entry in entries]
    return json.dumps({"id": identifier, "verificationMethod": entries, "assertionMethod": listed, **more}).encode()


def _inspected(signer: InMemorySigner, university: bytes, *, token: bool, **policy: Any) -> VerificationReport:
    unsigned = build(ITS_KEY)
    if token:
        data = make_credential_jwt(unsigned, signer=signer, created=AT).encode()
    else:
        data = json.dumps(add_proof(unsigned, signer=signer, created=AT, store=ContextStore())).encode()
    documents = [university, _document(ELSEWHERE.controller, _entry(ELSEWHERE))]
    resolver = DocumentResolver(issuer_documents=documents)
    return inspect(data, policy=VerificationPolicy(**policy), resolver=resolver, at=AT)


@pytest.mark.parametrize("token", [False, True], ids=["proof", "token"])
@pytest.mark.parametrize("signer", [ITS_KEY, BY_ITSELF, ELSEWHERE], ids=["its-name", "did-key", "elsewhere"])
@pytest.mark.parametrize("member", ["revoked", "expires"])
def test_a_key_that_was_given_up_is_not_believed_under_another_name(
    signer: InMemorySigner, member: str, *, token: bool
) -> None:
    kept, given_up = _entry(ITS_KEY), _entry(ITS_KEY, **{member: "2026-01-01T00:00:00Z"})
    assert _inspected(signer, _document(UNIVERSITY, kept), token=token).verdict == "authentic"
    report = _inspected(signer, _document(UNIVERSITY, given_up), token=token)
    code = "proof.key_revoked" if member == "revoked" else "proof.key_expired"
    assert (report.verdict, report.check("proof").code) == ("not_issuers_key", code)
    assert report.issuer_identity == "self_asserted"


@pytest.mark.parametrize("token", [False, True], ids=["proof", "token"])
@pytest.mark.parametrize("signer", [ITS_KEY, BY_ITSELF, ELSEWHERE], ids=["its-name", "did-key", "elsewhere"])
def test_a_key_in_the_hands_of_others_is_not_believed_under_another_name(
    signer: InMemorySigner, *, token: bool
) -> None:
    stolen = {ITS_KEY.verification_method: datetime(2026, 1, 1, tzinfo=UTC)}
    document = _document(UNIVERSITY, _entry(ITS_KEY))
    report = _inspected(signer, document, token=token, compromised_keys=stolen)
    assert (report.verdict, report.check("proof").code) == ("not_issuers_key", "proof.key_compromised")


def test_a_revocation_counts_although_the_document_names_the_did_key_itself() -> None:
    revoked = _entry(ITS_KEY, revoked="2026-01-01T00:00:00Z")
    document = _document(UNIVERSITY, revoked, assertionMethod=[BY_ITSELF.verification_method])
    report = _inspected(BY_ITSELF, document, token=False)
    assert (report.verdict, report.check("proof").code) == ("not_issuers_key", "proof.key_revoked")


def test_a_key_that_another_controls_signs_for_nobody_else_under_another_name() -> None:
    document = _document(UNIVERSITY, _entry(ITS_KEY, controller="did:web:other.example"))
    for signer in (ITS_KEY, BY_ITSELF, ELSEWHERE):
        assert _inspected(signer, document, token=False).verdict == "not_issuers_key"


@pytest.mark.parametrize("newest_first", [True, False], ids=["newest-first", "oldest-first"])
def test_a_revocation_counts_in_whatever_order_two_documents_are_handed_over(*, newest_first: bool) -> None:
    old = _document(UNIVERSITY, _entry(ITS_KEY))
    new = _document(UNIVERSITY, _entry(ITS_KEY, revoked="2026-01-01T00:00:00Z"))
    data = json.dumps(add_proof(build(ITS_KEY), signer=ITS_KEY, created=AT, store=ContextStore())).encode()
    resolver = DocumentResolver(issuer_documents=[new, old] if newest_first else [old, new])
    report = inspect(data, resolver=resolver, at=AT)
    assert (report.verdict, report.check("proof").code) == ("not_issuers_key", "proof.key_revoked")


def test_another_key_under_the_id_of_a_revoked_one_is_a_new_key() -> None:
    other = InMemorySigner(bytes(32), UNIVERSITY, ITS_KEY.verification_method)
    old = _document(UNIVERSITY, _entry(ITS_KEY, revoked="2026-01-01T00:00:00Z"))
    data = json.dumps(add_proof(build(other), signer=other, created=AT, store=ContextStore())).encode()
    resolver = DocumentResolver(issuer_documents=[old, _document(UNIVERSITY, _entry(other))])
    assert inspect(data, resolver=resolver, at=AT).verdict == "authentic"
