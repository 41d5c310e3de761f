"""Documents read as values: both versions, every form that JSON-LD allows, and the reason where the shape is wrong."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.credentials.conftest import build
from tests.credentials.nesting import SCHOOL, badge, clr, endorsement, enveloped, token
from tests.timing import within

from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model import (
    Achievement,
    AchievementCredential,
    AchievementType,
    Alignment,
    ClrCredential,
    EndorsementCredential,
    EnvelopedVerifiableCredential,
    GeoCoordinates,
    IdentityObject,
    LanguageValue,
    Profile,
    Proof,
    ResultDescription,
    Value,
    VerifiableCredential,
    VerifiablePresentation,
    read_credential,
    text_in,
)
from stepladder.credentials.model.terms import EXTENSIBLE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

V1, V2 = "https://www.w3.org/2018/credentials/v1", "https://www.w3.org/ns/credentials/v2"
ISSUER = "https://vc.example/issuers/5678"
ACHIEVEMENT = {"id": "urn:a", "name": "Seam", "description": "Joins.", "criteria": {"narrative": "Three seams."}}


def plain(**members: Any) -> dict[str, Any]:
    """Return the document of a credential that is no badge."""
    subject = {"id": "did:example:1", "alumniOf": {"name": "College"}}
    start: dict[str, Any] = {
        "@context": [V2],
        "type": ["VerifiableCredential"],
        "issuer": ISSUER,
        "credentialSubject": subject,
    }
    return {**start, **members}


def same_text(value: Value, document: dict[str, Any]) -> bool:
    """Tell whether writing gives back the very JSON text, with its members in their order."""
    return json.dumps(value.to_document()) == json.dumps(document)


# Samples that are not of the shape of their class, and where.
OTHER_SHAPES = {
    "var-native-numbers.json": ("model.text", "/issuer/official"),
    "var-rubric-emptylist.json": (
        "model.missing",
        "/credentialSubject/achievement/resultDescription/1/rubricCriterionLevel/1/id",
    ),
}


@pytest.mark.parametrize("folder", ["openbadges", "vectors/canonical"])
def test_samples_are_read_and_written_back_exactly(shared_data: Path, folder: str) -> None:
    paths = sorted((shared_data / folder).glob("*.json"))
    refused = {}
    for path in paths:
        document = json.loads(path.read_bytes())
        try:
            value = read_credential(document)
        except MalformedCredentialError as error:
            refused[path.name] = (error.code, error.where)
            continue
        assert same_text(value, document), path.name
        assert type(value).from_document(value.to_document()) == value, path.name
    assert len(paths) > 8
    assert refused == {name: found for name, found in OTHER_SHAPES.items() if (shared_data / folder / name).exists()}


def test_a_sample_with_everything_is_read_as_values(shared_data: Path) -> None:
    read = read_credential(json.loads((shared_data / "openbadges" / "complete.json").read_bytes()))
    assert isinstance(read, AchievementCredential)
    assert read.issuer.parent_org == Profile(id="did:example:123456789", name="Universal Universities")
    assert read.issuer.address is not None
    assert read.issuer.address.geo == GeoCoordinates(latitude=1, longitude=1)
    assert read.issuer.endorsements[0].credential_subject.id == read.issuer.id
    subject = read.credential_subject
    assert [one.identity_hash for one in subject.identifiers] == ["student@1edtech.edu", "somebody@gmail.com"]
    assert subject.achievement is not None
    levels = subject.achievement.result_descriptions[1].rubric_criterion_levels
    assert [text_in(one.level) for one in levels] == ["Mastered", "Basic"]
    assert subject.achievement.achievement_type is AchievementType.DEGREE
    assert read.other == {}


def test_the_suite_of_vc_2_0_is_read_and_written_back_exactly(shared_data: Path) -> None:
    folder = shared_data / "vectors" / "vc-data-model-2.0-input" / "input"
    codes = {}
    for path in sorted(folder.rglob("*.json")):
        document = json.loads(path.read_bytes())
        presentation = path.name.startswith("presentation-")
        if not presentation and "no-issuer" not in path.name:
            document.setdefault("issuer", ISSUER)  # the suite lets the issuer under test add itself
        read: Callable[[Any], Value] = VerifiablePresentation.from_document if presentation else read_credential
        try:
            assert same_text(read(document), document), path.name
        except MalformedCredentialError as error:
            codes[path.name] = error.code
    assert [name for name in codes if name.endswith("-ok.json")] == []
    assert codes["credential-no-subject-fail.json"] == codes["credential-schema-no-type-fail.json"] == "model.missing"
    assert codes["credential-id-multi-fail.json"] == "model.several"
    assert codes["credential-status-type-nonurl-fail.json"] == "model.text"
    assert len(codes) > 20


def test_credentials_of_both_versions_are_one_class() -> None:
    times = {"issuanceDate": "2020-01-01T00:00:00Z", "expirationDate": "2030-01-01T00:00:00+02:00"}
    older = read_credential(plain(**{"@context": [V1]}, **times))
    newer = read_credential(plain(validFrom=times["issuanceDate"], validUntil=times["expirationDate"]))
    assert (older.version, newer.version) == ("1.1", "2.0")
    assert older.valid_from == newer.valid_from == "2020-01-01T00:00:00Z"
    assert older.valid_from_time == datetime(2020, 1, 1, tzinfo=UTC)
    assert older.valid_until_time == newer.valid_until_time == datetime(2029, 12, 31, 22, tzinfo=UTC)
    assert older.to_document()["issuanceDate"] == "2020-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("context", "members", "valid_from", "other"),
    [
        (V1, {"issuanceDate": "a", "validFrom": "b"}, "a", {"validFrom": "b"}),
        (V1, {"validFrom": "b"}, "b", {}),
        (V2, {"issuanceDate": "a", "validFrom": "b"}, "b", {"issuanceDate": "a"}),
        (V2, {"issuanceDate": "a"}, None, {"issuanceDate": "a"}),
    ],
)
def test_the_name_of_the_other_version_is_kept_too(
    context: str, members: dict[str, str], valid_from: str | None, other: dict[str, str]
) -> None:
    document = plain(**{"@context": [context]}, **members)
    read = read_credential(document)
    assert (read.valid_from, read.other) == (valid_from, other)
    assert same_text(read, document)


def test_a_credential_of_vc_1_1_that_is_made_here_has_its_names() -> None:
    made = VerifiableCredential(
        contexts=(V1,),
        issuer=Profile(id=ISSUER),
        valid_from="2020-01-01T00:00:00Z",
        credential_subjects=VerifiableCredential.from_document(plain()).credential_subjects,
    )
    assert made.to_document()["issuanceDate"] == "2020-01-01T00:00:00Z"
    assert VerifiableCredential.from_document(made.to_document()) == made


@pytest.mark.parametrize(
    "form",
    [
        {"type": "VerifiableCredential"},
        {"@context": V2},
        {"credentialSubject": [{"id": "did:example:1"}, {"id": "did:example:2"}]},
        {"credentialSubject": [{"id": "did:example:1"}]},
        {"issuer": [ISSUER]},
        {"issuer": {"id": ISSUER}},
        {"issuer": [{"id": ISSUER, "type": "Profile", "": 1}]},
        {"name": {"@value": "Seam", "@language": "en"}},
        {"name": [{"@value": "Seam", "@language": "en"}, "Naht", {"@value": "x", "myOwn": None}]},
        {"name": ["Seam"]},
        {"evidence": []},
        {"evidence": {"type": "Evidence", "narrative": "Seen."}},
        {"proof": [{"type": "DataIntegrityProof", "domain": ["a", "b"], "previousProof": ["urn:1"], "jws": ".."}]},
        {"proof": {"type": "DataIntegrityProof", "domain": "a"}},
        {"myOwn": None, "": {"": []}, "@included": [{"a": 1.0}]},
    ],
)
def test_every_form_of_json_is_given_back(form: dict[str, Any]) -> None:
    document = {**plain(), **form}
    read = read_credential(document)
    assert same_text(read, document)
    assert read_credential(read.to_document()) == read


def test_whether_one_value_stands_in_an_array_makes_no_difference_to_what_is_meant() -> None:
    assert read_credential(plain(proof=[{"type": "P"}])) == read_credential(plain(proof={"type": ["P"]}))


def test_what_is_written_as_its_mere_id_stays_so_until_something_is_added() -> None:
    issuer = read_credential(plain()).issuer
    assert (issuer.id, issuer.name, issuer.types) == (ISSUER, None, ())
    read = read_credential(plain())
    assert read.to_document()["issuer"] == ISSUER
    assert issuer.to_document() == {"id": ISSUER}


def test_texts_are_had_in_a_language() -> None:
    both = [{"@value": "Seam", "@language": "en"}, {"@value": "Naht", "@language": "de-AT", "@direction": "ltr"}]
    name = read_credential(plain(name=both)).name
    assert name == (
        LanguageValue(value="Seam", language="en"),
        LanguageValue(value="Naht", language="de-AT", direction="ltr"),
    )
    assert [text_in(name, wanted) for wanted in ("de", "de-at", "DE-AT", "d", "fr", "")] == ["Naht"] * 3 + ["Seam"] * 3


def test_words_are_members_of_their_enumeration_or_texts() -> None:
    known = Achievement.from_document({**ACHIEVEMENT, "achievementType": "MicroCredential"})
    assert known.achievement_type is AchievementType.MICRO_CREDENTIAL
    for word in ("ext:Badge", "Nanodegree"):
        document = {**ACHIEVEMENT, "achievementType": word}
        assert Achievement.from_document(document).to_document() == document
    assert type(known.to_document()["achievementType"]) is str


@pytest.mark.parametrize(
    ("cls", "document", "where"),
    [
        (Achievement, {**ACHIEVEMENT, "achievementType": "Nanodegree"}, "/achievementType"),
        (Alignment, {"targetName": "a", "targetUrl": "urn:b", "targetType": "Skill"}, "/targetType"),
        (IdentityObject, {"hashed": False, "identityHash": "a", "identityType": "email"}, "/identityType"),
        (ResultDescription, {"id": "urn:a", "name": "a", "resultType": "Grade"}, "/resultType"),
    ],
)
def test_strictly_a_word_of_ones_own_begins_with_ext(cls: type[Value], document: dict[str, Any], where: str) -> None:
    assert cls.from_document(document).to_document() == document
    with pytest.raises(MalformedCredentialError) as caught:
        cls.from_document(document, strict=True)
    assert (caught.value.code, caught.value.where) == ("model.word", where)
    own = {**document, where[1:]: f"ext:{document[where[1:]]}"}
    assert cls.from_document(own, strict=True).to_document() == own


def test_two_enumerations_have_no_words_of_ones_own() -> None:
    from stepladder.credentials.model import Association, Result

    assert len(EXTENSIBLE) == 4
    association: dict[str, Any] = {"associationType": "ext:near", "sourceId": "urn:a", "targetId": "urn:b"}
    for cls, document in ((Result, {"status": "ext:Passed"}), (Association, association)):
        with pytest.raises(MalformedCredentialError, match="of the standard"):
            cls.from_document(document, strict=True)


def test_the_class_is_that_of_the_types() -> None:
    first = badge()
    for name in ("OpenBadgeCredential", "AchievementCredential"):
        assert type(read_credential({**first, "type": ["VerifiableCredential", name]})) is AchievementCredential
    assert type(read_credential(endorsement("urn:a"))) is EndorsementCredential
    assert type(read_credential(plain(type=["VerifiableCredential", "PermanentResidentCard"]))) is VerifiableCredential
    record = read_credential(clr(first, enveloped(token(build(SCHOOL), SCHOOL)), endorsement("urn:a")))
    assert isinstance(record, ClrCredential)
    inner = record.credential_subject.verifiable_credentials
    assert [type(one) for one in inner] == [AchievementCredential, EnvelopedVerifiableCredential, EndorsementCredential]


def test_presentations_hold_credentials_envelopes_and_tokens() -> None:
    inner = [badge(), enveloped("a.b.c"), "e30.e30.x"]
    document: dict[str, Any] = {"@context": [V2], "type": "VerifiablePresentation", "holder": "did:example:1"}
    document |= {"verifiableCredential": inner, "proof": {"type": "DataIntegrityProof", "challenge": "c"}}
    read = VerifiablePresentation.from_document(document)
    assert same_text(read, document)
    assert read.holder == Profile.from_document({"id": "did:example:1"})
    assert [type(one) for one in read.verifiable_credentials] == [
        AchievementCredential,
        EnvelopedVerifiableCredential,
        str,
    ]
    assert read.proofs[0] == Proof(types=["DataIntegrityProof"], challenge="c")


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        ({"issuer": 1}, "model.object", "/issuer"),
        ({"issuer": None}, "model.object", "/issuer"),
        ({"issuer": {"id": None}}, "model.text", "/issuer/id"),
        ({"issuer": {"id": ["urn:a", "urn:b"]}}, "model.several", "/issuer/id"),
        ({"issuer": []}, "model.several", "/issuer"),
        (
            {"issuer": {"otherIdentifier": [{"identifier": "1"}]}},
            "model.missing",
            "/issuer/otherIdentifier/0/identifierType",
        ),
        ({"name": 5}, "model.text", "/name"),
        ({"name": []}, "model.text", "/name"),
        ({"name": [["a"]]}, "model.text", "/name/0"),
        ({"name": {"@language": "en"}}, "model.missing", "/name/@value"),
        ({"type": "Nothing"}, "model.class", "/type"),
        ({"type": []}, "model.class", "/type"),
        ({"type": [1]}, "model.text", "/type/0"),
        ({"@context": [1]}, "model.object", "/@context/0"),
        ({"@context": []}, "model.missing", "/@context"),
        ({"credentialSubject": []}, "model.missing", "/credentialSubject"),
        ({"credentialSubject": "did:example:1"}, "model.object", "/credentialSubject"),
        ({"proof": [{"type": "P"}, "x"]}, "model.object", "/proof/1"),
        ({"proof": {"type": "P", "created": 5}}, "model.text", "/proof/created"),
        ({"credentialStatus": {"type": "S", "statusSize": True}}, "model.number", "/credentialStatus/statusSize"),
        ({"relatedResource": {"id": "urn:a/b~c", "mediaType": {}}}, "model.text", "/relatedResource/mediaType"),
    ],
)
def test_a_wrong_shape_is_told_with_its_place(change: dict[str, Any], code: str, where: str) -> None:
    with pytest.raises(MalformedCredentialError) as caught:
        read_credential({**plain(), **change})
    assert (caught.value.code, caught.value.where) == (code, where)
    assert caught.value.hint


def test_wrong_shapes_in_a_badge() -> None:
    hashed = {"type": "IdentityObject", "identityHash": "a", "identityType": "name", "hashed": 1}
    for subject, code, where in (
        ({"creditsEarned": "5"}, "model.number", "/creditsEarned"),
        ({"creditsEarned": True}, "model.number", "/creditsEarned"),
        ({"identifier": [hashed]}, "model.boolean", "/identifier/0/hashed"),
        ({"achievement": "https://badges.example/1"}, "model.object", "/achievement"),
        ({"achievement": [ACHIEVEMENT, ACHIEVEMENT]}, "model.several", "/achievement"),
        ({"achievement": {**ACHIEVEMENT, "tag": [1]}}, "model.text", "/achievement/tag/0"),
        ({"achievement": {"id": "urn:a"}}, "model.missing", "/achievement/criteria"),
    ):
        document = {**build(SCHOOL), "credentialSubject": {"id": "did:example:1", **subject}}
        with pytest.raises(MalformedCredentialError) as caught:
            read_credential(document)
        assert (caught.value.code, caught.value.where) == (code, f"/credentialSubject{where}")


@pytest.mark.parametrize("value", [None, 5, "text", [], [plain()], b"{}", object(), {1: 2}, {"a": object()}])
def test_what_is_no_object_is_refused(value: Any) -> None:
    for read in (read_credential, VerifiablePresentation.from_document, Profile.from_document):
        with pytest.raises(MalformedCredentialError):
            read(value)


def test_a_badge_is_not_read_as_an_endorsement_nor_an_envelope_as_a_credential() -> None:
    for document in (build(SCHOOL), enveloped("a.b.c"), {"@context": [V2], "type": ["VerifiablePresentation"]}):
        with pytest.raises(MalformedCredentialError) as caught:
            EndorsementCredential.from_document(document)
        assert caught.value.code == "model.class"
    with pytest.raises(MalformedCredentialError, match="VerifiableCredential"):
        read_credential(enveloped("a.b.c"))


def nested(depth: int) -> dict[str, Any]:
    profile: dict[str, Any] = {"id": "urn:a"}
    for _ in range(depth):
        profile = {"id": "urn:a", "parentOrg": profile}
    return profile


def refused(document: Any) -> None:
    with pytest.raises(MalformedCredentialError):
        Profile.from_document(document)


def test_hostile_documents_cost_little() -> None:
    loop: dict[str, Any] = {"id": "urn:a"}
    loop["parentOrg"] = loop
    hostile: list[Any] = [
        nested(10_000),
        loop,
        {"id": "urn:a", "endorsement": [plain()] * 10_000},
        {"id": "urn:a", "otherIdentifier": [{}] * 100_000},
        {"id": "urn:a", "x" * 3_000: {"y": 1}},
    ]
    for document in hostile:
        within(1, lambda document=document: refused(document))
    assert Profile.from_document(nested(60)).to_document() == nested(60)


def test_reading_takes_time_in_proportion_to_the_size() -> None:
    def cost(number: int) -> float:
        document = {**plain(), "evidence": [{"type": "Evidence", "name": "n", "own": [1, {"a": 2}]}] * number}
        best = min(_timed(document) for _ in range(5))
        return best / number

    assert cost(3_000) < cost(300) * 3


def _timed(document: dict[str, Any]) -> float:
    start = time.process_time()
    read_credential(document).to_document()
    return time.process_time() - start


def test_what_was_signed_by_others_keeps_its_words() -> None:
    odd = endorsement("urn:a")
    odd["issuer"]["otherIdentifier"] = [{"type": "IdentifierEntry", "identifier": "1", "identifierType": "vat"}]
    document = {**badge(), "endorsement": [odd]}
    read = read_credential(document, strict=True)
    assert same_text(read, document)
