"""Only a verified credential becomes evidence; alignments are mapped by URI, crosswalk, label, in that order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from stepladder.credentials import VerificationPolicy, VerifiedCredential, issue, verify
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.model import (
    Achievement,
    AchievementSubject,
    Alignment,
    Criteria,
    Profile,
    achievement_credential,
)
from stepladder.recognition import attest, map_alignment
from stepladder.recognition.rules import achieved, strength_of
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.values import Skill

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
WELD = "http://data.europa.eu/esco/skill/weld"
GRIND = "http://data.europa.eu/esco/skill/grind"


@pytest.fixture(scope="module")
def framework() -> Framework:
    return Framework.build(
        name="test",
        version="1",
        skills=[
            Skill(uri=WELD, label="weld metal", alternative_labels=("join by welding",)),
            Skill(uri=GRIND, label="grind metal", alternative_labels=("smooth metal",)),
        ],
    )


def verified(*alignments: Alignment, kind: str = "Assessment") -> VerifiedCredential:
    signer = InMemorySigner(bytes(range(32)))
    document = achievement_credential(
        id="urn:uuid:4f5a2d0c-8f5b-4a57-9f0e-0c2f7a1b3c4d",
        issuer=Profile(id=signer.controller, name="Guild"),
        achievement=Achievement(
            id="https://guild.example/welding",
            name="Welding",
            description="Joins two plates.",
            criteria=Criteria(narrative="Three seams."),
            achievement_type=kind,
            alignments=alignments,
        ),
        subject=AchievementSubject(id="did:example:learner"),
        valid_from=datetime(2026, 1, 1, tzinfo=UTC),
        valid_until=datetime(2029, 1, 1, tzinfo=UTC),
    )
    return verify(
        issue(document, signer=signer, created=AT), policy=VerificationPolicy(), resolver=DocumentResolver(), at=AT
    )


def test_a_verified_credential_becomes_evidence(framework: Framework) -> None:
    (found,) = attest(verified(Alignment(target_url=WELD, target_name="weld metal")), framework=framework)
    assert (found.skill, found.strength, found.confidence, found.flag) == (WELD, "assessed", 1.0, "")
    assert (found.obtained, found.valid_until) == (date(2026, 1, 1), date(2029, 1, 1))
    assert (found.source, found.source_name) == ("urn:uuid:4f5a2d0c-8f5b-4a57-9f0e-0c2f7a1b3c4d", "Guild")


def test_a_label_is_less_sure_and_flagged_and_a_stranger_is_nothing(framework: Framework) -> None:
    found = attest(
        verified(
            Alignment(target_url="https://other.example/1", target_name="Weld  Metal"),
            Alignment(target_url="https://other.example/2", target_name="juggle"),
            kind="Badge",
        ),
        framework=framework,
    )
    assert [(one.skill, one.confidence, one.strength) for one in found] == [(WELD, 0.9, "endorsed")]
    assert "confirm" in found[0].flag


def test_one_attestation_per_skill_the_surest(framework: Framework) -> None:
    found = attest(
        verified(
            Alignment(target_url="https://other.example/1", target_name="weld metal"),
            Alignment(target_url=WELD, target_name="weld metal"),
        ),
        framework=framework,
    )
    assert [one.confidence for one in found] == [1.0]


def test_the_crosswalk_keeps_its_confidence(framework: Framework) -> None:
    crosswalk = {"https://onet.example/2.A": (GRIND, 0.6)}
    mapped = map_alignment("https://onet.example/2.A", "weld metal", framework=framework, crosswalk=crosswalk)
    assert mapped is not None
    assert (mapped.skill, mapped.confidence) == (GRIND, 0.6)


@pytest.mark.parametrize("url", [WELD, WELD + "/", WELD.replace("http:", "https:")])
def test_the_uri_in_its_usual_forms(framework: Framework, url: str) -> None:
    mapped = map_alignment(url, None, framework=framework)
    assert mapped is not None
    assert mapped.confidence == 1.0


def test_an_alternative_label_is_less_sure_still(framework: Framework) -> None:
    mapped = map_alignment(None, "smooth metal", framework=framework)
    assert mapped is not None
    assert mapped.confidence == 0.7


@pytest.mark.parametrize(
    ("achievement", "subject", "evidence", "strength"),
    [
        ({}, {}, None, "endorsed"),
        ({"achievementType": "Badge"}, {}, [{"genre": "supervised"}], "endorsed"),
        ({"achievementType": "Certification"}, {}, None, "assessed"),
        ({"resultDescription": [{"name": "Score"}]}, {}, None, "assessed"),
        ({}, {"result": {"status": "Completed"}}, None, "assessed"),
        ({"achievementType": "Assessment", "tag": ["Proctored"]}, {}, None, "supervised"),
        ({}, {"result": [{"value": "90"}]}, {"genre": "supervised assessment"}, "supervised"),
    ],
)
def test_the_strength_follows_the_stated_rule(
    achievement: dict[str, Any], subject: dict[str, Any], evidence: Any, strength: str
) -> None:
    assert strength_of(achievement, subject, evidence) == strength


def test_what_was_not_achieved_attests_nothing() -> None:
    assert not achieved({"result": [{"status": "Failed"}]})
    assert achieved({"result": [{"status": "Failed"}, {"status": "Completed"}]})
    assert achieved({})


def test_nothing_but_a_verified_credential_is_taken(framework: Framework) -> None:
    with pytest.raises(TypeError, match="VerifiedCredential"):
        attest({"verdict": "authentic"}, framework=framework)  # type: ignore[arg-type]


def test_a_micro_credential_without_a_result_is_only_endorsed() -> None:
    found = strength_of({"achievementType": "MicroCredential"}, {}, None)
    passed = strength_of({"achievementType": "MicroCredential"}, {"result": [{"status": "Completed"}]}, None)
    assert (found, passed) == ("endorsed", "assessed")


# ------------------------------------------------------------ credentials inside
SCHOOL, REGISTRAR, STRANGER = (InMemorySigner(bytes([number]) * 32) for number in (41, 42, 43))
LEARNER = "did:example:learner"


def inner(signer: InMemorySigner, target: str, *, subject: str = LEARNER, number: int = 1) -> dict[str, Any]:
    document = achievement_credential(
        id=f"urn:uuid:4f5a2d0c-8f5b-4a57-9f0e-{number:012}",
        issuer=Profile(id=signer.controller, name=f"School {number}"),
        achievement=Achievement(
            id=f"https://school.example/{number}",
            name="Course",
            description="A course.",
            criteria=Criteria(narrative="An exam."),
            achievement_type="Assessment",
            alignments=[Alignment(target_url=target, target_name="a skill")],
        ),
        subject=AchievementSubject(id=subject),
        valid_from=datetime(2026, 1, number, tzinfo=UTC),
    )
    return issue(document, signer=signer, created=AT).document


def record(*credentials: dict[str, Any], known: tuple[InMemorySigner, ...] = (), **subject: Any) -> VerifiedCredential:
    document = {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": "urn:uuid:4f5a2d0c-8f5b-4a57-9f0e-999999999999",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": REGISTRAR.controller, "type": ["Profile"], "name": "The registrar"},
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Learner record",
        "credentialSubject": {
            "id": LEARNER,
            "type": ["ClrSubject"],
            "verifiableCredential": list(credentials),
            **subject,
        },
    }
    policy = VerificationPolicy(listed_issuers={signer.controller: "Known" for signer in known})
    signed = issue(document, signer=REGISTRAR, created=AT)
    return verify(signed, policy=policy, resolver=DocumentResolver(), at=AT)


def test_a_learner_record_attests_what_the_credentials_in_it_do(framework: Framework) -> None:
    found = attest(record(inner(SCHOOL, WELD), inner(SCHOOL, GRIND, number=2)), framework=framework)
    assert [(one.skill, one.source_name, one.obtained) for one in found] == [
        (WELD, "School 1", date(2026, 1, 1)),
        (GRIND, "School 2", date(2026, 1, 2)),
    ]


def test_a_credential_inside_that_does_not_hold_attests_nothing(framework: Framework) -> None:
    changed = inner(SCHOOL, WELD)
    changed["credentialSubject"]["achievement"]["name"] = "Another course"
    unsigned = {key: value for key, value in inner(SCHOOL, WELD, number=2).items() if key != "proof"}
    verified = record(changed, unsigned)
    assert verified.report.verdict == "authentic"
    assert attest(verified, framework=framework) == ()


def test_what_a_learner_record_says_of_achievements_without_a_credential_attests_nothing(framework: Framework) -> None:
    loose = inner(SCHOOL, WELD)["credentialSubject"]["achievement"]
    found = attest(record(inner(SCHOOL, GRIND, number=2), achievement=[loose]), framework=framework)
    assert [one.skill for one in found] == [GRIND]


def test_a_credential_of_somebody_else_attests_nothing(framework: Framework) -> None:
    assert attest(record(inner(SCHOOL, WELD, subject="did:example:other")), framework=framework) == ()


def test_a_stranger_gains_nothing_by_a_place_in_a_known_issuers_record(framework: Framework) -> None:
    both = (inner(SCHOOL, WELD), inner(STRANGER, GRIND, number=2))
    found = attest(record(*both, known=(REGISTRAR, SCHOOL)), framework=framework)
    assert [one.skill for one in found] == [WELD]
    assert len(attest(record(*both, known=(SCHOOL,)), framework=framework)) == 2
