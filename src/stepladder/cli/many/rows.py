"""One row of the report, one thing to do, and its answer: plain values that travel between processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

COLUMNS = (
    "file",
    "verdict",
    "code",
    "message",
    "issuer",
    "issuer_identity",
    "achievement",
    "recipient",
    "valid_from",
    "valid_until",
    "status_checked_at",
)


class Row(NamedTuple):
    """What the report says of one credential, without its name: the columns after ``file``."""

    verdict: str
    code: str = ""
    message: str = ""
    issuer: str = ""
    issuer_identity: str = ""
    achievement: str = ""
    recipient: str = ""
    valid_from: str = ""
    valid_until: str = ""
    status_checked_at: str = ""


class Problem(NamedTuple):
    """Why something could not be worked on: a stable code and a sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to do. ``name`` is what the report calls it; the rest says where it is, or why it cannot be had.

    Exactly one is set: ``path`` of a file, ``data`` as read, ``url``, ``cells`` of a table's row, or ``problem``.
    """

    name: str
    path: str | None = None
    data: bytes | None = None
    url: str | None = None
    cells: dict[str, str] | None = None
    problem: Problem | None = None

    @property
    def size(self) -> int:
        """How many bytes travel with it, about."""
        if self.cells is not None:
            return sum(map(len, self.cells.values()))
        return len(self.data or b"")


class Found(NamedTuple):
    """A fetched document, the address that gave it after redirects, and when that was."""

    body: bytes
    url: str
    at: datetime


class Answer(NamedTuple):
    """The row that came of an item and, where credentials go into one file, the signed credential."""

    row: Row
    credential: bytes = b""
