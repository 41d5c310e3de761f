"""Gaps: two countings, reasons, near skills that are never called missing, and levels."""

from __future__ import annotations

import json
from datetime import date

import pytest

from stepladder.skills.errors import SkillsError
from stepladder.skills.evidence import SkillAttestation
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.values import Occupation, Requirement, Skill
from stepladder.skills.gaps import GapReport, GapSettings, RoleTarget, expected_skills, gap
from stepladder.skills.gaps.words import says_the_same
from stepladder.skills.proficiency import STEPLADDER_SCALE, ProficiencyLevel
from stepladder.skills.profile import SkillProfile

DAY = date(2026, 3, 1)
LABELS = {
    "phone": "communicate with customers by phone",
    "customers": "communicate with customers",
    "staff": "manage staff",
    "schedule": "manage schedule",
    "animals": "handle animals",
    "horses": "handle horses",
    "team": "work in teams",
    "weld": "weld metal",
}


def uri(name: str) -> str:
    return f"urn:test:{name}"


@pytest.fixture(scope="module")
def framework() -> Framework:
    return Framework.build(
        name="test",
        version="1",
        skills=[Skill(uri=uri(name), label=label, kind="skill") for name, label in LABELS.items()],
        occupations=[
            Occupation(
                uri=uri("agent"),
                label="agent",
                isco="4222",
                requirements=(Requirement(skill=uri("phone")), Requirement(skill=uri("team"), relation="optional")),
            )
        ],
        broader=[(uri("horses"), uri("animals"))],
    )


def profile(*names: str, **more: object) -> SkillProfile:
    return SkillProfile(attestations=tuple(SkillAttestation(skill=uri(name), **more) for name in names))  # type: ignore[arg-type]


def target(*names: str, level: float | None = None) -> RoleTarget:
    asked = STEPLADDER_SCALE.level(level) if level else None
    return RoleTarget(
        uri="urn:role", label="role", requirements=tuple(Requirement(skill=uri(n), level=asked) for n in names)
    )


def test_claims_and_proof_are_counted_apart(framework: Framework) -> None:
    report = gap(profile("weld"), target("weld", "staff"), framework, at=DAY)
    assert report.coverage_claims.essential_held == 1
    assert report.coverage_proof.essential_held == 0
    assert report.coverage_proof.essential_total == 2
    assert [line.skill for line in report.missing()] == [uri("staff")]
    assert {line.skill for line in report.missing("proof")} == {uri("weld"), uri("staff")}


def test_proof_counts_in_both_until_it_lapses(framework: Framework) -> None:
    proof = profile("weld", strength="assessed", valid_until=date(2026, 3, 1), source_name="Guild")
    assert gap(proof, target("weld"), framework, at=DAY).coverage_proof.essential_held == 1
    later = gap(proof, target("weld"), framework, at=date(2026, 3, 2))
    assert later.coverage_proof.essential_held == 0
    assert later.coverage_claims.essential_held == 1
    assert "lapsed on 2026-03-01" in later.lines[0].reason


def test_a_line_says_when_its_proof_ends(framework: Framework) -> None:
    proof = profile("weld", strength="assessed", valid_until=date(2026, 3, 1))
    claim = SkillAttestation(skill=uri("weld"), valid_until=date(2027, 1, 1))
    assert gap(proof.joined((claim,)), target("weld"), framework, at=DAY).lines[0].lapses == date(2026, 3, 1)
    endless = SkillAttestation(skill=uri("weld"), strength="endorsed")
    assert gap(proof.joined((endless,)), target("weld"), framework, at=DAY).lines[0].lapses is None


def test_a_narrower_skill_makes_the_broader_one_probable_and_says_via_which(framework: Framework) -> None:
    line = gap(profile("horses"), target("animals"), framework, at=DAY).lines[0]
    assert (line.status, line.rule, line.via) == ("probably_held", "narrower", (uri("horses"),))
    assert "handle horses" in line.reason


def test_the_same_words_with_more_detail_are_near(framework: Framework) -> None:
    assert gap(profile("phone"), target("customers"), framework, at=DAY).lines[0].status == "probably_held"


@pytest.mark.parametrize(
    ("held", "wanted"),
    [("manage schedule", "manage staff"), ("sell cars", "repair cars"), ("weld", "weld metal"), ("", "weld")],
)
def test_likeness_of_one_word_is_not_enough(held: str, wanted: str) -> None:
    assert not says_the_same(held, wanted, verbs=True)


def test_manage_schedule_does_not_imply_manage_staff(framework: Framework) -> None:
    assert gap(profile("schedule"), target("staff"), framework, at=DAY).lines[0].status == "missing"


def test_nothing_is_near_when_near_is_off(framework: Framework) -> None:
    report = gap(profile("horses"), target("animals"), framework, at=DAY, settings=GapSettings(near=False))
    assert report.lines[0].status == "missing"


def test_probably_held_never_counts_as_held(framework: Framework) -> None:
    coverage = gap(profile("horses"), target("animals"), framework, at=DAY).coverage_claims
    assert (coverage.essential_held, coverage.essential_probably) == (0, 1)
    assert coverage.need == 1.0


def test_need_is_what_the_level_lacks(framework: Framework) -> None:
    held = profile("weld", level=STEPLADDER_SCALE.level(1))
    line = gap(held, target("weld", level=4), framework, at=DAY).lines[0]
    assert (line.status, line.need, line.held_level, line.required_level) == ("missing", 0.75, 1.0, 4.0)
    assert "level 1 is held, 4 is asked for" in line.reason


