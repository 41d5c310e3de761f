"""The vectors of the W3C for VC-JOSE-COSE: JOSE by the expected results, SD-JWT and COSE refused as not supported."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from stepladder.credentials import Credential, CredentialError, inspect, issue
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import MalformedCredentialError, UnsupportedError
from stepladder.credentials.keys import controller_document, from_jwk, signer_from_key_document
from stepladder.credentials.model.compact_jwt import split
from stepladder.credentials.proofs import verify_jwt
from stepladder.credentials.proofs.tokens import make_presentation_jwt

if TYPE_CHECKING:
    from pathlib import Path

    from stepladder.credentials.proofs import ProofOutcome

ISSUED = datetime(2024, 12, 16, 12, tzinfo=UTC)  # within the day for which the presentation of case 7 was made
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
JOSE = {  # number of the case: what becomes of it
    1: "held",
    2: "held",
    3: "held",
    4: "held",
    5: "issue.unnamed_member",
    6: "held",
    7: "held",
    8: "held",
    9: "proof.key_not_in_document",
    10: "proof.missing",
    11: "proof.missing",
    12: "proof.signature_mismatch",
    13: "jwt.wrong_type",
    14: "jwt.wrong_type",
    15: "jwt.wrong_type",
    16: "proof.expired",  # it was made for the day before
}


@pytest.fixture(scope="module")
def vectors(shared_data: Path) -> Path:
    return shared_data / "vectors" / "vc-jose-cose"


@pytest.fixture(scope="module")
def store(shared_data: Path) -> ContextStore:
    return ContextStore(extra={EXAMPLES: json.loads((shared_data / "contexts/examples-v2.jsonld").read_bytes())})


def knowing(key: dict[str, Any]) -> DocumentResolver:
    """Give the issuer's document with this key alone, for credentials and presentations."""
    document = controller_document(key, purposes=("assertionMethod", "authentication"))
    return DocumentResolver(issuer_documents=[json.dumps(document).encode()])


def cases(vectors: Path, group: str) -> dict[int, dict[str, Any]]:
    found = json.loads((vectors / "test-mapping.json").read_bytes())[group]
    return {case["number"]: case for case in found.values()}


def outcome_of(case: dict[str, Any], vectors: Path, store: ContextStore) -> str:
    """Do what a case asks for and return ``held``, or the code of what stood against it."""
    data = (vectors / "input" / case["input_file"]).read_bytes()
    resolver = knowing(json.loads((vectors / "input" / case["key_file"]).read_bytes()))
    presented = case["feature"].startswith("presentation")
    try:
        if case["fn"] == "issue":
            data = made(case, json.loads(data), vectors, store)
        if presented:
            return told(checked_presentation(data, resolver))
        report = inspect(data, resolver=resolver, at=ISSUED, store=store)
    except CredentialError as error:
        return error.code
    failed = next(
        (found for found in (report.check("proof"), report.check("issuer_key")) if found.outcome != "passed"), None
    )
    return "held" if failed is None else failed.code


def made(case: dict[str, Any], document: dict[str, Any], vectors: Path, store: ContextStore) -> bytes:
    key = json.loads((vectors / "input" / case["key_file"]).read_bytes())
    signer = signer_from_key_document(key)
    if case["feature"].startswith("presentation"):
        token = make_presentation_jwt(document, signer=signer, created=ISSUED)
        wanted: dict[str, Any] = {"alg": key["publicKeyJwk"]["alg"], "typ": "vp+jwt", "cty": "vp"}
    else:
        token = issue(document, signer=signer, created=ISSUED, securing="vc-jose-cose", store=store).original.decode()
        wanted = {"alg": key["publicKeyJwk"]["alg"], "typ": "vc+jwt", "cty": "vc"}
    jwt = split(token)
    assert jwt.header == {**wanted, "kid": key["id"]}
    assert {name: value for name, value in jwt.payload.items() if name not in {"iat", "iss", "jti"}} == document
    return token.encode()


def checked_presentation(data: bytes, resolver: DocumentResolver) -> ProofOutcome | None:
    if data.lstrip().startswith(b"{"):
        return None
    jwt = split(data.decode().strip())
    return verify_jwt(jwt, jwt.payload.get("holder"), resolver=resolver, at=ISSUED, purpose="authentication")


def told(outcome: ProofOutcome | None) -> str:
    if outcome is None:
        return "proof.missing"
    return (
        outcome.issues[0].code if outcome.issues else f"{outcome.finding}" if outcome.owner == "held" else outcome.owner
    )


