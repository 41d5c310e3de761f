"""The older proof type ``Ed25519Signature2020``, verified but no longer issued (EdDSA Cryptosuites 1.0, appendix B)."""

from __future__ import annotations

from stepladder.credentials.proofs.cryptosuites.suite import Suite

SUITE = Suite(
    proof_type="Ed25519Signature2020", name="", canonicalization="rdfc", kinds=frozenset({"ed25519"}), issued=False
)
