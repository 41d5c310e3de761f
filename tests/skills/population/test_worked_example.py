"""The example of docs/explanation/population.md, recomputed from the tables that stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stepladder.skills.frameworks.values import Requirement
from stepladder.skills.gaps import RoleTarget
from stepladder.skills.population import Population, Targets, nearest
from stepladder.skills.proficiency import STEPLADDER_SCALE

PAGE = Path(__file__).resolve().parents[3] / "docs" / "explanation" / "population.md"
ROW = re.compile(r"^\| (Ana|Ben) \| (\w+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \| (\d) of (\d) \|$", re.MULTILINE)
SKILLS = ("urn:weld", "urn:lead", "urn:talk")


def asks(skill: str, level: float | None = None, *, optional: bool = False) -> Requirement:
    return Requirement(
        skill=f"urn:{skill}",
        relation="optional" if optional else "essential",
        weight=0.5 if optional else 1.0,
        level=STEPLADDER_SCALE.level(level) if level else None,
    )


@pytest.fixture
def found() -> list[tuple[str, str, float, float, float, int, int]]:
    targets = Targets.of(
        [
            RoleTarget(uri="urn:welder", label="welder", requirements=(asks("weld", 3), asks("talk"))),
            RoleTarget(
                uri="urn:chief",
                label="chief",
                requirements=(asks("lead", 2), asks("weld", 2), asks("talk", optional=True)),
            ),
        ]
    )
    people = Population.from_columns(
        skills=SKILLS, people=2, person=[0, 0, 1], skill=[0, 1, 2], level=[2, 1, 0], confidence=[0.9, 1, 1]
    )
    near = nearest(people, targets)
    return [
        (name, one.label, one.need, one.need_of, one.share, one.essential_held, one.essential_total)
        for number, name in enumerate(("Ana", "Ben"))
        for one in near.of(number)
    ]


def test_the_page_shows_what_comes_out(found: list[tuple[str, str, float, float, float, int, int]]) -> None:
    shown = [
        (name, role, float(need), float(of), float(share), int(held), int(asked))
        for name, role, need, of, share, held, asked in ROW.findall(PAGE.read_text(encoding="utf-8"))
    ]
    assert len(shown) == 3
    assert shown == found