@pytest.mark.parametrize("number", JOSE)
def test_a_jose_case_ends_as_it_should(number: int, vectors: Path, store: ContextStore) -> None:
    case = cases(vectors, "JOSE")[number]
    assert outcome_of(case, vectors, store) == JOSE[number]
    assert (JOSE[number] == "held") == (case["expected_result"] == "success")


def test_there_is_no_other_jose_case(vectors: Path) -> None:
    assert set(cases(vectors, "JOSE")) == set(JOSE)


@pytest.mark.parametrize("group", ["SDJWT", "COSE"])
def test_sd_jwt_and_cose_are_refused_as_not_supported(group: str, vectors: Path) -> None:
    code = {"SDJWT": "securing.sd_jwt", "COSE": "securing.cose"}[group]
    looked_at = 0
    for case in cases(vectors, group).values():
        data = (vectors / "input" / case["input_file"]).read_bytes()
        if case["fn"] == "issue":
            key = json.loads((vectors / "input" / case["key_file"]).read_bytes())
            securing = "sd-jwt" if group == "SDJWT" else "vc-cose"
            with pytest.raises(UnsupportedError) as refused:
                issue(json.loads(data), signer=signer_from_key_document(key), created=ISSUED, securing=securing)
            assert refused.value.code == code
        elif not data.lstrip().startswith(b"{"):
            with pytest.raises(UnsupportedError) as refused:
                Credential.from_bytes(data)
            assert refused.value.code == code
            report = inspect(data, resolver=DocumentResolver(), at=ISSUED)
            assert (report.verdict, report.check("shape").code) == ("unreadable", code)
        looked_at += 1
    assert looked_at >= 9


def test_a_did_of_another_method_has_no_key_here(vectors: Path, store: ContextStore) -> None:
    key = json.loads((vectors / "input/vm-did-ed25519.json").read_bytes())
    signer = signer_from_key_document(key)
    document = json.loads((vectors / "input/credential-minimal.json").read_bytes()) | {"issuer": key["controller"]}
    token = issue(document, signer=signer, created=ISSUED, securing="vc-jose-cose", store=store).original
    assert inspect(token, resolver=DocumentResolver(), at=ISSUED, store=store).verdict == "could_not_check"
    given = DocumentResolver(issuer_documents=[json.dumps(controller_document(key)).encode()])
    assert inspect(token, resolver=given, at=ISSUED, store=store).check("issuer_key").outcome == "passed"


@pytest.mark.parametrize("name", ["vm-p256.json", "vm-p384.json", "vm-p521.json", "vm-ed25519.json"])
def test_a_thumbprint_is_the_name_that_the_vectors_give_a_key(name: str, vectors: Path) -> None:
    jwk = json.loads((vectors / "input" / name).read_bytes())["publicKeyJwk"]
    assert from_jwk(jwk).thumbprint() == jwk["kid"]


def test_a_cose_credential_is_known_in_every_spelling(vectors: Path) -> None:
    from stepladder.credentials.keys.multibase import base58_encode
    from stepladder.credentials.proofs.other_formats import refuse_other_formats

    cbor = bytes.fromhex((vectors / "input/credential-cose-minimal-not-base64.txt").read_text().strip())
    for data in (cbor, cbor[1:], b"z" + base58_encode(cbor[:900]).encode(), b"f" + cbor.hex().encode()):
        with pytest.raises(UnsupportedError) as refused:
            refuse_other_formats(data)
        assert refused.value.code == "securing.cose"
    for data in (b"", b"{}", b"zebra", b"0o", b"d2", b"eyJ.e.e"):
        refuse_other_formats(data)
    with pytest.raises(MalformedCredentialError):
        Credential.from_bytes(b"zebra")


def test_the_presentation_of_an_invalid_credential_is_signed_all_the_same(vectors: Path) -> None:
    """What it presents is no credential: the checking of presentations tells. The holder signed it, though."""
    key = json.loads((vectors / "input/vm-ed25519.json").read_bytes())
    jwt = split((vectors / "input/presentation-jose-bad-credential.txt").read_text().strip())
    day = datetime(2024, 12, 15, 12, tzinfo=UTC)
    told = verify_jwt(jwt, key["controller"], resolver=knowing(key), at=day, purpose="authentication")
    assert (told.finding, told.owner) == ("held", "held")
