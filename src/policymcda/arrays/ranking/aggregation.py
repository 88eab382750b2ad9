"""One order out of several, by the pairs that they agree on: Borda (1784) and Copeland (1951).

Tied pairs of a ranking count for neither of the two; Borda gives each of them one half.
"""

import numpy as np

from policymcda.arrays import Floats
from policymcda.arrays.ranking.ranks import ROUNDING


def support(rankings: Floats, weights: Floats) -> Floats:
    """The weight of the rankings that put an option before another, (m, m), from rankings (k, m), 1 is best, and (k,)."""
    result = np.zeros((rankings.shape[1],) * 2)
    for places, weight in zip(rankings, weights, strict=True):
        result += weight * (places[:, None] < places[None, :])
    return result


def borda(before: Floats, total: float) -> Floats:
    """Points of each option, (m,): the weight of the rankings for each option that they put behind it, half for ties."""
    points: Floats = np.sum(before + (total - before - before.T) / 2, axis=1) - total / 2
    return points


def copeland(before: Floats) -> Floats:
    """Contests of two that an option wins, less those that it loses, (m,)."""
    return np.asarray(np.sum(np.sign(margins(before)), axis=1))


def margins(before: Floats) -> Floats:
    """By how much more weight an option is before another than behind it, (m, m); rounding is no majority."""
    difference = before - before.T
    return np.where(np.abs(difference) <= ROUNDING * np.max(before, initial=0.0) * len(before), 0.0, difference)
