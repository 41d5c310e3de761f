"""Signers. The library hands over bytes and gets a signature back: where the key lives is the signer's affair."""

from __future__ import annotations

from typing import Any, Protocol

from stepladder.credentials.errors import SigningError, UnsupportedError
from stepladder.credentials.keys.kinds import KINDS, Kind, curve_of, hash_of
from stepladder.credentials.keys.multibase import base64url_encode
from stepladder.credentials.keys.public import MAX_RSA_BITS, MIN_RSA_BITS, PublicKey


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
    """A signer that holds its secret in memory.

    ``kind`` is ``ed25519`` (``secret``: the 32 bytes of the seed), ``p256``, ``p384``, ``p521`` (the scalar,
    big-endian, 32, 48 or 66 bytes), or ``rsa`` (PKCS #8 in DER, 2048 to 8192 bits). Without ``controller`` it names
    itself: did:key where the kind has a multikey, else did:jwk. With one, the verification method, unless given, is
    ``controller#`` and the multikey, or for ``p521`` and ``rsa`` the key's thumbprint (RFC 7638). ECDSA signatures are
    deterministic (RFC 6979).

    Raises SigningError (``key.bad_seed``) if the secret is not one of that kind, UnsupportedError
    (``key.unknown_kind``, ``key.too_short``).

    >>> InMemorySigner(bytes(32)).controller
    'did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp'
    """

    def __init__(
        self,
        secret: bytes,
        controller: str | None = None,
        verification_method: str | None = None,
        *,
        kind: str = "ed25519",
    ) -> None:
        self._key = load_secret(kind, secret)
        self.public_key = PublicKey(kind, self._key.public_key())
        name = f"did:{'key' if KINDS[kind].has_multikey else 'jwk'}:{self._own_name()}"
        self.controller = controller or name
        self.verification_method = verification_method or f"{self.controller}#{self._fragment(own=not controller)}"

    @property
    def public_multikey(self) -> str:
        """The public key as Multikey text; UnsupportedError (``key.no_multikey``) for ``p521`` and ``rsa``."""
        return self.public_key.to_multikey()

    def sign(self, data: bytes) -> bytes:
        """Return the signature over ``data``: 64 bytes (Ed25519), r and s joined, or as long as the RSA modulus."""
        from cryptography.hazmat.primitives.asymmetric import ec, padding, utils

        kind = KINDS[self.public_key.kind]
        made: bytes
        if kind.name == "ed25519":
            made = self._key.sign(data)
        elif kind.name == "rsa":
            made = self._key.sign(data, padding.PKCS1v15(), hash_of("rsa"))
        else:
            encoded = self._key.sign(data, ec.ECDSA(hash_of(kind.name), deterministic_signing=True))
            r, s = utils.decode_dss_signature(encoded)
            made = r.to_bytes(kind.size, "big") + s.to_bytes(kind.size, "big")
        return made

    def _own_name(self) -> str:
        if KINDS[self.public_key.kind].has_multikey:
            return self.public_multikey
        import orjson

        return base64url_encode(orjson.dumps(self.public_key.to_jwk(), option=orjson.OPT_SORT_KEYS))

    def _fragment(self, *, own: bool) -> str:
        if KINDS[self.public_key.kind].has_multikey:
            return self.public_multikey
        return "0" if own else self.public_key.thumbprint()

    def __repr__(self) -> str:
        return f"InMemorySigner({self.verification_method!r})"


def load_secret(kind: str, secret: bytes) -> Any:
    """Return the private key object of a secret as :class:`InMemorySigner` takes it, with the same errors."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    found = known_kind(kind)
    if kind != "rsa" and len(secret) != found.size:
        raise SigningError(
            f"The secret of a {found.curve} key has {found.size} bytes, not {len(secret)}", code="key.bad_seed"
        )
    try:
        if kind == "ed25519":
            return ed25519.Ed25519PrivateKey.from_private_bytes(secret)
        if kind != "rsa":
            return ec.derive_private_key(int.from_bytes(secret, "big"), curve_of(kind))
        key = serialization.load_der_private_key(secret, None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as cause:
        raise SigningError(f"These bytes are not the secret of a key of kind {kind}", code="key.bad_seed") from cause
    if not isinstance(key, rsa.RSAPrivateKey):
        raise SigningError("The bytes hold a key of another kind than RSA", code="key.bad_seed")
    if not MIN_RSA_BITS <= key.key_size <= MAX_RSA_BITS:
        raise UnsupportedError(
            f"An RSA key of {key.key_size} bits is not accepted",
            code="key.too_short",
            hint=f"RSA keys have {MIN_RSA_BITS} to {MAX_RSA_BITS} bits.",
        )
    return key


def known_kind(kind: str) -> Kind:
    """Return the :class:`Kind` of a name; UnsupportedError (``key.unknown_kind``)."""
    if kind not in KINDS:
        raise UnsupportedError(
            f"There are no keys of kind {kind!r}", code="key.unknown_kind", hint=f"Use one of {', '.join(KINDS)}."
        )
    return KINDS[kind]
