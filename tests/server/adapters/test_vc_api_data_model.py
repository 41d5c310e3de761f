"""The inputs of the VC Data Model 2.0 suite, sent to issue and to verify: names end in what should come of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.server

FOLDER = "vectors/vc-data-model-2.0-input/input"
PREFIXES = ("eddsa-rdfc-2022", "ecdsa-jcs-2019", "vc-jose-cose")
# A text direction is lost in RDF, so a signature over the canonical form would not cover it: the library refuses it.
UNCOVERED = "language-direction"
# This input comes with a proof that nobody made, which we do not put our own beside.
SIGNED = "credential-proof-ok"
TIMES = {"validFrom": "2024-01-01T00:00:00Z", "validUntil": "2034-01-01T00:00:00Z"}


def inputs(shared_data: Path, ending: str) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path in sorted((shared_data / FOLDER).rglob("*.json")):
        if path.stem.startswith(("credential-", "issuer-")) and path.stem.endswith(ending):
            document = json.loads(path.read_bytes())
            if "validUntil-validFrom-ok" in path.stem:  # the suite fills in times of the day it runs
                document |= TIMES
            found.append((path.stem, document))
    assert len(found) > 30
    return found


@pytest.mark.parametrize("prefix", PREFIXES)
def test_what_is_right_is_issued_and_verifies(vc_api, with_test_contexts, shared_data, prefix):
    endpoint, wrong = vc_api(prefix), []
    for name, document in inputs(shared_data, "-ok"):
        if name == SIGNED or (UNCOVERED in name and "rdfc" in prefix):
            continue
        answer = endpoint.issue(document)
        if answer.status_code != 201:
            wrong.append((name, answer.json()["code"], answer.json()["title"]))
            continue
        checked = endpoint.verify(answer.json()["verifiableCredential"], checks=["proof"])
        if checked.status_code != 200:
            wrong.append((name, checked.json()["problemDetails"]))
    assert not wrong


@pytest.mark.parametrize("prefix", PREFIXES)
def test_what_is_wrong_is_refused_with_its_reason(vc_api, with_test_contexts, shared_data, prefix):
    endpoint, wrong = vc_api(prefix), []
    for name, document in inputs(shared_data, "-fail"):
        asked = {"credential": document, "options": {}}
        if "issuer" not in document and name != "credential-no-issuer-fail":
            asked["credential"] = {**document, "issuer": endpoint.issuer}
        answer = endpoint.post("credentials/issue", asked)
        if answer.status_code != 400 or not answer.json()["code"]:
            wrong.append((name, answer.status_code))
        answer = endpoint.verify(document)
        if answer.status_code != 400 or not answer.json()["code"]:
            wrong.append((name, "verify", answer.status_code))
    assert not wrong


def test_what_no_signature_would_cover_is_refused(vc_api, shared_data):
    for name, document in inputs(shared_data, "-ok"):
        if UNCOVERED in name:
            assert vc_api().issue(document).json()["code"] == "lossless.direction"
        elif name == SIGNED:
            assert vc_api().issue(document).json()["code"] == "issue.already_signed"


def test_a_context_that_is_missing_is_not_filled_in(vc_api, shared_data):
    for path in sorted((shared_data / FOLDER).glob("credential-*-fail-or-inject.json")):
        assert vc_api().issue(json.loads(path.read_bytes())).status_code == 400, path.name
