"""The reference page shows every command as it is, and real output.

After a change of a command, write the page anew: WRITE_DOCS=1 python -m pytest tests/cli/test_reference.py
"""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING, Any

import pytest
import typer
from typer.testing import CliRunner

from stepladder.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BLOCK = re.compile(r"<!-- (help|output): (.+?) -->\n```(\w+)\n(.*?)```\n", re.DOTALL)
REMEDY = "Write it anew: WRITE_DOCS=1 python -m pytest tests/cli/test_reference.py"


def names(command: Any = None, path: tuple[str, ...] = ("stepladder",)) -> Iterator[str]:
    command = command or typer.main.get_command(app)
    yield " ".join(path)
    if hasattr(command, "list_commands"):
        context = command.make_context("stepladder", [], resilient_parsing=True)
        for name in command.list_commands(context):
            yield from names(command.get_command(context, name), (*path, name))


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(app, arguments, env={"COLUMNS": "100", "NO_COLOR": "1"}, prog_name="stepladder")
    return "".join(line.rstrip() + "\n" for line in result.stdout.rstrip().splitlines())


@pytest.fixture
def outputs(made: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Run what the page shows, with a key that is always the same so that its name is."""
    from stepladder.credentials.keys import new_key

    key = new_key("ed25519", entropy=lambda count: bytes(range(count)))
    unsigned = json.loads((made / "unsigned.json").read_text(encoding="utf-8"))
    unsigned["issuer"]["id"] = key["controller"]
    folder = made / "page"
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    (folder / "unsigned.json").write_text(json.dumps(unsigned), encoding="utf-8")
    (folder / "key.json").write_text(json.dumps(key), encoding="utf-8")
    (folder / "key.json").chmod(0o600)
    printed("issue", "unsigned.json", "--key", "key.json", "-o", "badge.json")
    signed = (folder / "badge.json").read_text(encoding="utf-8")
    (folder / "changed.json").write_text(signed.replace("analysis basics", "analysis masters"), encoding="utf-8")
    shown = {
        "verify": ("verify", "badge.json", "--offline", "--at", "2026-02-01"),
        "verify --json": ("verify", "badge.json", "--offline", "--at", "2026-02-01", "--json"),
        "verify altered": ("verify", "changed.json", "--offline", "--at", "2026-02-01"),
    }
    prompt = {name: "" if "--json" in name else f"$ stepladder {' '.join(words)}\n" for name, words in shown.items()}
    return {name: prompt[name] + printed(*words) for name, words in shown.items()}


def test_the_page_shows_every_command_and_real_output(repository: Path, outputs: dict[str, str]) -> None:
    helps = {name: printed(*name.split()[1:], "--help") for name in names()}
    real = {"help": helps, "output": outputs}
    page = repository / "docs" / "reference" / "cli.md"
    text = page.read_text(encoding="utf-8")
    if os.environ.get("WRITE_DOCS"):
        text = written_anew(text, real)
        page.write_text(text, encoding="utf-8")
    shown: dict[str, dict[str, str]] = {"help": {}, "output": {}}
    for kind, name, _, body in BLOCK.findall(text):
        shown[kind][name] = body
    for kind, expected in real.items():
        assert set(shown[kind]) == set(expected), f"{page.name} shows other {kind} than there is. {REMEDY}"
        wrong = [name for name in expected if shown[kind][name] != expected[name]]
        assert not wrong, f"{page.name} misquotes {wrong}. {REMEDY}"


def written_anew(text: str, real: dict[str, dict[str, str]]) -> str:
    def current(found: re.Match[str]) -> str:
        kind, name, language, body = found.groups()
        return f"<!-- {kind}: {name} -->\n```{language}\n{real[kind].get(name, body)}```\n"

    text = BLOCK.sub(current, text).rstrip() + "\n"
    for name, shown in real["help"].items():
        if f"<!-- help: {name} -->" not in text:
            text += f"\n## {name}\n\n<!-- help: {name} -->\n```text\n{shown}```\n"
    return text
