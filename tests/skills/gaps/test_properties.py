"""What holds for every gap: more evidence never raises it, order and names change nothing, proof is never easier."""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from stepladder.skills.evidence import STRENGTHS, SkillAttestation
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.values import Occupation, Requirement, Skill
from stepladder.skills.gaps import GapReport, RoleTarget, gap
from stepladder.skills.proficiency import ProficiencyLevel
from stepladder.skills.profile import SkillProfile

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = date(2026, 3, 1)
SKILLS = 12
SCALES = ("onet", "other")


@cache
def framework(uri: Callable[[int], str]) -> Framework:
    """Twelve skills, some below others, some needed for others, in six occupations."""
    rng = random.Random(7)  # noqa: S311 - the same at every call
    return Framework.build(
        name="test",
        version="1",
        skills=[Skill(uri=uri(n), label=f"do thing{n} with tool{n % 3}", kind="skill") for n in range(SKILLS)],
        occupations=[
            Occupation(
                uri=f"urn:occupation:{number}",
                label=f"maker {number}",
                isco=f"7{number}11",
                requirements=tuple(Requirement(skill=uri(n)) for n in sorted(rng.sample(range(SKILLS), 6))),
            )
            for number in range(6)
        ],
        broader=[(uri(1), uri(0)), (uri(2), uri(1))],
        related=[(uri(3), "essential", uri(4))],
    )


levels = st.one_of(
    st.none(),
    st.builds(ProficiencyLevel, scale=st.sampled_from(SCALES), value=st.floats(0, 7, width=16), highest=st.just(7.0)),
)
days = st.one_of(st.none(), st.integers(-4000, 4000).map(lambda many: DAY + timedelta(days=many)))
attestations = st.builds(
    SkillAttestation,
    skill=st.integers(0, SKILLS + 1).map(str),
    strength=st.sampled_from(STRENGTHS),
    level=levels,
    obtained=days,
    valid_until=days,
    confidence=st.floats(0, 1, width=16),
)
wanted = st.lists(
    st.tuples(
        st.integers(0, SKILLS + 1),
        st.sampled_from(("essential", "optional")),
        st.floats(0, 1, width=16),
        st.one_of(st.none(), st.floats(0.125, 7, width=16)),
    ),
    min_size=1,
    max_size=10,
    unique_by=lambda one: one[0],
)
held = st.lists(attestations, max_size=10)


def plain(number: int | str) -> str:
    return f"urn:skill:{int(number):02d}"


def turned(number: int | str) -> str:
    return f"urn:other:{99 - int(number)}"


def report(
    items: list[SkillAttestation], role: list[tuple[int, str, float, float | None]], uri: Callable[[int | str], str]
) -> GapReport:
    asked = tuple(
        Requirement(
            skill=uri(number),
            relation=relation,  # type: ignore[arg-type]  # one of the two
            weight=weight,
            level=None if level is None else ProficiencyLevel(scale="onet", value=level, highest=7),
        )
        for number, relation, weight, level in role
    )
    profile = SkillProfile(
        attestations=tuple(
            SkillAttestation(
                skill=uri(one.skill),
                strength=one.strength,
                level=one.level,
                obtained=one.obtained,
                valid_until=one.valid_until,
                confidence=one.confidence,
            )
            for one in items
        )
    )
    return gap(profile, RoleTarget(uri="urn:role", label="role", requirements=asked), framework(uri), at=DAY)


@settings(max_examples=150, deadline=None)
@given(held, attestations, wanted)
def test_more_evidence_never_raises_the_gap(
    items: list[SkillAttestation], more: SkillAttestation, role: list[tuple[int, str, float, float | None]]
) -> None:
    before, after = report(items, role, plain), report([*items, more], role, plain)
    for old, new in zip(before.lines, after.lines, strict=True):
        assert new.need <= old.need
        assert new.need_proof <= old.need_proof
        assert (old.status, new.status) not in {("held", "probably_held"), ("held", "missing")}
    assert after.coverage_claims.need <= before.coverage_claims.need + 1e-9


@settings(max_examples=150, deadline=None)
@given(held, wanted, st.randoms(use_true_random=False))
def test_order_changes_nothing(
    items: list[SkillAttestation], role: list[tuple[int, str, float, float | None]], rng: random.Random
) -> None:
    other_items, other_role = rng.sample(items, len(items)), rng.sample(role, len(role))
    one, two = report(items, role, plain), report(other_items, other_role, plain)
    for line in one.lines:
        other = two.line(line.skill)
        assert other is not None
        assert (other.status, other.need, other.need_proof, other.rule) == (
            line.status,
            line.need,
            line.need_proof,
            line.rule,
        )


@settings(max_examples=150, deadline=None)
@given(held, wanted)
def test_other_identifiers_change_nothing(
    items: list[SkillAttestation], role: list[tuple[int, str, float, float | None]]
) -> None:
    one, two = report(items, role, plain), report(items, role, turned)
    assert [(line.status, line.need, line.need_proof, line.rule) for line in one.lines] == [
        (line.status, line.need, line.need_proof, line.rule) for line in two.lines
    ]


@settings(max_examples=150, deadline=None)
@given(held, wanted)
def test_counting_only_proof_never_shows_a_smaller_gap(
    items: list[SkillAttestation], role: list[tuple[int, str, float, float | None]]
) -> None:
    made = report(items, role, plain)
    assert all(line.need <= line.need_proof for line in made.lines)
    assert made.coverage_claims.need <= made.coverage_proof.need
    assert made.coverage_claims.essential_held >= made.coverage_proof.essential_held
    assert GapReport.from_dict(made.as_dict()) == made
