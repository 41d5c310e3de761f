"""Profiles as JSON: written and read back unchanged; what was only offered says nothing until it is confirmed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.skills.errors import SkillsError
from stepladder.skills.evidence import STRENGTHS, FreshnessSettings, SkillAttestation, freshness
from stepladder.skills.frameworks import starter
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.values import Occupation, Requirement, Skill
from stepladder.skills.gaps import GapSettings, gap
from stepladder.skills.proficiency import STEPLADDER_SCALE, ProficiencyLevel
from stepladder.skills.profile import SkillProfile, profile_from_json, profile_to_json

FRAMEWORK = Framework.build(
    name="made",
    version="2",
    skills=[Skill(uri="urn:s:weld", label="weld"), Skill(uri="urn:s:sew", label="sew")],
    occupations=[Occupation(uri="urn:o:welder", label="welder", requirements=(Requirement(skill="urn:s:weld"),))],
)
DAY = date(2026, 3, 1)

words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=12)
levels = st.one_of(
    st.none(),
    st.sampled_from(STEPLADDER_SCALE.levels),
    st.builds(ProficiencyLevel, scale=st.just("urn:scale:7"), value=st.floats(0, 7), highest=st.just(7.0), label=words),
)
attestations = st.builds(
    SkillAttestation,
    skill=st.sampled_from(["urn:s:weld", "urn:s:sew", "urn:other:skill"]),
    strength=st.sampled_from(STRENGTHS),
    level=levels,
    obtained=st.none() | st.dates(),
    valid_until=st.none() | st.dates(),
    source=st.sampled_from(["self", "urn:uuid:1"]),
    source_name=words,
    confidence=st.floats(0, 1),
    flag=words,
    level_said=words,
)


@given(held=st.lists(attestations, max_size=6), worked=st.sets(st.sampled_from(["urn:o:welder", "urn:o:gone"])))
def test_what_is_written_reads_back_unchanged(held: list[SkillAttestation], worked: set[str]) -> None:
    profile = SkillProfile(attestations=tuple(dict.fromkeys(held)), occupations=tuple(sorted(worked)))
    assert profile_from_json(profile_to_json(profile, FRAMEWORK), FRAMEWORK) == profile


def test_an_offer_says_nothing_until_it_is_confirmed_and_then_no_more_than_a_claim() -> None:
    data = {
        "skills": [],
        "offered": [
            {"uri": "urn:s:weld", "because": "usual for welder", "confirmed": True, "strength": "supervised"},
            {"uri": "urn:s:sew", "because": "in your CV", "confirmed": False},
            {"uri": "urn:s:sew", "because": "in your CV", "confirmed": "yes"},
        ],
        "offered_occupations": [{"uri": "urn:o:welder", "confirmed": True}, {"uri": "urn:o:other"}],
    }
    read = profile_from_json(data, FRAMEWORK)
    assert [(one.skill, one.strength) for one in read.attestations] == [("urn:s:weld", "claimed")]
    assert read.occupations == ("urn:o:welder",)


@pytest.mark.parametrize(
    "wrong", [{"offered": "x"}, {"offered": [1]}, {"offered": [{"uri": 1}]}, {"offered_occupations": {"uri": "u"}}]
)
def test_other_shapes_of_offers_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(SkillsError) as caught:
        profile_from_json(wrong, FRAMEWORK)
    assert caught.value.code == "profile.malformed"


@pytest.mark.parametrize("member", ["level", "highest", "confidence"])
@pytest.mark.parametrize("value", ["seven", True, float("nan"), float("inf"), 10**400, [1]])
def test_a_number_that_is_none_is_refused(member: str, value: object) -> None:
    entry = {"uri": "urn:s:weld", "level": 2, "scale": "urn:scale:7", "highest": 7, member: value}
    with pytest.raises(SkillsError) as caught:
        profile_from_json([entry], FRAMEWORK)
    assert caught.value.code == "profile.malformed"


def test_an_occupation_of_another_version_is_kept_and_a_gap_still_answers() -> None:
    profile = profile_from_json(
        {"skills": [], "occupations": ["http://data.europa.eu/esco/occupation/gone"]}, starter()
    )
    assert profile.occupations == ("http://data.europa.eu/esco/occupation/gone",)
    assert gap(profile, starter().occupation("service desk agent"), starter(), at=DAY).lines


def test_a_claim_is_a_claim_whatever_it_rests_on() -> None:
    one = SkillAttestation.claim("urn:s:weld", source="urn:o:welder", source_name="usual for welder")
    assert (one.strength, one.is_proof, one.source_name) == ("claimed", False, "usual for welder")
    with pytest.raises(TypeError):
        SkillAttestation.claim("urn:s:weld", strength="assessed")  # type: ignore[call-arg]


def test_a_half_life_of_a_skill_is_the_same_rule_for_whoever_asks() -> None:
    old = SkillAttestation(skill="urn:s:weld", strength="assessed", obtained=DAY - timedelta(days=730))
    rules = FreshnessSettings(half_lives={"urn:s:weld": 365}, halving_days=365)
    alone = freshness(old, at=DAY, settings=rules)
    assert (alone.value, alone.state) == (0.5, "fading")
    assert "full 365 days" in alone.reason
    assert freshness(old, at=DAY).value == 1.0
    welder = FRAMEWORK.occupation("welder")
    report = gap(SkillProfile(attestations=(old,)), welder, FRAMEWORK, at=DAY, settings=GapSettings(freshness=rules))
    assert report.lines[0].freshness == alone.value
    assert alone.reason in report.lines[0].reason
