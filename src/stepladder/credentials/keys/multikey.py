"""Multikey: a key as multibase text with its kind in front (Controlled Identifiers 1.0, section 2.2.2)."""

from __future__ import annotations

from stepladder.credentials.errors import UnsupportedError
from stepladder.credentials.keys import multibase

_PUBLIC = {"ed25519": b"\xed\x01", "p256": b"\x80\x24", "p384": b"\x81\x24"}
_SECRET = {"ed25519": b"\x80\x26"}
_LENGTHS = {"ed25519": 32, "p256": 33, "p384": 49}


def encode_multikey(kind: str, key: bytes, *, secret: bool = False) -> str:
    """Return multikey text, for example ``z6Mk…`` for the 32 bytes of an Ed25519 public key."""
    return "z" + multibase.base58_encode((_SECRET if secret else _PUBLIC)[kind] + key)


def decode_multikey(text: str, *, secret: bool = False) -> tuple[str, bytes]:
    """Return kind (``ed25519``, ``p256``, ``p384``) and bytes (curve points compressed).

    Raises UnsupportedError (``key.unknown_kind``) for other kinds, MalformedCredentialError if it is no multibase text.
    """
    data = multibase.decode(text)
    for kind, prefix in (_SECRET if secret else _PUBLIC).items():
        if data.startswith(prefix):
            key = data[len(prefix) :]
            if len(key) == _LENGTHS[kind]:
                return kind, key
    raise UnsupportedError(
        "The key is of a kind that Stepladder does not read",
        code="key.unknown_kind",
        hint="Ed25519, P-256 and P-384 are read.",
    )
