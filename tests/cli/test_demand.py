"""``demand`` as people run it: postings in, shares out, and nothing of anybody left behind."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from tests.cli.conftest import CommandLine, unsigned_badge

from stepladder.cli.demand.relevance import alignments_in

if TYPE_CHECKING:
    from pathlib import Path

SKILL = "communicate with customers"
AT = ("--at", "2026-11-28")


def postings(months: int = 12, a_month: int = 20) -> str:
    """Rows of which every second asks for communicating with customers, every fourth also for a computer."""
    lines = ["id,date,title,location,skills,employer,contact"]
    for month in range(months):
        for number in range(a_month):
            skills = [SKILL] * (number % 2 == 0) + ["have computer literacy"] * (number % 4 == 0)
            day = f"{2025 + month // 12}-{month % 12 + 1:02d}-{number % 27 + 1:02d}"
            lines.append(f"{month}-{number},{day},Agent,Leeds,{'|'.join(skills)},Harbour Works,ann@harbour.example")
    return "\n".join(lines)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("STEPLADDER_DATA", str(tmp_path / "data"))
    run = CommandLine(tmp_path)
    run.write("p.csv", postings().encode())
    return run


def test_import_twice_then_show(run: CommandLine, tmp_path: Path) -> None:
    first: Any = run.json("demand", "import", "p.csv", "--source", "Job board", "--licence", "CC0", *AT)
    assert first["files"][0]["status"] == "imported"
    assert first["series"]["postings"] == 240
    again = run.json("demand", "import", "p.csv", "--source", "Job board", *AT)
    assert (again["files"][0]["status"], again["series"]) == ("already_there", first["series"])
    shown = run.json("demand", "show", "--skill", SKILL, "--place", "leeds", "--window", "2025-01..2025-10")
    (signal,) = shown["signals"]
    assert (signal["asking"], signal["postings"], signal["share"]) == (100, 200, 0.5)
    assert signal["low"] < 0.5 < signal["high"]
    assert signal["trend"]["direction"] == "unclear"
    (file,) = (tmp_path / "data" / "demand").iterdir()
    assert b"harbour" not in file.read_bytes().lower()
    assert run.json("demand", "list")["series"] == [shown["series"]]


def test_later_files_join_without_counting_twice(run: CommandLine) -> None:
    run.json("demand", "import", "p.csv", "--source", "B", *AT)
    run.write("more.csv", postings(18).encode())
    more = run.json("demand", "import", "more.csv", "--source", "B", *AT)
    assert more["files"][0]["file"]["duplicates"] == 240
    assert more["series"]["postings"] == 360
    run.json("demand", "import", "p.csv", "--source", "C", *AT)
    done = run("demand", "show")
    assert done.returncode == 1
    assert "demand.which_source" in done.stderr


def test_what_is_said_in_words(run: CommandLine) -> None:
    done = run("demand", "import", "p.csv", "--source", "Job board", *AT)
    assert "p.csv: 240 of 240 postings counted." in done.stdout
    done = run("demand", "show", "--skill", SKILL, "--skill", "bookkeeping regulations")
    assert f"120 of 240 postings ask for “{SKILL}” (Job board, 2025-01..2025-12): 50.0%" in done.stdout
    assert "0 of 240 postings ask for" in done.stdout
    assert "Postings are not jobs" in done.stderr
    top = run("demand", "show", "--top", "1").stdout
    assert top.startswith("120 of 240")
    assert "None of them rises" in run("demand", "show", "--rising").stderr
    table = list(csv.DictReader(io.StringIO(run("demand", "show", "--csv").stdout)))
    assert [row["asking"] for row in table] == ["120", "60"]


def test_relevance_of_a_badge(run: CommandLine) -> None:
    run.json("demand", "import", "p.csv", "--source", "Job board", *AT)
    uri = run.json("demand", "show", "--skill", SKILL)["signals"][0]["skill"]
    run.write("badge.json", unsigned_badge("did:example:1"))
    done = run("demand", "relevance", "badge.json", *AT)
    assert done.returncode == 0
    assert "None of the 1 skills is asked for in 240 postings of Job board" in done.stdout
    run.write("gap.json", {"skills": [{"uri": uri, "label": SKILL}, {"uri": "urn:x:1", "label": "flying"}]})
    said = run.json("demand", "relevance", "gap.json", "--place", "Leeds", "--window", "2m", *AT)
    assert (said["skills"][0]["asking"], said["postings"], said["unlinked"]) == (20, 40, ["flying"])
    assert "flying: not of the framework" in run("demand", "relevance", "gap.json", *AT).stdout
    run.write("none.json", {"name": "x"})
    done = run("demand", "relevance", "none.json")
    assert (done.returncode, "usage.no_alignment" in done.stderr) == (2, True)


def test_alignments_are_found_wherever_they_stand() -> None:
    deep: Any = {"targetUrl": "urn:a", "targetName": "A"}
    for _ in range(50):
        deep = {"inner": [deep]}
    assert alignments_in([deep, {"uri": "urn:b"}, {"targetUrl": 5}, "x"]) == {"urn:a": "A", "urn:b": ""}
    assert len(alignments_in([{"uri": f"urn:{number}"} for number in range(5000)])) == 1000


def test_rows_that_cannot_be_counted_are_told(run: CommandLine) -> None:
    run.write("odd.jsonl", b'{"date": "2027-01-01", "text": "x"}\n{"date": "1/3/2026", "text": "sell bread"}\n')
    done = run("demand", "import", "odd.jsonl", "--source", "B", *AT)
    assert done.returncode == 2
    assert "demand.no_postings" in done.stderr
    done = run("demand", "import", "odd.jsonl", "--source", "B", "--dates", "dmy", "--place", "Lyon", *AT)
    assert "1 of 2 postings counted" in done.stdout
    assert "1 row refused: posted after the day of the import (row 1)." in done.stdout
    few = run.json("demand", "show", "--place", "Lyon", "--skill", SKILL)["signals"][0]
    assert few["share"] is None
    assert few["abstentions"][0]["code"] == "few_postings"


def test_job_postings_and_the_linker(run: CommandLine) -> None:
    posting = {"@type": "JobPosting", "datePosted": "2026-01-05", "title": "Agent", "description": f"<p>{SKILL}</p>"}
    run.write("p.jsonld", json.dumps(posting).encode())
    made = run.json("demand", "import", "p.jsonld", "--source", "Sites", "--framework", "starter", *AT)
    assert made["series"]["method"]["kind"] == "linker"
    assert run.json("demand", "show")["signals"][0]["label"] == SKILL
    done = run("demand", "import", "p.csv", "--source", "Sites", *AT)
    assert done.returncode == 2
    assert "demand.mixed" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "exit_code", "code"),
    [
        (("import", "none.csv", "--source", "B"), 2, "usage.no_file"),
        (("import", "p.csv", "--source", "B", "--format", "xml"), 2, "usage.demand_option"),
        (("import", "p.csv", "--source", "B", "--map", "posted"), 2, "usage.demand_option"),
        (("import", "p.csv", "--source", "B", "--map", "posted=Nowhere"), 2, "demand.map"),
        (("import", "p.csv", "--source", "B", "--dates", "ymd"), 2, "usage.demand_option"),
        (("import", "p.csv", "--source", "B", "--framework", "nosuch"), 1, "pack.unknown"),
        (("show",), 1, "demand.no_series"),
        (("show", "--csv", "--json"), 2, "usage.demand_option"),
        (("technologies", "starter", "starter"), 2, "demand.no_technologies"),
    ],
)
def test_wrong_use_teaches(run: CommandLine, arguments: tuple[str, ...], exit_code: int, code: str) -> None:
    done = run("demand", *arguments)
    assert (done.returncode, code in done.stderr) == (exit_code, True), done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--skill", "xyzzy"), "skill.unknown"),
        (("--occupation", "xyzzy"), "occupation.unknown"),
        (("--place", "Rome"), "demand.no_place"),
        (("--window", "soon"), "demand.window"),
    ],
)
def test_what_is_not_there_is_told(run: CommandLine, arguments: tuple[str, ...], code: str) -> None:
    run("demand", "import", "p.csv", "--source", "B", *AT)
    done = run("demand", "show", *arguments)
    assert done.returncode == 2
    assert code in done.stderr


def test_a_damaged_series_is_told_and_left(run: CommandLine, tmp_path: Path) -> None:
    run("demand", "import", "p.csv", "--source", "B", *AT)
    (file,) = (tmp_path / "data" / "demand").iterdir()
    broken = file.read_bytes()[:-9]
    file.write_bytes(broken)
    done = run("demand", "show")
    assert done.returncode == 1
    assert "demand.damaged" in done.stderr
    assert file.read_bytes() == broken


def validator(repository: Path, name: str) -> Any:
    schema = json.loads((repository / "docs" / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    return jsonschema_rs.validator_for(schema)


def test_the_output_is_what_the_schema_says(run: CommandLine, repository: Path) -> None:
    schema = validator(repository, "demand")
    run.write("more.csv", postings(30).encode())
    run.json("demand", "import", "more.csv", "--source", "B", "--at", "2028-01-01")
    for options in ((), ("--rising",), ("--skill", SKILL, "--window", "2m"), ("--skill", "bookkeeping regulations")):
        shown = run.json("demand", "show", *options)
        schema.validate(shown)
        assert not schema.is_valid(shown | {"series": shown["series"] | {"postings": -1}})


def test_the_how_to_shows_real_output(run: CommandLine, repository: Path) -> None:
    text = (repository / "docs" / "how-to" / "bring-your-postings.md").read_text(encoding="utf-8")
    block = next(one for one in re.findall(r"```console\n(.*?)```", text, re.DOTALL) if "docs/examples" in one)
    line, _, expected = block.partition("\n")
    words = shlex.split(line.removeprefix("$ stepladder "))
    words = [str(repository / word) if word.startswith("docs/") else word for word in words]
    assert run(*words).stdout == expected
