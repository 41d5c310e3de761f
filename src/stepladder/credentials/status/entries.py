"""Status entries: where in which list a credential's status stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from stepladder.credentials.errors import MalformedCredentialError, UnsupportedError

_INDEX = re.compile(r"0|[1-9][0-9]{0,11}")
_TYPES = {"BitstringStatusListEntry": "BitstringStatusList", "StatusList2021Entry": "StatusList2021"}
MAX_SIZE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusEntry:
    """One entry of ``credentialStatus``: the list's URL, the index, the purpose, and bits per entry."""

    list_url: str
    index: int
    purpose: str
    list_type: str = "BitstringStatusList"
    size: int = 1
    messages: dict[int, str] = field(default_factory=dict)

    @classmethod
    def from_document(cls, entry: Any) -> StatusEntry:
        """Read an entry (Bitstring Status List 1.0, section 2.1).

        Raises UnsupportedError (``status.unsupported``) for other kinds, MalformedCredentialError
        (``status.malformed_entry``): the index is a string of decimal digits, as in ``"94567"``.
        """
        kind = entry.get("type") if isinstance(entry, dict) else None
        name = next((one for one in (kind if isinstance(kind, list) else [kind]) if one in _TYPES), None)
        if name is None:
            raise UnsupportedError(f"A status of type {kind!r} is not checked by Stepladder", code="status.unsupported")
        index, url, purpose = (
            entry.get("statusListIndex"),
            entry.get("statusListCredential"),
            entry.get("statusPurpose"),
        )
        if not isinstance(index, str) or not _INDEX.fullmatch(index):
            raise _malformed(f"The statusListIndex {index!r} is not a string of decimal digits", "statusListIndex")
        if not isinstance(url, str) or ":" not in url:
            raise _malformed("The statusListCredential is not a URL", "statusListCredential")
        if not isinstance(purpose, str) or not purpose:
            raise _malformed("The entry has no statusPurpose", "statusPurpose")
        size = entry.get("statusSize", 1)
        if isinstance(size, bool) or not isinstance(size, int) or not 1 <= size <= MAX_SIZE:
            raise _malformed(f"The statusSize {size!r} is not a number from 1 to {MAX_SIZE}", "statusSize")
        return cls(
            list_url=url,
            index=int(index),
            purpose=purpose,
            list_type=_TYPES[name],
            size=size,
            messages=_messages(entry.get("statusMessage")),
        )


def status_entry(list_url: str, index: int, purpose: str = "revocation") -> dict[str, Any]:
    """Return a ``BitstringStatusListEntry`` for ``credentialStatus``.

    >>> status_entry("https://badges.example.edu/status/3", 94567)["id"]
    'https://badges.example.edu/status/3#94567'
    """
    if index < 0:
        raise _malformed(f"The index {index} is negative", "statusListIndex")
    return {
        "id": f"{list_url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }


def _messages(value: Any) -> dict[int, str]:
    messages = {}
    for item in value if isinstance(value, list) else []:
        status, text = (item.get("status"), item.get("message")) if isinstance(item, dict) else (None, None)
        if isinstance(status, str) and isinstance(text, str) and re.fullmatch(r"0x[0-9a-fA-F]{1,4}", status):
            messages[int(status, 16)] = text
    return messages


def _malformed(message: str, member: str) -> MalformedCredentialError:
    return MalformedCredentialError(
        message,
        code="status.malformed_entry",
        where=f"/credentialStatus/{member}",
        spec="Bitstring Status List 1.0, section 2.1",
    )
