"""What the EU asks of a micro-credential is signed exactly when all of it is known."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from stepladder.credentials.model.micro_credential import CONTEXT, Mention, read_elements
from stepladder.server.catalog.eu_list import ELEMENTS, eu_list, eu_list_of
from stepladder.server.catalog.selectors import ASSESSMENTS, PARTICIPATIONS, achievement_by_id
from stepladder.server.flows.verifying import inspect_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.server.catalog.models import Achievement
    from stepladder.server.issuing.models import IssuedCredential

pytestmark = pytest.mark.server

COMPLETE = {"participation": "online", "quality_assurance": "Reviewed each year by our academic board."}


@pytest.fixture
def design(college: Any) -> Callable[..., Achievement]:
    """Change the college's micro-credential; ``country`` is that of the college."""

    def change(**values: Any) -> Achievement:
        found = achievement_by_id(college.achievement.pk)
        assert found is not None
        for owner, name in ((found.organisation, "country"), (found.opportunity, "link")):
            if name in values:
                setattr(owner, name, values.pop(name))
                owner.save()
        for name, value in values.items():
            setattr(found, name, value)
        found.save()
        college.achievement.refresh_from_db()
        college.organisation.refresh_from_db()
        return found

    return change


def document_of(credential: IssuedCredential) -> dict[str, Any]:
    report = inspect_file(bytes(credential.document))
    assert report.check("schema").outcome == report.check("lossless").outcome == "passed", report.as_dict()
    assert report.exit_code == 0
    document: dict[str, Any] = json.loads(bytes(credential.document))
    return document


def test_a_complete_one_is_signed_with_every_element(design: Any, award: Any) -> None:
    design(
        **COMPLETE,
        ects=Decimal("0.80"),
        eqf_level=4,
        assessment="exam",
        supervised=True,
        identity_checked=True,
        counts_towards="Diploma in ICT support",
        hours=Decimal("20.50"),
        link="https://college.example/help-desk",
    )
    document = document_of(award())
    assert document["@context"][-1] == CONTEXT
    read = read_elements(document)
    assert read is not None
    assert (read.extension.hours, read.credits, read.level, read.country, read.skills) == (20.5, 0.8, 4, "IE", 1)
    assert read.extension.to_document() == {
        "notionalWorkload": "PT20H30M",
        "creditSystem": "ects",
        "assessmentType": ["examination"],
        "participation": ["online"],
        "qualityAssurance": [{"description": "Reviewed each year by our academic board."}],
        "supervision": "supervised",
        "identityVerification": "verified",
        "stackability": "stackable",
        "countsTowards": [{"name": "Diploma in ICT support"}],
        "furtherInformation": [{"url": "https://college.example/help-desk"}],
    }
    told = document["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert told.endswith(
        "Workload: 20.5 hours, 0.8 ECTS credits. Assessment: Supervised exam, supervised, identity checked. "
        "EQF level 4. Taking part: Online. Quality: Reviewed each year by our academic board. "
        "Counts towards: Diploma in ICT support."
    )


@pytest.mark.parametrize(
    "missing",
    [{"participation": ""}, {"quality_assurance": ""}, {"assessment": "none"}, {"country": ""}, {"participation": " "}],
    ids=str,
)
def test_with_one_of_them_unknown_it_is_a_plain_badge(missing: dict[str, Any], design: Any, award: Any) -> None:
    design(**COMPLETE | {"eqf_level": 4} | missing)
    document = document_of(award())
    assert document["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    achievement = document["credentialSubject"]["achievement"]
    assert achievement["type"] == ["Achievement"]
    assert not {"participation", "notionalWorkload", "qualityAssurance"} & set(achievement)
    told = achievement["criteria"]["narrative"]
    assert "Workload: 20 hours." in told
    assert ("Taking part: Online." in told) is ("participation" not in missing)
    assert ("Quality: Reviewed each year" in told) is ("quality_assurance" not in missing)


def test_the_operator_may_keep_to_plain_badges(design: Any, award: Any, settings: Any) -> None:
    settings.EU_EXTENSION = False
    design(**COMPLETE)
    document = document_of(award())
    assert len(document["@context"]) == 2
    assert "Taking part: Online." in document["credentialSubject"]["achievement"]["criteria"]["narrative"]


@pytest.mark.parametrize("participation", [value for value, _ in PARTICIPATIONS])
@pytest.mark.parametrize("assessment", [value for value, _ in ASSESSMENTS if value != "none"])
def test_every_choice_of_the_designer_has_a_word(assessment: str, participation: str, design: Any, award: Any) -> None:
    design(**COMPLETE | {"participation": participation}, assessment=assessment)
    read = read_elements(document_of(award()))
    assert read is not None
    assert len(read.extension.participation) == len(read.extension.assessment_types) == 1
    assert read.extension.supervision == "unsupervised"
    assert read.extension.identity_verification == "notVerified"
    assert read.extension.stackability == "standAlone"


def test_what_one_needs_first_is_named(design: Any, award: Any, make_college: Any) -> None:
    found = design(**COMPLETE)
    first = make_college("Evening School", email="evening@school.example", title="Basics").achievement
    found.opportunity.prerequisites.set([first])
    read = read_elements(document_of(award()))
    assert read is not None
    assert read.extension.prerequisites == (Mention(name="Basics", url=first.iri),)


def test_what_is_missing_is_told_in_words(design: Any) -> None:
    assert eu_list_of(design()).missing == ("how one takes part", "who sees to its quality, and how")
    assert eu_list_of(design(**COMPLETE)).complete
    nothing = eu_list(country="", hours=None, assessment="none", participation="", quality_assurance="  ")
    assert (nothing.known, nothing.total, nothing.complete) == (6, ELEMENTS, False)
