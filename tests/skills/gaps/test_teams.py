"""Teams: the file, what it is refused for, and the gap of a team."""

from __future__ import annotations

from datetime import date

import pytest

from stepladder.skills.errors import SkillsError
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.values import Occupation, Requirement, Skill
from stepladder.skills.gaps import TeamGapReport, read_team, team_gap

LABELS = {"weld": "weld metal", "plan": "plan work", "sell": "sell products"}


def uri(name: str) -> str:
    return f"urn:test:{name}"


@pytest.fixture(scope="module")
def framework() -> Framework:
    return Framework.build(
        name="test",
        version="1",
        skills=[Skill(uri=uri(name), label=label, kind="skill") for name, label in LABELS.items()],
        occupations=[
            Occupation(uri=uri("welder"), label="welder", isco="7212", requirements=(Requirement(skill=uri("weld")),)),
            Occupation(uri=uri("empty"), label="empty"),
        ],
    )


def people(**more: object) -> list[dict[str, object]]:
    return [{"id": "p1", "name": "Ana", "skills": ["weld metal"], **more}]


def test_a_team_file_is_read_whole(framework: Framework) -> None:
    team = read_team(
        {
            "framework": "test",
            "people": [*people(), {"id": "p2", "profile": {"skills": [uri("plan")], "occupations": ["welder"]}}],
            "targets": [
                {"occupation": "Welder", "people": 2},
                {
                    "name": "site",
                    "people": 3,
                    "skills": [
                        {"uri": uri("plan"), "required_level": 3, "people": 1},
                        {"label": "sell products", "relation": "optional"},
                        {"uri": uri("weld"), "required_level": 4, "scale": "onet", "highest": 7},
                    ],
                },
            ],
        },
        framework,
    )
    assert [(one.id, one.name) for one in team.people] == [("p1", "Ana"), ("p2", "p2")]
    assert team.people[1].profile.occupations == (uri("welder"),)
    welder, site = team.targets
    assert (welder.uri, welder.isco, [(one.skill, one.people) for one in welder.seats]) == (
        uri("welder"),
        "7212",
        [(uri("weld"), 2)],
    )
    assert [(one.skill, one.people, one.requirement.weight) for one in site.seats] == [
        (uri("plan"), 1, 1.0),
        (uri("sell"), 3, 0.5),
        (uri("weld"), 3, 1.0),
    ]
    levels = [one.requirement.level for one in site.seats]
    assert levels[1] is None
    assert [(one.value, one.scale) for one in (levels[0], levels[2]) if one] == [
        (3.0, "urn:stepladder:scale:four-steps"),
        (4.0, "onet"),
    ]


WELDERS = [{"occupation": "welder"}]


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        ([], "team.malformed", "team"),
        ({"targets": WELDERS}, "team.malformed", "/people"),
        ({"people": [], "targets": WELDERS}, "team.malformed", "/people"),
        ({"people": people()}, "team.malformed", "/targets"),
        ({"people": [1], "targets": WELDERS}, "team.malformed", "/people/0"),
        ({"people": [{"skills": []}], "targets": WELDERS}, "team.malformed", "/people/0/id"),
        ({"people": people() * 2, "targets": WELDERS}, "team.malformed", "/people/1/id"),
        ({"people": people(name=1), "targets": WELDERS}, "team.malformed", "/people/0/name"),
        ({"people": people(skills=3), "targets": WELDERS}, "profile.malformed", "/people/0"),
        ({"people": people(), "targets": [{}]}, "team.malformed", "/targets/0"),
        ({"people": people(), "targets": [{"occupation": "welder", "skills": []}]}, "team.malformed", "/targets/0"),
        ({"people": people(), "targets": [{"occupation": "empty"}]}, "team.malformed", "/targets/0/occupation"),
        ({"people": people(), "targets": [{"occupation": "weldr"}]}, "occupation.unknown", ""),
        ({"people": people(), "targets": [{"skills": []}]}, "team.malformed", "/targets/0/skills"),
        ({"people": people(), "targets": [{"skills": [uri("weld")] * 2}]}, "team.malformed", "/targets/0/skills/1"),
        ({"people": people(), "targets": [{"occupation": "welder", "people": 0}]}, "team.malformed", "/people"),
        ({"people": people(), "targets": [{"occupation": "welder", "people": 1.5}]}, "team.malformed", "/people"),
        (
            {"people": people(), "targets": [{"occupation": "welder", "people": float("nan")}]},
            "team.malformed",
            "/people",
        ),
        ({"people": people(), "targets": [{"occupation": "welder", "people": 10**5000}]}, "team.malformed", "/people"),
        (
            {"people": people(), "targets": [{"skills": [{"uri": uri("weld"), "required_level": float("inf")}]}]},
            "team.malformed",
            "/required_level",
        ),
        (
            {"people": people(), "targets": [{"skills": [{"uri": uri("weld"), "required_level": 9}]}]},
            "levels.off_scale",
            "/targets/0/skills/0",
        ),
    ],
)
def test_another_shape_is_refused_with_its_place(framework: Framework, data: object, code: str, where: str) -> None:
    with pytest.raises(SkillsError) as caught:
        read_team(data, framework)
    assert caught.value.code == code
    assert where in caught.value.where


