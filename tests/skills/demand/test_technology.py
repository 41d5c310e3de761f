"""Hot and in-demand technologies of O*NET, and what changed between two releases."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.skills.demand.making import WELDER, small_framework

from stepladder.skills.demand import compare_technologies
from stepladder.skills.demand.technology import TechnologyTable, technologies_of
from stepladder.skills.errors import DemandError
from stepladder.skills.frameworks.extras import Extras, Lazy
from stepladder.skills.frameworks.facts import HOT, IN_DEMAND, FactColumns

if TYPE_CHECKING:
    from pathlib import Path

    from stepladder.skills.frameworks.model import Framework

OLD = [
    ("15-1252.00", "Software Developers", "Git", True, True),
    ("15-1252.00", "Software Developers", "COBOL", True, False),
    ("15-1252.00", "Software Developers", "Rust", False, False),
    ("43-6014.00", "Secretaries", "Typing aid", False, True),
    ("51-9999.00", "An occupation that ends", "Git", True, True),
]
NEW = [
    ("15-1252.00", "Software Developers", "Git", True, True),
    ("15-1252.00", "Software Developers", "COBOL", False, False),
    ("15-1252.00", "Software Developers", "Rust", True, True),
    ("15-1252.00", "Software Developers", "A new tool", True, False),
    ("43-6014.00", "Secretaries", "Typing aid", False, False),
    ("15-9999.00", "An occupation that begins", "Rust", True, True),
]


def test_what_changed_between_releases() -> None:
    found = compare_technologies(TechnologyTable.of("29.3", OLD), TechnologyTable.of("30.3", NEW))
    assert found.newly_hot == ("A new tool", "Rust")
    assert found.newly_listed == ("A new tool",)
    assert found.no_longer_hot == ("COBOL",)
    assert found.newly_in_demand == (("15-1252.00", "Rust"),)
    assert found.no_longer_in_demand == (("43-6014.00", "Typing aid"),)
    assert (found.compared, found.hot) == (2, 3)
    said = found.as_dict()
    assert said["newly_in_demand"][0]["title"] == "Software Developers"
    assert "USDOL/ETA" in said["source"]


def test_nothing_changes_within_a_release_and_the_reverse_is_the_reverse() -> None:
    one, other = TechnologyTable.of("a", OLD), TechnologyTable.of("b", NEW)
    same = compare_technologies(one, one)
    assert same.newly_hot == same.no_longer_hot == same.newly_in_demand == same.no_longer_in_demand == ()
    there, back = compare_technologies(one, other), compare_technologies(other, one)
    assert (there.newly_hot, there.newly_in_demand) == (back.no_longer_hot, back.no_longer_in_demand)


def test_a_framework_without_technologies_says_so() -> None:
    with pytest.raises(DemandError) as caught:
        TechnologyTable.of("ESCO 1.1.1", [])
    assert caught.value.code == "demand.no_technologies"


def release(version: str, flags: int) -> Framework:
    """A framework with one occupation that uses two technologies; the second one has these flags."""
    facts = FactColumns(
        names=("CAD", "Welding robot"),
        categories=("Design software",),
        category_of=(0, 0),
        technologies=(((0, HOT), (1, flags)),),
    )
    return replace(small_framework(), name="onet", version=version, extras=Extras(facts=Lazy(facts)))


def test_releases_that_are_loaded_are_compared() -> None:
    older, newer = technologies_of(release("29.3", 0)), technologies_of(release("30.3", HOT | IN_DEMAND))
    found = compare_technologies(older, newer)
    assert (found.newly_hot, found.newly_in_demand) == (("Welding robot",), ((WELDER, "Welding robot"),))
    assert (found.older, found.newer) == ("Small 29.3", "Small 30.3")
    with pytest.raises(DemandError):
        technologies_of(small_framework())


def test_the_whole_of_onet_holds_its_technologies(shared_data: Path) -> None:
    from stepladder.skills.frameworks import read_onet

    table = technologies_of(read_onet([shared_data / "skills" / "onet-29.3"]))
    assert len(table.in_demand) > 2_000
    assert 0 < len(table.hot) < len(table.technologies)
    older = replace(table, release="made older", hot=table.hot - {"Microsoft Excel"}, in_demand=frozenset())
    found = compare_technologies(older, table)
    assert found.newly_hot == ("Microsoft Excel",)
    assert len(found.newly_in_demand) == len(table.in_demand)
