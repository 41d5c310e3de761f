"""What the builders make is signed as it is and found authentic: badges, endorsements, learner records."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.nesting import ACHIEVEMENT_ID, GUILD, LEARNER, REGISTRAR, SCHOOL, look, told

from stepladder.credentials import bake, issue
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model import (
    Achievement,
    AchievementCredential,
    AchievementSubject,
    AchievementType,
    Address,
    Alignment,
    AlignmentTargetType,
    Association,
    AssociationType,
    ClrCredential,
    ClrSubject,
    Criteria,
    EndorsementCredential,
    EndorsementSubject,
    Evidence,
    GeoCoordinates,
    IdentifierEntry,
    IdentityObject,
    Image,
    LanguageValue,
    Profile,
    Related,
    Result,
    ResultDescription,
    ResultStatusType,
    ResultType,
    RubricCriterionLevel,
    achievement_credential,
    clr_credential,
    endorsement_credential,
    read_credential,
)
from stepladder.credentials.status import status_entry

SECURINGS = ["eddsa-rdfc-2022", "eddsa-jcs-2022", "vc-jose-cose", "open-badges-jwt"]
FROM = datetime(2026, 1, 1, tzinfo=UTC)
FRENCH_MASTER = "https://badges.example.edu/levels/2"


def everything() -> tuple[Profile, Achievement, AchievementSubject]:
    """Return an issuer, an achievement and a subject with every member that the classes have, but for tokens."""
    alignment = Alignment(
        target_code="W1",
        target_description="Joins metal by heat.",
        target_name=LanguageValue(value="Metall schweißen", language="de"),
        target_framework="ESCO",
        target_type=AlignmentTargetType.CF_ITEM,
        target_url="http://data.europa.eu/esco/skill/0f8d5d5b-welding",
    )
    image = Image(id="https://badges.example.edu/images/welding.png", caption="A seam")
    address = Address(
        address_country="Österreich",
        address_country_code="AT",
        address_region="Tirol",
        address_locality="Innsbruck",
        street_address="Innrain 1",
        post_office_box_number="7",
        postal_code="6020",
        geo=GeoCoordinates(latitude=47.26, longitude=11.39),
    )
    identifier = IdentifierEntry(identifier="42", identifier_type="ext:ROR")
    person = Profile(
        id="https://www.example.edu/people/mara",
        name="Mara van Dyck",
        given_name="Mara",
        family_name="Dyck",
        family_name_prefix="van",
        additional_name="Ilse",
        patronymic_name="Jansdochter",
        honorific_prefix="Dr.",
        honorific_suffix="MSc",
        date_of_birth="1990-01-31",
    )
    issuer = Profile(
        id=SCHOOL.controller,
        name="Example University",
        url="https://www.example.edu",
        phone="+43 512 1",
        description=LanguageValue(value="A university.", language="en"),
        image=image,
        email="registrar@example.edu",
        address=address,
        other_identifiers=[identifier],
        official="Mara van Dyck",
        parent_org=Profile(id="https://www.example.edu/state", name="The state"),
    )
    level = RubricCriterionLevel(
        id=FRENCH_MASTER, alignments=[alignment], description="Clean.", level="Mastered", name="Mastery", points="4"
    )
    described = ResultDescription(
        id="https://badges.example.edu/results/grade",
        alignments=[alignment],
        allowed_values=["D", "C", "B", "A"],
        name="Grade",
        required_level=FRENCH_MASTER,
        required_value="C",
        result_type=ResultType.LETTER_GRADE,
        rubric_criterion_levels=[level],
        value_max="A",
        value_min="D",
    )
    achievement = Achievement(
        id=ACHIEVEMENT_ID,
        alignments=[alignment],
        achievement_type=AchievementType.MICRO_CREDENTIAL,
        creator=issuer,
        credits_available=2.5,
        criteria=Criteria(id="https://badges.example.edu/criteria/1", narrative="Three seams."),
        description="Joins two plates by a clean seam.",
        field_of_study="Metalwork",
        human_code="W-101",
        image=image,
        in_language="en",
        name="Welding, first steps",
        other_identifiers=[identifier],
        related=[Related(id="https://badges.example.edu/achievements/schweissen", in_language="de", version="1")],
        result_descriptions=[described],
        specialization="Seams",
        tags=["welding", "metal"],
        version="2",
    )
    subject = AchievementSubject(
        id=LEARNER,
        activity_start="2025-09-01T00:00:00Z",
        activity_end="2025-12-20T00:00:00Z",
        credits_earned=2.5,
        identifiers=[IdentityObject.hashed("mara@example.org", "salt-1")],
        image=image,
        license_number="L-1",
        narrative="Both pieces of evidence show one seam.",
        results=[
            Result(
                achieved_level=FRENCH_MASTER,
                alignments=[alignment],
                result_description=described.id,
                status=ResultStatusType.COMPLETED,
                value="A",
            )
        ],
        role="Welder",
        source=person,
        term="Autumn",
    )
    return issuer, achievement, subject


def full(**members: Any) -> dict[str, Any]:
    issuer, achievement, subject = everything()
    values: dict[str, Any] = {
        "id": "urn:uuid:4f5a2d0c-8f5b-4a57-9f0e-0c2f7a1b3c40",
        "issuer": issuer,
        "achievement": achievement,
        "subject": subject,
        "valid_from": FROM,
        "awarded": FROM,
        "evidence": [
            Evidence(
                id="https://portfolio.example.edu/1",
                name="Seam",
                narrative="A photograph.",
                description="Of the seam.",
                genre="Photograph",
                audience="Assessors",
            )
        ],
        "status": [status_entry("https://badges.example.edu/status/1", 5)],
    }
    return achievement_credential(**(values | members))


def endorsement(about: str, *, number: int = 1) -> dict[str, Any]:
    return endorsement_credential(
        id=f"urn:uuid:6a3a43f8-2f1e-4a76-9f6d-0d8ed0b6b{number:03}",
        issuer=Profile(id=GUILD.controller, name="Guild of Welders"),
        subject=EndorsementSubject(id=about, endorsement_comment="Well made."),
        name="Endorsement of the guild",
        description="By its board.",
        valid_from=FROM,
        valid_until=datetime(2036, 1, 1, tzinfo=UTC),
        awarded=FROM,
    )


def record(*credentials: Any, **members: Any) -> dict[str, Any]:
    associations = [
        Association(
            association_type=AssociationType.IS_PART_OF, source_id=ACHIEVEMENT_ID, target_id="https://a.example/whole"
        )
    ]
    values: dict[str, Any] = {
        "id": "urn:uuid:6a3a43f8-2f1e-4a76-9f6d-0d8ed0b6b999",
        "issuer": Profile(id=REGISTRAR.controller, name="The registrar"),
        "subject": ClrSubject(id=LEARNER, associations=associations),
        "credentials": credentials,
        "name": "Learner record",
        "valid_from": FROM,
        "partial": True,
    }
    return clr_credential(**(values | members))


@pytest.mark.parametrize("securing", SECURINGS)
def test_a_badge_with_every_member_is_issued_and_authentic(securing: str) -> None:
    document = full()
    made = issue(document, signer=SCHOOL, created=AT, securing=securing)
    report = look(made)
    assert (report.check("proof").outcome, report.check("schema").outcome) == ("passed", "passed")
    assert report.verdict == "status_unknown" or report.check("status").outcome == "indeterminate"
    read = read_credential(made.document)
    assert isinstance(read, AchievementCredential)
    issuer, achievement, subject = everything()
    assert (read.issuer, read.credential_subject.achievement) == (issuer, achievement)
    assert read.credential_subject.source == subject.source


def test_a_badge_has_the_form_of_the_standard() -> None:
    document = build(SCHOOL)
    assert document["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    subject = document["credentialSubject"]
    assert subject["identifier"][0]["type"] == "IdentityObject"
    assert subject["achievement"]["image"] == {
        "id": "https://badges.example.edu/images/welding.png",
        "type": "Image",
    }
    assert subject["achievement"]["alignment"][0]["type"] == ["Alignment"]
    assert document["evidence"][0]["type"] == ["Evidence"]
    assert None not in subject.values()
    assert [] not in subject["achievement"].values()


@pytest.mark.parametrize("securing", SECURINGS)
def test_an_endorsement_is_issued_and_authentic(securing: str) -> None:
    made = issue(endorsement("https://www.example.edu"), signer=GUILD, created=AT, securing=securing)
    assert look(made).verdict == "authentic"
    assert isinstance(read_credential(made.document), EndorsementCredential)


@pytest.mark.parametrize("as_value", [False, True])
def test_an_endorsement_inside_is_authentic_with_the_signature_that_it_had(as_value: bool) -> None:  # noqa: FBT001
    inner = issue(endorsement(ACHIEVEMENT_ID), signer=GUILD, created=AT).document
    document = full(endorsements=[read_credential(inner) if as_value else inner], status=())
    assert document["endorsement"] == [inner]
    report = look(issue(document, signer=SCHOOL, created=AT))
    assert (report.verdict, told(report)) == ("authentic", [("endorsement", "/endorsement/0", "authentic")])


@pytest.mark.parametrize("securing", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_endorsements_that_are_tokens_are_not_put_under_an_embedded_proof(securing: str) -> None:
    token = issue(endorsement(ACHIEVEMENT_ID), signer=GUILD, created=AT, securing="vc-jose-cose").original.decode()
    outside, inside = full(endorsements=[token], status=()), full(status=())
    inside["credentialSubject"]["achievement"]["endorsementJwt"] = [token]
    for document, where in (
        (outside, "/endorsementJwt"),
        (inside, "/credentialSubject/achievement/endorsementJwt"),
        ({**full(status=()), "evidence": [{"type": ["Evidence"], "jti": "urn:a"}]}, "/evidence/0/jti"),
    ):
        with pytest.raises(MalformedCredentialError) as caught:
            issue(document, signer=SCHOOL, created=AT, securing=securing)
        assert (caught.value.code, caught.value.where) == ("issue.word_of_one_text", where)


def test_endorsements_that_are_tokens_go_where_tokens_belong() -> None:
    token = issue(endorsement(ACHIEVEMENT_ID), signer=GUILD, created=AT, securing="vc-jose-cose").original.decode()
    document = full(endorsements=[token], status=())
    assert document["endorsementJwt"] == [token]
    assert "endorsement" not in document
    report = look(issue(document, signer=SCHOOL, created=AT, securing="vc-jose-cose"))
    assert (report.verdict, told(report)) == ("authentic", [("endorsement", "/endorsementJwt/0", "authentic")])


@pytest.mark.parametrize("securing", SECURINGS)
def test_a_learner_record_with_several_signed_credentials_is_authentic(securing: str) -> None:
    badges = [
        issue({**full(status=()), "id": f"urn:uuid:{number:08}-0000-4000-8000-000000000000"}, signer=SCHOOL, created=AT)
        for number in (1, 2)
    ]
    token = issue(build(SCHOOL), signer=SCHOOL, created=AT, securing="vc-jose-cose").original.decode()
    document = record(badges[0].document, read_credential(badges[1].document), token)
    inner = document["credentialSubject"]["verifiableCredential"]
    assert inner[:2] == [one.document for one in badges]
    assert inner[2]["type"] == "EnvelopedVerifiableCredential"
    report = look(issue(document, signer=REGISTRAR, created=AT, securing=securing))
    assert report.verdict == "authentic"
    assert [one[2] for one in told(report)] == ["authentic"] * 3


def test_a_learner_record_says_how_its_achievements_belong_together() -> None:
    made = issue(record(issue(build(SCHOOL), signer=SCHOOL, created=AT).document), signer=REGISTRAR, created=AT)
    read = read_credential(json.loads(made.original))
    assert isinstance(read, ClrCredential)
    assert read.partial is True
    assert read.credential_subject.associations[0].association_type is AssociationType.IS_PART_OF
    assert read.to_document() == made.document


def test_a_credential_that_is_read_and_written_holds_as_before() -> None:
    made = issue(full(status=()), signer=SCHOOL, created=AT)
    again = json.dumps(read_credential(made.document).to_document()).encode()
    assert look(again).verdict == "authentic"
    picture = bake(b'<svg xmlns="http://www.w3.org/2000/svg"/>', again)
    assert look(picture).verdict == "authentic"


@pytest.mark.parametrize(
    ("members", "where"),
    [
        ({"target_type": "Skill"}, "/credentialSubject/achievement/alignment/0/targetType"),
        ({"target_type": "ext:"}, "/credentialSubject/achievement/alignment/0/targetType"),
        ({"target_type": "ext:a b"}, "/credentialSubject/achievement/alignment/0/targetType"),
        ({"target_type": "ext:ESCOSkill"}, ""),
    ],
)
def test_a_word_of_ones_own_begins_with_ext(members: dict[str, Any], where: str) -> None:
    issuer, achievement, subject = everything()
    alignment = Alignment(target_name="weld", target_url="https://a.example/1", **members)
    of_this = Achievement(
        id=achievement.id, name="Seam", description="Joins.", criteria=Criteria(narrative="X"), alignments=[alignment]
    )
    values: dict[str, Any] = {"id": "urn:a", "issuer": issuer, "achievement": of_this, "subject": subject}
    if not where:
        assert achievement_credential(**values, valid_from=FROM)
        return
    with pytest.raises(MalformedCredentialError) as caught:
        achievement_credential(**values, valid_from=FROM)
    assert (caught.value.code, caught.value.where) == ("model.word", where)


def test_what_is_no_signed_credential_is_not_put_inside() -> None:
    for wrong in ({"id": "urn:a"}, build(SCHOOL)):
        with pytest.raises(MalformedCredentialError):
            full(endorsements=[wrong])
    with pytest.raises(MalformedCredentialError):
        record("no.token")
    with pytest.raises(ValueError, match="zone"):
        full(valid_from=datetime(2026, 1, 1))  # noqa: DTZ001 - a time without a zone
