"""The README tells the truth: its commands exist, its output is real, its links and pictures are there.

After a change of output, write it anew: WRITE_DOCS=1 python -m pytest tests/house/test_readme.py
"""

from __future__ import annotations

import os
import re
import shlex
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from stepladder.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = re.compile(r"```\w+\n(.*?)```", re.DOTALL)
SHOWN = re.compile(r"<!-- output(?:: (\d+) lines)? -->\n```console\n\$ stepladder (.+?)\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)(?:#[^)]*)?\)")
INLINE = re.compile(r"`stepladder ([^`]+)`")
REMEDY = "Write it anew: WRITE_DOCS=1 python -m pytest tests/house/test_readme.py"
MOST_BYTES_OF_A_PICTURE = 200_000


@pytest.fixture
def readme(repository: Path) -> str:
    return (repository / "README.md").read_text(encoding="utf-8")


def commands(text: str) -> Iterator[list[str]]:
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    for line in lines:
        words = line.removeprefix("$ ").strip()
        if words.startswith("stepladder "):
            yield shlex.split(words)[1:]
    for words in INLINE.findall(text):
        yield shlex.split(words)


def printed(words: list[str], most: str) -> str:
    """Return what a command prints at a width of 100, without blanks at line ends; the rest of a cut is ``…``."""
    result = CliRunner().invoke(app, words, env={"COLUMNS": "100", "NO_COLOR": "1"}, prog_name="stepladder")
    lines = [line.rstrip() for line in result.stdout.rstrip().splitlines()]
    cut = [*lines[: int(most)], "…"] if most else lines
    return "".join(f"{line}\n" for line in cut)


def test_every_command_is_one(readme: str) -> None:
    shown = list(commands(readme))
    assert shown
    for words in shown:
        command, options = typer.main.get_command(app), [word for word in words if word.startswith("--")]
        context = command.make_context("stepladder", [], resilient_parsing=True)
        path: list[str] = []
        while hasattr(command, "get_command"):
            path.append(words[len(path)])
            command = command.get_command(context, path[-1])
            assert command is not None, f"there is no command `stepladder {' '.join(path)}`"
        assert CliRunner().invoke(app, [*path, "--help"]).exit_code == 0
        known = {name for parameter in command.params for name in parameter.opts}
        assert set(options) <= known, f"`stepladder {' '.join(path)}` has no {set(options) - known}"


def test_the_output_shown_is_what_is_printed(readme: str, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    if os.environ.get("WRITE_DOCS"):
        readme = SHOWN.sub(
            lambda found: (
                found[0].partition("```console\n")[0]
                + f"```console\n$ stepladder {found[2]}\n{printed(shlex.split(found[2]), found[1])}```"
            ),
            re.sub(r"(<!-- output[^\n]*-->\n```console\n\$ [^\n]+\n)```", r"\1\n```", readme),
        )
        (repository / "README.md").write_text(readme, encoding="utf-8")
    shown = SHOWN.findall(readme)
    assert shown
    for most, words, body in shown:
        assert body == printed(shlex.split(words), most), f"README.md misquotes `stepladder {words}`. {REMEDY}"


def test_every_link_and_picture_is_there(readme: str, repository: Path) -> None:
    links = LINK.findall(readme)
    assert links
    assert not [link for link in links if not (repository / link).exists()]


def test_pictures_are_small(repository: Path) -> None:
    pictures = list((repository / "docs" / "pictures").iterdir())
    assert pictures
    assert not [path.name for path in pictures if path.stat().st_size > MOST_BYTES_OF_A_PICTURE]


def test_the_notice_of_esco_stands_there(readme: str) -> None:
    assert "This service uses the ESCO classification of the European Commission" in readme
