"""Whether it is the named issuer's key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.credentials.verification.examination import Examination, result

if TYPE_CHECKING:
    from stepladder.credentials.verification.report import CheckResult

NAME = "issuer_key"


def check(examination: Examination) -> CheckResult:
    """Return whether the key that signed is one that the issuer signs credentials with."""
    proof = examination.proof
    if proof.finding == "missing":
        return result(NAME, "not_applicable", "unsigned", "There is no signature")
    if proof.owner == "held":
        return result(NAME, "passed", "ok", "The key is one that the issuer signs credentials with")
    issue = proof.owner_issue
    if proof.owner == "broken":
        return result(
            NAME,
            "failed",
            issue.code if issue else "not_theirs",
            issue.message if issue else "The key is not the issuer's",
            issue.where if issue else "",
        )
    if issue is not None:
        return result(NAME, "indeterminate", issue.code, issue.message, issue.where)
    return result(
        NAME, "indeterminate", "not_had", "The key could not be had, so nothing can be said about whose it is"
    )
