"""Hosted badges of Open Badges 0.5 to 2.0: what is published at the badge's own address counts, and only there."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.credentials.older_site import (
    ASSERTION,
    AT,
    BADGE,
    ISSUER,
    MARA,
    SITE,
    assertion,
    badge_class,
    encoded,
    issuer,
    site,
)

from stepladder.credentials import VerificationPolicy, inspect, verify
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import VerificationError
from stepladder.credentials.verification.older.scope import outside

if TYPE_CHECKING:
    from stepladder.credentials import VerificationReport

EVIL = "https://evil.example"
OXFORD = "https://www.ox.ac.uk/badges/issuer"


def codes(report: VerificationReport) -> set[str]:
    return {one.code for one in report.checks if one.outcome in {"failed", "indeterminate"}}


@pytest.mark.parametrize("version", ["2.0", "1.1", "1.0"])
def test_a_hosted_badge_that_stands_where_it_says_holds(version: str) -> None:
    published = site(version)
    report = published.look(assertion(version), recipient=MARA)
    assert (report.verdict, report.issuer_identity, report.recipient) == ("authentic", "domain_proved", "matches")
    assert report.as_dict()["standard"] == report.standard == f"Open Badges {version}"
    assert published.asked == [ASSERTION, BADGE, ISSUER]
    assert report.status_checked_at == AT
    credential = report.credential
    assert credential is not None
    assert (credential.name, credential.issuer_name) == ("Welding, first steps", "Example University")
    assert (credential.issuer_id, credential.achievement_id) == (ISSUER, BADGE)
    assert [(one.target_name, one.target_url) for one in credential.alignments] == [
        ("weld metal", "http://data.europa.eu/esco/skill/0f8d5d5b")
    ]
    assert credential.valid_from is not None
    assert credential.valid_from.endswith("Z")


def test_the_words_name_the_website_and_no_signature() -> None:
    report = site().look(assertion())
    said = f"{report.headline} {report.sentence} {report.next_step}"
    assert "badges.example.edu" in said
    assert "Open Badges 2.0 for hosted badges" in said
    assert "Example University" not in said
    assert "sign" not in said.lower()


def test_a_badge_of_0_5_holds_at_the_origin_that_it_names_and_nowhere_else() -> None:
    old = assertion("0.5")
    elsewhere = f"{EVIL}/a.json"
    stranger = {**old, "badge": {**old["badge"], "issuer": {**old["badge"]["issuer"], "verification": {
        "allowedOrigins": "evil.example"}}}}  # fmt: skip
    published = site("0.5", ASSERTION=old)
    published.pages[elsewhere] = stranger
    for address, verdict in ((ASSERTION, "authentic"), (elsewhere, "not_issuers_key")):
        report = published.look({"method": "hosted", "assertionUrl": address}, recipient=MARA)
        assert (report.verdict, report.recipient, report.standard) == (verdict, "matches", "Open Badges 0.5")
    alone = published.look(old)
    assert (alone.verdict, codes(alone)) == ("could_not_check", {"older.no_address", "issuer_key.not_had"})


@pytest.mark.parametrize("version", ["2.0", "1.1", "1.0"])
@pytest.mark.parametrize("missing", ["ASSERTION", "BADGE", "ISSUER"])
def test_what_cannot_be_had_is_never_passed(version: str, missing: str) -> None:
    report = site(version, **{missing: None}).look(assertion(version))
    assert (report.verdict, report.exit_code) == ("could_not_check", 3)
    assert report.issuer_identity == "self_asserted"
    assert "resolve.unreachable" in codes(report)
    assert "whether" in report.sentence


def test_offline_nothing_is_asked_for_and_nothing_is_claimed() -> None:
    report = inspect(encoded(assertion()), resolver=DocumentResolver(), at=AT)
    assert (report.verdict, report.exit_code) == ("could_not_check", 3)
    assert "resolve.offline" in codes(report)


def test_documents_that_the_verifier_brings_count_and_are_told_apart() -> None:
    documents = {address: encoded(page) for address, page in site().pages.items()}
    report = inspect(encoded(assertion()), resolver=DocumentResolver(documents=documents), at=AT)
    assert (report.verdict, report.issuer_identity) == ("authentic", "domain_proved")
    assert report.check("issuer_identity").code == "issuer_identity.domain_given"
    assert "handed over" in report.sentence


# ---------------------------------------------------------------- whose it is


def forged(policy: Any = None, *, where: str = EVIL) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a badge of one's own making in Oxford's name, and the pages that go with it; Oxford's site is real."""
    who = {**issuer(), "id": OXFORD, "name": "University of Oxford"}
    inside = badge_class(id=f"{where}/badge", issuer={**who, **({"verification": policy} if policy else {})})
    copy = assertion(id=f"{where}/1", badge=inside)
    return copy, {f"{where}/1": copy, f"{where}/badge": inside, OXFORD: who}


