"""The cryptosuite ``ecdsa-jcs-2019`` (Data Integrity ECDSA Cryptosuites 1.0, section 3.3)."""

from __future__ import annotations

from stepladder.credentials.proofs.cryptosuites.suite import Suite

SUITE = Suite(
    proof_type="DataIntegrityProof", name="ecdsa-jcs-2019", canonicalization="jcs", kinds=frozenset({"p256", "p384"})
)