def team(framework: Framework, *, seats: int = 2) -> TeamGapReport:
    proof = {"uri": uri("weld"), "level": 3, "strength": "assessed"}
    data = {
        "people": [
            {"id": "a", "name": "Ana", "skills": [proof, uri("plan")]},
            {"id": "b", "name": "Ben", "skills": [{"uri": uri("weld"), "level": 1}]},
            {"id": "c", "name": "Cleo", "skills": [{"uri": uri("weld"), "level": 4, "confidence": 0.4}]},
        ],
        "targets": [
            {
                "name": "site",
                "people": seats,
                "skills": [{"uri": uri("weld"), "required_level": 2}, {"uri": uri("plan")}, {"uri": uri("sell")}],
            }
        ],
    }
    return team_gap(read_team(data, framework), framework, at=date(2026, 3, 1))


def test_a_team_line_says_who_covers_what_and_what_hangs_on_one(framework: Framework) -> None:
    (target,) = team(framework).targets
    weld, plan, sell = target.lines
    assert (weld.held_by, weld.proved_by, weld.below, weld.probably) == (("a",), ("a",), ("b",), ("c",))
    assert (weld.open, weld.open_proof, weld.hangs_on) == (1, 1, "a")
    assert (
        weld.need == 0.2
    )  # Ana needs nothing; Cleo has twice the level at 0.4 certainty, Ben half of it: Cleo's place
    assert weld.need_proof == 1.0
    assert (plan.held_by, plan.proved_by, plan.open, plan.open_proof) == (("a",), (), 1, 2)
    assert (sell.need, sell.open, sell.hangs_on) == (2.0, 2, "")
    assert sell.reason == "0 of 2 places filled; nobody's profile speaks for it."
    assert weld.reason == (
        "1 of 2 places filled, by Ana (proved); below the level: Ben; ask Cleo, who probably can (by a doubtful link); "
        "all of it hangs on Ana alone."
    )
    assert (target.seats(), target.seats(proof=True)) == ((2, 6), (1, 6))
    assert [line.skill for line in target.single_points] == [uri("weld"), uri("plan")]


def test_more_places_than_people_stay_open(framework: Framework) -> None:
    (target,) = team(framework, seats=5).targets
    assert [line.open for line in target.lines] == [4, 4, 5]
    assert [line.need for line in target.lines] == [2.7, 4.0, 5.0]


def test_proof_is_never_easier_for_a_team(framework: Framework) -> None:
    for seats in range(1, 5):
        (target,) = team(framework, seats=seats).targets
        assert target.need() <= target.need(proof=True)
        assert all(line.open <= line.open_proof for line in target.lines)


def test_in_a_large_team_near_skills_are_not_looked_for_and_it_says_so(framework: Framework) -> None:
    people = [{"id": str(number), "skills": [uri("weld")]} for number in range(501)]
    report = team_gap(
        read_team({"people": people, "targets": [{"occupation": "welder", "people": 501}]}, framework),
        framework,
        at=date(2026, 3, 1),
    )
    assert "near skills were not looked for" in report.notices[0]
    assert report.targets[0].lines[0].open == 0
    assert report.targets[0].lines[0].reason.endswith("and 496 more.")