@pytest.mark.parametrize("policy", [None, {"allowedOrigins": "evil.example"}, {"startsWith": [EVIL]}], ids=str)
def test_a_badge_of_ones_own_in_a_famous_name_is_not_theirs(policy: Any) -> None:
    copy, pages = forged(policy)
    published = site()
    published.pages |= pages
    report = published.look(copy)
    assert (report.verdict, report.issuer_identity) == ("not_issuers_key", "self_asserted")
    assert "older.outside" in codes(report)
    assert report.sentence.startswith("Nothing shows that University of Oxford published it")
    listed = published.look(copy, listed_issuers={OXFORD: "Oxford"}, trusted_issuers={OXFORD: "Oxford"})
    assert (listed.verdict, listed.issuer_identity) == ("not_issuers_key", "self_asserted")


def test_an_issuer_that_only_calls_itself_famous_is_known_by_its_website() -> None:
    report = site(ISSUER=issuer(name="University of Oxford")).look(assertion())
    assert (report.verdict, report.issuer_identity) == ("authentic", "domain_proved")
    assert "Oxford" not in report.sentence + report.headline + report.next_step
    assert "badges.example.edu" in report.sentence


def test_an_issuer_without_a_website_is_self_asserted_and_on_no_list() -> None:
    did = "did:web:www.ox.ac.uk"
    inside = badge_class(id="urn:uuid:1", issuer=issuer(id=did, name="University of Oxford"))
    copy = assertion(badge=inside)
    published = site(ASSERTION=copy)
    report = published.look(copy, listed_issuers={did: "Oxford"})
    assert (report.verdict, report.issuer_identity) == ("authentic", "self_asserted")
    assert "we do not know that this is University of Oxford" in report.sentence
    assert "badges.example.edu" in report.sentence
    trusted = published.look(copy, trusted_issuers={did: "Oxford"})
    assert trusted.verdict == "untrusted_issuer"


@pytest.mark.parametrize(
    ("policy", "address", "held"),
    [
        (None, ASSERTION, True),
        (None, "https://badges.example.edu:443/assertions/9", True),
        (None, "https://BADGES.example.edu/assertions/9", True),
        (None, "https://badges.example.edu:8443/assertions/9", False),
        (None, "https://other.example.edu/assertions/9", False),
        ({"allowedOrigins": "cdn.example"}, "https://cdn.example/9", True),
        ({"allowedOrigins": ["cdn.example", "b.example"]}, "https://b.example/9", True),
        ({"allowedOrigins": "cdn.example"}, "https://cdn.example:8443/9", False),
        ({"allowedOrigins": "cdn.example:8443"}, "https://cdn.example:8443/9", True),
        ({"allowedOrigins": "cdn.example"}, "https://cdn.example.evil.example/9", False),
        ({"allowedOrigins": "cdn.example"}, ASSERTION, False),
        ({"startsWith": f"{SITE}/assertions/"}, ASSERTION, True),
        ({"startsWith": f"{SITE}/assertions/"}, f"{SITE}/uploads/1", False),
        ({"startsWith": f"{SITE}/assertions/"}, f"{SITE}/assertions/../uploads/1", False),
        ({"startsWith": f"{SITE}/assertions/"}, f"{SITE}/assertions/%2e%2e/uploads/1", False),
        ({"startsWith": SITE}, "https://badges.example.edu.evil.example/1", False),
        ({"startsWith": SITE, "allowedOrigins": "cdn.example"}, ASSERTION, False),
        ({"startsWith": [f"{EVIL}/x", f"{SITE}/a"]}, ASSERTION, True),
    ],
    ids=str,
)
def test_an_issuer_says_where_its_badges_stand(policy: Any, address: str, *, held: bool) -> None:
    copy = assertion(id=address)
    profile = issuer(verification=policy) if policy else issuer()
    published = site(ISSUER=profile)
    published.pages[address] = copy
    report = published.look(copy)
    assert report.verdict == ("authentic" if held else "not_issuers_key"), report.as_dict()


