"""The statistics behind demand: intervals of a share, trends of many shares at once, false discoveries.

A trend is a regression on the logarithm of the share: log(share in month t) = a + b·t, fitted by Poisson
quasi-likelihood with the postings of the month as offset (iteratively re-weighted least squares), so that months weigh
by how many postings they have and a month without the skill needs no invented count. The standard error of b is that of
binomial counts under the fitted shares, widened by the Pearson dispersion where months scatter more than that (never
narrowed); its interval uses Student's t with months − 2 degrees of freedom.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Slopes", "benjamini_hochberg", "slopes", "wilson"]

Floats = npt.NDArray[np.float64]
STEPS = 60
_MOST = 0.999


def wilson(asking: int, postings: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return the Wilson score interval of a share, as shares; (0, 1) without postings.

    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
    """
    if postings <= 0:
        return 0.0, 1.0
    z = _normal_quantile((1 + confidence) / 2)
    share, spread = asking / postings, z * z / postings
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * float(np.sqrt(share * (1 - share) / postings + spread / (4 * postings)))
    return (0.0 if asking == 0 else max(0.0, middle - half)), (1.0 if asking == postings else min(1.0, middle + half))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slopes:
    """Trends of several skills, an entry each: change of log share a month, its standard error, and what goes with it.

    ``low`` and ``high`` bound the slope at the confidence asked for; ``p`` is two-sided; ``dispersion`` is 1 where
    months scatter as chance alone makes them; ``settled`` says whether the fit came to rest.
    """

    slope: Floats
    error: Floats
    low: Floats
    high: Floats
    p: Floats
    dispersion: Floats
    settled: npt.NDArray[np.bool_]


def slopes(asking: npt.NDArray[np.int64], postings: npt.NDArray[np.int64], confidence: float = 0.95) -> Slopes:
    """Return the trend of each row of ``asking`` (skills × months) against ``postings`` (months).

    Months without postings are left out. There must be three months or more with postings; a row without any posting
    does not settle.
    """
    used = postings > 0
    months = np.flatnonzero(used).astype(float)
    total = postings[used].astype(float)
    counts = asking[:, used].astype(float)
    middle = float((months * total).sum() / total.sum())
    time = months - middle
    level, slope, settled = _fitted(counts, total, time)
    share = np.clip(np.exp(level[:, None] + slope[:, None] * time), 1e-300, _MOST)
    mean = total * share
    spread = mean * (1 - share)
    # The sandwich of a Poisson fit under binomial variance, for the slope alone.
    a, b, c = mean.sum(axis=1), (mean * time).sum(axis=1), (mean * time**2).sum(axis=1)
    determinant = np.maximum(a * c - b * b, 1e-300)
    weight = (-b[:, None] + a[:, None] * time) / determinant[:, None]
    freedom = max(len(months) - 2, 1)
    dispersion = ((counts - mean) ** 2 / spread).sum(axis=1) / freedom
    error = np.sqrt((weight**2 * spread).sum(axis=1) * np.maximum(dispersion, 1.0))
    from scipy.special import stdtr, stdtrit

    reach = float(stdtrit(freedom, (1 + confidence) / 2)) * error
    p = 2 * stdtr(freedom, -np.abs(slope) / np.maximum(error, 1e-300))
    settled &= np.isfinite(error) & (error > 0)
    return Slopes(
        slope=slope,
        error=error,
        low=slope - reach,
        high=slope + reach,
        p=np.where(settled, p, 1.0),
        dispersion=dispersion,
        settled=settled,
    )


def _fitted(counts: Floats, total: Floats, time: Floats) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Return level and slope of log share by Newton's steps, two unknowns a row, every row at once."""
    sums = counts.sum(axis=1)
    level = np.log(np.maximum(sums, 0.5) / total.sum())
    slope = np.zeros(len(counts))
    settled = np.zeros(len(counts), dtype=bool)
    span = float(np.abs(time).max(initial=1.0)) or 1.0
    for _ in range(STEPS):
        mean = total * np.exp(np.clip(level[:, None] + slope[:, None] * time, -60, 5))
        a, b, c = mean.sum(axis=1), (mean * time).sum(axis=1), (mean * time**2).sum(axis=1)
        one, two = (counts - mean).sum(axis=1), ((counts - mean) * time).sum(axis=1)
        determinant = np.maximum(a * c - b * b, 1e-300)
        # Steps of at most 1 at the ends of the window: far from the answer Newton's would overshoot.
        step = np.clip((a * two - b * one) / determinant, -1 / span, 1 / span)
        lift = np.clip((c * one - b * two) / determinant, -1.0, 1.0)
        moving = ~settled
        slope, level = slope + np.where(moving, step, 0), level + np.where(moving, lift, 0)
        settled |= (np.abs(step) * span < 1e-9) & (np.abs(lift) < 1e-9)
        if settled.all():
            break
    return level, slope, settled & (sums > 0)


def benjamini_hochberg(p: Sequence[float] | npt.NDArray[Any]) -> Floats:
    """Return the false discovery rate at which each of these tests would be called a finding, in their order.

    Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate", 1995.
    """
    values = np.asarray(p, dtype=float)
    order = np.argsort(values, kind="stable")
    count = len(values)
    scaled = values[order] * count / np.arange(1, count + 1)
    smallest = np.minimum.accumulate(scaled[::-1])[::-1]
    rates = np.empty(count)
    rates[order] = np.minimum(smallest, 1.0)
    return rates


def _normal_quantile(share: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(share)
