"""Presentations between openvc-core and us, in both directions: tokens and embedded proofs."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from openvc.errors import OpenvcError
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.vp_jwt import VpJwtProofSuite
from openvc.verify import VerificationPolicy as OpenvcPolicy
from tests.credentials.conftest import AT
from tests.interop.parties import CONTEXTS, badge, old_badge, openvc_form, openvc_key, signer

from stepladder.credentials import Credential, issue
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.issuing.presenting import present
from stepladder.credentials.verification.presentation import PresentationReport, inspect_presentation

DOMAIN, CHALLENGE = "https://employer.example", "n-0S6_WzA2Mj"
PURPOSE = {"proof_purpose": "authentication", "domain": DOMAIN, "challenge": CHALLENGE}


def token_credential(kind: str = "ed25519") -> Credential:
    by = signer(kind)
    return issue(old_badge(by), signer=by, created=AT, securing="vc-1.1-jwt")


def look(data: bytes, domain: str = DOMAIN, challenge: str = CHALLENGE) -> PresentationReport:
    return inspect_presentation(data, domain=domain, challenge=challenge, resolver=DocumentResolver(), at=AT)


@pytest.mark.parametrize("kind", ["ed25519", "p256", "p384"])
def test_openvc_holds_our_presentation_in_a_token(kind: str) -> None:
    holder = signer(kind)
    token = present(
        [token_credential()], signer=holder, created=AT, challenge=CHALLENGE, domain=DOMAIN, securing="vc-1.1-jwt"
    ).decode()
    with time_machine.travel(AT, tick=False):
        found = VpJwtProofSuite().verify(token, audience=DOMAIN, nonce=CHALLENGE, policy=OpenvcPolicy(now=AT))
        assert (found.holder, len(found.credentials)) == (holder.controller, 1)
        with pytest.raises(OpenvcError):
            VpJwtProofSuite().verify(token, audience=DOMAIN, nonce="another", policy=OpenvcPolicy(now=AT))


@pytest.mark.parametrize("kind", ["ed25519", "p256", "p384"])
def test_we_hold_the_presentation_of_openvc_in_a_token(kind: str) -> None:
    with time_machine.travel(AT, tick=False):
        token = VpJwtProofSuite().sign(
            [token_credential().original.decode()],
            holder_key=openvc_key(signer(kind)),
            audience=DOMAIN,
            nonce=CHALLENGE,
        )
    report = look(token.encode())
    assert (report.verdict, report.holder) == ("authentic", signer(kind).controller)
    assert [one.verdict for one in report.credentials] == ["authentic"]
    assert look(token.encode(), challenge="another").verdict != "authentic"
    assert look(token.encode(), domain="https://other.example").verdict != "authentic"


def presentation(credential: Credential) -> dict[str, Any]:
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": signer("p256").controller,
        "verifiableCredential": [openvc_form(credential)],
    }


def test_openvc_holds_the_proof_of_our_presentation() -> None:
    by = signer("ed25519")
    credential = issue(badge(by), signer=by, created=AT)
    shown = json.loads(present([credential], signer=by, created=AT, challenge=CHALLENGE, domain=DOMAIN))
    (shown["proof"],) = shown["proof"] if isinstance(shown["proof"], list) else [shown["proof"]]
    expected = {"expected_proof_purpose": "authentication", "expected_domain": DOMAIN}
    verify = DataIntegrityProofSuite().verify
    with time_machine.travel(AT, tick=False):
        verify(shown, now=AT, extra_contexts=CONTEXTS, expected_challenge=CHALLENGE, **expected)
        with pytest.raises(OpenvcError):
            verify(shown, now=AT, extra_contexts=CONTEXTS, expected_challenge="another", **expected)


def test_we_hold_the_proof_of_a_presentation_of_openvc() -> None:
    by = signer("ed25519")
    document = presentation(issue(badge(by), signer=by, created=AT)) | {"holder": by.controller}
    signed = DataIntegrityProofSuite().add_proof(
        document,
        signing_key=openvc_key(by),
        verification_method=by.verification_method,
        created=AT,
        extra_contexts=CONTEXTS,
        **PURPOSE,
    )
    report = look(json.dumps(signed).encode())
    assert (report.verdict, report.holder) == ("authentic", by.controller)
    assert look(json.dumps(signed).encode(), challenge="another").verdict != "authentic"
