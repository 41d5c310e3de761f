"""Status lists: making one to sign, and looking up an entry in one that holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Literal

from stepladder.credentials.contexts.store import CREDENTIALS_V2
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.times import parse_timestamp, timestamp
from stepladder.credentials.status.bitstring import MINIMUM_LENGTH, encode_values, read_value
from stepladder.credentials.status.cache import decoded_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from stepladder.credentials.status.entries import StatusEntry

State = Literal["clear", "revoked", "suspended", "message", "refresh", "unknown_purpose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFinding:
    """What a list says about one entry, and for when the list speaks.

    ``as_of`` and ``valid_until`` are the list's own period, ``ttl`` is for how long its reader may keep it, ``value``
    the entry as a number. None where the list does not say.
    """

    state: State
    message: str
    as_of: datetime | None = None
    valid_until: datetime | None = None
    ttl: timedelta | None = None
    value: int = 0


def build_status_list(
    *,
    id: str,  # noqa: A002 - the standard's word
    issuer: str | dict[str, Any],
    purpose: str | Sequence[str],
    indexes: Iterable[int] = (),
    values: Mapping[int, int] | None = None,
    size: int = 1,
    length: int = MINIMUM_LENGTH,
    valid_from: datetime,
    valid_until: datetime | None = None,
    ttl_ms: int | None = None,
) -> dict[str, Any]:
    """Return an unsigned status list credential of ``length`` entries, ``size`` bits each.

    The entries at ``indexes`` are set to 1, those in ``values`` (index to value) to theirs; all others are 0. A list
    for several purposes says the same for each. ``ttl_ms`` is for how many milliseconds a reader may keep it. Sign it
    with :func:`stepladder.credentials.issue`. Raises MalformedCredentialError (``status.length_error``,
    ``status.range_error``, ``status.bad_size``, ``status.list_malformed``). See Bitstring Status List 1.0, section 3.1.

    ``statusSize`` and ``statusMessage`` stand in each entry only (:func:`status_entry`): the published context has no
    word for them in a list, so that no embedded proof would cover them there.
    """
    purposes = [purpose] if isinstance(purpose, str) else list(purpose)
    if not purposes or not all(purposes):
        raise _malformed("A status list has one purpose at least", "statusPurpose")
    if ttl_ms is not None and ttl_ms < 0:
        raise _malformed(f"The ttl of {ttl_ms} milliseconds is negative", "ttl")
    subject: dict[str, Any] = {
        "id": f"{id}#list",
        "type": "BitstringStatusList",
        "statusPurpose": purposes[0] if len(purposes) == 1 else purposes,
        "encodedList": encode_values(dict.fromkeys(indexes, 1) | dict(values or {}), length, size=size),
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

    ``bits`` may hold the decoded list; otherwise it is unpacked, or taken from the few that were unpacked last. Raises
    MalformedCredentialError: ``status.list_malformed``, ``status.wrong_purpose``, ``status.length_error``,
    ``status.range_error``, ``status.list_too_large`` (Bitstring Status List 1.0, section 3.2). Whether the list speaks
    for the time asked about is for the caller to judge.
    """
    # 1. The right kind of list, for the right purpose.
    subject = _subject(entry, document)
    purposes = _texts(subject.get("statusPurpose"))
    if entry.purpose not in purposes:
        raise MalformedCredentialError(
            f"The list is for {', '.join(purposes) or 'nothing'}, but the credential names it for {entry.purpose}",
            code="status.wrong_purpose",
            where="/credentialSubject/statusPurpose",
            spec="Bitstring Status List 1.0, section 3.2 (STATUS_VERIFICATION_ERROR)",
        )
    if subject.get("statusSize", entry.size) != entry.size:
        raise _malformed(f"The list says another statusSize than the entry, which says {entry.size}", "statusSize")
    # 2. Long enough to hide whom it is about.
    if bits is None:
        bits = decoded_list(subject.get("encodedList"), multibase=entry.list_type == "BitstringStatusList")
    if len(bits) * 8 // entry.size < MINIMUM_LENGTH:
        raise MalformedCredentialError(
            f"The list has {len(bits) * 8 // entry.size:,} entries; {MINIMUM_LENGTH:,} are needed for privacy",
            code="status.length_error",
            spec="Bitstring Status List 1.0, section 3.2 (STATUS_LIST_LENGTH_ERROR)",
        )
    # 3. The value, and what it means.
    value = read_value(bits, entry.index, entry.size)
    state, message = _meaning(entry, value)
    return StatusFinding(
        state=state,
        message=message,
        as_of=_time(document, "validFrom", "issuanceDate"),
        valid_until=_time(document, "validUntil", "expirationDate"),
        ttl=_ttl(subject.get("ttl")),
        value=value,
    )


def _subject(entry: StatusEntry, document: dict[str, Any]) -> dict[str, Any]:
    kind = f"{entry.list_type}Credential"
    if kind not in _texts(document.get("type")):
        raise MalformedCredentialError(f"The document is not a {kind}", code="status.list_malformed", where="/type")
    subjects = document.get("credentialSubject")
    subject = subjects[0] if isinstance(subjects, list) and len(subjects) == 1 else subjects
    if not isinstance(subject, dict) or _texts(subject.get("type")) != [entry.list_type]:
        raise MalformedCredentialError(
            f"The document is not a {entry.list_type}", code="status.list_malformed", where="/credentialSubject/type"
        )
    return subject


def _texts(value: Any) -> list[str]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]


def _time(document: dict[str, Any], *names: str) -> datetime | None:
    return next((parse_timestamp(document[name]) for name in names if name in document), None)


def _ttl(value: Any) -> timedelta | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _malformed("The ttl is not a number of milliseconds", "ttl")
    try:
        return timedelta(milliseconds=value)
    except OverflowError:
        return timedelta.max


def _meaning(entry: StatusEntry, value: int) -> tuple[State, str]:
    told = f" (the issuer's word for {value:#x}: {entry.messages[value]})" if value in entry.messages else ""
    if entry.purpose == "message":
        return "message", f"The issuer notes: {entry.messages.get(value) or ('set' if value else 'not set')}"
    if value == 0:
        return "clear", f"Not set in the issuer's list for {entry.purpose}{told}"
    if entry.purpose == "revocation":
        return "revoked", f"The issuer has revoked the credential{told}"
    if entry.purpose == "suspension":
        return "suspended", f"The issuer has suspended the credential for now{told}"
    if entry.purpose == "refresh":
        return "refresh", f"The issuer has a newer version of the credential{told}"
    return (
        "unknown_purpose",
        f"The issuer has set the status {entry.purpose[:60]!r}, which Stepladder does not know{told}",
    )


def _malformed(message: str, member: str) -> MalformedCredentialError:
    return MalformedCredentialError(
        message,
        code="status.list_malformed",
        where=f"/credentialSubject/{member}",
        spec="Bitstring Status List 1.0, section 2.2",
    )
