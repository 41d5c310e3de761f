"""Multikey: a key as multibase text with its kind in front (Controlled Identifiers 1.0, section 2.2.2)."""

from __future__ import annotations

from stepladder.credentials.errors import MalformedCredentialError, UnsupportedError
from stepladder.credentials.keys import multibase
from stepladder.credentials.keys.kinds import KINDS

_READ = ", ".join(kind.curve for kind in KINDS.values() if kind.has_multikey)


def encode_multikey(kind: str, key: bytes, *, secret: bool = False) -> str:
    """Return multikey text, for example ``z6Mk…`` for the 32 bytes of an Ed25519 public key.

    Raises UnsupportedError (``key.no_multikey``) for ``p521`` and ``rsa``, which have no such form.
    """
    found = KINDS[kind]
    if not found.has_multikey:
        raise UnsupportedError(
            f"Keys of kind {kind} cannot be written as Multikey",
            code="key.no_multikey",
            hint="Write it as a JSON Web Key.",
            spec="Controlled Identifiers 1.0, section 2.2.2",
        )
    return "z" + multibase.base58_encode((found.secret_prefix if secret else found.public_prefix) + key)


def decode_multikey(text: str, *, secret: bool = False) -> tuple[str, bytes]:
    """Return kind (``ed25519``, ``p256``, ``p384``) and bytes (curve points compressed).

    Raises UnsupportedError (``key.unknown_kind``) for other kinds, MalformedCredentialError if it is no multibase text
    (``key.bad_multibase`` …) or the key has another length than its kind (``key.malformed``).
    """
    data = multibase.decode(text)
    for kind in KINDS.values():
        prefix = kind.secret_prefix if secret else kind.public_prefix
        if not prefix or not data.startswith(prefix):
            continue
        key, length = data[len(prefix) :], kind.size if secret else kind.public_length
        if len(key) != length:
            raise MalformedCredentialError(
                f"A {kind.curve} key has {length} bytes here, not {len(key)}",
                code="key.malformed",
                spec="Controlled Identifiers 1.0, section 2.2.2",
            )
        return kind.name, key
    raise UnsupportedError(
        "The key is of a kind that Stepladder does not read", code="key.unknown_kind", hint=f"{_READ} are read."
    )
