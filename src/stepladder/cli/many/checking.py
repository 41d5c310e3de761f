"""Verify one of many: what the worker of ``verify --many`` does."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 kept with the values
from typing import TYPE_CHECKING

from stepladder.cli.many.rows import Answer, Problem, Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.cli.many.rows import Found, Item
    from stepladder.cli.many.worker import Fetch
    from stepladder.credentials import VerificationPolicy

ACCEPT = "application/vc+ld+json, application/json, image/png, image/svg+xml, */*;q=0.5"
MOST_BYTES = 64 * 1024 * 1024  # more than any picture; the library has its own, lower limits
DOCUMENTS = "application/json, */*;q=0.5"
_KEPT = 64  # documents remembered in each process


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """What is asked of every credential, and what was handed over for it."""

    policy: VerificationPolicy
    at: datetime
    offline: bool = False
    issuer_documents: tuple[bytes, ...] = ()
    status_lists: tuple[bytes, ...] = ()
    documents: dict[str, bytes] = field(default_factory=dict)

    def begin(self, fetch: Fetch) -> Callable[[Item], Answer]:
        """Return the function that verifies one item."""
        from stepladder.cli.many.judged import row_of, row_of_presentation
        from stepladder.credentials import Credential, inspect
        from stepladder.credentials.dids import DocumentResolver
        from stepladder.credentials.errors import CredentialError
        from stepladder.credentials.verification.presentation import inspect_presentation, is_presentation

        dated = _Dated(fetch)
        resolver = DocumentResolver(
            fetch=None if self.offline else dated.fetch,
            clock=dated.clock,
            issuer_documents=self.issuer_documents,
            status_lists=self.status_lists,
            documents=self.documents,
        )

        def verify(item: Item) -> Answer:
            try:
                data = item.data if item.data is not None else self._read(item, fetch)
            except CredentialError as error:
                return self.failed(error.code, error.message)
            except OSError as error:
                return self.failed(*_why(error))
            return Answer(judge(data))

        def judge(data: bytes) -> Row:
            read: bytes | Credential = data
            with suppress(CredentialError):
                read = Credential.from_bytes(data)  # once: it is looked at twice
                if is_presentation(read):
                    shown = inspect_presentation(read, policy=self.policy, resolver=resolver, at=self.at)
                    return row_of_presentation(shown)
            return row_of(inspect(read, policy=self.policy, resolver=resolver, at=self.at))

        return verify

    def _read(self, item: Item, fetch: Fetch) -> bytes:
        if item.path is not None:
            return read_regular(item.path)
        return fetch(item.url or "", ACCEPT).body

    def failed(self, code: str, message: str) -> Answer:
        """Return the row of what could not be had: nothing was found out about it."""
        return Answer(Row(verdict="could_not_check", code=code, message=message))


class _Dated:
    """A fetch that knows when the document that it returned last was fetched, be it hours ago."""

    def __init__(self, fetch: Fetch) -> None:
        from functools import lru_cache

        self._fetch = lru_cache(maxsize=_KEPT)(lambda url: fetch(url, DOCUMENTS))
        self._at: datetime | None = None

    def fetch(self, url: str) -> Found:
        found = self._fetch(url)
        self._at = found.at
        return found

    def clock(self) -> datetime:
        if self._at is None:
            raise RuntimeError("nothing was fetched yet")
        return self._at


def read_regular(path: str) -> bytes:
    """Return what a file holds, and never wait for a pipe or a device. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(descriptor, "rb") as file:  # noqa: PTH123 a descriptor
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is not an ordinary file")
        return file.read(MOST_BYTES + 1)


def _why(error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError):
        return Problem(code="usage.no_such_file", message="There is no such file.")
    return Problem(code="usage.unreadable_file", message=f"The file cannot be read: {error.strerror or error}.")
