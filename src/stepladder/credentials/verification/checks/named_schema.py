"""Whether it keeps the schemas that it names itself (VC Data Model 2.0, section 4.11; Open Badges 3.0, section 9.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.errors import CredentialError
from stepladder.credentials.verification.examination import Examination, result
from stepladder.credentials.verification.named_schemas import judged

if TYPE_CHECKING:
    from stepladder.credentials.verification.report import CheckResult

NAME = "named_schema"
MAX_SCHEMAS = 4
_WHERE = "/credentialSchema"
_RANK = ("failed", "indeterminate", "passed")


def check(examination: Examination) -> CheckResult:
    """Return the worst answer of all schemas that the credential names, or all of them if all are good.

    What could not be had is indeterminate. That leaves the verdict as it is, unless the verifier's policy requires
    schemas: nearly every badge names one, and the rules of its standard were checked anyway.
    """
    value = examination.document.get("credentialSchema")
    entries = value if isinstance(value, list) else [] if value is None else [value]
    if not entries:
        return result(NAME, "not_applicable", "absent", "The credential names no schema of its own")
    if not examination.signed_by_issuer:
        message = "The schemas that it names were not looked at, because the signature does not hold"
        return result(NAME, "not_applicable", "not_looked_at", message)
    if len(entries) > MAX_SCHEMAS:
        message = f"It names more than {MAX_SCHEMAS} schemas, and so many are not looked at"
        return result(NAME, "indeterminate", "too_many", message, _WHERE)
    found = [
        _judged(examination, entry, f"{_WHERE}/{index}" if isinstance(value, list) else _WHERE, len(entries))
        for index, entry in enumerate(entries)
    ]
    worst = min(found, key=lambda one: _RANK.index(one.outcome))
    if worst.outcome != "passed":
        return worst
    return result(NAME, "passed", worst.code, "; ".join(dict.fromkeys(one.message for one in found)))


def _judged(examination: Examination, entry: Any, where: str, share: int) -> CheckResult:
    try:
        found = judged(examination, entry, where, share=share)
    except CredentialError as error:
        return result(NAME, "indeterminate", error.code, error.message, where)
    return result(NAME, found.outcome, found.code, found.message, found.where)
