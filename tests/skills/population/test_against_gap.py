"""The kernel gives every number that `gap` gives one person at a time, and ranks by the stated rule."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.skills.population import naive
from tests.skills.population.drawing import DAY, SKILLS, profiles, targets

from stepladder.skills.evidence import FreshnessSettings, SkillAttestation
from stepladder.skills.frameworks import starter
from stepladder.skills.frameworks.values import Requirement
from stepladder.skills.gaps import GapSettings, RoleTarget, gap
from stepladder.skills.population import Population, Targets, nearest, own_gaps
from stepladder.skills.profile import SkillProfile

people = st.lists(profiles, max_size=6)
countings = st.sampled_from(["claims", "proof"])
ways = st.tuples(st.booleans(), st.sampled_from([1, 2, 20]), st.sampled_from([1, 3]))


@given(people, targets(), countings, ways)
def test_the_nearest_are_those_of_a_naive_loop(
    some: list[SkillProfile], wanted: list[RoleTarget], counting: naive.Counting, way: tuple[bool, int, int]
) -> None:
    essential_only, top, threads = way
    found = nearest(
        Population.of(some, at=DAY),
        Targets.of(wanted),
        top=top,
        counting=counting,
        essential_only=essential_only,
        threads=threads,
    )
    assert len(found) == len(some)
    for row, profile in enumerate(some):
        expected = naive.nearest(profile, wanted, top=top, counting=counting, essential_only=essential_only)
        got = found.of(row)
        assert [one.uri for one in got] == [wanted[place].uri for place, _ in expected]
        for one, (_, cell) in zip(got, expected, strict=True):
            assert (one.essential_held, one.need_of) == (cell.held, round(float(cell.need_of), 6))
            assert one.need == round(float(cell.need), 6)
            assert one.share == int((1 - cell.need / cell.need_of) * 1_000_000) / 1_000_000
        assert np.isnan(found.need[row, len(got) :]).all()
        assert np.allclose(found.need[row, : len(got)], [one.need for one in got], atol=1e-6)


@given(people, targets(), countings, st.randoms(use_true_random=False))
def test_own_gaps_are_those_of_gap(
    some: list[SkillProfile], wanted: list[RoleTarget], counting: naive.Counting, random: Any
) -> None:
    roles = np.array([random.randint(-1, len(wanted) - 1) for _ in some], dtype=np.int64)
    found = own_gaps(Population.of(some, at=DAY), Targets.of(wanted), roles, counting=counting)
    for row, (profile, role) in enumerate(zip(some, roles.tolist(), strict=True)):
        cell = naive.cell(profile, wanted[role], counting, essential_only=False) if role >= 0 else None
        if role < 0:
            assert np.isnan(found.need[row])
        elif cell is None:
            assert (found.need[row], found.need_of[row]) == (0, 0)
        else:
            assert found.need[row] == float(cell.need)
            assert (found.essential_held[row], found.essential_total[row]) == (cell.held, cell.total)


def test_a_half_life_of_a_skill_counts_as_for_gap() -> None:
    old = date(2018, 3, 1)
    profile = SkillProfile(attestations=tuple(SkillAttestation(skill=uri, obtained=old) for uri in SKILLS[:2]))
    settings = FreshnessSettings(half_lives={SKILLS[0]: 400})
    wanted = [RoleTarget(uri=uri, label=uri, requirements=(Requirement(skill=uri),)) for uri in SKILLS[:2]]
    people = Population.of([profile], at=DAY, settings=settings)
    needs = {one.uri: one.need for one in nearest(people, Targets.of(wanted)).of(0)}
    rules = GapSettings(near=False, freshness=settings)
    assert needs == {
        role.uri: gap(profile, role, naive.EMPTY, at=DAY, settings=rules).coverage_claims.need for role in wanted
    }
    assert needs[SKILLS[0]] > needs[SKILLS[1]] > 0


def test_near_skills_change_no_number() -> None:
    whole = starter()
    chosen = [whole.occupation(name) for name in ("call centre agent", "ICT help desk agent", "service desk agent")]
    held = SkillProfile(
        attestations=tuple(SkillAttestation(skill=one.skill) for one in chosen[0].essential),
        occupations=(chosen[0].uri,),
    )
    found = own_gaps(Population.of([held] * 3, at=DAY), Targets.of(chosen), [0, 1, 2])
    for row, occupation in enumerate(chosen):
        one = gap(held, occupation, whole, at=DAY).coverage_claims
        assert (found.need[row], found.essential_held[row]) == (one.need, one.essential_held)
        assert row == 0 or one.essential_probably > 0
