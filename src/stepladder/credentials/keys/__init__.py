"""Keys: reading public keys (Multikey, JWK), and signing with Ed25519."""

from stepladder.credentials.keys.document import controller_document, new_key, signer_from_key_document
from stepladder.credentials.keys.multikey import decode_multikey, encode_multikey
from stepladder.credentials.keys.public import PublicKey, from_jwk, from_multikey
from stepladder.credentials.keys.signer import InMemorySigner, Signer

__all__ = [
    "InMemorySigner",
    "PublicKey",
    "Signer",
    "controller_document",
    "decode_multikey",
    "encode_multikey",
    "from_jwk",
    "from_multikey",
    "new_key",
    "signer_from_key_document",
]
