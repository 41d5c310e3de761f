"""Whether the issuer has revoked or suspended it, and for when we know that."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from stepladder.credentials.errors import CredentialError, ResolutionError
from stepladder.credentials.model.times import timestamp
from stepladder.credentials.status.entries import REVOCATION_LIST, StatusEntry, kind_of
from stepladder.credentials.status.lists import StatusFinding, check_entry
from stepladder.credentials.status.revocation_lists import RevocationList, read_revocation_list, revocation_list_url
from stepladder.credentials.verification.examination import Examination, result
from stepladder.credentials.verification.remembering import remembered
from stepladder.credentials.verification.status_lists import verified_list

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials.verification.report import CheckResult

NAME = "status"
MAX_ENTRIES = 8
CLOCKS_DIFFER = timedelta(minutes=5)
"""How far ahead of the verifier's clock the issuer's may be, when it has signed a list a moment ago."""
_WHERE = "/credentialStatus"


def check(examination: Examination) -> CheckResult:
    """Look up every entry of ``credentialStatus`` and return the worst answer, or all of them if all are good."""
    value = examination.document.get("credentialStatus")
    if value is None and _has_token_status(examination):
        message = "The token names its status in a way that Stepladder does not look up (a Token Status List)"
        return result(NAME, "indeterminate", "token_status_list", message, "/status")
    if value is None:
        return result(NAME, "not_applicable", "absent", "The credential names no status list: it cannot be revoked")
    if not examination.signed_by_issuer:
        return result(
            NAME, "not_applicable", "not_looked_at", "The status was not looked at, because the signature does not hold"
        )
    entries = value if isinstance(value, list) else [value]
    if not entries or len(entries) > MAX_ENTRIES:
        return result(
            NAME, "indeterminate", "malformed_entry", f"A credential has one to {MAX_ENTRIES} status entries", _WHERE
        )
    found = [_look_up(examination, entry) for entry in entries]
    worst = min(found, key=_rank)
    if worst.outcome != "passed":
        return worst
    return result(NAME, "passed", worst.code, "; ".join(dict.fromkeys(one.message for one in found)))


def _has_token_status(examination: Examination) -> bool:
    """Tell whether a token has the claim of the IETF's Token Status List, whose lists are tokens of their own."""
    jwt = examination.credential.jwt
    claim = jwt.payload.get("status") if jwt is not None else None
    return isinstance(claim, dict) and "status_list" in claim


def _rank(found: CheckResult) -> int:
    """Order answers by how much they matter: revoked, suspended, unknown, too old, worth telling, clear."""
    if found.outcome == "failed":
        return 1 if found.code == "status.suspended" else 0
    if found.outcome == "indeterminate":
        return 3 if found.code == "status.too_old" else 2
    return 5 if found.code == "status.clear" else 4


def _look_up(examination: Examination, entry: Any) -> CheckResult:
    try:
        if kind_of(entry) == REVOCATION_LIST:
            finding, retrieved = _in_revocation_list(examination, entry)
        else:
            finding, retrieved = _in_status_list(examination, entry)
    except CredentialError as error:
        return result(NAME, "indeterminate", error.code, error.message, error.where or _WHERE)
    as_of = retrieved or finding.as_of
    if as_of is not None and (examination.status_checked_at is None or as_of < examination.status_checked_at):
        examination.status_checked_at = as_of
    # A list that was fetched was looked at then, even if an earlier moment is asked about.
    looked_at = max(retrieved or examination.at, examination.at)
    return _judged(examination, finding, as_of, looked_at)


def _in_status_list(examination: Examination, document: Any) -> tuple[StatusFinding, datetime | None]:
    # 1. The entry, and the list that it names.
    entry = StatusEntry.from_document(document)
    resolved = examination.resolver.status_list(entry.list_url)
    # 2. The list is a credential of its own: signed, and by the same issuer.
    listed = verified_list(examination, resolved.document, entry.list_url)
    # 3. The bit.
    finding = check_entry(entry, listed)
    return finding, resolved.retrieved_at


def _in_revocation_list(examination: Examination, entry: dict[str, Any]) -> tuple[StatusFinding, datetime | None]:
    url = revocation_list_url(entry)
    resolved = examination.resolver.document(url)
    if resolved.source != "given" and not url.startswith("https://"):
        raise ResolutionError(
            "The revocation list is not signed and was not fetched over https: anyone on the way could have made it",
            code="status.list_unprotected",
            where=url,
            spec="1EdTech Revocation List Status Method 1.0",
        )
    credential = examination.credential
    data = resolved.document
    listed: RevocationList = remembered(
        examination.resolver, ("revoked", data, url), lambda: read_revocation_list(data, url=url)
    )
    found = listed.look_up(issuer=credential.issuer_id or "", credential_id=credential.id)
    if not found.revoked:
        message = "The issuer's revocation list, which is not signed, does not name the credential"
        return StatusFinding(state="clear", message=message), resolved.retrieved_at
    reason = f": {found.reason}" if found.reason else ""
    return (
        StatusFinding(state="revoked", message=f"The issuer has revoked the credential{reason}"),
        resolved.retrieved_at,
    )


def _judged(
    examination: Examination, finding: StatusFinding, as_of: datetime | None, looked_at: datetime
) -> CheckResult:
    """Say what the list says at the time asked about: bad news is believed of any list, good news of a fresh one."""
    age = _age(examination.at, as_of)
    if finding.state in {"revoked", "suspended"}:
        return result(NAME, "failed", finding.state, f"{finding.message}{age}", _WHERE)
    if finding.state == "unknown_purpose":
        return result(NAME, "indeterminate", "unknown_purpose", f"{finding.message}{age}", _WHERE)
    if finding.as_of is not None and finding.as_of - looked_at > CLOCKS_DIFFER:
        message = f"The status list is valid from {timestamp(finding.as_of)} only, after the time asked about"
        return result(NAME, "indeterminate", "list_not_yet_valid", message, _WHERE)
    if finding.valid_until is not None and examination.at > finding.valid_until:
        message = f"The status list was valid until {timestamp(finding.valid_until)} only{age}"
        return result(NAME, "indeterminate", "too_old", message, _WHERE)
    oldest = examination.policy.max_status_age
    if oldest is not None and (as_of is None or examination.at - as_of > oldest):
        message = f"The status list is older than was asked for{age}"
        return result(NAME, "indeterminate", "too_old", message, _WHERE)
    stale = ""
    if finding.ttl is not None and as_of is not None and examination.at - as_of > finding.ttl:
        stale = f". The issuer publishes a newer list every {_span(finding.ttl)}: this one is stale"
    code = {"message": "message", "refresh": "refresh_available"}.get(finding.state, "clear")
    return result(NAME, "passed", code, f"{finding.message}{age}{stale}")


def _age(at: datetime, as_of: datetime | None) -> str:
    if as_of is None:
        return ", by a list that does not say from when it is"
    behind = at - as_of
    if behind < -CLOCKS_DIFFER:
        return f", as of {timestamp(as_of)}, later than the time asked about"
    old = f"{_span(behind)} old" if behind >= timedelta(minutes=1) else "just now"
    return f", as of {timestamp(as_of)} ({old})"


def _span(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for name, length in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        count = seconds // length
        if count >= (2 if name == "day" else 1):
            return f"{count:,} {name}{'' if count == 1 else 's'}"
    return "less than a second"
