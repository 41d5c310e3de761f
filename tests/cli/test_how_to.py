"""The how-to pages of the command line are run, step by step; what they show is what is printed.

After a change of a command, write the pages anew: WRITE_DOCS=1 python -m pytest tests/cli/test_how_to.py
"""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import shlex
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

PAGES = ("verify-a-credential.md", "verify-or-issue-many.md", "change-a-key.md", "bring-your-framework.md")
BLOCK = re.compile(r"(?:<!-- output(?:: (\d+) lines)? -->\n)?```(\w+)(?: title=\"([^\"]+)\")?\n(.*?)```\n", re.DOTALL)
TAKES = re.compile(r"(?<=imported in )[\d.]+ s|(?<=done in )[\d.]+ s(, [\d,]+ a second)?|(?<=\"seconds\": )[\d.]+")
REMEDY = "Write it anew: WRITE_DOCS=1 python -m pytest tests/cli/test_how_to.py"


@pytest.fixture
def _same_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the same keys on every run, so that their names are the same."""
    count = itertools.count()

    def entropy(size: int) -> bytes:
        return hashlib.shake_256(f"how-to {next(count)}".encode()).digest(size)

    monkeypatch.setattr("stepladder.cli.keys.os", SimpleNamespace(urandom=entropy))


@pytest.fixture
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what a page loads in a folder of its own, without a server."""
    monkeypatch.setenv("STEPLADDER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("STEPLADDER_DATABASE_URL", "")


class Page:
    """A page that is run in a folder: files with a title are written, consoles are typed in, Python is executed."""

    def __init__(self, stepladder: Any) -> None:
        self._stepladder = stepladder

    def run(self, found: re.Match[str]) -> str:
        lines, language, title, body = found.groups()
        if title:
            self._stepladder.write(title, body.encode())
        elif language == "python":
            self._python(body)
        elif found[0].startswith("<!-- output"):
            shown = "".join(self._typed(line) for line in body.splitlines() if line.startswith("$ "))
            if lines:
                shown = "\n".join([*shown.splitlines()[: int(lines) + 1], "…"]) + "\n"
            return found[0].replace(body, shown)
        return found[0]

    def _typed(self, line: str) -> str:
        name, *words = shlex.split(line[2:])
        if name == "stepladder":
            done = self._stepladder(*words)
            assert done.returncode in {0, 1}, done.stderr
            said = done.stdout + done.stderr
        elif name == "ls":
            said = "".join(sorted(f"{path.name}\n" for path in (self._stepladder.folder / words[0]).iterdir()))
        else:
            assert name == "cat", f"The page types {name}, which is not known here"
            said = (self._stepladder.folder / words[0]).read_bytes().decode().replace("\r\n", "\n")
        return f"{line}\n" + "".join(f"{each.rstrip()}\n" for each in said.splitlines())

    def _python(self, body: str) -> None:
        before = Path.cwd()
        os.chdir(self._stepladder.folder)
        try:
            exec(compile(body, "page", "exec"), {"__name__": "page"})  # noqa: S102 - our own page
        finally:
            os.chdir(before)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.usefixtures("_same_keys", "_own_data")
def test_a_page_shows_what_happens(stepladder: Any, repository: Path, name: str) -> None:
    for example in ("badge.json", "changed.json", "trust.json"):
        shutil.copy(repository / "docs" / "examples" / example, stepladder.folder)
    path = repository / "docs" / "how-to" / name
    text = path.read_text(encoding="utf-8")
    typed = Page(stepladder)
    real = BLOCK.sub(typed.run, text)
    if os.environ.get("WRITE_DOCS"):
        path.write_text(TAKES.sub(_half_a_second, real), encoding="utf-8")
        return
    assert TAKES.sub(_half_a_second, text) == TAKES.sub(_half_a_second, real), f"{name} shows other output. {REMEDY}"


def _half_a_second(found: re.Match[str]) -> str:
    return "0.5 s" if found[0].endswith(("s", "second")) else "0.5"
