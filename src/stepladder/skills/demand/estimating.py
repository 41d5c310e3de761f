"""From counts to signals: shares, trends, half-lives, and when to be silent."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from stepladder.skills.demand.signals import Abstention, DemandSettings, DemandSignal, HalfLife, Rising, Trend
from stepladder.skills.demand.statistics import benjamini_hochberg, slopes, wilson

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.skills.demand.model import Window
    from stepladder.skills.demand.series import Counts, DemandSeries

__all__ = ["rising", "signal", "top_signals"]


def signal(
    series: DemandSeries,
    skill: str,
    *,
    label: str = "",
    place: str = "",
    occupation: str = "",
    window: Window | None = None,
    settings: DemandSettings | None = None,
) -> DemandSignal:
    """Return what the series says of a skill, by URI or label.

    A skill that no posting asks for has a share of none of them, which is an answer: ``label`` is its name then.
    Raises `DemandError`: ``demand.no_place``, ``demand.no_occupation``, ``demand.empty``.
    """
    row = series.skill_row(skill)
    counts = series.counts([] if row is None else [row], place=place, occupation=occupation, window=window)
    rules = settings or DemandSettings()
    said = _Asked(place, occupation, rules, skill, label or skill)
    return _signal(series, None, counts, None, said) if row is None else _signals(series, [0], counts, said)[0]


def top_signals(
    series: DemandSeries,
    limit: int = 20,
    *,
    place: str = "",
    occupation: str = "",
    window: Window | None = None,
    settings: DemandSettings | None = None,
) -> tuple[DemandSignal, ...]:
    """Return the skills that most postings ask for, most first, then by label; errors as `signal`."""
    counts = series.counts(place=place, occupation=occupation, window=window)
    totals = counts.asking.sum(axis=1).tolist()
    order = sorted(range(len(totals)), key=lambda row: (-totals[row], series.labels[row], series.skills[row]))
    chosen = [row for row in order[:limit] if totals[row]]
    return tuple(_signals(series, chosen, counts, _Asked(place, occupation, settings or DemandSettings())))


def rising(
    series: DemandSeries,
    limit: int = 20,
    *,
    place: str = "",
    occupation: str = "",
    window: Window | None = None,
    settings: DemandSettings | None = None,
) -> Rising:
    """Return the skills whose share rises beyond what chance among so many skills explains; errors as `signal`."""
    rules = settings or DemandSettings()
    counts = series.counts(place=place, occupation=occupation, window=window)
    enough = counts.asking.sum(axis=1) >= rules.min_asking
    rows = [int(row) for row in enough.nonzero()[0]]
    if not rows or counts.total < rules.min_postings or int((counts.postings > 0).sum()) < rules.min_months:
        return Rising(signals=(), tested=0, false_discovery=rules.false_discovery)
    fitted = slopes(counts.asking[rows], counts.postings, rules.confidence)
    rates = benjamini_hochberg(fitted.p)
    found = [
        place_
        for place_ in range(len(rows))
        if fitted.settled[place_] and fitted.slope[place_] > 0 and rates[place_] <= rules.false_discovery
    ]
    found.sort(key=lambda one: (-float(fitted.low[one]), series.skills[rows[one]]))
    chosen = [rows[one] for one in found[:limit]]
    signals = _signals(series, chosen, counts, _Asked(place, occupation, rules))
    return Rising(signals=tuple(signals), tested=len(rows), false_discovery=rules.false_discovery)


# ---------------------------------------------------------------------- what is said, and what is not
class _Fit(NamedTuple):
    slope: float
    low: float
    high: float
    p: float
    dispersion: float
    settled: bool


class _Asked(NamedTuple):
    place: str
    occupation: str
    rules: DemandSettings
    skill: str = ""
    label: str = ""


def _signals(series: DemandSeries, chosen: Sequence[int], counts: Counts, said: _Asked) -> list[DemandSignal]:
    """Return the signals of these rows of the counts."""
    if not len(chosen) or int((counts.postings > 0).sum()) < max(said.rules.min_months, 3):
        return [_signal(series, row, counts, None, said) for row in chosen]
    fits = slopes(counts.asking[list(chosen)], counts.postings, said.rules.confidence)
    columns = (fits.slope, fits.low, fits.high, fits.p, fits.dispersion, fits.settled)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [_signal(series, row, counts, _Fit(*fit), said) for row, fit in zip(chosen, rows, strict=True)]


def _signal(
    series: DemandSeries,
    row: int | None,
    counts: Counts,
    fit: _Fit | None,
    said: _Asked,
) -> DemandSignal:
    """Return the signal of a row of the counts; without a row no posting asks for it."""
    total, rules = counts.total, said.rules
    count = 0 if row is None else int(counts.asking[row].sum())
    share: float | None = None
    bounds: tuple[float | None, float | None] = (None, None)
    trend, half_life = None, None
    silences: list[Abstention | None] = []
    if total < rules.min_postings:
        silences.append(_few_postings(total, rules))
    else:
        share, bounds = count / total, wilson(count, total, rules.confidence)
        silences.append(_no_trend(count, int((counts.postings > 0).sum()), fit, rules))
        if fit is not None and silences[-1] is None:
            trend = _trend(fit, counts)
            half_life, silence = _half_life(fit, trend, counts.window.months, rules)
            silences.append(silence)
    return DemandSignal(
        skill=said.skill if row is None else series.skills[counts.skills[row]],
        label=said.label if row is None else series.labels[counts.skills[row]],
        source=series.source,
        place=said.place,
        occupation=said.occupation,
        window=counts.window,
        asking=count,
        postings=total,
        confidence=rules.confidence,
        share=share,
        low=bounds[0],
        high=bounds[1],
        trend=trend,
        half_life=half_life,
        abstentions=tuple(one for one in silences if one is not None),
    )


def _few_postings(total: int, rules: DemandSettings) -> Abstention:
    if not total:
        return Abstention(about="share", code="no_postings", reason="There is no posting there in that window")
    return Abstention(
        about="share",
        code="few_postings",
        reason=f"No share is stated for {total} postings: {rules.min_postings} are needed",
    )


def _no_trend(count: int, months: int, fit: _Fit | None, rules: DemandSettings) -> Abstention | None:
    if months < max(rules.min_months, 3):
        reason = f"No trend is stated from {months} months with postings: {rules.min_months} are needed"
        return Abstention(about="trend", code="few_months", reason=reason)
    if count < rules.min_asking or fit is None:
        reason = f"No trend is stated from {count} postings that ask for it: {rules.min_asking} are needed"
        return Abstention(about="trend", code="few_asking", reason=reason)
    if not fit.settled:
        return Abstention(about="trend", code="not_settled", reason="No trend is stated: the fit did not settle")
    return None


def _trend(fit: _Fit, counts: Counts) -> Trend:
    return Trend(
        yearly=_yearly(fit.slope),
        low=_yearly(fit.low),
        high=_yearly(fit.high),
        p=fit.p,
        months=int((counts.postings > 0).sum()),
        span=counts.window.months - 1,
        dispersion=fit.dispersion,
    )


def _yearly(slope: float) -> float:
    return exp(min(12 * slope, 50.0)) - 1


def _half_life(
    fit: _Fit, trend: Trend, months: int, rules: DemandSettings
) -> tuple[HalfLife | None, Abstention | None]:
    if trend.direction != "falling":
        reason = "No half-life is stated: the share does not clearly fall"
        return None, Abstention(about="half_life", code="no_decline", reason=reason)
    if months < rules.half_life_months:
        reason = f"No half-life is stated from {months} months: {rules.half_life_months} are needed"
        return None, Abstention(about="half_life", code="few_months", reason=reason)
    found = HalfLife(months=log(2) / -fit.slope, low=log(2) / -fit.low, high=log(2) / -fit.high)
    if found.months > 3 * months:
        reason = f"No half-life is stated: it would lie beyond three times the {months} months that were seen"
        return None, Abstention(about="half_life", code="too_slow", reason=reason)
    return found, None
