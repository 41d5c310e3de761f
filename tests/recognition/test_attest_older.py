"""An older badge is evidence if it held by its own rules, and never of more than that somebody vouches."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.credentials.older_site import ASSERTION, AT, BADGE, MARA, Site, assertion, badge_class, issuer, jws, site

from stepladder.credentials import VerificationPolicy, VerifiedCredential, verify
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import VerificationError
from stepladder.recognition import attest
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.values import Skill

WELD = "http://data.europa.eu/esco/skill/0f8d5d5b"


@pytest.fixture(scope="module")
def framework() -> Framework:
    skills = [Skill(uri=WELD, label="weld metal"), Skill(uri=f"{WELD}-2", label="grind metal")]
    return Framework.build(name="test", version="1", skills=skills)


def verified(where: Site, data: Any) -> VerifiedCredential:
    given = data if isinstance(data, bytes) else json.dumps(data).encode()
    policy = VerificationPolicy(recipient=MARA)
    return verify(given, resolver=DocumentResolver(fetch=where.fetch, clock=lambda: AT), at=AT, policy=policy)


@pytest.mark.parametrize("manner", ["hosted", "signed"])
@pytest.mark.parametrize("version", ["2.0", "1.1", "1.0"])
def test_an_older_badge_that_held_attests_the_skills_that_it_is_aligned_to(
    version: str, manner: str, framework: Framework
) -> None:
    made = assertion(version, manner, expires="2029-01-01T00:00:00Z")
    where = site(version, manner, **({"ASSERTION": made} if manner == "hosted" else {}))
    (found,) = attest(verified(where, made if manner == "hosted" else jws(made)), framework=framework)
    assert (found.skill, found.strength, found.confidence, found.flag) == (WELD, "endorsed", 1.0, "")
    assert found.valid_until == date(2029, 1, 1)
    assert found.obtained is not None
    assert found.source_name == "Example University"


def test_members_that_an_older_badge_does_not_have_make_it_no_stronger(framework: Framework) -> None:
    """An issuer, or a forger, may write any member; the older versions know of no assessment."""
    strong = {"achievementType": "Certification", "resultDescription": [{"id": "x"}], "tags": ["supervised"]}
    made = assertion(
        evidence=[{"genre": "supervised"}],
        result=[{"status": "Completed"}],
        credentialSubjects={"achievement": {"achievementType": "Certification"}},
        narrative="Assessed under supervision.",
    )
    where = site(ASSERTION=made, BADGE=badge_class(**strong))
    (found,) = attest(verified(where, made), framework=framework)
    assert found.strength == "endorsed"


def test_what_is_published_counts_and_not_the_copy(framework: Framework) -> None:
    inside = badge_class(alignment=[], issuer=issuer())
    where = site(BADGE=badge_class(alignment=[]))
    assert attest(verified(where, assertion(badge=inside)), framework=framework) == ()
    claimed = badge_class(issuer=issuer())
    with pytest.raises(VerificationError) as refused:
        verified(where, assertion(badge=claimed))
    assert refused.value.code == "verify.altered"


def test_an_older_badge_that_does_not_hold_attests_nothing() -> None:
    gone = site(ASSERTION=None)
    gone.gone.add(ASSERTION)
    others = assertion(recipient={"type": "email", "hashed": False, "identity": "ana@example.org"})
    for where, data in ((gone, assertion()), (site(BADGE=None), assertion()), (site(ASSERTION=others), others)):
        with pytest.raises(VerificationError):
            verified(where, data)


def test_an_alignment_of_1_x_may_be_known_by_its_label(framework: Framework) -> None:
    named = badge_class("1.0", alignment=[{"name": "Grind metal", "url": "https://standards.example/9"}])
    (found,) = attest(verified(site("1.0", BADGE=named), assertion("1.0")), framework=framework)
    assert (found.skill, found.flag) == (f"{WELD}-2", "by its label, not by its URI: confirm")
    assert BADGE in json.dumps(assertion("1.0"))
