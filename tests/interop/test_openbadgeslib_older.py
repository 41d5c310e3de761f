"""openbadgeslib makes badges of Open Badges 2.0 and 1.0, which hold here, and verifies those of 2.0 as we do."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from openbadgeslib import ob2
from openbadgeslib.keys import KeyType
from tests.credentials.older_site import (
    ASSERTION,
    AT,
    BADGE,
    ISSUER,
    KEY,
    MARA,
    REVOKED,
    SITE,
    Site,
    assertion,
    badge_class,
    issuer,
    jws,
    key,
    revocation_list,
    rsa_signer,
    site,
)
from tests.interop.parties import ALGORITHMS, PICTURES, public_pem, secret_pem, signer

from stepladder.credentials import bake, unbake

UUID = "urn:uuid:0b3c1a52-6b5e-4a5f-9a3e-2f6a1c1d7e10"
ISSUED = datetime(2026, 1, 1, tzinfo=UTC)


def they_hold(data: bytes, where: Site, **more: Any) -> bool:
    """Return whether they hold a signed badge, a hosted one in a token, or a hosted one as JSON."""
    verifier = ob2.OB2Verifier(download=where.fetch)
    with time_machine.travel(AT, tick=False):
        try:
            if data.startswith(b"{"):
                verifier.verify_hosted(data.decode(), check_revocation=True, **more)
            else:
                verifier.verify(data.decode(), check_revocation=True, **more)
        except ob2.OB2VerificationError:
            return False
    return True


def their_assertion(manner: str = "SignedBadge", **more: Any) -> Any:
    creator = KEY if manner == "SignedBadge" else None
    values = {
        "recipient": ob2.IdentityObject.create(MARA, "salt-1"),
        "badge": BADGE,
        "verification": ob2.Verification(type=manner, creator=creator),
        "id": UUID if manner == "SignedBadge" else ASSERTION,
        "issued_on": ISSUED,
    }
    return ob2.Assertion(**(values | more))


def their_site(kind: str, **pages: Any) -> Site:
    """Return a site with the documents as they publish them."""
    described = ob2.BadgeClass(
        id=BADGE, name="Welding", description="A seam.", image=f"{BADGE}/i.png", criteria=f"{BADGE}/c", issuer=ISSUER
    )
    profile = ob2.Profile(id=ISSUER, name="Example University", public_key=[KEY], revocation_list=REVOKED)
    published = ob2.CryptographicKey(id=KEY, owner=ISSUER, public_key_pem=public_pem(signer(kind)).decode())
    listed = ob2.RevocationList(id=REVOKED, issuer=ISSUER, revoked_assertions=["urn:uuid:other"])
    made = {BADGE: described, ISSUER: profile, KEY: published, REVOKED: listed}
    return Site(pages={address: page.to_dict() for address, page in made.items()} | pages)


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("kind", ["rsa", "p256", "ed25519"])
def test_we_hold_what_openbadgeslib_signs_and_bakes(kind: str, picture: str) -> None:
    maker = ob2.OB2Signer(secret_pem(signer(kind)), ALGORITHMS[kind])
    baked = getattr(maker, f"sign_into_{picture}")(their_assertion(), PICTURES[picture])
    where = their_site(kind)
    report = where.look(baked, recipient=MARA)
    assert (report.verdict, report.recipient, report.standard) == ("authentic", "matches", "Open Badges 2.0")
    assert report.issuer_identity == "domain_proved"
    assert report.credential is not None
    assert (report.credential.container, report.credential.name) == (picture, "Welding")
    assert unbake(baked).decode().rpartition(".")[0] == maker.sign(their_assertion()).rpartition(".")[0]
    listed = ob2.RevocationList(id=REVOKED, issuer=ISSUER, revoked_assertions=[{"id": UUID}]).to_dict()
    assert their_site(kind, **{REVOKED: listed}).look(baked).verdict == "revoked"
    foreign = key(signer("p256" if kind != "p256" else "rsa"))
    assert their_site(kind, **{KEY: foreign}).look(baked).verdict == "altered"


@pytest.mark.parametrize("picture", PICTURES)
def test_we_hold_the_hosted_badges_of_openbadgeslib(picture: str) -> None:
    made = their_assertion("HostedBadge")
    baked = getattr(ob2.OB2Signer(secret_pem(signer("rsa"))), f"sign_into_{picture}")(made, PICTURES[picture])
    where = their_site("rsa", **{ASSERTION: made.to_dict()})
    assert where.look(baked).verdict == "authentic"
    later = their_assertion("HostedBadge", expires=ISSUED + timedelta(days=1)).to_dict()
    assert their_site("rsa", **{ASSERTION: later}).look(baked).verdict == "expired"


@pytest.mark.parametrize("kind", ["rsa", "p256", "ed25519"])
@pytest.mark.parametrize("picture", PICTURES)
def test_openbadgeslib_finds_and_holds_what_we_bake(kind: str, picture: str) -> None:
    by = signer(kind)
    baked = bake(PICTURES[picture], jws(assertion("2.0", "signed"), by))
    token = getattr(ob2.OB2Verifier, f"extract_token_from_{picture}")(baked)
    where = site("2.0", "signed", KEY=key(by))
    assert they_hold(token.encode(), where, expected_recipient=MARA)
    assert where.look(baked, recipient=MARA).held


EVIL = "https://evil.example"
SIGNED_CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "as it is": ({}, {}),
    "revoked": ({"REVOKED": revocation_list("2.0", UUID)}, {}),
    "revoked with a reason": ({"REVOKED": revocation_list("2.0", {"id": UUID, "revocationReason": "x"})}, {}),
    "another key": ({"KEY": key(rsa_signer(2))}, {}),
    "the key of another owner": ({"KEY": key(owner=f"{EVIL}/issuer")}, {}),
    "a key that the profile does not list": ({"ISSUER": issuer(publicKey=f"{SITE}/keys/2")}, {}),
    "a profile of another id": ({"ISSUER": issuer(id=f"{EVIL}/issuer", publicKey=KEY)}, {}),
    "no profile": ({"ISSUER": None}, {}),
    "no key": ({"KEY": None}, {}),
    "no list": ({"REVOKED": None}, {}),
    "an issuer without a list": ({"ISSUER": issuer(publicKey=KEY)}, {}),
    "expired": ({}, {"expires": "2026-02-01T00:00:00Z"}),
    "not expired": ({}, {"expires": "2027-02-01T00:00:00Z"}),
    "issued later": ({}, {"issuedOn": "2027-02-01T00:00:00Z"}),
    "a time without a zone": ({}, {"issuedOn": "soon"}),
    "another context": ({}, {"@context": "https://w3id.org/openbadges/v9"}),
    "another type": ({}, {"type": "Badge"}),
    "no recipient": ({}, {"recipient": None}),
    "a truth value in words": ({}, {"recipient": {"type": "email", "hashed": "true", "identity": "sha256$00"}}),
}


@pytest.mark.parametrize("name", SIGNED_CASES)
def test_openbadgeslib_and_we_say_the_same_of_signed_badges(name: str) -> None:
    pages, members = SIGNED_CASES[name]
    data = jws(assertion("2.0", "signed", **members))
    ours = site("2.0", "signed", **pages).look(data)
    assert ours.held == they_hold(data, site("2.0", "signed", **pages)), ours.as_dict()


HOSTED_CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "as it is": ({}, {}),
    "not there": ({"ASSERTION": None}, {}),
    "another recipient published": ({"ASSERTION": assertion(recipient={"type": "email", "identity": "x"})}, {}),
    "another badge in the copy": ({}, {"badge": f"{SITE}/badges/6"}),
    "another date in the copy": ({}, {"issuedOn": "2025-02-01T00:00:00Z"}),
    "the same date, spelled otherwise": ({}, {"issuedOn": "2025-01-31T10:00:00+01:00"}),
    "expired": ({"ASSERTION": assertion(expires="2026-02-01T00:00:00Z")}, {"expires": "2026-02-01T00:00:00Z"}),
    "a scope that fits": ({"ISSUER": issuer(verification={"startsWith": f"{SITE}/assertions/"})}, {}),
    "a scope that does not fit": ({"ISSUER": issuer(verification={"startsWith": f"{SITE}/other/"})}, {}),
    "a host that fits": ({"ISSUER": issuer(verification={"allowedOrigins": "badges.example.edu"})}, {}),
    "a host that does not fit": ({"ISSUER": issuer(verification={"allowedOrigins": "evil.example"})}, {}),
    "an issuer elsewhere": ({"BADGE": badge_class(issuer=f"{EVIL}/issuer")}, {}),
}


@pytest.mark.parametrize("name", HOSTED_CASES)
def test_openbadgeslib_and_we_say_the_same_of_hosted_badges(name: str) -> None:
    import json

    pages, members = HOSTED_CASES[name]
    made = [site(**pages) for _ in range(2)]
    for each in made:
        each.pages[f"{EVIL}/issuer"] = issuer(id=f"{EVIL}/issuer")
    data = json.dumps(assertion(**members)).encode()
    ours = made[0].look(data)
    assert ours.held == they_hold(data, made[1]), ours.as_dict()


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("kind", ["rsa", "p256"])
def test_we_hold_the_badges_of_1_0_that_openbadgeslib_makes(kind: str, picture: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from openbadgeslib.badge_model import Badge, BadgeImgType
        from openbadgeslib.ob1.signer import Signer

        source = Badge(
            ini_name="badge_1",
            name="Welding",
            description="A seam.",
            image_type=BadgeImgType[picture.upper()],
            image=PICTURES[picture],
            image_url=f"{BADGE}/image",
            criteria_url=f"{BADGE}/criteria",
            json_url=BADGE,
            verify_key_url=KEY,
            key_type=KeyType.RSA if kind == "rsa" else KeyType.ECC,
            privkey_pem=secret_pem(signer(kind)),
            pubkey_pem=public_pem(signer(kind)),
        )
        with time_machine.travel(ISSUED, tick=False):
            made = Signer(identity=MARA).sign_badge(source)
    where = site("1.0", "signed", KEY=public_pem(signer(kind)))
    report = where.look(made.signed, recipient=MARA)
    assert (report.verdict, report.recipient, report.standard) == ("authentic", "matches", "Open Badges 1.0")
    uid = made.serial_num.decode() if isinstance(made.serial_num, bytes) else str(made.serial_num)
    revoked = site("1.0", "signed", KEY=public_pem(signer(kind)), REVOKED={uid: "Issued in error"})
    assert revoked.look(made.signed).verdict == "revoked"
    stranger = site("1.0", "signed", KEY=public_pem(signer("p256" if kind == "rsa" else "rsa")))
    assert stranger.look(made.signed).verdict == "altered"
