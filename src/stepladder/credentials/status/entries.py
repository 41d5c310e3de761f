"""Status entries: where in which list a credential's status stands, and what its values mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stepladder.credentials.errors import MalformedCredentialError, UnsupportedError
from stepladder.credentials.status.bitstring import check_size

if TYPE_CHECKING:
    from collections.abc import Sequence

BITSTRING = "BitstringStatusListEntry"
STATUS_LIST_2021 = "StatusList2021Entry"
REVOCATION_LIST = "1EdTechRevocationList"
_LISTS = {BITSTRING: "BitstringStatusList", STATUS_LIST_2021: "StatusList2021"}
_INDEX = re.compile(r"0|[1-9][0-9]*", re.ASCII)
_STATUS = re.compile(r"0x[0-9a-fA-F]{1,8}", re.ASCII)
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]+", re.ASCII)
_DIGITS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEntry:
    """One entry of ``credentialStatus``: the list's URL, the index, the purpose, and bits per entry.

    ``list_type`` is ``BitstringStatusList`` or ``StatusList2021``; ``messages`` has the issuer's word for every value,
    or for none; ``references`` are URLs of pages about the meaning of the values.
    """

    list_url: str
    index: int
    purpose: str
    list_type: str = "BitstringStatusList"
    size: int = 1
    messages: dict[int, str] = field(default_factory=dict)
    references: tuple[str, ...] = ()

    @classmethod
    def from_document(cls, entry: Any) -> StatusEntry:
        """Read an entry (Bitstring Status List 1.0, section 2.1; Status List 2021, section 2.1).

        Raises UnsupportedError (``status.unsupported``) for other kinds, MalformedCredentialError
        (``status.malformed_entry``, ``status.bad_size``, ``status.range_error``): the index is a string of decimal
        digits, as in ``"94567"``, and entries of several bits have a message for each value.
        """
        kind = kind_of(entry)
        if kind not in _LISTS:
            raise UnsupportedError(
                f"A status of type {_short(kind or _type(entry))} is not checked by Stepladder",
                code="status.unsupported",
                hint="BitstringStatusListEntry, StatusList2021Entry and 1EdTechRevocationList are.",
            )
        url, purpose = entry.get("statusListCredential"), entry.get("statusPurpose")
        if not isinstance(url, str) or not _URL.fullmatch(url):
            raise _malformed("The statusListCredential is not a URL", "statusListCredential")
        if "id" in entry and entry["id"] == url:
            raise _malformed("The entry's id is the URL of the list itself", "id")
        if not isinstance(purpose, str) or not purpose:
            raise _malformed("The entry has no statusPurpose", "statusPurpose")
        bitstring = kind == BITSTRING  # the draft of 2021 knows one bit and no messages
        size = check_size(entry.get("statusSize", 1)) if bitstring else 1
        return cls(
            list_url=url,
            index=_index(entry.get("statusListIndex")),
            purpose=purpose,
            list_type=_LISTS[kind],
            size=size,
            messages=_messages(entry, size) if bitstring else {},
            references=_references(entry.get("statusReference")) if bitstring else (),
        )


def kind_of(entry: Any) -> str:
    """Return the kind of a status entry that we read, or an empty string."""
    value = _type(entry)
    known = (BITSTRING, STATUS_LIST_2021, REVOCATION_LIST)
    return next((one for one in (value if isinstance(value, list) else [value]) if one in known), "")


def status_entry(
    list_url: str,
    index: int,
    purpose: str = "revocation",
    *,
    size: int = 1,
    messages: Mapping[int, str] | Sequence[str] | None = None,
    reference: str | Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return a ``BitstringStatusListEntry`` for ``credentialStatus``.

    ``size`` is the number of bits (1 to 12). ``messages`` gives a word to every value from 0 to ``2**size - 1`` and is
    needed for more than one bit; ``reference`` is a URL, or several, that explain them. Raises MalformedCredentialError
    (``status.malformed_entry``, ``status.bad_size``).

    >>> status_entry("https://badges.example.edu/status/3", 94567)["id"]
    'https://badges.example.edu/status/3#94567'
    """
    if index < 0:
        raise _malformed(f"The index {index} is negative", "statusListIndex")
    entry: dict[str, Any] = {
        "id": f"{list_url}#{index}",
        "type": BITSTRING,
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }
    if size != 1:
        entry["statusSize"] = size
    if messages is not None:
        pairs = messages.items() if isinstance(messages, Mapping) else enumerate(messages)
        entry["statusMessage"] = [{"status": f"{value:#x}", "message": text} for value, text in sorted(pairs)]
    if reference is not None:
        entry["statusReference"] = reference if isinstance(reference, str) else list(reference)
    StatusEntry.from_document(entry)  # what we would not read we do not write
    return entry


def _index(text: Any) -> int:
    if not isinstance(text, str) or not _INDEX.fullmatch(text):
        raise _malformed(f"The statusListIndex {_short(text)} is not a string of decimal digits", "statusListIndex")
    if len(text) > _DIGITS:  # a number of any size is one, but no list is that long
        raise MalformedCredentialError(
            f"The entry {_short(text)} lies outside every list",
            code="status.range_error",
            where="/credentialStatus/statusListIndex",
            spec="Bitstring Status List 1.0, section 3.2 (RANGE_ERROR)",
        )
    return int(text)


def _messages(entry: dict[str, Any], size: int) -> dict[int, str]:
    if "statusMessage" not in entry:
        if size > 1:
            raise _malformed("An entry of several bits has no statusMessage", "statusMessage")
        return {}
    listed = entry["statusMessage"]
    messages: dict[int, str] = {}
    for item in listed if isinstance(listed, list) else [None]:
        status, text = (item.get("status"), item.get("message")) if isinstance(item, dict) else (None, None)
        if not isinstance(status, str) or not _STATUS.fullmatch(status) or not isinstance(text, str):
            raise _malformed('A statusMessage is not an object like {"status": "0x1", "message": "…"}', "statusMessage")
        if messages.setdefault(int(status, 16), text) != text:
            raise _malformed(f"The status {status} has two messages", "statusMessage")
    if set(messages) != set(range(1 << size)) or len(listed) != 1 << size:
        raise _malformed(f"An entry of {size} bits needs {1 << size} messages, one for each value", "statusMessage")
    return messages


def _references(value: Any) -> tuple[str, ...]:
    urls = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(url, str) and _URL.fullmatch(url) for url in urls):
        raise _malformed("The statusReference is neither a URL nor a list of URLs", "statusReference")
    return tuple(urls)


def _type(entry: Any) -> Any:
    return entry.get("type") if isinstance(entry, dict) else None


def _short(value: Any) -> str:
    text = repr(value) if isinstance(value, (str, int, float, type(None))) else f"a {type(value).__name__}"
    return text if len(text) <= 60 else f"{text[:60]}…"


def _malformed(message: str, member: str) -> MalformedCredentialError:
    return MalformedCredentialError(
        message,
        code="status.malformed_entry",
        where=f"/credentialStatus/{member}",
        spec="Bitstring Status List 1.0, section 2.1",
    )
