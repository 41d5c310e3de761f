"""Our EU micro-credentials at others: read where the context is known, not called wrong where it is not."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from openbadgeslib.verify import verify_badge
from openvc import verify as openvc_verify
from openvc.errors import OpenvcError
from tests.credentials.conftest import AT
from tests.interop.parties import CONTEXTS, PICTURES, badge, openvc_form, openvc_holds, signer

from stepladder.credentials import bake, issue
from stepladder.credentials.canonical import canonical_form
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.model.micro_credential import CONTEXT, Mention, MicroCredential, extend

ELEMENTS = MicroCredential(
    notional_workload=timedelta(hours=30),
    credit_system="ects",
    assessment_types=("quiz", "assignment"),
    participation=("online",),
    quality_assurance=(Mention(description="Reviewed each year."),),
    supervision="unsupervised",
    identity_verification="notVerified",
    stackability="standAlone",
    prerequisites=(Mention(name="Basics", url="https://badges.example.edu/achievements/basics"),),
)


def micro_credential(kind: str) -> dict[str, Any]:
    return extend(badge(signer(kind)), ELEMENTS, country="IE")


@pytest.mark.parametrize(
    ("kind", "securing"),
    [
        ("ed25519", "eddsa-rdfc-2022"),
        ("p256", "ecdsa-rdfc-2019"),
        ("ed25519", "eddsa-jcs-2022"),
        ("p256", "ecdsa-jcs-2019"),
    ],
)
def test_openvc_holds_it_once_it_has_the_context(kind: str, securing: str) -> None:
    credential = issue(micro_credential(kind), signer=signer(kind), created=AT, securing=securing)
    assert openvc_holds(credential).issuer == signer(kind).controller
    altered = openvc_form(credential)
    altered["credentialSubject"]["achievement"]["participation"] = ["onSite"]
    with pytest.raises(OpenvcError):
        openvc_holds(altered)


def test_with_p384_openvc_names_blank_nodes_by_sha_256_and_cannot_hold_many() -> None:
    """The suite uses SHA-384 throughout, in the names of blank nodes too: with few of them both hashes order alike."""
    credential = issue(micro_credential("p384"), signer=signer("p384"), created=AT, securing="ecdsa-rdfc-2019")
    with pytest.raises(OpenvcError, match="does not verify"):
        openvc_holds(credential)
    text, other = (
        canonical_form(credential.document, store=ContextStore(), hash_algorithm=each).text
        for each in ("sha384", "sha256")
    )
    assert text != other
    assert sorted(re.sub(r"_:c14n\d+", "_:", text).splitlines()) == sorted(
        re.sub(r"_:c14n\d+", "_:", other).splitlines()
    )


def test_without_the_context_openvc_cannot_check_it() -> None:
    credential = issue(micro_credential("ed25519"), signer=signer("ed25519"), created=AT)
    others = {url: text for url, text in CONTEXTS.items() if url != CONTEXT}
    with time_machine.travel(AT, tick=False), pytest.raises(OpenvcError, match=CONTEXT):
        openvc_verify.verify_credential(
            openvc_form(credential), policy=openvc_verify.VerificationPolicy(now=AT), extra_contexts=others
        )


@pytest.mark.parametrize("picture", PICTURES)
def test_openbadgeslib_holds_it_as_a_token(picture: str) -> None:
    by = signer("p256")
    token = issue(micro_credential("p256"), signer=by, created=AT, securing="open-badges-jwt").original
    with time_machine.travel(AT, tick=False):
        found = verify_badge(bake(PICTURES[picture], token), resolve_did=True)
    assert found.valid, found.reason


def test_openbadgeslib_cannot_check_the_embedded_proof() -> None:
    by = signer("ed25519")
    embedded = issue(micro_credential("ed25519"), signer=by, created=AT).original
    with time_machine.travel(AT, tick=False):
        found = verify_badge(bake(PICTURES["png"], embedded), resolve_did=True)
    assert not found.valid
    assert CONTEXT in str(found.reason)
