"""Forgeries that look right: keys of neighbours, tokens past their time, and things said beside a signature."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.credentials.conftest import AT, build

from stepladder.credentials import VerificationPolicy, VerificationReport, inspect, issue
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import DocumentResolver, document_url, same_identifier
from stepladder.credentials.errors import ResolutionError
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.keys.multibase import base64url_encode
from stepladder.credentials.proofs.data_integrity import add_proof

SIGNER = InMemorySigner(bytes(range(32)))
STRANGER = InMemorySigner(bytes(range(32, 64)))
SIGNED = issue(build(SIGNER), signer=SIGNER, created=AT)


def look(document: Any, *documents: Any, policy: VerificationPolicy | None = None) -> VerificationReport:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    resolver = DocumentResolver(issuer_documents=[json.dumps(each).encode() for each in documents])
    return inspect(data, policy=policy, resolver=resolver, at=AT)


def controller(signer: InMemorySigner, identifier: str, **method: Any) -> dict[str, Any]:
    entry = {
        "id": f"{identifier}#{signer.public_multikey}",
        "type": "Multikey",
        "controller": identifier,
        "publicKeyMultibase": signer.public_multikey,
    }
    return {"id": identifier, "verificationMethod": [entry | method], "assertionMethod": [entry["id"]]}


def signed_by(key_holder: str, issuer: str) -> dict[str, Any]:
    """Return a credential in the name of ``issuer``, with the stranger's key at the address ``key_holder``."""
    document = build(SIGNER)
    document["issuer"]["id"] = issuer
    signer = InMemorySigner(bytes(range(32, 64)), key_holder)
    return add_proof(document, signer=signer, created=AT, store=ContextStore())


def token(header: dict[str, Any], payload: dict[str, Any], signer: InMemorySigner = SIGNER) -> bytes:
    text = ".".join(base64url_encode(json.dumps(part).encode()) for part in (header, payload))
    return f"{text}.{base64url_encode(signer.sign(text.encode()))}".encode()


# ---------------------------------------------------------------------- whose key it is
@pytest.mark.parametrize(
    ("key_holder", "issuer"),
    [
        ("did:web:univ.example%3A8443", "did:web:univ.example:8443"),
        ("did:web:univ.example:8443", "did:web:univ.example%3A8443"),
        ("https://evil.example/issuer", "https://univ.example/issuer"),
        ("https://univ.example%2Fissuer", "https://univ.example/issuer"),
        ("https://univ.example/a%2Fissuer", "https://univ.example/a/issuer"),
        ("https://univ.example/issuer%3Fa", "https://univ.example/issuer?a"),
        ("https://univ.example/Issuer", "https://univ.example/issuer"),
        ("https://univ.example/issuer/", "https://univ.example/issuer"),
    ],
)
def test_a_neighbours_key_never_signs_for_the_issuer(key_holder: str, issuer: str) -> None:
    policy = VerificationPolicy(listed_issuers={issuer: "Example University"})
    claims = controller(STRANGER, key_holder, controller=issuer) | {"controller": [issuer]}
    for document in (controller(STRANGER, key_holder), claims):
        report = look(signed_by(key_holder, issuer), document, policy=policy)
        assert report.verdict in {"could_not_check", "not_issuers_key"}
        assert report.issuer_identity == "self_asserted"
        told = look(signed_by(key_holder, issuer), document, controller(SIGNER, issuer), policy=policy)
        assert told.verdict == "not_issuers_key"


def test_identifiers_are_the_same_however_their_plain_letters_are_written() -> None:
    assert same_identifier("https://a.example/caf%c3%A9", " https://a.example/café")
    assert same_identifier("https://a.example/%7euser", "https://a.example/~user")
    assert not same_identifier("did:web:a.example%3A8443", "did:web:a.example:8443")
    assert not same_identifier("https://a.example/%2e%2E%2Fb", "https://a.example/..//b")
    assert not same_identifier("\udc80", "x")