@pytest.mark.parametrize(
    "address",
    ["https://someone@badges.example.edu/1", "https://badges.example.edu@evil.example/1",
     "https://badges.example.edu\\@evil.example/1", "https://[::1/1",
     "https:///1", "https://badges.example.edu:99999/1"],
)  # fmt: skip
def test_an_address_that_is_written_oddly_is_nobodys(address: str) -> None:
    assert outside(address, ISSUER, {})
    assert outside(address, ISSUER, {"verification": {"allowedOrigins": "badges.example.edu"}})
    assert outside(address, ISSUER, {"verification": {"startsWith": "https://badges.example.edu"}})


def test_what_a_badge_is_for_stands_on_the_issuers_site_too() -> None:
    inside = assertion(badge=f"{EVIL}/badge")
    published = site(ASSERTION=inside)
    published.pages[f"{EVIL}/badge"] = badge_class(id=f"{EVIL}/badge", name="Doctor of Everything")
    report = published.look(inside)
    assert (report.verdict, report.check("issuer_key").where) == ("not_issuers_key", f"{EVIL}/badge")


def test_what_came_over_http_proves_nothing() -> None:
    http = {name.replace("https:", "http:"): json.loads(encoded(page).replace(b"https://badges", b"http://badges"))
            for name, page in site().pages.items()}  # fmt: skip
    copy = http[ASSERTION.replace("https:", "http:")]
    published = site()
    published.pages = http
    report = published.look(copy)
    assert (report.verdict, report.check("proof").code) == ("could_not_check", "older.unprotected")
    documents = {name: encoded(page) for name, page in http.items()}
    brought = inspect(encoded(copy), resolver=DocumentResolver(documents=documents), at=AT)
    assert (brought.verdict, brought.issuer_identity) == ("authentic", "self_asserted")
    assert brought.check("issuer_identity").code == "issuer_identity.not_https"


@pytest.mark.parametrize("place", ["ASSERTION", "BADGE", "ISSUER"])
def test_a_document_that_calls_itself_otherwise_is_not_the_one_asked_for(place: str) -> None:
    made = {"ASSERTION": assertion, "BADGE": badge_class, "ISSUER": issuer}[place](id=f"{EVIL}/1")
    report = site(**{place: made}).look(assertion())
    assert (report.verdict, "older.wrong_document" in codes(report)) == ("could_not_check", True)


# ---------------------------------------------------------------- whether it stands


def test_410_gone_is_revoked() -> None:
    published = site(ASSERTION=None)
    published.gone.add(ASSERTION)
    report = published.look(assertion())
    assert (report.verdict, report.check("status").code, report.exit_code) == ("revoked", "status.revoked", 1)
    assert report.issuer_identity == "self_asserted"


@pytest.mark.parametrize("said", [True, "true", 1, "yes", [], {}], ids=str)
def test_a_badge_that_calls_itself_revoked_is(said: Any) -> None:
    short = {"@context": assertion()["@context"], "id": ASSERTION, "type": "Assertion", "revoked": said,
             "revocationReason": "Signed by the University of Oxford"}  # fmt: skip
    for page in (short, assertion(revoked=said)):
        report = site(ASSERTION=page).look(assertion())
        assert (report.verdict, report.exit_code) == ("revoked", 1)
        assert "Oxford" not in report.sentence
    assert site().look(short).verdict == "revoked"


@pytest.mark.parametrize("said", [False, None], ids=str)
def test_a_badge_that_says_it_is_not_revoked_is_not(said: Any) -> None:
    assert site(ASSERTION=assertion(revoked=said)).look(assertion()).verdict == "authentic"


def test_fault_18_a_page_that_was_not_looked_at_lately_is_too_old() -> None:
    from datetime import timedelta

    later = AT + timedelta(days=9)
    report = site().look(assertion(), at=later, max_status_age=timedelta(days=1))
    assert (report.verdict, report.exit_code) == ("status_too_old", 3)
    documents = {address: encoded(page) for address, page in site().pages.items()}
    policy = VerificationPolicy(max_status_age=timedelta(days=1))
    brought = inspect(encoded(assertion()), resolver=DocumentResolver(documents=documents), at=AT, policy=policy)
    assert brought.verdict == "status_too_old"


@pytest.mark.parametrize("page", [assertion(type="Badge"), assertion(recipient=None), badge_class(id=ASSERTION)])
def test_a_page_behind_a_mere_address_is_judged_as_any_badge(page: Any) -> None:
    report = site(ASSERTION=page).look({"method": "hosted", "assertionUrl": ASSERTION})
    assert (report.verdict in {"unreadable", "unsigned"}, report.held) == (True, False)


