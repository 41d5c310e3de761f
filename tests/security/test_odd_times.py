"""Dates at the ends of the calendar, in zones that push them over its edge, are dates like any others."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.status_samples import LIST, SIGNER, credential, sealed, signed_list

from stepladder.credentials import VerificationPolicy, inspect
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.issuing import issue
from stepladder.credentials.keys import InMemorySigner, controller_document
from stepladder.credentials.model.times import parse_timestamp, timestamp
from stepladder.credentials.status import status_entry

FIRST, LAST = "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"
NEVER = "9999-12-31T23:59:59-05:00"
AT_THE_ENDS = [
    datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),
    datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone(timedelta(hours=-12))),
    AT,
]


@pytest.mark.parametrize(
    ("text", "in_utc"),
    [
        (FIRST, "0001-01-01T00:00:00Z"),
        (LAST, "9999-12-31T23:59:59Z"),
        (NEVER, "9999-12-31T23:59:59Z"),
        ("0987-06-05T00:00:00+01:00", "0987-06-04T23:00:00Z"),
    ],
)
def test_every_time_can_be_written_in_utc_and_read_again(text: str, in_utc: str) -> None:
    moment = parse_timestamp(text)
    assert moment is not None
    assert timestamp(moment) == in_utc
    assert parse_timestamp(in_utc) is not None


def test_a_credential_may_be_valid_until_never_in_the_issuers_own_zone() -> None:
    held = inspect(sealed(build(SIGNER) | {"validUntil": NEVER}), resolver=DocumentResolver(), at=AT)
    assert (held.verdict, held.check("valid_until").outcome) == ("authentic", "passed")


@pytest.mark.parametrize("at", AT_THE_ENDS)
@pytest.mark.parametrize("text", [FIRST, LAST])
@pytest.mark.parametrize("member", ["validFrom", "validUntil"])
def test_dates_of_lists_and_credentials_at_the_ends_give_an_answer(member: str, text: str, at: datetime) -> None:
    listed = signed_list(members={member: text})
    resolver = DocumentResolver(status_lists=[listed])
    policy = VerificationPolicy(max_status_age=timedelta(days=1))
    for members in ({}, {member: text}):
        report = inspect(credential(status_entry(LIST, 5), **members), policy=policy, resolver=resolver, at=at)
        assert report.sentence
        assert report.verdict not in {"unreadable", "altered"}


@pytest.mark.parametrize("member", ["revoked", "expires"])
def test_a_key_that_was_given_up_at_the_beginning_of_time_gives_an_answer(member: str) -> None:
    signer = InMemorySigner(bytes(range(32)), "did:web:badges.example.edu")
    document = _published(signer)
    document["verificationMethod"][0][member] = FIRST
    resolver = DocumentResolver(issuer_documents=[json.dumps(document).encode()])
    report = inspect(sealed(build(signer), signer), resolver=resolver, at=AT)
    assert (report.verdict, report.check("proof").code[:10]) == ("not_issuers_key", "proof.key_")


@pytest.mark.parametrize("text", [FIRST, LAST, "9999-12-31T23:59:59.9999999Z"])
def test_a_token_is_issued_with_such_dates(text: str) -> None:
    signer = InMemorySigner(bytes(range(32)))
    document = build(signer) | {"validFrom": FIRST, "validUntil": text}
    made = issue(document, signer=signer, created=datetime(2026, 1, 1, tzinfo=UTC), securing="open-badges-jwt")
    assert inspect(made, resolver=DocumentResolver(), at=AT).check("schema").outcome == "passed"


def _published(signer: InMemorySigner) -> dict[str, Any]:
    return controller_document(
        {
            "id": signer.verification_method,
            "type": "Multikey",
            "controller": signer.controller,
            "publicKeyMultibase": signer.public_multikey,
        }
    )
