"""Random small profiles and targets, in which everything that `gap` knows of a holding occurs."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from stepladder.skills.evidence import STRENGTHS, SkillAttestation
from stepladder.skills.frameworks.values import Requirement
from stepladder.skills.gaps import RoleTarget
from stepladder.skills.proficiency import STEPLADDER_SCALE, ProficiencyLevel
from stepladder.skills.profile import SkillProfile

DAY = date(2026, 3, 1)
SKILLS = [f"urn:test:{letter}" for letter in "abcdefgh"]


def _other(value: float) -> ProficiencyLevel:
    return ProficiencyLevel(scale="other", value=value, highest=7)


levels = st.one_of(
    st.none(),
    st.sampled_from([1, 2, 3, 4, 2.5]).map(STEPLADDER_SCALE.level),
    st.sampled_from([0.0, 3.25, 7.0]).map(_other),
)
days = st.none() | st.integers(-4000, 400).map(lambda days: DAY + timedelta(days=days))
confidences = st.sampled_from([0.0, 0.05, 0.25, 0.49, 0.5, 0.55, 0.7, 0.95, 1.0]) | st.floats(0, 1)
attestations = st.builds(
    SkillAttestation,
    skill=st.sampled_from(SKILLS),
    strength=st.sampled_from(STRENGTHS),
    level=levels,
    obtained=days,
    valid_until=days,
    confidence=confidences,
    source=st.sampled_from(["self", "urn:one", "urn:two"]),
)
profiles = st.lists(attestations, max_size=8).map(lambda items: SkillProfile(attestations=tuple(items)))


@st.composite
def requirements(draw: Any) -> Requirement:
    return Requirement(
        skill=draw(st.sampled_from(SKILLS)),
        relation=draw(st.sampled_from(["essential", "optional"])),
        weight=draw(st.sampled_from([0.0, 0.5, 1.0, 0.824, 0.75])),
        level=draw(levels),
    )


@st.composite
def targets(draw: Any) -> list[RoleTarget]:
    lines = draw(st.lists(st.lists(requirements(), max_size=6).map(tuple), min_size=1, max_size=6))
    return [RoleTarget(uri=f"urn:role:{n}", label=f"role {n}", requirements=part) for n, part in enumerate(lines)]
