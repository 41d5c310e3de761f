"""``build-or-hire`` as people run it: from a plan or figures, with assumptions that can be written out and edited."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import CommandLine

PLAN = {"steps": [], "cost": 480.0, "currency": "GBP", "hours": 60.0, "weeks": 12, "open_skills": []}


def test_a_plan_gives_price_hours_weeks_and_currency(stepladder: CommandLine) -> None:
    stepladder.write("plan.json", PLAN)
    found: Any = stepladder.json("build-or-hire", "--plan", "plan.json", "--pay", "42000", "--people", "3")
    known = {one["name"]: one for one in found["assumptions"]}
    assert (known["price"]["low"], known["price"]["high"]) == (480, 480)
    assert known["learning_hours"]["likely"] == 60
    assert known["learning_hours_per_week"]["likely"] == 5
    assert known["price"]["source"] == "the plan plan.json"
    assert known["yearly_pay"]["source"] == "the command line"
    assert (found["currency"], found["people"]) == ("GBP", 3)
    assert set(found["changed"]) == {"price", "learning_hours", "learning_hours_per_week", "yearly_pay"}
    assert found["build"]["low"] <= found["build"]["median"] <= found["build"]["high"]
    assert 0 <= found["chance_building_is_cheaper"] <= 1


def test_a_real_plan_goes_in(stepladder: CommandLine) -> None:
    stepladder.write("g.json", {"skills": [{"uri": "u:a", "label": "A"}, {"uri": "u:b", "label": "B"}]})
    stepladder.write("c.csv", b"id,title,skills,price,hours\n1,One,u:a,30,4\n")
    plan = stepladder.json("plan", "--gap", "g.json", "--catalogue", "c.csv", "--hours-per-week", "2")
    stepladder.write("plan.json", plan)
    found = stepladder.json("build-or-hire", "--plan", "plan.json")
    known = {one["name"]: one["likely"] for one in found["assumptions"]}
    assert (known["price"], known["learning_hours"], known["learning_hours_per_week"]) == (30, 4, 2)
    assert any("leaves 1 skills open" in sentence for sentence in found["notes"])


def test_what_others_pay_is_left_out(stepladder: CommandLine) -> None:
    others = [{"payer": "the employer", "amount": 100}, {"payer": "the state", "amount": 300}]
    stepladder.write("plan.json", PLAN | {"paying": {"you_pay": 80, "all_pay": 480, "others": others}})
    found = stepladder.json("build-or-hire", "--plan", "plan.json")
    assert next(one["likely"] for one in found["assumptions"] if one["name"] == "price") == 180
    assert "300.00 of the price are borne by others and not counted." in found["notes"]


def test_assumptions_are_written_edited_and_read(stepladder: CommandLine) -> None:
    done = stepladder("build-or-hire", "--write-assumptions", "a.json", "--price", "100")
    assert (done.returncode, "18 assumptions" in done.stdout) == (0, True)
    text = json.loads((stepladder.folder / "a.json").read_text(encoding="utf-8"))
    for one in text["assumptions"]:
        assert {"name", "low", "likely", "high", "unit", "source", "note"} == set(one)
        one["low"] = one["high"] = one["likely"]
    stepladder.write("a.json", text)
    certain = stepladder.json("build-or-hire", "--assumptions", "a.json", "--set", "vacancy_weeks=2:4:10")
    assert [one["name"] for one in certain["drivers"]] == ["vacancy_weeks"]
    assert certain["build"]["low"] == certain["build"]["high"]


def test_the_same_seed_prints_the_same(stepladder: CommandLine) -> None:
    options = ("build-or-hire", "--price", "300", "--hours", "20:40:80", "--seed", "7", "--draws", "500")
    one, again = stepladder(*options), stepladder(*options)
    assert one.stdout == again.stdout != stepladder(*options[:-3], "8", "--draws", "500").stdout
    for words in ("Building is", "building saves", "What drives it", "What would turn it"):
        assert words in one.stdout
    assert "18 assumptions" in one.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--plan", "none.json"), "usage.no_file"),
        (("--plan", "odd.json"), "assumption.plan"),
        (("--plan", "text.json"), "usage.not_json"),
        (("--assumptions", "odd.json"), "assumption.file"),
        (("--price", "cheap"), "usage.assumption"),
        (("--price", "1:2"), "usage.assumption"),
        (("--price", "3:2:1"), "assumption.order"),
        (("--price", "nan"), "assumption.number"),
        (("--set", "prize=1"), "assumption.unknown"),
        (("--set", "completion=0"), "assumption.bounds"),
        (("--write-assumptions", "no/such/folder.json"), "usage.cannot_write"),
        (("--people", "0"), "people"),
    ],
)
def test_wrong_use_exits_two_and_teaches(stepladder: CommandLine, arguments: tuple[str, ...], code: str) -> None:
    stepladder.write("odd.json", {"cost": -1, "hours": 2})
    stepladder.write("text.json", b"no json")
    done = stepladder("build-or-hire", *arguments)
    assert (done.returncode, code in done.stderr) == (2, True), done.stderr


def test_output_and_files_are_what_the_schema_says(stepladder: CommandLine, repository: Path) -> None:
    schema = json.loads((repository / "docs" / "schemas" / "build-or-hire.json").read_text(encoding="utf-8"))
    found = stepladder.json("build-or-hire", "--people", "2", "--price", "60000")
    jsonschema_rs.validator_for(schema).validate(found)
    assert not jsonschema_rs.is_valid(schema, found | {"cheaper": "neither"})
    stepladder("build-or-hire", "--write-assumptions", "a.json")
    file = json.loads((stepladder.folder / "a.json").read_text(encoding="utf-8"))
    part = {"$ref": "#/$defs/assumptions", "$defs": schema["$defs"]}
    jsonschema_rs.validator_for(part).validate(file)
    assert not jsonschema_rs.is_valid(part, {"assumptions": [{"name": "prize"}]})
