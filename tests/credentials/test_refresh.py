"""A newer version is asked for once, after the proof held, and only with the verifier's leave."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.nesting import REGISTRAR, SCHOOL, STRANGER, clr, look, signed, token, told

from stepladder.credentials import VerificationPolicy, verify
from stepladder.credentials.contexts.store import OPEN_BADGES_EXTENSIONS
from stepladder.credentials.dids import DocumentResolver, Resolved
from stepladder.credentials.errors import ResolutionError

SERVICE = "https://badges.example.edu/refresh/1"
ASKING = VerificationPolicy(refresh=True)


def version(
    valid_from: str = "2026-01-01T00:00:00Z", *, kind: str = "1EdTechCredentialRefresh", **members: Any
) -> dict[str, Any]:
    """Build an unsigned badge with a refresh service."""
    document = build(SCHOOL)
    document["@context"] = [*document["@context"], OPEN_BADGES_EXTENSIONS]
    service = {"id": SERVICE, "type": kind}
    return {**document, "validFrom": valid_from, "refreshService": service, **members}


OLD = signed(version(validUntil="2026-02-01T00:00:00Z"), SCHOOL)
NEW = signed(version("2026-02-01T00:00:00Z", validUntil="2027-02-01T00:00:00Z"), SCHOOL)


class Asked:
    """A resolver that gives what it was told to at the refresh service, and notes every request."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer
        self.requests: list[str] = []
        self._rest = DocumentResolver()

    def controller_document(self, url: str) -> Resolved:
        return self._rest.controller_document(url)

    def status_list(self, url: str) -> Resolved:
        return self._rest.status_list(url)

    def document(self, url: str) -> Resolved:
        self.requests.append(url)
        if self._answer is None:
            raise ResolutionError("Nobody answered", code="resolve.unreachable", where=url)
        data = self._answer if isinstance(self._answer, bytes) else json.dumps(self._answer).encode()
        return Resolved(document=data, source="fetched", retrieved_at=AT)


def test_nobody_is_asked_without_leave() -> None:
    asked = Asked(NEW)
    report = look(OLD, resolver=asked)
    assert (report.verdict, asked.requests) == ("expired", [])
    assert report.check("refresh").code == "refresh.not_asked"


@pytest.mark.parametrize("kind", ["1EdTechCredentialRefresh", "VerifiableCredentialRefreshService2021"])
def test_the_newer_one_takes_the_place_and_the_first_report_is_kept(kind: str) -> None:
    old = token(version(kind=kind, validUntil="2026-02-01T00:00:00Z"), SCHOOL).encode()
    asked = Asked(NEW)
    report = look(old, policy=ASKING, resolver=asked)
    assert (report.verdict, report.held, asked.requests) == ("authentic", True, [SERVICE])
    assert report.check("refresh").code == "refresh.replaced"
    assert report.sentence.endswith("this is about the newer one, valid from 2026-02-01T00:00:00Z.")
    assert report.replaced is not None
    assert (report.replaced.verdict, report.credential and report.credential.valid_from) == (
        "expired",
        "2026-02-01T00:00:00Z",
    )
    verified = verify(old, policy=ASKING, resolver=asked, at=AT)
    assert verified.credential.valid_from == "2026-02-01T00:00:00Z"


def test_a_token_may_be_given_as_the_newer_one() -> None:
    newer = token(version("2026-02-01T00:00:00Z"), SCHOOL).encode()
    assert look(OLD, policy=ASKING, resolver=Asked(newer)).check("refresh").code == "refresh.replaced"


def test_the_newer_one_counts_whatever_it_says() -> None:
    ended = signed(version("2026-02-01T00:00:00Z", validUntil="2026-02-02T00:00:00Z"), SCHOOL)
    report = look(signed(version(), SCHOOL), policy=ASKING, resolver=Asked(ended))
    assert (report.verdict, report.replaced and report.replaced.verdict) == ("expired", "authentic")


