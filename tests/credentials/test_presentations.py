"""A presentation proves who shows the credentials, to whom and when; each credential proves the rest by itself."""

from __future__ import annotations

import copy
import json
from datetime import timedelta
from typing import Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.faults import controller
from tests.credentials.nesting import SCHOOL, STRANGER, badge, clr, look, signed, token

from stepladder.credentials import Credential, VerificationPolicy
from stepladder.credentials.contexts.store import CREDENTIALS_V1, CREDENTIALS_V2, OPEN_BADGES_3_0_3
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import SigningError
from stepladder.credentials.issuing.presenting import present
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.verification.presentation import (
    PresentationReport,
    inspect_presentation,
    is_presentation,
)

HOLDER = InMemorySigner(bytes([31]) * 32)
CHALLENGE, DOMAIN = "c7a1f0b2", "https://employer.example"
SECURINGS = ["eddsa-rdfc-2022", "eddsa-jcs-2022", "vc-jose-cose"]
CHECKS = [
    *("shape", "schema", "context", "lossless", "proof", "holder_key", "challenge", "domain", "holder"),
    "credentials",
]


def own(**members: Any) -> dict[str, Any]:
    """Return a signed badge that is about the holder."""
    document = build(SCHOOL) | members
    document["credentialSubject"]["id"] = HOLDER.controller
    return signed(document, SCHOOL)


OWN = json.dumps(own()).encode()


def shown(*credentials: Any, signer: InMemorySigner = HOLDER, securing: str | None = None, **how: Any) -> bytes:
    asked = {"challenge": CHALLENGE, "domain": DOMAIN} | how
    return present(credentials or [OWN], signer=signer, created=AT, securing=securing, **asked)


def see(data: Any, **asked: Any) -> PresentationReport:
    values = {"challenge": CHALLENGE, "domain": DOMAIN, "at": AT, "resolver": DocumentResolver()} | asked
    return inspect_presentation(data if isinstance(data, bytes) else json.dumps(data).encode(), **values)


@pytest.mark.parametrize("securing", SECURINGS)
def test_what_we_present_holds_however_it_is_secured(securing: str) -> None:
    jwt = token(build(SCHOOL) | {"id": "urn:uuid:6a3a43f8-2f1e-4a76-9f6d-0000000000aa"}, SCHOOL)
    report = see(shown(OWN, jwt.encode(), securing=securing))
    assert (report.verdict, report.held, report.exit_code) == ("authentic", True, 0)
    assert [check.check for check in report.checks] == CHECKS
    assert [one.verdict for one in report.credentials] == ["authentic", "authentic"]
    assert (report.holder, report.check("holder").code) == (HOLDER.controller, "holder.not_subject")
    assert report.sentence.startswith(f"Shown and signed by {HOLDER.controller}. 2 of 2 credentials in it hold")
    told = report.as_dict()
    assert (told["kind"], told["verdict"], len(told["credentials"])) == ("presentation", "authentic", 2)


def test_a_presentation_of_version_1_is_a_token_with_a_vp_claim() -> None:
    old = build(SCHOOL)
    old["@context"] = [CREDENTIALS_V1, OPEN_BADGES_3_0_3]
    old["issuanceDate"] = old.pop("validFrom")
    report = see(shown(token(old, SCHOOL, "vc-1.1-jwt").encode(), securing="vc-1.1-jwt"))
    assert (report.verdict, [one.verdict for one in report.credentials]) == ("authentic", ["authentic"])


def test_a_version_1_credential_in_an_embedded_presentation_of_version_2() -> None:
    old = build(SCHOOL)
    old["@context"] = [CREDENTIALS_V1, OPEN_BADGES_3_0_3, "https://w3id.org/security/data-integrity/v2"]
    old["issuanceDate"] = old.pop("validFrom")
    report = see(shown(json.dumps(signed(old, SCHOOL)).encode()))
    assert (report.verdict, [one.verdict for one in report.credentials]) == ("authentic", ["authentic"])


def test_the_holder_is_told_to_be_the_subject_or_not() -> None:
    assert see(shown()).holder_is_subject
    assert see(shown()).check("holder").outcome == "passed"
    of_another = see(shown(json.dumps(badge()).encode()))
    assert (of_another.holder_is_subject, of_another.held) == (False, True)
    assert of_another.check("holder").message.startswith("1 of 1 credentials do not name the holder")