def test_a_level_on_another_scale_is_not_compared_and_says_so(framework: Framework) -> None:
    held = profile("weld", level=ProficiencyLevel(scale="other", value=1, highest=7))
    line = gap(held, target("weld", level=4), framework, at=DAY).lines[0]
    assert line.status == "held"
    assert "another scale" in line.reason


def test_confidence_lowers_worth_and_a_doubtful_link_is_only_probable(framework: Framework) -> None:
    line = gap(profile("weld", confidence=0.7), target("weld"), framework, at=DAY).lines[0]
    assert (line.status, line.need) == ("held", 0.3)
    doubtful = gap(profile("weld", confidence=0.3), target("weld"), framework, at=DAY).lines[0]
    assert doubtful.status == "probably_held"


def test_one_attestation_decides_and_not_the_level_of_one_with_the_confidence_of_another(framework: Framework) -> None:
    both = SkillProfile(
        attestations=(
            SkillAttestation(skill=uri("weld"), level=STEPLADDER_SCALE.level(4), confidence=0.3),
            SkillAttestation(skill=uri("weld"), level=STEPLADDER_SCALE.level(1), confidence=1.0),
        )
    )
    line = gap(both, target("weld", level=4), framework, at=DAY).lines[0]
    assert (line.status, line.need) == ("probably_held", 0.7)
    assert "30% sure" in line.reason


def test_proof_of_the_level_is_shown_before_a_stronger_proof_of_less(framework: Framework) -> None:
    both = SkillProfile(
        attestations=(
            SkillAttestation(skill=uri("weld"), strength="supervised", level=STEPLADDER_SCALE.level(1)),
            SkillAttestation(skill=uri("weld"), strength="endorsed", level=STEPLADDER_SCALE.level(4)),
        )
    )
    line = gap(both, target("weld", level=4), framework, at=DAY).lines[0]
    assert (line.status, line.basis, line.strength, line.held_level) == ("held", "proof", "endorsed", 4.0)


def test_a_skill_required_at_level_nought_is_not_required(framework: Framework) -> None:
    nought = ProficiencyLevel(scale="onet", value=0, highest=7)
    role = RoleTarget(
        uri="urn:role",
        label="role",
        requirements=(Requirement(skill=uri("weld"), level=nought), Requirement(skill=uri("staff"))),
    )
    assert [line.skill for line in gap(profile(), role, framework, at=DAY).lines] == [uri("staff")]


def test_levels_that_differ_stay_visible(framework: Framework) -> None:
    both = SkillProfile(
        attestations=(
            SkillAttestation(skill=uri("weld"), level=STEPLADDER_SCALE.level(4)),
            SkillAttestation(
                skill=uri("weld"), strength="assessed", level=STEPLADDER_SCALE.level(2), source_name="Guild"
            ),
        )
    )
    line = gap(both, target("weld"), framework, at=DAY).lines[0]
    assert "Guild says 2 (assessed)" in line.conflicts[0]


def test_unknown_required_skills_are_compared_by_uri(framework: Framework) -> None:
    report = gap(profile("nowhere"), target("nowhere", "elsewhere"), framework, at=DAY)
    assert [line.status for line in report.lines] == ["held", "missing"]
    assert "2 required skills" in report.notices[0]


def test_a_target_without_skills_is_refused(framework: Framework) -> None:
    with pytest.raises(SkillsError) as caught:
        gap(profile("weld"), target(), framework, at=DAY)
    assert caught.value.code == "gap.no_requirements"


def test_a_licence_is_named_unless_one_comes_from_there(framework: Framework) -> None:
    nurse = RoleTarget(uri="urn:n", label="nurse", isco="2221", requirements=(Requirement(skill=uri("weld")),))
    assert "licence may be needed" in gap(profile("team"), nurse, framework, at=DAY).notices[0]


def test_a_report_survives_json(framework: Framework) -> None:
    report = gap(profile("weld", "horses"), target("weld", "animals", "staff"), framework, at=DAY)
    again = GapReport.from_dict(json.loads(json.dumps(report.as_dict())))
    assert again == report


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"skills": "x"},
        {"skills": [{}]},
        {"skills": [{"uri": "a"}, {"uri": "a"}]},
        {"skills": [{"uri": "a", "required_level": -1}]},
        {"skills": [{"uri": "a", "weight": float("nan")}]},
        {"skills": [{"uri": "a", "relation": "vital"}]},
        {"skills": [], "at": "tomorrow"},
    ],
)
def test_malformed_gaps_are_refused_with_the_place(data: dict[str, object]) -> None:
    with pytest.raises(SkillsError) as caught:
        GapReport.from_dict(data)
    assert caught.value.code == "gap.malformed"


def test_a_skill_without_levels_is_required_at_one_and_held_at_none() -> None:
    report = GapReport.from_dict({"skills": [{"uri": "a"}]})
    assert (report.lines[0].required_level, report.lines[0].held_level, report.lines[0].status) == (1.0, 0.0, "missing")


def test_work_history_offers_claims_only(framework: Framework) -> None:
    offered = expected_skills([uri("agent")], framework)
    assert [one.relation for one in offered] == ["essential", "optional"]
    assert offered[0].claim().strength == "claimed"
    assert not offered[0].claim().is_proof


def test_the_call_centre_agent_is_not_told_that_she_lacks_customers() -> None:
    from stepladder.skills.frameworks import starter

    whole = starter()
    agent = whole.occupation("call centre agent")
    held = SkillProfile(
        attestations=tuple(one.claim() for one in expected_skills([agent.uri], whole, include_optional=False)),
        occupations=(agent.uri,),
    )
    report = gap(held, whole.occupation("ICT help desk agent"), whole, at=DAY)
    missing = {line.label for line in report.missing()}
    assert not missing & {"communicate with customers", "assist customers", "identify customer's needs"}
    assert missing
