"""A forger with a website and a key of their own, and every way to point at a university's real documents."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.credentials.older_site import Site, assertion, badge_class, encoded, issuer, jws, key, pem, rsa_signer

EVIL, OXFORD = "https://evil.example", "https://www.ox.ac.uk"
STRANGER, REAL_KEY = rsa_signer(2), rsa_signer(1)
REAL_ISSUER = {**issuer(id=f"{OXFORD}/issuer", name="University of Oxford"), "publicKey": f"{OXFORD}/key"}
REAL_CLASS = badge_class(id=f"{OXFORD}/badge", issuer=f"{OXFORD}/issuer")
REAL_BADGE = assertion(id=f"{OXFORD}/1", badge=f"{OXFORD}/badge")
REAL_PAGES: dict[str, Any] = {
    f"{OXFORD}/issuer": REAL_ISSUER,
    f"{OXFORD}/badge": REAL_CLASS,
    f"{OXFORD}/key": key(REAL_KEY, id=f"{OXFORD}/key", owner=f"{OXFORD}/issuer"),
    f"{OXFORD}/1": REAL_BADGE,
    f"{OXFORD}/old/issuer": {"name": "University of Oxford", "url": OXFORD},
    f"{OXFORD}/old/badge": {**badge_class("1.0"), "issuer": f"{OXFORD}/old/issuer"},
}
OWN_PAGES: dict[str, Any] = {
    f"{EVIL}/issuer": issuer(id=f"{EVIL}/issuer", name="University of Oxford", publicKey=f"{EVIL}/key"),
    f"{EVIL}/badge": badge_class(id=f"{EVIL}/badge", issuer=f"{EVIL}/issuer"),
    f"{EVIL}/key": key(STRANGER, id=f"{EVIL}/key", owner=f"{EVIL}/issuer"),
}
ADDRESSES = [
    f"{site}/{page}"
    for site in (EVIL, OXFORD, f"{OXFORD}.evil.example", "https://www.ox.ac.uk@evil.example", "http://www.ox.ac.uk")
    for page in ("1", "badge", "issuer", "key", "old/issuer", "old/badge", "issuer#key")
] + ["urn:uuid:1", "did:web:www.ox.ac.uk", "", OXFORD, EVIL]
NEAR = [f"{site}/{page}" for site in (EVIL, OXFORD) for page in ("1", "badge", "issuer", "key")]
PLACES = st.one_of(st.sampled_from(NEAR), st.sampled_from(NEAR), st.sampled_from(ADDRESSES))


def some(**members: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Return objects with any of these members."""
    return st.fixed_dictionaries({}, optional=members)


POLICIES = some(
    startsWith=st.sampled_from([EVIL, OXFORD, ""]), allowedOrigins=st.sampled_from(["evil.example", "www.ox.ac.uk"])
)
KEYS = st.one_of(
    PLACES,
    st.fixed_dictionaries(
        {"id": PLACES, "type": st.just("CryptographicKey"), "publicKeyPem": st.just(pem(STRANGER))},
        optional={"owner": PLACES},
    ),
)
ISSUERS = st.one_of(
    PLACES,
    st.fixed_dictionaries(
        {"type": st.just("Issuer"), "name": st.just("University of Oxford")},
        optional={"id": PLACES, "origin": PLACES, "verification": POLICIES,
                  "publicKey": st.one_of(KEYS, st.lists(KEYS)), "revocationList": PLACES},
    ),
)  # fmt: skip
CLASSES = st.one_of(
    PLACES,
    st.fixed_dictionaries(
        {"type": st.just("BadgeClass"), "name": st.just("D"), "description": st.just("D"), "criteria": st.just("D"),
         "issuer": ISSUERS},
        optional={"id": PLACES},
    ),
)  # fmt: skip
HOW = st.fixed_dictionaries(
    {"type": st.sampled_from(["hosted", "signed", "HostedBadge", "SignedBadge"])},
    optional={"url": PLACES, "creator": KEYS},
)
CONTEXTS = st.sampled_from([None, "https://w3id.org/openbadges/v1", "https://w3id.org/openbadges/v2"])


