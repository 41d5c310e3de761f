"""The cryptosuite ``ecdsa-jcs-2019`` (Data Integrity ECDSA Cryptosuites 1.0, section 3.3).

As ``ecdsa-rdfc-2019``, but what is hashed is the JSON itself in canonical form (RFC 8785), and the proof repeats the
contexts.
"""

from __future__ import annotations

from stepladder.credentials.proofs.cryptosuites.suite import Suite

SUITE = Suite(
    name="ecdsa-jcs-2019",
    canonicalization="jcs",
    digests={"p256": "sha256", "p384": "sha384"},
    repeats_context=True,
)
