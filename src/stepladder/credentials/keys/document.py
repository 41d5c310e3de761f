"""Key documents: what ``stepladder keys new`` writes and ``stepladder issue --key`` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.errors import SigningError, UnsupportedError
from stepladder.credentials.keys.multikey import decode_multikey, encode_multikey
from stepladder.credentials.keys.signer import InMemorySigner

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.credentials.keys.signer import Signer


def new_key(kind: str = "ed25519", *, controller: str | None = None, entropy: Callable[[int], bytes]) -> dict[str, Any]:
    """Return a new key document: ``id``, ``type``, ``controller``, ``publicKeyMultibase``, ``secretKeyMultibase``.

    ``entropy`` returns that many random bytes (``os.urandom``, ``secrets.token_bytes``). Without ``controller`` the
    key names itself, as a did:key. Raises UnsupportedError (``key.unknown_kind``). Keep the document to yourself: who
    has it can sign in your name.
    """
    if kind != "ed25519":
        raise UnsupportedError(
            f"Keys of kind {kind!r} cannot be made yet", code="key.unknown_kind", hint="Use ed25519."
        )
    seed = entropy(32)
    signer = InMemorySigner(seed, controller)
    return {
        "@context": "https://w3id.org/security/multikey/v1",
        "id": signer.verification_method,
        "type": "Multikey",
        "controller": signer.controller,
        "publicKeyMultibase": signer.public_multikey,
        "secretKeyMultibase": encode_multikey("ed25519", seed, secret=True),
    }


def controller_document(key: dict[str, Any]) -> dict[str, Any]:
    """Return the public document that a key's controller publishes, which lists the key for signing credentials.

    Controlled Identifiers 1.0, section 2. A verifier reads it at the controller's address, or is given it.
    """
    method = {name: key[name] for name in ("id", "type", "controller", "publicKeyMultibase")}
    return {
        "@context": ["https://www.w3.org/ns/cid/v1"],
        "id": key["controller"],
        "verificationMethod": [method],
        "assertionMethod": [method["id"]],
    }


def signer_from_key_document(document: Any) -> Signer:
    """Return the signer of a key document.

    Raises SigningError: ``key.not_a_key_document`` (no secret part), ``key.parts_differ`` (the public part belongs to
    another key).
    """
    secret = document.get("secretKeyMultibase") if isinstance(document, dict) else None
    if not isinstance(secret, str):
        raise SigningError(
            "The document holds no secretKeyMultibase",
            code="key.not_a_key_document",
            hint="Make a key with `stepladder keys new -o key.json`.",
            where="/secretKeyMultibase",
        )
    _, seed = decode_multikey(secret, secret=True)
    signer = InMemorySigner(seed, document.get("controller") or None, document.get("id") or None)
    public = document.get("publicKeyMultibase")
    if public is not None and public != signer.public_multikey:
        raise SigningError(
            "The public and the secret part are of two different keys",
            code="key.parts_differ",
            where="/publicKeyMultibase",
        )
    return signer
