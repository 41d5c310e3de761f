"""Whether it is still valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.credentials.model.times import parse_timestamp, timestamp
from stepladder.credentials.verification.examination import Examination, result
from stepladder.credentials.verification.jwt_claims import limit_of

if TYPE_CHECKING:
    from stepladder.credentials.verification.report import CheckResult

NAME = "valid_until"


def check(examination: Examination) -> CheckResult:
    """Compare ``validUntil`` (``expirationDate`` in VC 1.1) with the time asked for; that moment is still valid.

    A signature that ends earlier, by ``expires`` of a proof or ``exp`` of a token, ends it too.
    """
    document = examination.document
    member = "validUntil" if "validUntil" in document else "expirationDate"
    for issue in examination.proof.issues:
        if issue.code == "proof.expired":
            return result(NAME, "failed", issue.code, issue.message, issue.where)
    if member not in document:
        return result(NAME, "not_applicable", "absent", "It does not expire")
    moment = parse_timestamp(document[member])
    if moment is None:
        return result(NAME, "failed", "not_a_time", f"{member} is not a point in time with a zone", f"/{member}")
    if examination.at > moment:
        return result(NAME, "failed", "expired", f"It was valid until {document[member]}", f"/{member}")
    ended = limit_of(examination.credential.jwt, "exp")
    if ended is not None and examination.at > ended:
        return result(NAME, "failed", "expired", f"Its signature was valid until {timestamp(ended)}", "/exp")
    return result(NAME, "passed", "ok", f"It is valid until {document[member]}")
