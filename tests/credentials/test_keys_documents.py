"""Key documents: made, locked under a passphrase, opened again; and the document that a controller publishes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import load_der_private_key
from tests.credentials.conftest import AT, build
from tests.credentials.key_samples import secret_of, signer_of

from stepladder.credentials import inspect, issue
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import CredentialError, SigningError, UnsupportedError
from stepladder.credentials.keys import (
    KEY_KINDS,
    InMemorySigner,
    PublicKey,
    controller_document,
    lock_key_document,
    new_key,
    signer_from_key_document,
)
from stepladder.credentials.keys.jwk import pkcs8, secret_jwk
from stepladder.credentials.keys.signer import load_secret

SITE = "did:web:badges.example.edu"
PASSPHRASE = "correct horse ünd battery".encode()


def key_document(kind: str, number: int = 0, controller: str | None = None) -> dict[str, Any]:
    """Give a key document as `new_key` makes it, without the wait for new RSA primes."""
    signer = signer_of(kind, number, controller=controller)
    document = {"id": signer.verification_method, "type": "JsonWebKey", "controller": signer.controller}
    return document | {
        "publicKeyJwk": signer.public_key.to_jwk(),
        "secretKeyJwk": secret_jwk(kind, secret_of(kind, number)),
    }


# ---------------------------------------------------------------- making


@pytest.mark.parametrize("kind", ["ed25519", "p256", "p384", "p521"])
def test_a_new_key_comes_from_the_randomness_that_is_given(kind: str) -> None:
    asked: list[int] = []

    def entropy(size: int) -> bytes:
        asked.append(size)
        return bytes(range(size))

    document = new_key(kind, entropy=entropy)
    assert len(asked) == 1
    assert document == new_key(kind, entropy=lambda size: bytes(range(size)))
    assert document != new_key(kind, entropy=lambda size: bytes(range(1, size + 1)))
    signer = signer_from_key_document(json.loads(json.dumps(document)))
    assert (signer.verification_method, signer.controller) == (document["id"], document["controller"])
    assert signer.public_key.kind == kind


@pytest.mark.parametrize("kind", ["p256", "p384", "p521"])
def test_even_poor_randomness_gives_a_scalar_of_the_curve(kind: str) -> None:
    for filled in (b"\0", b"\xff"):
        assert signer_from_key_document(new_key(kind, entropy=lambda size, filled=filled: filled * size))


def test_a_new_rsa_key_has_3072_bits() -> None:
    document = new_key("rsa", controller=SITE, entropy=os.urandom)
    signer = signer_from_key_document(document)
    assert (document["id"], signer.public_key.key.key_size) == (f"{SITE}#{signer.public_key.thumbprint()}", 3072)
    assert "secretKeyMultibase" not in document
    assert set(document["publicKeyJwk"]) == {"kty", "n", "e"}


@pytest.mark.parametrize("kind", ["", "ed448", "rsa2048", "secp256k1"])
def test_a_key_of_an_unknown_kind_is_not_made(kind: str) -> None:
    with pytest.raises(UnsupportedError) as refused:
        new_key(kind, entropy=bytes)
    assert refused.value.code == "key.unknown_kind"


# ---------------------------------------------------------------- under a passphrase


@pytest.mark.parametrize("kind", KEY_KINDS)
def test_a_locked_key_opens_with_its_passphrase_only(kind: str) -> None:
    document = key_document(kind)
    locked = json.loads(json.dumps(lock_key_document(document, PASSPHRASE)))
    assert [name for name in locked if name.startswith("secret")] == ["secretKeyEncrypted"]
    assert {name: value for name, value in locked.items() if "secret" not in name} == {
        name: value for name, value in document.items() if "secret" not in name
    }
    opened = signer_from_key_document(locked, PASSPHRASE)
    assert opened.public_key == signer_of(kind).public_key
    assert opened.sign(b"text") == signer_of(kind).sign(b"text")
    for passphrase, code in (
        (None, "key.locked"),
        (b"", "key.locked"),
        (b"wrong", "key.wrong_passphrase"),
        (PASSPHRASE + b"\n", "key.wrong_passphrase"),
    ):
        with pytest.raises(SigningError) as refused:
            signer_from_key_document(locked, passphrase)
        assert refused.value.code == code


def test_a_locked_key_is_salted_and_stretched() -> None:
    one, other = (lock_key_document(key_document("ed25519"), PASSPHRASE)["secretKeyEncrypted"] for _ in range(2))
    assert one != other
    same = [lock_key_document(key_document("p256"), PASSPHRASE, entropy=bytes) for _ in range(2)]
    assert same[0] == same[1]
    assert secret_of("ed25519").hex() not in one


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("kind", KEY_KINDS)
def test_openssl_opens_a_locked_key_and_stretches_it_as_long(kind: str) -> None:
    pem = lock_key_document(key_document(kind), PASSPHRASE)["secretKeyEncrypted"].encode()
    given = {**os.environ, "PASS": PASSPHRASE.decode()}
    command = ["openssl", "pkcs8", "-passin", "env:PASS", "-outform", "DER"]
    opened = subprocess.run(command, input=pem, env=given, capture_output=True, check=True).stdout
    assert PublicKey(kind, load_der_private_key(opened, None).public_key()) == signer_of(kind).public_key
    shown = subprocess.run(["openssl", "asn1parse"], input=pem, capture_output=True, check=True).stdout.decode()
    assert "PBKDF2" in shown
    assert "hmacWithSHA256" in shown
    assert f"{600_000:X}" in shown


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_key_that_openssl_locked_is_opened() -> None:
    der = pkcs8(load_secret("p384", secret_of("p384")))
    command = ["openssl", "pkcs8", "-topk8", "-inform", "DER", "-v2", "aes-256-cbc", "-passout", "pass:geheim"]
    pem = subprocess.run(command, input=der, capture_output=True, check=True).stdout.decode()
    document = {name: value for name, value in key_document("p384").items() if name != "secretKeyJwk"}
    signer = signer_from_key_document(document | {"secretKeyEncrypted": pem}, b"geheim")
    assert signer.public_key == signer_of("p384").public_key


def test_what_cannot_be_locked_or_opened_is_refused() -> None:
    document = key_document("ed25519")
    with pytest.raises(SigningError) as refused:
        lock_key_document(document, b"")
    assert refused.value.code == "key.bad_passphrase"
    with pytest.raises(SigningError) as refused:
        lock_key_document(lock_key_document(document, PASSPHRASE), PASSPHRASE)
    assert refused.value.code == "key.locked"
    bare = {name: value for name, value in document.items() if name != "secretKeyJwk"}
    for wrong in (None, [], {}, bare, bare | {"secretKeyMultibase": 5}, bare | {"secretKeyEncrypted": "text"}):
        for act in (
            lambda wrong=wrong: lock_key_document(wrong, b"x"),
            lambda wrong=wrong: signer_from_key_document(wrong),
        ):
            with pytest.raises(SigningError) as refused:
                act()
            assert refused.value.code == "key.not_a_key_document"
    for member in ("id", "controller"):
        with pytest.raises(SigningError) as refused:
            signer_from_key_document(document | {member: 5})
        assert refused.value.code == "key.not_a_key_document"
    damaged = lock_key_document(document, PASSPHRASE)
    lines = damaged["secretKeyEncrypted"].splitlines()
    damaged["secretKeyEncrypted"] = "\n".join([*lines[:2], *lines[3:]])
    with pytest.raises(SigningError):
        signer_from_key_document(damaged, PASSPHRASE)


@pytest.mark.parametrize("kind", KEY_KINDS)
def test_a_secret_jwk_that_is_damaged_is_refused(kind: str) -> None:
    document = key_document(kind)
    for member in ("kty", "d", *({"rsa": ("n", "p", "qi")}.get(kind, ("crv",)))):
        jwk = {name: value for name, value in document["secretKeyJwk"].items() if name != member}
        with pytest.raises(CredentialError) as refused:
            signer_from_key_document(document | {"secretKeyJwk": jwk})
        assert refused.value.code == "key.not_a_key_document"


@pytest.mark.parametrize("kind", KEY_KINDS)
def test_parts_of_two_keys_are_refused(kind: str) -> None:
    other = signer_of(kind, 7).public_key
    with pytest.raises(SigningError) as refused:
        signer_from_key_document(key_document(kind) | {"publicKeyJwk": other.to_jwk()})
    assert (refused.value.code, refused.value.where) == ("key.parts_differ", "/publicKeyJwk")


# ---------------------------------------------------------------- what a controller publishes


def test_the_document_of_one_key_is_as_before() -> None:
    key = new_key(controller=SITE, entropy=bytes)
    document = controller_document(key)
    assert document["assertionMethod"] == [key["id"]]
    assert "secretKeyMultibase" not in json.dumps(document)
    assert document == controller_document([key])


@pytest.mark.parametrize("kind", KEY_KINDS)
def test_no_secret_is_published(kind: str) -> None:
    published = json.dumps(
        controller_document([key_document(kind), lock_key_document(key_document(kind, 7), b"x")][:1])
    )
    assert "secret" not in published
    assert secret_jwk(kind, secret_of(kind))["d"] not in published
    assert "secret" not in json.dumps(controller_document(lock_key_document(key_document(kind), b"x")))


def test_a_rotated_key_stays_listed_and_what_it_signed_holds_until_it_was_revoked() -> None:
    keys = [key_document(kind, controller=SITE) for kind in ("ed25519", "p256", "rsa")]
    for key in keys:
        key["id"] = f"{SITE}#{key['publicKeyJwk']['kty']}"
    old = signer_from_key_document(keys[0])
    signed = issue(build(old), signer=old, created=AT)

    def verdict(**limits: datetime) -> tuple[str, str]:
        times = {name: {keys[0]["id"]: moment} for name, moment in limits.items()}
        document = controller_document(keys, **times)
        assert document["assertionMethod"] == [key["id"] for key in keys]
        resolver = DocumentResolver(issuer_documents=[json.dumps(document).encode()])
        report = inspect(signed, resolver=resolver, at=AT + timedelta(days=30))
        return report.verdict, report.check("proof").code

    assert verdict()[0] == "authentic"
    assert verdict(revoked=AT + timedelta(seconds=1))[0] == "authentic"
    assert verdict(revoked=AT)[1] == "proof.key_revoked"
    assert verdict(expires=AT)[1] == "proof.key_expired"
    assert verdict(expires=AT + timedelta(seconds=1))[0] == "authentic"


def test_keys_that_do_not_belong_into_one_document_are_refused() -> None:
    one, other = (new_key(controller=SITE, entropy=lambda size, fill=fill: bytes([fill]) * size) for fill in (1, 2))
    stranger = new_key(entropy=lambda size: b"\3" * size)
    for keys, code in (
        ([], "key.controllers_differ"),
        ([one, stranger], "key.controllers_differ"),
        ([one, one], "key.listed_twice"),
        ([one, {}], "key.not_a_key_document"),
        ([one, {**other, "publicKeyJwk": {}}], "key.not_a_key_document"),
    ):
        with pytest.raises(SigningError) as refused:
            controller_document(keys)
        assert refused.value.code == code
    with pytest.raises(SigningError) as refused:
        controller_document([one], revoked={other["id"]: datetime(2026, 1, 1, tzinfo=UTC)})
    assert refused.value.code == "key.not_listed"
    both = controller_document([one, other], purposes=("assertionMethod", "authentication"))
    assert both["authentication"] == both["assertionMethod"] == [one["id"], other["id"]]
    assert both["assertionMethod"] is not both["authentication"]


def test_a_signer_says_who_it_is_and_not_its_secret() -> None:
    signer = InMemorySigner(bytes(32))
    assert repr(signer) == f"InMemorySigner({signer.verification_method!r})"
