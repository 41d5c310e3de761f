"""Near rules, each on a framework made for it: when it speaks, and when it keeps silent."""

from __future__ import annotations

from datetime import date

import pytest

from stepladder.skills.evidence import SkillAttestation
from stepladder.skills.frameworks import starter
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.values import Occupation, Requirement, Skill
from stepladder.skills.gaps import GapLine, gap
from stepladder.skills.gaps.index import isco_skill_level
from stepladder.skills.gaps.near import RULES
from stepladder.skills.profile import SkillProfile

DAY = date(2026, 3, 1)
JEWELLERY = ("cast jewellery", "polish jewellery", "mend jewellery", "weigh jewellery")


def uri(name: str) -> str:
    return "urn:test:" + name.replace(" ", "-")


def occupation(label: str, isco: str, essential: tuple[str, ...], optional: tuple[str, ...] = ()) -> Occupation:
    return Occupation(
        uri=uri(label),
        label=label,
        isco=isco,
        requirements=(
            *(Requirement(skill=uri(one)) for one in essential),
            *(Requirement(skill=uri(one), relation="optional", weight=0.5) for one in optional),
        ),
    )


WORK = tuple(f"turn part {number}" for number in range(6))
OCCUPATIONS = (
    occupation("camping ground manager", "1439", ("keep the ground",)),
    occupation("vineyard manager", "6112", ("sell wine",)),
    occupation("vineyard supervisor", "6112", ("watch grapes",)),
    occupation("camping ground operative", "4224", ("empty bins",), ("sing at night",)),
    *(occupation(f"turner {number}", "7223", (*WORK, "sharpen tools", "clamp pieces")) for number in range(5)),
    occupation("turner of all", "7223", (*WORK, "file edges"), ("wrap pieces", "metal lore")),
    occupation("turning engineer", "2144", (*WORK, "reckon loads")),
    occupation("goldsmith", "7313", JEWELLERY),
    occupation("stone setter", "7313", ("sell jewellery in markets", "mend jewellery at home", "design jewellery")),
    occupation("market trader", "5211", ("sell jewellery in markets", "mend jewellery at home")),
)


@pytest.fixture(scope="module")
def framework() -> Framework:
    labels = {
        item.skill: item.skill.removeprefix("urn:test:").replace("-", " ")
        for one in OCCUPATIONS
        for item in one.requirements
    }
    labels[uri("mend at home")] = "mend at home"
    return Framework.build(
        name="test",
        version="1",
        skills=[
            Skill(uri=known, label=label, kind="knowledge" if label == "metal lore" else "skill")
            for known, label in labels.items()
        ],
        occupations=OCCUPATIONS,
    )


def line(framework: Framework, held: str, target: str, skill: str, more: tuple[str, ...] = ()) -> GapLine:
    background = framework.occupation(held)
    profile = SkillProfile(
        attestations=tuple(SkillAttestation(skill=item.skill) for item in background.essential)
        + tuple(SkillAttestation(skill=uri(one)) for one in more),
        occupations=(background.uri,),
    )
    found = gap(profile, framework.occupation(target), framework, at=DAY).line(uri(skill))
    assert found is not None
    return found


def test_who_ran_it_can_do_what_its_staff_does(framework: Framework) -> None:
    found = line(framework, "camping ground manager", "camping ground operative", "empty bins")
    assert (found.rule, found.via) == ("senior", (uri("camping ground manager"),))
    assert line(framework, "camping ground manager", "camping ground operative", "sing at night").status == "missing"
    assert line(framework, "camping ground operative", "camping ground manager", "keep the ground").status == "missing"


def test_a_higher_title_is_above_within_one_level_of_training(framework: Framework) -> None:
    assert line(framework, "vineyard manager", "vineyard supervisor", "watch grapes").rule == "senior"
    assert line(framework, "vineyard supervisor", "vineyard manager", "sell wine").status == "missing"


def test_what_occupations_alike_ask_for_is_probable_and_the_target_is_not_one_of_them(framework: Framework) -> None:
    found = line(framework, "turner of all", "turner 0", "sharpen tools")
    assert found.rule == "alike"
    assert uri("turner 0") not in found.via
    assert found.reason == (
        "Asked of 4 of the 5 occupations most like your background (turner 1, turner 2, …): confirm."
    )


def test_occupations_that_take_a_longer_training_imply_nothing(framework: Framework) -> None:
    assert line(framework, "turner of all", "turning engineer", "reckon loads").status == "missing"
    assert [isco_skill_level(code) for code in ("2144", "3115", "7223", "9333", "0110", "0310", "")] == [
        *(4, 3, 2, 1, 4, 1, 2)
    ]


def test_what_is_optional_in_an_occupation_held_is_probable_but_knowledge_is_not(framework: Framework) -> None:
    bare = Occupation(
        uri=uri("target"),
        label="target",
        requirements=(Requirement(skill=uri("wrap pieces")), Requirement(skill=uri("metal lore"))),
    )
    profile = SkillProfile(occupations=(uri("turner of all"),))
    report = gap(profile, bare, framework, at=DAY)
    assert [(one.status, one.rule) for one in report.lines] == [("probably_held", "sometimes"), ("missing", "")]


def test_a_field_is_near_where_its_other_words_are_known_too_or_within_a_unit_group(framework: Framework) -> None:
    at_home = line(framework, "goldsmith", "market trader", "mend jewellery at home", more=("mend at home",))
    assert at_home.rule == "field"
    assert line(framework, "goldsmith", "market trader", "sell jewellery in markets").status == "missing"
    assert line(framework, "goldsmith", "stone setter", "sell jewellery in markets").rule == "field"
    assert line(framework, "goldsmith", "stone setter", "design jewellery").status == "missing"


def test_family_and_everyday_speak_of_real_labels() -> None:
    whole = starter()
    clerk = SkillProfile(occupations=(whole.occupation("office administrator").uri,))
    target = whole.occupation("service desk agent")
    rules = {one.label: one.rule for one in gap(clerk, target, whole, at=DAY).lines}
    assert rules["office software"] == "family"
    nobody = gap(SkillProfile(), target, whole, at=DAY)
    assert {one.status for one in nobody.lines} == {"missing"}


def test_every_rule_is_named() -> None:
    assert len(RULES) == 11
    assert all(RULES.values())
