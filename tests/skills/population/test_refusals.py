"""Columns and targets that are not what they should be are refused by name, quickly."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from stepladder.skills.errors import SkillsError
from stepladder.skills.frameworks.values import Requirement
from stepladder.skills.gaps import RoleTarget
from stepladder.skills.population import Population, Targets, grades, nearest, own_gaps, targets
from stepladder.skills.proficiency import ProficiencyLevel

RIGHT: dict[str, Any] = {"person": [0, 0, 1], "skill": [0, 1, 0], "level": [0, 2, 4], "confidence": [0.5, 1, 0]}


def people(**changed: Any) -> Population:
    return Population.from_columns(skills=["urn:a", "urn:b"], people=2, **{**RIGHT, **changed})


def role(*weights: float) -> RoleTarget:
    lines = tuple(Requirement(skill=f"urn:{number}", weight=weight) for number, weight in enumerate(weights))
    return RoleTarget(uri="urn:role", label="role", requirements=lines)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"person": [0, 0, 2]}, "person runs from 0 to 2; expected 0 to 1"),
        ({"person": [0, 0, -1]}, "person runs from -1"),
        ({"person": [0.0, 0.0, 1.0]}, "person holds float64"),
        ({"person": [0, 1]}, "different lengths"),
        ({"person": [[0, 0, 1]]}, "person is not one row"),
        ({"person": None}, "person and skill are needed"),
        ({"skill": [0, 1, 2]}, "skill runs from 0 to 2; expected 0 to 1"),
        ({"skill": ["a", "b", "c"]}, "skill holds"),
        ({"person": [0, 0, 0], "skill": [1, 0, 1]}, "Person 0 holds skill 1 twice"),
        ({"level": [1, 2, -1]}, "level runs from -1"),
        ({"level": [1, 2, float("inf")]}, "level runs from"),
        ({"confidence": [1.1, 0, 0]}, "confidence runs from"),
        ({"confidence": [float("nan"), 0, 0]}, "confidence runs from nan"),
        ({"confidence": [1j, 0, 0]}, "confidence holds complex128"),
    ],
)
def test_a_wrong_column_is_named(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(SkillsError, match=said) as caught:
        people(**changed)
    assert caught.value.code == "population.malformed"


@pytest.mark.parametrize("weight", [-0.1, float("nan"), float("inf")])
def test_a_weight_that_is_none_is_refused_with_its_role(weight: float) -> None:
    with pytest.raises(SkillsError) as caught:
        Targets.of([role(1.0, weight)])
    assert (caught.value.code, caught.value.where) == ("population.weight", "urn:role")


@pytest.mark.parametrize("weights", [(1e12,), (1e4 + 0.1234,) * 50_000])
def test_weights_that_cannot_be_added_up_exactly_are_refused(weights: tuple[float, ...]) -> None:
    with pytest.raises(SkillsError) as caught:
        Targets.of([role(*weights)])
    assert caught.value.code == "population.too_large"


def test_the_most_that_is_taken_is_still_exact(monkeypatch: pytest.MonkeyPatch) -> None:
    heavy = Targets.of([role(*([9.9999] * 5000))])
    holds = Population.from_columns(
        skills=[f"urn:{number}" for number in range(5000)], people=1, person=[0] * 5000, skill=range(5000)
    )
    (one,) = nearest(holds, heavy).of(0)
    assert (one.share, one.need, one.need_of) == (1.0, 0.0, 49999.5)
    monkeypatch.setattr(targets, "MOST", 9.9999 * 1e8 * 4999)
    with pytest.raises(SkillsError):
        Targets.of([role(*([9.9999] * 5000))])


@pytest.mark.parametrize("top", [0, -1, 1001])
def test_too_many_or_too_few_places_are_refused(top: int) -> None:
    with pytest.raises(SkillsError) as caught:
        nearest(people(), Targets.of([role(1)]), top=top)
    assert caught.value.code == "population.top"


@pytest.mark.parametrize("roles", [[0], [0, 1], [0, -2], [0.0, 0.0], [[0, 0]]])
def test_roles_that_are_not_there_are_refused(roles: Any) -> None:
    with pytest.raises(SkillsError) as caught:
        own_gaps(people(), Targets.of([role(1)]), roles)
    assert caught.value.code == "population.roles"


def test_more_combinations_than_a_table_may_hold_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grades, "MOST_CELLS", 5)
    asked = [
        Requirement(skill=f"urn:{level}", level=ProficiencyLevel(scale="s", value=level, highest=7)) for level in (1, 2)
    ]
    wanted = Targets.of([RoleTarget(uri="urn:r", label="r", requirements=tuple(asked))])
    with pytest.raises(SkillsError) as caught:
        nearest(people(), wanted)
    assert caught.value.code == "population.too_many_grades"


def test_confidences_that_all_differ_are_taken() -> None:
    count = 70_000  # more than 16 bits
    found = Population.from_columns(
        skills=["urn:0"],
        people=count,
        person=np.arange(count),
        skill=np.zeros(count, int),
        confidence=np.linspace(0, 1, count),
    )
    near = nearest(found, Targets.of([role(1)]), top=1)
    assert near.covered[-1, 0] == 10_000
    assert (np.diff(near.covered[:, 0]) >= 0).all()
