"""Looking up a credential's status: what counts, what is told, and everything that must never read as valid."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.faults import token
from tests.credentials.status_samples import (
    LIST,
    SIGNER,
    STRANGER,
    credential,
    issued,
    listed,
    look,
    packed,
    sealed,
    signed_list,
    status_list_2021,
    told,
)

from stepladder.credentials import VerificationPolicy, bake, inspect, issue
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.status import encode_list, status_entry

ENTRY = status_entry(LIST, 7)
OLD_ENTRY = ENTRY | {"type": "StatusList2021Entry"}
WORDS = ["fine", "asked", "pending review", "other"]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><rect/></svg>'
DAY = timedelta(days=1)


# ---------------------------------------------------------------- what counts


@pytest.mark.parametrize(
    ("purpose", "set_verdict", "set_code", "clear_code"),
    [
        ("revocation", "revoked", "status.revoked", "status.clear"),
        ("suspension", "suspended", "status.suspended", "status.clear"),
        ("refresh", "authentic", "status.refresh_available", "status.clear"),
        ("message", "authentic", "status.message", "status.message"),
        ("colour", "could_not_check", "status.unknown_purpose", "status.clear"),
    ],
)
def test_every_purpose_set_and_not_set(purpose: str, set_verdict: str, set_code: str, clear_code: str) -> None:
    entry = status_entry(LIST, 7, purpose)
    assert told(look(entry, signed_list(7, purpose=purpose))) == (set_verdict, set_code)
    assert told(look(entry, signed_list(6, 8, purpose=purpose))) == ("authentic", clear_code)


def test_a_message_of_several_bits_goes_from_issue_to_report() -> None:
    entry = status_entry(LIST, 7, "message", size=2, messages=WORDS, reference="https://badges.example.edu/words")
    report = look(entry, issued(listed(purpose="message", values={7: 2}, size=2)))
    assert told(report) == ("authentic", "status.message")
    assert "pending review" in report.check("status").message


def test_one_list_for_two_purposes() -> None:
    both = issued(listed(7, purpose=["revocation", "suspension"]))
    assert look(status_entry(LIST, 7, "suspension"), both).verdict == "suspended"
    assert look(status_entry(LIST, 7), both).verdict == "revoked"
    assert look(status_entry(LIST, 7, "message"), both).check("status").code == "status.wrong_purpose"


UNKNOWN = {"id": "https://badges.example.edu/other", "type": "1EdTechCredentialRefresh"}
OTHER = "https://badges.example.edu/status/4"


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ([], [], "authentic"),
        ([7], [], "revoked"),
        ([], [7], "revoked"),
        ([7], [7], "revoked"),
    ],
)
def test_fault_14_of_two_entries_in_conflict_the_worse_counts(
    first: list[int], second: list[int], verdict: str
) -> None:
    entries = [ENTRY, status_entry(OTHER, 7)]
    assert look(entries, signed_list(*first), signed_list(*second, id=OTHER)).verdict == verdict


def test_a_suspended_and_revoked_credential_is_revoked_and_one_bad_entry_is_enough() -> None:
    entries = [status_entry(OTHER, 7, "suspension"), ENTRY]
    suspended = signed_list(7, id=OTHER, purpose="suspension")
    assert look(entries, suspended, signed_list(7)).verdict == "revoked"
    assert look(entries, suspended, signed_list()).verdict == "suspended"
    assert look(entries, suspended).verdict == "suspended"
    assert look(entries, signed_list()).verdict == "could_not_check"
    assert look([ENTRY, UNKNOWN], signed_list()).verdict == "could_not_check"
    assert look([ENTRY, UNKNOWN], signed_list(7)).verdict == "revoked"
    assert (
        look([status_entry(LIST, index) for index in range(9)], signed_list()).check("status").code
        == "status.malformed_entry"
    )


def test_several_good_answers_are_all_told() -> None:
    entries = [ENTRY, status_entry(OTHER, 7, "message", size=2, messages=WORDS)]
    report = look(entries, signed_list(), signed_list(id=OTHER, purpose="message", values={7: 1}, size=2))
    assert told(report) == ("authentic", "status.message")
    assert "for revocation" in report.check("status").message
    assert "asked" in report.check("status").message


# ---------------------------------------------------------------- lists that must not count


def relisted(**members: Any) -> bytes:
    return sealed(listed() | members)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (signed_list(subject={"encodedList": packed(bytes(1_000))}), "status.length_error"),
        (signed_list(subject={"encodedList": "u***"}), "status.list_malformed"),
        (signed_list(subject={"encodedList": encode_list([]).removeprefix("u")}), "status.list_malformed"),
        (signed_list(signer=STRANGER), "status.other_issuer"),
        (json.dumps(listed()).encode(), "status.list_unsigned"),
        (sealed(listed(), STRANGER), "status.list_not_issuers"),
        (signed_list(purpose="suspension"), "status.wrong_purpose"),
        (status_list_2021(), "status.list_malformed"),
        (relisted(type=["VerifiableCredential"]), "status.list_malformed"),
        (relisted(validFrom="yesterday"), "status.list_malformed"),
        (relisted(validFrom="2026-01-02T00:00:00Z", validUntil="2026-01-01T00:00:00Z"), "status.list_malformed"),
        (relisted(credentialStatus=ENTRY), "status.list_has_status"),
        (relisted(credentialStatus=status_entry(OTHER, 1)), "status.list_has_status"),
        (sealed(build(SIGNER) | {"id": LIST}), "status.list_malformed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_fault_14_a_list_that_does_not_hold_is_no_answer(data: bytes, code: str) -> None:
    report = look(ENTRY, data)
    assert told(report) == ("could_not_check", code)
    assert report.check("proof").outcome == "passed"


def test_fault_14_an_altered_list_is_no_answer() -> None:
    document = json.loads(signed_list(7))
    for change in ({"encodedList": encode_list([])}, {"statusPurpose": "suspension"}, {"added": 1}, {"ttl": 1}):
        altered = document | {"credentialSubject": document["credentialSubject"] | change}
        report = look(ENTRY, json.dumps(altered).encode())
        assert told(report) == ("could_not_check", "status.list_altered")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (signed_list(id="https://elsewhere.example/status"), "status.wrong_list"),
        (b"", "document.empty"),
        (b"{", "document.not_json"),
        (b"[]", "document.not_an_object"),
        (b"{}", "status.other_issuer"),
        (b"\xff\xfe", "document.not_json"),
        (b"<html>not found</html>", "document.not_json"),
        (b'{"a": NaN}', "document.bad_number"),
        (b'{"a": 1, "a": 2}', "document.duplicate_key"),
        (b" " * 13_000_000, "status.list_too_large"),
        (bake(SVG, signed_list()), "status.list_malformed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_fault_14_what_is_published_at_the_lists_address_must_be_that_list(body: bytes, code: str) -> None:
    report = inspect(credential(ENTRY), resolver=DocumentResolver(fetch=lambda _: body, clock=lambda: AT), at=AT)
    assert told(report) == ("could_not_check", code)


def test_lists_that_are_made_to_keep_a_verifier_busy_are_put_aside() -> None:
    places = [f"{LIST}/{number}" for number in range(8)]
    wide = [{"type": "Evidence", "name": f"number {number}"} for number in range(8_000)]
    proof = json.loads(signed_list())["proof"]
    lists = [json.dumps(listed(id=place) | {"evidence": wide, "proof": proof}).encode() for place in places]
    data = credential(*[status_entry(place, 1) for place in places])
    start = time.process_time()
    report = inspect(data, resolver=DocumentResolver(status_lists=lists), at=AT)
    assert told(report) == ("could_not_check", "status.list_too_large")
    assert time.process_time() - start < 2


def test_a_list_without_a_name_counts_if_it_was_found_at_its_address() -> None:
    nameless = sealed({key: value for key, value in listed(7).items() if key != "id"})
    resolver = DocumentResolver(fetch=lambda _: nameless, clock=lambda: AT)
    assert inspect(credential(ENTRY), resolver=resolver, at=AT).verdict == "revoked"


def test_status_is_not_looked_at_where_the_signature_does_not_hold() -> None:
    altered = json.loads(credential(ENTRY)) | {"name": "Other"}

    def fetch(url: str) -> bytes:
        raise AssertionError(url)

    report = inspect(json.dumps(altered).encode(), resolver=DocumentResolver(fetch=fetch), at=AT)
    assert told(report) == ("altered", "status.not_looked_at")


def test_a_verifier_that_accepts_few_suites_accepts_lists_in_those_only() -> None:
    by_token = issue(listed(), signer=SIGNER, created=AT, securing="vc-jose-cose").original
    resolver = DocumentResolver(status_lists=[by_token])
    for accepted, verdict in (({"eddsa-rdfc-2022"}, "could_not_check"), ({"eddsa-rdfc-2022", "EdDSA"}, "authentic")):
        policy = VerificationPolicy(accepted_suites=frozenset(accepted))
        assert inspect(credential(ENTRY), resolver=resolver, at=AT, policy=policy).verdict == verdict


def test_a_list_that_a_thief_may_have_signed_is_no_answer() -> None:
    stolen = VerificationPolicy(compromised_keys={SIGNER.verification_method: AT + DAY})
    later = listed(valid_from=AT + 2 * DAY)
    body = issue(later, signer=SIGNER, created=AT + 2 * DAY).original
    for data, told_so in ((signed_list(), "status.clear"), (body, "status.list_key_withdrawn")):
        resolver = DocumentResolver(status_lists=[data])
        report = inspect(credential(ENTRY), resolver=resolver, at=AT + 3 * DAY, policy=stolen)
        assert report.check("status").code == told_so


# ---------------------------------------------------------------- time


def test_fault_18_the_age_is_always_said() -> None:
    for later, words in (
        (timedelta(), "just now"),
        (timedelta(minutes=1), "1 minute old"),
        (timedelta(hours=5, minutes=59), "5 hours old"),
        (timedelta(hours=47), "47 hours old"),
        (timedelta(days=400), "400 days old"),
        (timedelta(days=-1), "later than the time asked about"),
    ):
        for indexes in ([], [7]):
            message = look(ENTRY, signed_list(*indexes, valid_from=AT - 2 * DAY), at=AT - 2 * DAY + later).check(
                "status"
            )
            if indexes or later >= timedelta():
                assert f"as of 2026-02-27T12:00:00Z{', ' if 'later' in words else ' ('}{words}" in message.message


def test_fault_18_a_stale_list_is_told_and_the_policy_decides() -> None:
    hourly = signed_list(ttl_ms=3_600_000)
    fresh, stale = look(ENTRY, hourly, at=AT + timedelta(minutes=59)), look(ENTRY, hourly, at=AT + 3 * DAY)
    assert told(fresh) == told(stale) == ("authentic", "status.clear")
    assert "stale" not in fresh.check("status").message
    assert "newer list every 1 hour: this one is stale" in stale.check("status").message
    old = look(ENTRY, hourly, at=AT + 3 * DAY, max_status_age=DAY)
    assert (told(old), old.exit_code) == (("status_too_old", "status.too_old"), 3)
    assert "3 days old" in old.check("status").message
    assert old.status_checked_at == AT
    assert look(ENTRY, hourly, at=AT + DAY, max_status_age=DAY).verdict == "authentic"


def test_fault_18_a_list_that_was_fetched_now_is_from_now_and_the_issuer_being_down_is_not_valid() -> None:
    now = AT + 30 * DAY
    policy = VerificationPolicy(max_status_age=timedelta(hours=1))
    fetched = DocumentResolver(fetch=lambda _: signed_list(ttl_ms=1000), clock=lambda: now)
    report = inspect(credential(ENTRY), resolver=fetched, at=now, policy=policy)
    assert (report.verdict, report.status_checked_at) == ("authentic", now)

    def down(url: str) -> bytes:
        raise OSError(url)

    unreachable = inspect(credential(ENTRY), resolver=DocumentResolver(fetch=down), at=now, policy=policy)
    assert told(unreachable) == ("could_not_check", "resolve.unreachable")


def test_a_list_counts_within_its_own_period() -> None:
    limited = signed_list(valid_from=AT, valid_until=AT + DAY)
    assert look(ENTRY, limited, at=AT + DAY).verdict == "authentic"
    assert told(look(ENTRY, limited, at=AT + DAY + timedelta(seconds=1))) == ("status_too_old", "status.too_old")
    assert look(ENTRY, limited, at=AT - timedelta(minutes=5)).verdict == "authentic"  # clocks differ
    early = look(ENTRY, limited, at=AT - timedelta(minutes=6))
    assert told(early) == ("could_not_check", "status.list_not_yet_valid")


def test_a_list_that_was_fetched_today_answers_for_an_earlier_day_and_says_so() -> None:
    resolver = DocumentResolver(fetch=lambda _: signed_list(), clock=lambda: AT + timedelta(seconds=1))
    report = inspect(credential(ENTRY), resolver=resolver, at=AT - 30 * DAY)
    assert told(report) == ("authentic", "status.clear")
    assert "later than the time asked about" in report.check("status").message
    tomorrows = signed_list(valid_from=AT + DAY)
    resolver = DocumentResolver(fetch=lambda _: tomorrows, clock=lambda: AT)
    assert inspect(credential(ENTRY), resolver=resolver, at=AT).check("status").code == "status.list_not_yet_valid"


def test_the_dates_of_a_list_in_a_token_are_those_of_its_claims_too() -> None:
    document = {key: value for key, value in listed().items() if key != "validFrom"}
    claims = {"iss": SIGNER.controller, "nbf": int(AT.timestamp()), "exp": int((AT + DAY).timestamp())}
    body = token({"alg": "EdDSA", "typ": "JWT", "kid": SIGNER.verification_method}, {**document, **claims})
    assert told(look(ENTRY, body, at=AT + DAY)) == ("authentic", "status.clear")
    assert told(look(ENTRY, body, at=AT + 2 * DAY)) == ("status_too_old", "status.too_old")
    assert told(look(ENTRY, body, at=AT - DAY)) == ("could_not_check", "status.list_not_yet_valid")


def test_bad_news_is_believed_of_a_list_of_any_age() -> None:
    revoked = signed_list(7, valid_from=AT, valid_until=AT + DAY)
    for at in (AT - DAY, AT, AT + 30 * DAY):
        assert look(ENTRY, revoked, at=at, max_status_age=timedelta(0)).verdict == "revoked"


def test_a_list_that_does_not_say_from_when_it_is() -> None:
    undated = sealed({key: value for key, value in listed().items() if key != "validFrom"})
    report = look(ENTRY, undated)
    assert told(report) == ("authentic", "status.clear")
    assert "does not say from when it is" in report.check("status").message
    assert look(ENTRY, undated, max_status_age=DAY).verdict == "status_too_old"
