"""The cryptosuite ``eddsa-rdfc-2022`` (Data Integrity EdDSA Cryptosuites 1.0, section 3.2)."""

from __future__ import annotations

from stepladder.credentials.proofs.cryptosuites.suite import Suite

SUITE = Suite(
    proof_type="DataIntegrityProof", name="eddsa-rdfc-2022", canonicalization="rdfc", kinds=frozenset({"ed25519"})
)
