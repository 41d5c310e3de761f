"""openbadgeslib reads what we sign and bake, and we read what it makes; where not, the page says why."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from openbadgeslib import ob3
from openbadgeslib.ob3 import clr
from openbadgeslib.ob3 import status_list as theirs
from openbadgeslib.ob3.did import build_did_document, pem_for_kid
from openbadgeslib.verify import VerifyResult, verify_badge
from tests.credentials.conftest import AT
from tests.interop.parties import (
    ALGORITHMS,
    ISSUED,
    LIST,
    MONTH,
    OTHER_ID,
    PICTURES,
    badge,
    failures,
    ours,
    public_pem,
    secret_pem,
    signer,
)

from stepladder.credentials import bake, issue
from stepladder.credentials.keys import controller_document, new_key, signer_from_key_document
from stepladder.credentials.status import build_status_list, status_entry

ID = "urn:uuid:4f5a2d0c-8f5b-4a57-9f0e-0c2f7a1b3c4d"
HOLDER = "did:example:learner"
WEB = "did:web:badges.example.edu"
BOTH_TYPES = ["AchievementCredential", "OpenBadgeCredential"]


def they_say(baked: bytes, **settings: Any) -> VerifyResult:
    with time_machine.travel(AT, tick=False):
        return verify_badge(baked, **settings)


def their_credential(kind: str, **more: Any) -> ob3.OpenBadgeCredential:
    achievement = ob3.Achievement(
        id="https://badges.example.edu/achievements/welding",
        name="Welding, first steps",
        description="Joins two plates by a clean seam.",
        criteria_narrative="Three seams, judged by an assessor.",
        achievement_type="MicroCredential",
        credits_available=2.5,
        tags=["welding", "metal"],
        alignments=[ob3.Alignment(target_name="weld metal", target_url="http://data.europa.eu/esco/skill/0f8d5d5b")],
    )
    values: dict[str, Any] = {
        "issuer": ob3.Issuer(id=signer(kind).controller, name="Example University", url="https://www.example.edu"),
        "recipient_id": HOLDER,
        "achievement": achievement,
        "id": ID,
        "issuance_date": ISSUED,
        "identifiers": [ob3.IdentityObject.create("mara@example.org", "salt-1")],
    }
    return ob3.OpenBadgeCredential(**(values | more))


def signers_of(kind: str) -> dict[str, Any]:
    secret = secret_pem(signer(kind))
    made = {"jwt": ob3.OB3Signer(privkey_pem=secret, algorithm=ALGORITHMS[kind])}
    return made | ({"ldp": ob3.OB3LdpSigner(secret)} if kind == "ed25519" else {})


# ---------------------------------------------------------------- they read ours


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("kind_of_badge", BOTH_TYPES)
@pytest.mark.parametrize(
    ("kind", "securing", "anchor"),
    [
        ("ed25519", "eddsa-rdfc-2022", "did"),
        ("ed25519", "eddsa-rdfc-2022", "key"),
        ("ed25519", "open-badges-jwt", "did"),
        ("p256", "open-badges-jwt", "did"),
        ("p384", "open-badges-jwt", "key"),
        ("rsa", "open-badges-jwt", "key"),
    ],
)
def test_openbadgeslib_holds_what_we_sign_and_bake(
    kind: str,
    securing: str,
    anchor: str,
    kind_of_badge: str,
    picture: str,
) -> None:
    by = signer(kind)
    document = badge(by) | {"type": ["VerifiableCredential", kind_of_badge]}
    baked = bake(PICTURES[picture], issue(document, signer=by, created=AT, securing=securing).original)
    found = they_say(baked, **({"pubkey_pem": public_pem(by)} if anchor == "key" else {"resolve_did": True}))
    assert (found.valid, found.trusted) == (True, anchor == "key"), found.reason
    assert found.credential is not None
    assert found.credential.achievement.name == "Welding, first steps"
    other = they_say(baked, pubkey_pem=public_pem(signer("p256" if kind != "p256" else "rsa")))
    assert not other.valid


def test_openbadgeslib_finds_our_keys_in_our_did_web_document() -> None:
    key = new_key("ed25519", controller=WEB, entropy=lambda count: bytes(range(1, count + 1)))
    by, published = signer_from_key_document(key), json.dumps(controller_document(key)).encode()
    assert pem_for_kid(json.loads(published), WEB, by.verification_method)
    for securing in ("eddsa-rdfc-2022", "open-badges-jwt"):
        baked = bake(PICTURES["png"], issue(badge(by), signer=by, created=AT, securing=securing).original)
        found = they_say(baked, resolve_did=True, download=lambda _: published)
        assert (found.valid, found.trusted) == (True, True), found.reason


def endorsement(by: str) -> dict[str, Any]:
    return {
        "@context": badge(signer("ed25519"))["@context"],
        "id": OTHER_ID,
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Endorsement of a course",
        "issuer": {"id": by, "type": ["Profile"], "name": "Guild of welders"},
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": "https://badges.example.edu/achievements/welding",
            "type": ["EndorsementSubject"],
            "endorsementComment": "What every employer of ours asks for.",
        },
    }


def test_openbadgeslib_holds_our_endorsement_in_a_token() -> None:
    by = signer("p256")
    token = issue(endorsement(by.controller), signer=by, created=AT, securing="open-badges-jwt").original.decode()
    with time_machine.travel(AT, tick=False):
        found = ob3.verify_endorsement_jwt(token)
        with pytest.raises(ob3.OB3VerificationError):
            ob3.verify_endorsement_jwt(token[:-4] + "AAAA")
    assert (found["issuer"], found["endorses"]) == (by.controller, "https://badges.example.edu/achievements/welding")


# ---------------------------------------------------------------- we read theirs


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize(("kind", "form"), [("ed25519", "ldp"), ("ed25519", "jwt"), ("p256", "jwt"), ("rsa", "jwt")])
def test_we_hold_what_openbadgeslib_signs_and_bakes(kind: str, form: str, picture: str) -> None:
    maker = signers_of(kind)[form]
    more = {} if kind != "rsa" else {"issuer": ob3.Issuer(id=signer("rsa").controller, name="Example University")}
    baked = getattr(maker, f"sign_into_{picture}")(their_credential(kind, **more), PICTURES[picture])
    report = ours(baked, recipient="mara@example.org")
    assert (report.verdict, report.recipient, failures(report)) == ("authentic", "matches", [])
    assert report.credential is not None
    assert (report.credential.container, report.credential.achievement_name) == (picture, "Welding, first steps")
    assert ours(baked, recipient="somebody@example.org").recipient == "differs"


def test_we_look_at_the_endorsement_in_a_badge_of_openbadgeslib() -> None:
    by = signer("p256")
    token = ob3.OB3Signer(privkey_pem=secret_pem(by), algorithm="ES256").sign_payload(
        endorsement(by.controller) | {"iss": by.controller, "jti": OTHER_ID}
    )
    maker = signers_of("ed25519")["jwt"]
    report = ours(maker.sign(their_credential("ed25519", endorsement_jwts=[token])).encode())
    assert report.verdict == "authentic"
    assert [(one.role, one.report.verdict) for one in report.inner] == [("endorsement", "authentic")]


def test_we_find_the_keys_of_openbadgeslib_in_its_did_web_document() -> None:
    by = signer("ed25519")
    method = f"{WEB}#badge_1"
    published = build_did_document(WEB, [("badge_1", by.public_key.to_jwk())])
    credential = their_credential("ed25519", issuer=ob3.Issuer(id=WEB, name="Example University"))
    signed = ob3.OB3LdpSigner(secret_pem(by), method).sign(credential, created=AT)
    report = ours(json.dumps(signed).encode(), fetch=lambda _: json.dumps(published).encode())
    assert (report.verdict, report.issuer_identity) == ("authentic", "domain_proved")


def test_we_hold_the_comprehensive_learner_record_of_openbadgeslib() -> None:
    by = signer("ed25519")
    member = ob3.OB3LdpSigner(secret_pem(by)).sign(their_credential("ed25519"), created=AT)
    record = clr.build_clr_credential(
        {"id": by.controller, "type": ["Profile"], "name": "Example University"},
        [ob3.IdentityObject.create("mara@example.org", "salt-1").to_dict()],
        [member],
        credential_id=OTHER_ID,
        valid_from=ISSUED + MONTH,
    )
    signed = clr.sign_clr_credential(record, secret_pem(by).decode(), by.verification_method)
    assert failures(ours(json.dumps(signed).encode())) == ["schema.name"]  # CLR 2.0 asks for one
    named = clr.sign_clr_credential({**record, "name": "Record"}, secret_pem(by).decode(), by.verification_method)
    report = ours(json.dumps(named).encode())
    assert (report.verdict, failures(report)) == ("authentic", [])


# ---------------------------------------------------------------- status


def test_openbadgeslib_looks_up_our_lists_in_tokens() -> None:
    by = signer("ed25519")
    for securing in ("open-badges-jwt", "vc-jose-cose"):
        made = build_status_list(id=LIST, issuer=by.controller, purpose="suspension", indexes=[7], valid_from=AT)
        published = issue(made, signer=by, created=AT, securing=securing).original
        for index, valid in ((7, False), (8, True)):
            document = badge(by, status=[status_entry(LIST, index, "suspension")])
            baked = bake(PICTURES["png"], issue(document, signer=by, created=AT).original)
            found = they_say(baked, resolve_did=True, check_status=True, download=lambda _, body=published: body)
            assert found.valid == valid, found.reason


def test_we_look_up_the_lists_of_openbadgeslib() -> None:
    by = signer("ed25519")
    with time_machine.travel(AT, tick=False):
        made = theirs.build_status_list_credential(by.controller, LIST, "revocation", [7], issued=AT, ttl=60_000)
        published = theirs.sign_status_list_credential(made, secret_pem(by), "EdDSA").encode()
    for index, verdict in ((7, "revoked"), (8, "authentic")):
        credential = their_credential("ed25519", credential_status=[theirs.status_entry(LIST, "revocation", index)])
        signed = ob3.OB3LdpSigner(secret_pem(by)).sign_to_json(credential, created=AT)
        assert ours(signed.encode(), [published]).verdict == verdict


# ---------------------------------------------------------------- what it does not read


@pytest.mark.parametrize(
    ("kind", "securing", "reason"),
    [
        ("ed25519", "eddsa-jcs-2022", "no supported Data Integrity proof"),
        ("p256", "ecdsa-rdfc-2019", "no supported Data Integrity proof"),
        ("p256", "ecdsa-jcs-2019", "no supported Data Integrity proof"),
        ("ed25519", "vc-jose-cose", "token issuer is not a DID"),
        ("p384", "open-badges-jwt", "unsupported did:key multicodec"),
        ("rsa", "open-badges-jwt", "unsupported DID method"),
    ],
)
def test_openbadgeslib_does_not_read(kind: str, securing: str, reason: str) -> None:
    by = signer(kind)
    baked = bake(PICTURES["png"], issue(badge(by), signer=by, created=AT, securing=securing).original)
    found = they_say(baked, resolve_did=True)
    assert not found.valid
    assert reason in (found.reason or "")


def test_openbadgeslib_checks_lists_in_tokens_only() -> None:
    by = signer("ed25519")
    made = build_status_list(id=LIST, issuer=by.controller, purpose="revocation", indexes=[], valid_from=AT)
    published = issue(made, signer=by, created=AT).original
    credential = issue(badge(by, status=[status_entry(LIST, 8)]), signer=by, created=AT)
    baked = bake(PICTURES["png"], credential.original)
    found = they_say(baked, resolve_did=True, check_status=True, download=lambda _: published)
    assert "not a signed JWT-VC" in (found.reason or "")


def test_openbadgeslib_reads_entries_of_one_bit_only() -> None:
    by = signer("ed25519")
    entry = status_entry(LIST, 8, "suspension", size=2, messages=["none", "asked", "agreed", "ended"])
    made = build_status_list(id=LIST, issuer=by.controller, purpose="suspension", size=2, valid_from=AT)
    published = issue(made, signer=by, created=AT, securing="open-badges-jwt").original
    credential = issue(badge(by, status=[entry]), signer=by, created=AT)
    assert ours(credential.original, [published]).verdict == "authentic"
    baked = bake(PICTURES["png"], credential.original)
    found = they_say(baked, resolve_did=True, check_status=True, download=lambda _: published)
    assert "only single-bit status entries" in (found.reason or "")
