"""Whether the issuer has revoked or suspended it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.dids import same_identifier
from stepladder.credentials.errors import CredentialError, MalformedCredentialError, ResolutionError
from stepladder.credentials.model.times import timestamp
from stepladder.credentials.proofs import verify_embedded, verify_jwt
from stepladder.credentials.status import StatusEntry, check_entry
from stepladder.credentials.verification.credential import Credential
from stepladder.credentials.verification.examination import Examination, result

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials.status import StatusFinding
    from stepladder.credentials.verification.report import CheckResult

NAME = "status"
MAX_ENTRIES = 8


def check(examination: Examination) -> CheckResult:
    """Look up every entry of ``credentialStatus`` and return the worst answer."""
    value = examination.document.get("credentialStatus")
    if value is None:
        return result(NAME, "not_applicable", "absent", "The credential names no status list: it cannot be revoked")
    if not examination.signed_by_issuer:
        return result(
            NAME, "not_applicable", "not_looked_at", "The status was not looked at, because the signature does not hold"
        )
    entries = value if isinstance(value, list) else [value]
    if not entries or len(entries) > MAX_ENTRIES:
        return result(
            NAME,
            "indeterminate",
            "malformed_entry",
            f"A credential has one to {MAX_ENTRIES} status entries",
            "/credentialStatus",
        )
    found = [_check_entry(examination, entry) for entry in entries]
    return min(found, key=_rank)


def _rank(found: CheckResult) -> int:
    order = {"failed": 0, "indeterminate": 2, "not_applicable": 3, "passed": 4}
    if found.code == "status.suspended":
        return 1
    return order[found.outcome] if found.code != "status.too_old" else 3


def _check_entry(examination: Examination, document: Any) -> CheckResult:
    try:
        # 1. The entry, and the list that it names.
        entry = StatusEntry.from_document(document)
        resolved = examination.resolver.status_list(entry.list_url)
        # 2. The list is a credential of its own: signed, and by the same issuer.
        credential = _verified_list(examination, resolved.document, entry.list_url)
        # 3. The bit.
        finding = check_entry(entry, credential.document)
    except CredentialError as error:
        return result(NAME, "indeterminate", error.code, error.message, error.where or "/credentialStatus")
    as_of = resolved.retrieved_at or finding.as_of
    if as_of is not None and (examination.status_checked_at is None or as_of < examination.status_checked_at):
        examination.status_checked_at = as_of
    return _judge(examination, finding, as_of)


def _judge(examination: Examination, finding: StatusFinding, as_of: datetime | None) -> CheckResult:
    when = f", as of {timestamp(as_of)}" if as_of is not None else ""
    if finding.state in {"revoked", "suspended"}:
        return result(NAME, "failed", finding.state, f"{finding.message}{when}", "/credentialStatus")
    if finding.state == "unknown_purpose":
        return result(NAME, "indeterminate", "unknown_purpose", finding.message, "/credentialStatus")
    if finding.valid_until is not None and examination.at > finding.valid_until:
        return result(
            NAME,
            "indeterminate",
            "too_old",
            f"The status list was valid until {timestamp(finding.valid_until)} only",
            "/credentialStatus",
        )
    oldest = examination.policy.max_status_age
    if oldest is not None and (as_of is None or examination.at - as_of > oldest):
        return result(
            NAME, "indeterminate", "too_old", f"The status list is older than was asked for{when}", "/credentialStatus"
        )
    return result(NAME, "passed", "clear" if finding.state == "clear" else "message", f"{finding.message}{when}")


def _verified_list(examination: Examination, data: bytes, url: str) -> Credential:
    """Read a status list credential; CredentialError unless it is signed, unaltered, and by the credential's issuer."""
    credential = Credential.from_bytes(data)
    issuer = credential.issuer_id or ""
    if credential.id is not None and not same_identifier(credential.id, url):
        raise ResolutionError(
            f"The list calls itself {credential.id!r}, but {url!r} was asked for", code="status.wrong_list", where=url
        )
    if not same_identifier(issuer, examination.credential.issuer_id or ""):
        raise MalformedCredentialError(
            f"The status list is issued by {issuer!r}, not by the credential's issuer",
            code="status.other_issuer",
            where=url,
        )
    if credential.jwt is not None:
        proof = verify_jwt(credential.jwt, issuer, resolver=examination.resolver)
    else:
        proof = verify_embedded(
            credential.document, issuer, resolver=examination.resolver, at=examination.at, store=examination.store
        )
    if proof.finding == "missing":
        raise MalformedCredentialError("The status list is not signed", code="status.list_unsigned", where=url)
    if proof.finding != "held":
        reason = (*proof.issues, *proof.losses)
        raise MalformedCredentialError(
            f"The signature of the status list does not hold: {reason[0].message if reason else 'unknown'}",
            code="status.list_altered" if proof.finding == "broken" else "status.list_not_checked",
            where=url,
        )
    if proof.owner != "held":
        raise MalformedCredentialError(
            "The status list is not signed with the issuer's key", code="status.list_not_issuers", where=url
        )
    return credential