@st.composite
def forgeries(draw: Any) -> dict[str, Any]:
    """Return an assertion of any version, of pieces that point anywhere."""
    made: dict[str, Any] = {
        "type": "Assertion",
        "uid": "1",
        "recipient": draw(st.sampled_from(["eve@evil.example", {"type": "email", "identity": "eve@evil.example"}])),
        "issuedOn": "2025-01-31T09:00:00Z",
        "badge": draw(CLASSES),
    }
    context = draw(CONTEXTS)
    if context is not None:
        made["@context"] = context
    for member in draw(st.sampled_from([("verify",), ("verification",), ("verify", "verification")])):
        made[member] = draw(HOW)
    if draw(st.booleans()):
        made["id"] = draw(PLACES)
    return made


def look(made: dict[str, Any], pages: dict[str, Any], data: bytes) -> None:
    """Verify, with everything that is not at the university's address in the forger's hands."""
    forged = {address: made for address in ADDRESSES if not address.startswith(f"{OXFORD}/")}
    where = Site(pages={**forged, **OWN_PAGES, **pages, **REAL_PAGES})
    listed = {
        f"{OXFORD}/issuer": "Oxford",
        f"{OXFORD}/old/issuer": "Oxford",
        "did:web:www.ox.ac.uk": "Oxford",
        OXFORD: "O",
    }
    report = where.look(data, listed_issuers=listed)
    assert report.issuer_identity != "listed", (made, pages)
    assert not (report.issuer_identity == "domain_proved" and not report.domain.endswith("evil.example")), (made, pages)
    trusted = where.look(data, trusted_issuers=listed)
    assert not trusted.held, (made, pages)
    if report.issuer_identity != "self_asserted":
        assert "Oxford" not in report.sentence


PAGES = st.dictionaries(
    st.sampled_from([f"{EVIL}/{page}" for page in ("badge", "issuer", "key", "old/issuer", "old/badge")]),
    st.one_of(
        CLASSES.filter(lambda value: isinstance(value, dict)),
        ISSUERS.filter(lambda value: isinstance(value, dict)),
        KEYS.filter(lambda value: isinstance(value, dict)),
        st.just(pem(STRANGER).encode()),
    ),
    max_size=4,
)


@settings(max_examples=600, deadline=None)
@given(forgeries(), PAGES)
def test_no_hosted_forgery_is_the_universitys(made: dict[str, Any], pages: dict[str, Any]) -> None:
    look(made, pages, encoded(made))


@settings(max_examples=400, deadline=None)
@given(forgeries(), PAGES)
def test_no_signed_forgery_is_the_universitys(made: dict[str, Any], pages: dict[str, Any]) -> None:
    look(made, pages, jws(made, STRANGER))


def test_the_real_badge_is_the_universitys() -> None:
    """Otherwise the two tests above would show nothing."""
    where = Site(pages=dict(REAL_PAGES))
    report = where.look(REAL_BADGE, listed_issuers={f"{OXFORD}/issuer": "Oxford"})
    assert (report.verdict, report.issuer_identity) == ("authentic", "listed")
    how = {"type": "SignedBadge", "creator": f"{OXFORD}/key"}
    signed = assertion("2.0", "signed", badge=f"{OXFORD}/badge", verification=how)
    assert where.look(jws(signed, REAL_KEY)).issuer_identity == "domain_proved"
    assert where.look(jws(signed, STRANGER)).verdict == "altered"
    old = assertion("1.0", "signed", badge=f"{OXFORD}/old/badge", verify={"type": "signed", "url": f"{OXFORD}/old/k"})
    where.pages[f"{OXFORD}/old/k"] = pem(REAL_KEY).encode()
    assert where.look(jws(old, REAL_KEY)).issuer_identity == "domain_proved"


def test_a_forgery_on_the_forgers_own_site_is_the_forgers() -> None:
    made = assertion(id=f"{EVIL}/1", badge=f"{EVIL}/badge")
    where = Site(pages={**OWN_PAGES, f"{EVIL}/1": made, **REAL_PAGES})
    report = where.look(made)
    assert (report.verdict, report.issuer_identity, report.domain) == ("authentic", "domain_proved", "evil.example")
    assert "Oxford" not in report.sentence
