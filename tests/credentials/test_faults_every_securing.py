"""Faults that must not hurt, 8, 10 and 12, for every way to secure a credential; and what a verifier's policy adds."""

from __future__ import annotations

import base64
import copy
import json
from datetime import timedelta
from typing import Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.faults import at_path, controller
from tests.credentials.nesting import SCHOOL, STRANGER, look
from tests.security.test_hostile_cost import tied
from tests.timing import within

from stepladder.credentials import VerificationPolicy, VerificationReport
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.contexts.store import CREDENTIALS_V2, OPEN_BADGES_3_0_3
from stepladder.credentials.errors import CredentialError
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.keys.multibase import base64url_encode
from stepladder.credentials.proofs.making import add_proof
from stepladder.credentials.proofs.securing import JWT_PROFILES
from stepladder.credentials.proofs.tokens import make_credential_jwt

P256 = InMemorySigner((7).to_bytes(32), kind="p256")
EMBEDDED = ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019"]
SECURINGS = [*EMBEDDED, "vc-jose-cose", "open-badges-jwt", "vc-1.1-jwt"]
BY_TEXT = [securing for securing in SECURINGS if "rdfc" not in securing]


def key_for(securing: str) -> InMemorySigner:
    return P256 if securing.startswith("ecdsa") else SCHOOL


def unsigned(securing: str, **members: Any) -> dict[str, Any]:
    document = build(key_for(securing))
    if securing == "vc-1.1-jwt":
        document["@context"] = ["https://www.w3.org/2018/credentials/v1", OPEN_BADGES_3_0_3]
        document["issuanceDate"] = document.pop("validFrom")
    return {**document, **members}


def careless(
    document: dict[str, Any], securing: str, *, signer: InMemorySigner | None = None, created: Any = AT
) -> bytes:
    """Return a credential signed by somebody who looks at nothing."""
    signer = signer or key_for(securing)
    if securing in JWT_PROFILES:
        return make_credential_jwt(document, signer=signer, created=created, securing=securing).encode()
    store = ContextStore()
    return json.dumps(add_proof(document, signer=signer, created=created, store=store, securing=securing)).encode()


def changed(data: bytes, change: Any) -> bytes:
    """Change a signed credential without signing it again."""
    if data.startswith(b"{"):
        document = json.loads(data)
        change(document)
        return json.dumps(document).encode()
    head, body, signature = data.split(b".")
    payload = json.loads(base64.urlsafe_b64decode(body + b"=" * (-len(body) % 4)))
    change(payload.get("vc", payload))
    return b".".join((head, base64url_encode(json.dumps(payload).encode()).encode(), signature))


@pytest.mark.parametrize("securing", SECURINGS)
def test_the_honest_one_holds(securing: str) -> None:
    assert look(careless(unsigned(securing), securing)).verdict == "authentic"


# ------------------------------------------------------------ 8: contexts
TRICKS: dict[str, Any] = {
    "a term": {"name": "https://schema.org/familyName"},
    "@vocab": {"@vocab": "https://evil.example/"},
    "@vocab none": {"@vocab": None},
    "@base": {"@base": "https://evil.example/"},
    "@import": {"@version": 1.1, "@import": CREDENTIALS_V2},
    "@propagate": {"@version": 1.1, "@propagate": False, "name": "https://schema.org/familyName"},
    "@language": {"@language": "en"},
    "@protected": {"@version": 1.1, "@protected": True, "note": "https://evil.example/note"},
    "an alias": {"proof": "@graph"},
    "null": None,
    "nothing": {},
    "an address": "https://evil.example/context.json",
    "a relative address": "context.json",
    "a number": 7,
    "a list in a list": [[CREDENTIALS_V2]],
}
PLACES: dict[str, tuple[Any, ...]] = {
    "the credential": (),
    "the issuer": ("issuer",),
    "the subject": ("credentialSubject",),
    "the achievement": ("credentialSubject", "achievement"),
    "the criteria": ("credentialSubject", "achievement", "criteria"),
    "an alignment": ("credentialSubject", "achievement", "alignment", 0),
    "the evidence": ("evidence", 0),
}