# ------------------------------------------------------------ replay
@pytest.mark.parametrize("securing", SECURINGS)
@pytest.mark.parametrize(
    ("asked", "check"),
    [
        ({"challenge": "another"}, "challenge"),
        ({"challenge": CHALLENGE.upper()}, "challenge"),
        ({"challenge": CHALLENGE[:-1]}, "challenge"),
        ({"challenge": ""}, "challenge"),
        ({"domain": "https://employer.example.evil.example"}, "domain"),
        ({"domain": DOMAIN + "/"}, "domain"),
        ({"domain": "employer.example"}, "domain"),
    ],
)
def test_fault_19_a_presentation_for_another_occasion_is_refused(securing: str, asked: Any, check: str) -> None:
    report = see(shown(securing=securing), **asked)
    assert (report.verdict, report.held, report.exit_code) == ("another_occasion", False, 1)
    assert report.check(check).outcome == "failed"
    assert report.check(check).code == f"proof.wrong_{check}"


@pytest.mark.parametrize("securing", SECURINGS)
def test_fault_19_one_that_names_no_challenge_or_domain_is_refused_where_one_was_asked_for(securing: str) -> None:
    assert see(shown(securing=securing, challenge=None)).verdict == "another_occasion"
    assert see(shown(securing=securing, domain=None)).verdict == "another_occasion"


@pytest.mark.parametrize("securing", SECURINGS)
def test_fault_19_where_nobody_asks_the_report_says_that_a_replay_cannot_be_told(securing: str) -> None:
    report = see(shown(securing=securing), challenge=None, domain=None)
    assert report.verdict == "authentic"
    assert report.sentence.endswith("so it may have been shown before, by anyone who saw it.")
    assert not report.plainly_good
    for name in ("challenge", "domain"):
        assert (report.check(name).outcome, report.check(name).code) == ("not_applicable", f"{name}.not_asked")


@pytest.mark.parametrize("securing", SECURINGS)
def test_fault_19_an_expired_presentation_is_refused(securing: str) -> None:
    data = shown(securing=securing, expires=AT + timedelta(minutes=5))
    assert see(data, at=AT + timedelta(minutes=4)).verdict == "authentic"
    assert see(data, at=AT + timedelta(minutes=6)).verdict == "expired"


def test_several_domains_are_a_set() -> None:
    both = [DOMAIN, "https://other.example"]
    assert see(shown(domain=both), domain=both[::-1]).verdict == "authentic"
    assert see(shown(domain=both), domain=DOMAIN).verdict == "another_occasion"


# ------------------------------------------------------------ whose it is
def test_an_unsigned_presentation_is_a_mere_container() -> None:
    container = {
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER.controller,
        "verifiableCredential": [own()],
    }
    report = see(container)
    assert (report.verdict, report.held, report.exit_code) == ("unsigned", False, 1)
    assert [one.verdict for one in report.credentials] == ["authentic"]
    assert report.check("holder").code == "holder.not_proved"
    assert report.sentence == (
        "A mere container: nobody signed it, so it does not say who shows these credentials. "
        "1 of 1 credentials in it hold by themselves. We do not know who issued 1 of those."
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda one: one.update(holder=STRANGER.controller),
        lambda one: one.pop("holder"),
        lambda one: one.update(id="urn:uuid:6a3a43f8-2f1e-4a76-9f6d-0000000000bb"),
        lambda one: one["verifiableCredential"].pop(),
        lambda one: one["verifiableCredential"].append(badge()),
        lambda one: one["verifiableCredential"][0].update(name="Other"),
        lambda one: one["proof"][0].update(challenge="another"),
        lambda one: one["proof"][0].update(domain="https://other.example"),
        lambda one: one["proof"][0].update(proofPurpose="assertionMethod"),
        lambda one: one.update(note="nobody signed this"),
    ],
)
@pytest.mark.parametrize("securing", ["eddsa-rdfc-2022", "eddsa-jcs-2022"])
def test_a_changed_presentation_is_not_the_holders(change: Any, securing: str) -> None:
    document = json.loads(shown(securing=securing))
    change(document)
    asked = {name: document["proof"][0].get(name) for name in ("challenge", "domain")}
    assert see(document, **asked).verdict in {"altered", "not_holders_key"}


def test_a_credentials_own_signature_presents_nothing() -> None:
    """A key that issues is not one that presents: its proof is for assertions."""
    container = {"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"], "holder": SCHOOL.controller}
    wrapped = container | {"verifiableCredential": [own()], "proof": own()["proof"]}
    assert see(wrapped, challenge=None, domain=None).verdict == "altered"


