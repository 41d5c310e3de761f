"""What a cryptosuite is: how the document becomes bytes, and which keys may sign them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """One way of embedding a signature.

    ``canonicalization`` is ``rdfc`` (RDFC-1.0 over the statements) or ``jcs`` (RFC 8785 over the JSON).
    """

    proof_type: str
    name: str
    canonicalization: Literal["rdfc", "jcs"]
    kinds: frozenset[str]

    def signed_bytes(self, proof: str, document: str, kind: str) -> bytes:
        """Return the bytes that are signed: the hash of the proof's canonical form, then that of the document's."""
        digest = hashlib.sha384 if kind == "p384" else hashlib.sha256
        return digest(proof.encode()).digest() + digest(document.encode()).digest()
