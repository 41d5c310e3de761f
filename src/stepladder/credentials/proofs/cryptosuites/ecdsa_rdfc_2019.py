"""The cryptosuite ``ecdsa-rdfc-2019`` (Data Integrity ECDSA Cryptosuites 1.0, section 3.2)."""

from __future__ import annotations

from stepladder.credentials.proofs.cryptosuites.suite import Suite

SUITE = Suite(
    proof_type="DataIntegrityProof", name="ecdsa-rdfc-2019", canonicalization="rdfc", kinds=frozenset({"p256", "p384"})
)
