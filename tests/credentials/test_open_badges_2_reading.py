"""What reads as an older badge and how: versions, times, recipients, rules, contexts, and everything that is none."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.credentials.older_site import (
    ASSERTION,
    AT,
    BADGE,
    ISSUER,
    MARA,
    V2,
    assertion,
    badge_class,
    encoded,
    hashed,
    issuer,
    jws,
    key,
    recipient,
    revocation_list,
    site,
)
from tests.timing import within

from stepladder.credentials import Credential, inspect
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.model.older_badges import moment_of, version_of
from stepladder.errors import StepladderError

OFFLINE = DocumentResolver()


@pytest.mark.parametrize("version", ["2.0", "1.1", "1.0", "0.5"])
def test_the_version_is_known_by_its_context_or_its_recipient(version: str) -> None:
    assert version_of(assertion(version)) == version
    credential = Credential.from_bytes(encoded(assertion(version)))
    assert (credential.standard, credential.securing) == (f"Open Badges {version}", "hosted")
    assert credential.achievement_name == ("Welding, first steps" if version == "0.5" else None)


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        "x",
        {"@context": "https://www.w3.org/ns/credentials/v2", "type": "Assertion", "badge": "x", "recipient": {}},
        {"@context": [V2, "x"], "type": ["VerifiableCredential"], "badge": "x"},
        {"@context": V2, "credentialSubject": {}},
        {"badge": "https://x.example", "recipient": {"identity": "x"}},
        {"badge": "https://x.example", "recipient": "x"},
        {"recipient": {"identity": "x"}, "verify": {}},
    ],
    ids=str,
)
def test_what_is_no_older_badge(document: Any) -> None:
    assert version_of(document) is None


@pytest.mark.parametrize("name", ["badge.json", "badge.jwt", "badge.jws", "badge.1ob"])
def test_a_file_is_read_by_its_contents_whatever_its_name(name: str, tmp_path: Any) -> None:
    for data, container in ((encoded(assertion()), "json"), (jws(assertion("2.0", "signed")), "jwt")):
        (tmp_path / name).write_bytes(data)
        credential = Credential.from_bytes((tmp_path / name).read_bytes())
        assert (credential.container, credential.standard) == (container, "Open Badges 2.0")
        assert credential.original == data


# ---------------------------------------------------------------- fault 11: times


@pytest.mark.parametrize(
    ("written", "version", "moment"),
    [
        ("2016-12-31T23:59:59+00:00", "2.0", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2016-12-31T23:59:59Z", "2.0", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2016-12-31T23:59Z", "2.0", datetime(2016, 12, 31, 23, 59, tzinfo=UTC)),
        ("2016-12-31T23:59:59+0100", "2.0", datetime(2016, 12, 31, 22, 59, 59, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", "2.0", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2017-01-01T14:00:00+14:00", "2.0", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2016-12-31T23:59:59", "2.0", None),
        ("2016-12-31", "2.0", None),
        (1_359_217_910, "2.0", None),
        ("1359217910", "2.0", None),
        (1_359_217_910, "1.1", datetime(2013, 1, 26, 16, 31, 50, tzinfo=UTC)),
        ("1359217910", "1.0", datetime(2013, 1, 26, 16, 31, 50, tzinfo=UTC)),
        (0, "1.0", datetime(1970, 1, 1, tzinfo=UTC)),
        ("2013-11-05", "1.0", datetime(2013, 11, 5, tzinfo=UTC)),
        ("2013-11-05T10:11", "1.0", datetime(2013, 11, 5, 10, 11, tzinfo=UTC)),
        ("2013-11-05 10:11:12", "0.5", datetime(2013, 11, 5, 10, 11, 12, tzinfo=UTC)),
        ("2013-11-05T10:11:12,5Z", "1.1", datetime(2013, 11, 5, 10, 11, 12, 500_000, tzinfo=UTC)),
        ("2013-13-05", "1.0", None),
        ("2013-11-05T25:00", "1.0", None),
        ("05.11.2013", "1.0", None),
        ("٢٠١٣-١١-٠٥", "1.0", None),
        (-1, "1.0", None),
        (99_999_999_999, "1.0", None),
        (True, "1.0", None),
        (None, "1.0", None),
        ([], "1.0", None),
        ("", "1.0", None),
    ],
    ids=str,
)
def test_fault_11_times_are_read_as_their_version_wrote_them(written: Any, version: str, moment: Any) -> None:
    assert moment_of(written, version) == moment


@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.booleans()), st.sampled_from(["2.0", "1.0"]))
def test_anything_at_all_is_a_time_or_none(value: Any, version: str) -> None:
    found = moment_of(value, version)
    assert found is None or found.tzinfo is not None


def test_fault_11_it_is_judged_for_the_time_asked_for() -> None:
    made = assertion(issuedOn="2026-01-01T00:00:00Z", expires="2026-06-01T00:00:00+00:00")
    begins, ends = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 6, 1, tzinfo=UTC)
    second = timedelta(seconds=1)
    verdicts = {begins - second: "not_yet_valid", begins: "authentic", ends: "authentic", ends + second: "expired"}
    for at, verdict in verdicts.items():
        report = site(ASSERTION=made).look(made, at=at)
        assert report.verdict == verdict
        assert report.sentence
    assert report.credential is not None
    assert (report.credential.valid_from, report.credential.valid_until) == (
        "2026-01-01T00:00:00Z",
        "2026-06-01T00:00:00Z",
    )


@pytest.mark.parametrize("member", ["issuedOn", "expires"])
@pytest.mark.parametrize("written", ["2026-01-01", 1_700_000_000, "soon", [], {}], ids=str)
def test_a_time_of_2_0_that_is_none_breaks_the_rules(member: str, written: Any) -> None:
    made = assertion(**{member: written})
    report = site(ASSERTION=made).look(made)
    assert (report.verdict, report.check("schema").code) == ("unreadable", "schema.time")
    assert "breaks the rules" in report.sentence


# ---------------------------------------------------------------- whom it is about


@pytest.mark.parametrize(
    ("who", "asked", "found"),
    [
        (recipient(), MARA, "matches"),
        (recipient(), "Mara@Example.org", "matches"),
        (recipient(), "mailto:mara@example.org", "matches"),
        (recipient(), "ana@example.org", "differs"),
        (recipient(identity=hashed(MARA).upper().replace("SHA256", "sha256")), MARA, "matches"),
        (recipient(identity=hashed(MARA, algorithm="md5")), MARA, "matches"),
        (recipient(identity=hashed(MARA, ""), salt=None), MARA, "matches"),
        (recipient(identity=hashed(MARA), salt="other"), MARA, "differs"),
        ({"type": "email", "hashed": False, "identity": MARA}, "MARA@example.org", "matches"),
        ({"type": "email", "identity": MARA}, MARA, "matches"),
        ({"type": "email", "identity": hashed(MARA, "")}, MARA, "matches"),
        ({"type": "url", "hashed": False, "identity": "https://mara.example"}, "https://mara.example", "matches"),
        (recipient(type="telephone", identity=hashed("+16175551212")), "+16175551212", "matches"),
        (recipient(identity="sha1$abc"), "sha1$abc", "differs"),
    ],
    ids=str,
)
def test_whom_it_is_about(who: dict[str, Any], asked: str, found: str) -> None:
    made = assertion(recipient=who)
    report = site(ASSERTION=made).look(made, recipient=asked)
    assert report.recipient == found
    assert report.exit_code == (0 if found == "matches" else 1)


def test_the_text_true_of_1_0_is_a_truth_value() -> None:
    made = assertion("1.0", recipient=recipient(hashed="true"))
    assert site("1.0", ASSERTION=made).look(made, recipient=MARA).recipient == "matches"
    newer = assertion(recipient=recipient(hashed="true"))
    assert site(ASSERTION=newer).look(newer).verdict == "unreadable"


def test_a_plain_recipient_is_shown_and_a_hashed_one_is_not() -> None:
    plain = Credential.from_bytes(encoded(assertion(recipient={"type": "email", "identity": MARA, "hashed": False})))
    assert plain.recipient == MARA
    assert Credential.from_bytes(encoded(assertion())).recipient is None


# ---------------------------------------------------------------- rules


@pytest.mark.parametrize(
    ("version", "place", "change", "code"),
    [
        ("2.0", "ASSERTION", {"recipient": {"type": "email"}}, "schema.identity"),
        ("2.0", "ASSERTION", {"recipient": recipient(hashed=1)}, "schema.identity_hashed"),
        ("2.0", "ASSERTION", {"recipient": recipient(identity="no hash")}, "schema.identity_hash"),
        ("2.0", "BADGE", {"name": ""}, "schema.badge_name"),
        ("2.0", "BADGE", {"criteria": None}, "schema.badge_criteria"),
        ("2.0", "BADGE", {"type": "Badge"}, "schema.badge_type"),
        ("2.0", "BADGE", {"alignment": [{"targetName": "x"}]}, "schema.alignment"),
        ("2.0", "BADGE", {"alignment": [{"name": "x", "url": "https://x.example"}]}, "schema.alignment"),
        ("2.0", "ISSUER", {"name": None}, "schema.issuer_name"),
        ("2.0", "ISSUER", {"type": "Person"}, "schema.issuer_type"),
        ("1.1", "BADGE", {"type": None}, "schema.badge_type"),
        ("1.1", "ISSUER", {"type": []}, "schema.issuer_type"),
        ("1.0", "BADGE", {"description": None}, "schema.badge_description"),
        ("1.0", "ISSUER", {"name": 7}, "schema.issuer_name"),
    ],
    ids=str,
)
def test_a_badge_that_breaks_the_rules_of_its_version(version: str, place: str, change: Any, code: str) -> None:
    made = {"ASSERTION": assertion, "BADGE": badge_class, "ISSUER": issuer}[place](version) | change
    where = site(version, **{place: made})
    report = where.look(where.pages[ASSERTION])
    assert (report.verdict, report.check("schema").code) == ("unreadable", code)


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (badge_class(), "shape.not_a_badge"),
        (issuer(), "shape.not_a_badge"),
        (key(), "shape.not_a_badge"),
        (revocation_list(), "shape.not_a_badge"),
        ({"@context": V2, "type": "Endorsement", "claim": {}}, "shape.not_a_badge"),
        ({"@context": V2}, "shape.type"),
        (assertion(type="Something"), "shape.type"),
        (assertion(recipient=None), "shape.missing"),
        (assertion(badge={}), "shape.missing"),
    ],
    ids=lambda value: str(value)[:50],
)
def test_what_is_around_a_badge_is_none(document: dict[str, Any], code: str) -> None:
    where = site()
    report = where.look(document)
    assert (report.verdict, report.check("shape").code, report.exit_code) == ("unreadable", code, 1)
    assert where.asked == []


def test_a_badge_that_does_not_say_how_to_verify_it_is_confirmed_by_nobody() -> None:
    for how in ({}, {"type": "blockchain"}, None, "hosted"):
        report = site().look(assertion(verification=how))
        assert (report.verdict, report.check("proof").code) == ("unsigned", "proof.missing")
        assert report.sentence.startswith("Not confirmed by anyone: it names")


@pytest.mark.parametrize(
    ("contexts", "verdict"),
    [
        ([V2, "https://a.example/extensions"], "authentic"),
        ([V2, {"extensions:level": "https://a.example/level"}], "authentic"),
        ([V2, {"name": "https://a.example/nickname"}], "could_not_check"),
        ([V2, {"@vocab": "https://a.example/"}], "could_not_check"),
        ([{"issuer": "https://a.example/x"}, V2], "could_not_check"),
    ],
    ids=str,
)
def test_fault_8_a_context_of_its_own_turns_no_word_around(contexts: Any, verdict: str) -> None:
    made = assertion(**{"@context": contexts})
    report = site(ASSERTION=made).look(made)
    assert report.verdict == verdict
    assert report.check("context").code == ("context.ok" if verdict == "authentic" else "context.inline")


# ---------------------------------------------------------------- faults 9, 10, 17


@pytest.mark.parametrize("bad", [b'{"a": 1, "a": 2}', b'{"a": NaN}', b'{"a": "\\ud800"}', b'{"a": 9007199254740993}'])
def test_fault_9_json_that_readers_disagree_on_is_refused_wherever_it_stands(bad: bytes) -> None:
    inside = encoded(assertion()).replace(b'"@context"', b'"more": ' + bad + b', "@context"', 1)
    assert inspect(inside, resolver=OFFLINE, at=AT).verdict == "unreadable"
    for place, made in (("ASSERTION", assertion()), ("BADGE", badge_class()), ("ISSUER", issuer())):
        page = encoded(made).replace(b"{", b'{"more": ' + bad + b", ", 1)
        assert site(**{place: page}).look(assertion()).verdict == "could_not_check"


def big(place: str) -> dict[str, Any]:
    return {place: {"@context": V2, "type": "BadgeClass", "id": BADGE, "tags": ["x"] * 100_000}}


@pytest.mark.parametrize(
    "data",
    [
        encoded(assertion(tags=["x"] * 100_000)),
        encoded(assertion()) + b" " * 10_000_000,
        encoded(assertion()).replace(b"{", b'{"deep": ' + b"[" * 60 + b"]" * 60 + b", ", 1),
        b'{"@context": "' + V2.encode() + b'", "a": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
        jws(assertion("2.0", "signed", extra="x" * 3_000_000)),
        encoded(assertion(recipient=[recipient()] * 5_000, badge=[badge_class()] * 500)),
    ],
    ids=range(6),
)
def test_fault_10_what_would_exhaust_a_verifier_costs_less_than_a_second(data: bytes) -> None:
    within(1, lambda: (site().look(data, recipient=MARA), inspect(data, resolver=OFFLINE, at=AT)))


def test_fault_10_so_do_pages_that_are_huge() -> None:
    sites = [site(**pages) for pages in (big("BADGE"), {"ISSUER": encoded(issuer()) + b" " * 10_000_000})]
    for report in within(1, lambda: [one.look(assertion()) for one in sites]):
        assert report.verdict == "could_not_check"


def test_fault_17_a_badge_names_few_addresses_and_each_is_asked_once() -> None:
    keys = [f"https://badges.example.edu/k/{number}" for number in range(500)]
    where = site("2.0", "signed", ISSUER=issuer(publicKey=keys))
    where.look(jws(assertion("2.0", "signed", verification={"type": "signed"})))
    assert len(where.asked) <= 8
    assert len(set(where.asked)) == len(where.asked)


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://x.example/1", "did:web:x.example", "javascript:alert(1)", "//x.example", "x" * 5_000,
     "https://user@badges.example.edu/1", "https://badges.example.edu/a b", "https://badges.example.edu/\u202e1"],
    ids=lambda value: value[:30],
)  # fmt: skip
def test_fault_15_only_plain_web_addresses_are_asked_for(address: str) -> None:
    where = site()
    for document in (assertion(id=address), assertion(badge=address), assertion(badge=badge_class(issuer=address))):
        report = where.look(document)
        assert report.verdict != "authentic"
        assert report.sentence
    assert set(where.asked) <= {ASSERTION, BADGE, ISSUER}


@pytest.mark.parametrize("code", ["fetch.too_large", "fetch.timeout", "fetch.blocked_address", "fetch.http_status"])
@pytest.mark.parametrize("manner", ["hosted", "signed"])
def test_faults_13_to_16_what_the_fetch_guard_cuts_or_blocks_is_never_valid(manner: str, code: str) -> None:
    data = assertion() if manner == "hosted" else jws(assertion("2.0", "signed"))
    pages = site("2.0", manner).pages
    for refused in pages:
        asked: list[str] = []

        def fetch(url: str, refused: str = refused, asked: list[str] = asked) -> bytes:
            asked.append(url)
            if url == refused:
                raise StepladderError("refused", code=code, where=url)
            return encoded(pages[url])

        report = inspect(encoded(data), resolver=DocumentResolver(fetch=fetch, clock=lambda: AT), at=AT)
        needed = refused in asked
        assert report.verdict == ("could_not_check" if needed else "authentic")
        assert asked.count(refused) <= 1
        assert (report.exit_code == 3) == needed


def test_what_it_says_in_full_is_kept() -> None:
    made = assertion(**{"example.org:foo": {"bar": 1}})
    report = site(ASSERTION=made).look(made)
    assert report.credential is not None
    assert report.credential.document == made
    assert report.credential.original == encoded(made)
    assert json.dumps(report.as_dict())
