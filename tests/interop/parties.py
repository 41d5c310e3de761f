"""Two libraries of others, and what lets them and us read each other. Both are LGPL: oracles of tests only."""

from __future__ import annotations

import functools
import json
import struct
import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import time_machine
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from openvc import keys as openvc_keys
from openvc import verify as openvc_verify
from tests.credentials.conftest import AT, build

from stepladder.credentials import Credential, VerificationPolicy, VerificationReport, inspect
from stepladder.credentials.contexts.store import pinned_contexts
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner

if TYPE_CHECKING:
    from collections.abc import Iterable

LIST = "https://badges.example.edu/status/3"
OTHER_ID = "urn:uuid:4f5a2d0c-8f5b-4a57-9f0e-0c2f7a1b3c4e"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect width="1" height="1"/></svg>'
CONTEXTS = {pinned.url: pinned.read() for pinned in pinned_contexts() if pinned.edition == "current"}
ALGORITHMS = {"ed25519": "EdDSA", "p256": "ES256", "p384": "ES384", "p521": "ES512", "rsa": "RS256"}


@functools.cache
def signer(kind: str, controller: str | None = None) -> InMemorySigner:
    """Return our signer of a kind; its key is the same in every test of a run."""
    secret = _rsa_secret() if kind == "rsa" else bytes(range(1, {"p384": 49, "p521": 67}.get(kind, 33)))
    if kind == "p521":
        secret = b"\0" + secret[1:]
    method = f"{controller}#key-1" if controller else None
    return InMemorySigner(secret, controller, method, kind=kind)


@functools.cache
def _rsa_secret() -> bytes:
    key = rsa.generate_private_key(65537, 2048)
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def badge(by: InMemorySigner, **more: Any) -> dict[str, Any]:
    """Return an unsigned Open Badges 3.0 credential.

    Two names of the context mean the same type, and openvc-core takes one of them only: see the page about it.
    """
    document = build(by, **more)
    return document | {"type": ["VerifiableCredential", "OpenBadgeCredential"]}


def old_badge(by: InMemorySigner) -> dict[str, Any]:
    """Return an unsigned credential of version 1.1 of the data model."""
    document = badge(by)
    document["@context"] = [
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    ]
    del document["validFrom"], document["credentialSubject"]["achievement"]["inLanguage"]
    return document | {"issuanceDate": "2026-03-01T12:00:00Z"}


def ours(data: bytes, lists: Iterable[bytes] = (), **settings: Any) -> VerificationReport:
    """Return what we say of a credential."""
    policy = VerificationPolicy(**{key: settings.pop(key) for key in ("recipient",) if key in settings})
    resolver = DocumentResolver(status_lists=lists, **settings)
    return inspect(data, resolver=resolver, at=AT, policy=policy)


def failures(report: VerificationReport) -> list[str]:
    """Return what did not hold, but for the identity of an issuer that is its key."""
    wrong = {"failed", "indeterminate"}
    return [each.code for each in report.checks if each.outcome in wrong and each.check != "issuer_identity"]


# ---------------------------------------------------------------- openvc-core


def openvc_form(credential: Credential) -> Any:
    """Return a credential as openvc-core takes it: a token as text, JSON as a dict with one proof and not a list."""
    if credential.securing == "jwt":
        return credential.original.decode()
    document = json.loads(credential.original)
    (document["proof"],) = document["proof"]
    return document


def openvc_holds(credential: Credential | dict[str, Any] | str, **settings: Any) -> Any:
    """Return what openvc-core says of a credential; it raises openvc.errors.OpenvcError if it does not hold."""
    given = openvc_form(credential) if isinstance(credential, Credential) else credential
    policy = openvc_verify.VerificationPolicy(now=AT)
    with time_machine.travel(AT, tick=False):
        return openvc_verify.verify_credential(given, policy=policy, extra_contexts=CONTEXTS, **settings)


def openvc_key(by: InMemorySigner) -> Any:
    """Return the same secret key as openvc-core holds it."""
    pem, name = secret_pem(by), by.verification_method
    holders = {
        "ed25519": openvc_keys.Ed25519SigningKey,
        "p256": openvc_keys.P256SigningKey,
        "p384": openvc_keys.P384SigningKey,
    }
    return holders[by.public_key.kind].from_pem(pem, name)


# ---------------------------------------------------------------- keys and pictures


def secret_pem(by: InMemorySigner) -> bytes:
    return by._key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def public_pem(by: InMemorySigner) -> bytes:
    return by._key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


PICTURES = {"png": png(), "svg": SVG}
ISSUED = datetime(2026, 1, 1, tzinfo=UTC)
MONTH = timedelta(days=30)
