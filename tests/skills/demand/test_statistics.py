"""Intervals hold what they promise on series whose truth is known; simulations are seeded."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.skills.demand.making import simulated

from stepladder.skills.demand.statistics import benjamini_hochberg, slopes, wilson


def test_wilson_against_figures_worked_out_by_hand() -> None:
    # 10 of 100 at z = 1.959964: centre (0.1 + 0.019207)/1.038415, half width 0.060032 around it.
    low, high = wilson(10, 100)
    assert low == pytest.approx(0.055229, abs=1e-5)
    assert high == pytest.approx(0.174366, abs=1e-5)
    assert wilson(0, 20) == (0.0, pytest.approx(0.161130, abs=1e-5))
    assert wilson(20, 20) == (pytest.approx(1 - 0.161130, abs=1e-5), 1.0)
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilson_holds_the_share_and_narrows_with_more(pair: tuple[int, int]) -> None:
    asking, postings = pair
    low, high = wilson(asking, postings)
    assert 0 <= low <= asking / postings <= high <= 1
    narrow = wilson(asking * 4, postings * 4)
    assert narrow[1] - narrow[0] < high - low
    mirrored = wilson(postings - asking, postings)
    assert (1 - mirrored[1], 1 - mirrored[0]) == (pytest.approx(low, abs=1e-12), pytest.approx(high, abs=1e-12))


@pytest.mark.parametrize("share", [0.005, 0.03, 0.2, 0.5, 0.97])
@pytest.mark.parametrize("postings", [200, 2000])
def test_the_interval_of_a_share_covers_it(share: float, postings: int) -> None:
    draws = np.random.default_rng(7).binomial(postings, share, size=4000)
    bounds = {count: wilson(int(count), postings) for count in set(draws.tolist())}
    covered = np.mean([bounds[count][0] <= share <= bounds[count][1] for count in draws.tolist()])
    assert 0.92 <= covered <= 0.985


@pytest.mark.parametrize(
    ("months", "postings", "share", "slope"),
    [(8, 300, 0.05, 0.0), (24, 60, 0.03, 0.0), (24, 300, 0.1, 0.02), (36, 200, 0.3, -0.03), (12, 400, 0.6, 0.03)],
)
def test_the_interval_of_a_trend_covers_it(months: int, postings: int, share: float, slope: float) -> None:
    rng = np.random.default_rng(11)
    counts = np.array([simulated(rng, months, postings, share, slope) for _ in range(2000)])
    found = slopes(counts, np.full(months, postings))
    assert found.settled.all()
    covered = np.mean((found.low <= slope) & (slope <= found.high))
    # Short series err on the safe side: the spread is never taken to be less than chance makes it.
    assert 0.94 <= covered <= 0.995
    assert float(found.slope.mean()) == pytest.approx(slope, abs=4 * float(found.slope.std()) / np.sqrt(2000) + 1e-4)


def test_the_interval_of_a_trend_covers_it_where_months_scatter_more_than_chance() -> None:
    rng = np.random.default_rng(13)
    months, postings, slope = 24, 400, 0.01
    middle = 0.1 * np.exp(slope * np.arange(months))
    # Shares that wander from month to month, as in real life: beta with a spread of about a fifth of the share.
    shares = rng.beta(middle * 200, (1 - middle) * 200, size=(2000, months))
    found = slopes(rng.binomial(postings, shares), np.full(months, postings))
    assert 0.93 <= np.mean((found.low <= slope) & (slope <= found.high)) <= 0.97
    assert float(np.median(found.dispersion)) > 2


def test_unequal_months_weigh_by_their_postings() -> None:
    postings = np.array([1000, 1000, 10, 1000, 1000, 0, 1000, 1000])
    counts = np.array([[100, 100, 9, 100, 100, 0, 100, 100]])
    found = slopes(counts, postings)
    assert abs(float(found.slope[0])) < 0.005


def test_a_fit_equals_the_exact_curve_that_made_it() -> None:
    postings = np.full(20, 10**9)
    share = 0.02 * np.exp(0.05 * np.arange(20))
    found = slopes(np.round(postings * share).astype(np.int64)[None, :], postings)
    assert float(found.slope[0]) == pytest.approx(0.05, abs=1e-6)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=4, max_size=30), st.integers(0, 12))
def test_trends_turn_round_with_time_and_do_not_mind_its_beginning(rows: list[tuple[int, int]], later: int) -> None:
    postings = np.array([asked + other for asked, other in rows])
    counts = np.array([[asked for asked, _ in rows]])
    if (postings > 0).sum() < 3 or counts.sum() < 5:
        return
    found, back = slopes(counts, postings), slopes(counts[:, ::-1], postings[::-1])
    moved = slopes(np.pad(counts, ((0, 0), (later, 0))), np.pad(postings, (later, 0)))
    if found.settled[0] and back.settled[0]:
        assert float(back.slope[0]) == pytest.approx(-float(found.slope[0]), abs=1e-6)
        assert float(moved.slope[0]) == pytest.approx(float(found.slope[0]), abs=1e-6)
        assert float(found.low[0]) <= float(found.slope[0]) <= float(found.high[0])


def test_a_row_without_any_posting_does_not_settle() -> None:
    found = slopes(np.zeros((1, 12), dtype=np.int64), np.full(12, 50))
    assert not found.settled[0]
    assert found.p[0] == 1


def test_false_discovery_rates_worked_out_by_hand() -> None:
    assert benjamini_hochberg([0.01, 0.04, 0.03, 0.005]).tolist() == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert benjamini_hochberg([]).tolist() == []


def test_false_discoveries_stay_below_the_rate_that_was_asked_for() -> None:
    rng = np.random.default_rng(17)
    months, postings, skills, truly = 24, 400, 200, 20
    false, listed = 0, 0
    for _ in range(30):
        true = np.array([simulated(rng, months, postings, 0.1, 0.05) for _ in range(truly)])
        null = np.array([simulated(rng, months, postings, 0.1, 0.0) for _ in range(skills - truly)])
        found = slopes(np.concatenate((true, null)), np.full(months, postings))
        called = np.flatnonzero(benjamini_hochberg(found.p) <= 0.1)
        listed += len(called)
        false += int((called >= truly).sum())
    assert listed >= 0.95 * 30 * truly
    assert false / listed <= 0.13


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=3, max_size=200))
def test_any_counts_give_numbers(rows: list[tuple[int, int]]) -> None:
    postings = np.array([asked + other for asked, other in rows])
    if (postings > 0).sum() < 3:
        return
    counts = np.array([[asked for asked, _ in rows]])
    with np.errstate(all="raise", under="ignore"):
        found = slopes(counts, postings)
    if found.settled[0]:
        for values in (found.slope, found.error, found.low, found.high, found.p):
            assert np.isfinite(values).all()
