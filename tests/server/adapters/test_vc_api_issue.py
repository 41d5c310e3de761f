"""What the VC API signs: proofs of the right form, keys that can be found, a status that is served, options heeded."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from typing import Any

import pytest

from stepladder.credentials import inspect
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys.multibase import base58_decode
from stepladder.credentials.model.times import parse_timestamp
from stepladder.credentials.status.bitstring import decode_list
from stepladder.server.adapters.vc_api.models import DemoKey, DemoStatusList
from stepladder.server.adapters.vc_api.prefixes import PREFIXES
from stepladder.server.kernel import clock

pytestmark = pytest.mark.server

EMBEDDED = [each for each in PREFIXES.values() if not each.enveloped]
ENVELOPED = [each for each in PREFIXES.values() if each.enveloped]
HEADERS = {"ed25519": "z6Mk", "p256": "zDna", "p384": "z82L"}
SIGNATURE_BYTES = {"ed25519": 64, "p256": 64, "p384": 96}


def by_name(prefix: Any) -> str:
    return str(prefix.name)


def only_proof(signed: dict[str, Any]) -> dict[str, Any]:
    proof = signed["proof"]
    found: dict[str, Any] = proof[0] if isinstance(proof, list) else proof
    return found


@pytest.mark.parametrize("prefix", EMBEDDED, ids=by_name)
def test_the_proof_has_the_form_of_its_suite(vc_api, plain, client, prefix):
    endpoint = vc_api(prefix.name)
    signed = endpoint.issued(plain)
    proof = only_proof(signed)
    assert proof["type"] == "DataIntegrityProof"
    assert proof["cryptosuite"] == prefix.securing
    assert proof["proofPurpose"] == "assertionMethod"
    assert parse_timestamp(proof["created"]) is not None
    assert proof["proofValue"].startswith("z")
    assert len(base58_decode(proof["proofValue"][1:])) == SIGNATURE_BYTES[prefix.kind]
    # The key that it names is found, is a Multikey, and is there to assert.
    did, _, key = proof["verificationMethod"].partition("#")
    assert did == endpoint.issuer
    document = client.get(f"/vc-api/identifiers/{did}").json()
    [method] = [each for each in document["verificationMethod"] if each["id"].endswith(f"#{key}")]
    assert method["type"] == "Multikey"
    assert method["publicKeyMultibase"].startswith(HEADERS[prefix.kind])
    assert method["id"] in document["assertionMethod"]


@pytest.mark.parametrize("prefix", ENVELOPED, ids=by_name)
def test_a_token_travels_in_an_envelope(vc_api, plain, prefix):
    endpoint = vc_api(prefix.name)
    signed = endpoint.issued(plain)
    assert set(signed) == {"@context", "id", "type"}
    assert signed["@context"] == "https://www.w3.org/ns/credentials/v2"
    assert signed["type"] == "EnvelopedVerifiableCredential"
    media, _, token = signed["id"].partition(",")
    assert media == "data:application/vc+jwt"
    header, payload = (json.loads(urlsafe_b64decode(f"{part}==")) for part in token.split(".")[:2])
    assert header["alg"] in prefix.accepted
    assert header["typ"] == "vc+jwt"
    assert payload["issuer"] == endpoint.issuer
    assert payload["credentialSubject"] == plain["credentialSubject"]
    assert endpoint.verify(signed).status_code == 200


def test_a_changed_envelope_does_not_hold(vc_api, plain):
    endpoint = vc_api("vc-jose-cose")
    signed = endpoint.issued(plain)
    head, payload, signature = signed["id"].split(".")
    other = "A" if payload[10] != "A" else "B"
    changed = f"{head}.{payload[:10]}{other}{payload[11:]}.{signature}"
    for wrong in (
        {**signed, "id": changed},
        {**signed, "id": signed["id"].replace("vc+jwt", "json")},
        {**signed, "id": 7},
        {**signed, "extra": "more"},
        {**signed, "@context": "https://example.org/other"},
    ):
        assert endpoint.verify(wrong).status_code == 400


def test_what_a_library_elsewhere_would_see_is_authentic(vc_api, plain):
    signed = vc_api("ecdsa-rdfc-2019-p384").issued(plain)
    without_status = {key: value for key, value in signed.items() if key != "credentialStatus"}
    report = inspect(json.dumps(signed).encode(), resolver=DocumentResolver(), at=clock.now())
    assert report.check("proof").outcome == "passed"
    report = inspect(json.dumps(without_status).encode(), resolver=DocumentResolver(), at=clock.now())
    assert report.check("proof").outcome == "failed"


def test_the_keys_are_made_once_and_sealed(vc_api, plain, settings):
    first, second = vc_api().issuer, vc_api().issuer
    assert first == second
    assert DemoKey.objects.count() == len(PREFIXES)
    assert len({each.controller for each in DemoKey.objects.all()}) == len(PREFIXES)
    key = DemoKey.objects.get(prefix="eddsa-rdfc-2022")
    assert len(bytes(key.sealed_private_key)) == 12 + 32 + 16


# --- status ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["eddsa-rdfc-2022", "vc-jose-cose"])
def test_each_credential_has_an_entry_in_a_list_that_is_served(vc_api, plain, client, name):
    endpoint = vc_api(name)
    entries = []
    for _ in range(2):
        signed = endpoint.issued(plain)
        if "credentialStatus" not in signed:
            signed = json.loads(urlsafe_b64decode(f"{signed['id'].split('.')[1]}=="))
        entries.append(signed["credentialStatus"])
    assert [each["type"] for each in entries] == ["BitstringStatusListEntry"] * 2
    assert [each["statusListIndex"] for each in entries] == ["0", "1"]
    assert entries[0]["statusPurpose"] == "revocation"
    assert entries[0]["id"] != entries[0]["statusListCredential"]
    answer = client.get(entries[0]["statusListCredential"])
    assert answer.status_code == 200
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    body = answer.content
    listed = json.loads(body) if body.startswith(b"{") else json.loads(urlsafe_b64decode(body.split(b".")[1] + b"=="))
    assert "BitstringStatusListCredential" in listed["type"]
    assert listed["issuer"] == endpoint.issuer
    assert listed["id"] == entries[0]["statusListCredential"]
    subject = listed["credentialSubject"]
    assert (subject["type"], subject["statusPurpose"]) == ("BitstringStatusList", "revocation")
    assert len(decode_list(subject["encodedList"])) * 8 >= 131_072


@pytest.mark.parametrize("purpose", ["revocation", "suspension"])
def test_a_status_is_set_and_cleared(vc_api, plain, purpose):
    endpoint = vc_api()
    given = {**plain, "id": "urn:uuid:6f1c7a3e-4a51-4a9e-9d0b-5a9a5b8d1c11"}
    signed = endpoint.issued(given, credentialStatus={"type": "BitstringStatusListEntry", "statusPurpose": purpose})
    assert endpoint.verify(signed).status_code == 200
    update = {"credentialId": given["id"], "credentialStatus": {"statusPurpose": purpose}, "status": True}
    assert endpoint.post("credentials/status", update).status_code == 200
    refused = endpoint.verify(signed)
    assert refused.status_code == 400
    assert refused.json()["code"] == {"revocation": "status.revoked", "suspension": "status.suspended"}[purpose]
    assert refused.json()["problemDetails"][0]["type"].endswith("#STATUS_VERIFICATION_ERROR")
    assert endpoint.verify(signed, checks=["proof"]).status_code == 200, "only what was asked for decides"
    assert endpoint.post("credentials/status", {**update, "status": False}).status_code == 200
    assert endpoint.verify(signed).status_code == 200


def test_the_status_of_what_was_not_issued_here_is_not_set(vc_api, plain):
    endpoint = vc_api()
    update = {"credentialId": "urn:x", "credentialStatus": {"statusPurpose": "revocation"}, "status": True}
    assert endpoint.post("credentials/status", update).status_code == 404
    for wrong in ({**update, "status": "yes"}, {**update, "credentialId": 7}, {"credentialId": "urn:x"}):
        assert endpoint.post("credentials/status", wrong).status_code == 400


def test_a_credential_that_brings_its_own_status_keeps_it(vc_api, plain):
    endpoint = vc_api()
    other = endpoint.issued(plain)["credentialStatus"]
    assert endpoint.issued({**plain, "credentialStatus": other})["credentialStatus"] == other


def test_what_is_refused_uses_up_no_index(vc_api, plain):
    endpoint = vc_api()
    assert endpoint.issue({**plain, "undefined_term": 1}).json()["code"] == "lossless.undefined_term"
    assert not DemoStatusList.objects.exists()


# --- options -----------------------------------------------------------------------------------------------------


def test_options_are_heeded(vc_api, plain):
    endpoint = vc_api()
    signed = endpoint.issued(
        plain,
        created="2025-03-01T10:00:00Z",
        expires="2125-03-01T10:00:00Z",
        credentialId="urn:uuid:0d3c6a0e-96dd-4bb0-a18e-0a1f2f7a1c55",
        proofPurpose="assertionMethod",
        cryptosuite="eddsa-rdfc-2022",
        type="DataIntegrityProof",
        credentialStatus=[
            {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"},
            {"type": "BitstringStatusListEntry", "statusPurpose": "suspension"},
        ],
    )
    proof = only_proof(signed)
    assert (proof["created"], proof["expires"]) == ("2025-03-01T10:00:00Z", "2125-03-01T10:00:00Z")
    assert signed["id"] == "urn:uuid:0d3c6a0e-96dd-4bb0-a18e-0a1f2f7a1c55"
    assert [each["statusPurpose"] for each in signed["credentialStatus"]] == ["revocation", "suspension"]
    assert endpoint.verify(signed).status_code == 200


@pytest.mark.parametrize(
    ("options", "where"),
    [
        ({"proofPurpose": "authentication"}, "/options/proofPurpose"),
        ({"cryptosuite": "ecdsa-sd-2023"}, "/options/cryptosuite"),
        ({"type": "Ed25519Signature2020"}, "/options/type"),
        ({"challenge": "abc"}, "/options/challenge"),
        ({"domain": "x.example"}, "/options/domain"),
        ({"mandatoryPointers": ["/issuer"]}, "/options/mandatoryPointers"),
        ({"created": "yesterday"}, "/options/created"),
        ({"created": "2025-03-01T10:00:00"}, "/options/created"),
        ({"expires": 7}, "/options/expires"),
        ({"credentialId": ""}, "/options/credentialId"),
        ({"credentialStatus": {"type": "StatusList2021Entry"}}, "/options/credentialStatus"),
        ({"credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "x"}}, "/options/credentialStatus"),
        ({"somethingNew": 1}, "/options/somethingNew"),
    ],
)
def test_options_that_are_not_done_are_refused_and_never_ignored(vc_api, plain, options, where):
    answer = vc_api().issue(plain, **options)
    assert answer.status_code == 400
    assert (answer.json()["code"], answer.json()["where"]) == ("vc_api.option_unsupported", where)


def test_the_id_cannot_be_said_twice_and_differ(vc_api, plain):
    answer = vc_api().issue({**plain, "id": "urn:one"}, credentialId="urn:two")
    assert answer.json()["code"] == "vc_api.option_unsupported"


def test_another_issuers_name_is_not_signed(vc_api, plain):
    answer = vc_api().issue({**plain, "issuer": "did:example:somebody"})
    assert (answer.status_code, answer.json()["code"]) == (400, "issue.not_issuers_key")


# --- bodies ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b'{"credential": {}, "credential": {}}', 400, "document.duplicate_key"),
        (b'{"credential": NaN}', 400, "document.bad_number"),
        (b'{"credential": "\\ud800"}', 400, "document.lone_surrogate"),
        (b"{", 400, "document.not_json"),
        (b"", 400, "document.not_json"),
        (b"[]", 400, "document.not_an_object"),
        (b"{}", 400, "vc_api.missing_member"),
        (b'{"credential": []}', 400, "vc_api.missing_member"),
        (b'{"credential": {}, "option": {}}', 400, "vc_api.unknown_member"),
        (b'{"credential": {}, "options": []}', 400, "vc_api.missing_member"),
        (b'{"credential": {}, "x": "' + b"a" * 1_100_000 + b'"}', 413, "request.too_large"),
        (b'{"credential": ' + b"[" * 100_000, 400, "document.too_deep"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_bodies_are_read_strictly(vc_api, body, status, code):
    answer = vc_api().post("credentials/issue", body)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_only_json_is_read(vc_api, client):
    vc_api()
    answer = client.post("/vc-api/eddsa-rdfc-2022/credentials/issue", {"credential": "x"})
    assert (answer.status_code, answer.json()["code"]) == (415, "vc_api.not_json")


def test_nothing_is_derived_yet(vc_api):
    answer = vc_api().post("credentials/derive", {})
    assert answer.status_code == 501
    assert "as a whole" in answer.json()["detail"]


def test_there_is_no_such_prefix_and_no_such_identifier(vc_api, client):
    vc_api()
    assert client.post("/vc-api/bbs-2023/credentials/issue", "{}", content_type="application/json").status_code == 404
    assert client.get("/vc-api/identifiers/did:example:nobody").status_code == 404
    assert client.get("/vc-api/identifiers/did:web:somewhere.example").status_code == 404


def test_the_test_contexts_count_only_where_their_folder_is_named(vc_api, plain):
    named = {**plain, "@context": [*plain["@context"], "https://www.w3.org/ns/credentials/examples/v2"]}
    assert vc_api().issue(named).json()["code"] == "context.unpinned"


def test_off_it_is_not_there(client, db, settings):
    settings.VC_API = False
    assert client.get("/vc-api/").status_code == 404
    names = ("issue", "verify", "derive", "status")
    paths = [f"eddsa-rdfc-2022/credentials/{name}" for name in names] + ["eddsa-rdfc-2022/presentations/verify"]
    for path in (*paths, "", "identifiers/did:web:a.example", "status/4f5a2d0c-8f5b-4a57-9f0e-0c2f7a1b3c4d"):
        for method in ("get", "post", "put", "delete", "patch", "options", "head"):
            answer = client.generic(method.upper(), f"/vc-api/{path}", "{}", content_type="application/json")
            assert answer.status_code == 404, (method, path)
