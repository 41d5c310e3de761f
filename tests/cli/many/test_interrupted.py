"""A run that ends in the middle, however it ends, goes on: every item once, no row lost or doubled. Real processes."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Rows = Callable[[Path], list[dict[str, str]]]

ENDS = {"kill -9": signal.SIGKILL, "SIGTERM": signal.SIGTERM, "Ctrl-C": signal.SIGINT}
VERIFY = ["verify", "--many", "places.csv", "--report", "out.csv", "--jobs", "2"]


def rows_so_far(stepladder: Any) -> int:
    out = stepladder.folder / "out.csv"
    return max(0, out.read_bytes().count(b"\n") - 1) if out.exists() else 0


class Slow:
    """A table of addresses at an issuer's site that stops answering in the middle, and goes on when it is told to."""

    names: list[str]

    def __init__(self, stepladder: Any, start: Any, site: Any) -> None:
        self.names = [f"http://{site.place}/badge?{number}" for number in range(24)]
        stepladder.write("places.csv", "\n".join(["url", *self.names]).encode())
        site.stops_after = 10
        self._environment = {"STEPLADDER_FETCH_ALLOW": site.place}
        self._command, self._start, self._site = stepladder, start, site

    def begin(self) -> Any:
        """Begin the run, and return when some of its rows are written and the site is silent."""
        running = self._start(*VERIFY, **self._environment)
        running.wait_until(lambda: rows_so_far(self._command) > 0)
        return running

    def again(self, *more: str) -> Any:
        return self._command(*VERIFY, *more, **self._environment)

    def go_on(self, *more: str) -> Any:
        self._site.go_on.set()
        return self._command.json(*VERIFY, *more, **self._environment)

    def answer(self) -> None:
        self._site.go_on.set()


@pytest.fixture
def slow(stepladder: Any, start: Any, site: Any) -> Slow:
    return Slow(stepladder, start, site)


@pytest.mark.parametrize("how", ENDS)
def test_verifying_goes_on_where_it_ended(stepladder: Any, slow: Slow, report: Rows, how: str) -> None:
    running = slow.begin()
    workers = running.workers()
    assert len(workers) == 2
    code, said = running.end(ENDS[how])
    done = rows_so_far(stepladder)
    assert 0 < done < len(slow.names)
    assert "Traceback" not in said
    if how == "kill -9":
        assert code == -signal.SIGKILL
    else:
        assert code == 130
        assert f"Stopped with {done:,} done. To go on, give the same command again." in said
    summary = slow.go_on()
    assert (summary["done_before"], summary["total"]) == (done, len(slow.names))
    rows = report(stepladder.folder / "out.csv")
    assert [row["file"] for row in rows] == slow.names
    assert {row["verdict"] for row in rows} == {"authentic"}
    assert not list(stepladder.folder.glob(".out.csv*"))
    assert not [pid for pid in workers if _alive(pid)]


def _alive(pid: int) -> bool:
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")


