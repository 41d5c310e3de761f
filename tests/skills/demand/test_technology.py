"""Hot and in-demand technologies of O*NET, and what changed between two releases."""

from __future__ import annotations

import pytest

from stepladder.skills.demand import compare_technologies
from stepladder.skills.demand.technology import TechnologyTable
from stepladder.skills.errors import DemandError

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
