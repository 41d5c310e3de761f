"""The VC API, switched on for one test."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One prefix of the VC API, asked as a suite asks."""

    client: Client
    name: str
    issuer: str

    def post(self, path: str, body: Any, **more: Any) -> Any:
        data = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return self.client.post(f"/vc-api/{self.name}/{path}", data, content_type="application/json", **more)

    def issue(self, credential: dict[str, Any], **options: Any) -> Any:
        """Ask for a signature, with the prefix's own issuer where the credential leaves it open, as suites do."""
        given = dict(credential)
        if isinstance(given.get("issuer"), dict):
            given["issuer"] = {"id": self.issuer, **given["issuer"]}
        else:
            given.setdefault("issuer", self.issuer)
        return self.post("credentials/issue", {"credential": given, "options": options})

    def issued(self, credential: dict[str, Any], **options: Any) -> dict[str, Any]:
        answer = self.issue(credential, **options)
        assert answer.status_code == 201, answer.content
        signed: dict[str, Any] = answer.json()["verifiableCredential"]
        return signed

    def verify(self, credential: Any, **options: Any) -> Any:
        return self.post("credentials/verify", {"verifiableCredential": credential, "options": options})


@pytest.fixture
def vc_api(db: None, client: Client, settings: Any) -> Any:
    """Give a function from a prefix's name to its endpoint."""
    settings.VC_API = True
    settings.VC_API_CONTEXTS = ""

    def make(name: str = "eddsa-rdfc-2022") -> Endpoint:
        entries = {each["prefix"]: each for each in client.get("/vc-api/").json()["prefixes"]}
        return Endpoint(client=client, name=name, issuer=entries[name]["issuer"])

    return make


@pytest.fixture
def with_test_contexts(shared_data: Path, settings: Any) -> None:
    """Name the folder of the test contexts, as an operator would."""
    settings.VC_API_CONTEXTS = str(shared_data / "contexts")


@pytest.fixture
def plain() -> dict[str, Any]:
    """Give the smallest credential that says something."""
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "credentialSubject": {"id": "did:example:subject", "name": "A name"},
    }
