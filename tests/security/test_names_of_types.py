"""A member under the name of a type can mean the same as the usual one, and no reader would look for it there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.credentials.conftest import AT, build

from stepladder.credentials import inspect, issue
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner

SIGNER = InMemorySigner(bytes(range(32)))
OLDER = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json"


def signed(**achievement: Any) -> dict[str, Any]:
    document = build(SIGNER)
    document["@context"] = [document["@context"][0], OLDER]
    document["credentialSubject"]["achievement"].pop("inLanguage", None)
    document["credentialSubject"]["achievement"].update(achievement)
    return issue(document, signer=SIGNER, created=AT).document


@pytest.mark.parametrize(("usual", "hidden"), [("criteria", "Criteria"), ("image", "Image")])
def test_a_member_is_not_hidden_under_the_name_of_a_type(usual: str, hidden: str) -> None:
    document = signed(image={"id": "https://x.example/picture.png", "type": "Image"})
    resolver = DocumentResolver()
    assert inspect(json.dumps(document).encode(), resolver=resolver, at=AT).verdict == "authentic"
    achievement = document["credentialSubject"]["achievement"]
    achievement[hidden] = achievement.pop(usual)
    report = inspect(json.dumps(document).encode(), resolver=resolver, at=AT)
    assert report.verdict == "altered"
    assert report.check("lossless").code == "lossless.disguised"
