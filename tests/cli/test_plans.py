"""``plan``, ``team-plan`` and ``catalogue`` as people run them; what they print keeps to its schema."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from tests.cli.conftest import CommandLine

from stepladder.skills.plans import read_paying

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = (
    b"id,title,provider,skills,price,hours,language,kind,completion_rate,outcome_n,outcome_source\n"
    b"1,One,School,u:a|u:b,30,4,en,course,0.7,50,Ministry\n"
    b"2,Two,Guild,u:a,10,2,en,course,,,\n"
    b"3,Three,Guild,u:b,15,3,de,course,,,\n"
    b"4,Test,Guild,u:h,5,1,en,assessment,,,\n"
)
GAP = {
    "skills": [
        {"uri": "u:a", "label": "A"},
        {"uri": "u:b", "label": "B"},
        {"uri": "u:h", "label": "H", "status": "held", "held_level": 1, "lapses": "2026-05-01"},
    ]
}
RULES = {
    "rules": [
        {"name": "Half", "source": "Law 1", "payer": "public", "share": "50%", "up_to": 200, "providers": ["Guild"]},
        {"name": "Budget", "source": "Contract", "payer": "employer", "up_to_in_all": 6},
    ]
}
PLAN = ("plan", "--gap", "g.json", "--catalogue", "c.csv", "--at", "2026-03-02")
TEAM = {
    "people": [
        {
            "id": "ana",
            "name": "Ana",
            "skills": ["have computer literacy"],
            "hours_per_week": 4,
            "deadline": "2026-12-01",
        },
        {"id": "ben", "occupations": ["call centre agent"], "skills": []},
    ],
    "targets": [
        {"occupation": "service desk agent", "people": 1},
        {"name": "Data", "skills": [{"label": "data protection", "people": 2}]},
    ],
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("STEPLADDER_DATA", str(tmp_path / "data"))
    line = CommandLine(tmp_path)
    line.write("g.json", GAP)
    line.write("c.csv", CATALOGUE)
    line.write("pay.json", RULES)
    line.write("team.json", TEAM)
    return line


def fits(repository: Path, name: str, value: Any) -> None:
    schema = json.loads((repository / "docs" / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    wrong = [f"{error.instance_path}: {error.message}" for error in jsonschema_rs.iter_errors(schema, value)]
    assert not wrong


@pytest.mark.parametrize(
    "more",
    [
        (),
        ("--objective", "cost", "--budget", "12", "--hours-per-week", "2", "--deadline", "2026-06-01"),
        ("--objective", "weighted", "--weights", "cost=1,time=0.5", "--why", "1", "--why", "2"),
        ("--paying", "pay.json", "--renew-until", "2026-06-01", "--counting", "proof"),
        ("--paying", "pay.json", "--money", "total", "--language", "en", "--mode", "online"),
        ("--catalogue", "none.csv"),
    ],
)
def test_every_plan_keeps_to_the_schema_and_the_contract(
    run: CommandLine, repository: Path, more: tuple[str, ...]
) -> None:
    run.write("none.csv", b"id,skills\n")
    made = run.json(*PLAN, *more)
    fits(repository, "plan", made)
    assert {"steps", "objective", "bound", "gap", "status", "reasons", "conflicts"} <= set(made)
    assert all({"id", "title", "price", "hours", "skills", "because"} <= set(step) for step in made["steps"])
    assert made["feasibility"]["holds"]


def test_weights_wishes_and_why(run: CommandLine) -> None:
    made = run.json(*PLAN, "--objective", "weighted", "--weights", "cost=1,time=20", "--why", "2")
    assert ([step["id"] for step in made["steps"]], made["objective"]) == (["1"], 110.0)
    assert made["asked"][0]["because"] == "The best plan with it is 15 more by 1 × cost + 20 × hours."
    assert [step["id"] for step in run.json(*PLAN, "--require", "3")["steps"]] in (["2", "3"], ["3", "2"])
    assert [step["id"] for step in run.json(*PLAN, "--without", "2")["steps"]] == ["1"]
    assert [step["id"] for step in run.json(*PLAN, "--one-of", "2,3")["steps"]] == ["1"]
    assert [step["id"] for step in run.json(*PLAN, "--language", "en")["steps"]] == ["1"]
    done = run(*PLAN, "--objective", "cost", "--why", "1")
    assert "without Two: The best plan without it is 5 EUR dearer." in done.stdout
    assert "why not One: The best plan with it is 5 EUR dearer." in done.stdout


def test_who_pays_and_what_became_of_others_is_said(run: CommandLine) -> None:
    done = run(*PLAN, "--paying", "pay.json", "--require", "1")
    assert "employer pays 6 EUR: Budget (Contract)" in done.stdout
    assert "30 EUR, of which you pay 24 EUR; 4 hours" in done.stdout
    assert "70% completed (n 50; Ministry)" in done.stdout


def test_what_lapses_is_renewed_where_asked(run: CommandLine) -> None:
    assert "lapses on 2026-05-01: H: “Test” would renew it (5 EUR)." in run(*PLAN, "--deadline", "2026-06-01").stdout
    assert "Renews “H” (until 2026-05-01)" in run(*PLAN, "--renew-until", "2026-06-01").stdout


def test_a_calendar_is_written(run: CommandLine) -> None:
    done = run(*PLAN, "--hours-per-week", "2", "--calendar", str(run.folder / "plan.ics"))
    assert done.returncode == 0
    assert (run.folder / "plan.ics").read_bytes().count(b"BEGIN:VEVENT\r\n") == 2
    assert run(*PLAN, "--calendar", str(run.folder / "none.ics")).returncode == 2


def test_wishes_that_clash_exit_one_and_name_the_conflict(run: CommandLine) -> None:
    done = run(*PLAN, "--require", "1", "--budget", "20")
    assert done.returncode == 1
    assert "These cannot hold together: spend at most 20 EUR; take “One”." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--weights", "cost"), "usage.weights"),
        (("--weights", "cost=1,cost=2"), "usage.weights"),
        (("--weights", "cost=1"), "plan.weights"),
        (("--objective", "weighted"), "plan.weights"),
        (("--money", "gold"), "usage.money"),
        (("--front", "--budget", "3"), "usage.front_alone"),
        (("--require", "9"), "plan.unknown_offer"),
        (("--why", "9"), "plan.unknown_offer"),
        (("--paying", "c.csv"), "paying.json"),
        (("--renew-until", "soon"), "usage.date"),
        (("--preset", "other"), "catalogue.unknown_preset"),
    ],
)
def test_wrong_use_exits_two_and_teaches(run: CommandLine, arguments: tuple[str, ...], code: str) -> None:
    done = run(*PLAN, *arguments)
    assert done.returncode == 2
    assert code in done.stderr


def test_bad_rows_are_refused_or_left_out_and_counted(run: CommandLine) -> None:
    run.write("bad.csv", CATALOGUE + b"5,Five,,,1,1,,,,,\n6,Six,,u:a,-1,1,,,,,\n")
    asked = ("plan", "--gap", "g.json", "--catalogue", "bad.csv")
    done = run(*asked)
    assert done.returncode == 2
    assert "2 rows of bad.csv cannot be used: row 6: " in done.stderr
    kept = run(*asked, "--skip-bad-rows")
    assert kept.returncode == 0
    assert "2 rows were left out:" in kept.stderr


def test_what_the_reference_shows_is_what_is_printed(run: CommandLine, repository: Path) -> None:
    page = (repository / "docs" / "reference" / "planning.md").read_text(encoding="utf-8")
    run.write("offers.csv", next(re.finditer(r"```csv\n(id,.*?)```", page, re.DOTALL)).group(1).encode())
    run.write("gap.json", next(re.finditer(r"With the gap `(.*?)`:", page)).group(1).encode())
    shown = [block for block in re.findall(r"```console\n(.*?)```", page, re.DOTALL) if "offers.csv" in block]
    commands = [part for block in shown for part in block.split("$ stepladder ")[1:]]
    assert len(commands) == 5
    for part in commands:
        line, _, expected = part.partition("\n")
        done = run(*line.split())
        assert done.stdout + done.stderr == expected
    rules = next(block for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL) if '"rules"' in block)
    fits(repository, "paying", json.loads(rules))
    assert len(read_paying(rules.encode()).rules) == 2


# ---------------------------------------------------------------------- catalogues
def test_a_public_catalogue_is_converted_and_planned_with(run: CommandLine, repository: Path) -> None:
    run.write(
        "mcf.csv",
        "numero_formation;intitule_formation;nom_of;nombre_heures_total_mean;frais_ttc_tot_mean;objectif_formation\n"
        "1_A;Soudage;École;35;1490.5;perform metal active gas welding\n2_A;Rien;École;0;5;\n".encode(),
    )
    told = run.json(
        "catalogue", "convert", "--preset", "mon-compte-formation", "mcf.csv", "--out", str(run.folder / "out.csv")
    )
    assert (told["read"], told["written"], len(told["refused"])) == (2, 1, 1)
    rows = list(csv.DictReader((run.folder / "out.csv").read_text(encoding="utf-8").splitlines()))
    run.write("w.json", {"skills": [{"uri": rows[0]["skills"].split("|")[0], "label": "welding"}]})
    made = run.json("plan", "--gap", "w.json", "--catalogue", "out.csv")
    assert made["steps"][0]["link_confidence"] >= 0.5
    asked = ("plan", "--gap", "w.json", "--catalogue", "mcf.csv", "--preset", "mon-compte-formation")
    assert run.json(*asked, "--skip-bad-rows")["steps"][0]["id"] == "1_A"
    refused = run(*asked)
    assert (refused.returncode, "catalogue.not_told" in refused.stderr) == (2, True)


def test_the_catalogue_of_the_documentation_fits_its_schema(repository: Path) -> None:
    fits(repository, "catalogue", [{"id": "1", "skills": "u:a|u:b@2", "price": 30, "hours": "4"}])
    fits(repository, "catalogue", {"offers": [{"id": "1", "skills": ["u:a"], "excludes": ["2"], "seats": 3}]})
    fits(repository, "paying", RULES)
    schema = json.loads((repository / "docs" / "schemas" / "catalogue.json").read_text(encoding="utf-8"))
    assert not jsonschema_rs.is_valid(schema, [{"id": "1"}])


# ---------------------------------------------------------------------- teams
def offers_for(run: CommandLine) -> None:
    gap = run.json("gap", "--profile", "p.json", "--occupation", "service desk agent", "--at", "2026-03-02")
    skills = [line["uri"] for line in gap["skills"] if line["status"] == "missing"]
    rows = "".join(f"{number},Course {number},{uri},{10 + number},3\n" for number, uri in enumerate(skills))
    run.write("t.csv", f"id,title,skills,price,hours\n{rows}".encode())


def test_a_team_plan_keeps_to_its_schema_and_says_who_and_why(run: CommandLine, repository: Path) -> None:
    run.write("p.json", {"skills": ["have computer literacy"]})
    offers_for(run)
    asked = ("team-plan", "--team", "team.json", "--catalogue", "t.csv", "--at", "2026-03-02")
    made = run.json(*asked, "--deadline", "2026-09-01")
    fits(repository, "team-plan", made)
    assert made["feasibility"]["holds"]
    assert made["places"]["filled"] > 0
    assert {step["person"] for step in made["steps"]} <= {"ana", "ben"}
    spent = run.json(*asked, "--objective", "cost", "--budget", "30", "--counting", "proof", "--include-optional")
    fits(repository, "team-plan", spent)
    assert spent["cost"] <= 30
    text = run(*asked, "--budget", "30").stdout
    assert "open places filled by" in text
    assert "  open: " in text
    rows = list(csv.DictReader(run(*asked, "--csv").stdout.splitlines()))
    assert len(rows) == len(run.json(*asked)["steps"])


@pytest.mark.parametrize(
    ("team", "more", "code"),
    [
        ({"people": []}, (), "team.malformed"),
        ({**TEAM, "people": [{"id": "a", "skills": [], "hours_per_week": 900}]}, (), "team.malformed"),
        ({**TEAM, "people": [{"id": "a", "skills": [], "deadline": "soon"}]}, (), "team.malformed"),
        ({**TEAM, "people": [{"id": "a", "skills": [], "completed": "x"}]}, (), "team.malformed"),
        (TEAM, ("--objective", "fun"), "usage.objective"),
        (TEAM, ("--budget", "-1"), "plan.budget"),
    ],
)
def test_a_team_that_cannot_be_meant_is_wrong_use(
    run: CommandLine, team: dict[str, Any], more: tuple[str, ...], code: str
) -> None:
    run.write("team.json", team)
    done = run("team-plan", "--team", "team.json", "--catalogue", "c.csv", *more)
    assert done.returncode == 2
    assert code in done.stderr


def test_a_team_that_cannot_be_filled_exits_one(run: CommandLine) -> None:
    done = run("team-plan", "--team", "team.json", "--catalogue", "c.csv", "--full-closure")
    assert done.returncode == 1
    assert "plan.no_offer" in done.stderr
