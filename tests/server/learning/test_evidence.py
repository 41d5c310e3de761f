"""What a person says stays a claim wherever it is shown; a page and a gap reckon freshness by one rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import time_machine

from stepladder.server.catalog import selectors as catalog
from stepladder.server.flows import planning, profiling
from stepladder.server.kernel import clock
from stepladder.server.learning import services
from stepladder.server.workforce.models import ProvedSkill
from stepladder.skills import Requirement
from stepladder.skills.evidence import freshness
from stepladder.skills.gaps import RoleTarget

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.server.accounts.models import Person
    from stepladder.server.wallet.models import HeldCredential

pytestmark = [pytest.mark.server, pytest.mark.django_db]

CALL_CENTRE = "urn:stepladder:role-template:call-centre-agent"


def test_work_degrees_a_cv_and_ticks_prove_nothing(learner: Person) -> None:
    services.add_work(person=learner, title="Agent", occupation_uri=CALL_CENTRE)
    services.add_education(person=learner, title="BSc Computer science")
    offered = planning.skills_to_confirm(learner)
    services.claim_skills(person=learner, skills=[one.skill for one in offered], because="your jobs")
    found = catalog.framework().search_skills("data protection", 1)[0].uri
    services.keep_found(person=learner, jobs=[("Agent", CALL_CENTRE)], skills=[found], because="your CV")
    profile = profiling.profile_of(learner)
    assert len(profile.skills) > 10
    assert not any(one.is_proof for one in profile.attestations)
    assert {row.strength for row in profiling.skills_of(learner)} == {"claimed"}
    assert not ProvedSkill.objects.exists()


def test_a_degree_is_offered_with_its_reason(learner: Person) -> None:
    services.add_education(person=learner, title="BSc Computer science")
    (offer,) = planning.skills_to_confirm(learner)
    assert offer.label == "computer science"
    assert offer.reason == "named by your degree “BSc Computer science”"
    services.deny_skills(person=learner, skills=[offer.skill])
    assert planning.skills_to_confirm(learner) == []


def test_a_page_and_a_gap_say_the_same_of_how_fresh_proof_is(
    learner: Person, hold: Callable[[], HeldCredential], monkeypatch: pytest.MonkeyPatch
) -> None:
    hold()
    (skill,) = {one.skill for one in profiling.proofs_of(learner)}
    target = RoleTarget(uri="urn:role", label="Role", requirements=(Requirement(skill=skill),))
    monkeypatch.setattr(planning, "target_of", lambda _goal: target)
    goal = services.set_goal(person=learner, target_uri=CALL_CENTRE)
    for years in (0, 3, 7):
        with time_machine.travel(clock.now().replace(year=clock.now().year + years), tick=False):
            (row,) = [one for one in profiling.skills_of(learner) if one.uri == skill]
            line = planning.gap_for(learner, goal).line(skill)
            holding = profiling.profile_of(learner).holding(skill)
            assert holding is not None
            assert line is not None
            best = freshness(holding.best, at=clock.now().date())
            assert (row.freshness, line.freshness) == (best.reason, best.value)
            assert row.freshness in line.reason
            assert row.strength == line.strength
