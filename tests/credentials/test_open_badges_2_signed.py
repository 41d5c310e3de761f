"""Signed badges of Open Badges 1.0 to 2.0: the signature, whose key it is, and the issuer's list of revoked badges."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.credentials.older_site import (
    BADGE,
    ISSUER,
    KEY,
    MARA,
    REVOKED,
    SITE,
    V2,
    Site,
    assertion,
    badge_class,
    issuer,
    jws,
    key,
    pem,
    revocation_list,
    rsa_signer,
    site,
)

from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.keys.multibase import base64url_encode

EVIL = "https://evil.example"
UUID = "urn:uuid:0b3c1a52-6b5e-4a5f-9a3e-2f6a1c1d7e10"
VERSIONS = ["2.0", "1.1", "1.0"]


def published(version: str = "2.0", **pages: Any) -> Site:
    return site(version, "signed", **pages)


def token(version: str = "2.0", signer: InMemorySigner | None = None, **more: Any) -> bytes:
    return jws(assertion(version, "signed", **more), signer)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_signed_badge_of_every_version_holds(version: str) -> None:
    where = published(version)
    report = where.look(token(version), recipient=MARA)
    assert (report.verdict, report.issuer_identity, report.recipient) == ("authentic", "domain_proved", "matches")
    assert report.standard == f"Open Badges {version}"
    assert where.asked == [BADGE, ISSUER, KEY, REVOKED]
    assert f"Open Badges {version} for signed badges" in report.sentence
    assert "badges.example.edu" in report.sentence
    assert "Example University" not in report.sentence
    assert report.credential is not None
    assert (report.credential.container, report.credential.securing) == ("jwt", "jwt")
    assert (report.credential.name, report.credential.issuer_id) == ("Welding, first steps", ISSUER)


@pytest.mark.parametrize("kind", ["rsa", "p256", "ed25519"])
def test_keys_of_every_kind_sign(kind: str) -> None:
    signer = rsa_signer() if kind == "rsa" else InMemorySigner(bytes(range(1, 33)), "https://k.example", kind=kind)
    where = published(KEY=key(signer))
    assert where.look(token(signer=signer)).verdict == "authentic"
    assert where.look(token(signer=rsa_signer(2))).verdict == "altered"


SIGNED = token()


@settings(max_examples=250, deadline=None)
@given(place=st.integers(0, len(SIGNED) - 1), letter=st.sampled_from(b"AZaz09-_.=\x00 "))
def test_a_changed_byte_is_never_authentic(place: int, letter: int) -> None:
    changed = SIGNED[:place] + bytes([letter]) + SIGNED[place + 1 :]
    report = published().look(changed)
    assert report.verdict != "authentic" or changed == SIGNED


def test_every_byte_of_the_signature_and_of_a_payload_counts() -> None:
    where = published()
    for place in range(0, len(SIGNED), 7):
        old = SIGNED[place : place + 1]
        new = b"B" if old != b"B" else b"C"
        assert where.look(SIGNED[:place] + new + SIGNED[place + 1 :]).verdict != "authentic"


# ---------------------------------------------------------------- faults 1 to 5


def test_fault_1_alg_none_and_a_secret_made_of_the_public_key_are_rejected() -> None:
    import hashlib
    import hmac

    payload = assertion("2.0", "signed")
    head = base64url_encode(json.dumps({"alg": "none"}).encode())
    body = base64url_encode(json.dumps(payload).encode())
    for text in (f"{head}.{body}.", f"{head}.{body}.AAAA"):
        report = published().look(text.encode())
        assert (report.verdict, report.check("proof").code) == ("unsigned", "proof.missing")
    head = base64url_encode(json.dumps({"alg": "HS256"}).encode())
    for secret in (pem(rsa_signer()).encode(), pem(rsa_signer()).strip().encode()):
        mac = hmac.new(secret, f"{head}.{body}".encode(), hashlib.sha256).digest()
        report = published().look(f"{head}.{body}.{base64url_encode(mac)}".encode())
        assert (report.verdict, report.check("proof").code) == ("altered", "jwt.algorithm_mismatch")


@pytest.mark.parametrize("member", ["jwk", "jku", "x5u", "x5c", "kid"])
def test_fault_2_a_key_that_the_header_brings_is_ignored(member: str) -> None:
    stranger = rsa_signer(2)
    brought = {"jwk": stranger.public_key.to_jwk(), "x5c": ["MIIB"]}.get(member, f"{EVIL}/keys")
    where = published()
    report = where.look(jws(assertion("2.0", "signed"), stranger, **{member: brought}))
    assert (report.verdict, report.check("proof").code) == ("altered", "proof.signature_mismatch")
    assert not [url for url in where.asked if url.startswith(EVIL)]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ({"crit": ["exp"]}, "jwt.unknown_crit"),
        ({"crit": []}, "jwt.unknown_crit"),
        ({"b64": False}, "jwt.unencoded"),
        ({"typ": "vc+jwt"}, "jwt.wrong_type"),
        ({"typ": 7}, "jwt.wrong_type"),
    ],
    ids=str,
)
def test_fault_3_a_header_that_demands_something_is_rejected(header: dict[str, Any], code: str) -> None:
    report = published().look(jws(assertion("2.0", "signed"), **header))
    assert (report.verdict, report.check("proof").code) == ("altered", code)
    assert published().look(jws(assertion("2.0", "signed"), typ="JWT")).verdict == "authentic"


def test_fault_4_a_key_that_the_issuer_does_not_name_signs_nothing() -> None:
    stranger = rsa_signer(2)
    own = f"{EVIL}/key"
    where = published()
    where.pages[own] = key(stranger, id=own)
    report = where.look(token(signer=stranger, verification={"type": "signed", "creator": own}))
    assert (report.verdict, report.check("issuer_key").code) == ("not_issuers_key", "proof.not_issuers_key")
    assert report.issuer_identity == "self_asserted"
    assert own not in where.asked
    assert "Not signed with a key that is provably Example University's" in report.sentence


@pytest.mark.parametrize("owner", [f"{EVIL}/issuer", None, 7, "", []], ids=str)
def test_fault_5_a_key_of_another_owner_signs_nothing(owner: Any) -> None:
    report = published(KEY=key(owner=owner)).look(token())
    assert (report.verdict, report.check("issuer_key").code) == ("not_issuers_key", "proof.wrong_controller")


def test_a_stranger_who_names_a_famous_university_is_never_believed() -> None:
    """The stranger publishes everything but what stands at the university's own address."""
    stranger, oxford = rsa_signer(2), "https://www.ox.ac.uk/badges/issuer"
    real = {**issuer(), "id": oxford, "name": "University of Oxford"}
    forged = {**real, "publicKey": {**key(stranger, id=f"{EVIL}/k", owner=oxford)}}
    for place in (f"{EVIL}/badge", "https://www.ox.ac.uk/badges/1", "urn:uuid:1"):
        inside = badge_class(id=place, issuer=forged)
        for creator in (f"{EVIL}/k", f"{oxford}#key"):
            where = Site(pages={oxford: real, f"{EVIL}/k": key(stranger, id=f"{EVIL}/k", owner=oxford),
                                f"{EVIL}/badge": inside})  # fmt: skip
            how = {"type": "SignedBadge", "creator": creator}
            report = where.look(
                token(signer=stranger, badge=inside, verification=how), listed_issuers={oxford: "Oxford"}
            )
            assert report.verdict == "not_issuers_key", report.as_dict()
            assert report.issuer_identity == "self_asserted"


