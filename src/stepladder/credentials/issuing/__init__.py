"""Issuing: a credential is signed only if our own verifier would believe it."""

from stepladder.credentials.issuing.issue import add_proof, issue
from stepladder.credentials.proofs.securing import SECURINGS, default_securing

__all__ = ["SECURINGS", "add_proof", "default_securing", "issue"]
