"""Status entries: what is written, what is read, and what is neither (Bitstring Status List 1.0, section 2.1)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.credentials.status_samples import LIST, listed

from stepladder.credentials.errors import CredentialError, MalformedCredentialError, UnsupportedError
from stepladder.credentials.status import StatusEntry, check_entry, status_entry
from stepladder.credentials.status.bitstring import MAX_SIZE

WORDS = ["pending review", "accepted", "rejected", "undefined"]
GOOD = status_entry(LIST, 7)
TWO_BITS = status_entry(LIST, 7, "message", size=2, messages=WORDS, reference="https://badges.example.edu/words")


def messages(*statuses: Any) -> list[dict[str, Any]]:
    return [{"status": status, "message": "word"} for status in statuses]


@pytest.mark.parametrize("size", range(1, 9))
def test_an_entry_is_read_as_it_was_written_for_every_size(size: int) -> None:
    words = [f"word {value}" for value in range(1 << size)]
    document = status_entry(LIST, 94_567, "message", size=size, messages=words, reference=["https://a.example/x"])
    entry = StatusEntry.from_document(document)
    assert (entry.list_url, entry.index, entry.purpose, entry.size) == (LIST, 94_567, "message", size)
    assert entry.messages == dict(enumerate(words))
    assert entry.references == ("https://a.example/x",)
    assert document["statusMessage"][-1]["status"] == f"{(1 << size) - 1:#x}"


def test_an_entry_of_one_bit_is_written_as_it_always_was() -> None:
    assert {
        "id": f"{LIST}#7",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": "7",
        "statusListCredential": LIST,
    } == GOOD


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"statusListIndex": "-1"}, "status.malformed_entry"),
        ({"statusListIndex": "1e3"}, "status.malformed_entry"),
        ({"statusListIndex": " 1"}, "status.malformed_entry"),
        ({"statusListIndex": "1\n"}, "status.malformed_entry"),
        ({"statusListIndex": "+1"}, "status.malformed_entry"),
        ({"statusListIndex": "0x1"}, "status.malformed_entry"),
        ({"statusListIndex": "1_0"}, "status.malformed_entry"),
        ({"statusListIndex": "007"}, "status.malformed_entry"),
        ({"statusListIndex": "1.0"}, "status.malformed_entry"),
        ({"statusListIndex": "٣"}, "status.malformed_entry"),
        ({"statusListIndex": ""}, "status.malformed_entry"),
        ({"statusListIndex": 7}, "status.malformed_entry"),
        ({"statusListIndex": 7.0}, "status.malformed_entry"),
        ({"statusListIndex": ["7"]}, "status.malformed_entry"),
        ({"statusListIndex": None}, "status.malformed_entry"),
        ({"statusListIndex": "9" * 19}, "status.range_error"),
        ({"statusListIndex": "9" * 100_000}, "status.range_error"),
        ({"statusListCredential": "status/3"}, "status.malformed_entry"),
        ({"statusListCredential": "https://a.example/a b"}, "status.malformed_entry"),
        ({"statusListCredential": None}, "status.malformed_entry"),
        ({"statusListCredential": {"id": LIST}}, "status.malformed_entry"),
        ({"id": LIST}, "status.malformed_entry"),
        ({"statusPurpose": ""}, "status.malformed_entry"),
        ({"statusPurpose": ["revocation"]}, "status.malformed_entry"),
        ({"statusPurpose": None}, "status.malformed_entry"),
        ({"statusSize": 0}, "status.bad_size"),
        ({"statusSize": -1}, "status.bad_size"),
        ({"statusSize": "2"}, "status.bad_size"),
        ({"statusSize": True}, "status.bad_size"),
        ({"statusSize": 1.5}, "status.bad_size"),
        ({"statusSize": MAX_SIZE + 1}, "status.bad_size"),
        ({"statusSize": 2}, "status.malformed_entry"),
        ({"statusSize": 2, "statusMessage": messages("0x0", "0x1", "0x2")}, "status.malformed_entry"),
        ({"statusSize": 2, "statusMessage": messages("0x0", "0x1", "0x2", "0x2")}, "status.malformed_entry"),
        ({"statusSize": 2, "statusMessage": messages("0x0", "0x1", "0x2", "0x4")}, "status.malformed_entry"),
        ({"statusSize": 2, "statusMessage": messages("0", "1", "2", "3")}, "status.malformed_entry"),
        ({"statusMessage": messages("0x0", "0x1", "0x1")}, "status.malformed_entry"),
        ({"statusMessage": messages("0x0", 1)}, "status.malformed_entry"),
        ({"statusMessage": [{"status": "0x0"}, {"status": "0x1"}]}, "status.malformed_entry"),
        ({"statusMessage": {"status": "0x0", "message": "x"}}, "status.malformed_entry"),
        ({"statusMessage": None}, "status.malformed_entry"),
        ({"statusReference": "no url"}, "status.malformed_entry"),
        ({"statusReference": ["https://a.example", 1]}, "status.malformed_entry"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_fault_14_an_entry_that_breaks_a_rule_has_its_own_error(change: dict[str, Any], code: str) -> None:
    with pytest.raises(MalformedCredentialError) as error:
        StatusEntry.from_document(GOOD | change)
    assert error.value.code == code
    assert error.value.where.startswith("/credentialStatus/")
    assert len(error.value.message) < 300


@pytest.mark.parametrize("kind", ["RevocationList2020Status", None, 3, [], {}, ["Other"], "1EdTechRevocationList"])
def test_other_kinds_are_not_claimed(kind: Any) -> None:
    with pytest.raises(UnsupportedError) as error:
        StatusEntry.from_document(GOOD | {"type": kind})
    assert error.value.code == "status.unsupported"


def test_what_we_would_not_read_we_do_not_write() -> None:
    for settings in ({"size": 2}, {"size": 2, "messages": ["one"]}, {"purpose": ""}, {"reference": "no url"}):
        with pytest.raises(MalformedCredentialError):
            status_entry(LIST, 1, **settings)  # type: ignore[arg-type]
    with pytest.raises(MalformedCredentialError):
        status_entry(LIST, -1)


NOTHING = st.none() | st.booleans() | st.integers() | st.text()


@given(st.recursive(NOTHING, st.lists))
def test_anything_at_all_gives_an_entry_or_our_error(value: Any) -> None:
    for document in (value, *(TWO_BITS | {member: value} for member in TWO_BITS)):
        with suppress(CredentialError):
            StatusEntry.from_document(document)


# ---------------------------------------------------------------- lists, and what they say


@pytest.mark.parametrize(
    ("purpose", "state"),
    [
        ("revocation", "revoked"),
        ("suspension", "suspended"),
        ("refresh", "refresh"),
        ("message", "message"),
        ("other", "unknown_purpose"),
    ],
)
def test_what_a_set_bit_means(purpose: str, state: str) -> None:
    entry = StatusEntry.from_document(status_entry(LIST, 7, purpose))
    assert check_entry(entry, listed(7, purpose=purpose)).state == state
    unset = check_entry(entry, listed(8, purpose=purpose))
    assert unset.state == ("message" if purpose == "message" else "clear")
    assert (unset.value, check_entry(entry, listed(7, purpose=purpose)).value) == (0, 1)


@pytest.mark.parametrize("value", range(4))
def test_a_message_is_told_in_the_issuers_word(value: int) -> None:
    entry = StatusEntry.from_document(TWO_BITS)
    found = check_entry(entry, listed(purpose="message", values={7: value}, size=2))
    assert (found.value, WORDS[value] in found.message) == (value, True)


def test_a_list_for_several_purposes_answers_for_each() -> None:
    document = listed(7, purpose=["revocation", "suspension"])
    assert document["credentialSubject"]["statusPurpose"] == ["revocation", "suspension"]
    for purpose, state in (("revocation", "revoked"), ("suspension", "suspended")):
        assert check_entry(StatusEntry.from_document(status_entry(LIST, 7, purpose)), document).state == state


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"type": "StatusList2021"}, "status.list_malformed"),
        ({"type": ["BitstringStatusList", "Other"]}, "status.list_malformed"),
        ({"type": None}, "status.list_malformed"),
        ({"statusPurpose": "suspension"}, "status.wrong_purpose"),
        ({"statusPurpose": []}, "status.wrong_purpose"),
        ({"statusPurpose": {"revocation": 1}}, "status.wrong_purpose"),
        ({"statusSize": 2}, "status.list_malformed"),
        ({"ttl": -1}, "status.list_malformed"),
        ({"ttl": "3600"}, "status.list_malformed"),
        ({"ttl": True}, "status.list_malformed"),
        ({"encodedList": None}, "status.list_malformed"),
    ],
    ids=str,
)
def test_fault_14_a_list_that_breaks_a_rule_has_its_own_error(change: dict[str, Any], code: str) -> None:
    with pytest.raises(MalformedCredentialError) as error:
        check_entry(StatusEntry.from_document(GOOD), listed(subject=change))
    assert error.value.code == code


@pytest.mark.parametrize(
    "members",
    [
        {"type": ["VerifiableCredential"]},
        {"type": ["VerifiableCredential", "StatusList2021Credential"]},
        {"credentialSubject": []},
        {"credentialSubject": "x"},
    ],
    ids=str,
)
def test_fault_14_a_document_of_another_type_is_no_list(members: dict[str, Any]) -> None:
    with pytest.raises(MalformedCredentialError) as error:
        check_entry(StatusEntry.from_document(GOOD), listed() | members)
    assert error.value.code == "status.list_malformed"


def test_a_list_too_short_for_its_entries_is_refused() -> None:
    with pytest.raises(MalformedCredentialError) as error:  # long enough for one bit each, not for two
        check_entry(StatusEntry.from_document(TWO_BITS), listed(purpose="message"))
    assert error.value.code == "status.length_error"


@pytest.mark.parametrize("settings", [{"purpose": []}, {"purpose": ""}, {"ttl_ms": -1}], ids=str)
def test_a_list_that_breaks_a_rule_is_not_made(settings: dict[str, Any]) -> None:
    with pytest.raises(MalformedCredentialError) as error:
        listed(**settings)
    assert error.value.code == "status.list_malformed"


def test_an_enormous_ttl_is_a_very_long_time() -> None:
    found = check_entry(StatusEntry.from_document(GOOD), listed(ttl_ms=2**53 - 1))
    assert found.ttl is not None
    assert found.ttl.days > 365_000


@given(st.sampled_from(["type", "credentialSubject", "validFrom", "validUntil"]), st.recursive(NOTHING, st.lists))
def test_a_list_of_any_shape_gives_a_finding_or_our_error(member: str, value: Any) -> None:
    entry = StatusEntry.from_document(GOOD)
    subject = listed()["credentialSubject"]
    for document in (listed() | {member: value}, *(listed(subject={name: value}) for name in subject)):
        with suppress(CredentialError):
            assert check_entry(entry, document).state in {"clear", "revoked"}
