"""Whether the signature holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.credentials.verification.examination import Examination, result

if TYPE_CHECKING:
    from stepladder.credentials.verification.report import CheckResult

NAME = "proof"
_LATER = frozenset(  # these matter only if the rest holds
    {"proof.expired", "proof.key_revoked", "proof.key_expired", "proof.key_compromised"}
)
_OPEN = frozenset({"proof.unsupported", "proof.key_not_in_document"})  # these say that nothing could be told


def check(examination: Examination) -> CheckResult:
    """Return whether the document is as it was signed."""
    proof = examination.proof
    message = "; ".join(dict.fromkeys(issue.message for issue in proof.issues))
    code = proof.issues[0].code if proof.issues else "ok"
    where = proof.issues[0].where if proof.issues else ""
    if proof.finding == "held":
        also = f". Passed over: {message}" if message else ""
        return result(
            NAME, "passed", "ok", f"The signature ({proof.cryptosuite}) by {proof.verification_method} holds{also}"
        )
    if proof.finding == "unknown":
        return result(NAME, "indeterminate", code, message or "The signature could not be checked", where)
    broken = [issue for issue in proof.issues if not issue.code.startswith("resolve.") and issue.code not in _OPEN]
    broken.sort(key=lambda issue: issue.code in _LATER)
    if not broken:
        return result(NAME, "failed", "not_covered", "The signature does not cover the whole document", where)
    return result(
        NAME, "failed", broken[0].code, "; ".join(dict.fromkeys(issue.message for issue in broken)), broken[0].where
    )
