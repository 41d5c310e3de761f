"""Secret JSON Web Keys: writing the secret part of a key document, and reading it again (RFC 7518, section 6)."""

from __future__ import annotations

from typing import Any

from stepladder.credentials.errors import SigningError
from stepladder.credentials.keys.kinds import BY_CURVE, KINDS
from stepladder.credentials.keys.multibase import base64url_decode, base64url_encode
from stepladder.credentials.keys.public import PublicKey, number_text
from stepladder.credentials.keys.signer import load_secret

_RSA_MEMBERS = ("p", "q", "d", "dp", "dq", "qi")


def secret_jwk(kind: str, secret: bytes) -> dict[str, Any]:
    """Return the secret JSON Web Key of a secret as :class:`InMemorySigner` takes it."""
    key = load_secret(kind, secret)
    public = PublicKey(kind, key.public_key()).to_jwk()
    if kind != "rsa":
        return {**public, "d": base64url_encode(secret)}
    numbers = key.private_numbers()
    values = (numbers.p, numbers.q, numbers.d, numbers.dmp1, numbers.dmq1, numbers.iqmp)
    return {**public, **dict(zip(_RSA_MEMBERS, map(number_text, values), strict=True))}


def secret_of_jwk(jwk: Any) -> tuple[str, bytes]:
    """Return kind and secret of a secret JSON Web Key; SigningError (``key.not_a_key_document``, ``key.bad_seed``)."""
    try:
        kind = _kind_of(jwk)
        if kind != "rsa":
            secret = base64url_decode(jwk["d"])
            load_secret(kind, secret)
            return kind, secret
        return kind, _rsa_secret(jwk)
    except (ValueError, TypeError, KeyError, AttributeError) as cause:
        raise SigningError(
            "The secret JSON Web Key is incomplete or not a key we sign with",
            code="key.not_a_key_document",
            where="/secretKeyJwk",
            hint="Make a key with `stepladder keys new -o key.json`.",
        ) from cause


def _kind_of(jwk: Any) -> str:
    if jwk["kty"] == "OKP" and jwk["crv"] == KINDS["ed25519"].curve:
        return "ed25519"
    return "rsa" if jwk["kty"] == "RSA" else BY_CURVE[jwk["crv"]].name


def _rsa_secret(jwk: dict[str, Any]) -> bytes:
    from cryptography.hazmat.primitives.asymmetric import rsa

    p, q, d, dp, dq, qi = (int.from_bytes(base64url_decode(jwk[name]), "big") for name in _RSA_MEMBERS)
    n, e = (int.from_bytes(base64url_decode(jwk[name]), "big") for name in "ne")
    key = rsa.RSAPrivateNumbers(p, q, d, dp, dq, qi, rsa.RSAPublicNumbers(e, n)).private_key()
    return pkcs8(key)


def pkcs8(key: Any) -> bytes:
    """Return a private key object as unencrypted PKCS #8 in DER."""
    from cryptography.hazmat.primitives import serialization

    made: bytes = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made
