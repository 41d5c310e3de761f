"""Digests of other documents: what is one, and what it is of."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from stepladder.credentials.errors import CredentialError
from stepladder.credentials.keys.multibase import base58_encode, base64url_encode
from stepladder.credentials.verification.resource_digest import has_digest, keeps_digests

DATA = b"a document"
SHORT = {"sha256": b"\x12\x20", "sha384": b"\x20\x30", "sha512": b"\x13\x40"}


@pytest.mark.parametrize("name", SHORT)
def test_each_algorithm_and_spelling(name: str) -> None:
    digest = hashlib.new(name, DATA).digest()
    multihash = SHORT[name] + digest
    for entry in (
        {"digestSRI": f"{name}-{base64.b64encode(digest).decode()}"},
        {"digestSRI": f"{name}-{base64.b64encode(digest).decode()}?type=json"},
        {"digestMultibase": f"u{base64url_encode(multihash)}"},
        {"digestMultibase": f"z{base58_encode(multihash)}"},
    ):
        assert has_digest(entry)
        assert keeps_digests(entry, DATA)
        assert not keeps_digests(entry, DATA + b".")
    assert not keeps_digests({"digestMultibase": f"u{base64url_encode(multihash[:-1])}"}, DATA)


def test_none_asks_for_nothing() -> None:
    assert not has_digest({})
    assert keeps_digests({}, DATA)


def test_the_strongest_that_is_named_counts() -> None:
    weak = f"sha256-{base64.b64encode(hashlib.sha256(DATA).digest()).decode()}"
    wrong = f"sha512-{base64.b64encode(hashlib.sha512(b'other').digest()).decode()}"
    assert not keeps_digests({"digestSRI": f"{weak} {wrong}"}, DATA)


@pytest.mark.parametrize(
    ("digest", "code"),
    [
        ({"digestSRI": "md5-AAAA"}, "digest.unknown"),
        ({"digestSRI": "sha384"}, "digest.malformed"),
        ({"digestSRI": "sha384-…"}, "digest.malformed"),
        ({"digestSRI": ""}, "digest.malformed"),
        ({"digestSRI": ["x"]}, "digest.malformed"),
        ({"digestSRI": "x" * 2_000}, "digest.malformed"),
        ({"digestMultibase": "m123"}, "digest.unknown"),
        ({"digestMultibase": "z0"}, "digest.malformed"),
        ({"digestMultibase": "u"}, "digest.unknown"),
        ({"digestMultibase": f"u{base64url_encode(b'x')}"}, "digest.unknown"),
    ],
)
def test_what_is_no_digest_that_we_know(digest: dict[str, Any], code: str) -> None:
    with pytest.raises(CredentialError) as refused:
        keeps_digests(digest, b"")
    assert refused.value.code == code
