"""Levels count where their scale is known, all others are words; the strengths of EU micro-credentials."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from recognition_badges import GRIND, SEW, WELD, badge, extension, made

from stepladder.recognition import attest
from stepladder.recognition.levels import EQF_SCALE, results_of
from stepladder.skills.proficiency import STEPLADDER_SCALE, ProficiencyLevel, ProficiencyScale

if TYPE_CHECKING:
    from stepladder.skills.evidence import SkillAttestation

SEVEN = ProficiencyScale(
    id="https://made.example/levels", name="Made levels", labels=("none", "some", "much"), lowest=0
)
FRAMEWORK = made()
EQF = {"targetName": "EQF 4", "targetUrl": "http://data.europa.eu/snb/eqf/4", "targetType": "ext:EQFLevel"}
WELDING = {"targetUrl": WELD, "targetName": "weld metal"}
GRINDING = {"targetUrl": GRIND, "targetName": "grind metal"}
RUBRIC = "urn:uuid:0d1a0000-0000-4000-8000-000000000001"


def step(number: int, name: str, **more: Any) -> dict[str, Any]:
    level = {"id": f"urn:uuid:0d1a0000-0000-4000-8000-00000000001{number}", "type": ["RubricCriterionLevel"]}
    return {**level, "name": name, **more}


STEPS = (step(1, "Novice"), step(2, "Able"), step(3, "Expert"))


def description(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": RUBRIC,
        "name": "Seams",
        "resultType": "RubricCriterionLevel",
        "rubricCriterionLevel": list(steps or STEPS),
        **more,
    }


def reached(number: int, **more: Any) -> dict[str, Any]:
    return {"resultDescription": RUBRIC, "achievedLevel": STEPS[number - 1]["id"], "status": "Completed", **more}


def said(*alignments: dict[str, Any], **more: Any) -> dict[str, SkillAttestation]:
    return {one.skill: one for one in attest(badge(*alignments, **more), framework=FRAMEWORK)}


def test_uri_at_level_is_on_stepladders_scale_or_on_the_only_one_of_the_framework() -> None:
    (one,) = attest(badge({"targetUrl": WELD + "@3", "targetName": "weld metal"}), framework=FRAMEWORK)
    assert (one.level, one.confidence, one.flag) == (STEPLADDER_SCALE.level(3), 1.0, "")
    (own,) = attest(badge({"targetUrl": WELD + "@0", "targetName": "weld metal"}), framework=made(scales=[SEVEN]))
    assert own.level == SEVEN.level(0)


@pytest.mark.parametrize("stated", ["9", "0", "1.1", "2.5"])
def test_a_level_off_its_scale_is_kept_as_words(stated: str) -> None:
    one = said({"targetUrl": f"{WELD}@{stated}", "targetName": "weld metal"})[WELD]
    assert (one.level, one.level_said) == (None, stated)


def test_a_rubric_is_its_own_scale_from_low_to_high() -> None:
    one = said(WELDING, results=(reached(2),), descriptions=(description(),))[WELD]
    assert one.level == ProficiencyLevel(scale=RUBRIC, value=2.0, highest=3.0, label="Able")
    assert one.strength == "assessed"


def test_a_rubric_speaks_of_the_skills_that_it_names() -> None:
    rubric = description(alignment=[{"type": ["Alignment"], **WELDING}])
    found = said(WELDING, GRINDING, results=(reached(3),), descriptions=(rubric,))
    assert found[WELD].level is not None
    assert (found[GRIND].level, found[GRIND].level_said) == (None, "")


def test_the_alignments_of_a_result_are_skills_that_it_showed() -> None:
    leather = {"type": ["Alignment"], "targetUrl": SEW, "targetName": "sew leather"}
    found = said(WELDING, results=(reached(1, alignment=[leather]),), descriptions=(description(),))
    assert set(found) == {WELD, SEW}
    assert found[SEW].level is not None


def test_what_is_below_the_required_level_shows_nothing_of_its_own() -> None:
    leather = {"type": ["Alignment"], "targetUrl": SEW, "targetName": "sew leather"}
    rubric = description(requiredLevel=STEPS[1]["id"])
    found = said(WELDING, results=(reached(1, alignment=[leather]),), descriptions=(rubric,))
    assert set(found) == {WELD}
    assert found[WELD].level is None


@pytest.mark.parametrize(
    ("result", "rubric"),
    [
        (reached(1, achievedLevel="urn:uuid:0d1a0000-0000-4000-8000-0000000000ff"), description()),
        (reached(1, resultDescription="urn:uuid:0d1a0000-0000-4000-8000-0000000000ff"), description()),
        (reached(1), description(STEPS[0])),
    ],
)
def test_a_level_of_no_known_rubric_is_kept_in_its_words(result: dict[str, Any], rubric: dict[str, Any]) -> None:
    one = said(WELDING, results=(result,), descriptions=(rubric,))[WELD]
    assert (one.level, one.level_said) == (None, result["achievedLevel"])


def test_a_level_that_stands_twice_in_its_rubric_is_none() -> None:
    achievement = {"resultDescription": [description(STEPS[0], STEPS[0], STEPS[1])]}
    (one,) = results_of({"result": reached(1)}, achievement, FRAMEWORK)
    assert (one.level, one.said) == (None, STEPS[0]["id"])


def test_the_eqf_level_holds_for_the_outcomes_unless_something_says_more() -> None:
    alone = said(WELDING, EQF)[WELD]
    assert alone.level == EQF_SCALE.level(4)
    assert alone.level.label == "EQF level 4"
    better = said(WELDING, EQF, results=(reached(2),), descriptions=(description(),))[WELD]
    assert better.level is not None
    assert better.level.scale == RUBRIC
    two = said(WELDING, EQF, {**EQF, "targetUrl": "http://data.europa.eu/snb/eqf/5"})[WELD]
    assert two.level is None


def test_a_step_of_a_rubric_can_be_a_level_of_the_framework() -> None:
    aligned = {"type": ["Alignment"], "targetUrl": SEVEN.id, "targetName": "much", "targetCode": "2"}
    rubric = description(step(1, "Novice"), step(2, "Able", alignment=[aligned]))
    found = attest(
        badge(WELDING, results=(reached(2),), descriptions=(rubric,)), framework=made(scales=[SEVEN, STEPLADDER_SCALE])
    )
    assert found[0].level == SEVEN.level(2)


def test_members_of_any_shape_are_read_without_an_error() -> None:
    shapes: list[Any] = [None, 1, "x", [], {}, [1], [[]], [{}], {"id": []}]
    for one in shapes:
        for other in shapes:
            subject = {"result": {"status": None, "achievedLevel": one, "resultDescription": other, "alignment": one}}
            achievement = {
                "resultDescription": [
                    {"id": "None", "rubricCriterionLevel": other, "alignment": one, "requiredLevel": one},
                    {"id": str(other), "rubricCriterionLevel": one},
                ]
            }
            assert isinstance(results_of(subject, achievement, FRAMEWORK), tuple)
            subject["result"]["status"] = one
            assert isinstance(results_of(subject, achievement, FRAMEWORK), tuple)


def test_hostile_results_cost_little() -> None:
    many = 20_000
    alignments = [{"targetUrl": f"urn:x:{number}", "targetName": str(number)} for number in range(many)]
    rubric = [step(1, "Able") | {"id": f"urn:y:{number}"} for number in range(many)]
    achievement = {"resultDescription": [description(*rubric, alignment=alignments)]}
    results = [{"resultDescription": RUBRIC, "achievedLevel": f"urn:y:{number}"} for number in range(many)]
    began = time.process_time()
    found = results_of({"result": results}, achievement, FRAMEWORK)
    assert time.process_time() - began < 1.0
    assert len(found) == many
    assert sum(len(one.alignments) for one in found) == many


@pytest.mark.parametrize(
    ("members", "tags", "strength"),
    [
        ({}, (), "assessed"),
        ({"supervision": "supervisedOnSite", "identity_verification": "verified"}, (), "supervised"),
        ({"supervision": "supervisedOnline", "identity_verification": "verified"}, (), "supervised"),
        ({"supervision": "supervised", "identity_verification": "notVerified"}, ("supervised",), "assessed"),
        ({"supervision": "supervised"}, ("supervised",), "assessed"),
        ({"supervision": "unsupervised", "identity_verification": "verified"}, ("supervised",), "assessed"),
        ({}, ("supervised",), "supervised"),
    ],
)
def test_the_strength_of_an_eu_micro_credential(members: dict[str, str], tags: tuple[str, ...], strength: str) -> None:
    verified = badge(WELDING, extension=extension(**members), tags=tags)
    assert [one.strength for one in attest(verified, framework=FRAMEWORK)] == [strength]
