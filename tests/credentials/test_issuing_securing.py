"""Issuing with every securing that a kind of key can make, adding proofs, and what is not signed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.key_samples import signer_of

from stepladder.credentials import Credential, VerificationPolicy, inspect
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import CredentialError, MalformedCredentialError, SigningError, UnsupportedError
from stepladder.credentials.issuing import SECURINGS, add_proof, default_securing, issue
from stepladder.credentials.keys import KEY_KINDS, controller_document, new_key, signer_from_key_document
from stepladder.credentials.proofs import verify_embedded

JWT = ("vc-jose-cose", "open-badges-jwt")
FITTING = {
    "ed25519": ("eddsa-rdfc-2022", "eddsa-jcs-2022", *JWT),
    "p256": ("ecdsa-rdfc-2019", "ecdsa-jcs-2019", *JWT),
    "p384": ("ecdsa-rdfc-2019", "ecdsa-jcs-2019", *JWT),
    "p521": JWT,
    "rsa": JWT,
}
SITE = "https://badges.example.edu/issuers/1"
FIRST = "urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544"


def look(data: bytes | Credential, **more: Any) -> Any:
    return inspect(data, resolver=DocumentResolver(**more), at=AT + timedelta(days=1))


@pytest.mark.parametrize(("kind", "securing"), [(kind, one) for kind, fitting in FITTING.items() for one in fitting])
@pytest.mark.parametrize("controller", [None, SITE, "did:web:badges.example.edu"])
def test_a_credential_of_every_securing_is_authentic(kind: str, securing: str, controller: str | None) -> None:
    signer = signer_of(kind, controller=controller)
    credential = issue(build(signer), signer=signer, created=AT, securing=securing)
    jwk = {
        "id": signer.verification_method,
        "type": "JsonWebKey",
        "controller": signer.controller,
        "publicKeyJwk": signer.public_key.to_jwk(),
    }
    given = [] if controller is None else [json.dumps(controller_document(jwk)).encode()]
    report = look(credential.original, issuer_documents=given)
    assert report.verdict == "authentic", report.as_dict()
    if controller is not None:
        assert look(credential.original).verdict == "could_not_check"


@pytest.mark.parametrize("kind", KEY_KINDS)
def test_a_kind_of_key_has_a_securing_of_its_own(kind: str) -> None:
    signer = signer_of(kind)
    usual = {"ed25519": "eddsa-rdfc-2022", "p256": "ecdsa-rdfc-2019", "p384": "ecdsa-rdfc-2019"}.get(
        kind, "open-badges-jwt"
    )
    assert default_securing(signer) == usual
    credential = issue(build(signer), signer=signer, created=AT)
    assert credential.securing == ("jwt" if usual == "open-badges-jwt" else "embedded")
    if credential.securing == "embedded":
        assert credential.document["proof"][0]["cryptosuite"] == usual


@pytest.mark.parametrize("kind", KEY_KINDS)
def test_what_a_key_does_not_sign_is_refused(kind: str) -> None:
    signer = signer_of(kind)
    for securing in set(SECURINGS) - set(FITTING[kind]) - {"vc-1.1-jwt"}:
        with pytest.raises(SigningError) as refused:
            issue(build(signer), signer=signer, created=AT, securing=securing)
        assert refused.value.code == "issue.wrong_key_kind"
        assert default_securing(signer) in refused.value.hint


@pytest.mark.parametrize(
    ("securing", "code"),
    [
        ("vc-cose", "securing.cose"),
        ("sd-jwt", "securing.sd_jwt"),
        ("Ed25519Signature2020", "securing.unknown"),
        ("ecdsa-sd-2023", "securing.unknown"),
        ("EDDSA-RDFC-2022", "securing.unknown"),
    ],
)
def test_an_unknown_securing_is_refused(securing: str, code: str) -> None:
    with pytest.raises(UnsupportedError) as refused:
        issue(build(signer_of("p256")), signer=signer_of("p256"), created=AT, securing=securing)
    assert refused.value.code == code


@pytest.mark.parametrize(("kind", "securing"), [(kind, one) for kind, fitting in FITTING.items() for one in fitting])
def test_an_undefined_member_is_refused_with_its_path(kind: str, securing: str) -> None:
    document = build(signer_of(kind))
    document["credentialSubject"]["achievement"]["unheardOf"] = 1
    with pytest.raises(MalformedCredentialError) as refused:
        issue(document, signer=signer_of(kind), created=AT, securing=securing)
    assert refused.value.where == "/credentialSubject/achievement/unheardOf"


@pytest.mark.parametrize("securing", FITTING["p384"])
def test_a_signed_document_a_strangers_and_an_invalid_one_are_not_signed(securing: str) -> None:
    signer = signer_of("p384")
    cases: list[tuple[dict[str, Any], str]] = [
        (build(signer) | {"proof": []}, "issue.already_signed"),
        (build(signer_of("p384", 7)), "issue.not_issuers_key"),
        (
            build(signer) | {"@context": ["https://www.w3.org/ns/credentials/v2", "https://x.example/"]},
            "context.unpinned",
        ),
        (build(signer) | {"validUntil": "2020-01-01T00:00:00Z"}, "vc.ends_before_start"),
    ]
    for document, code in cases:
        with pytest.raises(CredentialError) as refused:
            issue(document, signer=signer, created=AT, securing=securing)
        assert refused.value.code == code or (code.startswith("vc.") and refused.value.where == "/validUntil")


def test_an_expiry_of_the_proof_is_signed_and_checked() -> None:
    signer = signer_of("p256")
    credential = issue(build(signer), signer=signer, created=AT, expires=AT + timedelta(hours=1), proof_id=FIRST)
    assert credential.document["proof"][0]["id"] == FIRST
    report = inspect(credential, resolver=DocumentResolver(), at=AT + timedelta(minutes=59))
    assert report.verdict == "authentic"
    assert look(credential).check("proof").code == "proof.expired"


# ---------------------------------------------------------------- sets and chains


def test_a_set_of_proofs_by_two_kinds_of_key_of_one_issuer() -> None:
    old, new = (new_key(kind, controller=SITE, entropy=lambda size: bytes(range(size))) for kind in ("ed25519", "p384"))
    signer, other = (signer_from_key_document(key) for key in (old, new))
    first = issue(build(signer), signer=signer, created=AT)
    both = add_proof(first, signer=other, created=AT)
    assert [proof["cryptosuite"] for proof in both.document["proof"]] == ["eddsa-rdfc-2022", "ecdsa-rdfc-2019"]
    assert both.document["proof"][0] == first.document["proof"][0]
    for keys in ([old, new], [new]):
        given = [json.dumps(controller_document(keys)).encode()]
        report = look(both.original, issuer_documents=given)
        assert report.verdict == "authentic"  # by either proof: the other key may be gone, or of an unknown kind
    for name, value in (("name", "Another"), ("validFrom", "2020-01-01T00:00:00Z")):
        changed = json.dumps({**both.document, name: value}).encode()
        given = [json.dumps(controller_document([old, new])).encode()]
        assert look(changed, issuer_documents=given).verdict == "altered"


def test_somebody_elses_proof_does_not_make_it_the_issuers() -> None:
    signer, witness = signer_of("ed25519"), signer_of("p256")
    both = add_proof(issue(build(signer), signer=signer, created=AT), signer=witness, created=AT)
    assert look(both.original).verdict == "authentic"
    only = {**both.document, "proof": both.document["proof"][1:]}
    assert look(json.dumps(only).encode()).verdict == "not_issuers_key"


def test_a_long_chain_of_proofs_holds_and_no_link_can_be_left_out() -> None:
    signer = signer_of("ed25519")
    credential = issue(build(signer), signer=signer, created=AT, proof_id="urn:uuid:0")
    for number in range(1, 8):
        credential = add_proof(
            credential,
            signer=signer_of("p256" if number % 2 else "ed25519", number),
            created=AT + timedelta(minutes=number),
            proof_id=f"urn:uuid:{number}",
            previous=f"urn:uuid:{number - 1}",
        )
    assert look(credential.original).verdict == "authentic"
    for left_out in range(7):
        proofs = [proof for place, proof in enumerate(credential.document["proof"]) if place != left_out]
        report = look(json.dumps({**credential.document, "proof": proofs}).encode())
        assert report.check("proof").code == "proof.chain_broken"


def test_a_proof_may_build_on_several() -> None:
    signer, other, third = signer_of("ed25519"), signer_of("p256"), signer_of("p384")
    one = issue(build(signer), signer=signer, created=AT, proof_id=FIRST)
    two = add_proof(one, signer=other, created=AT, proof_id="urn:uuid:2", securing="ecdsa-jcs-2019")
    last = add_proof(two, signer=third, created=AT, previous=[FIRST, "urn:uuid:2"])
    assert look(last.original).verdict == "authentic"
    for place in (0, 1):
        proofs = json.loads(json.dumps(last.document["proof"]))
        proofs[place]["created"] = "2026-03-02T00:00:00Z"
        assert look(json.dumps({**last.document, "proof": proofs}).encode()).verdict == "altered"


def test_a_proof_that_cannot_be_added_is_refused() -> None:
    signer = signer_of("p256")
    token = issue(build(signer), signer=signer, created=AT, securing="vc-jose-cose")
    embedded = issue(build(signer), signer=signer, created=AT)
    unsigned = Credential.from_bytes(json.dumps(build(signer)).encode())
    for credential, more, code in (
        (token, {}, "issue.not_embedded"),
        (unsigned, {}, "issue.not_embedded"),
        (embedded, {"securing": "open-badges-jwt"}, "issue.not_embedded"),
        (embedded, {"securing": "eddsa-rdfc-2022"}, "issue.wrong_key_kind"),
        (embedded, {"previous": FIRST}, "proof.chain_broken"),
        (embedded, {"previous": []}, "proof.chain_broken"),
    ):
        with pytest.raises(CredentialError) as refused:
            add_proof(credential, signer=signer, created=AT + timedelta(hours=1), **more)
        assert refused.value.code == code, more


def test_a_broken_credential_gets_no_further_proof() -> None:
    signer = signer_of("ed25519")
    changed = {**issue(build(signer), signer=signer, created=AT).document, "name": "Another"}
    with pytest.raises(CredentialError) as refused:
        add_proof(Credential.from_bytes(json.dumps(changed).encode()), signer=signer_of("p256"), created=AT)
    assert refused.value.code == "issue.bad_signature"


# ---------------------------------------------------------------- what else a proof may not say


def test_a_context_added_to_a_jcs_document_is_found() -> None:
    """The suite itself lets a document name more contexts than its proof (section 3.3.2); they would be unsigned."""
    signer = signer_of("ed25519")
    document = issue(build(signer), signer=signer, created=AT, securing="eddsa-jcs-2022").document
    more = [*document["@context"], "https://w3id.org/security/data-integrity/v2"]
    report = look(json.dumps({**document, "@context": more}).encode())
    assert (report.verdict, report.check("lossless").code) == ("altered", "lossless.not_covered")


def test_a_suite_of_another_name_over_the_same_bytes_does_not_hold() -> None:
    signer = signer_of("p256")
    document = issue(build(signer), signer=signer, created=AT, securing="ecdsa-jcs-2019").document
    for suite in ("ecdsa-rdfc-2019", "eddsa-jcs-2022", "eddsa-rdfc-2022"):
        proof = {**document["proof"][0], "cryptosuite": suite}
        assert look(json.dumps({**document, "proof": proof}).encode()).verdict != "authentic"


def test_a_verifier_who_names_no_controller_learns_whose_key_it_is() -> None:
    signer = signer_of("p384")
    document = issue(build(signer), signer=signer, created=AT).document
    told = verify_embedded(document, None, resolver=DocumentResolver(), at=AT, store=ContextStore())
    assert (told.finding, told.owner, told.controller) == ("held", "held", signer.controller)


def test_the_policy_names_compromised_keys() -> None:
    signer = signer_of("ed25519")
    credential = issue(build(signer), signer=signer, created=AT)
    for since, verdict in ((AT, "altered"), (AT + timedelta(seconds=1), "authentic")):
        policy = VerificationPolicy(compromised_keys={signer.verification_method: since})
        report = inspect(credential, policy=policy, resolver=DocumentResolver(), at=AT + timedelta(days=1))
        assert (report.verdict == "authentic") is (verdict == "authentic")
        if verdict != "authentic":
            assert report.check("proof").code == "proof.key_compromised"


def test_no_key_is_asked_for_while_the_document_cannot_be_read() -> None:
    asked: list[str] = []

    def fetch(url: str) -> bytes:
        asked.append(url)
        raise OSError

    signer = signer_of("ed25519", controller=SITE)
    document = issue(build(signer), signer=signer, created=AT).document
    unread = {**document, "@context": [*document["@context"], "https://x.example/context"]}
    for tried, requests in ((unread, []), (document, [SITE])):
        resolver = DocumentResolver(fetch=fetch)
        verify_embedded(tried, SITE, resolver=resolver, at=AT, store=ContextStore())
        assert sorted(set(asked)) == requests
