"""Who signed, for whom, and how the report says it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from tests.credentials.conftest import AT, build

from stepladder.credentials import Credential, VerificationPolicy, VerificationReport, inspect, issue
from stepladder.credentials.contexts import ContextStore, pinned_contexts
from stepladder.credentials.dids import DocumentResolver, derive, document_url
from stepladder.credentials.errors import CredentialError, ResolutionError, SigningError, UnsupportedError
from stepladder.credentials.keys import InMemorySigner, encode_multikey, new_key, signer_from_key_document
from stepladder.credentials.keys.multibase import base58_decode, base58_encode, base64url_encode
from stepladder.credentials.model.times import parse_timestamp
from stepladder.credentials.proofs.data_integrity import add_proof

CHECKS = [
    "shape",
    "schema",
    "context",
    "lossless",
    "proof",
    "issuer_key",
    "issuer_identity",
    "status",
    "valid_from",
    "valid_until",
    "recipient",
    "trust",
    "named_schema",
    "inner",
    "refresh",
]
SITE = "https://badges.example.edu/issuer"


def look(data: Any, **policy: Any) -> VerificationReport:
    return inspect(data, resolver=DocumentResolver(), at=AT, policy=VerificationPolicy(**policy))


def test_every_check_is_named_whatever_the_verdict(signed: Credential) -> None:
    for data in (signed.original, b"nonsense", b"{}", b'{"type": 1}'):
        assert [check.check for check in look(data).checks] == CHECKS


def test_the_json_of_the_report(signed: Credential, signer: InMemorySigner) -> None:
    report = look(signed.original).as_dict()
    assert {"verdict", "issuer_identity", "recipient", "checks", "credential"} <= report.keys()
    assert all({"check", "outcome", "code", "message"} <= check.keys() for check in report["checks"])
    assert report["credential"] == {
        "id": "urn:uuid:4f5a2d0c-8f5b-4a57-9f0e-0c2f7a1b3c4d",
        "name": "Welding, first steps",
        "issuer": {"id": signer.controller, "name": "Example University"},
        "achievement": {
            "id": "https://badges.example.edu/achievements/welding",
            "name": "Welding, first steps",
        },
        "recipient": "did:example:learner",
        "valid_from": "2026-01-01T00:00:00Z",
        "valid_until": None,
        "alignments": [
            {"target_url": "http://data.europa.eu/esco/skill/0f8d5d5b-welding", "target_name": "weld metal"}
        ],
    }


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("mara@example.org", "matches"),
        ("Mara@Example.ORG", "matches"),
        ("mailto:mara@example.org", "matches"),
        ("did:example:learner", "matches"),
        ("else@example.org", "differs"),
        ("did:example:other", "differs"),
        (None, "not_asked"),
    ],
)
def test_whom_it_is_about(asked: str | None, answer: str, signed: Credential) -> None:
    report = look(signed, recipient=asked)
    assert (report.recipient, report.verdict) == (answer, "authentic")
    assert report.exit_code == (1 if answer == "differs" else 0)


def test_a_plain_identity_is_compared_in_any_case(unsigned: dict[str, Any], signer: InMemorySigner) -> None:
    unsigned["credentialSubject"]["identifier"] = [
        {"type": "IdentityObject", "hashed": False, "identityHash": "Mara@example.org", "identityType": "emailAddress"}
    ]
    credential = issue(unsigned, signer=signer, created=AT)
    assert look(credential, recipient="mara@EXAMPLE.org").recipient == "matches"


def test_the_issuer_on_the_verifiers_list_is_called_by_the_name_there(
    signed: Credential, signer: InMemorySigner
) -> None:
    for policy in ("listed_issuers", "trusted_issuers"):
        report = look(signed, **{policy: {signer.controller: "The real one"}})
        assert (report.verdict, report.issuer_identity) == ("authentic", "listed")
        assert (
            report.sentence == "Signed and unaltered, signed by The real one, which is on the list of trusted issuers."
        )


def test_a_list_that_was_asked_for_is_a_condition_and_a_notice_is_none(signed: Credential) -> None:
    report = look(signed, trusted_issuers={})
    assert (report.verdict, report.exit_code) == ("untrusted_issuer", 1)
    assert look(signed, listed_issuers={}).verdict == "authentic"


def test_a_forger_under_a_listed_issuers_id_is_not_listed(signer: InMemorySigner, stranger: InMemorySigner) -> None:
    forged = add_proof(build(signer), signer=stranger, created=AT, store=ContextStore())
    report = look(json.dumps(forged).encode(), listed_issuers={signer.controller: "Example University"})
    assert (report.verdict, report.issuer_identity) == ("not_issuers_key", "self_asserted")
    assert report.check("trust").outcome == "not_applicable"


def test_did_web_proves_a_domain_by_what_was_fetched() -> None:
    identifier = "did:web:badges.example.edu:issuers:1"
    key = InMemorySigner(bytes(range(32)), controller=identifier)
    credential = issue(build(key), signer=key, created=AT)
    document = {**(derive(InMemorySigner(bytes(range(32))).controller) or {}), "id": identifier}
    document["verificationMethod"] = [
        {
            "id": key.verification_method,
            "type": "Multikey",
            "controller": identifier,
            "publicKeyMultibase": key.public_multikey,
        }
    ]
    document["assertionMethod"] = [key.verification_method]
    asked = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        return json.dumps(document).encode()

    report = inspect(credential, resolver=DocumentResolver(fetch=fetch), at=AT)
    assert (report.verdict, report.issuer_identity) == ("authentic", "domain_proved")
    assert set(asked) == {"https://badges.example.edu/issuers/1/did.json"}
    assert "badges.example.edu" in report.sentence
    assert "was fetched" in report.check("issuer_identity").message


@pytest.mark.parametrize("verdict", ["authentic", "untrusted_issuer", "expired"])
def test_no_sentence_lets_a_self_made_key_pass_for_the_name(verdict: str, signer: InMemorySigner) -> None:
    until = datetime(2026, 2, 1, tzinfo=UTC) if verdict == "expired" else None
    credential = issue(build(signer, valid_until=until), signer=signer, created=AT)
    report = look(credential, trusted_issuers={} if verdict == "untrusted_issuer" else None)
    assert report.verdict == verdict
    assert "authentic" not in report.sentence.lower()
    assert any(words in report.sentence for words in ("we do not know", "cannot confirm", "not on the list"))


# ---------------------------------------------------------------- tokens with other keys


def signed_token(header: dict[str, Any], key: Any) -> bytes:
    document = {**build(InMemorySigner(bytes(32), controller=SITE)), "iss": SITE}
    text = ".".join(base64url_encode(json.dumps(part).encode()) for part in (header, document)).encode()
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(text, padding.PKCS1v15(), hashes.SHA256())
    else:
        pair = utils.decode_dss_signature(key.sign(text, ec.ECDSA(hashes.SHA256())))
        signature = b"".join(number.to_bytes(32, "big") for number in pair)
    return text + b"." + base64url_encode(signature).encode()


def jwk_of(key: Any) -> dict[str, str]:
    numbers = key.public_key().public_numbers()

    def text(number: int) -> str:
        return base64url_encode(number.to_bytes((number.bit_length() + 7) // 8, "big"))

    if isinstance(key, rsa.RSAPrivateKey):
        return {"kty": "RSA", "n": text(numbers.n), "e": text(numbers.e)}
    return {
        "kty": "EC",
        "crv": "P-256",
        "x": base64url_encode(numbers.x.to_bytes(32, "big")),
        "y": base64url_encode(numbers.y.to_bytes(32, "big")),
    }


@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_a_token_holds_by_a_key_of_the_issuers_document_only(algorithm: str) -> None:
    key = rsa.generate_private_key(65537, 2048) if algorithm == "RS256" else ec.generate_private_key(ec.SECP256R1())
    method = {"id": f"{SITE}#k1", "type": "JsonWebKey", "controller": SITE, "publicKeyJwk": jwk_of(key)}
    document = {"id": SITE, "verificationMethod": [method], "assertionMethod": [f"{SITE}#k1"]}
    token = signed_token({"alg": algorithm, "kid": f"{SITE}#k1"}, key)
    resolver = DocumentResolver(issuer_documents=[json.dumps(document).encode()])
    assert inspect(token, resolver=resolver, at=AT).verdict == "authentic"
    own_key_only = signed_token({"alg": algorithm, "jwk": jwk_of(key)}, key)
    assert inspect(own_key_only, resolver=DocumentResolver(), at=AT).check("proof").code == "jwt.key_only_in_header"
    assert inspect(own_key_only, resolver=resolver, at=AT).verdict == "authentic"
    head, body, signature = token.decode().split(".")
    changed = f"{head}.{body[:-8]}{'A' if body[-8] != 'A' else 'B'}{body[-7:]}.{signature}".encode()
    assert inspect(changed, resolver=resolver, at=AT).verdict in {"altered", "unreadable"}


def test_a_vc_claim_is_completed_from_the_claims_around_it(signer: InMemorySigner) -> None:
    inner = {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "type": ["VerifiableCredential"],
        "credentialSubject": {"name": "Mara"},
    }
    claims = {"vc": inner, "iss": signer.controller, "jti": "urn:x", "sub": "did:example:1", "nbf": 1767225600}
    text = ".".join(
        base64url_encode(json.dumps(part).encode())
        for part in ({"alg": "EdDSA", "kid": signer.verification_method}, claims)
    )
    report = look(f"{text}.{base64url_encode(signer.sign(text.encode()))}".encode())
    assert report.verdict == "authentic", report.as_dict()
    assert report.credential is not None
    assert (report.credential.id, report.credential.recipient) == ("urn:x", "did:example:1")
    assert report.credential.valid_from == "2026-01-01T00:00:00Z"


# ---------------------------------------------------------------- keys, identifiers, contexts, times


def test_a_new_key_signs_and_names_itself() -> None:
    document = new_key(entropy=lambda size: bytes(range(size)))
    assert document["controller"].startswith("did:key:z6Mk")
    assert document["id"] == f"{document['controller']}#{document['publicKeyMultibase']}"
    key = signer_from_key_document(document)
    assert look(issue(build(key), signer=key, created=AT)).verdict == "authentic"
    named = new_key(controller=SITE, entropy=bytes)
    assert named["controller"] == SITE
    assert issue(build(signer_from_key_document(named)), signer=signer_from_key_document(named), created=AT)


def test_a_key_document_with_parts_of_two_keys_is_refused() -> None:
    document = new_key(entropy=lambda size: bytes(range(size)))
    document["publicKeyMultibase"] = encode_multikey("ed25519", bytes(32))
    with pytest.raises(SigningError) as refused:
        signer_from_key_document(document)
    assert refused.value.code == "key.parts_differ"


def test_a_signer_that_returns_something_else_issues_nothing(signer: InMemorySigner) -> None:
    class Wrong:
        verification_method = signer.verification_method
        controller = signer.controller
        public_key = signer.public_key

        def sign(self, data: bytes) -> bytes:
            right = bytearray(signer.sign(data))
            right[5] ^= 1
            return bytes(right)

    with pytest.raises(SigningError) as refused:
        issue(build(signer), signer=Wrong(), created=AT)
    assert refused.value.code == "issue.bad_signature"


def test_the_key_of_the_w3c_is_read_as_it_is_written() -> None:
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")  # RFC 8032, section 7.1
    assert InMemorySigner(seed).controller == "did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw"


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\0\x01", bytes(range(40))])
def test_base58_there_and_back(data: bytes) -> None:
    assert base58_decode(base58_encode(data)) == data


def test_where_identifiers_lead() -> None:
    assert document_url("did:web:example.org") == "https://example.org/.well-known/did.json"
    assert document_url("did:web:example.org%3A8443:a") == "https://example.org:8443/a/did.json"
    for bad in ("https://user@example.org/", "https://[", "did:web:"):
        with pytest.raises(ResolutionError):
            document_url(bad)
    for unknown in ("http://example.org/", "did:example:1", "file:///etc/passwd"):
        with pytest.raises(UnsupportedError):
            document_url(unknown)


def test_every_context_is_the_pinned_one() -> None:
    for pinned in pinned_contexts():
        assert "@context" in pinned.read()
    by_url = {pinned.url: pinned.sha256 for pinned in pinned_contexts()}
    assert by_url["https://www.w3.org/ns/credentials/v2"] == (
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"
    )


def test_the_older_text_of_a_context_is_tried_second() -> None:
    url = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
    newer, older = ContextStore().alternatives([url])
    assert "jti" in newer.load(url)["@context"]
    assert "jti" not in older.load(url)["@context"]


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-01",
        "2026-01-01T00:00:00",
        "2026-13-01T00:00:00Z",
        "2026-01-01T25:00:00Z",
        "2026-01-01T00:00:00+14:01",
        5,
        None,
    ],
)
def test_what_is_no_point_in_time(text: object) -> None:
    assert parse_timestamp(text) is None


def test_bad_documents_by_option_are_refused() -> None:
    for data in (b"[]", b"{}", b"nonsense"):
        with pytest.raises(CredentialError):
            DocumentResolver(issuer_documents=[data])


@pytest.mark.parametrize("algorithm", ["sha256", "md5"])
@pytest.mark.parametrize(("asked", "answer"), [("Mara@Example.org", "matches"), ("bob@example.org", "differs")])
def test_both_hashes_of_open_badges_hide_whom_it_is_about(
    algorithm: str, asked: str, answer: str, unsigned: dict[str, Any], signer: InMemorySigner
) -> None:
    digest = hashlib.new(algorithm, b"mara@example.orgsalt", usedforsecurity=False).hexdigest()
    identity = {"type": "IdentityObject", "hashed": True, "identityHash": f"{algorithm}${digest}", "salt": "salt"}
    unsigned["credentialSubject"]["identifier"] = [identity | {"identityType": "emailAddress"}]
    credential = issue(unsigned, signer=signer, created=AT)
    report = inspect(credential, policy=VerificationPolicy(recipient=asked), resolver=DocumentResolver(), at=AT)
    assert (report.verdict, report.recipient) == ("authentic", answer)


def test_each_of_several_subjects_is_somebody_it_is_about(unsigned: dict[str, Any], signer: InMemorySigner) -> None:
    first = unsigned["credentialSubject"]
    unsigned["credentialSubject"] = [first, {**first, "id": "did:example:second"}]
    credential = issue(unsigned, signer=signer, created=AT)
    assert look(credential, recipient="did:example:second").recipient == "matches"
    assert look(credential, recipient="did:example:third").recipient == "differs"
