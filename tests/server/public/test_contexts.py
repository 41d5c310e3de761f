"""The contexts of our own, as the server gives them to anyone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from stepladder.credentials.contexts import pinned_contexts
from stepladder.server.web.public.own_texts import OWN

if TYPE_CHECKING:
    from django.test import Client

    from stepladder.credentials.contexts import PinnedContext

pytestmark = pytest.mark.server

OURS = [each for each in pinned_contexts() if each.url.startswith(OWN)]


@pytest.mark.parametrize("pinned", OURS, ids=lambda each: each.url)
def test_each_is_served_byte_for_byte_and_for_good(client: Client, pinned: PinnedContext) -> None:
    answer = client.get(f"/contexts/{pinned.url.removeprefix(OWN)}")
    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() == pinned.sha256
    assert answer.headers["Content-Type"] == "application/ld+json"
    assert answer.headers["ETag"] == f'"{pinned.sha256}"'
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers


def test_the_one_for_micro_credentials_is_among_them() -> None:
    assert "https://w3id.org/stepladder/micro-credential/v1" in [each.url for each in OURS]


@pytest.mark.parametrize("path", ["micro-credential/v2", "micro-credential/V1", "credentials/v2", "other/v1"])
def test_no_other_is_served(client: Client, path: str) -> None:
    assert client.get(f"/contexts/{path}").status_code == 404
