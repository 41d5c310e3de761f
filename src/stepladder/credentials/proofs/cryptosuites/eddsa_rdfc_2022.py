"""The cryptosuite ``eddsa-rdfc-2022`` (Data Integrity EdDSA Cryptosuites 1.0, section 3.2).

The document without its proof, and the proof without its value read in the document's contexts, become statements in
canonical form (RDFC-1.0). Their SHA-256, the proof's first, are 64 bytes; Ed25519 signs these. The signature is written
in base58 with ``z`` in front. Open Badges certification asks for this suite.
"""

from __future__ import annotations

from stepladder.credentials.proofs.cryptosuites.suite import Suite

SUITE = Suite(name="eddsa-rdfc-2022", canonicalization="rdfc", digests={"ed25519": "sha256"})
