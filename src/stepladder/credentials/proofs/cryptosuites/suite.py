"""What a cryptosuite is: how the document becomes bytes, and which keys may sign them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

Digest = Literal["sha256", "sha384"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """One way of embedding a signature.

    ``canonicalization`` is ``rdfc`` (RDFC-1.0 over the statements) or ``jcs`` (RFC 8785 over the JSON). ``kinds`` are
    the kinds of key that sign with it. ``issued`` is False for a suite that is only verified.
    """

    proof_type: str
    name: str
    canonicalization: Literal["rdfc", "jcs"]
    kinds: frozenset[str]
    issued: bool = True

    @property
    def label(self) -> str:
        """The name to show and to list: the cryptosuite, or the type of an older proof."""
        return self.name or self.proof_type

    def digest(self, kind: str) -> Digest:
        """Return the hash for a kind of key. P-384 takes SHA-384 throughout, within RDFC-1.0 too.

        Data Integrity ECDSA Cryptosuites 1.0, sections 3.2.3 and 3.2.4.
        """
        return "sha384" if kind == "p384" else "sha256"

    def signed_bytes(self, proof: str, document: str, kind: str) -> bytes:
        """Return the bytes that are signed: the hash of the proof's canonical form, then that of the document's."""
        name = self.digest(kind)
        return hashlib.new(name, proof.encode()).digest() + hashlib.new(name, document.encode()).digest()
