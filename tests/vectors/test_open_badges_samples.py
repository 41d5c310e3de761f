"""The samples of 1EdTech: what `stepladder verify --offline` must say of each."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from stepladder.credentials import VerificationReport, inspect
from stepladder.credentials.dids import DocumentResolver

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2026, 1, 1, tzinfo=UTC)
ISSUER = "https://example.com/issuers/876543"
KEYS = {
    "first": "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi",
    "second": "z6MkrvfzkMnvCroEUP2DVc9SHPE48CRsvHiVSusHioxTYu1x",
    "third": "z6MknNHHrBzPytzu6CUBP9Lg7fg4KSBjzimc2Frh693YbMiv",
}


def issuer_document(multikey: str, identifier: str = ISSUER) -> bytes:
    """Write the issuer's key document by hand, as `--issuer-document` would bring it."""
    method = f"{identifier}#{multikey}"
    return json.dumps(
        {
            "id": identifier,
            "verificationMethod": [
                {"id": method, "type": "Multikey", "controller": identifier, "publicKeyMultibase": multikey}
            ],
            "assertionMethod": [method],
        }
    ).encode()


def report(shared_data: Path, name: str, key: str | None = None) -> VerificationReport:
    documents = [issuer_document(KEYS[key])] if key else []
    data = (shared_data / "openbadges" / name).read_bytes()
    return inspect(data, resolver=DocumentResolver(issuer_documents=documents), at=AT)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("simple.json", "first"),
        ("simple-json.png", "second"),
        ("simple-json.svg", "second"),
        ("simple_v1.json", "third"),
        ("simple-multiple-proofs.json", "first"),
    ],
)
def test_a_sample_whose_key_lives_at_an_https_address(name: str, key: str, shared_data: Path) -> None:
    alone = report(shared_data, name)
    assert (alone.verdict, alone.issuer_identity, alone.exit_code) == ("could_not_check", "self_asserted", 3)
    given = report(shared_data, name, key)
    assert (given.verdict, given.issuer_identity, given.exit_code) == ("authentic", "domain_proved", 0)
    assert "not fetched" in given.check("issuer_identity").message
    assert "example.com" in given.sentence
    assert "Example Corp" in given.sentence


def test_the_expired_sample_holds_and_is_expired(shared_data: Path) -> None:
    assert report(shared_data, "simple-err-expired.json").verdict == "could_not_check"
    given = report(shared_data, "simple-err-expired.json", "first")
    assert given.verdict == "expired"
    assert given.check("proof").outcome == "passed"
    assert given.check("valid_until").code == "valid_until.expired"


def test_a_did_key_under_another_issuer_id_is_not_the_issuers(shared_data: Path) -> None:
    found = report(shared_data, "simple-did-key-method.json")
    assert (found.verdict, found.exit_code) == ("not_issuers_key", 1)
    assert found.check("proof").outcome == "passed"


@pytest.mark.parametrize(
    ("name", "check", "word"),
    [
        ("simple-err-context.json", "schema", "@context"),
        ("simple-err-type.json", "schema", "type"),
        ("simple-err-issuer-type.json", "schema", "issuer's type"),
    ],
)
@pytest.mark.parametrize("key", [None, "first", "second"])
def test_a_broken_sample_fails_for_the_reason_in_its_name(
    name: str, check: str, word: str, key: str | None, shared_data: Path
) -> None:
    found = report(shared_data, name, key)
    assert found.verdict == "altered"
    assert found.exit_code == 1
    assert found.check(check).outcome == "failed"
    assert word in found.check(check).message
    assert found.check("lossless").outcome == "failed"


def test_the_report_lists_the_broken_signature_beside_the_broken_rule(shared_data: Path) -> None:
    found = report(shared_data, "simple-err-issuer-type.json", "first")
    assert found.check("schema").code == "schema.issuer_type"
    assert found.check("proof").code == "proof.signature_mismatch"


def test_a_broken_proof_value_is_seen_with_its_key(shared_data: Path) -> None:
    found = report(shared_data, "simple-err-proof-value.json", "second")
    assert found.verdict == "altered"
    assert found.check("proof").code == "proof.signature_mismatch"
    assert report(shared_data, "simple-err-proof-value.json", "first").verdict == "not_issuers_key"


@pytest.mark.parametrize("name", ["simple-jwt.png", "simple-jwt.svg"])
def test_a_token_whose_only_key_is_its_own_cannot_be_checked(name: str, shared_data: Path) -> None:
    found = report(shared_data, name)
    assert (found.verdict, found.exit_code) == ("could_not_check", 3)
    assert found.check("proof").code == "jwt.key_only_in_header"


def test_a_token_with_an_old_unpinned_context_cannot_be_checked(shared_data: Path) -> None:
    found = report(shared_data, "simple.jwt")
    assert found.verdict == "could_not_check"
    assert found.check("context").code == "context.unpinned"


def test_a_suite_that_was_withdrawn_before_it_was_a_standard_cannot_be_checked(shared_data: Path) -> None:
    found = report(shared_data, "simple-eddsa-2022.json", "first")
    assert found.verdict == "could_not_check"
    assert found.check("proof").code == "proof.unsupported"


def test_a_sample_without_a_proof_is_unsigned(shared_data: Path) -> None:
    found = report(shared_data, "simple-noproof.json")
    assert (found.verdict, found.exit_code) == ("unsigned", 1)


def test_the_complete_sample_keeps_every_rule(shared_data: Path) -> None:
    found = report(shared_data, "complete.json")
    assert found.check("shape").outcome == "passed"
    assert found.check("schema").message == "It keeps the rules of its standards"
    assert found.check("lossless").outcome == "passed"
    assert found.verdict == "could_not_check"
