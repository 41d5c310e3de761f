"""Keys of five kinds: reading and writing them (Multikey, JWK), locking them, signing with them, publishing them."""

from stepladder.credentials.keys.controller import controller_document
from stepladder.credentials.keys.document import lock_key_document, new_key, signer_from_key_document
from stepladder.credentials.keys.kinds import KINDS
from stepladder.credentials.keys.multikey import decode_multikey, encode_multikey
from stepladder.credentials.keys.public import PublicKey, from_jwk, from_multikey
from stepladder.credentials.keys.signer import InMemorySigner, Signer

KEY_KINDS = tuple(KINDS)

__all__ = [
    "KEY_KINDS",
    "InMemorySigner",
    "PublicKey",
    "Signer",
    "controller_document",
    "decode_multikey",
    "encode_multikey",
    "from_jwk",
    "from_multikey",
    "lock_key_document",
    "new_key",
    "signer_from_key_document",
]
