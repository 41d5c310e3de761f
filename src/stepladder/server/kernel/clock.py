"""The one clock of the server and the command line. No Django here: the command line ships without it.

Code that needs the time takes it as an argument; where a request or a command begins, it asks ``now()``. Tests stop
the clock with ``frozen``.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator


class Clock(Protocol):
    """Anything that, when called, answers an aware UTC time. ``now`` itself is one."""

    def __call__(self) -> datetime: ...


class FrozenClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime) -> None:
        self._at = _aware(at)

    def __call__(self) -> datetime:
        return self._at

    def move(self, by: timedelta) -> datetime:
        """Move on (or back) and return the new time."""
        self._at += by
        return self._at


_current: ContextVar[Clock | None] = ContextVar("stepladder_clock", default=None)


def now() -> datetime:
    """Return the time as an aware UTC datetime."""
    clock = _current.get()
    return datetime.now(UTC) if clock is None else clock()


@contextmanager
def frozen(at: datetime) -> Iterator[FrozenClock]:
    """Stop ``now()`` at a time within the block, for tests and for stories told in the past."""
    clock = FrozenClock(at)
    token = _current.set(clock)
    try:
        yield clock
    finally:
        _current.reset(token)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"A clock needs a time with a zone, not the bare {at.isoformat()}.")
    return at.astimezone(UTC)
