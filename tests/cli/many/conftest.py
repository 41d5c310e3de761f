"""Many badges to work on, and reports as people open them."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

COLUMNS = [
    *("file", "verdict", "code", "message", "issuer", "issuer_identity"),
    *("achievement", "recipient", "valid_from", "valid_until", "status_checked_at"),
]


def read_report(path: Path) -> list[dict[str, str]]:
    """Return the rows of a report, which has exactly the promised columns."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        rows = list(reader)
    assert reader.fieldnames == COLUMNS
    assert all(None not in row and None not in row.values() for row in rows)
    return rows


def template_of(unsigned: dict[str, Any]) -> dict[str, Any]:
    """Return the unsigned badge as a template with a place for an e-mail address."""
    made = json.loads(json.dumps(unsigned))
    del made["id"]
    made["credentialSubject"]["identifier"][0]["identityHash"] = "{email}"
    return dict(made)


@pytest.fixture
def report() -> Callable[[Path], list[dict[str, str]]]:
    return read_report


@pytest.fixture
def people(stepladder: Any, made: Path) -> Callable[[int], Path]:
    """Make ``people.csv`` with so many people, and ``template.json``, ``key.json`` beside it."""
    unsigned = json.loads((made / "unsigned.json").read_text(encoding="utf-8"))
    stepladder.write("template.json", template_of(unsigned))
    shutil.copy(made / "key.json", stepladder.folder / "key.json")

    def write(count: int) -> Path:
        rows = "".join(f"person{number}@example.org\r\n" for number in range(count))
        return stepladder.write("people.csv", f"email\r\n{rows}".encode())

    return write


@pytest.fixture
def folder(stepladder: Any, made: Path) -> Callable[[int], Path]:
    """Make a folder with so many files of one badge."""

    def fill(count: int) -> Path:
        place = stepladder.folder / "badges"
        place.mkdir()
        data = (made / "badge.json").read_bytes()
        for number in range(count):
            (place / f"badge-{number:04}.json").write_bytes(data)
        return place

    return fill


class Issuer:
    """A site on this machine that gives a badge at ``/badge…``, and from the ``stops_after``th question on waits."""

    def __init__(self, badge: bytes) -> None:
        self.asked: list[str] = []
        self.stops_after = 1_000_000
        self.go_on = threading.Event()
        issuer = self

        class Site(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.asked.append(self.path)
                if len(issuer.asked) > issuer.stops_after:
                    issuer.go_on.wait(20)
                good = self.path.startswith("/badge")
                with suppress(OSError):  # whoever asked may have been killed
                    self.send_response(200 if good else 404)
                    self.end_headers()
                    self.wfile.write(badge if good else b"")

            def log_message(self, *_arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
        self.place = f"127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.go_on.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def site(made: Path) -> Iterator[Issuer]:
    issuer = Issuer((made / "badge.json").read_bytes())
    yield issuer
    issuer.close()


# What runs in the background of a shell without a terminal is born deaf to Ctrl-C, and so is all that it starts.
LISTEN = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execv(sys.argv[1], sys.argv[1:])"


class Running:
    """The command in a process of its own, with what it started."""

    def __init__(self, place: Path, *arguments: object, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", LISTEN, sys.executable, "-m", "stepladder.cli", *map(str, arguments)],
            cwd=place,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUTF8": "1", **environment},
        )

    def wait_until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so while the command runs."""
        ends = time.monotonic() + 60
        while not true():
            assert self.process.poll() is None, f"it ended too early: {self.process.communicate()}"
            assert time.monotonic() < ends, "it did not come that far"
            time.sleep(0.005)

    def workers(self) -> list[int]:
        """Return the process ids of its workers."""
        return [pid for pid, words in _children(self.process.pid) if "spawn_main" in words]

    def end(self, number: int) -> tuple[int, str]:
        """Send a signal, wait, and return exit code and stderr."""
        self.process.send_signal(number)
        _, err = self.process.communicate(timeout=60)
        return self.process.returncode, err


def _children(parent: int) -> Iterator[tuple[int, str]]:
    found = subprocess.run(["ps", "-ww", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    for line in found.splitlines():
        pid, ppid, words = line.split(None, 2)
        if int(ppid) == parent:
            yield int(pid), words


@pytest.fixture
def start(stepladder: Any) -> Iterator[Callable[..., Running]]:
    """Start the command and leave it running; it is killed after the test."""
    started: list[Running] = []

    def begin(*arguments: object, **environment: str) -> Running:
        started.append(Running(stepladder.folder, *arguments, **environment))
        return started[-1]

    yield begin
    for one in started:
        one.process.kill()
        one.process.communicate()
