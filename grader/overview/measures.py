"""The statistics of a class, each with its formula and where it comes from. Pure; None where a measure is undefined.

Samples are small, so every estimate comes with an interval (95 %), and what has no variance has no correlation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Z95 = 1.959963984540054
"""The 97.5 % point of the standard normal."""


@dataclass(frozen=True)
class Interval:
    """Where the true value is expected in 95 of 100 such samples."""

    low: float
    high: float


@dataclass(frozen=True)
class Spread:
    """Where values lie."""

    mean: float
    deviation: float | None
    """Of the sample, with n - 1; None for a single value."""
    least: float
    first_quartile: float
    median: float
    third_quartile: float
    most: float


def spread(values: Sequence[float]) -> Spread | None:
    """Mean and quartiles; None of nothing.

    Quartiles by linear interpolation between order statistics, at 1 + (n - 1) p: definition 7 of Hyndman and Fan
    (1996), "Sample quantiles in statistical packages", The American Statistician 50, 361-365; a spreadsheet's QUARTILE.
    """
    if not values:
        return None
    array = np.asarray(values, dtype=float)
    low, middle, high = (float(each) for each in np.quantile(array, (0.25, 0.5, 0.75)))
    deviation = float(array.std(ddof=1)) if len(values) > 1 else None
    return Spread(float(array.mean()), deviation, float(array.min()), low, middle, high, float(array.max()))


def correlation(item: Sequence[float], rest: Sequence[float]) -> float | None:
    """Pearson's r; None for fewer than three students, or where one side is the same for all.

    With `rest` the total without the item, this is the corrected item-total correlation; for an item that is only
    right or wrong it equals the corrected point-biserial r = (M1 - M0) / s * sqrt(p (1 - p)), where M1 and M0 are the
    mean rest scores of those who had it right and wrong, s is their deviation (with n), and p the share who had it
    right. Henrysson (1963), "Correction of item-total correlations in item analysis", Psychometrika 28, 211-218.
    """
    x, y = np.asarray(item, dtype=float), np.asarray(rest, dtype=float)
    if len(x) < 3 or _is_flat(x) or _is_flat(y):
        return None
    x, y = x - x.mean(), y - y.mean()
    r = float(x @ y) / math.sqrt(float(x @ x) * float(y @ y))
    return max(-1.0, min(1.0, r))


def correlation_interval(r: float, n: int) -> Interval | None:
    """tanh(atanh(r) ± z / sqrt(n - 3)); None for fewer than four students or |r| = 1.

    Fisher (1921), "On the probable error of a coefficient of correlation", Metron 1, 3-32. Exact for two normal
    variables; for right-or-wrong items it is an approximation, good enough to see that thirty students say little.
    """
    if n < 4 or abs(r) > 1 - 1e-12:
        return None
    middle, half = math.atanh(r), Z95 / math.sqrt(n - 3)
    return Interval(math.tanh(middle - half), math.tanh(middle + half))


def share_interval(count: int, n: int) -> Interval | None:
    """Of the share count / n; None for n = 0.

    Wilson (1927), "Probable inference, the law of succession, and statistical inference", JASA 22, 209-212:
    (p + z²/2n ± z sqrt(p (1 - p) / n + z²/4n²)) / (1 + z²/n). Holds for small n and for shares of 0 and 1, too.
    """
    if not n:
        return None
    p, z2 = count / n, Z95 * Z95
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z95 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def alpha(points: np.ndarray) -> float | None:
    """Cronbach's alpha of points (N students, K items); None for fewer than two of either, or where all totals agree.

    K / (K - 1) * (1 - sum of the items' variances / variance of the totals):
    Cronbach (1951), "Coefficient alpha and the internal structure of tests", Psychometrika 16, 297-334.
    """
    n, k = points.shape
    if n < 2 or k < 2 or _is_flat(points.sum(axis=1)):
        return None
    items, totals = float(points.var(axis=0, ddof=1).sum()), float(points.sum(axis=1).var(ddof=1))
    return float(k / (k - 1) * (1 - items / totals))


def alpha_interval(value: float, n: int, k: int) -> Interval | None:
    """1 - exp(ln(1 - alpha) ± z sqrt(2 k / ((k - 1)(n - 2)))); None for n < 3 or alpha = 1.

    Bonett (2002), "Sample size requirements for testing and estimating coefficient alpha", Journal of Educational and
    Behavioral Statistics 27, 335-340.
    """
    if n < 3 or k < 2 or value > 1 - 1e-12:
        return None
    middle, half = math.log(1 - value), Z95 * math.sqrt(2 * k / ((k - 1) * (n - 2)))
    return Interval(1 - math.exp(middle + half), 1 - math.exp(middle - half))


def slowness(seconds: Sequence[float]) -> list[float]:
    """How far above the middle each time lies, in robust deviations of its logarithm; 0 where nothing can be said.

    0.6745 (x - median) / MAD, the modified z-score of Iglewicz and Hoaglin (1993), "How to detect and handle
    outliers"; where more than half are the same and MAD is 0, (x - median) / (1.2533 * mean absolute deviation), as
    they have it. Of logarithms, because times differ by factors.
    """
    logs = np.log(np.maximum(np.asarray(seconds, dtype=float), 1e-3))
    if not len(logs):
        return []
    away = logs - np.median(logs)
    scale = float(np.median(np.abs(away))) / 0.6745 or float(np.abs(away).mean()) * 1.253314
    return [float(each) for each in (away / scale if scale > 1e-9 else np.zeros_like(away))]


def _is_flat(values: np.ndarray) -> bool:
    """Whether all are the same, up to the rounding of sums of points."""
    return float(np.ptp(values)) < 1e-6
