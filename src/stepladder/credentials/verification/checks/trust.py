"""Whether the issuer is one that the verifier said to trust."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.credentials.canonical.shapes import named
from stepladder.credentials.verification.examination import Examination, result

if TYPE_CHECKING:
    from stepladder.credentials.verification.report import CheckResult

NAME = "trust"


def check(examination: Examination) -> CheckResult:
    """Return whether a list of trusted issuers that was asked for holds the issuer."""
    trusted, issuer = examination.policy.trusted_issuers, examination.credential.issuer_id or ""
    if trusted is None:
        return result(NAME, "not_applicable", "not_asked", "No list of trusted issuers was asked for")
    if issuer in trusted and not examination.signed_by_issuer:
        return result(
            NAME, "not_applicable", "not_proved", "The named issuer is on the list, but did not provably sign this"
        )
    if issuer in trusted:
        return result(NAME, "passed", "listed", f"The issuer {issuer} is on the list of trusted issuers")
    return result(
        NAME,
        "failed",
        "untrusted",
        f"The issuer {named(issuer) if issuer else '(none)'} is not on the list of trusted issuers",
        "/issuer",
    )
