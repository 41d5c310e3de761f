"""Whether the issuer has a newer one, if the verifier wants to ask (Open Badges 3.0, section 9.1, step 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.credentials.canonical.shapes import named
from stepladder.credentials.verification.examination import Examination, result
from stepladder.credentials.verification.refreshing import refresh_service

if TYPE_CHECKING:
    from stepladder.credentials.verification.report import CheckResult

NAME = "refresh"


def check(examination: Examination) -> CheckResult:
    """Return that nobody asked; what asking came to takes its place. Neither makes anything better or worse."""
    service = refresh_service(examination.document, examination.at)
    if service is None:
        return result(NAME, "not_applicable", "absent", "It names no service that would give a newer one")
    return result(NAME, "not_applicable", "not_asked", f"Nobody asked {named(service)} for a newer one")
