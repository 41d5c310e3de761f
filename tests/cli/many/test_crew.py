"""Workers that die, hang, ask and refuse: each item has one answer, in order, and no process is left."""

from __future__ import annotations

import multiprocessing
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from stepladder.cli.errors import CommandError
from stepladder.cli.many import crew as module
from stepladder.cli.many.crew import Crew
from stepladder.cli.many.rows import Found, Item, Problem
from stepladder.cli.many.worker import parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT = datetime(2026, 3, 1, tzinfo=UTC)

TASK = """
import os, time
from stepladder.cli.errors import CommandError
from stepladder.cli.many.rows import Answer, Row

class Task:
    fails = ""

    def begin(self, fetch):
        if self.fails == "usage.bad_key_file":
            raise CommandError("The key is gone.", code=self.fails)
        if self.fails:
            raise ImportError("half installed")
        def do(item):
            word = item.data.decode()
            if word == "die":
                os._exit(9)
            if word == "die once" and not os.path.exists(item.path):
                open(item.path, "w").close()
                os._exit(9)
            if word == "hang":
                time.sleep(60)
            if word == "memory":
                raise MemoryError
            if word == "full":
                raise CommandError("The disk is full.", code="usage.unwritable_file")
            if word == "fetch":
                return Answer(Row(verdict=fetch(item.url, "*/*").body.decode()))
            if word == "bug":
                raise ZeroDivisionError
            return Answer(Row(verdict=f"{word} by {os.getpid()}"))
        return do

    def failed(self, code, message):
        return Answer(Row(verdict="failed", code=code, message=message))
"""


@pytest.fixture
def task(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    (tmp_path / "task_of_a_test.py").write_text(TASK, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    from importlib import import_module

    return import_module("task_of_a_test").Task()


@pytest.fixture(autouse=True)
def _nobody_is_left() -> Iterator[None]:
    yield
    ends = time.monotonic() + 10
    while multiprocessing.active_children() and time.monotonic() < ends:
        time.sleep(0.02)
    assert multiprocessing.active_children() == []


def fetch(url: str, _accept: str) -> Found:
    if url == "bug":
        raise ZeroDivisionError
    if url == "nowhere":
        raise CommandError("It is not there.", code="fetch.unreachable", where=url)
    return Found(url.upper().encode(), url, AT)


def answers(task: Any, items: list[Item], jobs: int = 2) -> list[Any]:
    found = [each for each in Crew(task, jobs=jobs, fetch=fetch).run(iter(items)) if each is not None]
    assert [item.name for item, _ in found] == [item.name for item in items]
    return [answer.row for _, answer in found]


def words(*given: str) -> list[Item]:
    return [Item(name=str(number), data=word.encode()) for number, word in enumerate(given)]


def test_answers_come_in_order_from_several_processes(task: Any) -> None:
    rows = answers(task, words(*map(str, range(200))), jobs=3)
    assert [row.verdict.split()[0] for row in rows] == [str(number) for number in range(200)]
    assert len({row.verdict.split()[-1] for row in rows}) == 3


def test_few_items_need_few_processes(task: Any) -> None:
    assert len({row.verdict.split()[-1] for row in answers(task, words("a", "b"), jobs=8)}) == 1
    assert answers(task, []) == []


def test_an_item_that_kills_its_worker_twice_is_named_and_the_others_are_done(task: Any) -> None:
    rows = answers(task, words("a", "die", "b", "die", "c"), jobs=1)
    assert [row.code for row in rows] == ["", "many.worker_died", "", "many.worker_died", ""]


def test_a_worker_that_dies_by_chance_costs_nothing(task: Any, tmp_path: Path) -> None:
    items = words("a", "b", "c")
    items[1] = Item(name="1", data=b"die once", path=str(tmp_path / "died"))
    assert [row.code for row in answers(task, items)] == ["", "", ""]


def test_what_goes_wrong_with_one_is_told_in_its_row(task: Any) -> None:
    items = words("bug", "memory", "a")
    items.append(Item(name="3", problem=Problem(code="usage.bad_row", message="It is bad.")))
    rows = answers(task, items)
    assert [row.code for row in rows] == ["many.failed", "many.out_of_memory", "", "usage.bad_row"]
    assert "ZeroDivisionError" in rows[0].message


def test_workers_fetch_by_asking(task: Any) -> None:
    items = [Item(name=str(number), data=b"fetch", url=url) for number, url in enumerate(["a", "nowhere", "bug", "b"])]
    assert [row.verdict for row in answers(task, items)] == ["A", "failed", "failed", "B"]


def test_processes_that_all_die_end_the_run(task: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "DEATHS", 5)
    with pytest.raises(CommandError) as caught:
        answers(task, words(*["die"] * 9), jobs=1)
    assert caught.value.code == "many.workers_die"


@pytest.mark.parametrize("code", ["usage.bad_key_file", "many.not_begun"])
def test_a_task_that_cannot_begin_ends_the_run(task: Any, code: str) -> None:
    task.fails = code
    with pytest.raises(CommandError) as caught:
        answers(task, words("a", "b"))
    assert caught.value.code == code


def test_an_item_that_takes_for_ever_is_given_up(task: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SECONDS", 1.0)
    monkeypatch.setattr(module, "TICK", 0.1)
    assert [row.code for row in answers(task, words("a", "hang", "b"), jobs=1)] == ["", "many.worker_died", ""]


def test_an_error_that_stops_all_comes_out(task: Any) -> None:
    with pytest.raises(CommandError) as caught:
        answers(task, words("a", "full", "b"))
    assert parts(caught.value)[:2] == ("The disk is full.", "usage.unwritable_file")


def test_whoever_stops_listening_ends_the_workers(task: Any) -> None:
    running = Crew(task, jobs=2, fetch=fetch).run(iter(words(*["hang"] * 40)))
    assert next(running) is None
    running.close()


def test_no_more_is_read_ahead_than_promised(task: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AHEAD_BYTES", 1_000)
    monkeypatch.setattr(module, "AT_ONCE_BYTES", 300)
    read, most = 0, 0

    def source() -> Iterator[Item]:
        nonlocal read
        for number in range(60):
            read += 1
            yield Item(name=str(number), data=b"x" * 100)

    for done, found in enumerate(each for each in Crew(task, jobs=2, fetch=fetch).run(source()) if each):
        most = max(most, read - done)
        assert found[1].row.verdict
    assert most <= 1_000 // 100 + 3 + 1


def test_a_source_that_breaks_in_the_middle_is_told(task: Any) -> None:
    def source() -> Iterator[Item]:
        yield from words("a", "b")
        raise CommandError("The archive cannot be read.", code="usage.bad_archive")

    with pytest.raises(CommandError, match="archive"):
        list(Crew(task, jobs=2, fetch=fetch).run(source()))
