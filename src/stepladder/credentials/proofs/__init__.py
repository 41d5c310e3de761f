"""Securing credentials: embedded proofs (Data Integrity 1.0) and JSON Web Tokens."""

from stepladder.credentials.proofs.outcome import Finding, Issue, ProofOutcome
from stepladder.credentials.proofs.verify import verify_embedded, verify_jwt

__all__ = ["Finding", "Issue", "ProofOutcome", "verify_embedded", "verify_jwt"]
