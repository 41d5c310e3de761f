"""The kinds of key, and what differs between them: sizes, curves, hashes, prefixes, names in other standards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import HashAlgorithm

KindName = Literal["ed25519", "p256", "p384", "p521", "rsa"]
HashName = Literal["sha256", "sha384", "sha512"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of key.

    ``algorithm`` is the JOSE name that we write, ``algorithms`` all that we read. ``size`` are the bytes of a secret
    scalar, of a coordinate, and of half a signature; 0 for RSA. ``order`` is that of the curve's group. The prefixes
    are those of Multikey, empty where Controlled Identifiers 1.0 (section 2.2.2) defines none.
    """

    name: str
    algorithm: str
    algorithms: frozenset[str]
    hash_name: HashName = "sha256"
    size: int = 0
    curve: str = ""
    order: int = 0
    public_prefix: bytes = b""
    secret_prefix: bytes = b""
    public_length: int = 0

    @property
    def has_multikey(self) -> bool:
        """Whether keys of this kind can be written as Multikey, and so as did:key."""
        return bool(self.public_prefix)


_ORDERS = {  # NIST SP 800-186, section 3.2.1
    "p256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "p384": int("f" * 48 + "c7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16),
    "p521": int("01ff" + "f" * 62 + "fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409", 16),
}

KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            name="ed25519",
            algorithm="EdDSA",
            algorithms=frozenset({"EdDSA", "Ed25519"}),
            size=32,
            curve="Ed25519",
            public_prefix=b"\xed\x01",
            secret_prefix=b"\x80\x26",
            public_length=32,
        ),
        Kind(
            name="p256",
            algorithm="ES256",
            algorithms=frozenset({"ES256"}),
            size=32,
            curve="P-256",
            order=_ORDERS["p256"],
            public_prefix=b"\x80\x24",
            secret_prefix=b"\x86\x26",
            public_length=33,
        ),
        Kind(
            name="p384",
            algorithm="ES384",
            algorithms=frozenset({"ES384"}),
            hash_name="sha384",
            size=48,
            curve="P-384",
            order=_ORDERS["p384"],
            public_prefix=b"\x81\x24",
            secret_prefix=b"\x87\x26",
            public_length=49,
        ),
        Kind(
            name="p521",
            algorithm="ES512",
            algorithms=frozenset({"ES512"}),
            hash_name="sha512",
            size=66,
            curve="P-521",
            order=_ORDERS["p521"],
        ),
        Kind(name="rsa", algorithm="RS256", algorithms=frozenset({"RS256"})),
    )
}
BY_CURVE = {kind.curve: kind for kind in KINDS.values() if kind.order}


def curve_of(kind: str) -> ec.EllipticCurve:
    """Return the curve object of ``p256``, ``p384`` or ``p521``."""
    from cryptography.hazmat.primitives.asymmetric import ec

    curves: dict[str, type[ec.EllipticCurve]] = {"p256": ec.SECP256R1, "p384": ec.SECP384R1, "p521": ec.SECP521R1}
    return curves[kind]()


def hash_of(kind: str) -> HashAlgorithm:
    """Return the hash object that a kind of key signs with."""
    from cryptography.hazmat.primitives import hashes

    algorithms: dict[HashName, Any] = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}
    found: HashAlgorithm = algorithms[KINDS[kind].hash_name]()
    return found
