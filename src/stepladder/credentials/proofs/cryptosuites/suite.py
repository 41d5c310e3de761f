"""What a cryptosuite is: how the document becomes bytes, and which keys may sign them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Digest = Literal["sha256", "sha384"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """One way of embedding a signature.

    ``canonicalization`` is ``rdfc`` (RDFC-1.0 over the statements) or ``jcs`` (RFC 8785 over the JSON). ``digests``
    names the kinds of key that sign with it, each with the hash for it. ``repeats_context`` tells whether the proof
    holds the document's contexts once more, so that they are signed as text. ``issued`` is False for a suite that is
    only verified.
    """

    proof_type: str = "DataIntegrityProof"
    name: str
    canonicalization: Literal["rdfc", "jcs"]
    digests: Mapping[str, Digest] = field(hash=False)
    repeats_context: bool = False
    issued: bool = True

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of key that sign with this suite."""
        return frozenset(self.digests)

    @property
    def label(self) -> str:
        """The name to show and to list: the cryptosuite, or the type of an older proof."""
        return self.name or self.proof_type

    def digest(self, kind: str) -> Digest:
        """Return the hash for a kind of key; SHA-256 for one that the suite does not use."""
        return self.digests.get(kind, "sha256")

    def signed_bytes(self, proof: str, document: str, kind: str) -> bytes:
        """Return the bytes that are signed: the hash of the proof's canonical form, then that of the document's."""
        name = self.digest(kind)
        return hashlib.new(name, proof.encode()).digest() + hashlib.new(name, document.encode()).digest()