def test_in_1_1_the_address_to_look_at_is_that_of_the_instructions() -> None:
    two = assertion("1.1", verify={"type": "hosted", "url": f"{SITE}/elsewhere"})
    published = site("1.1", ASSERTION=two)
    published.pages[f"{SITE}/elsewhere"] = two
    report = published.look(two)
    assert (report.verdict, report.check("proof").code) == ("could_not_check", "older.wrong_document")


def test_a_page_that_calls_itself_signed_confirms_nothing() -> None:
    published = site(ASSERTION=assertion("2.0", "signed", id=ASSERTION))
    report = published.look({"method": "hosted", "assertionUrl": ASSERTION})
    assert (report.verdict, report.check("proof").code) == ("unsigned", "proof.missing")


@pytest.mark.parametrize(
    "page",
    [b"<html>Log in</html>", b"", b"[]", b'"x"', {"error": "not found"}, b'{"id": 1, "id": 2}', b"\xff\xfe"],
    ids=str,
)
def test_a_page_that_is_no_badge_confirms_nothing(page: Any) -> None:
    report = site(ASSERTION=page).look(assertion())
    assert (report.verdict, report.exit_code) == ("could_not_check", 3)


def test_only_kinds_of_signatures_that_were_asked_for_are_enough() -> None:
    assert site().look(assertion(), accepted_suites=frozenset({"eddsa-rdfc-2022"})).verdict == "could_not_check"
    assert site().look(assertion(), accepted_suites=frozenset({"hosted"})).verdict == "authentic"


def test_lists_of_issuers_name_the_issuer_by_its_address() -> None:
    report = site().look(assertion(), trusted_issuers={ISSUER: "The real one"})
    assert (report.verdict, report.issuer_identity, report.name) == ("authentic", "listed", "The real one")
    assert "which is on the list of trusted issuers" in report.sentence
    other = site().look(assertion(), trusted_issuers={OXFORD: "Oxford"})
    assert (other.verdict, other.exit_code) == ("untrusted_issuer", 1)


def test_verify_gives_what_is_published() -> None:
    published = site(ASSERTION=assertion(evidence="https://a.example/1"))
    resolver = DocumentResolver(fetch=published.fetch)
    verified = verify(encoded(assertion()), resolver=resolver, at=AT)
    assert verified.credential.document["evidence"] == "https://a.example/1"
    assert verified.credential.original == encoded(assertion())
    with pytest.raises(VerificationError) as refused:
        verify(encoded(assertion(evidence="https://b.example/2")), resolver=resolver, at=AT)
    assert refused.value.code == "verify.altered"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
MEMBERS = ["id", "type", "recipient", "badge", "verification", "verify", "issuedOn", "expires", "issuer", "revoked",
           "alignment", "identity", "hashed", "salt", "name", "uid", "tags", "publicKey", "@context"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(place=st.sampled_from(["copy", "ASSERTION", "BADGE", "ISSUER"]), member=st.sampled_from(MEMBERS), value=JSON)
def test_whatever_stands_in_the_documents_there_is_a_report(place: str, member: str, value: Any) -> None:
    made = {"ASSERTION": assertion, "BADGE": badge_class, "ISSUER": issuer, "copy": assertion}[place]()
    made[member] = value
    published = site(**({} if place == "copy" else {place: made}))
    report = published.look(made if place == "copy" else assertion(), recipient=MARA)
    assert report.sentence
    assert report.headline
    assert report.next_step
    assert json.dumps(report.as_dict())
    if place == "copy" and made != assertion():
        same = {**assertion(), "@context": assertion()["@context"]}
        assert report.verdict != "authentic" or made == same or value == ASSERTION


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_json_under_an_older_context_gets_a_report(value: Any) -> None:
    document = {"@context": "https://w3id.org/openbadges/v2", "type": "Assertion", "badge": value, "recipient": value}
    report = inspect(encoded(document), resolver=DocumentResolver(), at=AT)
    assert report.verdict in {"unreadable", "unsigned", "could_not_check"}
    assert report.sentence


def test_a_redirect_to_another_website_proves_nothing_of_the_first() -> None:
    published = site()

    def fetch(url: str) -> Any:
        landed = f"{EVIL}/1" if url == ASSERTION else url
        return SimpleNamespace(url=landed, body=published.fetch(url))

    report = inspect(encoded(assertion()), resolver=DocumentResolver(fetch=fetch), at=AT)
    assert (report.verdict, report.check("proof").code) == ("could_not_check", "older.redirected")
    assert report.issuer_identity == "self_asserted"