@pytest.mark.parametrize(("out", "count", "kills"), [("signed", 160, 3), ("signed.jsonl", 700, 1)])
def test_issuing_that_was_killed_makes_each_credential_once(
    stepladder: Any, start: Any, people: Callable[[int], Path], report: Rows, *, out: str, count: int, kills: int
) -> None:
    people(count)
    arguments = ["issue", "--many", "people.csv", "--template", "template.json", "--key", "key.json"]
    arguments += ["--out", out, "--report", "out.csv", "--jobs", "2"]
    place = stepladder.folder / out
    for part in range(1, kills + 1):
        running = start(*arguments)
        running.wait_until(lambda enough=count * part // 6: _made(place) >= enough)
        running.end(signal.SIGKILL)
    assert _made(place) < count
    summary = stepladder.json(*arguments)
    assert (summary["total"], summary["by_verdict"]) == (count, {"issued": count})
    rows = report(stepladder.folder / "out.csv")
    assert [row["file"] for row in rows] == [f"people.csv:{number + 2}" for number in range(count)]
    documents = _documents(place)
    assert len({document["id"] for document in documents}) == len(documents) == count
    emails = [document["credentialSubject"]["identifier"][0]["identityHash"] for document in documents]
    assert emails == [row["recipient"] for row in rows] == [f"person{number}@example.org" for number in range(count)]
    assert len({_proof(document)["created"] for document in documents}) == 1  # as if it had never been interrupted
    assert not list(stepladder.folder.glob(".out.csv*"))
    assert not list(stepladder.folder.rglob(".unfinished"))


def _proof(document: dict[str, Any]) -> dict[str, Any]:
    proof: Any = document["proof"]
    return dict(proof[0] if isinstance(proof, list) else proof)


def _made(place: Path) -> int:
    if place.is_file():
        return place.read_bytes().count(b"\n")
    return len(list(place.glob("*.json"))) if place.is_dir() else 0


def _documents(place: Path) -> list[dict[str, Any]]:
    if place.is_file():
        return [json.loads(line) for line in place.read_bytes().splitlines()]
    return [json.loads(path.read_bytes()) for path in sorted(place.iterdir())]


def test_a_killed_worker_is_replaced(stepladder: Any, slow: Slow, report: Rows) -> None:
    running = slow.begin()
    for _ in range(2):
        running.wait_until(lambda: len(running.workers()) == 2)
        os.kill(running.workers()[0], signal.SIGKILL)
    slow.answer()
    out, err = running.process.communicate(timeout=120)
    assert running.process.returncode == 0, out + err
    rows = report(stepladder.folder / "out.csv")
    assert [row["file"] for row in rows] == slow.names
    assert {row["verdict"] for row in rows} == {"authentic"}


# ---------------------------------------------------------------------- what a run that goes on insists on
def test_another_command_does_not_go_on_with_it(stepladder: Any, slow: Slow) -> None:
    slow.begin().end(signal.SIGKILL)
    before = (stepladder.folder / "out.csv").read_bytes()
    for more, what in (["--at", "2026-03-01"], "time"), (["--recipient", "me@example.org"], "condition"):
        done = slow.again(*more)
        assert done.returncode == 2
        assert "usage.other_run" in done.stderr
        assert f"another {what}" in done.stderr
    assert (stepladder.folder / "out.csv").read_bytes() == before
    stepladder.write("places.csv", "\n".join(["url", *slow.names[:4]]).encode())
    assert "begun with another source" in slow.again().stderr
    anew = slow.go_on("--restart")
    assert (anew["total"], anew["done_before"]) == (4, 0)


def test_half_a_line_at_the_end_is_done_again(stepladder: Any, slow: Slow, report: Rows) -> None:
    slow.begin().end(signal.SIGKILL)
    out = stepladder.folder / "out.csv"
    whole = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join(whole[:-1]) + whole[-1][:-20])
    summary = slow.go_on()
    assert (summary["done_before"], summary["total"]) == (len(whole) - 2, len(slow.names))
    assert [row["file"] for row in report(out)] == slow.names


def test_a_folder_that_changed_is_not_mixed_with_what_was_done(
    stepladder: Any, start: Any, people: Callable[[int], Path]
) -> None:
    people(0)
    unsigned = stepladder.folder / "unsigned"
    unsigned.mkdir()
    template = json.loads((stepladder.folder / "template.json").read_text(encoding="utf-8"))
    for number in range(600):
        (unsigned / f"{number:03}.json").write_text(json.dumps(template), encoding="utf-8")
    arguments = ["issue", "--many", "unsigned", "--key", "key.json", "--out", "signed", "--report", "out.csv"]
    running = start(*arguments)
    running.wait_until(lambda: rows_so_far(stepladder) > 0)
    running.end(signal.SIGKILL)
    taken = unsigned / "000.json"
    kept = taken.read_bytes()
    taken.unlink()
    done = stepladder(*arguments)
    assert (done.returncode, "usage.source_changed" in done.stderr) == (2, True)
    taken.write_bytes(kept)
    first = stepladder.folder / "signed" / "000.json"
    before = json.loads(first.read_bytes())
    first.unlink()
    done = stepladder(*arguments)
    assert (done.returncode, "usage.out_incomplete" in done.stderr) == (2, True)
    assert stepladder.json(*arguments, "--restart")["by_verdict"] == {"issued": 600}
    assert json.loads(first.read_bytes())["id"] == before["id"]


def test_two_runs_never_write_one_report(slow: Slow) -> None:
    running = slow.begin()
    for more in ([], ["--restart"]):
        second = slow.again(*more)
        assert second.returncode == 2
        assert "usage.report_in_use" in second.stderr
    running.end(signal.SIGTERM)


def test_what_is_finished_is_not_begun_again_by_mistake(stepladder: Any, folder: Callable[[int], Path]) -> None:
    folder(2)
    arguments = ["verify", "--many", "badges", "--report", "out.csv", "--offline"]
    assert stepladder(*arguments).returncode == 0
    before = (stepladder.folder / "out.csv").read_bytes()
    again = stepladder(*arguments)
    assert (again.returncode, "usage.report_exists" in again.stderr) == (2, True)
    assert (stepladder.folder / "out.csv").read_bytes() == before
    assert stepladder(*arguments, "--restart").returncode == 0
