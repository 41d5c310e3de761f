"""Whether it is valid already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.credentials.model.times import parse_timestamp, timestamp
from stepladder.credentials.verification.examination import Examination, result
from stepladder.credentials.verification.jwt_claims import limit_of

if TYPE_CHECKING:
    from stepladder.credentials.verification.report import CheckResult

NAME = "valid_from"


def check(examination: Examination) -> CheckResult:
    """Compare ``validFrom`` (``issuanceDate`` in VC 1.1) with the time asked for; the moment itself is valid."""
    document = examination.document
    member = "validFrom" if "validFrom" in document else "issuanceDate"
    if member not in document:
        return result(NAME, "not_applicable", "absent", "It does not say from when it is valid")
    moment = parse_timestamp(document[member])
    if moment is None:
        return result(NAME, "failed", "not_a_time", f"{member} is not a point in time with a zone", f"/{member}")
    if examination.at < moment:
        return result(NAME, "failed", "not_yet", f"It is valid from {document[member]}", f"/{member}")
    begins = limit_of(examination.credential.jwt, "nbf")
    if begins is not None and examination.at < begins:
        return result(NAME, "failed", "not_yet", f"Its signature is valid from {timestamp(begins)}", "/nbf")
    return result(NAME, "passed", "ok", f"It is valid since {document[member]}")
