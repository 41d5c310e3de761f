"""openvc-core reads what we sign, and we read what it signs; where not, the page on interoperability says why."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from openbadgeslib.ob3.did import did_jwk_from_jwk
from openvc.did.base import DidResolverRegistry, parse_did_document
from openvc.did.did_jwk import DidJwkResolver
from openvc.did.did_key import DidKeyResolver
from openvc.did.did_web import DidWebResolver
from openvc.errors import OpenvcError
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.di_ecdsa_rdfc import EcdsaRdfcProofSuite
from openvc.proof.di_jcs import EcdsaJcsProofSuite, EddsaJcsProofSuite
from openvc.proof.vc_jwt import VcJwtProofSuite
from openvc.resolvers import default_status_list_resolver
from openvc.status import bitstring as openvc_bits
from openvc.status import issue as openvc_lists
from openvc.status.status_list import CredentialRevoked, CredentialSuspended
from tests.credentials.conftest import AT
from tests.interop.parties import (
    CONTEXTS,
    LIST,
    badge,
    failures,
    old_badge,
    openvc_form,
    openvc_holds,
    openvc_key,
    ours,
    signer,
)

from stepladder.credentials import issue
from stepladder.credentials.keys import InMemorySigner, controller_document, new_key, signer_from_key_document
from stepladder.credentials.status import (
    MINIMUM_LENGTH,
    build_status_list,
    decode_list,
    encode_list,
    read_value,
    status_entry,
)

EMBEDDED = [
    ("ed25519", "eddsa-rdfc-2022"),
    ("ed25519", "eddsa-jcs-2022"),
    ("p256", "ecdsa-rdfc-2019"),
    ("p256", "ecdsa-jcs-2019"),
    ("p384", "ecdsa-rdfc-2019"),
    ("p384", "ecdsa-jcs-2019"),
]
SUITES = {
    "eddsa-rdfc-2022": DataIntegrityProofSuite,
    "eddsa-jcs-2022": EddsaJcsProofSuite,
    "ecdsa-rdfc-2019": EcdsaRdfcProofSuite,
    "ecdsa-jcs-2019": EcdsaJcsProofSuite,
}
KINDS = ["ed25519", "p256", "p384"]


def signed_by_openvc(document: dict[str, Any], kind: str, securing: str) -> dict[str, Any]:
    by = signer(kind)
    contexts = {} if "jcs" in securing else {"extra_contexts": CONTEXTS}
    suite: Any = SUITES[securing]()
    made: dict[str, Any] = suite.add_proof(
        document, signing_key=openvc_key(by), verification_method=by.verification_method, created=AT, **contexts
    )
    return made


# ---------------------------------------------------------------- they read ours


@pytest.mark.parametrize(("kind", "securing"), EMBEDDED)
def test_openvc_holds_our_embedded_proofs(kind: str, securing: str) -> None:
    by = signer(kind)
    credential = issue(badge(by), signer=by, created=AT, securing=securing)
    found = openvc_holds(credential)
    assert (found.format, found.issuer) == (f"data-integrity:{securing}", by.controller)
    altered = openvc_form(credential)
    altered["credentialSubject"]["achievement"]["name"] = "Something else"
    with pytest.raises(OpenvcError):
        openvc_holds(altered)


@pytest.mark.parametrize("kind", KINDS)
def test_openvc_holds_our_tokens_of_version_1_1(kind: str) -> None:
    by = signer(kind)
    credential = issue(old_badge(by), signer=by, created=AT, securing="vc-1.1-jwt")
    assert openvc_holds(credential).issuer == by.controller
    with pytest.raises(OpenvcError):
        openvc_holds(credential.original.decode()[:-4] + "AAAA")


# ---------------------------------------------------------------- we read theirs


@pytest.mark.parametrize(("kind", "securing"), [pair for pair in EMBEDDED if "rdfc" in pair[1]])
def test_we_hold_the_embedded_proofs_of_openvc(kind: str, securing: str) -> None:
    document = signed_by_openvc(badge(signer(kind)), kind, securing)
    report = ours(json.dumps(document).encode())
    assert (report.verdict, failures(report)) == ("authentic", [])
    document["name"] = "Something else"
    assert ours(json.dumps(document).encode()).verdict == "altered"


@pytest.mark.parametrize(("kind", "securing"), [pair for pair in EMBEDDED if "jcs" in pair[1]])
def test_a_jcs_proof_of_openvc_holds_once_it_names_the_context_that_it_signed(kind: str, securing: str) -> None:
    document = signed_by_openvc(badge(signer(kind)), kind, securing)
    assert "@context" not in document["proof"]
    assert failures(ours(json.dumps(document).encode()))[0] == "proof.signature_mismatch"
    document["proof"]["@context"] = document["@context"]
    assert ours(json.dumps(document).encode()).verdict == "authentic"
    assert openvc_holds(document).issuer == signer(kind).controller


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("version", [1, 2])
def test_we_hold_the_tokens_of_openvc(kind: str, version: int) -> None:
    by = signer(kind)
    document = old_badge(by) if version == 1 else badge(by, valid_from=AT)
    with time_machine.travel(AT, tick=False):
        token = VcJwtProofSuite().sign(document, signing_key=openvc_key(by))
    report = ours(token.encode())
    assert (report.verdict, failures(report)) == ("authentic", [])
    assert ours(f"{token[:-4]}AAAA".encode()).verdict == "altered"


def test_a_token_of_openvc_says_another_beginning_than_its_credential() -> None:
    with time_machine.travel(AT, tick=False):
        token = VcJwtProofSuite().sign(badge(signer("ed25519")), signing_key=openvc_key(signer("ed25519")))
    assert failures(ours(token.encode())) == ["jwt.claim_mismatch"]


# ---------------------------------------------------------------- what it does not read


def test_openvc_takes_one_proof_and_not_a_list_of_one() -> None:
    by = signer("ed25519")
    document = json.loads(issue(badge(by), signer=by, created=AT).original)
    with pytest.raises(OpenvcError, match="no `proof`"):
        openvc_holds(document)


def test_openvc_takes_one_of_two_names_for_the_type() -> None:
    by = signer("ed25519")
    named = badge(by) | {"type": ["VerifiableCredential", "AchievementCredential"]}
    with pytest.raises(OpenvcError, match="compacted form"):
        openvc_holds(issue(named, signer=by, created=AT))


@pytest.mark.parametrize(
    ("kind", "securing", "reason"),
    [
        ("ed25519", "open-badges-jwt", "no embedded `vc` object"),
        ("ed25519", "vc-jose-cose", "no issuer"),
        ("p521", "open-badges-jwt", "'ES512' is not permitted"),
        ("rsa", "open-badges-jwt", "'RS256' is not permitted"),
    ],
)
def test_openvc_reads_tokens_of_version_1_1_with_some_algorithms(kind: str, securing: str, reason: str) -> None:
    by = signer(kind)
    with pytest.raises(OpenvcError, match=reason):
        openvc_holds(issue(badge(by), signer=by, created=AT, securing=securing))


# ---------------------------------------------------------------- keys


@pytest.mark.parametrize("kind", KINDS)
def test_openvc_finds_our_keys_in_our_documents(kind: str) -> None:
    controller = "did:web:badges.example.edu"
    key = new_key(kind, controller=controller, entropy=lambda count: bytes(range(1, count + 1)))
    by, published = signer_from_key_document(key), controller_document(key)
    found = parse_did_document(published)
    assert [method.id for method in found.verification_methods] == [by.verification_method]
    resolver = DidResolverRegistry([DidWebResolver(lambda _: published), DidKeyResolver()])
    credential = issue(badge(by), signer=by, created=AT)
    assert openvc_holds(credential, resolver=resolver).issuer == controller


@pytest.mark.parametrize(("kind", "securing"), [("ed25519", "eddsa-rdfc-2022"), ("p256", "ecdsa-rdfc-2019")])
def test_a_did_jwk_is_the_same_key_on_both_sides(kind: str, securing: str) -> None:
    jwk = signer(kind).public_key.to_jwk()
    identifier = did_jwk_from_jwk(jwk)
    by = InMemorySigner(bytes(range(1, 33)), identifier, f"{identifier}#0", kind=kind)
    resolver = DidResolverRegistry([DidJwkResolver()])
    credential = issue(badge(by), signer=by, created=AT, securing=securing)
    assert openvc_holds(credential, resolver=resolver).issuer == identifier
    suite: Any = SUITES[securing]()
    theirs = suite.add_proof(
        badge(by),
        signing_key=openvc_key(by),
        verification_method=by.verification_method,
        created=AT,
        extra_contexts=CONTEXTS,
    )
    assert ours(json.dumps(theirs).encode()).verdict == "authentic"


# ---------------------------------------------------------------- status


@given(st.sets(st.integers(0, MINIMUM_LENGTH - 1), max_size=40))
def test_bits_mean_the_same_on_both_sides(indexes: set[int]) -> None:
    theirs = openvc_bits.new_bitstring(MINIMUM_LENGTH)
    for index in indexes:
        openvc_bits.set_status_bit(theirs, index, 1)
    assert openvc_bits.decode_bitstring(encode_list(indexes)) == bytes(theirs)
    bits = decode_list(openvc_bits.encode_bitstring(bytes(theirs)))
    assert all(read_value(bits, index) == 1 for index in indexes)


@pytest.mark.parametrize(
    ("purpose", "refused"), [("revocation", CredentialRevoked), ("suspension", CredentialSuspended)]
)
@pytest.mark.parametrize(("kind", "securing"), [("ed25519", "eddsa-rdfc-2022"), ("p256", "ecdsa-rdfc-2019")])
def test_openvc_looks_up_our_lists(kind: str, securing: str, purpose: str, refused: type[Exception]) -> None:
    by = signer(kind)
    made = build_status_list(id=LIST, issuer=by.controller, purpose=purpose, indexes=[7], valid_from=AT, ttl_ms=60_000)
    published = json.dumps(openvc_form(issue(made, signer=by, created=AT, securing=securing)))
    look = default_status_list_resolver(
        fetch=lambda _: published, extra_contexts=CONTEXTS, expected_issuer=by.controller
    )
    for index, is_set in ((7, True), (8, False)):
        entry = status_entry(LIST, index, purpose)
        credential = issue(badge(by, status=[entry]), signer=by, created=AT, securing=securing)
        if is_set:
            with pytest.raises(refused):
                openvc_holds(credential, resolve_status_list=look)
        else:
            assert openvc_holds(credential, resolve_status_list=look).status.entries[0].entry.index == index


@pytest.mark.parametrize(
    ("kind", "securing"), [("ed25519", "eddsa-rdfc-2022"), ("p256", "ecdsa-rdfc-2019"), ("ed25519", "jwt")]
)
def test_we_look_up_the_lists_of_openvc(kind: str, securing: str) -> None:
    by = signer(kind)
    bits = openvc_bits.new_bitstring(MINIMUM_LENGTH)
    openvc_bits.set_status_bit(bits, 7, 1)
    made = openvc_lists.build_status_list_credential(
        id=LIST, issuer=by.controller, bitstring=bits, valid_from=AT, ttl=60_000
    )
    if securing == "jwt":
        with time_machine.travel(AT, tick=False):
            published = VcJwtProofSuite().sign(made, signing_key=openvc_key(by)).encode()
    else:
        published = json.dumps(signed_by_openvc(made, kind, securing)).encode()
    for index, verdict in ((7, "revoked"), (8, "authentic")):
        entry = openvc_lists.build_status_list_entry(status_list_credential=LIST, index=index)
        credential = issue(badge(by, status=[entry]), signer=by, created=AT)
        assert ours(credential.original, [published]).verdict == verdict
