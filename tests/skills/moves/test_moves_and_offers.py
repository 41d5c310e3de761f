"""Moves within reach, and demo offers that make them possible without having looked at them."""

from __future__ import annotations

from datetime import date

import pytest

from stepladder.skills.errors import UnknownSkillError
from stepladder.skills.frameworks import starter
from stepladder.skills.gaps import expected_skills, gap
from stepladder.skills.licences import licence_notice
from stepladder.skills.moves import MoveData, moves
from stepladder.skills.offers import generate_offers
from stepladder.skills.plans import PlanSettings, plan
from stepladder.skills.profile import SkillProfile


def test_a_call_centre_agent_can_become_a_service_desk_agent() -> None:
    found = {move.label: move for move in moves(starter(), "call centre agent")}
    move = found["service desk agent"]
    assert move.viable
    assert move.similarity > 0.3
    assert move.missing
    assert "Pay is not known." in move.notices


def test_job_zones_and_pay_are_used_where_known() -> None:
    framework = starter()
    origin, target = framework.occupation("call centre agent").uri, framework.occupation("service desk agent").uri
    far = MoveData(job_zones={origin: 2, target: 4})
    assert target not in {move.uri for move in moves(framework, origin, data=far)}
    near = MoveData(job_zones={origin: 2, target: 3}, pay={origin: 100, target: 70})
    move = next(move for move in moves(framework, origin, data=near) if move.uri == target)
    assert move.desirable is False
    assert move.notices == ()


def test_licences_are_named_by_group() -> None:
    assert "health" in licence_notice("2221")
    assert "law" in licence_notice("2611")
    assert "finance" in licence_notice("3311")
    assert "transport" in licence_notice("8332")
    assert not licence_notice("3512")
    assert not licence_notice("2221", ("2221",))


def test_an_unknown_occupation_is_named() -> None:
    with pytest.raises(UnknownSkillError):
        moves(starter(), "urn:nowhere:x")


def test_offers_keep_their_promises() -> None:
    framework = starter()
    offers = generate_offers(framework, seed=7)
    assert offers == generate_offers(framework, seed=7)
    assert offers != generate_offers(framework, seed=8)
    assert len(offers) == 400
    assert all(2 <= len(offer.skills) <= 6 and offer.invented and 2 <= offer.hours <= 60 for offer in offers)
    assert all(offer.price == 0 or 20 <= offer.price <= 400 for offer in offers)
    assert any(offer.price == 0 for offer in offers)
    assert any(offer.prerequisites for offer in offers)
    groups = {
        occupation.isco[0]
        for occupation in framework.occupations.values()
        if {item.skill for item in occupation.requirements} & {skill for offer in offers for skill in offer.skills}
    }
    assert groups == set("0123456789")


@pytest.mark.parametrize("seed", [1, 2026])
def test_nine_of_ten_moves_have_a_plan_for_seventy_percent_of_the_gap(seed: int) -> None:
    framework = starter()
    offers = generate_offers(framework, seed=seed)
    shares = []
    for occupation in framework.occupations.values():
        held = SkillProfile(
            attestations=tuple(one.claim() for one in expected_skills([occupation.uri], framework)),
            occupations=(occupation.uri,),
        )
        for move in moves(framework, occupation.uri, limit=2):
            report = gap(held, framework.occupations[move.uri], framework, at=date(2026, 3, 2))
            shares.append(plan(report, offers, settings=PlanSettings(alternatives=0, tie_break=False)).closed_share)
    assert len(shares) > 100
    assert sum(share >= 0.7 for share in shares) >= 0.9 * len(shares)
