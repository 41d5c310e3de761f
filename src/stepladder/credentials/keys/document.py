"""Key documents: what ``stepladder keys new`` writes and ``stepladder issue --key`` reads."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from stepladder.credentials.errors import SigningError
from stepladder.credentials.keys.jwk import pkcs8, secret_jwk, secret_of_jwk
from stepladder.credentials.keys.kinds import KINDS
from stepladder.credentials.keys.locked import lock, unlock
from stepladder.credentials.keys.multikey import decode_multikey, encode_multikey
from stepladder.credentials.keys.public import from_jwk
from stepladder.credentials.keys.signer import InMemorySigner, known_kind, load_secret

if TYPE_CHECKING:
    from collections.abc import Callable

NEW_RSA_BITS = 3072
_SECRETS = ("secretKeyMultibase", "secretKeyJwk", "secretKeyEncrypted")


def new_key(kind: str = "ed25519", *, controller: str | None = None, entropy: Callable[[int], bytes]) -> dict[str, Any]:
    """Return a new key document of kind ``ed25519``, ``p256``, ``p384``, ``p521`` or ``rsa`` (3072 bits).

    It is a Multikey with ``publicKeyMultibase`` and ``secretKeyMultibase``, or for ``p521`` and ``rsa`` a JsonWebKey
    with ``publicKeyJwk`` and ``secretKeyJwk``. ``entropy`` returns that many random bytes (``os.urandom``,
    ``secrets.token_bytes``); RSA primes alone are searched by the cryptography library with randomness of its own.
    Without ``controller`` the key names itself, as a did:key or did:jwk. Raises UnsupportedError
    (``key.unknown_kind``). Keep the document to yourself, or lock it (:func:`lock_key_document`): who has it can sign
    in your name.
    """
    secret = _new_secret(known_kind(kind).name, entropy)
    signer = InMemorySigner(secret, controller, kind=kind)
    if not KINDS[kind].has_multikey:
        return {
            "@context": "https://w3id.org/security/jwk/v1",
            "id": signer.verification_method,
            "type": "JsonWebKey",
            "controller": signer.controller,
            "publicKeyJwk": signer.public_key.to_jwk(),
            "secretKeyJwk": secret_jwk(kind, secret),
        }
    return {
        "@context": "https://w3id.org/security/multikey/v1",
        "id": signer.verification_method,
        "type": "Multikey",
        "controller": signer.controller,
        "publicKeyMultibase": signer.public_multikey,
        "secretKeyMultibase": encode_multikey(kind, secret, secret=True),
    }


def _new_secret(kind: str, entropy: Callable[[int], bytes]) -> bytes:
    found = KINDS[kind]
    if kind == "ed25519":
        return entropy(32)
    if kind == "rsa":
        from cryptography.hazmat.primitives.asymmetric import rsa

        return pkcs8(rsa.generate_private_key(65537, NEW_RSA_BITS))
    # FIPS 186-5, appendix A.2.1: 64 bits more than needed, so that no scalar is likelier than another.
    number = int.from_bytes(entropy(found.size + 8), "big") % (found.order - 1) + 1
    return number.to_bytes(found.size, "big")


def lock_key_document(
    document: dict[str, Any], passphrase: bytes, *, entropy: Callable[[int], bytes] = os.urandom
) -> dict[str, Any]:
    """Return the key document with its secret part under a passphrase, as ``secretKeyEncrypted``.

    That is PKCS #8 in PEM, which ``openssl pkey`` opens too. Raises SigningError: ``key.not_a_key_document``,
    ``key.bad_passphrase`` (empty), ``key.locked`` (it is locked already).
    """
    kind, secret = _secret_of(document, None)
    public = {name: value for name, value in document.items() if name not in _SECRETS}
    return {**public, "secretKeyEncrypted": lock(pkcs8(load_secret(kind, secret)), passphrase, entropy=entropy)}


def signer_from_key_document(document: Any, passphrase: bytes | None = None) -> InMemorySigner:
    """Return the signer of a key document.

    Raises SigningError: ``key.not_a_key_document`` (no secret part), ``key.locked`` (no passphrase was given),
    ``key.wrong_passphrase``, ``key.parts_differ`` (the public part belongs to another key).
    """
    kind, secret = _secret_of(document, passphrase)
    names = [document.get(name) or None for name in ("controller", "id")]
    if not all(name is None or isinstance(name, str) for name in names):
        raise SigningError("The id and the controller of a key are texts", code="key.not_a_key_document", where="/id")
    signer = InMemorySigner(secret, *names, kind=kind)
    multikey, jwk = document.get("publicKeyMultibase"), document.get("publicKeyJwk")
    if (multikey is not None and (not KINDS[kind].has_multikey or multikey != signer.public_multikey)) or (
        jwk is not None and from_jwk(jwk) != signer.public_key
    ):
        raise SigningError(
            "The public and the secret part are of two different keys",
            code="key.parts_differ",
            where="/publicKeyMultibase" if multikey is not None else "/publicKeyJwk",
        )
    return signer


def _secret_of(document: Any, passphrase: bytes | None) -> tuple[str, bytes]:
    found = document if isinstance(document, dict) else {}
    if isinstance(found.get("secretKeyEncrypted"), str):
        return _secret_of_object(unlock(found["secretKeyEncrypted"], passphrase))
    if isinstance(found.get("secretKeyMultibase"), str):
        return decode_multikey(found["secretKeyMultibase"], secret=True)
    if "secretKeyJwk" in found:
        return secret_of_jwk(found["secretKeyJwk"])
    raise SigningError(
        "The document holds no secret part: secretKeyMultibase, secretKeyJwk or secretKeyEncrypted",
        code="key.not_a_key_document",
        hint="Make a key with `stepladder keys new -o key.json`.",
        where="/secretKeyMultibase",
    )


def _secret_of_object(key: Any) -> tuple[str, bytes]:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(key, ed25519.Ed25519PrivateKey):
        return "ed25519", key.private_bytes_raw()
    if isinstance(key, rsa.RSAPrivateKey):
        return "rsa", pkcs8(key)
    if isinstance(key, ec.EllipticCurvePrivateKey):
        for kind in KINDS.values():
            if kind.order and kind.curve.replace("P-", "secp") + "r1" == key.curve.name:
                return kind.name, key.private_numbers().private_value.to_bytes(kind.size, "big")
    raise SigningError("The locked key is of a kind that we do not sign with", code="key.not_a_key_document")
