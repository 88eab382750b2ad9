"""Krippendorff's alpha for ordinal values (Krippendorff, 2011): how far coders agree beyond chance.

Between two ordinal values lies half the number of values equal to each and all those between, so alpha is that of the
mid-ranks of all values that can be paired. What cannot be paired, because one coder alone rated it, says nothing.
"""

import numpy as np

from policymcda.arrays import Floats, Ints

RESAMPLES = 10_000
"""Draws of the bootstrap, as Hayes and Krippendorff (2007) take."""

BLOCK = 2**24
"""Numbers held at once."""


def alpha_ordinal(values: Floats) -> float:
    """Alpha of values (units, coders), NaN where a coder did not rate; NaN where there is nothing to disagree about."""
    counts = _counts(values)
    return float(_alpha(counts, np.ones((1, len(counts))))[0])


def alpha_interval(
    values: Floats, level: float = 0.95, seed: int = 0, resamples: int = RESAMPLES
) -> tuple[float, float]:
    """Its percentile interval by resampling units (Efron, 1979), NaN where that gives alpha in no more than half of the draws."""
    counts = _counts(values)
    units, rng = len(counts), np.random.default_rng(seed)
    if not units:
        return np.nan, np.nan
    drawn = [
        _alpha(counts, rng.multinomial(size, np.full(units, 1 / units), size=rows).astype(np.float64))
        for size, rows in _blocks(units, resamples, counts.size)
    ]
    found = np.concatenate(drawn)
    found = found[np.isfinite(found)]
    if 2 * len(found) <= resamples:
        return np.nan, np.nan
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _blocks(units: int, resamples: int, size: int) -> list[tuple[int, int]]:
    rows = max(1, BLOCK // max(size, 1))
    return [(units, min(rows, resamples - start)) for start in range(0, resamples, rows)]


def _counts(values: Floats) -> Ints:
    """How many coders gave each unit that several rated each value, (units, values)."""
    known = np.isfinite(values)
    paired = values[known.sum(axis=1) >= 2]
    levels = np.unique(paired[np.isfinite(paired)])
    return np.asarray((paired[:, :, None] == levels).sum(axis=1))


def _alpha(counts: Ints, times: Floats) -> Floats:
    """Alpha where each unit is taken so many times, (resamples,), from counts (units, values) and times (resamples, units)."""
    coders = counts.sum(axis=1)
    of_value = times @ counts
    middle = np.cumsum(of_value, axis=1) - of_value / 2
    total = of_value.sum(axis=1)
    middle = middle - (total / 2)[:, None]
    first, second = middle @ counts.T, middle**2 @ counts.T
    within = np.sum(times * (coders * second - first**2) / np.maximum(coders - 1, 1), axis=1) / np.maximum(total, 1)
    sums = np.sum(of_value * middle, axis=1), np.sum(of_value * middle**2, axis=1)
    chance = (total * sums[1] - sums[0] ** 2) / np.maximum(total * (total - 1), 1)
    nothing = chance <= 1e-12 * np.maximum(total, 1) ** 2
    return np.where(nothing, np.nan, 1 - within / np.where(nothing, 1.0, chance))
