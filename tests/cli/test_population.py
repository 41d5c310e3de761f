"""``gaps`` as people run it: a table or JSON Lines in, a report out, the numbers of `gap`."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.conftest import CommandLine

if TYPE_CHECKING:
    from pathlib import Path

DESK, CHEF = "service desk agent", "call centre agent"
TABLE = """person,skill,level,confidence,strength,role
ana,have computer literacy,3,0.8,assessed,service desk agent
ben,communicate with customers,,,,
ana,communicate with customers,2,0.5,,
ana,have computer literacy,1,1,claimed,
cem,urn:nobody:asks,,,,call centre agent
=dan,,,,,
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("STEPLADDER_DATA", str(tmp_path / "data"))
    command = CommandLine(tmp_path)
    command.write("people.csv", TABLE.encode())
    return command


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_nearest_of_a_table(run: CommandLine, tmp_path: Path) -> None:
    summary = run.json("gaps", "people.csv", "--top", "3", "--out", "near.csv")
    assert summary.pop("framework").startswith("starter@")
    assert summary == {"counting": "claims", "people": 4, "holdings": 4, "refused": 0, "report": "near.csv"}
    found = rows((tmp_path / "near.csv").read_text(encoding="utf-8"))
    assert [row["person"] for row in found] == ["ana"] * 3 + ["ben"] * 3  # the others hold nothing that is asked for
    assert [row["rank"] for row in found] == ["1", "2", "3"] * 2
    shares = [float(row["share"]) for row in found[:3]]
    assert shares == sorted(shares, reverse=True)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".near")]


@pytest.mark.parametrize("counting", ["claims", "proof"])
def test_the_gap_to_the_own_role_is_that_of_gap(run: CommandLine, counting: str) -> None:
    found = {row["person"]: row for row in run.json("gaps", "people.csv", "--roles", "--counting", counting)["rows"]}
    assert set(found) == {"ana", "cem"}
    run.write(
        "ana.json",
        {
            "skills": [
                {"label": "have computer literacy", "level": 3, "confidence": 0.8, "strength": "assessed"},
                {"label": "have computer literacy", "level": 1},
                {"label": "communicate with customers", "level": 2, "confidence": 0.5},
            ]
        },
    )
    gap: Any = run.json("gap", "--profile", "ana.json", "--occupation", DESK)
    coverage = gap["coverage"][counting]
    assert found["ana"]["need"] == coverage["need"]
    assert found["ana"]["need_of"] == coverage["need_of"]
    assert found["ana"]["essential_held"] == coverage["essential_held"]
    assert found["cem"]["need"] == found["cem"]["need_of"]
    assert found["cem"]["label"] == CHEF


def test_json_lines_say_the_same_as_a_table(run: CommandLine) -> None:
    literacy = [{"label": "have computer literacy", "level": 3, "confidence": 0.8, "strength": "assessed"}, 1]
    literacy[1] = {"label": "have computer literacy", "level": 1}
    people: list[dict[str, Any]] = [
        {
            "person": "ana",
            "role": DESK,
            "skills": [*literacy, {"label": "communicate with customers", "level": 2, "confidence": 0.5}],
        },
        {"person": "ben", "skills": ["communicate with customers"]},
        {"person": "cem", "role": CHEF, "skills": ["urn:nobody:asks"]},
        {"person": "=dan", "skills": []},
    ]
    run.write("people.jsonl", "\n".join(map(json.dumps, people)).encode())
    for more in ([], ["--roles"], ["--include-optional", "--counting", "proof", "--top", "2"]):
        assert run.json("gaps", "people.jsonl", *more) == run.json("gaps", "people.csv", *more)


def test_no_cell_of_the_report_is_a_formula(run: CommandLine) -> None:
    run.write("odd.csv", b"person,skill\n=1+1,communicate with customers\n")
    (row,) = rows(run("gaps", "odd.csv", "--top", "1").stdout)
    assert row["person"] == "'=1+1"


@pytest.mark.parametrize(
    ("table", "code", "said"),
    [
        ("person,skill\nana,no such skill at all\n", "skill.unknown", "people.csv:2"),
        ("person,skill\n,urn:a\n", "usage.no_person", "people.csv:2"),
        ("person,skill,level\nana,urn:a,9\n", "levels.off_scale", "Level 9"),
        ("person,skill,level\nana,urn:a,nan\n", "profile.malformed", "level is nan"),
        ("person,skill,confidence\nana,urn:a,high\n", "profile.malformed", "high"),
        ("person,skill,confidence\nana,urn:a,1.5\n", "evidence.confidence", "1.5"),
        ("person,skill,strength\nana,urn:a,sworn\n", "evidence.strength", "sworn"),
        ("person,skill,obtained\nana,urn:a,soon\n", "profile.malformed", "soon"),
        ("person,skill,role\nana,urn:a,no such role\n", "occupation.unknown", "no such role"),
        (f"person,skill,role\nana,urn:a,{DESK}\nana,urn:b,{CHEF}\n", "usage.two_roles", "people.csv:3"),
        ("name,skill\nana,urn:a\n", "usage.missing_column", "person"),
        ("person,skill\n", "usage.source_empty", "Nobody"),
    ],
)
def test_a_bad_row_is_wrong_use_and_is_named(run: CommandLine, table: str, code: str, said: str) -> None:
    run.write("people.csv", table.encode())
    done = run("gaps", "people.csv")
    assert done.returncode == 2
    assert code in done.stderr
    assert said in done.stderr


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "usage.bad_row"),
        (b"[]", "usage.bad_row"),
        (b"[" * 100_000, "usage.bad_row"),
        (b'{"skills": []}', "usage.no_person"),
        (b'{"person": "a", "skills": 1}', "profile.malformed"),
        (b'{"person": "a", "role": 1, "skills": []}', "usage.bad_row"),
    ],
)
def test_a_bad_line_is_wrong_use(run: CommandLine, line: bytes, code: str) -> None:
    run.write("people.jsonl", line)
    done = run("gaps", "people.jsonl")
    assert (done.returncode, code in done.stderr) == (2, True)


def test_bad_rows_are_left_out_when_asked_and_counted(run: CommandLine) -> None:
    run.write("people.csv", (TABLE + "ana,no such skill at all,,,,\nben,urn:a,17,,,\n").encode())
    done = run("gaps", "people.csv", "--skip-bad-rows", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["refused"] == 2
    assert "2 rows were left out" in done.stderr
    assert "people.csv:8" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["people.csv", "--counting", "hopes"], "usage.counting"),
        (["people.csv", "--out", "people.csv"], "usage.report_is_source"),
        (["people.csv", "--out", "no/such/folder.csv"], "usage.unwritable_file"),
        (["missing.csv"], "usage.no_file"),
        (["people.txt"], "usage.people_format"),
        (["roleless.csv", "--roles"], "usage.no_roles"),
        (["crowd.csv"], "usage.report_missing"),
    ],
)
def test_wrong_use_exits_two(run: CommandLine, arguments: list[str], code: str) -> None:
    run.write("roleless.csv", b"person,skill\nana,urn:a\n")
    run.write("crowd.csv", ("person,skill\n" + "".join(f"p{n},urn:a\n" for n in range(1001))).encode())
    done = run("gaps", *arguments)
    assert (done.returncode, code in done.stderr) == (2, True)
