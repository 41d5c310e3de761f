"""The cryptosuite ``eddsa-jcs-2022`` (Data Integrity EdDSA Cryptosuites 1.0, section 3.3).

As ``eddsa-rdfc-2022``, but what is hashed is the JSON itself in canonical form (RFC 8785). So the signature covers the
text whatever it means; the proof repeats the contexts, and issuing looks at the meaning.
"""

from __future__ import annotations

from stepladder.credentials.proofs.cryptosuites.suite import Suite

SUITE = Suite(name="eddsa-jcs-2022", canonicalization="jcs", digests={"ed25519": "sha256"}, repeats_context=True)
