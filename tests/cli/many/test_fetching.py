"""One way out for all workers: each address once, few connections to a host, and a bound on what is kept."""

from __future__ import annotations

import threading
import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from stepladder.cli.many import fetching
from stepladder.cli.many.fetching import PAUSE, PER_HOST, SharedFetch, offline
from stepladder.errors import StepladderError
from stepladder.server.kernel.fetch import Fetched

if TYPE_CHECKING:
    from collections.abc import Callable

AT = datetime(2026, 3, 1, tzinfo=UTC)


class Host:
    """A guarded fetch that counts, and a clock that waits without waiting."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.open: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.slept: list[float] = []
        self._lock = threading.Lock()

    def get(self, url: str, _accept: str) -> Fetched:
        host = url.split("/")[2]
        with self._lock:
            self.asked[url] += 1
            self.open[host] += 1
            self.most[host] = max(self.most[host], self.open[host])
        time.sleep(0.01)
        with self._lock:
            self.open[host] -= 1
        if "gone" in url:
            raise StepladderError("Gone.", code="fetch.http_status")
        return Fetched(url=f"{url}?moved", body=b"x" * 1_000, content_type="")

    def shared(self) -> SharedFetch:
        return SharedFetch(self.get, now=lambda: AT, clock=lambda: 0.0, sleep=self.slept.append)


def side_by_side(work: Callable[[int], object], count: int) -> None:
    threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_whoever_asks_for_the_same_waits_for_the_first() -> None:
    host = Host()
    shared = host.shared()
    found = []
    side_by_side(lambda _: found.append(shared("https://a.example/1", "*/*")), 12)
    assert host.asked == {"https://a.example/1": 1}
    assert found == [(b"x" * 1_000, "https://a.example/1?moved", AT)] * 12


def test_a_host_is_asked_with_patience() -> None:
    host = Host()
    shared = host.shared()
    side_by_side(lambda number: shared(f"https://A.example/{number}", "*/*"), 10)
    assert host.most["A.example"] <= PER_HOST
    assert sorted(round(wait / PAUSE) for wait in host.slept) == list(range(1, 10))
    shared("https://b.example/1", "*/*")
    assert len(host.slept) == 9  # another host does not wait


def test_a_failure_is_told_at_once_for_a_minute_and_then_asked_again() -> None:
    host, time_now = Host(), [0.0]
    shared = SharedFetch(host.get, now=lambda: AT, clock=lambda: time_now[0], sleep=host.slept.append)
    for seconds, asked in ((0.0, 1), (1.0, 1), (59.0, 1), (61.0, 2)):
        time_now[0] = seconds
        with pytest.raises(StepladderError, match="Gone"):
            shared("https://a.example/gone", "*/*")
        assert host.asked["https://a.example/gone"] == asked
    assert host.slept == []  # nobody waits for the host's turn to hear what is known


def test_how_many_failures_are_remembered_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "FAILURES", 2)
    host = Host()
    shared = host.shared()
    for number in (1, 2, 3, 3, 1):
        with pytest.raises(StepladderError, match="Gone"):
            shared(f"https://a.example/gone{number}", "*/*")
    assert host.asked == {"https://a.example/gone1": 2, "https://a.example/gone2": 1, "https://a.example/gone3": 1}


def test_what_is_kept_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "KEPT_BYTES", 3_000)
    host = Host()
    shared = host.shared()
    for number in (1, 2, 3, 1, 4, 1, 2):
        shared(f"https://a.example/{number}", "*/*")
    assert host.asked["https://a.example/1"] == 1  # used again and again
    assert host.asked["https://a.example/2"] == 2


def test_offline_says_so() -> None:
    with pytest.raises(StepladderError) as caught:
        offline("https://a.example/1", "*/*")
    assert caught.value.code == "resolve.offline"