def with_context(document: dict[str, Any], path: tuple[Any, ...], trick: Any) -> None:
    there = at_path(document, path)
    there["@context"] = [*there["@context"], trick] if "@context" in there else trick


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("securing", SECURINGS)
def test_fault_8_a_context_added_anywhere_is_rejected(securing: str, trick: str) -> None:
    data = careless(unsigned(securing), securing)
    for place, path in PLACES.items():
        report = look(changed(data, lambda document, path=path: with_context(document, path, TRICKS[trick])))
        assert report.verdict in {"altered", "could_not_check", "unreadable"}, place


@pytest.mark.parametrize("trick", TRICKS)
@pytest.mark.parametrize("securing", BY_TEXT)
def test_fault_8_a_context_of_ones_own_is_not_believed_even_if_it_is_signed(securing: str, trick: str) -> None:
    for place, path in PLACES.items():
        document = copy.deepcopy(unsigned(securing))
        with_context(document, path, TRICKS[trick])
        assert look(careless(document, securing)).verdict in {"altered", "could_not_check", "unreadable"}, place


@pytest.mark.parametrize("securing", SECURINGS)
def test_fault_8_a_swapped_context_is_rejected(securing: str) -> None:
    data = careless(unsigned(securing), securing)
    for contexts in (
        [CREDENTIALS_V2, "https://evil.example/context.json"],
        [OPEN_BADGES_3_0_3, CREDENTIALS_V2],
        [CREDENTIALS_V2],
        CREDENTIALS_V2,
        [],
        None,
    ):
        report = look(changed(data, lambda document, new=contexts: document.update({"@context": new})))
        assert report.verdict in {"altered", "could_not_check", "unreadable"}


# ------------------------------------------------------------ 10: cost
HOSTILE: dict[str, str] = {
    "8 tied nodes": json.dumps(tied(8)),
    "10 tied nodes": json.dumps(tied(10)),
    "a list 10,000 deep": "[" * 10_000 + "]" * 10_000,
    "an object 10,000 deep": '{"a":' * 10_000 + "1" + "}" * 10_000,
    "60 deep": '{"type":["Evidence"],"description":' * 57 + '"x"' + "}" * 57,
    "10 MB": '"' + "x" * 10_000_000 + '"',
    "100,000 items": json.dumps([1] * 100_000),
    "20,000 items": json.dumps([f"urn:x:{number}" for number in range(20_000)]),
    "a long number": "9" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("securing", SECURINGS)
def test_fault_10_whatever_secures_it_what_would_exhaust_a_verifier_ends_within_a_second(
    securing: str, name: str
) -> None:
    look(careless(unsigned(securing), securing))  # the contexts are read once
    data = _raw(securing, HOSTILE[name])
    report = within(1, lambda: look(data))
    # Depth alone within what we read is no fault: signed by its text it may even hold.
    assert report.verdict in {"unreadable", "altered", "could_not_check", *(["authentic"] if name == "60 deep" else [])}


def _raw(securing: str, hostile: str) -> bytes:
    """Return a credential with raw text in it, signed where that is a matter of bytes."""
    document = unsigned(securing, evidence="HOSTILE")
    if securing not in JWT_PROFILES:
        proof = json.loads(careless(unsigned(securing), securing))["proof"]
        return json.dumps({**document, "proof": proof}).replace('"HOSTILE"', hostile).encode()
    text = make_credential_jwt(document, signer=SCHOOL, created=AT, securing=securing)
    head, body, _ = text.split(".")
    payload = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)).decode().replace('"HOSTILE"', hostile)
    signed = f"{head}.{base64url_encode(payload.encode())}"
    return f"{signed}.{base64url_encode(SCHOOL.sign(signed.encode()))}".encode()


# ------------------------------------------------------------ 12: keys in others' hands
SITE = "https://badges.example.edu/issuer"
SINCE = AT + timedelta(days=1)


