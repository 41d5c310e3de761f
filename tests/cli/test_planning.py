"""``gap`` and ``plan`` as people run them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.cli.conftest import CommandLine

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = b"id,title,skills,price,hours\n1,One,u:a|u:b,30,4\n2,Two,u:a,10,2\n3,Three,u:b,15,3\n"
GAP = {"skills": [{"uri": "u:a", "label": "A"}, {"uri": "u:b", "label": "B"}]}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("STEPLADDER_DATA", str(tmp_path / "data"))
    return CommandLine(tmp_path)


def test_gap_then_plan(run: CommandLine) -> None:
    run.write("p.json", {"skills": ["have computer literacy"], "occupations": ["call centre agent"]})
    gap: Any = run.json("gap", "--profile", "p.json", "--occupation", "service desk agent", "--at", "2026-03-01")
    assert gap["target"]["label"] == "service desk agent"
    assert {"uri", "label", "relation", "weight", "required_level", "held_level", "because"} <= set(gap["skills"][0])
    run.write("g.json", gap)
    run.write("c.csv", f"id,skills\n1,{gap['skills'][0]['uri']}\n".encode())
    made = run.json("plan", "--gap", "g.json", "--catalogue", "c.csv")
    assert {"steps", "objective", "bound", "gap", "status", "reasons", "conflicts"} <= set(made)


def test_plan_by_cost_and_its_front(run: CommandLine) -> None:
    run.write("g.json", GAP)
    run.write("c.csv", CATALOGUE)
    made = run.json("plan", "--gap", "g.json", "--catalogue", "c.csv", "--objective", "cost")
    assert (made["objective"], made["bound"], made["gap"], made["status"]) == (25.0, 25.0, 0.0, "optimal")
    assert {"id", "title", "price", "hours", "skills", "because"} <= set(made["steps"][0])
    front = run.json("plan", "--gap", "g.json", "--catalogue", "c.csv", "--front")["front"]
    assert [(point["cost"], point["hours"]) for point in front] == [(25.0, 5.0), (30.0, 4.0)]


def test_output_in_its_own_process_is_only_json(run: CommandLine, tmp_path: Path) -> None:
    run.write("g.json", GAP)
    run.write("c.csv", CATALOGUE)
    own = CommandLine(tmp_path, own_process=True)
    assert own.json("plan", "--gap", "g.json", "--catalogue", "c.csv", "--budget", "10")["closed"] == 1


def test_no_plan_exits_one_and_names_the_conflict(run: CommandLine) -> None:
    run.write("g.json", GAP)
    run.write("c.csv", CATALOGUE)
    done = run("plan", "--gap", "g.json", "--catalogue", "c.csv", "--full-closure", "--budget", "20")
    assert done.returncode == 1
    assert "plan.conflict" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("gap",), "usage.gap_needs"),
        (("gap", "--profile", "none.json", "--occupation", "x"), "usage.no_file"),
        (("gap", "--profile", "c.csv", "--occupation", "x"), "usage.not_json"),
        (("gap", "--profile", "p.json", "--occupation", "xyzzy"), "occupation.unknown"),
        (("plan", "--gap", "g.json", "--catalogue", "g.json"), "catalogue.json"),
        (("plan", "--gap", "g.json", "--catalogue", "c.csv", "--budget", "-1"), "plan.budget"),
        (("plan", "--gap", "g.json", "--catalogue", "c.csv", "--deadline", "soon"), "usage.date"),
        (("plan", "--gap", "g.json", "--catalogue", "c.csv", "--objective", "fun"), "usage.objective"),
    ],
)
def test_wrong_use_exits_two_and_teaches(run: CommandLine, arguments: tuple[str, ...], code: str) -> None:
    run.write("g.json", GAP)
    run.write("c.csv", CATALOGUE)
    run.write("p.json", {"skills": []})
    done = run(*arguments)
    assert done.returncode == 2
    assert code in done.stderr
