"""The cryptosuites that Stepladder knows, one file each."""

from __future__ import annotations

from typing import Any

from stepladder.credentials.proofs.cryptosuites import (
    ecdsa_jcs_2019,
    ecdsa_rdfc_2019,
    ed25519_signature_2020,
    eddsa_jcs_2022,
    eddsa_rdfc_2022,
)
from stepladder.credentials.proofs.cryptosuites.suite import Suite

__all__ = ["SUITES", "Suite", "suite_named", "suite_of"]

SUITES = tuple(
    module.SUITE
    for module in (eddsa_rdfc_2022, eddsa_jcs_2022, ecdsa_rdfc_2019, ecdsa_jcs_2019, ed25519_signature_2020)
)


def suite_of(proof: dict[str, Any]) -> Suite | None:
    """Return the suite that a proof names by ``type`` and ``cryptosuite``, or None if we do not claim it."""
    kind, name = proof.get("type"), proof.get("cryptosuite", "")
    return next((suite for suite in SUITES if (suite.proof_type, suite.name) == (kind, name)), None)


def suite_named(name: str) -> Suite | None:
    """Return the suite that we issue under this name, or None."""
    return next((suite for suite in SUITES if suite.issued and suite.name == name), None)