def test_a_self_made_issuer_without_a_website_reads_as_self_asserted() -> None:
    stranger, did = rsa_signer(2), "did:web:www.ox.ac.uk"
    who = issuer(id=did, name="University of Oxford", publicKey=key(stranger, id=f"{did}#1", owner=did))
    inside = badge_class(id="urn:uuid:1", issuer=who)
    made = token(signer=stranger, badge=inside, verification={"type": "signed", "creator": f"{did}#1"})
    report = published().look(made, listed_issuers={did: "Oxford"})
    assert (report.verdict, report.issuer_identity) == ("authentic", "self_asserted")
    assert "we do not know that this is University of Oxford" in report.sentence
    assert published().look(made, trusted_issuers={did: "Oxford"}).verdict == "untrusted_issuer"


# ---------------------------------------------------------------- keys


@pytest.mark.parametrize("version", ["1.1", "1.0"])
def test_the_key_of_1_x_counts_on_the_website_of_the_issuer_only(version: str) -> None:
    stranger = rsa_signer(2)
    where = published(version)
    where.pages[f"{EVIL}/key.pem"] = pem(stranger).encode()
    report = where.look(token(version, stranger, verify={"type": "signed", "url": f"{EVIL}/key.pem"}))
    assert (report.verdict, report.check("issuer_key").code) == ("not_issuers_key", "proof.not_issuers_key")
    named = published(version, ISSUER={**issuer(version), "publicKey": f"{SITE}/keys/2"})
    assert named.look(token(version)).verdict == "not_issuers_key"


