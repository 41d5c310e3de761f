"""What stands inside a credential is verified by itself, and the verdict on the outside stays its own."""

from __future__ import annotations

import copy
import json
from datetime import timedelta
from typing import Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.nesting import (
    ACHIEVEMENT_ID,
    BADGE_ID,
    CLR_CONTEXT,
    GUILD,
    LEARNER,
    REGISTRAR,
    SCHOOL,
    STRANGER,
    badge,
    clr,
    endorsement,
    enveloped,
    look,
    signed,
    token,
    told,
)

from stepladder.credentials import VerificationPolicy, verify
from stepladder.credentials.contexts.store import CREDENTIALS_V1, CREDENTIALS_V2, OPEN_BADGES_3_0_3
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import MalformedCredentialError

SECURINGS = ["eddsa-rdfc-2022", "eddsa-jcs-2022", "vc-jose-cose", "open-badges-jwt"]


def endorsed(**members: Any) -> dict[str, Any]:
    """Return an unsigned badge with an endorsement of itself and one of its achievement."""
    document = build(SCHOOL)
    document["endorsement"] = [signed(endorsement(BADGE_ID), GUILD)]
    document["credentialSubject"]["achievement"]["endorsement"] = [signed(endorsement(ACHIEVEMENT_ID), GUILD)]
    return {**document, **members}


def test_a_credential_with_nothing_inside_says_so() -> None:
    report = look(badge())
    assert (report.inner, report.check("inner").outcome) == ((), "not_applicable")
    assert "inner" not in report.as_dict()


@pytest.mark.parametrize("securing", SECURINGS)
def test_endorsements_are_verified_by_themselves_whatever_secures_the_outside(securing: str) -> None:
    report = look(token(endorsed(), SCHOOL, securing).encode())
    assert report.verdict == "authentic"
    assert sorted(told(report)) == [
        ("endorsement", "/credentialSubject/achievement/endorsement/0", "authentic"),
        ("endorsement", "/endorsement/0", "authentic"),
    ]
    assert report.check("inner").outcome == "passed"
    inside = report.as_dict()["inner"]
    assert [(one["role"], one["verdict"], one["credential"]["name"]) for one in inside] == [
        ("endorsement", "authentic", "Endorsement of the guild")
    ] * 2


def test_endorsements_that_are_tokens() -> None:
    document = build(SCHOOL)
    document["endorsementJwt"] = [
        token(endorsement(BADGE_ID), GUILD),
        token(endorsement(BADGE_ID), GUILD)[:-8] + "A" * 8,
    ]
    report = look(token(document, SCHOOL).encode())
    assert [one[2] for one in told(report)] == ["authentic", "altered"]
    assert (report.verdict, report.exit_code) == ("authentic", 0)
    assert report.check("inner").message.startswith("1 of 2 endorsements inside does not hold: “Endorsement of the")
    assert report.sentence.endswith("inside does not hold: “Endorsement of the guild” (changed after signing).")
    assert report.headline == "Not all inside holds"


@pytest.mark.parametrize("securing", SECURINGS)
def test_a_learner_record_is_a_tree(securing: str) -> None:
    first = signed({**endorsed(), "id": "urn:uuid:6a3a43f8-2f1e-4a76-9f6d-000000000001"}, SCHOOL)
    del first["endorsement"], first["proof"]  # one inside the badge is left: that of the achievement
    first = signed(first, SCHOOL)
    report = look(token(clr(first, badge(2)), REGISTRAR, securing).encode())
    assert told(report) == [
        ("credential", "/credentialSubject/verifiableCredential/0", "authentic"),
        ("credential", "/credentialSubject/verifiableCredential/1", "authentic"),
    ]
    assert [one[0] for one in told(report.inner[0].report)] == ["endorsement"]
    assert report.check("inner").message == "All 3 credentials inside hold, each by itself"


