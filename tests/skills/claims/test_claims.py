"""Work, degrees and a CV are offers with reasons; confirmed they are claims, and never more."""

from __future__ import annotations

import time
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.skills.claims import (
    Offered,
    SkillOffer,
    claims_from_degree,
    claims_from_occupation,
    claims_from_text,
    joined,
)
from stepladder.skills.errors import SkillsError, UnknownSkillError
from stepladder.skills.frameworks import read_esco, starter
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.values import Occupation, Requirement, Skill, SkillGroup
from stepladder.skills.proficiency import STEPLADDER_SCALE

if TYPE_CHECKING:
    from pathlib import Path

FIELD = "http://data.europa.eu/esco/isced-f/"
KNOWN = ("nursing principles", "infection control", "first aid", "palliative care")


def _made() -> Framework:
    skills = [Skill(uri=f"urn:s:{number}", label=label, kind="knowledge") for number, label in enumerate(KNOWN)]
    skills += [Skill(uri="urn:s:weld", label="welding", kind="knowledge"), Skill(uri="urn:s:do", label="lift people")]
    asks = tuple(Requirement(skill=f"urn:s:{number}") for number in range(4))
    return Framework.build(
        name="made",
        version="1",
        skills=skills,
        groups=[
            SkillGroup(uri=FIELD + "091", label="health"),
            SkillGroup(uri=FIELD + "0913", label="nursing and midwifery"),
            SkillGroup(uri=FIELD + "0715", label="mechanics and metal trades"),
        ],
        broader=[(f"urn:s:{number}", FIELD + "0913") for number in range(4)]
        + [("urn:s:weld", FIELD + "0715"), (FIELD + "0913", FIELD + "091")],
        occupations=[
            Occupation(
                uri="urn:o:nurse", label="nurse", isco="2221", requirements=(*asks, Requirement(skill="urn:s:do"))
            ),
            Occupation(uri="urn:o:aide", label="aide", isco="5321", requirements=asks[:3]),
            Occupation(
                uri="urn:o:cook",
                label="cook",
                isco="5120",
                requirements=(Requirement(skill="urn:s:2", relation="optional"),),
            ),
        ],
    )


FRAMEWORK = _made()


class TestFromWork:
    def test_the_usual_skills_are_offered_essential_first(self) -> None:
        offered = claims_from_occupation("call centre agent", starter())
        assert offered.skills[0].relation == "essential"
        assert offered.skills[-1].relation == "optional"
        assert all("call centre agent" in one.reason for one in offered.skills)

    def test_confirmed_it_is_a_claim_with_where_it_comes_from(self) -> None:
        offer = claims_from_occupation("nurse", FRAMEWORK).skills[0]
        claim = offer.confirm(level=STEPLADDER_SCALE.level(2), obtained=date(2024, 1, 1))
        assert (claim.strength, claim.is_proof, claim.source) == ("claimed", False, "urn:o:nurse")
        assert claim.source_name == "usual for nurse"
        assert claim.level == STEPLADDER_SCALE.level(2)

    def test_an_unknown_occupation_says_so(self) -> None:
        with pytest.raises(UnknownSkillError):
            claims_from_occupation("astrologer of the court", FRAMEWORK)


