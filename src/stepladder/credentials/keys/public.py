"""Public keys that can check a signature. What a key may be used for is decided by the key, never by a header."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from stepladder.credentials.errors import MalformedCredentialError, UnsupportedError
from stepladder.credentials.keys import multibase
from stepladder.credentials.keys.multikey import decode_multikey

_ALGORITHMS = {
    "ed25519": frozenset({"EdDSA", "Ed25519"}),
    "p256": frozenset({"ES256"}),
    "p384": frozenset({"ES384"}),
    "rsa": frozenset({"RS256"}),
}
_CURVES = {"P-256": "p256", "P-384": "p384"}
_SIZES = {"p256": 32, "p384": 48}
MIN_RSA_BITS = 2048
MAX_RSA_BITS = 8192


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key: its kind (``ed25519``, ``p256``, ``p384``, ``rsa``) and the loaded key."""

    kind: str
    key: Any

    @property
    def algorithms(self) -> frozenset[str]:
        """The JOSE algorithms that this key signs with."""
        return _ALGORITHMS[self.kind]

    def holds(self, signature: bytes, data: bytes) -> bool:
        """Tell whether ``signature`` over ``data`` was made by this key. Curve signatures are r and s, joined."""
        from cryptography.exceptions import InvalidSignature

        try:
            self._check(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True

    def _check(self, signature: bytes, data: bytes) -> None:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec, padding, utils

        if self.kind == "ed25519":
            self.key.verify(signature, data)
        elif self.kind == "rsa":
            self.key.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
        else:
            size = _SIZES[self.kind]
            if len(signature) != 2 * size:
                raise ValueError
            pair = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
            digest = hashes.SHA256() if self.kind == "p256" else hashes.SHA384()
            self.key.verify(utils.encode_dss_signature(*pair), data, ec.ECDSA(digest))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and self.kind == other.kind and bool(self.key == other.key)

    def __hash__(self) -> int:
        return hash(self.kind)


def from_multikey(text: str) -> PublicKey:
    """Return the public key of multikey text; UnsupportedError (``key.unknown_kind``), MalformedCredentialError."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519

    kind, data = decode_multikey(text)
    try:
        if kind == "ed25519":
            return PublicKey(kind, ed25519.Ed25519PublicKey.from_public_bytes(data))
        curve: ec.EllipticCurve = ec.SECP256R1() if kind == "p256" else ec.SECP384R1()
        return PublicKey(kind, ec.EllipticCurvePublicKey.from_encoded_point(curve, data))
    except ValueError as cause:
        raise MalformedCredentialError("The key is not a point on its curve", code="key.malformed") from cause


def from_jwk(jwk: Any) -> PublicKey:
    """Return the public key of a JSON Web Key (RFC 7517): OKP Ed25519, EC P-256 and P-384, RSA of 2048 to 8192 bits.

    Raises UnsupportedError (``key.unknown_kind``, ``key.too_short``) and MalformedCredentialError (``key.malformed``).
    """
    if not isinstance(jwk, dict):
        raise MalformedCredentialError("The key is not a JSON Web Key", code="key.malformed", spec="RFC 7517")
    kind, curve = jwk.get("kty"), jwk.get("crv")
    try:
        if kind == "OKP" and curve == "Ed25519":
            return _okp(jwk)
        if kind == "EC" and curve in _CURVES:
            return _ec(jwk, _CURVES[curve])
        if kind == "RSA":
            return _rsa(jwk)
    except (ValueError, TypeError, KeyError, AttributeError) as cause:
        raise MalformedCredentialError(
            "The JSON Web Key is incomplete or not a key", code="key.malformed", spec="RFC 7517"
        ) from cause
    raise UnsupportedError(
        f"Keys of type {kind!r} {curve or ''} are not supported".replace("  ", " "),
        code="key.unknown_kind",
        hint="Ed25519, P-256, P-384 and RSA are read.",
    )


def _okp(jwk: dict[str, Any]) -> PublicKey:
    from cryptography.hazmat.primitives.asymmetric import ed25519

    return PublicKey("ed25519", ed25519.Ed25519PublicKey.from_public_bytes(multibase.base64url_decode(jwk["x"])))


def _ec(jwk: dict[str, Any], kind: str) -> PublicKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    curve: ec.EllipticCurve = ec.SECP256R1() if kind == "p256" else ec.SECP384R1()
    point = b"\x04" + multibase.base64url_decode(jwk["x"]) + multibase.base64url_decode(jwk["y"])
    return PublicKey(kind, ec.EllipticCurvePublicKey.from_encoded_point(curve, point))


def _rsa(jwk: dict[str, Any]) -> PublicKey:
    from cryptography.hazmat.primitives.asymmetric import rsa

    modulus = int.from_bytes(multibase.base64url_decode(jwk["n"]), "big")
    exponent = int.from_bytes(multibase.base64url_decode(jwk["e"]), "big")
    if not MIN_RSA_BITS <= modulus.bit_length() <= MAX_RSA_BITS:
        raise UnsupportedError(
            f"An RSA key of {modulus.bit_length()} bits is not accepted",
            code="key.too_short",
            hint=f"RSA keys have {MIN_RSA_BITS} to {MAX_RSA_BITS} bits.",
            spec="RFC 7518, section 3.3",
        )
    return PublicKey("rsa", rsa.RSAPublicNumbers(exponent, modulus).public_key())
