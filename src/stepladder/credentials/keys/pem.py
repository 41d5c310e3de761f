"""Public keys as PEM text, the way Open Badges 1.x and 2.0 publish them (RFC 7468; PKCS #1 of RSA is read too)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.credentials.errors import MalformedCredentialError, UnsupportedError
from stepladder.credentials.keys.multibase import base64url_encode
from stepladder.credentials.keys.public import from_jwk, number_text

if TYPE_CHECKING:
    from stepladder.credentials.keys.public import PublicKey

MAX_PEM = 16 * 1024
_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}


def from_pem(text: str | bytes) -> PublicKey:
    """Return the public key of a PEM text, held to the same rules as a JSON Web Key.

    Raises MalformedCredentialError (``key.malformed``; ``key.secret_published`` if it is a private key, with which
    anyone can sign) and UnsupportedError (``key.unknown_kind``, ``key.too_short``).
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization

    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    if b"PRIVATE KEY-----" in data:
        raise MalformedCredentialError(
            "The published key is the secret one, so anyone may have signed with it",
            code="key.secret_published",
            hint="The issuer must make a new key.",
        )
    try:
        key = serialization.load_pem_public_key(data.strip() if len(data) <= MAX_PEM else b"")
    except UnsupportedAlgorithm as cause:
        raise UnsupportedError("The key is of a kind that is not supported", code="key.unknown_kind") from cause
    except (ValueError, TypeError) as cause:
        raise MalformedCredentialError(
            "The key is not a public key in PEM", code="key.malformed", spec="RFC 7468, section 13"
        ) from cause
    return _held_to_rules(key)


def _held_to_rules(key: object) -> PublicKey:
    """Read the key by its JSON Web Key, so that size, curve and point are judged in one place."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(key, rsa.RSAPublicKey):
        numbers = key.public_numbers()
        return from_jwk({"kty": "RSA", "n": number_text(numbers.n), "e": number_text(numbers.e)})
    if isinstance(key, ed25519.Ed25519PublicKey):
        return from_jwk({"kty": "OKP", "crv": "Ed25519", "x": base64url_encode(key.public_bytes_raw())})
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        curve, point, size = _CURVES[key.curve.name], key.public_numbers(), (key.curve.key_size + 7) // 8
        x, y = (base64url_encode(value.to_bytes(size, "big")) for value in (point.x, point.y))
        return from_jwk({"kty": "EC", "crv": curve, "x": x, "y": y})
    raise UnsupportedError("The key is of a kind that is not supported", code="key.unknown_kind")
