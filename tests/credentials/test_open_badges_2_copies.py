"""The copy of a hosted badge in hand: it says what is published, or the report says that it does not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.credentials.faults import at_path, paths
from tests.credentials.older_site import BADGE, assertion, badge_class, issuer, recipient, site

EVIL = "https://evil.example"
CHANGES = [path for path in paths(assertion()) if path]


@pytest.mark.parametrize("path", CHANGES, ids=str)
def test_a_copy_that_was_changed_anywhere_does_not_hold(path: tuple[Any, ...]) -> None:
    copy = json.loads(json.dumps(assertion(expires="2027-01-31T09:00:00Z", evidence=["https://a.example/1"])))
    published = site(ASSERTION=assertion(expires="2027-01-31T09:00:00Z", evidence=["https://a.example/1"]))
    assert published.look(copy).verdict == "authentic"
    at_path(copy, path[:-1])[path[-1]] = "something else"
    assert published.look(copy).verdict not in {"authentic", "revoked"}


@pytest.mark.parametrize("place", [(), ("recipient",), ("verification",)], ids=str)
def test_a_member_added_to_a_copy_is_found(place: tuple[Any, ...]) -> None:
    copy = assertion()
    at_path(copy, place)["grade"] = "A"
    report = site().look(copy)
    assert (report.verdict, report.check("proof").code) == ("altered", "older.differs")
    assert "published" in report.sentence
    assert "grade" in report.check("proof").where


def test_a_truth_value_is_no_number() -> None:
    number = assertion(revoked=0, recipient=recipient(hashed=1))
    assert site(ASSERTION=assertion(revoked=False)).look(number).check("proof").code == "older.differs"


def test_what_a_copy_leaves_out_is_read_from_what_is_published() -> None:
    published = site(ASSERTION=assertion(expires="2025-06-30T00:00:00Z"))
    report = published.look(assertion())
    assert (report.verdict, report.check("valid_until").code) == ("expired", "valid_until.expired")


def test_times_may_be_spelled_otherwise_and_what_is_linked_may_stand_inside() -> None:
    inside = badge_class(issuer=issuer())
    copy = assertion(issuedOn="2025-01-31T10:00:00.000+01:00", badge=inside)
    assert site().look(copy).verdict == "authentic"
    assert site(ASSERTION=copy).look(assertion()).verdict == "authentic"
    for changed in (badge_class(name="Master of Welding", issuer=issuer()), badge_class(issuer=issuer(name="Other"))):
        assert site().look(assertion(badge=changed)).verdict == "altered"


def test_what_is_published_inside_an_assertion_counts_if_it_is_of_the_issuers_site() -> None:
    inside = assertion(badge=badge_class())
    published = site(ASSERTION=inside, BADGE=None)
    assert published.look(inside).verdict == "authentic"
    assert BADGE not in published.asked
    foreign = assertion(badge=badge_class(id=f"{EVIL}/badge"))
    assert site(ASSERTION=foreign).look(foreign).verdict == "could_not_check"


LISTED = ["https://a.example/1", "https://a.example/2"]


@pytest.mark.parametrize(
    "members",
    [
        {"evidence": LISTED[:1]},
        {"evidence": [*LISTED, "https://a.example/3"]},
        {"evidence": LISTED[::-1]},
        {"evidence": LISTED[0]},
        {"evidence": {"0": LISTED[0]}},
        {"issuedOn": "2025-02-01T09:00:00+00:00"},
        {"issuedOn": "2025-01-31T09:00:00+01:00"},
        {"expires": "2099-01-31T09:00:00Z"},
        {"badge": {"id": BADGE, "name": "Master of Welding"}},
        {"badge": {"id": f"{EVIL}/badge"}},
        {"badge": None},
    ],
    ids=str,
)
def test_lists_times_and_links_are_compared_whole(members: dict[str, Any]) -> None:
    published = site(ASSERTION=assertion(evidence=LISTED, expires="2027-01-31T09:00:00Z"))
    assert published.look(assertion(evidence=LISTED)).verdict == "authentic"
    report = published.look(assertion(**members))
    assert report.verdict in {"altered", "unreadable"}
    assert not report.held


def test_a_copy_whose_links_could_not_be_had_is_not_called_changed() -> None:
    inside = badge_class(issuer=issuer())
    assert site(ISSUER=None).look(assertion(badge=inside)).verdict == "could_not_check"
    assert site(BADGE=None).look(assertion(badge=inside)).verdict == "could_not_check"
    assert site(BADGE=None).look(assertion(badge={**inside, "id": f"{EVIL}/badge"})).verdict == "altered"
