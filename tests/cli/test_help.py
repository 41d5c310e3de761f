"""Every command and every option says what it is for, with an example."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner

from stepladder.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator

EXAMPLE = re.compile(r"^\s*Example: stepladder \S", re.MULTILINE)
# What the contract names, whoever writes it. A command that is not written yet is not listed.
PRINTS_DATA = {"verify", "inspect", "canonicalize", "issue", "bake", "unbake", "keys new"}
LATER = {
    *(f"frameworks import {kind}" for kind in ("esco", "csv", "case", "rsd", "ctdl")),
    *("frameworks list", "frameworks export", "frameworks remove", "skills search", "gap", "plan"),
    *(f"demand {word}" for word in ("import", "show", "relevance", "list", "technologies")),
    "build-or-hire",
}


def walk(command: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    command = command or typer.main.get_command(app)
    yield " ".join(path), command
    if hasattr(command, "list_commands"):
        context = command.make_context("stepladder", [], resilient_parsing=True)
        for name in command.list_commands(context):
            yield from walk(command.get_command(context, name), (*path, name))


COMMANDS = dict(walk())


def help_of(name: str) -> str:
    result = CliRunner().invoke(app, [*name.split(), "--help"], env={"COLUMNS": "90"}, prog_name="stepladder")
    assert result.exit_code == 0
    return "".join(line.rstrip() + "\n" for line in result.stdout.rstrip().splitlines())


def test_the_commands_of_the_contract_are_there() -> None:
    assert set(COMMANDS) >= PRINTS_DATA | {"", "keys"}


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_and_an_example(name: str) -> None:
    assert (COMMANDS[name].help or "").strip(), f"stepladder {name} has no help text"
    assert EXAMPLE.search(help_of(name)), f"stepladder {name} --help shows no example"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_and_argument_has_help(name: str) -> None:
    silent = [
        parameter.name for parameter in COMMANDS[name].params if not (getattr(parameter, "help", "") or "").strip()
    ]
    assert not silent, f"stepladder {name}: no help for {silent}"


@pytest.mark.parametrize("name", sorted(PRINTS_DATA | LATER & set(COMMANDS)))
def test_a_command_that_prints_data_prints_json_too(name: str) -> None:
    assert any("--json" in parameter.opts for parameter in COMMANDS[name].params)


def test_starting_up_loads_neither_django_nor_the_drawing_of_tables() -> None:
    script = (
        "import sys; from stepladder.cli.app import app; from typer.testing import CliRunner;"
        "CliRunner().invoke(app, ['verify', '--help']);"
        "print(sorted({'django', 'rich', 'numpy', 'pyld', 'urllib3', 'cryptography'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
