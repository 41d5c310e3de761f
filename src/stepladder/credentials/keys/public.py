"""Public keys that can check a signature. What a key may be used for is decided by the key, never by a header."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from stepladder.credentials.errors import MalformedCredentialError, UnsupportedError
from stepladder.credentials.keys import multibase
from stepladder.credentials.keys.ed25519_points import problem_with
from stepladder.credentials.keys.kinds import BY_CURVE, KINDS, curve_of, hash_of
from stepladder.credentials.keys.multikey import decode_multikey, encode_multikey

MIN_RSA_BITS = 2048
MAX_RSA_BITS = 8192
MAX_RSA_EXPONENT_BITS = 64
_SECRET_MEMBERS = ("d", "p", "q", "dp", "dq", "qi", "oth", "k")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key: its kind (``ed25519``, ``p256``, ``p384``, ``p521``, ``rsa``) and the loaded key.

    Which signatures hold is strict, so that a signature has as few spellings as its standard allows:

    - Ed25519: 64 bytes, R and S in canonical form and S below the group order, checked without cofactor (RFC 8032,
      section 5.1.7). Public keys of small order or not in canonical form are refused when they are read;
      those with a part of small order, which only their holder can make, are not.
    - ECDSA: r and s joined, each exactly as long as the field, never DER, both within 1 … n-1. The twin signature
      (r, n-s) holds as well, because FIPS 186-5 says so and half of the signatures made elsewhere are of that kind.
    - RSA: PKCS #1 v1.5 with SHA-256, exactly as long as the modulus, which has 2048 to 8192 bits.
    """

    kind: str
    key: Any

    @property
    def algorithms(self) -> frozenset[str]:
        """The JOSE algorithms that this key signs with."""
        return KINDS[self.kind].algorithms

    def holds(self, signature: bytes, data: bytes) -> bool:
        """Tell whether ``signature`` over ``data`` was made by this key. Curve signatures are r and s, joined."""
        from cryptography.exceptions import InvalidSignature

        try:
            self._check(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True

    def _check(self, signature: bytes, data: bytes) -> None:
        from cryptography.hazmat.primitives.asymmetric import ec, padding, utils

        if self.kind == "ed25519":
            if len(signature) != 64:
                raise ValueError
            self.key.verify(signature, data)
        elif self.kind == "rsa":
            if len(signature) != (self.key.key_size + 7) // 8:
                raise ValueError
            self.key.verify(signature, data, padding.PKCS1v15(), hash_of(self.kind))
        else:
            kind = KINDS[self.kind]
            if len(signature) != 2 * kind.size:
                raise ValueError
            r, s = int.from_bytes(signature[: kind.size], "big"), int.from_bytes(signature[kind.size :], "big")
            if not (0 < r < kind.order and 0 < s < kind.order):
                raise ValueError
            self.key.verify(utils.encode_dss_signature(r, s), data, ec.ECDSA(hash_of(self.kind)))

    def to_bytes(self) -> bytes:
        """Return the raw key: 32 bytes for Ed25519, the compressed point of a curve, SubjectPublicKeyInfo of RSA."""
        from cryptography.hazmat.primitives import serialization

        if self.kind == "ed25519":
            raw: bytes = self.key.public_bytes_raw()
            return raw
        if self.kind == "rsa":
            encoding, form = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        else:
            encoding, form = serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint
        found: bytes = self.key.public_bytes(encoding, form)
        return found

    def to_multikey(self) -> str:
        """Return the key as Multikey text; UnsupportedError (``key.no_multikey``) for ``p521`` and ``rsa``."""
        return encode_multikey(self.kind, self.to_bytes() if KINDS[self.kind].has_multikey else b"")

    def to_jwk(self) -> dict[str, Any]:
        """Return the key as a JSON Web Key without optional members (RFC 7517, RFC 8037)."""
        if self.kind == "ed25519":
            return {"kty": "OKP", "crv": "Ed25519", "x": multibase.base64url_encode(self.to_bytes())}
        numbers = self.key.public_numbers()
        if self.kind == "rsa":
            return {"kty": "RSA", "n": number_text(numbers.n), "e": number_text(numbers.e)}
        kind = KINDS[self.kind]
        x, y = (multibase.base64url_encode(value.to_bytes(kind.size, "big")) for value in (numbers.x, numbers.y))
        return {"kty": "EC", "crv": kind.curve, "x": x, "y": y}

    def thumbprint(self) -> str:
        """Return the SHA-256 thumbprint of the key as base64url (RFC 7638): a name that no other key has."""
        import orjson

        text = orjson.dumps(self.to_jwk(), option=orjson.OPT_SORT_KEYS)
        return multibase.base64url_encode(hashlib.sha256(text).digest())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and self.kind == other.kind and bool(self.key == other.key)

    def __hash__(self) -> int:
        return hash(self.kind)


def number_text(number: int) -> str:
    """Return a positive number as a JWK writes it: base64url of the fewest bytes (RFC 7518, section 2)."""
    return multibase.base64url_encode(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def from_multikey(text: str) -> PublicKey:
    """Return the public key of multikey text; UnsupportedError (``key.unknown_kind``), MalformedCredentialError."""
    from cryptography.hazmat.primitives.asymmetric import ec

    kind, data = decode_multikey(text)
    if kind == "ed25519":
        return _ed25519(data)
    try:
        return PublicKey(kind, ec.EllipticCurvePublicKey.from_encoded_point(curve_of(kind), data))
    except ValueError as cause:
        raise MalformedCredentialError("The key is not a point on its curve", code="key.malformed") from cause


def from_jwk(jwk: Any) -> PublicKey:
    """Return the public key of a JSON Web Key (RFC 7517): Ed25519, P-256, P-384, P-521, RSA of 2048 to 8192 bits.

    Raises UnsupportedError (``key.unknown_kind``, ``key.too_short``, ``key.not_for_signing``) and
    MalformedCredentialError (``key.malformed``; ``key.secret_published`` if it holds the secret part too, so that
    anyone can sign with it).
    """
    if not isinstance(jwk, dict):
        raise MalformedCredentialError("The key is not a JSON Web Key", code="key.malformed", spec="RFC 7517")
    shown = next((member for member in _SECRET_MEMBERS if member in jwk), None)
    if shown is not None:
        raise MalformedCredentialError(
            "The published key holds its secret part, so anyone may have signed with it",
            code="key.secret_published",
            where=f"/{shown}",
            hint="The issuer must make a new key.",
            spec="Controlled Identifiers 1.0, section 2.2.3",
        )
    kind, curve = jwk.get("kty"), jwk.get("crv")
    try:
        found = None
        if kind == "OKP" and curve == "Ed25519":
            found = _ed25519(multibase.base64url_decode(jwk["x"]))
        elif kind == "EC" and isinstance(curve, str) and curve in BY_CURVE:
            found = _ec(jwk, BY_CURVE[curve].name)
        elif kind == "RSA":
            found = _rsa(jwk)
    except (ValueError, TypeError, KeyError, AttributeError) as cause:
        raise MalformedCredentialError(
            "The JSON Web Key is incomplete or not a key", code="key.malformed", spec="RFC 7517"
        ) from cause
    if found is None:
        raise UnsupportedError(
            f"Keys of type {kind!r:.40} {curve or ''!s:.40} are not supported".replace("  ", " "),
            code="key.unknown_kind",
            hint="Ed25519, P-256, P-384, P-521 and RSA are read.",
        )
    return _meant_for_signing(jwk, found)


def _meant_for_signing(jwk: dict[str, Any], key: PublicKey) -> PublicKey:
    operations = jwk.get("key_ops", ["verify"])
    if (
        jwk.get("use", "sig") != "sig"
        or not isinstance(operations, list)
        or "verify" not in operations
        or ("alg" in jwk and jwk["alg"] not in (*key.algorithms, None))
    ):
        raise UnsupportedError(
            "The key says of itself that it is for something else than the signatures we check",
            code="key.not_for_signing",
            spec="RFC 7517, sections 4.2 to 4.4",
        )
    return key


def _ed25519(data: bytes) -> PublicKey:
    from cryptography.hazmat.primitives.asymmetric import ed25519

    problem = problem_with(data) if len(data) == 32 else "An Ed25519 key has 32 bytes"
    if problem:
        raise MalformedCredentialError(problem, code="key.malformed", spec="RFC 8032, section 5.1.3")
    return PublicKey("ed25519", ed25519.Ed25519PublicKey.from_public_bytes(data))


def _ec(jwk: dict[str, Any], kind: str) -> PublicKey:
    from cryptography.hazmat.primitives.asymmetric import ec

    x, y = (multibase.base64url_decode(jwk[name]) for name in "xy")
    if not len(x) == len(y) == KINDS[kind].size:  # RFC 7518, section 6.2.1.2: full length, with its zeros
        raise ValueError
    return PublicKey(kind, ec.EllipticCurvePublicKey.from_encoded_point(curve_of(kind), b"\x04" + x + y))


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
    if exponent.bit_length() > MAX_RSA_EXPONENT_BITS:  # a long one only costs the verifier time
        raise ValueError
    return PublicKey("rsa", rsa.RSAPublicNumbers(exponent, modulus).public_key())
