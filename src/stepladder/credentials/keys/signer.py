"""Signers. The library hands over bytes and gets a signature back: where the key lives is the signer's affair."""

from __future__ import annotations

from typing import Protocol

from stepladder.credentials.errors import SigningError
from stepladder.credentials.keys.multikey import encode_multikey
from stepladder.credentials.keys.public import PublicKey


class Signer(Protocol):
    """What can sign: the URL of its verification method, who controls it, its public key, and the act itself.

    A signature of a curve key is r and s joined, of an RSA key PKCS #1 v1.5 with SHA-256, of Ed25519 64 bytes.
    """

    @property
    def verification_method(self) -> str: ...

    @property
    def controller(self) -> str: ...

    @property
    def public_key(self) -> PublicKey: ...

    def sign(self, data: bytes) -> bytes: ...


class InMemorySigner:
    """An Ed25519 signer that holds its 32 secret bytes in memory.

    Without ``controller`` it is a did:key; with one, the verification method is ``controller#multikey`` unless given.
    Raises SigningError (``key.bad_seed``) if ``seed`` is not 32 bytes long.

    >>> InMemorySigner(bytes(32)).controller
    'did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp'
    """

    def __init__(self, seed: bytes, controller: str | None = None, verification_method: str | None = None) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        if len(seed) != 32:
            raise SigningError(f"An Ed25519 secret has 32 bytes, not {len(seed)}", code="key.bad_seed")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public_key = PublicKey("ed25519", self._key.public_key())
        self.public_multikey = encode_multikey("ed25519", self._key.public_key().public_bytes_raw())
        self.controller = controller or f"did:key:{self.public_multikey}"
        self.verification_method = verification_method or f"{self.controller}#{self.public_multikey}"

    def sign(self, data: bytes) -> bytes:
        """Return the 64 bytes of the signature over ``data``."""
        return self._key.sign(data)

    def __repr__(self) -> str:
        return f"InMemorySigner({self.verification_method!r})"