def test_credentials_of_a_record_may_be_tokens_and_envelopes() -> None:
    jwt = token({**build(SCHOOL), "id": "urn:uuid:6a3a43f8-2f1e-4a76-9f6d-000000000003"}, SCHOOL)
    outside = token(clr(jwt, enveloped(jwt), enveloped(jwt, "application/vc+sd-jwt"), "urn:uuid:elsewhere"), REGISTRAR)
    report = look(outside.encode())
    assert [one[2] for one in told(report)] == ["authentic", "authentic", "unreadable", "unreadable"]
    assert [one.report.check("shape").code for one in report.inner[2:]] == ["securing.sd_jwt", "inner.reference"]
    assert report.check("inner").message.startswith("2 of 4 credentials inside do not hold: one without a name")


def test_an_envelope_is_opened_as_a_file_of_its_own() -> None:
    report = look(enveloped(token(build(SCHOOL), SCHOOL)))
    assert (report.verdict, report.credential and report.credential.id) == ("authentic", BADGE_ID)
    for media_type, code in (
        ("application/vc+cose", "securing.cose"),
        ("text/html", "enveloped.media_type"),
    ):
        assert look(enveloped("AAAA", media_type)).check("shape").code == code
    broken = {**enveloped("x"), "id": "https://badges.example.edu/1"}
    assert look(broken).check("shape").code == "enveloped.not_a_data_url"


# ------------------------------------------------------------ one proof for the inside, one for the outside
def test_an_inner_credential_is_read_with_its_own_contexts() -> None:
    """The outside knows the words of CLR 2.0; the inside does not name them, so there they mean nothing."""
    strange = build(SCHOOL)
    strange["credentialSubject"]["association"] = [{"type": ["Association"], "associationType": "isPartOf"}]
    with pytest.raises(MalformedCredentialError) as refused:
        signed(strange, SCHOOL)
    assert refused.value.code == "lossless.undefined_term"
    # Signed by a careless stack that drops what it does not know, then put into a record that knows the word.
    honest = signed(build(SCHOOL), SCHOOL)
    smuggled = copy.deepcopy(honest)
    smuggled["credentialSubject"]["association"] = [
        {"type": ["Association"], "associationType": "isPartOf", "sourceId": "urn:a", "targetId": "urn:b"}
    ]
    record = clr(smuggled)
    record["credentialSubject"]["verifiableCredential"][0]["credentialSubject"]["type"] = ["AchievementSubject"]
    report = look(token(record, REGISTRAR).encode())
    assert told(report) == [("credential", "/credentialSubject/verifiableCredential/0", "altered")]
    assert report.inner[0].report.check("lossless").outcome == "failed"


def test_the_inner_list_of_contexts_may_differ_from_the_outer() -> None:
    inner = badge(4)
    assert inner["@context"] == [CREDENTIALS_V2, OPEN_BADGES_3_0_3]
    record = signed(clr(inner), REGISTRAR)
    assert CLR_CONTEXT in record["@context"]
    assert told(look(record)) == [("credential", "/credentialSubject/verifiableCredential/0", "authentic")]


