"""Open Badges 2.0, 1.1, 1.0 and 0.5: read, and verified by the rules of their own time.

A *hosted* badge is as true as the page at its own address says now; a *signed* one is a JSON Web Signature by a
key that its issuer publishes. Neither is a W3C credential: nothing of JSON-LD, proofs or status lists applies to them.
"""
