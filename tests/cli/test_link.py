"""``stepladder link`` as people run it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema_rs import validator_for
from tests.cli.conftest import CommandLine

if TYPE_CHECKING:
    from pathlib import Path

LINES = b"Handled customer complaints\nWe are based in Munich.\n\nUse python daily\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("STEPLADDER_DATA", str(tmp_path / "data"))
    return CommandLine(tmp_path)


def linked(run: CommandLine, *arguments: str, stdin: bytes = b"", code: int = 0) -> list[dict[str, Any]]:
    done = run("link", "--json", "--core", "lexical", *arguments, stdin=stdin)
    assert done.returncode == code, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_every_line_has_its_answer_in_the_order_of_the_lines(run: CommandLine, repository: Path) -> None:
    lines = linked(run, stdin=LINES)
    assert [line["text"] for line in lines] == LINES.decode().splitlines()
    assert lines[0]["skills"][0]["label"] == "handle customer complaints"
    assert lines[0]["skills"][0]["because"] == "Handled customer complaints"
    assert lines[1]["skills"] == lines[2]["skills"] == []
    assert lines[3]["skills"][0]["label"] == "Python (computer programming)"
    schema = validator_for(json.loads((repository / "docs" / "schemas" / "link.json").read_text("utf-8")))
    for line in [*lines, *linked(run, stdin=b"\xff\nweld steel\n", code=1)]:
        schema.validate(line)


def test_a_file_gives_what_stdin_gives_and_words_for_people_show_the_same_skills(run: CommandLine) -> None:
    run.write("lines.txt", LINES)
    from_file = linked(run, "lines.txt")
    assert from_file == linked(run, stdin=LINES)
    done = run("link", "lines.txt", "--core", "lexical")
    assert "handle customer complaints  (Handled customer complaints)" in done.stdout
    assert "no skill that is sure enough" in done.stdout
    assert "4 lines by the lexical core" in done.stderr
    assert "ESCO classification of the European Commission" in done.stderr


def test_top_and_threshold_are_kept(run: CommandLine) -> None:
    text = b"process payments; first aid; lead a team; manage budgets; welding techniques\n"
    assert len(linked(run, "--top", "2", stdin=text)[0]["skills"]) == 2
    assert len(linked(run, "--top", "50", "--threshold", "0", stdin=text)[0]["skills"]) == 50
    sure = linked(run, "--threshold", "0.2", stdin=text)[0]["skills"]
    assert sure
    assert all(one["confidence"] >= 0.2 for one in sure)
    assert linked(run, "--threshold", "1", stdin=text)[0]["skills"] == []


def test_a_line_that_is_not_utf8_is_told_by_its_number_and_the_others_go_on(run: CommandLine) -> None:
    done = run("link", "--json", "--core", "lexical", stdin=b"weld steel\nna\xefve\nfirst aid\n")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert lines[1] == {
        "text": "",
        "skills": [],
        "error": {
            "line": 2,
            "code": "usage.not_utf8",
            "message": "not UTF-8: byte 0xef at place 3, passed over",
        },
    }
    assert lines[2]["text"] == "first aid"
    assert "Line 2: not UTF-8" in done.stderr


def test_a_line_beyond_a_megabyte_is_passed_over_whole(run: CommandLine) -> None:
    lines = linked(run, stdin=b"word " * 700_000 + b"\nfirst aid\r\n", code=1)
    assert [line.get("error", {}).get("code") for line in lines] == ["usage.long_line", None]
    assert lines[1]["text"] == "first aid"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), "usage.no_lines"),
        (("--core", "magic"), "usage.core"),
        (("missing.txt",), "usage.no_file"),
        (("--framework", "no-such"), "pack.unknown"),
    ],
)
def test_wrong_use_says_what_to_do(run: CommandLine, arguments: tuple[str, ...], code: str) -> None:
    done = run("link", *arguments)
    assert done.returncode in {1, 2}
    assert code in done.stderr
    assert not done.stdout


def test_what_a_terminal_would_obey_is_never_printed_raw(run: CommandLine) -> None:
    stdin = "first aid \u202e\u009b31m\n".encode()
    done = run("link", "--json", "--core", "lexical", stdin=stdin)
    assert done.stdout.strip().isprintable()
    assert json.loads(done.stdout)["text"] == stdin.decode().rstrip("\n")
    assert "\u202e" not in run("link", "--core", "lexical", stdin=stdin).stdout


def test_the_index_is_kept_and_a_damaged_one_is_built_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STEPLADDER_DATA", str(tmp_path / "data"))
    run = CommandLine(tmp_path, own_process=True)  # this process may have the starter pack's index open
    first = linked(run, stdin=LINES)
    (kept,) = (tmp_path / "data" / "linking").glob("skill-*.index")
    assert linked(run, stdin=LINES) == first
    kept.write_bytes(kept.read_bytes()[:100_000])
    assert linked(run, stdin=LINES) == first
