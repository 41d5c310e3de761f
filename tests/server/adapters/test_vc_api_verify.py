"""What the VC API believes: each broken proof that the suites send is refused with 400, for its own reason."""

from __future__ import annotations

import copy
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from stepladder.credentials import issue
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.model.times import timestamp
from stepladder.server.adapters.vc_api.prefixes import PREFIXES
from stepladder.server.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.server

EMBEDDED = [name for name, each in PREFIXES.items() if not each.enveloped]


def proof_of(signed: dict[str, Any]) -> dict[str, Any]:
    proof = signed["proof"]
    found: dict[str, Any] = proof[0] if isinstance(proof, list) else proof
    return found


def without(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda signed: proof_of(signed).__delitem__(name)


def setting(name: str, value: Any) -> Callable[[dict[str, Any]], None]:
    return lambda signed: proof_of(signed).__setitem__(name, value)


def headless(signed: dict[str, Any]) -> None:
    proof_of(signed)["proofValue"] = proof_of(signed)["proofValue"][1:]


BROKEN: dict[str, Callable[[dict[str, Any]], None]] = {
    "no proof": lambda signed: signed.__delitem__("proof"),
    "proof is null": lambda signed: signed.__setitem__("proof", None),
    "proof is text": lambda signed: signed.__setitem__("proof", "x"),
    "no type": without("type"),
    "unknown type": setting("type", "UnknownProofType"),
    "empty type": setting("type", ""),
    "no cryptosuite": without("cryptosuite"),
    "unknown cryptosuite": setting("cryptosuite", "UnknownCryptosuite"),
    "no method": without("verificationMethod"),
    "invalid method": setting("verificationMethod", "did:key:invalidVm"),
    "method is a number": setting("verificationMethod", 7),
    "no purpose": without("proofPurpose"),
    "other purpose": setting("proofPurpose", "authentication"),
    "invalid purpose": setting("proofPurpose", "invalidPurpose"),
    "no value": without("proofValue"),
    "value is null": setting("proofValue", None),
    "value has no header": headless,
    "value in base64": setting("proofValue", "uAAAA"),
    "invalid created": setting("created", "invalidDate"),
    "created moved": setting("created", "2020-01-01T00:00:00Z"),
    "expires added": setting("expires", "2120-01-01T00:00:00Z"),
    "domain added": setting("domain", "x.example"),
    "challenge added": setting("challenge", "abc"),
    "a word added": lambda signed: signed["credentialSubject"].__setitem__("description", "more"),
    "a word changed": lambda signed: signed["credentialSubject"].__setitem__("name", "Another name"),
    "an undefined word": lambda signed: signed.__setitem__("undefinedTerm", "x"),
}


@pytest.mark.parametrize("name", EMBEDDED)
def test_what_was_broken_does_not_hold(vc_api, plain, name):
    endpoint, wrong = vc_api(name), []
    signed = endpoint.issued(plain)
    assert endpoint.verify(signed).json()["verified"] is True
    for what, broken in BROKEN.items():
        changed = copy.deepcopy(signed)
        broken(changed)
        answer = endpoint.verify(changed, checks=["proof"])
        body = answer.json()
        if answer.status_code != 400 or body["verified"] is not False or not body["problemDetails"][0]["type"]:
            wrong.append((what, answer.status_code, body))
    assert not wrong


@pytest.mark.parametrize("name", EMBEDDED)
def test_another_suite_or_kind_of_key_is_not_taken_under_a_prefix(vc_api, plain, name):
    signed = vc_api(name).issued(plain)
    for other in EMBEDDED:
        same_suite = PREFIXES[other].securing == PREFIXES[name].securing
        assert vc_api(other).verify(signed, checks=["proof"]).status_code == (200 if same_suite else 400), other


def test_a_key_of_somebody_elsewhere_is_believed_for_what_it_is(vc_api, plain):
    signer = InMemorySigner(bytes(range(32)))
    document = {**plain, "issuer": signer.controller}
    signed = issue(document, signer=signer, created=clock.now(), securing="eddsa-rdfc-2022").document
    answer = vc_api().verify(signed, checks=["proof"], returnCredential=True)
    assert answer.status_code == 200
    assert answer.json()["credential"] == signed
    assert answer.json()["report"]["issuer_identity"] == "self_asserted"
    foreign = {**plain, "issuer": "did:example:other"}
    assert vc_api().verify({**signed, **foreign}, checks=["proof"]).status_code == 400


def test_the_expectations_of_the_verifier_count(vc_api, plain):
    endpoint = vc_api()
    signed = endpoint.issued(plain)
    assert endpoint.verify(signed, expectedProofPurpose="assertionMethod").status_code == 200
    for options, code in (
        ({"expectedProofPurpose": "authentication"}, "proof.wrong_purpose"),
        ({"domain": "domain.example"}, "proof.wrong_domain"),
        ({"domain": "domain.example", "challenge": "1235abcd6789"}, "proof.wrong_domain"),
        ({"challenge": "1235abcd6789"}, "proof.wrong_challenge"),
    ):
        answer = endpoint.verify(signed, **options)
        assert (answer.status_code, answer.json()["code"]) == (400, code)
    token = vc_api("vc-jose-cose").issued(plain)
    assert vc_api("vc-jose-cose").verify(token, challenge="abc").status_code == 400


@pytest.mark.parametrize(
    "options",
    [{"checks": "proof"}, {"checks": ["nothing"]}, {"challenge": 7}, {"returnCredential": "yes"}, {"other": 1}],
    ids=str,
)
def test_options_that_are_not_done_are_refused(vc_api, plain, options):
    answer = vc_api().verify(vc_api().issued(plain), **options)
    assert (answer.status_code, answer.json()["code"]) == (400, "vc_api.option_unsupported")


def test_dates_count_unless_only_the_proof_was_asked_for(vc_api, plain):
    endpoint, now = vc_api(), clock.now()
    later, earlier = timestamp(now + timedelta(days=365)), timestamp(now - timedelta(days=365))
    for member, value in (("validFrom", later), ("validUntil", earlier)):
        signed = endpoint.issued({**plain, member: value})
        refused = endpoint.verify(signed)
        assert refused.status_code == 400
        assert refused.json()["problemDetails"][0]["type"] == "https://www.w3.org/TR/vc-data-model#RANGE_ERROR"
        held = endpoint.verify(signed, checks=["proof"])
        assert held.status_code == 200
        assert len(held.json()["warnings"]) == 1


def test_a_proof_that_has_expired_does_not_hold(vc_api, plain):
    endpoint = vc_api()
    with clock.frozen(clock.now() - timedelta(days=3)):
        signed = endpoint.issued(plain, expires=timestamp(clock.now() + timedelta(days=1)))
        assert endpoint.verify(signed).status_code == 200
    assert endpoint.verify(signed, checks=["proof"]).status_code == 400


def test_a_proof_set_holds_only_whole(vc_api, plain):
    endpoint = vc_api()
    signed = endpoint.issued(plain)
    broken = copy.deepcopy(signed)
    proofs = broken["proof"] if isinstance(broken["proof"], list) else [broken["proof"]]
    other = {**copy.deepcopy(proofs[0]), "created": "2020-01-01T00:00:00Z"}
    assert endpoint.verify({**signed, "proof": [proofs[0], other]}, checks=["proof"]).status_code == 400
    chained = {**copy.deepcopy(proofs[0]), "previousProof": "urn:uuid:1f1c7a3e-4a51-4a9e-9d0b-5a9a5b8d1c11"}
    assert endpoint.verify({**signed, "proof": [proofs[0], chained]}, checks=["proof"]).status_code == 400


def test_what_does_not_hold_is_refused_although_no_check_is_told(vc_api, plain, monkeypatch):
    from stepladder.server.adapters.vc_api import answers

    api = vc_api()
    signed = api.issued(plain)
    proof_of(signed)["created"] = "2020-01-01T00:00:00Z"
    monkeypatch.setattr(answers, "failing", lambda *_: [])
    answer = api.verify(signed)
    assert (answer.status_code, answer.json()["code"]) == (400, "verify.altered")
