"""Ranks from scores: 1 is best, and what is as good as equal shares a rank."""

import numpy as np

from policymcda.arrays import Floats, Ints

TIE = 1e-9
"""Two scores closer than this share of the span of all scores are tied."""

ROUNDING = 64 * np.finfo(np.float64).eps
"""Two scores closer than this share of the largest magnitude differ by rounding only, however small the span."""


def tolerance(scores: Floats) -> Floats:
    """The largest difference between two scores that is still a tie, (..., 1)."""
    high, low = np.max(scores, axis=-1, keepdims=True), np.min(scores, axis=-1, keepdims=True)
    return np.maximum(TIE * (high - low), ROUNDING * np.maximum(np.abs(high), np.abs(low)))


def ranks(scores: Floats) -> Ints:
    """One more than the number of scores that are better by more than the tolerance: 1, 2, 2, 4; (..., m)."""
    count = scores.shape[-1]
    limits = scores + tolerance(scores)
    order = np.argsort(np.concatenate([scores, limits], axis=-1), axis=-1, kind="stable")
    not_above = np.cumsum(order < count, axis=-1)  # scores met so far, in rising order
    result = np.empty(order.shape, dtype=np.int64)
    np.put_along_axis(result, order, 1 + count - not_above, axis=-1)
    return result[..., count:]
