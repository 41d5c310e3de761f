"""Credentials and presentations as JSON Web Tokens: three profiles, every algorithm, and what a header may not say."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.key_samples import signer_of

from stepladder.credentials import Credential, inspect, issue
from stepladder.credentials.contexts.store import CREDENTIALS_V1
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import MalformedCredentialError, SigningError, UnsupportedError
from stepladder.credentials.keys import KEY_KINDS, InMemorySigner
from stepladder.credentials.keys.multibase import base64url_encode
from stepladder.credentials.model.compact_jwt import CompactJwt, split
from stepladder.credentials.proofs import ProofOutcome, verify_jwt
from stepladder.credentials.proofs.tokens import make_credential_jwt, make_presentation_jwt, sign_compact

ALGORITHMS = {"ed25519": "EdDSA", "p256": "ES256", "p384": "ES384", "p521": "ES512", "rsa": "RS256"}
PROFILES = ("vc-jose-cose", "open-badges-jwt", "vc-1.1-jwt")
SIGNER = signer_of("ed25519")


def first_version(signer: InMemorySigner) -> dict[str, Any]:
    return {
        "@context": [CREDENTIALS_V1],
        "id": "urn:uuid:7f1e1c5e-4a2b-4f7e-8d38-1f2a3b4c5d6e",
        "type": ["VerifiableCredential"],
        "issuer": signer.controller,
        "issuanceDate": "2026-01-01T00:00:00Z",
        "expirationDate": "2030-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:learner"},
    }


def document_for(profile: str, signer: InMemorySigner) -> dict[str, Any]:
    return first_version(signer) if profile == "vc-1.1-jwt" else build(signer)


def look(data: bytes, **more: Any) -> Any:
    return inspect(data, resolver=DocumentResolver(**more), at=AT)


# ---------------------------------------------------------------- issue and verify


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("kind", KEY_KINDS)
def test_a_token_of_every_profile_and_algorithm_is_issued_and_holds(kind: str, profile: str) -> None:
    signer = signer_of(kind)
    document = document_for(profile, signer)
    before = json.dumps(document)
    credential = issue(document, signer=signer, created=AT, securing=profile)
    assert json.dumps(document) == before
    assert (credential.container, credential.securing, credential.document["id"]) == ("jwt", "jwt", document["id"])
    report = look(credential.original)
    assert report.verdict == "authentic", report.as_dict()
    assert f"({ALGORITHMS[kind]})" in report.check("proof").message
    header, payload = parts(credential)
    typ = {"typ": "vc+jwt", "cty": "vc"} if profile == "vc-jose-cose" else {"typ": "JWT"}
    assert header == {"alg": ALGORITHMS[kind], "kid": signer.verification_method, **typ}
    assert payload.pop("iat") == int(AT.timestamp())
    claims = {"iss": signer.controller, "jti": document["id"], "sub": "did:example:learner", "nbf": 1767225600}
    if profile == "vc-jose-cose":
        assert payload == document
    elif profile == "open-badges-jwt":
        assert payload == {**document, **claims}
    else:
        assert payload == {"vc": document, **claims, "exp": 1893456000}


def parts(credential: Credential) -> tuple[dict[str, Any], dict[str, Any]]:
    jwt = split(credential.original.decode())
    return jwt.header, dict(jwt.payload)


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("kind", KEY_KINDS)
def test_no_changed_byte_of_a_token_holds(kind: str, profile: str) -> None:
    signer = signer_of(kind)
    token = issue(document_for(profile, signer), signer=signer, created=AT, securing=profile).original
    for place in range(0, len(token), 41):
        changed = bytearray(token)
        changed[place] ^= 1
        assert look(bytes(changed)).verdict != "authentic", place


@pytest.mark.parametrize("kind", KEY_KINDS)
def test_the_signature_of_a_token_has_one_length(kind: str) -> None:
    token = issue(build(signer_of(kind)), signer=signer_of(kind), created=AT, securing="vc-jose-cose").original.decode()
    text, _, signature = token.rpartition(".")
    jwt = split(token)
    for wrong in (b"\0" + jwt.signature, jwt.signature + b"\0", jwt.signature[:-1], jwt.signature * 2):
        assert look(f"{text}.{base64url_encode(wrong)}".encode()).check("proof").code == "proof.signature_mismatch"
    for spelled in (signature + "=", signature + "==", f"{signature} x", signature[:-1]):
        assert look(f"{text}.{spelled}".encode()).verdict in {"unreadable", "altered"}


@pytest.mark.parametrize("kind", KEY_KINDS)
def test_the_algorithm_is_the_keys_and_not_the_headers(kind: str) -> None:
    signer = signer_of(kind)
    payload = json.dumps(build(signer)).encode()
    for algorithm in (*ALGORITHMS.values(), "HS256", "PS256", "ES256K", "none", "", None, 5):
        header = {"alg": algorithm, "kid": signer.verification_method}
        text = f"{base64url_encode(json.dumps(header).encode())}.{base64url_encode(payload)}"
        report = look(f"{text}.{base64url_encode(signer.sign(text.encode()))}".encode())
        assert (report.verdict == "authentic") == (algorithm == ALGORITHMS[kind]), algorithm
    header = {
        "alg": "Ed25519",
        "kid": signer.verification_method,
    }  # the name that RFC 9864 gives to EdDSA with this key
    text = f"{base64url_encode(json.dumps(header).encode())}.{base64url_encode(payload)}"
    report = look(f"{text}.{base64url_encode(signer.sign(text.encode()))}".encode())
    assert (report.verdict == "authentic") == (kind == "ed25519")


# ---------------------------------------------------------------- what cannot be issued


def test_a_credential_of_version_2_is_no_vc_claim() -> None:
    with pytest.raises(SigningError) as refused:
        issue(build(SIGNER), signer=SIGNER, created=AT, securing="vc-1.1-jwt")
    assert refused.value.code == "issue.wrong_version"


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("member", ["vc", "vp", "iat", "iss", "exp"])
def test_a_member_that_a_claim_would_hide_is_refused(profile: str, member: str) -> None:
    document = document_for(profile, SIGNER) | {member: "x"}
    with pytest.raises(MalformedCredentialError):
        issue(document, signer=SIGNER, created=AT, securing=profile)
    if profile != "vc-1.1-jwt" and (
        member in {"vc", "vp", "iat"} or (profile == "open-badges-jwt" and member == "iss")
    ):
        with pytest.raises(MalformedCredentialError) as refused:
            make_credential_jwt(document, signer=SIGNER, created=AT, securing=profile)
        assert (refused.value.code, refused.value.where) == ("issue.reserved_claim", f"/{member}")


@pytest.mark.parametrize("profile", PROFILES)
def test_an_undefined_member_is_refused_in_a_token_too(profile: str) -> None:
    document = document_for(profile, SIGNER)
    document["credentialSubject"]["unheardOf"] = 1
    with pytest.raises(MalformedCredentialError) as refused:
        issue(document, signer=SIGNER, created=AT, securing=profile)
    assert (refused.value.code, refused.value.where) == ("lossless.undefined_term", "/credentialSubject/unheardOf")


def test_a_signer_of_half_a_signature_makes_no_token() -> None:
    class Half:
        verification_method, controller, public_key = SIGNER.verification_method, SIGNER.controller, SIGNER.public_key

        def sign(self, data: bytes) -> bytes:
            return SIGNER.sign(data)[:32]

    with pytest.raises(SigningError) as refused:
        issue(build(SIGNER), signer=Half(), created=AT, securing="vc-jose-cose")
    assert refused.value.code == "issue.bad_signature"


# ---------------------------------------------------------------- headers


def outcome(header: dict[str, Any], payload: dict[str, Any] | None = None, **expected: Any) -> ProofOutcome:
    document = build(SIGNER) if payload is None else payload
    token = sign_compact({"kid": SIGNER.verification_method, **header}, document, SIGNER)
    return verify_jwt(split(token), SIGNER.controller, resolver=DocumentResolver(), **expected)


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"typ": "JWT"},
        {"typ": "jwt"},
        {"typ": "vc+jwt"},
        {"typ": "VC+JWT"},
        {"typ": "application/vc+jwt", "cty": "application/vc"},
        {"typ": "vc+jwt", "cty": "vc"},
    ],
)
def test_these_headers_are_those_of_a_credential(header: dict[str, Any]) -> None:
    assert outcome(header).finding == "held"


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"typ": "vp+jwt"}, "jwt.wrong_type"),
        ({"typ": "at+jwt"}, "jwt.wrong_type"),
        ({"typ": "dpop+jwt"}, "jwt.wrong_type"),
        ({"typ": "vc+cose"}, "jwt.wrong_type"),
        ({"typ": "JOSE+JSON"}, "jwt.wrong_type"),
        ({"typ": None}, "jwt.wrong_type"),
        ({"typ": ["vc+jwt"]}, "jwt.wrong_type"),
        ({"typ": "vc+jwt", "cty": "vp"}, "jwt.wrong_type"),
        ({"typ": "JWT", "cty": "JWT"}, "jwt.wrong_type"),
        ({"cty": 5}, "jwt.wrong_type"),
        ({"b64": False}, "jwt.unencoded"),
        ({"b64": True}, "jwt.unencoded"),
        ({"b64": False, "crit": ["b64"]}, "jwt.unknown_crit"),
        ({"crit": []}, "jwt.unknown_crit"),
        ({"crit": ["exp"]}, "jwt.unknown_crit"),
        ({"crit": None}, "jwt.unknown_crit"),
    ],
)
def test_these_headers_make_something_else_of_it(header: dict[str, Any], code: str) -> None:
    told = outcome(header)
    assert (told.finding, told.issues[0].code) == ("broken", code)


@pytest.mark.parametrize("header", [{"typ": "vc+sd-jwt"}, {"typ": "dc+sd-jwt"}, {"typ": "application/vc+sd-jwt"}])
def test_an_sd_jwt_without_disclosures_is_not_checked(header: dict[str, Any]) -> None:
    told = outcome(header)
    assert (told.finding, told.issues[0].code) == ("unknown", "securing.sd_jwt")
    assert outcome({}, {**build(SIGNER), "_sd": ["x"]}).finding == "unknown"
    with pytest.raises(UnsupportedError) as refused:
        Credential.from_bytes(f"{sign_compact(header, build(SIGNER), SIGNER)}~".encode())
    assert refused.value.code == "securing.sd_jwt"


@pytest.mark.parametrize(
    "kid", [5, None, [], {}, True, "", "#", "no-such-key", "did:key:zNone#zNone", "https://x.example/#k"]
)
def test_a_kid_that_names_no_key_finds_none(kid: Any) -> None:
    assert outcome({"kid": kid}).finding != "held"


def test_a_kid_may_be_the_fragment_or_the_jwks_own_name() -> None:
    site = "https://issuer.example/keys"
    signer = signer_of("p256", controller=site)
    jwk = {**signer.public_key.to_jwk(), "kid": "2026-spring"}
    method = {"id": f"{site}#one", "type": "JsonWebKey", "controller": site, "publicKeyJwk": jwk}
    other = {**method, "id": f"{site}#two", "publicKeyJwk": signer_of("p256", 7).public_key.to_jwk()}
    document = {"id": site, "verificationMethod": [other, method], "assertionMethod": [f"{site}#two", f"{site}#one"]}
    resolver = DocumentResolver(issuer_documents=[json.dumps(document).encode()])
    for kid, held in (("one", True), ("#one", True), (f"{site}#one", True), ("2026-spring", True), ("two", False)):
        token = sign_compact({"kid": kid}, build(signer), signer)
        assert (verify_jwt(split(token), site, resolver=resolver).finding == "held") is held, kid
    text = ".".join(base64url_encode(json.dumps(part).encode()) for part in ({"alg": "ES256"}, build(signer)))
    unnamed = CompactJwt(
        header={"alg": "ES256"}, payload=build(signer), signed=text.encode(), signature=signer.sign(text.encode())
    )
    assert verify_jwt(unnamed, site, resolver=resolver).finding == "held"
    assert verify_jwt(unnamed, None, resolver=resolver).finding == "unknown"


# ---------------------------------------------------------------- keys that were withdrawn, and who may sign


def test_a_token_by_a_key_in_others_hands_is_not_believed() -> None:
    for name in (SIGNER.verification_method, f"did:web:a.example#{SIGNER.public_multikey}"):
        for claims, since, held in (
            ({"iat": int(AT.timestamp())}, AT, False),
            ({"iat": int(AT.timestamp())}, AT + timedelta(seconds=1), True),
            ({"nbf": int(AT.timestamp())}, AT + timedelta(seconds=1), True),
            ({}, AT + timedelta(days=9999), False),  # it does not say when it was signed
            ({"iat": True}, AT, False),
            ({"iat": "2020-01-01T00:00:00Z"}, AT, False),
            ({"iat": 1e300}, AT, False),
        ):
            told = outcome({}, {**build(SIGNER), **claims}, compromised={name: since})
            assert (told.finding == "held") is held, (claims, since)
            assert held or told.issues[0].code == "proof.key_compromised"
    other = {signer_of("p256").verification_method: AT - timedelta(days=999)}
    assert outcome({}, compromised=other).finding == "held"


def test_an_rsa_key_in_others_hands_is_known_by_its_url() -> None:
    signer = signer_of("rsa")
    token = split(issue(build(signer), signer=signer, created=AT, securing="open-badges-jwt").original.decode())
    for name, held in ((signer.verification_method, False), (f"{signer.controller}#1", True)):
        told = verify_jwt(token, signer.controller, resolver=DocumentResolver(), compromised={name: AT})
        assert (told.finding == "held") is held


# ---------------------------------------------------------------- presentations


def shown(profile: str = "vc-jose-cose", signer: InMemorySigner = SIGNER, **more: Any) -> CompactJwt:
    document = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": signer.controller,
    }
    return split(make_presentation_jwt(document, signer=signer, created=AT, securing=profile, **more))


def presented(jwt: CompactJwt, at: datetime | None = AT, **expected: Any) -> ProofOutcome:
    expected = {"purpose": "authentication", **expected}
    return verify_jwt(jwt, jwt.payload["iss"], resolver=DocumentResolver(), at=at, **expected)


@pytest.mark.parametrize("profile", ["vc-jose-cose", "vc-1.1-jwt"])
@pytest.mark.parametrize("kind", KEY_KINDS)
def test_a_presentation_is_for_one_verifier_and_one_occasion(kind: str, profile: str) -> None:
    jwt = shown(profile, signer_of(kind), domain=["a.example", "b.example"], challenge="c-1")
    for asked in ({}, {"domain": "a.example"}, {"domain": ["b.example", "a.example"]}, {"challenge": "c-1"}):
        told = presented(jwt, **asked)
        assert (told.finding, told.owner, told.controller) == ("held", "held", signer_of(kind).controller)
    for asked, code in (
        ({"domain": "c.example"}, "proof.wrong_domain"),
        ({"domain": ["a.example", "c.example"]}, "proof.wrong_domain"),
        ({"domain": []}, "proof.wrong_domain"),
        ({"challenge": "c-2"}, "proof.wrong_challenge"),
        ({"challenge": ""}, "proof.wrong_challenge"),
    ):
        told = presented(jwt, **asked)
        assert (told.finding, told.issues[0].code) == ("broken", code)
    assert presented(shown(profile, signer_of(kind)), challenge="c-1").issues[0].code == "proof.wrong_challenge"


def test_a_presentation_has_its_time() -> None:
    jwt = shown(expires=AT + timedelta(minutes=5))
    assert presented(jwt).finding == "held"
    assert presented(jwt, at=AT + timedelta(minutes=5)).issues[0].code == "proof.expired"
    assert presented(jwt, at=None).finding == "held"
    for claims, code in (
        ({"nbf": int(AT.timestamp()) + 1}, "proof.not_yet"),
        ({"exp": int(AT.timestamp())}, "proof.expired"),
        ({"exp": "soon"}, "jwt.bad_claim"),
        ({"nbf": True}, "jwt.bad_claim"),
        ({"exp": 1e300}, "jwt.bad_claim"),
    ):
        token = sign_compact({"typ": "vp+jwt"}, {"iss": SIGNER.controller, **claims}, SIGNER)
        assert presented(split(token)).issues[0].code == code


@pytest.mark.parametrize("profile", ["vc-jose-cose", "vc-1.1-jwt"])
def test_a_presentation_is_no_credential_and_a_credential_is_none(profile: str) -> None:
    assert presented(shown(profile), purpose="assertionMethod").issues[0].code == "jwt.wrong_type"
    credential = issue(document_for(profile, SIGNER), signer=SIGNER, created=AT, securing=profile)
    assert credential.jwt is not None
    told = verify_jwt(credential.jwt, SIGNER.controller, resolver=DocumentResolver(), purpose="authentication")
    assert told.issues[0].code == "jwt.wrong_type"


def test_a_key_for_credentials_alone_does_not_present() -> None:
    site = "https://holder.example"
    signer = signer_of("ed25519", controller=site)
    method = {
        "id": signer.verification_method,
        "type": "Multikey",
        "controller": site,
        "publicKeyMultibase": signer.public_multikey,
    }
    for purpose, owner in (("authentication", "held"), ("assertionMethod", "broken")):
        document = {"id": site, "verificationMethod": [method], purpose: [method["id"]]}
        resolver = DocumentResolver(issuer_documents=[json.dumps(document).encode()])
        told = verify_jwt(shown(signer=signer), site, resolver=resolver, purpose="authentication")
        assert told.owner == owner
        assert owner == "held" or (told.owner_issue is not None and told.owner_issue.code == "proof.wrong_relationship")


def test_a_presentation_is_not_secured_as_an_open_badge() -> None:
    with pytest.raises(SigningError) as refused:
        shown("open-badges-jwt")
    assert refused.value.code == "issue.not_for_presentations"


def test_the_zone_of_a_time_does_not_matter() -> None:
    from datetime import timezone

    elsewhere = AT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert shown(expires=elsewhere).payload["exp"] == int(AT.timestamp())
    assert AT.tzinfo is UTC
