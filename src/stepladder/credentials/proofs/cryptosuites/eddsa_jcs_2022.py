"""The cryptosuite ``eddsa-jcs-2022`` (Data Integrity EdDSA Cryptosuites 1.0, section 3.3)."""

from __future__ import annotations

from stepladder.credentials.proofs.cryptosuites.suite import Suite

SUITE = Suite(
    proof_type="DataIntegrityProof", name="eddsa-jcs-2022", canonicalization="jcs", kinds=frozenset({"ed25519"})
)
