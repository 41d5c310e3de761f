"""What the tests of faults share: a signed credential, its parts, and ways to look at a changed one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.credentials.conftest import AT, build

from stepladder.credentials import VerificationReport, inspect, issue
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.keys.multibase import base64url_encode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

SIGNER = InMemorySigner(bytes(range(32)))
SIGNED = issue(build(SIGNER), signer=SIGNER, created=AT)


def look(document: Any, at: datetime = AT, **documents: Any) -> VerificationReport:
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    return inspect(data, resolver=DocumentResolver(**documents), at=at)


def controller(signer: InMemorySigner, identifier: str, **method: Any) -> dict[str, Any]:
    entry = {
        "id": f"{identifier}#{signer.public_multikey}",
        "type": "Multikey",
        "controller": identifier,
        "publicKeyMultibase": signer.public_multikey,
        **method,
    }
    return {"id": identifier, "verificationMethod": [entry], "assertionMethod": [entry["id"]]}


def token(header: dict[str, Any], payload: dict[str, Any], signature: bytes | None = None) -> bytes:
    parts = [base64url_encode(json.dumps(part).encode()) for part in (header, payload)]
    text = ".".join(parts)
    made = SIGNER.sign(text.encode()) if signature is None else signature
    return f"{text}.{base64url_encode(made)}".encode()


def payload() -> dict[str, Any]:
    document = build(SIGNER)
    return {**document, "iss": SIGNER.controller, "jti": document["id"], "sub": "did:example:learner"}


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in items:
        yield from paths(member, (*path, key))


def at_path(document: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        document = document[key]
    return document
