"""``gap`` as people run it: a profile or a team, in words, JSON and CSV, by its published schemas."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from tests.cli.conftest import CommandLine

if TYPE_CHECKING:
    from pathlib import Path

ANA = {
    "id": "ana",
    "name": "Ana",
    "occupations": ["call centre agent"],
    "skills": [
        "have computer literacy",
        {"label": "communicate with customers", "level": 3, "strength": "assessed", "source_name": "=Guild"},
    ],
}
TEAM = {
    "people": [
        ANA,
        {"id": "ben", "name": "Ben", "skills": [{"label": "communicate with customers", "level": 1}, "manage staff"]},
    ],
    "targets": [
        {"occupation": "service desk agent", "people": 2},
        {
            "name": "one who leads",
            "skills": [{"label": "manage staff", "people": 1}, {"label": "communicate with customers", "people": 3}],
        },
    ],
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("STEPLADDER_DATA", str(tmp_path / "data"))
    line = CommandLine(tmp_path)
    line.write("ana.json", ANA)
    line.write("team.json", TEAM)
    line.write("empty.json", [])
    return line


def fits(repository: Path, name: str, value: Any) -> None:
    schema = json.loads((repository / "docs" / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    wrong = [f"{error.instance_path}: {error.message}" for error in jsonschema_rs.iter_errors(schema, value)]
    assert not wrong


ONE = ("gap", "--profile", "ana.json", "--occupation", "service desk agent", "--at", "2026-03-01")
ALL = ("gap", "--team", "team.json", "--at", "2026-03-01")


def test_a_gap_fits_its_schema(run: CommandLine, repository: Path) -> None:
    made = run.json(*ONE)
    fits(repository, "gap", made)
    assert {"held", "probably_held", "missing"} == {line["status"] for line in made["skills"]}
    fits(repository, "gap", {"skills": [{"uri": "u:a"}]})
    with pytest.raises(AssertionError):
        fits(repository, "gap", {"skills": [{"uri": "u:a", "rule": "magic"}]})


def test_the_schema_knows_every_near_rule(repository: Path) -> None:
    from stepladder.skills.gaps.near import RULES

    schema = json.loads((repository / "docs" / "schemas" / "gap.json").read_text(encoding="utf-8"))
    assert schema["$defs"]["line"]["properties"]["rule"]["enum"] == ["", "exact", *RULES]


def test_the_page_names_every_near_rule_in_its_order(repository: Path) -> None:
    from stepladder.skills.gaps.near import RULES

    page = (repository / "docs" / "explanation" / "how-a-gap-is-computed.md").read_text(encoding="utf-8")
    assert [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")] == list(RULES)


def test_the_worked_example_of_the_page_is_what_the_command_says(run: CommandLine, repository: Path) -> None:
    page = (repository / "docs" / "explanation" / "how-a-gap-is-computed.md").read_text(encoding="utf-8")
    example = page.partition("## A worked example\n")[2].partition("\n## ")[0]
    run.write("rosa.json", json.loads(example.partition("```json\n")[2].partition("```")[0]))
    asked = ("gap", "--profile", "rosa.json", "--occupation", "service desk agent", "--at", "2026-03-01")
    made = run.json(*asked)
    lines = {line["label"]: line for line in made["skills"]}
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in example.splitlines() if row.startswith("| ")][1:]
    assert len(rows) == 4
    members = ("weight", "required_level", "held_level", "freshness", "need", "need_proof")
    for label, *cells in rows:
        assert [float(cell) if cell else None for cell in cells] == [lines[label][member] for member in members]
    said = run(*asked).stdout
    for counting in made["coverage"].values():
        assert f"**{counting['need']:g}**" in example or f"**{counting['need']}**" in example
    words = " ".join(example.split())
    assert "**1 of 13 essential skills held, 5 more probably**" in words
    assert "1 of 13 essential skills held, 5 more probably." in said
    assert "**0 of 13 essential skills held**" in words
    assert "only proof: 0 of 13 essential skills held." in said
    assert len(lines) == 17


def test_a_team_file_and_its_gap_fit_their_schemas(run: CommandLine, repository: Path) -> None:
    fits(repository, "team", TEAM)
    made = run.json(*ALL)
    fits(repository, "team-gap", made)
    desk, leads = made["targets"]
    assert [person["id"] for person in made["people"]] == ["ana", "ben"]
    talk = next(line for line in desk["skills"] if line["label"] == "communicate with customers")
    assert (talk["people"], talk["held_by"], talk["proved_by"], talk["below_level"]) == (2, ["ana"], ["ana"], ["ben"])
    assert (talk["open"], talk["single_person"]) == (1, "ana")
    assert desk["coverage"]["claims"]["need"] <= desk["coverage"]["proof"]["need"]
    assert [line["open"] for line in leads["skills"]] == [0, 1]
    assert leads["single_points"] == [leads["skills"][0]["uri"]]
    assert leads["skills"][0]["because"] == "1 of 1 places filled, by Ben (says so); all of it hangs on Ben alone."


def test_one_occupation_for_the_whole_team(run: CommandLine) -> None:
    made = run.json(*ALL, "--occupation", "table waiter", "--people", "2")
    (target,) = made["targets"]
    assert {line["people"] for line in target["skills"]} == {2}


def test_a_team_in_words(run: CommandLine) -> None:
    done = run(*ALL)
    assert done.returncode == 0
    assert "service desk agent, counting only proof: 1 of 26 places for essential skills filled." in done.stdout
    assert "  1 open   communicate with customers: 1 of 2 places filled, by Ana (proved); below the level: Ben" in (
        done.stdout
    )


@pytest.mark.parametrize("asked", [ONE, ALL])
def test_csv_has_a_row_for_each_skill_and_no_formula(run: CommandLine, asked: tuple[str, ...]) -> None:
    done = run(*asked, "--csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    made = run.json(*asked)
    lines = made["skills"] if "skills" in made else [line for one in made["targets"] for line in one["skills"]]
    assert [(row["uri"], row["label"], float(row["need"])) for row in rows] == [
        (line["uri"], line["label"], line["need"]) for line in lines
    ]
    assert not [value for row in rows for value in row.values() if value.startswith("=")]


def test_an_empty_profile_says_that_it_is_empty(run: CommandLine) -> None:
    done = run("gap", "--profile", "empty.json", "--occupation", "service desk agent")
    assert done.returncode == 0
    assert "The profile is empty" in done.stderr
    assert "0 of 13 essential skills held" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((*ONE, "--csv", "--json"), "usage.gap_form", ""),
        ((*ONE, "--team", "team.json"), "usage.gap_who", ""),
        ((*ONE, "--people", "2"), "usage.gap_who", ""),
        ((*ALL, "--people", "2"), "usage.gap_who", ""),
        (("gap", "--team", "ana.json"), "team.malformed", "people"),
        (("gap", "--profile", "ana.json", "--occupation", "serviced desk agent"), "occupation.unknown", "service desk"),
        (("gap", "--profile", "odd.json", "--occupation", "service desk agent"), "usage.gap_framework", "/framework"),
        (("gap", "--profile", "nan.json", "--occupation", "service desk agent"), "profile.malformed", "/skills/0"),
        (("gap", "--profile", "deep.json", "--occupation", "service desk agent"), "usage.not_json", ""),
    ],
)
def test_wrong_use_exits_two_and_teaches(run: CommandLine, arguments: tuple[str, ...], code: str, words: str) -> None:
    run.write("odd.json", {"framework": 3, "skills": []})
    run.write("nan.json", b'{"skills": [{"uri": "communicate with customers", "level": NaN, "scale": "onet"}]}')
    run.write("deep.json", b"[" * 100_000)
    done = run(*arguments)
    assert done.returncode == 2
    assert code in done.stderr
    assert words in done.stderr