def of_site(securing: str, created: Any) -> tuple[bytes, str, list[bytes]]:
    own = key_for(securing)
    kind = own.public_key.kind
    key = InMemorySigner((7).to_bytes(32) if kind == "p256" else bytes([11]) * 32, controller=SITE, kind=kind)
    document = unsigned(securing)
    document["issuer"]["id"] = SITE
    listed = [json.dumps(controller(key, SITE)).encode()]
    return careless(document, securing, signer=key, created=created), key.verification_method, listed


@pytest.mark.parametrize("securing", SECURINGS)
def test_fault_12_what_a_key_signed_before_it_was_compromised_holds_and_what_came_later_fails(securing: str) -> None:
    for created, verdict in ((AT, "authentic"), (SINCE, "not_issuers_key"), (SINCE + timedelta(1), "not_issuers_key")):
        data, method, documents = of_site(securing, created)
        policy = VerificationPolicy(compromised_keys={method: SINCE})
        report = look(data, at=AT + timedelta(days=30), policy=policy, issuer_documents=documents)
        assert report.verdict == verdict
        if verdict != "authentic":
            check = report.check("proof")
            assert (check.outcome, check.code) == ("failed", "proof.key_compromised")
            assert "2026-03-02T12:00:00Z" in check.message
        plain = look(data, at=AT + timedelta(days=30), issuer_documents=documents)
        assert plain.verdict == "authentic"


def test_fault_12_another_key_of_the_same_issuer_is_still_believed() -> None:
    data, _, documents = of_site("eddsa-rdfc-2022", SINCE)
    policy = VerificationPolicy(compromised_keys={f"{SITE}#another": AT, STRANGER.verification_method: AT})
    assert look(data, at=SINCE, policy=policy, issuer_documents=documents).verdict == "authentic"


def test_fault_12_a_forgery_by_a_compromised_key_is_first_of_all_a_forgery() -> None:
    data, method, documents = of_site("eddsa-rdfc-2022", SINCE)
    policy = VerificationPolicy(compromised_keys={method: AT})
    altered = changed(data, lambda document: document.update(name="Other"))
    assert look(altered, at=SINCE, policy=policy, issuer_documents=documents).verdict == "altered"


# ------------------------------------------------------------ which kinds of signature are enough
@pytest.mark.parametrize("securing", SECURINGS)
def test_a_kind_that_was_not_asked_for_proves_nothing(securing: str) -> None:
    data = careless(unsigned(securing), securing)
    kind = {"vc-jose-cose": "EdDSA", "open-badges-jwt": "EdDSA", "vc-1.1-jwt": "EdDSA"}.get(securing, securing)

    def judged(*accepted: str) -> VerificationReport:
        return look(data, policy=VerificationPolicy(accepted_suites=frozenset(accepted)))

    assert judged(kind).verdict == "authentic"
    report = judged("ES512")
    assert (report.verdict, report.exit_code) == ("could_not_check", 3)
    assert (report.check("proof").outcome, report.check("proof").code) == ("indeterminate", "proof.suite_not_accepted")
    assert "only these were asked for: ES512" in report.sentence
    assert judged().verdict == "could_not_check"
    assert changed_verdict(data) == "altered"


def changed_verdict(data: bytes) -> str:
    policy = VerificationPolicy(accepted_suites=frozenset({"ES512"}))
    return look(changed(data, lambda document: document.update(name="Other")), policy=policy).verdict


def test_one_accepted_proof_of_several_is_enough() -> None:
    document = build(SCHOOL)
    store = ContextStore()
    for securing in ("eddsa-rdfc-2022", "eddsa-jcs-2022"):
        document = add_proof(document, signer=SCHOOL, created=AT, store=store, securing=securing)
    for accepted in ("eddsa-rdfc-2022", "eddsa-jcs-2022"):
        report = look(document, policy=VerificationPolicy(accepted_suites=frozenset({accepted})))
        assert report.verdict == "authentic"
        assert f"({accepted})" in report.check("proof").message


def test_only_our_errors_come_out_of_what_the_careless_cannot_sign() -> None:
    document = unsigned("eddsa-rdfc-2022")
    with_context(document, (), TRICKS["@vocab"])
    with pytest.raises(CredentialError):
        careless(document, "eddsa-rdfc-2022")