class TestFromADegree:
    @pytest.mark.parametrize(
        "title", ["Bachelor of Science in Nursing", "Nursing degree", "nursing and midwifery", "BSc Nursing (Hons)"]
    )
    def test_a_title_names_its_field(self, title: str) -> None:
        offered = claims_from_degree(FRAMEWORK, title=title)
        assert {one.label for one in offered.skills} == set(KNOWN)
        assert all("nursing and midwifery" in one.reason and title in one.reason for one in offered.skills)
        assert all(one.relation == "optional" and one.confidence < 1 for one in offered.skills)

    def test_occupations_that_ask_for_most_of_it_a_higher_degree_those_of_isco_1_to_3(self) -> None:
        assert [one.label for one in claims_from_degree(FRAMEWORK, title="BSc Nursing").occupations] == ["nurse"]
        assert [one.label for one in claims_from_degree(FRAMEWORK, field="0913").occupations] == ["nurse", "aide"]

    def test_a_skill_by_its_very_name_and_the_field_above_it(self) -> None:
        offered = claims_from_degree(FRAMEWORK, title="Certificate in Welding")
        assert [(one.skill, one.confidence) for one in offered.skills] == [("urn:s:weld", 0.9)]
        assert "named by your degree" in offered.skills[0].reason

    @pytest.mark.parametrize("field", ["0913", FIELD + "0913", "Nursing  and midwifery", "091"])
    def test_a_field_by_code_uri_or_label(self, field: str) -> None:
        assert len(claims_from_degree(FRAMEWORK, field=field).skills) == 4

    @pytest.mark.parametrize("title", ["", "Bachelor of Arts", "Diploma", "Master of Astrology", "in", "of in of"])
    def test_what_names_no_narrow_field_offers_nothing(self, title: str) -> None:
        assert claims_from_degree(FRAMEWORK, title=title) == Offered()

    def test_an_unknown_field_is_refused(self) -> None:
        with pytest.raises(SkillsError) as caught:
            claims_from_degree(FRAMEWORK, field="9999")
        assert caught.value.code == "claims.unknown_field"

    @given(title=st.text(max_size=60))
    def test_any_title_gives_an_answer(self, title: str) -> None:
        assert isinstance(claims_from_degree(FRAMEWORK, title=title), Offered)

    def test_with_the_whole_of_esco(self, shared_data: Path) -> None:
        folder = shared_data / "skills" / "esco-1.1.1"
        if not folder.is_dir():
            pytest.skip("needs ESCO 1.1.1 in ../shared/data/skills/esco-1.1.1")
        esco = read_esco(sorted(folder.glob("*.zip")))
        nursing = claims_from_degree(esco, title="Bachelor of Science in Nursing")
        assert len(nursing.skills) == 45
        assert nursing.occupations[0].label == "nurse responsible for general care"
        law = claims_from_degree(esco, title="Master of Law")
        assert not any("lawn" in one.label for one in law.skills)
        assert len(claims_from_degree(esco, field="07").skills) == 60


class TestFromAText:
    CV = "2019 - 2024 Call centre agent, Brightwater\nhandled complaints of customers\n\ndata protection"

    def test_jobs_and_skills_with_the_words_that_decided(self) -> None:
        offered = claims_from_text(self.CV, starter())
        assert [(one.label, one.words) for one in offered.occupations] == [("call centre agent", "Call centre agent")]
        said = {one.label: one.words for one in offered.skills}
        assert said["data protection"] == "data protection"
        assert all(one.confirm().strength == "claimed" and one.source == "cv" for one in offered.skills)

    def test_a_job_without_a_year_has_to_be_its_very_name(self) -> None:
        assert claims_from_text("call centre agent", starter()).occupations
        assert not claims_from_text("agents of call centres in general", starter()).occupations

    def test_hostile_texts_cost_little(self) -> None:
        claims_from_text("warm up", starter())
        began = time.process_time()
        for text in ("\n" * 3_000_000, "2019 " * 500_000, ";" * 1_000_000, "x" * 3_000_000, "\x00" * 200_000):
            claims_from_text(text, starter())
        assert time.process_time() - began < 5.0


def test_two_sources_of_one_skill_are_one_offer_with_both_reasons() -> None:
    one = SkillOffer(skill="s", label="s", reason="usual for cook", source="urn:o:cook", confidence=0.5)
    two = SkillOffer(skill="s", label="s", reason="in your CV", source="cv", relation="essential", confidence=0.9)
    (both,) = joined([Offered(skills=(one,)), Offered(skills=(two,)), Offered(skills=(two,))]).skills
    assert (both.reason, both.relation, both.confidence) == ("usual for cook; in your CV", "essential", 0.9)