@pytest.mark.parametrize(
    "identifier",
    [
        "did:web:univ.example%2F@evil",
        "did:web:univ.example%2Fevil",
        "did:web:univ.example%3Fx",
        "did:web:univ.example%23",
        "did:web:me%40univ.example",
        "did:web:univ.example:..:evil",
        "did:web:univ.example:a%2F..%2F..",
        "did:web:univ.example:",
        "did:web:",
        "did:web:univ.example:a/b",
        "did:web:univ.example:a?b",
    ],
)
def test_a_did_web_leads_to_its_own_place_only(identifier: str) -> None:
    with pytest.raises(ResolutionError) as refused:
        document_url(identifier)
    assert refused.value.code == "resolve.bad_url"


def test_key_documents_of_one_id_count_as_one() -> None:
    issuer = "https://univ.example/issuer"
    document = signed_by(issuer, issuer)
    for order in ((SIGNER, STRANGER), (STRANGER, SIGNER)):
        report = look(document, *(controller(signer, issuer) for signer in order))
        assert (report.verdict, report.issuer_identity) == ("authentic", "domain_proved")


# ---------------------------------------------------------------------- tokens
def payload(**more: Any) -> dict[str, Any]:
    document = build(SIGNER)
    return {**document, "iss": SIGNER.controller, "jti": document["id"], "sub": "did:example:learner", **more}


HEADER = {"alg": "EdDSA", "typ": "JWT", "kid": SIGNER.verification_method}


def test_a_token_that_expired_has_expired_though_the_credential_names_no_end() -> None:
    late = int(datetime(2026, 2, 1, tzinfo=UTC).timestamp())
    report = look(token(HEADER, payload(exp=late)))
    assert (report.verdict, report.exit_code) == ("expired", 1)
    assert report.as_dict()["credential"]["valid_until"] == "2026-02-01T00:00:00Z"


def test_a_token_that_is_not_valid_yet_is_not_though_the_credential_names_no_beginning() -> None:
    claims = payload(nbf=int(datetime(2026, 6, 1, tzinfo=UTC).timestamp()))
    del claims["validFrom"]
    assert look(token(HEADER, claims)).verdict == "not_yet_valid"


@pytest.mark.parametrize("value", ["soon", None, True, [], 1e300, {"a": "b" * 4000}])
def test_a_claim_that_is_no_time_breaks_the_rules(value: Any) -> None:
    report = look(token(HEADER, payload(exp=value)))
    assert (report.verdict, report.check("schema").code) == ("unreadable", "jwt.bad_claim")
    assert len(report.check("schema").message) < 500


def test_a_vc_claim_in_a_token_of_the_newer_type_breaks_the_rules() -> None:
    claims = payload()
    inner = {name: claims.pop(name) for name in build(SIGNER)}
    report = look(token(HEADER | {"typ": "vc+jwt"}, {**claims, "vc": inner}))
    assert (report.verdict, report.check("schema").code) == ("unreadable", "jwt.vc_claim")


@pytest.mark.parametrize("known", [False, True])
def test_a_token_whose_only_key_is_in_its_own_header_cannot_be_checked(known: bool) -> None:  # noqa: FBT001 a parameter of the test
    issuer = "https://univ.example/issuer"
    claims = payload(iss=issuer)
    claims["issuer"] = claims["issuer"] | {"id": issuer}
    key = {"kty": "OKP", "crv": "Ed25519", "x": base64url_encode(STRANGER._key.public_key().public_bytes_raw())}
    documents = [controller(SIGNER, issuer)] if known else []
    report = look(token({"alg": "EdDSA", "jwk": key}, claims, STRANGER), *documents)
    assert (report.verdict, report.exit_code) == ("could_not_check", 3)
    assert report.check("proof").code == "jwt.key_only_in_header"


# ---------------------------------------------------------------------- beside the signature
@pytest.mark.parametrize(
    "extra",
    [
        {},
        None,
        "also valid for Bob",
        {"type": "NotedProof2030", "note": "also valid for Bob"},
        {"type": "NotedProof2030", "proofPurpose": "assertionMethod", "name": "Bob"},
        {"type": ["DataIntegrityProof"], "cryptosuite": "eddsa-rdfc-2022"},
        SIGNED.document["proof"][0],
    ],
)
def test_nothing_is_said_beside_the_proof(extra: Any) -> None:
    document = copy.deepcopy(SIGNED.document)
    document["proof"].append(extra)
    assert look(document).verdict == "altered"
    document["proof"].reverse()
    assert look(document).verdict == "altered"


