"""Ranks from scores: 1 is best, and what is as good as equal shares a rank."""

import numpy as np

from policymcda.arrays import Bools, Floats, Ints

TIE = 1e-9
"""Two scores closer than this share of the span of all scores are tied."""

ROUNDING = 64 * np.finfo(np.float64).eps
"""Two scores closer than this share of the largest magnitude differ by rounding only, however small the span."""

FEW = 96
"""Up to so many options, counting who is better is faster than sorting (measured on 8192 rows)."""

MANY = 1000
"""Above so many options, one row after the other is faster than all at once (measured on 400,000 scores)."""


def tolerance(scores: Floats) -> Floats:
    """The largest difference between two scores that is still a tie, (..., 1)."""
    return tolerance_within(np.max(scores, axis=-1, keepdims=True), np.min(scores, axis=-1, keepdims=True))


def tolerance_within(high: Floats, low: Floats) -> Floats:
    """The same, from the highest and the lowest score."""
    result: Floats = np.maximum(TIE * high - TIE * low, ROUNDING * np.maximum(np.abs(high), np.abs(low)))
    return result


def ranks(scores: Floats) -> Ints:
    """One more than the number of scores that are better by more than the tolerance: 1, 2, 2, 4; (..., m)."""
    high, low = np.max(scores, axis=-1, keepdims=True), np.min(scores, axis=-1, keepdims=True)
    limits = scores + tolerance_within(high, low)
    if scores.shape[-1] <= FEW:
        above = np.zeros_like(scores, dtype=np.int8)  # lies as the scores do, draws contiguous where theirs are
        for option in range(scores.shape[-1]):
            above += scores[..., option, None] > limits
        return above.astype(np.int64) + 1
    if scores.ndim > 1 and scores.shape[-1] <= MANY:
        return _by_sorting(scores, limits)
    result = np.empty(scores.shape, dtype=np.int64)
    for row in np.ndindex(scores.shape[:-1]):
        result[row] = _by_searching(scores[row], limits[row])
    return result


def are_first(scores: Floats) -> Bools:
    """Whether each rank is 1, without the other ranks, (..., m)."""
    high, low = np.max(scores, axis=-1, keepdims=True), np.min(scores, axis=-1, keepdims=True)
    return np.asarray(high <= scores + tolerance_within(high, low))


def best(placed: Ints, count: int) -> Ints:
    """The options with the best ranks, so many, in the order of the arrays, (count,)."""
    return np.sort(np.argsort(placed, kind="stable")[:count])


def _by_searching(scores: Floats, limits: Floats) -> Ints:
    order = np.argsort(scores)
    not_above = np.searchsorted(scores[order], limits[order], side="right")  # in rising order: kind to the cache
    result = np.empty(scores.size, dtype=np.int64)
    result[order] = 1 + scores.size - not_above
    return result


def _by_sorting(scores: Floats, limits: Floats) -> Ints:
    count = scores.shape[-1]
    order = np.argsort(np.concatenate([scores, limits], axis=-1), axis=-1, kind="stable")
    not_above = np.cumsum(order < count, axis=-1)  # scores met so far, in rising order
    result = np.empty(order.shape, dtype=np.int64)
    np.put_along_axis(result, order, 1 + count - not_above, axis=-1)
    return result[..., count:]
