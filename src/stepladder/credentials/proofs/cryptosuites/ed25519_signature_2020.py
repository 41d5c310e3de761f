"""The older proof type ``Ed25519Signature2020``, verified but no longer issued (EdDSA Cryptosuites 1.0, appendix B).

Its bytes are made as those of ``eddsa-rdfc-2022``; the proof names a type of its own and no cryptosuite.
"""

from __future__ import annotations

from stepladder.credentials.proofs.cryptosuites.suite import Suite

SUITE = Suite(
    proof_type="Ed25519Signature2020",
    name="",
    canonicalization="rdfc",
    digests={"ed25519": "sha256"},
    issued=False,
)
