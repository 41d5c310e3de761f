"""Wages stand beside demand with their source, found by O*NET's code or by the crosswalk."""

from __future__ import annotations

import numpy as np

from stepladder.skills.demand.wages import wage_beside
from stepladder.skills.frameworks.crosswalk import Crosswalk, OccupationMatch
from stepladder.skills.labour.wages import NOT_STATED, TOP, WageTable

WELDER, SURGEON, BAKER = (f"http://example.org/occupation/{name}" for name in ("welder", "surgeon", "baker"))
CROSSWALK = Crosswalk(
    matches={
        WELDER: OccupationMatch(code="51-4121.06", title="Welders, Cutters, and Welder Fitters", confidence=1.0),
        SURGEON: OccupationMatch(code="29-1067.00", title="Surgeons", confidence=2.0),
        BAKER: OccupationMatch(code="51-3011.00", title="Bakers", confidence=0.5),
    },
    newer_codes={"29-1067.00": ("29-1249.00",)},
)


def table() -> WageTable:
    values = np.full((2, 8), NOT_STATED, dtype=np.int32)
    values[0, 4] = 51_000
    values[1, 4] = TOP
    return WageTable(
        name="oews-may-2025",
        period="May 2025",
        source="BLS, OEWS",
        notice="",
        places={"US": "United States"},
        occupations={"51-4121": "Welders", "29-1249": "Surgeons, All Other"},
        row_places=np.zeros(2, dtype=np.uint16),
        row_occupations=np.array([0, 1], dtype=np.uint16),
        values=values,
    )


def test_an_esco_occupation_is_found_by_the_crosswalk() -> None:
    found = wage_beside(WELDER, table(), CROSSWALK)
    assert found is not None
    assert found.sentence() == (
        "Median wage 51,000 (BLS, OEWS, May 2025, United States, USD a year; found by the crosswalk to 51-4121.06 "
        "Welders, Cutters, and Welder Fitters, confidence medium)."
    )
    assert (found.as_dict()["median"], found.as_dict()["certainty"]) == (51_000, "medium")


def test_a_code_that_was_changed_and_a_wage_above_the_ceiling() -> None:
    found = wage_beside(SURGEON, table(), CROSSWALK)
    assert found is not None
    assert "at or above the publisher's ceiling" in found.sentence()


def test_an_onet_occupation_has_its_own() -> None:
    found = wage_beside("https://www.onetonline.org/link/summary/51-4121.00", table(), None)
    assert found is not None
    assert found.certainty == ""
    assert "51-4121.00 Welders" in found.sentence()


def test_what_is_not_known_is_none() -> None:
    assert wage_beside(BAKER, table(), CROSSWALK) is None
    assert wage_beside(WELDER, None, CROSSWALK) is None
    assert wage_beside(WELDER, table(), None) is None
