"""Whether an older badge still stands: what its page says, or the issuer's list of revoked badges."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.dids import same_identifier
from stepladder.credentials.errors import CredentialError, MalformedCredentialError
from stepladder.credentials.model.reading import text_of
from stepladder.credentials.model.times import timestamp
from stepladder.credentials.verification.examination import result
from stepladder.credentials.verification.older.standing import could_not

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials.verification.older.badge import OlderBadge
    from stepladder.credentials.verification.older.examining import Asked
    from stepladder.credentials.verification.older.links import Library
    from stepladder.credentials.verification.report import CheckResult

_NAME = "status"
_LONGEST_REASON = 300


def says_revoked(document: dict[str, Any]) -> bool:
    """Tell whether a badge says of itself that it is revoked; anything but a plain no counts as yes."""
    return document.get("revoked", False) not in (False, None)


def reason_in(document: dict[str, Any]) -> str:
    """Return the reason for a revocation with a colon before it, or an empty text."""
    reason = document.get("revocationReason")
    return f": {reason[:_LONGEST_REASON]}" if isinstance(reason, str) and reason else ""


def standing_of_page(address: str, retrieved: datetime | None, asked: Asked) -> CheckResult:
    """Return that a page stands and does not call itself revoked, for the time when it was looked at."""
    return _clear(f"It stands at {address} and is not called revoked there", retrieved, asked)


def standing_in_list(badge: OlderBadge, library: Library, asked: Asked) -> tuple[CheckResult, datetime | None]:
    """Return whether the issuer's revocation list names a signed badge, and from when that answer is."""
    if says_revoked(badge.assertion):
        return result(
            _NAME, "failed", "revoked", f"It says of itself that it is revoked{reason_in(badge.assertion)}"
        ), None
    url = badge.issuer.get("revocationList")
    if url is None:
        return result(_NAME, "not_applicable", "absent", "Its issuer publishes no list of revoked badges"), None
    if not isinstance(url, str):
        message = "The issuer does not name its list of revoked badges by an address"
        return result(_NAME, "indeterminate", "list_malformed", message, "/revocationList"), None
    try:
        document, retrieved = library.document(url)
        why = _reason(document, url, badge)
    except CredentialError as error:
        return could_not(_NAME, error), None
    if why is not None:
        return result(_NAME, "failed", "revoked", f"The issuer's list names it as revoked{why}", url), retrieved
    return _clear("The issuer's list of revoked badges does not name it", retrieved, asked), retrieved


def _clear(message: str, retrieved: datetime | None, asked: Asked) -> CheckResult:
    age = f", as of {timestamp(retrieved)}" if retrieved else ", by a document that does not say from when it is"
    oldest = asked.policy.max_status_age
    if oldest is not None and (retrieved is None or asked.at - retrieved > oldest):
        return result(_NAME, "indeterminate", "too_old", f"What was seen is older than was asked for: {message}{age}")
    return result(_NAME, "passed", "clear", f"{message}{age}")


def _reason(document: dict[str, Any], url: str, badge: OlderBadge) -> str | None:
    """Return why a list revokes the badge, or None. 2.0 lists ``revokedAssertions``, 1.x maps ``uid`` to a reason."""
    if "revokedAssertions" not in document:
        return _reason_in_map(document, url, badge)
    for member, wanted, code in (("id", url, "wrong_list"), ("issuer", badge.issuer_id or "", "other_issuer")):
        named = document.get(member)
        named = named.get("id") if isinstance(named, dict) else named
        if named is not None and not (isinstance(named, str) and same_identifier(named, wanted)):
            raise MalformedCredentialError(
                f"The revocation list names {str(named)[:200]!r} as its {member}, and not {wanted}",
                code=f"status.{code}",
                where=url,
            )
    listed = document["revokedAssertions"]
    for item in listed if isinstance(listed, list) else [listed]:
        entry = {"id": item} if isinstance(item, str) else item
        if not isinstance(entry, dict) or not ({"id", "uid"} & entry.keys()):
            raise _malformed("An entry of the revocation list names no badge", url)
        if _names(entry, badge) and entry.get("revoked", True) is not False:
            return reason_in(entry)
    return None


def _reason_in_map(document: dict[str, Any], url: str, badge: OlderBadge) -> str | None:
    if badge.version == "2.0" and "@context" in document:
        raise _malformed("The revocation list has no revokedAssertions", url)
    for key, reason in document.items():
        if _names({"id": key, "uid": key}, badge):
            return reason_in({"revocationReason": reason})
    return None


def _names(entry: dict[str, Any], badge: OlderBadge) -> bool:
    own, uid, named = text_of(badge.assertion.get("id")) or "", entry.get("uid"), text_of(entry.get("id")) or ""
    if own and (same_identifier(named, own) or (own.lower().startswith("urn:uuid:") and named.lower() == own.lower())):
        return True
    return bool(badge.uid) and not isinstance(uid, bool) and isinstance(uid, (str, int)) and str(uid) == badge.uid


def _malformed(message: str, where: str) -> MalformedCredentialError:
    return MalformedCredentialError(
        message, code="status.list_malformed", where=where, spec="Open Badges 2.0, RevocationList"
    )
