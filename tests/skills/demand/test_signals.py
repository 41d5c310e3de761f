"""What a series says of a skill, and when it says nothing, with the reason in words."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import jsonschema_rs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.skills.demand.making import BAKE, CODE, WELD, brought, series_of_counts, simulated

from stepladder.skills.demand import DemandSettings, Window, relevance, rising, signal, top_signals
from stepladder.skills.errors import DemandError

if TYPE_CHECKING:
    from pathlib import Path


def silences(found: object) -> set[tuple[str, str]]:
    return {(one.about, one.code) for one in found.abstentions}  # type: ignore[attr-defined]  # a signal


def test_a_share_with_its_interval_and_its_base() -> None:
    found = signal(series_of_counts([10] * 10, [100] * 10), WELD)
    assert (found.asking, found.postings, found.share) == (100, 1000, 0.1)
    assert (found.low, found.high) == (pytest.approx(0.0829, abs=1e-3), pytest.approx(0.1202, abs=1e-3))
    assert found.trend is not None
    assert found.trend.direction == "unclear"
    assert "100 of 1,000 postings ask for “weld steel” (Board, 2024-01..2024-10)" in found.sentence()


@pytest.mark.parametrize(
    ("asked", "postings", "expected"),
    [
        ([3], [99], {("share", "few_postings")}),
        ([20] * 5, [50] * 5, {("trend", "few_months")}),
        ([2] * 12, [50] * 12, {("trend", "few_asking")}),
        ([20] * 12, [50] * 12, {("half_life", "no_decline")}),
        ([round(40 * 0.9**month) for month in range(12)], [100] * 12, {("half_life", "few_months")}),
        ([2000 - 4 * month for month in range(24)], [10_000] * 24, {("half_life", "too_slow")}),
        ([round(60 * 0.93**month) for month in range(30)], [100] * 30, set()),
    ],
)
def test_it_is_silent_below_what_is_needed_and_says_why(
    asked: list[int], postings: list[int], expected: set[tuple[str, str]]
) -> None:
    found = signal(series_of_counts(asked, postings), WELD)
    assert silences(found) == expected
    assert all(one.reason and any(mark.isalpha() for mark in one.reason) for one in found.abstentions)
    if ("share", "few_postings") in expected:
        assert found.share is found.low is found.trend is found.half_life is None
        assert "100 are needed" in found.sentence()


def test_a_half_life_is_the_one_that_made_the_series() -> None:
    rng = np.random.default_rng(3)
    truth, covered = 18.0, 0
    for _ in range(40):
        counts = simulated(rng, 36, 500, 0.3, -np.log(2) / truth)
        found = signal(series_of_counts(counts.tolist(), [500] * 36), WELD).half_life
        assert found is not None
        assert found.low <= found.months <= found.high
        covered += found.low <= truth <= found.high
    assert covered >= 35


def test_a_skill_that_nobody_asks_for_has_a_share_of_none() -> None:
    found = signal(series_of_counts([1], [400]), CODE, label="write code")
    assert (found.asking, found.share, found.low) == (0, 0.0, 0.0)
    assert found.high is not None
    assert 0 < found.high < 0.01
    assert silences(found) == {("trend", "few_months")}


def test_places_and_windows_and_occupations_select() -> None:
    rows = ["date,occupation,place,text"]
    rows += ["2025-01-01,,Leeds,weld", "2025-06-01,Welder,Leeds,bake", "2025-12-01,,Lyon,weld"]
    series = brought("\n".join(rows), place="nowhere").series
    rules = DemandSettings(min_postings=1)
    assert signal(series, WELD, settings=rules).share == pytest.approx(2 / 3)
    assert signal(series, WELD, place="leeds", settings=rules).share == 0.5
    assert signal(series, "Weld Steel", window=Window.parse("2025-12", series.window), settings=rules).share == 1
    assert signal(series, BAKE, occupation="welder", settings=rules).share == 1
    for what in ({"place": "Rome"}, {"occupation": "baker"}):
        with pytest.raises(DemandError) as caught:
            signal(series, WELD, **what)  # type: ignore[arg-type]  # names of its arguments
        assert caught.value.code == f"demand.no_{next(iter(what))}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("12m", "2025-01..2025-12"), ("2", "2025-11..2025-12"), ("2025-03..2025-04", "2025-03..2025-04"), (None, "")],
)
def test_windows(text: str | None, expected: str) -> None:
    whole = Window(first=2024 * 12, last=2025 * 12 + 11)
    assert str(Window.parse(text, whole)) == (expected or str(whole))


@pytest.mark.parametrize("text", ["", "soon", "2025-13", "2025-05..2025-04", "0m", "2025-01..", "1..2..3"])
def test_windows_that_are_none(text: str) -> None:
    with pytest.raises(DemandError) as caught:
        Window.parse(text, Window(first=0, last=1))
    assert caught.value.code == "demand.window"


def many_skills(seed: int, growing: int) -> str:
    """Rows of a column of skills: three skills of which some grow, over two years."""
    rng = np.random.default_rng(seed)
    lines = ["date,skills,title"]
    for month in range(24):
        day = f"{2024 + month // 12}-{month % 12 + 1:02d}-10"
        for _ in range(80):
            asked = [
                uri
                for place, uri in enumerate((WELD, BAKE, CODE))
                if rng.random() < 0.2 * np.exp(0.04 * month * (place < growing))
            ]
            lines.append(f"{day},{'|'.join(asked)},x")
    return "\n".join(lines)


def test_skills_that_rise_are_found_and_the_others_are_not_listed() -> None:
    found = rising(brought(many_skills(5, 2)).series)
    assert {one.skill for one in found.signals} == {WELD, BAKE}
    assert found.tested == 3
    lows = [one.trend.low for one in found.signals if one.trend]
    assert lows == sorted(lows, reverse=True)
    assert "3 skills had enough postings" in found.sentence()
    assert rising(brought(many_skills(6, 0)).series).signals == ()
    assert rising(series_of_counts([5] * 3, [50] * 3)).tested == 0


def test_the_most_asked_for_come_first() -> None:
    found = top_signals(brought(many_skills(5, 1)).series, 2)
    assert found[0].skill == WELD
    assert len(found) == 2
    assert found[0].asking >= found[1].asking


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 30)), min_size=1, max_size=30))
def test_a_signal_never_says_more_than_the_counts(rows: list[tuple[int, int]]) -> None:
    asked = [count for count, _ in rows]
    totals = [count + other for count, other in rows]
    if not sum(totals):
        return
    found = signal(series_of_counts(asked, totals), WELD, label="weld steel")
    assert (found.asking, found.postings) == (sum(asked), sum(totals))
    assert (found.share is None) == (sum(totals) < 100)
    if found.trend is not None:
        assert found.asking >= 30
        assert found.trend.low <= found.trend.yearly <= found.trend.high
    assert found.half_life is None or found.trend is not None
    assert found.sentence().endswith(".")
    json.dumps(found.as_dict(), allow_nan=False)


def test_relevance_evidence_says_where_it_comes_from() -> None:
    series = brought(many_skills(5, 1), licence="CC BY 4.0").series
    wanted = {WELD: "weld steel", "http://example.org/skill/fly": "fly", "urn:other:1": "other"}
    found = relevance(wanted, series, at=date(2026, 11, 28))
    said = found.as_dict()
    assert (said["source"], said["licence"], said["at"]) == ("Board", "CC BY 4.0", "2026-11-28")
    assert said["window"] == {"first": "2025-01", "last": "2025-12"}
    assert said["postings"] == 960
    assert "Wilson" in said["method"]
    assert [one["asking"] > 0 for one in said["skills"]] == [True, False]
    assert found.unlinked == ("other",)
    assert "“weld steel” in" in found.sentence()
    assert "1 of the 2 skills are asked for in none" in found.sentence()
    assert not any("months old" in notice for notice in found.notices)
    late = relevance(wanted, series, at=date(2027, 6, 1))
    assert any("18 months old" in notice for notice in late.notices)


def test_relevance_is_what_the_schema_says(repository: Path) -> None:
    schema = json.loads((repository / "docs" / "schemas" / "demand.json").read_text(encoding="utf-8"))
    part = {"$ref": "#/$defs/relevance", "$defs": schema["$defs"]}
    series = brought(many_skills(5, 1)).series
    said = relevance({WELD: "weld steel", "urn:other:1": "other"}, series, at=date(2026, 11, 28)).as_dict()
    jsonschema_rs.validator_for(part).validate(said)
    assert not jsonschema_rs.is_valid(part, said | {"at": "today"})


def test_relevance_of_nothing_and_of_too_little() -> None:
    few = series_of_counts([1], [5])
    assert "Too few postings" in relevance({WELD: "weld"}, few, at=date(2026, 1, 1)).sentence()
    assert "None of these skills" in relevance({"urn:x:1": "x"}, few, at=date(2026, 1, 1)).sentence()
    none = relevance({"http://example.org/skill/fly": "fly"}, series_of_counts([5], [500]), at=date(2026, 1, 1))
    assert none.sentence().startswith("None of the 1 skills is asked for")
