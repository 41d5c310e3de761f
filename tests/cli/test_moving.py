"""``moves`` as people run it: words, JSON, CSV, a plan, and what is not known."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
from tests.cli.conftest import CommandLine

from stepladder.skills.frameworks import starter

if TYPE_CHECKING:
    from pathlib import Path

AGENT, DESK = (starter().occupation(f"{name} agent").uri for name in ("call centre", "service desk"))


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("STEPLADDER_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("STEPLADDER_DATABASE_URL", "")
    return CommandLine(tmp_path)


@pytest.fixture
def loaded(run: CommandLine) -> CommandLine:
    run.write(
        "occupations.csv",
        "concept_uri,job_zone,annual_earnings,remote_labor_index,risk_category\n"
        f"{AGENT},2,20000,0.75,High risk\n{DESK},3,14000,0.5,Lower risk\n".encode(),
    )
    assert run("frameworks", "import", "crosswalk", "occupations.csv").returncode == 0
    return run


def fits(repository: Path, value: Any) -> None:
    schema = json.loads((repository / "docs" / "schemas" / "moves.json").read_text(encoding="utf-8"))
    wrong = [f"{error.instance_path}: {error.message}" for error in jsonschema_rs.iter_errors(schema, value)]
    assert not wrong


def test_moves_in_json(run: CommandLine, repository: Path) -> None:
    answer: Any = run.json("moves", "--occupation", "call centre agent", "--limit", "30")
    assert answer["origins"] == [
        {"uri": AGENT, "label": "call centre agent", "job_zone": None, "pay": None, "remote": None}
    ]
    fits(repository, answer)
    move = next(move for move in answer["moves"] if move["uri"] == DESK)
    assert (move["viable"], move["desirable"], move["pay"]) == (True, None, None)
    assert move["similarity"] > 0.3
    assert {"uri", "label"} == set(move["missing"][0])
    assert all(set(one) == {"uri", "label", "via", "likeness"} for one in move["near"])
    assert "Pay is not known." in move["notices"]
    assert any("frameworks import onet" in notice or "`… onet`" in notice for notice in answer["notices"])
    similar = [move["similarity"] for move in answer["moves"]]
    assert similar == sorted(similar, reverse=True)


def test_what_was_imported_is_used(loaded: CommandLine, repository: Path) -> None:
    answer = loaded.json("moves", "--occupation", "call centre agent", "--limit", "30")
    fits(repository, answer)
    assert answer["pay_currency"] == "GBP"
    assert "United Kingdom" in answer["pay_stated"]
    move = next(move for move in answer["moves"] if move["uri"] == DESK)
    assert (move["job_zone"], move["pay"], move["remote"], move["desirable"]) == (3, 14_000, 0.5, False)
    assert not [notice for notice in move["notices"] if "not known" in notice]
    words = loaded("moves", "--occupation", "call centre agent", "--limit", "30")
    assert "14,000     50%  service desk agent (highly viable, pays much less)" in words.stdout
    assert "Pay: Nesta's indicative earnings" in words.stdout


def test_csv_has_a_row_for_each_move(loaded: CommandLine) -> None:
    text = loaded("moves", "--occupation", AGENT, "--limit", "3", "--csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 3
    desk = next(row for row in rows if row["uri"] == DESK)
    assert (desk["pay"], desk["currency"], desk["desirable"]) == ("14000", "GBP", "no")
    assert "perform ICT troubleshooting" in desk["missing"].split("|")


def test_a_profile_and_a_plan(run: CommandLine, repository: Path) -> None:
    run.write("p.json", {"skills": ["have computer literacy"], "occupations": ["call centre agent"]})
    wanted = starter().occupation("service desk agent").essential
    run.write(
        "c.csv",
        ("id,title,skills,price,hours\n1,Desk,{},40,6\n".format("|".join(item.skill for item in wanted))).encode(),
    )
    answer = run.json(
        *("moves", "--profile", "p.json", "--plan", "--catalogue", "c.csv", "--limit", "20", "--at", "2026-03-01")
    )
    fits(repository, answer)
    move = next(move for move in answer["moves"] if move["uri"] == DESK)
    assert [step["id"] for step in move["plan"]["steps"]] == ["1"]
    words = run("moves", "--occupation", "call centre agent", "--plan", "--catalogue", "c.csv", "--limit", "20")
    assert "by 1 steps, 40.00 EUR, 6 hours" in words.stdout
    alone = run.json("moves", "--profile", run.write("s.json", {"skills": [item.skill for item in wanted]}).name)
    assert alone["origins"] == []
    assert alone["moves"][0]["uri"] == DESK
    assert "How much preparation it needs is not known." in alone["moves"][0]["notices"]


def test_nothing_within_reach_is_said_in_words(run: CommandLine) -> None:
    empty = run("moves", "--profile", run.write("e.json", {"skills": []}).name)
    assert empty.returncode == 0
    assert "No move from the skills in e.json: no other occupation of" in empty.stdout
    assert run.json("moves", "--profile", "e.json")["moves"] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), "usage.moves_needs"),
        (("--occupation", "x", "--profile", "p.json"), "usage.moves_needs"),
        (("--occupation", "call centre agent", "--plan"), "usage.moves_plan"),
        (("--occupation", "call centre agent", "--catalogue", "c.csv"), "usage.moves_plan"),
        (("--occupation", "call centre agent", "--json", "--csv"), "usage.moves_form"),
        (("--occupation", "zzqq"), "occupation.unknown"),
    ],
)
def test_wrong_use(run: CommandLine, words: tuple[str, ...], code: str) -> None:
    refused = run("moves", *words)
    assert refused.returncode == 2
    assert code in refused.stderr


def test_an_area_without_wages_is_wrong_use(run: CommandLine) -> None:
    header = "AREA,AREA_TITLE,AREA_TYPE,OCC_CODE,OCC_TITLE,TOT_EMP,A_MEAN,A_PCT10,A_PCT25,A_MEDIAN,A_PCT75,A_PCT90"
    row = "99,U.S.,1,43-4051,Customer Service Representatives,10,5,1,2,3,4,5,1.5"
    run.write("national_M2031_dl.csv", f"{header},H_MEDIAN\n{row}\n".encode())
    assert run("frameworks", "import", "oews", "national_M2031_dl.csv").returncode == 0
    refused = run("moves", "--occupation", "call centre agent", "--place", "77")
    assert (refused.returncode, "usage.moves_place" in refused.stderr) == (2, True)
