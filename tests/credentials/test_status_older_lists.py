"""Lists of other kinds than bitstrings: those of the draft of 2021, and the revocation lists of 1EdTech."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.credentials.conftest import AT, build
from tests.credentials.status_samples import (
    LIST,
    SIGNER,
    STRANGER,
    credential,
    look,
    packed,
    sealed,
    signed_list,
    status_list_2021,
    told,
)

from stepladder.credentials import VerificationPolicy, inspect
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import CredentialError
from stepladder.credentials.status import check_revocation_list, status_entry

ENTRY = status_entry(LIST, 7)
OLD_ENTRY = ENTRY | {"type": "StatusList2021Entry"}
DAY = timedelta(days=1)


# ---------------------------------------------------------------- the draft of 2021


def test_a_list_of_2021_is_read() -> None:
    assert told(look(OLD_ENTRY, status_list_2021(7))) == ("revoked", "status.revoked")
    assert told(look(OLD_ENTRY, status_list_2021(8))) == ("authentic", "status.clear")
    assert "as of 2026-02-28T12:00:00Z (24 hours old)" in look(OLD_ENTRY, status_list_2021()).check("status").message


def test_a_list_of_2021_at_an_http_address_counts_because_it_is_signed() -> None:
    url = "http://localhost:8080/status/1"
    entry = OLD_ENTRY | {"statusListCredential": url, "id": f"{url}#7"}
    asked = []

    def fetch(place: str) -> bytes:
        asked.append(place)
        return status_list_2021(7, url=url)

    report = inspect(credential(entry), resolver=DocumentResolver(fetch=fetch, clock=lambda: AT), at=AT)
    assert (report.verdict, asked) == ("revoked", [url])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (signed_list(), "status.list_malformed"),
        (status_list_2021(statusPurpose="suspension"), "status.wrong_purpose"),
        (status_list_2021(encodedList=packed(bytes(100))), "status.length_error"),
    ],
)
def test_fault_14_a_list_of_2021_that_does_not_hold_is_no_answer(data: bytes, code: str) -> None:
    assert told(look(OLD_ENTRY, data)) == ("could_not_check", code)


# ---------------------------------------------------------------- revocation lists of 1EdTech

REVOCATIONS = "https://badges.example.edu/revocations"
NAMED = {"id": REVOCATIONS, "type": "1EdTechRevocationList"}
OWN_ID = build(SIGNER)["id"]
EXTENDED = [*build(SIGNER)["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]


def revocations(*revoked: Any, **members: Any) -> bytes:
    document = {"id": REVOCATIONS, "issuer": SIGNER.controller, "revokedCredential": list(revoked)} | members
    return json.dumps(document).encode()


def look_up(body: bytes | None, entry: dict[str, Any] = NAMED, url: str = REVOCATIONS, **members: Any) -> Any:
    def fetch(place: str) -> bytes:
        assert place == url
        assert body is not None
        return body

    data = credential(entry, **members)
    resolver = DocumentResolver(fetch=None if body is None else fetch, clock=lambda: AT)
    return inspect(data, resolver=resolver, at=AT)


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (revocations(), "authentic"),
        (revocations({"id": "urn:uuid:other"}), "authentic"),
        (revocations({"id": OWN_ID, "revoked": False}), "authentic"),
        (revocations({"id": OWN_ID}), "revoked"),
        (revocations({"id": OWN_ID, "revoked": True}), "revoked"),
        (revocations(OWN_ID), "revoked"),
        (revocations({"id": f" {OWN_ID} "}), "revoked"),
        (revocations({"id": OWN_ID, "revoked": False}, {"id": OWN_ID}), "revoked"),
        (revocations(revokedCredentials=[{"id": OWN_ID}]), "revoked"),
        (revocations(revokedCredential={"id": OWN_ID}), "revoked"),
        (revocations({"id": OWN_ID}, issuer={"id": SIGNER.controller, "type": "Profile"}), "revoked"),
        (json.dumps({"id": REVOCATIONS, "issuer": SIGNER.controller}).encode(), "authentic"),
    ],
)
def test_a_revocation_list_names_what_is_revoked(body: bytes, verdict: str) -> None:
    report = look_up(body)
    assert report.verdict == verdict
    assert "as of 2026-03-01T12:00:00Z (just now)" in report.check("status").message
    assert ("not signed" in report.check("status").message) == (verdict == "authentic")


def test_the_reason_for_a_revocation_is_told_and_cut() -> None:
    report = look_up(revocations({"id": OWN_ID, "revocationReason": "Issued to the wrong person. " + "x" * 5_000}))
    assert "Issued to the wrong person" in report.check("status").message
    assert len(report.check("status").message) < 500


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (None, "resolve.offline"),
        (revocations(issuer=STRANGER.controller), "status.other_issuer"),
        (revocations(issuer=None), "status.list_malformed"),
        (revocations(id="https://elsewhere.example/list"), "status.wrong_list"),
        (revocations(id=3), "status.wrong_list"),
        (revocations(3), "status.list_malformed"),
        (revocations({"revoked": True}), "status.list_malformed"),
        (revocations({"id": OWN_ID, "revoked": "no"}), "status.list_malformed"),
        (json.dumps({"issuer": SIGNER.controller}).encode(), "status.list_malformed"),
        (b"[]", "status.list_malformed"),
        (b"", "document.not_json"),
        (b'{"id": 1, "id": 2}', "document.duplicate_key"),
    ],
)
def test_a_revocation_list_that_is_none_is_no_answer(body: bytes | None, code: str) -> None:
    assert told(look_up(body)) == ("could_not_check", code)


def test_a_revocation_list_that_anyone_on_the_way_could_have_made_is_no_answer() -> None:
    url = REVOCATIONS.replace("https", "http")
    report = look_up(revocations(id=url), NAMED | {"id": url}, url)
    assert told(report) == ("could_not_check", "status.list_unprotected")
    given = DocumentResolver(documents={url: revocations(id=url)})
    data = credential(NAMED | {"id": url})
    assert inspect(data, resolver=given, at=AT).verdict == "authentic"


def test_a_revocation_list_needs_a_name_for_itself_and_for_the_credential() -> None:
    for place in ("urn:uuid:1", "ftp://a.example/list"):
        assert look_up(revocations(), NAMED | {"id": place}).check("status").code == "status.malformed_entry"
    nameless = {key: value for key, value in build(SIGNER).items() if key != "id"}
    data = sealed(nameless | {"@context": EXTENDED, "credentialStatus": NAMED})
    resolver = DocumentResolver(documents={REVOCATIONS: revocations()})
    assert inspect(data, resolver=resolver, at=AT).check("status").code in {
        "status.no_credential_id",
        "status.not_looked_at",
    }


def test_a_revocation_list_of_unknown_age_does_not_satisfy_a_policy_about_age() -> None:
    data = credential(NAMED)
    resolver = DocumentResolver(documents={REVOCATIONS: revocations()})
    report = inspect(data, resolver=resolver, at=AT, policy=VerificationPolicy(max_status_age=DAY))
    assert told(report) == ("status_too_old", "status.too_old")


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "revoked", "issuer"]), inner),
    max_leaves=6,
)


@given(st.sampled_from(["id", "issuer", "revokedCredential", "revokedCredentials", "other"]), ANYTHING)
def test_any_revocation_list_gives_an_answer_or_our_error(member: str, value: Any) -> None:
    body = json.dumps({"id": REVOCATIONS, "issuer": SIGNER.controller, "revokedCredential": []} | {member: value})
    with suppress(CredentialError):
        check_revocation_list(body.encode(), url=REVOCATIONS, issuer=SIGNER.controller, credential_id=OWN_ID)
    assert look_up(body.encode()).verdict in {"authentic", "could_not_check", "revoked"}


@given(st.binary(max_size=60))
def test_any_bytes_as_a_revocation_list_are_no_answer(body: bytes) -> None:
    assert look_up(body).verdict == "could_not_check"
