"""Securing credentials: embedded proofs (Data Integrity 1.0) and JSON Web Tokens."""

from stepladder.credentials.proofs.outcome import Finding, Issue, ProofOutcome
from stepladder.credentials.proofs.securing import SECURINGS, default_securing
from stepladder.credentials.proofs.verify import verify_embedded, verify_jwt

__all__ = [
    "SECURINGS",
    "Finding",
    "Issue",
    "ProofOutcome",
    "default_securing",
    "verify_embedded",
    "verify_jwt",
]
