"""What hundreds of credentials inside name, a key document or a status list, is worked through once."""

from __future__ import annotations

import gzip
import json
import random
import time
from typing import Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.key_samples import signer_of
from tests.credentials.status_samples import LIST, STRANGER, listed, sealed

from stepladder.credentials import inspect
from stepladder.credentials.dids import ControllerDocument, DocumentResolver
from stepladder.credentials.dids.documents import entries_of
from stepladder.credentials.keys import InMemorySigner, from_multikey
from stepladder.credentials.keys.multibase import base64url_encode, decode
from stepladder.credentials.proofs.tokens import make_credential_jwt
from stepladder.credentials.status import status_entry

EVIL = "did:web:evil.example"
SIGNER = InMemorySigner(bytes(range(32)))
ITS_KEY = InMemorySigner(bytes(range(1, 49)), EVIL, f"{EVIL}#key", kind="p384")
OTHERS = [
    InMemorySigner(bytes(46) + bytes([1 + index, 1]), EVIL, f"{EVIL}#{index}", kind="p384") for index in range(199)
]


def _entry(signer: InMemorySigner, **members: Any) -> dict[str, Any]:
    name = {"id": signer.verification_method, "type": "Multikey", "controller": signer.controller}
    return {**name, "publicKeyMultibase": signer.public_multikey, **members}


def _long(padding: int = 20_000, named: int = 1) -> bytes:
    methods = [_entry(one) for one in (*OTHERS, ITS_KEY)]
    listed = [ITS_KEY.verification_method] * named
    return json.dumps(
        {"id": EVIL, "verificationMethod": methods, "assertionMethod": listed, "x": [1] * padding}
    ).encode()


def _inside(signer: InMemorySigner, issuer: str = EVIL, **members: Any) -> bytes:
    """Return a token that holds 190 others, each by an issuer whose keys are in one long document."""
    small = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiableCredential"], "issuer": issuer}
    small |= members
    inner = [
        make_credential_jwt(
            small | {"id": f"urn:x:{index}", "credentialSubject": {"id": "urn:x:y"}}, signer=signer, created=AT
        )
        for index in range(190)
    ]
    return make_credential_jwt(build(SIGNER) | {"endorsementJwt": inner}, signer=SIGNER, created=AT).encode()


@pytest.mark.parametrize("signer", [ITS_KEY, InMemorySigner(bytes(32))], ids=["its-key", "a-stranger"])
@pytest.mark.parametrize("document", [_long(), _long(padding=0, named=20_000)], ids=["padded", "named-often"])
def test_hundreds_of_signatures_by_one_long_document_cost_little(signer: InMemorySigner, document: bytes) -> None:
    data, fetched = _inside(signer), []

    def fetch(url: str) -> bytes:
        fetched.append(url)
        return document

    inspect(data, resolver=DocumentResolver(), at=AT)  # what is loaded only once
    began = time.process_time()
    report = inspect(data, resolver=DocumentResolver(fetch=fetch), at=AT)
    assert time.process_time() - began < 2  # each by itself it was ten seconds
    assert (len(report.inner), len(fetched)) == (190, 1)
    held = {one.report.verdict for one in report.inner}
    assert held == ({"authentic"} if signer is ITS_KEY else {"not_issuers_key"})


@pytest.mark.parametrize("token", [False, True], ids=["proof", "token"])
def test_one_long_list_that_hundreds_of_credentials_name_is_looked_at_once(*, token: bool) -> None:
    noise = "u" + base64url_encode(gzip.compress(random.Random(1).randbytes(500_000), 1))  # noqa: S311 - noise, not a secret
    unsigned = listed(signer=STRANGER, subject={"encodedList": noise})
    made = make_credential_jwt(unsigned, signer=STRANGER, created=AT).encode() if token else sealed(unsigned, STRANGER)
    changed = made[:-10] + b"AAAAAAAAAA" if token else made.replace(b"2026-03-01T12", b"2026-02-01T12", 1)
    entries = {"credentialStatus": [status_entry(LIST, index) for index in range(8)]}
    data = _inside(STRANGER, STRANGER.controller, **entries)
    inspect(data, resolver=DocumentResolver(), at=AT)
    for body, code in ((changed, "status.list_altered"), (made, "status.revoked")):
        began = time.process_time()
        report = inspect(data, resolver=DocumentResolver(fetch=lambda _, body=body: body), at=AT)
        assert time.process_time() - began < 4  # a list for each credential anew, it was half a minute
        assert {one.report.check("status").code for one in report.inner} == {code}


def test_one_long_revocation_list_is_read_once() -> None:
    url = "https://evil.example/revoked"
    named = [{"id": f"urn:x:{index}" if index < 95 else "urn:y:1", "revoked": index < 95} for index in range(8_000)]
    body = json.dumps({"id": url, "issuer": STRANGER.controller, "revokedCredential": named}).encode()
    entry = {"id": url, "type": "1EdTechRevocationList"}
    data = _inside(STRANGER, STRANGER.controller, credentialStatus=[entry] * 8)
    inspect(data, resolver=DocumentResolver(), at=AT)
    began = time.process_time()
    report = inspect(data, resolver=DocumentResolver(fetch=lambda _: body), at=AT)
    assert time.process_time() - began < 4  # read for each credential anew, it was more than a minute
    codes = [one.report.check("status").code for one in report.inner]
    assert (codes.count("status.revoked"), codes.count("status.clear")) == (95, 95)


def test_a_key_is_found_in_every_spelling_and_in_no_other() -> None:
    short = {"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA"}
    shortened = "u" + base64url_encode(decode(ITS_KEY.public_multikey))
    document = {
        "id": EVIL,
        "verificationMethod": [
            _entry(ITS_KEY, id="#z"),
            _entry(ITS_KEY, id="#u", publicKeyMultibase=shortened),
            _entry(ITS_KEY, id="#jwk", type="JsonWebKey", publicKeyMultibase=None)
            | {"publicKeyJwk": ITS_KEY.public_key.to_jwk() | {"kid": "1", "use": "sig"}},
            _entry(ITS_KEY, id="#other", type="JsonWebKey", publicKeyMultibase=None) | {"publicKeyJwk": short},
            _entry(OTHERS[0], id="#another"),
            {"id": "#nothing"},
        ],
    }
    key = from_multikey(ITS_KEY.public_multikey)
    found = entries_of(ControllerDocument.from_document(document), key)
    assert [one.id for one in found] == [f"{EVIL}#z", f"{EVIL}#u", f"{EVIL}#jwk"]


def test_a_number_of_rsa_with_zeros_in_front_is_the_same_key() -> None:
    key = signer_of("rsa").public_key
    jwk = key.to_jwk()
    longer = jwk | {"n": base64url_encode(b"\0" + decode("u" + jwk["n"]))}
    entry = {"id": "#rsa", "type": "JsonWebKey", "controller": EVIL, "publicKeyJwk": longer}
    document = ControllerDocument.from_document({"id": EVIL, "verificationMethod": [entry]})
    assert [one.id for one in entries_of(document, key)] == [f"{EVIL}#rsa"]
