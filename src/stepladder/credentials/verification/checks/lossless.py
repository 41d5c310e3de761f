"""Whether the signature covers every member: what JSON-LD would drop is readable, but nobody signed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.credentials.verification.examination import Examination, result

if TYPE_CHECKING:
    from stepladder.credentials.verification.report import CheckResult

NAME = "lossless"


def check(examination: Examination) -> CheckResult:
    """Return the first member that no signature covers."""
    if examination.credential.securing == "jwt":
        return result(NAME, "not_applicable", "whole_text", "The signature of a token covers its whole text")
    if examination.credential.securing == "none":
        return result(NAME, "not_applicable", "unsigned", "There is no signature that could cover anything")
    proof = examination.proof
    if proof.losses:
        loss = proof.losses[0]
        more = f" (and {len(proof.losses) - 1} more)" if len(proof.losses) > 1 else ""
        return result(
            NAME, "failed", loss.code, f"A member is not covered by any signature: {loss.message}{more}", loss.where
        )
    if (
        any(
            issue.code.startswith(("context.", "canonical.")) or issue.code == "proof.unsupported"
            for issue in proof.issues
        )
        and proof.finding == "unknown"
    ):
        return result(NAME, "indeterminate", "not_read", "What a signature would cover could not be worked out")
    return result(NAME, "passed", "ok", "The signature covers every member")