def test_a_key_that_is_not_for_authentication_presents_nothing() -> None:
    identifier = "https://learner.example/me"
    key = InMemorySigner(bytes([32]) * 32, controller=identifier)
    data = shown(signer=key)
    document = controller(key, identifier)
    resolver = DocumentResolver(issuer_documents=[json.dumps(document).encode()])
    assert see(data, resolver=resolver).verdict == "not_holders_key"
    document["authentication"] = document["assertionMethod"]
    resolver = DocumentResolver(issuer_documents=[json.dumps(document).encode()])
    assert see(data, resolver=resolver).verdict == "authentic"
    assert see(data).verdict == "could_not_check"
    assert see(data).exit_code == 3


def test_a_token_that_holds_a_credential_is_no_presentation_nor_the_other_way_round() -> None:
    assert see(token(build(SCHOOL), SCHOOL).encode()).verdict == "unreadable"
    assert not is_presentation(OWN)
    for securing in SECURINGS:
        data = shown(securing=securing)
        assert is_presentation(data)
        report = look(data)
        assert (report.verdict, report.check("shape").code) == ("unreadable", "shape.presentation")
    assert not is_presentation(b"\x00")


def test_a_wrapped_presentation_is_read() -> None:
    wrapped = {
        "@context": CREDENTIALS_V2,
        "id": f"data:application/vp+jwt,{shown(securing='vc-jose-cose').decode()}",
        "type": "EnvelopedVerifiablePresentation",
    }
    assert see(wrapped).verdict == "authentic"


def test_claims_and_contexts_are_looked_at() -> None:
    data = json.loads(shown(securing="eddsa-jcs-2022"))
    data["@context"] = [CREDENTIALS_V2, "https://unpinned.example/v1"]
    assert see(data).check("context").outcome == "indeterminate"
    assert see({"type": "VerifiablePresentation"}).check("schema").code == "schema.context"
    assert see(b"nonsense").verdict == "unreadable"


# ------------------------------------------------------------ what is in it
def test_a_credential_that_does_not_hold_is_told_beside_a_presentation_that_does() -> None:
    bad = badge() | {"name": "Other"}
    report = see(shown(OWN, json.dumps(bad).encode()))
    assert (report.verdict, report.held, report.exit_code) == ("authentic", False, 1)
    assert [one.verdict for one in report.credentials] == ["authentic", "altered"]
    assert report.check("credentials").message == "1 of 2 credentials does not hold"
    assert "1 of 2 credentials in it hold" in report.sentence


def test_the_policy_is_asked_of_every_credential() -> None:
    policy = VerificationPolicy(trusted_issuers={SCHOOL.controller: "The school"}, recipient=HOLDER.controller)
    report = see(shown(OWN, json.dumps(badge()).encode()), policy=policy)
    assert [(one.verdict, one.recipient) for one in report.credentials] == [
        ("authentic", "matches"),
        ("authentic", "differs"),
    ]
    assert report.exit_code == 1
    assert see(shown(), policy=VerificationPolicy(listed_issuers={SCHOOL.controller: "The school"})).plainly_good


def test_a_record_in_a_presentation_keeps_its_tree() -> None:
    record = signed(clr(badge(), signer=STRANGER), STRANGER)
    report = see(shown(json.dumps(record).encode()))
    assert [one.role for one in report.credentials[0].inner] == ["credential"]


def test_accepted_kinds_are_asked_of_the_presentation_too() -> None:
    policy = VerificationPolicy(accepted_suites=frozenset({"ecdsa-rdfc-2019"}))
    report = see(shown(), policy=policy)
    assert (report.verdict, report.check("proof").code) == ("could_not_check", "proof.suite_not_accepted")


def test_an_empty_presentation_only_says_who_is_there() -> None:
    data = present([], signer=HOLDER, created=AT, challenge=CHALLENGE, domain=DOMAIN)
    report = see(data)
    assert (report.verdict, report.held, report.credentials) == ("authentic", True, ())
    assert report.sentence.endswith("There is no credential in it.")


def test_what_would_not_hold_is_not_given_out() -> None:
    class Wrong(InMemorySigner):
        def sign(self, data: bytes) -> bytes:
            return super().sign(data + b"!")

    with pytest.raises(SigningError) as refused:
        shown(signer=Wrong(bytes([33]) * 32))
    assert refused.value.code == "issue.bad_signature"
    with pytest.raises(SigningError):
        shown(securing="open-badges-jwt")


def test_the_credential_itself_is_not_touched() -> None:
    before = copy.deepcopy(Credential.from_bytes(OWN).document)
    assert json.loads(shown())["verifiableCredential"] == [before]