def test_a_strangers_proof_beside_the_issuers_changes_nothing_and_alone_proves_nothing() -> None:
    document = copy.deepcopy(SIGNED.document)
    theirs = add_proof(build(SIGNER), signer=STRANGER, created=AT, store=ContextStore())["proof"][0]
    for proofs in ([theirs, *document["proof"]], [*document["proof"], theirs]):
        assert look({**document, "proof": proofs}).verdict == "authentic"
    assert look({**document, "proof": theirs}).verdict == "not_issuers_key"
    broken = {**document["proof"][0], "created": "2026-03-02T00:00:00Z"}
    assert look({**document, "proof": [theirs, broken]}).verdict == "altered"


@pytest.mark.parametrize(
    "name",
    [
        "https://www.w3.org/2018/credentials#VerifiableCredential",
        "https://purl.imsglobal.org/spec/vc/ob/vocab.html#OpenBadgeCredential",
    ],
)
def test_a_type_added_under_its_full_name_is_seen(name: str) -> None:
    document = copy.deepcopy(SIGNED.document)
    document["type"].append(name)
    assert look(document).verdict == "altered"
    document["type"].reverse()
    assert look(document).verdict == "altered"


def test_a_context_named_twice_breaks_the_rules() -> None:
    document = copy.deepcopy(SIGNED.document)
    document["@context"].append(document["@context"][0])
    assert look(document).verdict == "unreadable"


@pytest.mark.parametrize("member", ["validFrom", "validUntil"])
def test_a_date_that_is_none_breaks_the_rules_and_is_no_date(member: str) -> None:
    document = build(SIGNER)
    document[member] = [document["validFrom"]]  # the same statement as without brackets
    signed = add_proof(document, signer=SIGNER, created=AT, store=ContextStore())
    report = look(signed)
    assert (report.verdict, report.check("schema").code) == ("unreadable", "schema.time")


# ---------------------------------------------------------------------- names that speak
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Good\u202e University", "Good University"),
        ("\u2066\u2067Good\r\n\r\nUniversity\u2069", "Good University"),
        ("Good\u2028University\x1b[2J\x9b\x00", "Good University [2J"),
        ("\u202e\u200b", SIGNER.controller),
        ("x" * 5000, "x" * 200 + "…"),
        ("دانشگاه می\u200cخواهم", "دانشگاه می\u200cخواهم"),
    ],
)
def test_a_name_cannot_turn_or_break_the_sentence_around_it(name: str, told: str) -> None:
    document = add_proof(build(SIGNER, name), signer=SIGNER, created=AT, store=ContextStore())
    report = look(document)
    assert report.sentence == f"Signed and unaltered. Anyone can make such a key: we do not know that this is {told}."
    assert report.as_dict()["credential"]["issuer"]["name"] == name


def test_a_number_that_became_a_text_breaks_the_rules_although_both_are_signed_alike() -> None:
    document = build(SIGNER)
    document["credentialSubject"]["achievement"]["creditsAvailable"] = 3
    signed = add_proof(document, signer=SIGNER, created=AT, store=ContextStore())
    assert look(signed).verdict == "authentic"
    signed["credentialSubject"]["achievement"]["creditsAvailable"] = "3"
    assert (look(signed).verdict, look(signed).check("schema").code) == ("unreadable", "schema.credits")


# ---------------------------------------------------------------------- editions of a context
def test_another_pinned_edition_under_which_every_word_means_the_same_changes_nothing() -> None:
    """The signature covers the meaning of the words, not the address of the dictionary (docs/explanation)."""
    document = copy.deepcopy(SIGNED.document)
    document["@context"].append("https://w3id.org/security/data-integrity/v2")
    assert look(document).verdict == "authentic"
    for url in ("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json", "https://www.w3.org/2018/credentials/v1"):
        changed = copy.deepcopy(SIGNED.document)
        changed["@context"][1] = url
        assert look(changed).verdict != "authentic"


def test_a_domain_that_looks_like_another_is_told_in_plain_letters() -> None:
    issuer = "https://h\u0430rvard.example/issuer"  # a Cyrillic a
    report = look(signed_by(issuer, issuer), controller(STRANGER, issuer))
    assert (report.verdict, report.issuer_identity) == ("authentic", "domain_proved")
    assert "xn--hrvard-3nf.example" in report.sentence
    assert issuer[8:17] not in report.sentence