def test_the_profile_lists_the_keys_and_the_badge_need_not_name_one() -> None:
    unnamed = token(verification={"type": "SignedBadge"})
    assert published().look(unnamed).verdict == "authentic"
    old = key(rsa_signer(2), id=f"{SITE}/keys/0")
    several = published(ISSUER=issuer(publicKey=[f"{SITE}/keys/0", KEY]))
    several.pages[f"{SITE}/keys/0"] = old
    assert several.look(unnamed).verdict == "authentic"
    assert several.look(token(signer=rsa_signer(2), verification={"type": "signed"})).verdict == "authentic"
    assert several.look(token(signer=rsa_signer(3), verification={"type": "signed"})).verdict == "altered"
    assert published(ISSUER=issuer()).look(unnamed).verdict == "not_issuers_key"


def test_a_key_may_stand_in_the_profile_or_be_pem_alone() -> None:
    inside = issuer(publicKey={"id": f"{ISSUER}#key", "type": "CryptographicKey", "owner": ISSUER,
                               "publicKeyPem": pem(rsa_signer())})  # fmt: skip
    how = {"type": "SignedBadge", "creator": f"{ISSUER}#key"}
    assert published(ISSUER=inside, KEY=None).look(token(verification=how)).verdict == "authentic"
    named = issuer(publicKey=f"{ISSUER}#key")
    page = {**named, "publicKey": [inside["publicKey"]]}
    assert published(ISSUER=page, KEY=None).look(token(verification=how)).verdict == "authentic"
    assert published(KEY=pem(rsa_signer()).encode()).look(token()).verdict == "authentic"


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (None, "resolve.unreachable"),
        (b"<html>", "document.not_json"),
        ({"id": KEY}, "key.malformed"),
        ({"id": f"{EVIL}/k", "publicKeyPem": "x"}, "key.malformed"),
        ({"id": KEY, "publicKeyPem": 7}, "key.malformed"),
        ({"id": KEY, "publicKeyPem": "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"}, "key.malformed"),
        ({"id": KEY, "publicKeyPem": "-----BEGIN PRIVATE KEY-----\n"}, "key.secret_published"),
        (b"-----BEGIN RSA PRIVATE KEY-----", "key.secret_published"),
        (b"-----BEGIN PUBLIC KEY-----" + b"A" * 100_000, "key.malformed"),
    ],
    ids=str,
)
def test_without_a_usable_key_nothing_is_claimed(page: Any, code: str) -> None:
    report = published(KEY=page).look(token())
    assert (report.verdict, report.exit_code, report.check("proof").code) == ("could_not_check", 3, code)


def test_short_keys_are_not_accepted() -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    short = rsa.generate_private_key(65537, 1024).public_key()  # noqa: S505 - so short were keys of that time
    text = short.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    report = published(KEY=key(publicKeyPem=text.decode())).look(token())
    assert (report.verdict, report.check("proof").code) == ("could_not_check", "key.too_short")


def test_keys_and_kinds_that_the_verifier_does_not_believe() -> None:
    since = datetime(2025, 1, 1, tzinfo=UTC)
    report = published().look(token(), compromised_keys={KEY: since})
    assert (report.verdict, report.check("proof").code) == ("not_issuers_key", "proof.key_compromised")
    assert published().look(token(issuedOn="2024-12-31T00:00:00Z"), compromised_keys={KEY: since}).held
    assert published().look(token(), accepted_suites=frozenset({"EdDSA"})).verdict == "could_not_check"
    assert published().look(token(), accepted_suites=frozenset({"RS256"})).held


