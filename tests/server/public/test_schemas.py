"""The JSON Schemas of our own, as the server gives them to anyone."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from stepladder.credentials.schemas import pinned_schemas
from stepladder.server.web.public.own_texts import OWN

if TYPE_CHECKING:
    from django.test import Client

    from stepladder.credentials.schemas import PinnedSchema

pytestmark = pytest.mark.server

OURS = [each for each in pinned_schemas() if each.url.startswith(OWN)]


@pytest.mark.parametrize("pinned", OURS, ids=lambda each: each.file)
def test_each_is_served_byte_for_byte_and_for_good(client: Client, pinned: PinnedSchema) -> None:
    answer = client.get(f"/{pinned.url.removeprefix(OWN)}")
    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() == pinned.sha256
    assert json.loads(answer.content)["$id"] == pinned.url
    assert answer["Content-Type"] == "application/schema+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "immutable" in answer["Cache-Control"]


@pytest.mark.parametrize("path", ["open-badges/v2", "index/v1", "json-schema-credential/v1", "v1/open-badges"])
def test_nothing_else_is(client: Client, path: str) -> None:
    assert client.get(f"/schemas/{path}").status_code == 404
