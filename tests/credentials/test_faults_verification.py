"""Faults that must not hurt, 1 to 8: verification and cryptography."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.credentials.conftest import AT, build
from tests.credentials.faults import SIGNED, SIGNER, at_path, controller, look, paths, payload, token

from stepladder.credentials import issue
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.errors import MalformedCredentialError, SigningError, UnsupportedError
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.keys.multibase import base64url_encode
from stepladder.credentials.proofs.data_integrity import add_proof

PATHS = list(paths(SIGNED.document))
LEAVES = [path for path in PATHS if isinstance(at_path(SIGNED.document, path), (str, float, int))]
OBJECTS = [path for path in PATHS if isinstance(at_path(SIGNED.document, path), dict)]
LISTS = [path for path in PATHS if isinstance(at_path(SIGNED.document, path), list)]


def test_our_own_credential_is_authentic() -> None:
    assert look(SIGNED.original).verdict == "authentic"


def test_a_good_token_is_authentic() -> None:
    header = {"alg": "EdDSA", "typ": "JWT", "kid": SIGNER.verification_method}
    assert look(token(header, payload())).verdict == "authentic"


def test_fault_1_a_token_without_an_algorithm_is_not_signed() -> None:
    assert look(token({"alg": "none"}, payload(), b"")).verdict == "unsigned"
    assert look(token({"alg": "none", "kid": SIGNER.verification_method}, payload())).verdict == "unsigned"


@pytest.mark.parametrize("algorithm", ["HS256", "ES256", "RS256", "EdDSA2", None, 5])
def test_fault_1_the_algorithm_comes_from_the_key_never_from_the_header(algorithm: Any) -> None:
    import hashlib
    import hmac

    header = {"alg": algorithm, "kid": SIGNER.verification_method}
    text = ".".join(base64url_encode(json.dumps(part).encode()) for part in (header, payload()))
    mac = hmac.new(SIGNER.public_multikey.encode(), text.encode(), hashlib.sha256).digest()
    for signature in (mac, SIGNER.sign(text.encode())):
        report = look(f"{text}.{base64url_encode(signature)}".encode())
        assert report.verdict == "altered"
        assert report.check("proof").code == "jwt.algorithm_mismatch"


@pytest.mark.parametrize("member", ["jwk", "jku", "x5u", "x5c"])
def test_fault_2_a_key_that_the_header_brings_is_ignored(member: str, stranger: InMemorySigner) -> None:
    text = ".".join(
        base64url_encode(json.dumps(part).encode())
        for part in ({"alg": "EdDSA", member: {"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}}, payload())
    )
    report = look(f"{text}.{base64url_encode(stranger.sign(text.encode()))}".encode())
    assert report.verdict == ("could_not_check" if member in {"jwk", "x5c"} else "altered")
    assert report.issuer_identity == "self_asserted"


def test_fault_3_an_unknown_crit_is_rejected() -> None:
    for crit in (["b64"], ["exp"], [], "x"):
        header = {"alg": "EdDSA", "kid": SIGNER.verification_method, "crit": crit}
        report = look(token(header, payload()))
        assert report.check("proof").code == "jwt.unknown_crit"
        assert report.exit_code == 1


def test_fault_4_a_key_that_may_not_assert_is_rejected() -> None:
    identifier = "https://badges.example.edu/issuer"
    key = InMemorySigner(bytes(range(32)), controller=identifier)
    credential = issue(build(key), signer=key, created=AT)
    document = controller(key, identifier)
    assert look(credential.original, issuer_documents=[json.dumps(document).encode()]).verdict == "authentic"
    document["authentication"] = document.pop("assertionMethod")
    report = look(credential.original, issuer_documents=[json.dumps(document).encode()])
    assert report.verdict == "not_issuers_key"
    assert report.check("issuer_key").code == "proof.wrong_relationship"


def test_fault_4_a_proof_for_another_purpose_is_rejected() -> None:
    document = copy.deepcopy(SIGNED.document)
    document["proof"][0]["proofPurpose"] = "authentication"
    report = look(document)
    assert report.verdict == "altered"
    assert report.check("proof").code == "proof.wrong_purpose"


def test_fault_5_a_key_of_another_controller_is_rejected() -> None:
    identifier = "https://badges.example.edu/issuer"
    key = InMemorySigner(bytes(range(32)), controller=identifier)
    credential = issue(build(key), signer=key, created=AT)
    document = controller(key, identifier, controller="https://elsewhere.example/issuer")
    report = look(credential.original, issuer_documents=[json.dumps(document).encode()])
    assert report.verdict == "not_issuers_key"
    assert report.check("issuer_key").code == "proof.wrong_controller"


def test_fault_5_a_strangers_key_under_a_known_issuer_is_rejected(stranger: InMemorySigner) -> None:
    document = build(SIGNER)
    forged = add_proof(document, signer=stranger, created=AT, store=ContextStore())
    report = look(forged)
    assert report.verdict == "not_issuers_key"
    assert report.issuer_identity == "self_asserted"
    with pytest.raises(SigningError) as refused:
        issue(document, signer=stranger, created=AT)
    assert refused.value.code == "issue.not_issuers_key"


@given(path=st.sampled_from(LEAVES), text=st.text(max_size=12), number=st.integers(-5, 5))
def test_fault_6_a_changed_value_anywhere_is_rejected(path: tuple[Any, ...], text: str, number: int) -> None:
    document = copy.deepcopy(SIGNED.document)
    value = at_path(document, path)
    changed = value + text if isinstance(value, str) else value + number
    assume(changed != value)
    at_path(document, path[:-1])[path[-1]] = changed
    assert look(document).verdict != "authentic"


@given(path=st.sampled_from(LEAVES), position=st.integers(0, 200), character=st.characters(codec="utf-8"))
def test_fault_6_one_changed_character_anywhere_is_rejected(
    path: tuple[Any, ...], position: int, character: str
) -> None:
    document = copy.deepcopy(SIGNED.document)
    value = at_path(document, path)
    assume(isinstance(value, str))
    position %= len(value)
    changed = value[:position] + character + value[position + 1 :]
    assume(changed != value)
    at_path(document, path[:-1])[path[-1]] = changed
    if path[0] == "@context":  # another edition of the same vocabulary may mean the very same
        assume(changed not in ContextStore())
    assert look(document).verdict != "authentic"


@given(position=st.integers(0, len(SIGNED.original) - 1), byte=st.integers(0, 255))
def test_fault_6_one_changed_byte_anywhere_is_rejected(position: int, byte: int) -> None:
    data = bytearray(SIGNED.original)
    data[position] = byte
    try:
        document = json.loads(bytes(data).decode())
    except ValueError:
        document = None
    assume(document != SIGNED.document)
    named = document.get("@context", []) if isinstance(document, dict) else []
    assume(not any(url in ContextStore() for url in set(named) - set(SIGNED.document["@context"])))
    assert look(bytes(data)).verdict != "authentic"


@given(
    path=st.sampled_from(OBJECTS),
    name=st.one_of(
        st.text(min_size=1, max_size=12),
        st.sampled_from(
            ["name", "description", "validUntil", "grade", "@index", "@nest", "@graph", "@context", "role"]
        ),
    ),
    value=st.one_of(
        st.none(),
        st.text(max_size=8),
        st.just([]),
        st.just({}),
        st.just([None]),
        st.booleans(),
        st.just({"id": "urn:x"}),
    ),
)
def test_fault_6_a_member_added_anywhere_is_rejected(path: tuple[Any, ...], name: str, value: Any) -> None:
    document = copy.deepcopy(SIGNED.document)
    place = at_path(document, path)
    assume(name not in place)
    place[name] = value
    assert look(document).verdict != "authentic"


@given(path=st.sampled_from(LISTS), value=st.one_of(st.none(), st.text(max_size=8), st.just([]), st.just({})))
def test_fault_6_an_item_added_to_any_list_is_rejected(path: tuple[Any, ...], value: Any) -> None:
    document = copy.deepcopy(SIGNED.document)
    at_path(document, path).append(value)
    assume(path != ("proof",) or not isinstance(value, dict))
    assert look(document).verdict != "authentic"


@given(path=st.sampled_from([path for path in LISTS if path not in {("proof",), ("@context",)}]))
def test_fault_6_a_repeated_item_is_rejected(path: tuple[Any, ...]) -> None:
    document = copy.deepcopy(SIGNED.document)
    place = at_path(document, path)
    place.append(copy.deepcopy(place[0]))
    assert look(document).verdict != "authentic"


@given(path=st.sampled_from([path for path in PATHS if path]))
def test_fault_6_a_removed_member_is_rejected(path: tuple[Any, ...]) -> None:
    document = copy.deepcopy(SIGNED.document)
    assume(path[0] != "@context" or len(path) == 1)
    del at_path(document, path[:-1])[path[-1]]
    assert look(document).verdict != "authentic"


def test_fault_6_a_member_hidden_under_its_full_name_is_rejected(signer: InMemorySigner) -> None:
    document = build(signer, valid_until=datetime(2026, 2, 1, tzinfo=UTC))
    credential = issue(document, signer=signer, created=datetime(2026, 1, 2, tzinfo=UTC))
    assert look(credential.original).verdict == "expired"
    disguised = dict(credential.document)
    text = disguised.pop("validUntil")
    disguised["https://www.w3.org/2018/credentials#validUntil"] = {
        "@type": "http://www.w3.org/2001/XMLSchema#dateTime",
        "@value": text,
    }
    report = look(disguised)
    assert report.verdict == "altered"
    assert report.check("lossless").code == "lossless.disguised"


def test_fault_7_an_undefined_term_is_refused_at_issue_with_its_path(unsigned: dict[str, Any]) -> None:
    unsigned["credentialSubject"]["achievement"]["secretLevel"] = 5
    with pytest.raises(MalformedCredentialError) as refused:
        issue(unsigned, signer=SIGNER, created=AT)
    assert refused.value.code == "lossless.undefined_term"
    assert refused.value.where == "/credentialSubject/achievement/secretLevel"


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"type": ["VerifiableCredential", "AchievementCredential", "Nonsense"]}, "lossless.unknown_type", "/type/2"),
        ({"id": "credentials/1"}, "lossless.relative_iri", "/id"),
        ({"description": None}, "lossless.null", "/description"),
        ({"evidence": []}, "lossless.empty_array", "/evidence"),
    ],
)
def test_fault_7_what_a_signature_would_not_cover_is_refused_at_issue(
    change: dict[str, Any], code: str, where: str, unsigned: dict[str, Any]
) -> None:
    with pytest.raises(MalformedCredentialError) as refused:
        issue(unsigned | change, signer=SIGNER, created=AT)
    assert (refused.value.code, refused.value.where) == (code, where)


def test_fault_8_swapped_and_inline_contexts_are_not_believed() -> None:
    for extra in (
        {"name": "https://schema.org/familyName"},
        {"@vocab": "https://evil.example/"},
        {"@base": "https://a/"},
    ):
        document = copy.deepcopy(SIGNED.document)
        document["@context"].append(extra)
        report = look(document)
        assert (report.verdict, report.check("context").code) == ("could_not_check", "context.inline")
    document = copy.deepcopy(SIGNED.document)
    document["@context"][1] = "https://evil.example/context.json"
    report = look(document)
    assert (report.verdict, report.check("context").code) == ("could_not_check", "context.unpinned")
    document = copy.deepcopy(SIGNED.document)
    document["credentialSubject"]["@context"] = "https://www.w3.org/ns/credentials/v2"
    assert look(document).verdict == "altered"
    with pytest.raises(UnsupportedError):
        issue(
            {**build(SIGNER), "@context": ["https://www.w3.org/ns/credentials/v2", "https://evil.example/c"]},
            signer=SIGNER,
            created=AT,
        )