@pytest.mark.parametrize("missing", ["BADGE", "ISSUER", "KEY", "REVOKED"])
@pytest.mark.parametrize("version", VERSIONS)
def test_what_cannot_be_had_is_never_passed(version: str, missing: str) -> None:
    report = published(version, **{missing: None}).look(token(version))
    assert (report.verdict, report.exit_code) == ("could_not_check", 3)
    assert report.issuer_identity == ("domain_proved" if missing == "REVOKED" else "self_asserted")


# ---------------------------------------------------------------- revocation


@pytest.mark.parametrize(
    "entry",
    [
        UUID,
        UUID.upper(),
        {"id": UUID},
        {"id": UUID, "revocationReason": "Awarded in error"},
        {"id": UUID, "revoked": True},
    ],
)
def test_a_badge_in_the_list_is_revoked(entry: Any) -> None:
    report = published(REVOKED=revocation_list("2.0", "urn:uuid:x", entry)).look(token())
    assert (report.verdict, report.check("status").code, report.exit_code) == ("revoked", "status.revoked", 1)
    assert report.sentence.startswith("Signed by badges.example.edu, but revoked by the issuer.")


@pytest.mark.parametrize("entry", [{"id": UUID, "revoked": False}, {"uid": ""}, {"uid": True}, UUID[:-1]], ids=str)
def test_an_entry_that_does_not_mean_it_revokes_nothing(entry: Any) -> None:
    assert published(REVOKED=revocation_list("2.0", entry)).look(token()).verdict == "authentic"


@pytest.mark.parametrize("version", ["1.1", "1.0"])
def test_a_uid_in_the_list_of_1_x_is_revoked(version: str) -> None:
    assert published(version, REVOKED={"abc-123": "Issued in error"}).look(token(version)).verdict == "revoked"
    assert published(version, REVOKED={"abc": "Issued in error"}).look(token(version)).verdict == "authentic"
    newer = {"type": "RevocationList", "revokedAssertions": [{"uid": "abc-123"}]}
    assert published(version, REVOKED=newer).look(token(version)).verdict == "revoked"


@pytest.mark.parametrize(
    ("page", "code"),
    [
        (b"nonsense", "document.not_json"),
        (b"[]", "older.not_an_object"),
        ({"@context": V2, "type": "RevocationList"}, "status.list_malformed"),
        ({"revokedAssertions": [7]}, "status.list_malformed"),
        ({"revokedAssertions": [{}]}, "status.list_malformed"),
        ({"revokedAssertions": None}, "status.list_malformed"),
        ({"issuer": f"{EVIL}/issuer", "revokedAssertions": []}, "status.other_issuer"),
        ({"id": f"{EVIL}/list", "revokedAssertions": []}, "status.wrong_list"),
        ({"revokedAssertions": [f"urn:uuid:{number}" for number in range(30_000)]}, "document.too_large"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_list_that_is_none_is_no_answer(page: Any, code: str) -> None:
    report = published(REVOKED=page).look(token())
    assert (report.verdict, report.exit_code, report.check("status").code) == ("could_not_check", 3, code)


def test_an_issuer_without_a_list_revokes_nothing() -> None:
    report = published(ISSUER=issuer(publicKey=KEY)).look(token())
    assert (report.verdict, report.check("status").code) == ("authentic", "status.absent")
    odd = published(ISSUER=issuer(publicKey=KEY, revocationList=7)).look(token())
    assert (odd.verdict, odd.check("status").code) == ("could_not_check", "status.list_malformed")


def test_a_signed_badge_that_says_it_is_revoked_is() -> None:
    assert published().look(token(revoked=True)).verdict == "revoked"


# ---------------------------------------------------------------- not signed after all


@pytest.mark.parametrize("version", VERSIONS)
def test_the_payload_alone_is_not_signed(version: str) -> None:
    report = published(version).look(assertion(version, "signed"))
    assert (report.verdict, report.exit_code) == ("unsigned", 1)
    assert report.sentence.startswith("Not signed by anyone: it names ")


def test_a_hosted_badge_in_a_token_counts_as_hosted() -> None:
    where = site()
    report = where.look(jws(assertion(), rsa_signer(3)))
    assert (report.verdict, report.issuer_identity) == ("authentic", "domain_proved")
    changed = jws(assertion(narrative="With honours"), rsa_signer())
    assert where.look(changed).verdict == "altered"
