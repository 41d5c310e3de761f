"""Under which addresses the VC API answers: one prefix for each way of securing and kind of key."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Prefix:
    """A prefix of the VC API: ``securing`` as ``credentials.issue`` takes it, and the kind of its demo key."""

    name: str
    securing: str
    kind: str

    @property
    def enveloped(self) -> bool:
        """Whether credentials travel as a JWT within an ``EnvelopedVerifiableCredential``."""
        return self.securing == "vc-jose-cose"

    @property
    def accepted(self) -> frozenset[str]:
        """The cryptosuite, or the JOSE algorithms of the key kind, that this prefix believes."""
        return _ALGORITHMS[self.kind] if self.enveloped else frozenset({self.securing})


_ALGORITHMS = {
    "ed25519": frozenset({"EdDSA", "Ed25519"}),
    "p256": frozenset({"ES256"}),
    "p384": frozenset({"ES384"}),
}
PREFIXES = {
    name: Prefix(name=name, securing=securing, kind=kind)
    for name, securing, kind in (
        ("eddsa-rdfc-2022", "eddsa-rdfc-2022", "ed25519"),
        ("eddsa-jcs-2022", "eddsa-jcs-2022", "ed25519"),
        ("ecdsa-rdfc-2019", "ecdsa-rdfc-2019", "p256"),
        ("ecdsa-rdfc-2019-p384", "ecdsa-rdfc-2019", "p384"),
        ("ecdsa-jcs-2019", "ecdsa-jcs-2019", "p256"),
        ("ecdsa-jcs-2019-p384", "ecdsa-jcs-2019", "p384"),
        ("vc-jose-cose", "vc-jose-cose", "p256"),
        ("vc-jose-cose-p384", "vc-jose-cose", "p384"),
        ("vc-jose-cose-ed25519", "vc-jose-cose", "ed25519"),
    )
}