@pytest.mark.parametrize(
    ("answer", "outcome", "code"),
    [
        (None, "indeterminate", "resolve.unreachable"),
        (b"<html>Not here</html>", "indeterminate", "document.not_json"),
        ({**NEW, "name": "Another"}, "failed", "refresh.not_held"),
        ({key: value for key, value in NEW.items() if key != "proof"}, "failed", "refresh.not_held"),
        (signed({**version("2026-02-01T00:00:00Z"), "id": "urn:uuid:another"}, SCHOOL), "failed", "refresh.another"),
        (
            signed({**version("2026-02-01T00:00:00Z"), "issuer": build(STRANGER)["issuer"]}, STRANGER),
            "failed",
            "refresh.another",
        ),
        (OLD, "passed", "refresh.up_to_date"),
        (signed(version("2025-01-01T00:00:00Z"), SCHOOL), "passed", "refresh.up_to_date"),
        (signed(version("2026-06-01T00:00:00Z"), SCHOOL), "passed", "refresh.later"),
    ],
    ids=[
        *("out of reach", "a page", "changed", "unsigned", "another id", "another issuer"),
        *("the same", "an older one", "one of the future"),
    ],
)
def test_what_is_not_a_newer_one_changes_nothing(answer: Any, outcome: str, code: str) -> None:
    plain = look(OLD)
    report = look(OLD, policy=ASKING, resolver=Asked(answer))
    assert (report.verdict, report.replaced) == (plain.verdict, None)
    assert (report.check("refresh").outcome, report.check("refresh").code) == (outcome, code)
    assert [one for one in report.checks if one.check != "refresh"] == [
        one for one in plain.checks if one.check != "refresh"
    ]


def test_a_forger_cannot_send_the_verifier_anywhere() -> None:
    """Refresh comes after the proof, so that nobody else says where to ask."""
    for forged in ({**OLD, "name": "Other"}, {key: value for key, value in OLD.items() if key != "proof"}):
        asked = Asked(NEW)
        assert look(forged, policy=ASKING, resolver=asked).verdict in {"altered", "unsigned"}
        assert asked.requests == []


def test_a_newer_one_is_not_refreshed_again() -> None:
    asked = Asked(NEW)
    assert look(signed(version(), SCHOOL), policy=ASKING, resolver=asked).check("refresh").code == "refresh.replaced"
    assert asked.requests == [SERVICE]


def test_a_service_that_may_not_be_asked_yet_or_is_unknown_is_not_asked() -> None:
    for service in (
        {"id": SERVICE, "type": "ManualRefreshService2018"},
        {"id": SERVICE, "type": "1EdTechCredentialRefresh", "validAfter": "2026-06-01T00:00:00Z"},
        {"id": "urn:x", "type": "1EdTechCredentialRefresh"},
    ):
        asked = Asked(NEW)
        report = look(token(version(refreshService=service), SCHOOL).encode(), policy=ASKING, resolver=asked)
        assert (asked.requests, report.check("refresh").code) == ([], "refresh.absent")
    service = {"type": "VerifiableCredentialRefreshService2021", "url": SERVICE, "validUntil": "2027-01-01T00:00:00Z"}
    asked = Asked(NEW)
    look(token(version(refreshService=[5, service]), SCHOOL).encode(), policy=ASKING, resolver=asked)
    assert asked.requests == [SERVICE]


def test_what_stands_inside_is_refreshed_by_the_same_rules() -> None:
    record = token(clr(OLD), REGISTRAR).encode()
    report = look(record, policy=ASKING, resolver=Asked(NEW))
    assert told(report) == [("credential", "/credentialSubject/verifiableCredential/0", "authentic")]
    assert report.inner[0].report.replaced is not None
    assert told(look(record))[0][2] == "expired"


def test_the_newer_one_is_judged_at_the_time_asked_about() -> None:
    report = look(OLD, at=AT + timedelta(days=700), policy=ASKING, resolver=Asked(NEW))
    assert (report.verdict, report.replaced is not None) == ("expired", True)
