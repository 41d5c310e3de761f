"""The cryptosuite ``ecdsa-rdfc-2019`` (Data Integrity ECDSA Cryptosuites 1.0, section 3.2).

As ``eddsa-rdfc-2022``, with ECDSA. A P-256 key takes SHA-256, a P-384 key SHA-384: for the two hashes that are signed,
within the signature, and within RDFC-1.0 where unnamed objects get their labels (section 3.2.3). The signature is r and
s, each as long as the field (IEEE P1363), never DER.
"""

from __future__ import annotations

from stepladder.credentials.proofs.cryptosuites.suite import Suite

SUITE = Suite(name="ecdsa-rdfc-2019", canonicalization="rdfc", digests={"p256": "sha256", "p384": "sha384"})
