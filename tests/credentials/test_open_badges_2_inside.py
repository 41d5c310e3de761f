"""Older badges inside newer documents, and the whole report in words: every verdict names its standard."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.credentials.nesting import REGISTRAR, clr, token
from tests.credentials.older_site import ASSERTION, AT, ISSUER, Site, assertion, encoded, issuer, jws, site

from stepladder.credentials import inspect, verify
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.verification.presentation import inspect_presentation
from stepladder.credentials.verification.report import _HEADLINES
from stepladder.credentials.verification.verify import CHECKS

if TYPE_CHECKING:
    from stepladder.credentials import VerificationReport


def both() -> Site:
    published = site("2.0", "signed")
    published.pages[ASSERTION] = assertion()
    return published


def record(*inner: Any) -> bytes:
    return token(clr(*inner), REGISTRAR).encode()


def test_an_older_badge_inside_a_learner_record_is_verified_by_its_own_rules() -> None:
    signed = jws(assertion("2.0", "signed")).decode()
    where = both()
    verified = verify(record(signed), resolver=DocumentResolver(fetch=where.fetch), at=AT)
    assert [one.report.standard for one in verified.inner] == ["Open Badges 2.0"]
    assert verified.report.standard == ""
    assert [one["standard"] for one in verified.report.as_dict()["inner"]] == ["Open Badges 2.0"]
    report = both().look(record(signed[:-6] + "AAAAAA"))
    assert (report.verdict, report.inner[0].report.verdict) == ("authentic", "altered")
    assert report.check("inner").outcome == "failed"


def test_a_hosted_badge_inside_brings_a_context_that_its_record_does_not_know() -> None:
    report = both().look(record(assertion(), assertion(narrative="With honours")))
    assert (report.verdict, report.check("context").code) == ("could_not_check", "context.unpinned")
    assert [(one.report.verdict, one.report.standard) for one in report.inner] == [
        ("authentic", "Open Badges 2.0"),
        ("altered", "Open Badges 2.0"),
    ]


def test_many_older_badges_inside_are_looked_up_within_bounds() -> None:
    many = [assertion(id=f"{ASSERTION}/{number}") for number in range(150)]
    where = both()
    report = where.look(record(*many))
    assert len(where.asked) <= 30
    assert not any(one.report.held for one in report.inner)


def test_an_older_badge_in_a_presentation_is_verified_too() -> None:
    shown = {"@context": "https://www.w3.org/ns/credentials/v2", "type": "VerifiablePresentation",
             "verifiableCredential": [assertion()]}  # fmt: skip
    found = inspect_presentation(encoded(shown), resolver=DocumentResolver(fetch=both().fetch), at=AT)
    assert [(one.verdict, one.standard) for one in found.credentials] == [("authentic", "Open Badges 2.0")]


def test_an_older_badge_has_the_checks_of_every_report_in_their_order() -> None:
    for data in (assertion(), jws(assertion("2.0", "signed")), assertion("0.5"), assertion(badge=None)):
        assert tuple(one.check for one in both().look(data).checks) == CHECKS


def every_verdict() -> dict[str, VerificationReport]:
    """Return a report of an older badge for each verdict that it can have, hosted and signed."""
    day = timedelta(days=1)
    gone = Site(pages={}, gone={ASSERTION})
    token_ = jws(assertion("2.0", "signed"))
    found: dict[str, VerificationReport] = {}
    for way, data in (("hosted", assertion()), ("signed", token_)):
        where = both()
        made = {
            "authentic": where.look(data),
            "could_not_check": inspect(encoded(data), resolver=DocumentResolver(), at=AT),
            "untrusted_issuer": where.look(data, trusted_issuers={"https://a.example": "A"}),
            "status_too_old": where.look(data, at=AT + 9 * day, max_status_age=day),
            "not_yet_valid": where.look(data, at=AT - 900 * day),
        }
        found |= {f"{way} {verdict}": report for verdict, report in made.items()}
    late = "2025-02-01T00:00:00Z"
    other = site(ISSUER=issuer(verification={"allowedOrigins": "a.example"}))
    keyless = site("2.0", "signed", ISSUER=issuer())
    listed = {"revokedAssertions": [assertion("2.0", "signed")["id"]]}
    return found | {
        "hosted altered": both().look(assertion(narrative="x")),
        "signed altered": both().look(token_[:-6] + b"AAAAAA"),
        "hosted unsigned": both().look(assertion(verification=None)),
        "signed unsigned": both().look(assertion("2.0", "signed")),
        "hosted not_issuers_key": other.look(assertion()),
        "signed not_issuers_key": keyless.look(token_),
        "hosted revoked": gone.look(assertion()),
        "signed revoked": site("2.0", "signed", REVOKED=listed).look(token_),
        "hosted expired": site(ASSERTION=assertion(expires=late)).look(assertion()),
        "signed expired": both().look(jws(assertion("2.0", "signed", expires=late))),
        "hosted unreadable": site(ISSUER=issuer(type="Person")).look(assertion()),
        "signed unreadable": both().look(jws(assertion("2.0", "signed", issuedOn="soon"))),
    }


REPORTS = every_verdict()


def test_every_verdict_but_suspension_happens_in_both_ways() -> None:
    happens = {*_HEADLINES, "authentic"} - {"suspended"}
    assert set(REPORTS) == {f"{way} {verdict}" for way in ("hosted", "signed") for verdict in happens}
    for name, report in REPORTS.items():
        assert report.verdict == name.partition(" ")[2], name


@pytest.mark.parametrize("name", REPORTS)
def test_the_words_of_every_verdict(name: str) -> None:
    report = REPORTS[name]
    way = name.partition(" ")[0]
    said = f"{report.headline}. {report.sentence} {report.next_step}"
    assert report.sentence.endswith(f"Checked by the rules of Open Badges 2.0 for {way} badges.")
    if way == "hosted":
        assert "sign" not in said.lower()
        assert "key" not in said.lower()
    assert "  " not in said
    assert ".." not in said
    assert ": ." not in said
    if report.issuer_identity == "domain_proved":
        assert "badges.example.edu" in report.sentence
        assert "Example University" not in said
    assert json.dumps(report.as_dict())


def test_no_sentence_about_a_listed_issuer_uses_the_name_that_it_gives_itself() -> None:
    report = both().look(assertion(), listed_issuers={ISSUER: "The real one"})
    assert report.sentence.startswith("Published and unaltered, published by The real one, which is on the list")
    expired = both().look(jws(assertion("2.0", "signed", expires="2025-02-01T00:00:00Z")),
                          listed_issuers={ISSUER: "The real one"})  # fmt: skip
    assert expired.sentence.startswith("Signed by The real one, which is on the list of trusted issuers, but expired")
