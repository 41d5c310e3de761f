"""A proof that repeats its contexts (JCS) may stand inside what is signed by its statements (RDFC)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.nesting import BADGE_ID, GUILD, REGISTRAR, SCHOOL, badge, clr, endorsement, look, signed

from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.issuing.presenting import present
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.proofs.data_integrity import add_proof
from stepladder.credentials.verification.presentation import inspect_presentation

RDFC, JCS = "eddsa-rdfc-2022", "eddsa-jcs-2022"
HOLDER = InMemorySigner(bytes([21]) * 32)


def by_text(**members: Any) -> dict[str, Any]:
    """Return a badge whose proof repeats its contexts."""
    return signed(
        build(SCHOOL) | {"id": "urn:uuid:6a3a43f8-2f1e-4a76-9f6d-0d8ed0b6b0aa", **members}, SCHOOL, securing=JCS
    )


@pytest.mark.parametrize("inner", [RDFC, JCS])
@pytest.mark.parametrize("outer", [RDFC, JCS])
def test_any_kind_of_proof_stands_inside_any_other(inner: str, outer: str) -> None:
    endorsed = build(SCHOOL) | {"endorsement": [signed(endorsement(BADGE_ID), GUILD, securing=inner)]}
    report = look(signed(endorsed, SCHOOL, securing=outer))
    assert (report.verdict, report.check("inner").code) == ("authentic", "inner.ok")


def test_a_record_holds_badges_of_every_kind_of_proof() -> None:
    report = look(signed(clr(badge(1), by_text()), REGISTRAR))
    assert (report.verdict, [one.report.verdict for one in report.inner]) == ("authentic", ["authentic"] * 2)


def test_a_holder_presents_what_was_signed_by_its_text() -> None:
    shown = present(
        [json.dumps(by_text()).encode()], signer=HOLDER, created=AT, challenge="c", domain="d", securing=RDFC
    )
    report = inspect_presentation(shown, domain="d", challenge="c", resolver=DocumentResolver(), at=AT)
    assert (report.verdict, report.held) == ("authentic", True)


@pytest.mark.parametrize(
    "changed",
    [
        {"@context": ["https://www.w3.org/ns/credentials/v2"]},
        {"@context": [*build(SCHOOL)["@context"], "https://w3id.org/security/data-integrity/v2"]},
        {"@context": [*reversed(build(SCHOOL)["@context"])]},
    ],
)
def test_other_contexts_in_a_proof_inside_are_not_passed_over(changed: dict[str, Any]) -> None:
    inner = by_text()
    record = signed(clr(inner), REGISTRAR)
    stands = record["credentialSubject"]["verifiableCredential"][0]
    stands["proof"] = [stands["proof"][0] | changed]
    report = look(record)
    assert (report.verdict, report.check("lossless").outcome) == ("altered", "failed")


def test_contexts_in_a_proof_inside_that_does_not_repeat_them_are_not_passed_over() -> None:
    record = signed(clr(badge(1)), REGISTRAR)
    stands = record["credentialSubject"]["verifiableCredential"][0]
    stands["proof"][0]["@context"] = stands["@context"]
    assert look(record).verdict == "altered"


def test_nothing_else_may_name_contexts_by_calling_itself_a_proof() -> None:
    proof = {"@context": build(SCHOOL)["@context"], "type": ["DataIntegrityProof", "Evidence"], "cryptosuite": JCS}
    with pytest.raises(MalformedCredentialError) as raised:
        add_proof(build(SCHOOL) | {"evidence": [proof]}, signer=SCHOOL, created=AT, store=ContextStore())
    assert raised.value.code == "lossless.disguised"
