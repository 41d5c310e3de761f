"""Anything at all in, only an answer out: no body that is sent to the VC API breaks it."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

import pytest

pytestmark = pytest.mark.server

ODD: list[Any] = [
    *(None, True, 0, -1, 1.5, 10**15, "", "x", "\x00", "\u202e", "did:key:z", "data:application/vc+jwt,a.b.c", [], {}),
    *([None], [[]], {"@id": "x"}, {"type": 7}, {"@value": "x"}, ["a", 7], {"@context": "x"}, [{}], "z" * 3000, "_:b0"),
    *({"type": "EnvelopedVerifiableCredential", "id": 7}, {"type": "BitstringStatusListEntry"}, {"@type": "@json"}),
]
NAMES = ["proof", "@context", "type", "@type", "id", "@id", "issuer", "holder", "credentialSubject", "credentialStatus"]
PER_ADDRESS = 60


def places(value: Any) -> list[tuple[Any, Any]]:
    """Return every place in a document: what holds it, and its key there."""
    found = []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in items:
        found += [(value, key), *places(member)]
    return found


def spoilt(rng: random.Random, body: dict[str, Any]) -> dict[str, Any]:
    body = copy.deepcopy(body)
    for _ in range(rng.randint(1, 3)):
        where, key = rng.choice(places(body))
        what = copy.deepcopy(rng.choice(ODD))
        if isinstance(where, dict) and rng.random() < 0.3:
            where[rng.choice(NAMES)] = what
        elif rng.random() < 0.2:
            del where[key]
        else:
            where[key] = what
        if not body:
            break
    return body


@pytest.mark.parametrize("name", ["eddsa-rdfc-2022", "ecdsa-jcs-2019", "vc-jose-cose"])
def test_nothing_that_is_sent_breaks_it(vc_api, plain, name):
    endpoint, wrong = vc_api(name), []
    signed = endpoint.issued(plain)
    presentation = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [signed],
        "proof": signed.get("proof", {}),
    }
    bodies = {
        "credentials/issue": {"credential": {**plain, "issuer": {"id": endpoint.issuer}}, "options": {"created": "x"}},
        "credentials/verify": {"verifiableCredential": signed, "options": {"checks": ["proof"]}},
        "presentations/verify": {"verifiablePresentation": presentation, "options": {"domain": "x"}},
        "credentials/status": {"credentialId": "urn:x", "credentialStatus": {"statusPurpose": "x"}, "status": True},
    }
    rng = random.Random(name)  # noqa: S311 - the same on every run
    for path, body in bodies.items():
        for _ in range(PER_ADDRESS):
            sent = spoilt(rng, body)
            try:
                answer = endpoint.post(path, sent)
            except Exception as error:  # noqa: BLE001 - whatever it is, it should have been an answer
                wrong.append((path, json.dumps(sent)[:600], repr(error)[:200]))
                continue
            if answer.status_code >= 500 or not answer.json():
                wrong.append((path, json.dumps(sent)[:600], answer.status_code))
    assert not wrong, wrong[:3]