def test_an_old_credential_in_a_new_record() -> None:
    old = build(SCHOOL)
    del old["credentialSubject"]["achievement"]["inLanguage"]
    old["@context"] = [CREDENTIALS_V1, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"]
    old["issuanceDate"] = old.pop("validFrom")
    old["@context"] += ["https://w3id.org/security/data-integrity/v2"]
    inner = signed(old, SCHOOL, securing="eddsa-jcs-2022")
    report = look(token(clr(inner), REGISTRAR).encode())
    assert [one[2] for one in told(report)] == ["authentic"]


@pytest.mark.parametrize(
    "change",
    [
        lambda inner: inner.update(name="Welding, with honours"),
        lambda inner: inner["credentialSubject"].update(id="did:example:other"),
        lambda inner: inner["proof"][0].update(created="2026-03-01T12:00:01Z"),
        lambda inner: inner.pop("proof"),
        lambda inner: inner.update(issuer={**inner["issuer"], "name": "Another"}),
        lambda inner: inner.update(note="nobody signed this"),
    ],
)
def test_a_change_inside_breaks_both_signatures(change: Any) -> None:
    record = copy.deepcopy(signed(clr(badge(5)), REGISTRAR))
    change(record["credentialSubject"]["verifiableCredential"][0])
    report = look(record)
    assert report.verdict == "altered"
    assert (report.inner, report.check("inner").code) == ((), "inner.not_looked_at")


@pytest.mark.parametrize("securing", ["eddsa-rdfc-2022", "vc-jose-cose"])
def test_a_record_around_a_changed_credential_stands_for_itself_and_tells(securing: str) -> None:
    """The registrar signs what it was given; that makes nothing inside any better."""
    changed = badge(6) | {"name": "Welding, with honours"}
    report = look(token(clr(badge(7), changed), REGISTRAR, securing).encode())
    assert (report.verdict, report.exit_code, report.held) == ("authentic", 0, True)
    assert [one[2] for one in told(report)] == ["authentic", "altered"]
    assert report.check("inner").outcome == "failed"
    assert "1 of 2 credentials inside does not hold" in report.sentence
    assert report.next_step.startswith("Rely on those inside only that hold")


def test_a_proof_inside_says_nothing_about_the_outside_nor_the_other_way_round() -> None:
    inner = badge(8)
    swapped = clr(inner) | {"proof": inner["proof"]}
    assert look(swapped).verdict in {"altered", "not_issuers_key"}
    record = signed(clr({key: value for key, value in inner.items() if key != "proof"}), REGISTRAR)
    assert told(look(record)) == [("credential", "/credentialSubject/verifiableCredential/0", "unsigned")]
    forged = copy.deepcopy(inner) | {"proof": record["proof"]}
    assert [one[2] for one in told(look(token(clr(forged), REGISTRAR).encode()))] == ["altered"]


def test_verdicts_inside_are_those_of_any_credential() -> None:
    ended, strange = badge(9, validUntil="2026-02-01T00:00:00Z"), {**build(SCHOOL), "issuer": build(STRANGER)["issuer"]}
    lost = badge(10, credentialStatus={
        "id": "https://lists.example/1#5", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
        "statusListIndex": "5", "statusListCredential": "https://lists.example/1",
    })  # fmt: skip
    report = look(token(clr(ended, strange, lost), REGISTRAR).encode())
    assert [one[2] for one in told(report)] == ["expired", "unsigned", "could_not_check"]
    assert report.check("inner").message.startswith(
        "2 of 3 credentials inside do not hold, 1 could not be checked: “Welding, first steps” (expired)"
    )
    alone = look(token(clr(lost), REGISTRAR).encode())
    assert (alone.check("inner").outcome, alone.check("inner").code) == ("indeterminate", "inner.could_not_check")
    assert (alone.exit_code, "1 of 1 credential inside could not be checked" in alone.sentence) == (0, True)


# ------------------------------------------------------------ what it is about
def test_an_endorsement_of_something_else_endorses_nothing_here() -> None:
    document = build(SCHOOL) | {"endorsement": [signed(endorsement("https://famous.example/achievements/1"), GUILD)]}
    report = look(signed(document, SCHOOL))
    assert [(one.report.verdict, one.note, one.holds) for one in report.inner] == [
        ("authentic", "endorses_other", False)
    ]
    assert report.check("inner").code == "inner.endorses_other"
    assert "it endorses something else" in report.sentence
    assert report.as_dict()["inner"][0]["note"] == "endorses_other"


@pytest.mark.parametrize("subject", [BADGE_ID, ACHIEVEMENT_ID, SCHOOL.controller])
def test_an_endorsement_of_the_credential_may_be_about_its_achievement_or_its_issuer(subject: str) -> None:
    report = look(signed(build(SCHOOL) | {"endorsement": [signed(endorsement(subject), GUILD)]}, SCHOOL))
    assert [one.holds for one in report.inner] == [True]


def test_a_list_of_trusted_issuers_and_a_recipient_are_asked_of_credentials_not_of_endorsements() -> None:
    record = token(clr(badge(11), signed(endorsed(), SCHOOL)), REGISTRAR).encode()
    trusted = {REGISTRAR.controller: "The registrar"}
    report = look(record, policy=VerificationPolicy(trusted_issuers=trusted, recipient=LEARNER))
    assert (report.verdict, report.issuer_identity, report.recipient) == ("authentic", "listed", "matches")
    assert [one[2] for one in told(report)] == ["untrusted_issuer"] * 2
    assert [one[2] for one in told(report.inner[1].report)] == ["authentic"] * 2
    trusted[SCHOOL.controller] = "The school"
    report = look(record, policy=VerificationPolicy(trusted_issuers=trusted, recipient="did:example:other"))
    assert (report.verdict, report.recipient) == ("authentic", "differs")
    assert [one.report.recipient for one in report.inner] == ["differs"] * 2


def test_a_credential_about_somebody_else_and_loose_associations_are_remarked() -> None:
    document = build(SCHOOL)
    document["credentialSubject"]["id"] = "did:example:other"
    links = [
        {"type": ["Association"], "associationType": "isPartOf", "sourceId": source, "targetId": ACHIEVEMENT_ID}
        for source in (BADGE_ID, "urn:uuid:nowhere")
    ]
    report = look(token(clr(signed(document, SCHOOL), association=links), REGISTRAR).encode())
    assert report.inner[0].note == "other_subject"
    assert report.check("inner").message == (
        "The one credential inside holds by itself. 1 of them names another subject than what is around it. "
        "1 of its associations leads to something that is not inside"
    )


# ------------------------------------------------------------ what it gives
def test_what_was_verified_holds_those_inside_that_hold() -> None:
    changed = badge(12) | {"name": "Other"}
    nested = signed(clr(badge(13)) | {"id": "urn:uuid:6a3a43f8-2f1e-4a76-9f6d-0d8ed0b6b003"}, REGISTRAR)
    record = token(clr(badge(14), changed, nested, endorsement_of_nobody()), REGISTRAR).encode()
    verified = verify(record, resolver=DocumentResolver(), at=AT)
    assert [one.credential.id for one in verified.inner] == [badge(14)["id"], nested["id"]]
    assert [one.credential.id for one in verified.inner[1].inner] == [badge(13)["id"]]
    with_endorsement = verify(json.dumps(signed(endorsed(), SCHOOL)).encode(), resolver=DocumentResolver(), at=AT)
    assert with_endorsement.inner == ()


def endorsement_of_nobody() -> dict[str, Any]:
    return endorsement("urn:uuid:nobody")  # not signed


def test_an_unknown_outside_is_looked_into_and_an_unsigned_one_is_not() -> None:
    far = InMemory("https://registrar.example/issuer")
    record = token(clr(badge(15), signer=far), far).encode()
    report = look(record)
    assert (report.verdict, [one[2] for one in told(report)]) == ("could_not_check", ["authentic"])
    assert look(clr(badge(16))).check("inner").code == "inner.not_looked_at"


def InMemory(controller: str) -> Any:  # noqa: N802 - reads as the class that it makes
    from stepladder.credentials.keys import InMemorySigner

    return InMemorySigner(bytes([21]) * 32, controller=controller)


def test_later_everything_inside_is_judged_at_that_time() -> None:
    record = token(clr(badge(17, validUntil="2026-06-01T00:00:00Z")), REGISTRAR).encode()
    assert [one[2] for one in told(look(record))] == ["authentic"]
    assert [one[2] for one in told(look(record, at=AT + timedelta(days=365)))] == ["expired"]
