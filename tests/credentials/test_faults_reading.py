"""Faults that must not hurt, 9 to 12: reading, cost and time."""

from __future__ import annotations

import copy
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.credentials.conftest import AT, build
from tests.credentials.faults import SIGNED, SIGNER, at_path, controller, look, paths, payload, token
from tests.timing import within

from stepladder.credentials import Credential, CredentialError, issue, verify
from stepladder.credentials.canonical import canonicalize
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import MalformedCredentialError, VerificationError
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.model import Profile

PATHS = list(paths(SIGNED.document))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b'{"a": 1, "a": 2}', "document.duplicate_key"),
        (b'{"a": NaN}', "document.bad_number"),
        (b'{"a": -Infinity}', "document.bad_number"),
        (b'{"a": 1e999}', "document.bad_number"),
        (b'{"a": 9007199254740993}', "document.bad_number"),
        (b'{"a": "\\ud800"}', "document.lone_surrogate"),
        (b'{"\\udc00": 1}', "document.lone_surrogate"),
        (b'{"a": "\xff"}', "document.not_json"),
        (b'{"a": 1} x', "document.not_json"),
        (b"[1]", "document.not_an_object"),
        (b"  ", "document.empty"),
    ],
)
def test_fault_9_json_that_readers_disagree_on_is_refused(text: bytes, code: str) -> None:
    with pytest.raises(MalformedCredentialError) as refused:
        Credential.from_bytes(text)
    assert refused.value.code == code
    report = look(text)
    assert (report.verdict, report.check("shape").code, report.exit_code) == ("unreadable", code, 1)


def test_fault_9_only_the_signed_payload_of_a_token_is_read() -> None:
    claims = payload() | {"iss": "https://www.famous.example"}
    report = look(token({"alg": "EdDSA", "kid": SIGNER.verification_method}, claims))
    assert report.verdict == "unreadable"
    assert report.check("schema").code == "jwt.claim_mismatch"


def poison(count: int) -> dict[str, Any]:
    nodes = [
        {"id": f"_:n{number}", "p": [{"id": f"_:n{other}"} for other in range(count) if other != number]}
        for number in range(count)
    ]
    return {"@context": {"p": "urn:p", "id": "@id"}, "id": "urn:x", "p": nodes}


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(poison(10)).encode(),
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"a": "' + b"x" * 10_000_000 + b'"}',
        json.dumps({"@context": ["https://www.w3.org/ns/credentials/v2"], "name": ["x"] * 100_000}).encode(),
    ],
    ids=["poison", "deep list", "deep object", "10 MB", "100,000 items"],
)
def test_fault_10_what_would_exhaust_a_verifier_is_refused_within_a_second(data: bytes) -> None:
    look(SIGNED.original)  # the contexts are read once

    def read() -> str:
        with pytest.raises(CredentialError):
            canonicalize(Credential.from_bytes(data).document)
        return look(data).verdict

    assert within(1, read) in {"unreadable", "could_not_check"}


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "at", "verdict"),
    [
        ("2026-03-01T00:00:00Z", None, "2026-02-28T23:59:59Z", "not_yet_valid"),
        ("2026-03-01T00:00:00Z", None, "2026-03-01T00:00:00Z", "authentic"),
        ("2026-03-01T14:00:00+14:00", None, "2026-03-01T00:00:00Z", "authentic"),
        ("2026-03-01T14:00:01+14:00", None, "2026-03-01T00:00:00Z", "not_yet_valid"),
        ("2016-12-31T23:59:60Z", None, "2016-12-31T23:59:59Z", "not_yet_valid"),
        ("2016-12-31T23:59:60Z", None, "2017-01-01T00:00:00Z", "authentic"),
        ("2025-01-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-03-01T00:00:00Z", "authentic"),
        ("2025-01-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-03-01T00:00:01Z", "expired"),
        ("2025-01-01T00:00:00Z", "2026-02-28T10:00:00-14:00", "2026-03-01T00:00:00Z", "authentic"),
    ],
)
def test_fault_11_times_are_exact(valid_from: str, valid_until: str | None, at: str, verdict: str) -> None:
    document = build(SIGNER) | {"validFrom": valid_from}
    if valid_until:
        document["validUntil"] = valid_until
    moment = datetime.fromisoformat(at)
    credential = issue(document, signer=SIGNER, created=moment)
    assert look(credential.original, at=moment).verdict == verdict


def test_fault_12_what_a_rotated_key_signed_before_holds_and_what_it_signs_later_fails() -> None:
    identifier = "https://badges.example.edu/issuer"
    old = InMemorySigner(bytes(range(32)), controller=identifier)
    before = issue(build(old), signer=old, created=AT)
    after = issue(build(old), signer=old, created=AT + timedelta(days=2))
    document = controller(old, identifier, revoked="2026-03-02T00:00:00Z")
    documents = [json.dumps(document).encode()]
    later = AT + timedelta(days=30)
    assert look(before.original, at=later, issuer_documents=documents).verdict == "authentic"
    report = look(after.original, at=later, issuer_documents=documents)
    assert report.verdict == "not_issuers_key"
    assert report.check("proof").code == "proof.key_revoked"


def test_a_stranger_who_names_a_famous_university_is_never_believed(stranger: InMemorySigner) -> None:
    document = build(stranger, issuer=Profile(id=stranger.controller, name="University of Oxford"))
    report = look(issue(document, signer=stranger, created=AT).original)
    assert report.issuer_identity == "self_asserted"
    assert report.sentence == (
        "Signed and unaltered. Anyone can make such a key: we do not know that this is University of Oxford."
    )
    assert "oxford" not in report.headline.lower()


def test_only_verify_makes_a_verified_credential() -> None:
    verified = verify(SIGNED, resolver=DocumentResolver(), at=AT)
    with pytest.raises(TypeError):
        type(verified)(credential=SIGNED, report=verified.report, verified_at=AT, _token=object())
    with pytest.raises(VerificationError) as refused:
        verify(b"{}", resolver=DocumentResolver(), at=AT)
    assert refused.value.report.verdict == "unreadable"


@given(
    document=st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    ),
    path=st.sampled_from(PATHS),
)
def test_no_shape_of_a_document_makes_verification_fall_over(document: Any, path: tuple[Any, ...]) -> None:
    if not path:
        whole = document
    else:
        whole = copy.deepcopy(SIGNED.document)
        at_path(whole, path[:-1])[path[-1]] = document
    report = look(whole)
    assert report.sentence
    assert report.next_step
    assert json.dumps(report.as_dict())
