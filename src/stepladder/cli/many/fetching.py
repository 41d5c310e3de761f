"""One way out for a whole run: each document is fetched once, and no host is asked too often."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING

from stepladder.cli.errors import CommandError
from stepladder.cli.many.rows import Found
from stepladder.cli.many.worker import as_error, parts
from stepladder.errors import StepladderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from stepladder.server.kernel.fetch import Fetched

KEPT_BYTES = 64 * 1024 * 1024
PER_HOST = 2  # connections to one host at a time
PAUSE = 0.1  # seconds from one request to a host to the next
FAILED_FOR = 60.0  # seconds for which a failure is remembered
FAILURES = HOSTS = 1_024  # remembered at most


def offline(url: str, accept: str) -> Found:  # noqa: ARG001 the signature of a fetch
    """Refuse to fetch."""
    raise CommandError(
        f"{url} was not fetched, because we work offline.",
        code="resolve.offline",
        where=url,
        hint="Run again without --offline, or hand the document over.",
    )


class SharedFetch:
    """A fetch for many threads that remembers what it got, and asks each host with patience.

    ``get`` is the guarded fetch, ``now`` the time. What it returned is kept for the run, up to 64 MB in all; a failure
    is remembered for a minute. At most two connections to one host are open, and requests to it begin a tenth of a
    second apart. ``clock`` and ``sleep`` count seconds.
    """

    def __init__(
        self,
        get: Callable[[str, str], Fetched],
        *,
        now: Callable[[], datetime],
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._get, self._now = get, now
        self._clock, self._sleep = clock, sleep
        self._kept: OrderedDict[tuple[str, str], Found] = OrderedDict()
        self._size = 0
        self._failed: OrderedDict[tuple[str, str], tuple[float, tuple[str, ...]]] = OrderedDict()
        self._turn = threading.Condition()
        self._asked: set[tuple[str, str]] = set()
        self._open: dict[str, int] = {}
        self._next: dict[str, float] = {}

    def __call__(self, url: str, accept: str) -> Found:
        """Return what is at an address, and when it was fetched. Raises what the guarded fetch raises."""
        key = (url, accept)
        with self._turn:
            self._turn.wait_for(lambda: key not in self._asked)  # somebody else is fetching it
            if (found := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return found
            since, failure = self._failed.get(key, (0.0, None))
            if failure is not None and self._clock() - since < FAILED_FOR:
                raise as_error(failure)
            self._asked.add(key)
        try:
            with self._at_host(url):
                answer = self._get(url, accept)
        except StepladderError as error:
            self._remember(key, error)
            raise
        else:
            found = Found(answer.body, answer.url, self._now())
            self._keep(key, found)
            return found
        finally:
            with self._turn:
                self._asked.discard(key)
                self._turn.notify_all()

    @contextmanager
    def _at_host(self, url: str) -> Iterator[None]:
        host = url.partition("://")[2].partition("/")[0].lower()
        with self._turn:
            self._turn.wait_for(lambda: self._open.get(host, 0) < PER_HOST)
            self._open[host] = self._open.get(host, 0) + 1
            begins = max(self._clock(), self._next.get(host, 0.0))
            if len(self._next) > HOSTS:
                self._next = {each: when for each, when in self._next.items() if when > self._clock()}
            self._next[host] = begins + PAUSE
        try:
            if (wait := begins - self._clock()) > 0:
                self._sleep(wait)
            yield
        finally:
            with self._turn:
                self._open[host] -= 1
                if not self._open[host]:
                    del self._open[host]
                self._turn.notify_all()

    def _keep(self, key: tuple[str, str], found: Found) -> None:
        with self._turn:
            self._kept[key] = found
            self._size += len(found.body)
            while self._size > KEPT_BYTES:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped.body)

    def _remember(self, key: tuple[str, str], error: StepladderError) -> None:
        with self._turn:
            self._failed[key] = (self._clock(), parts(error))  # not the error, which holds on to frames and sockets
            self._failed.move_to_end(key)
            if len(self._failed) > FAILURES:
                self._failed.popitem(last=False)
