"""Status lists: making one to sign, and looking up an entry in one that holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from stepladder.credentials.contexts.store import CREDENTIALS_V2
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.times import parse_timestamp, timestamp
from stepladder.credentials.status.bitstring import MINIMUM_LENGTH, decode_list, encode_list, read_value

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from stepladder.credentials.status.entries import StatusEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFinding:
    """What a list says about one entry, and from when the list is."""

    state: Literal["clear", "revoked", "suspended", "message", "unknown_purpose"]
    message: str
    as_of: datetime | None = None
    valid_until: datetime | None = None


def build_status_list(
    *,
    id: str,  # noqa: A002 - the standard's word
    issuer: str | dict[str, Any],
    purpose: str,
    indexes: Iterable[int],
    length: int = MINIMUM_LENGTH,
    valid_from: datetime,
    valid_until: datetime | None = None,
    ttl_ms: int | None = None,
) -> dict[str, Any]:
    """Return an unsigned status list credential in which the entries at ``indexes`` are set.

    ``ttl_ms`` is for how many milliseconds a reader may keep it. Sign it with :func:`stepladder.credentials.issue`.
    Raises MalformedCredentialError (``status.length_error``, ``status.range_error``).
    """
    subject: dict[str, Any] = {
        "id": f"{id}#list",
        "type": "BitstringStatusList",
        "statusPurpose": purpose,
        "encodedList": encode_list(indexes, length),
    }
    if ttl_ms is not None:
        subject["ttl"] = ttl_ms
    document: dict[str, Any] = {
        "@context": [CREDENTIALS_V2],
        "id": id,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": timestamp(valid_from),
        "credentialSubject": subject,
    }
    if valid_until is not None:
        document["validUntil"] = timestamp(valid_until)
    return document


def check_entry(entry: StatusEntry, document: dict[str, Any], bits: bytes | None = None) -> StatusFinding:
    """Look up ``entry`` in a list credential whose signature and issuer were checked before.

    ``bits`` may hold the decoded list, so that it is unpacked only once. Raises MalformedCredentialError:
    ``status.list_malformed``, ``status.wrong_purpose``, ``status.length_error``, ``status.range_error``,
    ``status.list_too_large`` (Bitstring Status List 1.0, section 3.2).
    """
    # 1. The right kind of list, for the right purpose.
    subject = document.get("credentialSubject")
    if not isinstance(subject, dict) or subject.get("type") not in (entry.list_type, [entry.list_type]):
        raise MalformedCredentialError(
            f"The document is not a {entry.list_type}", code="status.list_malformed", where="/credentialSubject/type"
        )
    purposes = subject.get("statusPurpose")
    if entry.purpose not in (purposes if isinstance(purposes, list) else [purposes]):
        raise MalformedCredentialError(
            f"The list is for {purposes!r}, but the credential names it for {entry.purpose!r}",
            code="status.wrong_purpose",
            where="/credentialSubject/statusPurpose",
        )
    # 2. Long enough to hide whom it is about.
    if bits is None:
        bits = decode_list(subject.get("encodedList"))
    if len(bits) * 8 // entry.size < MINIMUM_LENGTH:
        raise MalformedCredentialError(
            f"The list has {len(bits) * 8 // entry.size:,} entries; {MINIMUM_LENGTH:,} are needed for privacy",
            code="status.length_error",
            spec="Bitstring Status List 1.0, section 3.2 (STATUS_LIST_LENGTH_ERROR)",
        )
    # 3. The value.
    value = read_value(bits, entry.index, entry.size)
    as_of = parse_timestamp(document.get("validFrom", document.get("issuanceDate")))
    valid_until = parse_timestamp(document.get("validUntil", document.get("expirationDate")))
    state, message = _meaning(entry, value)
    return StatusFinding(state=state, message=message, as_of=as_of, valid_until=valid_until)


def _meaning(
    entry: StatusEntry, value: int
) -> tuple[Literal["clear", "revoked", "suspended", "message", "unknown_purpose"], str]:
    if entry.purpose == "message":
        return "message", f"The issuer notes: {entry.messages.get(value, f'status {value:#x}')}"
    if value == 0 or entry.purpose == "refresh":
        return "clear", f"Not set in the issuer's list for {entry.purpose}"
    if entry.purpose == "revocation":
        return "revoked", "The issuer has revoked the credential"
    if entry.purpose == "suspension":
        return "suspended", "The issuer has suspended the credential for now"
    return "unknown_purpose", f"The issuer has set the status {entry.purpose!r}, which Stepladder does not know"
