"""The frame in-process: files whole or not at all, text made safe, and what is said when packages are missing."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from stepladder.cli.app import app
from stepladder.cli.asking import read_trust_list
from stepladder.cli.console import exit_code_of, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.files import read_bytes, read_json_object, write_bytes
from stepladder.cli.options import read_time
from stepladder.errors import StepladderError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StepladderError("No.", code="proof.signature_mismatch"), 1),
        (CommandError("No.", code="usage.no_such_file"), 2),
        (StepladderError("No.", code="fetch.not_https"), 2),
        (StepladderError("No.", code="fetch.timeout"), 3),
        (StepladderError("No.", code="resolve.offline"), 3),
    ],
)
def test_an_error_stands_for_an_exit_code(error: StepladderError, code: int) -> None:
    assert exit_code_of(error) == code


@given(st.text())
def test_no_control_code_reaches_a_terminal(text: str) -> None:
    shown = visible(text)
    assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 or "\u202a" <= letter <= "\u202e" for letter in shown)
    assert shown.encode("utf-8").decode("utf-8") == shown


def test_a_name_that_no_file_can_have(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        read_bytes("zero\x00byte")
    with pytest.raises(CommandError, match="cannot be written"):
        write_bytes(tmp_path / ("x" * 300), b"")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    write_bytes(path, b"one")
    write_bytes(path, b"two", mode=0o600)
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError):
        write_bytes(path, b"three", replace=False)
    assert path.read_bytes() == b"two"


def test_json_with_a_name_twice_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "twice.json"
    path.write_bytes(b'{"a": 1, "a": 2}')
    with pytest.raises(StepladderError) as caught:
        read_json_object(path)
    assert caught.value.code == "document.duplicate_key"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-31T12:00:00Z", datetime(2026, 1, 31, 12, tzinfo=UTC)),
        ("2026-01-31T12:00:00+14:00", datetime(2026, 1, 30, 22, tzinfo=UTC)),
        ("2026-01-31", datetime(2026, 1, 31, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_with_its_zone(text: str, moment: datetime) -> None:
    assert read_time(text) == moment


@pytest.mark.parametrize("text", ["", "now", "2026-02-30", "2026-01-31T12:00:00", "12:00", "1769860800"])
def test_a_time_that_cannot_be_read(text: str) -> None:
    with pytest.raises(CommandError) as caught:
        read_time(text)
    assert caught.value.code == "usage.bad_time"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"issuers": 1}', '{"issuers": [1]}', '{"issuers": [{"name": "x"}]}', '{"issuers": [{"id": 7}]}'],
)
def test_a_trust_list_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    path = tmp_path / "trust.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        read_trust_list(path)
    assert caught.value.code == "usage.bad_trust_list"


def test_an_error_is_told_in_words_also_in_process() -> None:
    result = CliRunner().invoke(app, ["inspect", "no-such-file"])
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: There is no such file.\n  where: no-such-file\n  next:  ")


def test_the_version() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout.startswith("stepladder ")


def test_a_mistyped_command_gets_a_suggestion() -> None:
    result = CliRunner().invoke(app, ["verfy"])
    assert result.exit_code == 2
    assert "'verify'" in result.stderr


def test_without_the_servers_packages_serve_says_how_to_install_them() -> None:
    script = (
        "import sys\n"
        "for name in ('django', 'granian', 'pydantic_settings', 'structlog'): sys.modules[name] = None\n"
        "sys.argv = ['stepladder', 'serve']\n"
        "from stepladder.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2, done.stderr
    assert "pip install" in done.stderr
    assert "stepladder[server]" in done.stderr
    assert "Traceback" not in done.stderr
