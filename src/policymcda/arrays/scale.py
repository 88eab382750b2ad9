"""Scaling of criteria over the options, blind to direction; then orientation and weighting.

1e300 and 1e-300 are columns like any other: where the plain formula would leave the range of a float, columns are
first divided by their largest magnitude. Where the literature divides by the sum or the maximum of positive data,
magnitudes are used here: the same numbers for positive data, and no reversal for negative ones. A column without any
spread or magnitude comes back as zeros.
"""

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import weigh

__all__ = [
    "best_of",
    "by_max",
    "by_range",
    "by_sum",
    "by_vector",
    "divide",
    "ends",
    "from_least",
    "orient",
    "shares",
    "weigh",
]

ROUNDING = 64 * np.finfo(np.float64).eps
"""Numbers closer than this share of their magnitude differ by rounding only."""

_SAFE_SQUARES = (1e-250, 1e300)


def by_vector(matrix: Floats) -> Floats:
    """Columns divided by their Euclidean norm, (..., m, n)."""
    with np.errstate(over="ignore"):
        squares = np.einsum("...mn,...mn->...n", matrix, matrix, dtype=np.float64)[..., None, :]
    if np.all((squares > _SAFE_SQUARES[0]) & (squares < _SAFE_SQUARES[1])):
        scaled: Floats = matrix / np.sqrt(squares)
        return scaled
    part = by_max(matrix)
    return divide(part, np.sqrt(np.sum(np.square(part), axis=-2, keepdims=True)))


def by_sum(matrix: Floats) -> Floats:
    """Columns divided by the sum of their magnitudes, (..., m, n)."""
    part = by_max(matrix)
    return divide(part, np.sum(np.abs(part), axis=-2, keepdims=True))


def by_max(matrix: Floats) -> Floats:
    """Columns divided by their largest magnitude, (..., m, n)."""
    return divide(matrix, np.max(np.abs(matrix), axis=-2, keepdims=True))


def by_range(matrix: Floats, low: Floats | None = None, high: Floats | None = None) -> Floats:
    """Columns from 0 at `low` to 1 at `high`, (..., m, n).

    Parameters
    ----------
    low, high : (n,), optional
        Ends of the scale of each criterion. Where an end is missing (None or NaN), the observed one is used.
    """
    floor, ceiling = ends(matrix, low, high)
    with np.errstate(over="ignore"):
        gaps, spans = matrix - floor, ceiling - floor
    if np.all(np.isfinite(spans)) and np.all(np.isfinite(gaps)):
        return divide(gaps, spans)
    return divide(np.subtract(matrix / 4, floor / 4), np.subtract(ceiling / 4, floor / 4))


def shares(matrix: Floats, benefit: Bools, reference: Floats | None = None) -> Floats:
    """Shares of the best value, value / largest for a benefit and smallest / value for a cost, (..., m, n).

    The linear scaling of ARAS, CODAS, MARCOS and WASPAS, for positive values.

    Parameters
    ----------
    reference : (n,), optional
        The value that counts as best; the observed one where it is not given (None or NaN).
    """
    best = best_of(matrix, benefit, reference)
    if np.all(benefit):
        return divide(matrix, best)
    ratio = divide(np.where(benefit, matrix, best), np.where(benefit, best, matrix))
    return np.where(~benefit & (matrix == 0), 1.0, ratio)  # a cost of 0 is the best there is, and 0 / 0


def best_of(matrix: Floats, benefit: Bools, reference: Floats | None = None) -> Floats:
    """The largest value of a benefit, the smallest of a cost, or the reference where one is given, (..., 1, n)."""
    best = np.where(benefit, np.max(matrix, axis=-2, keepdims=True), np.min(matrix, axis=-2, keepdims=True))
    return best if reference is None else np.where(np.isnan(reference), best, reference)


def ends(matrix: Floats, low: Floats | None = None, high: Floats | None = None) -> tuple[Floats, Floats]:
    """The given ends of each criterion's scale, the observed ones where none is given, each (..., 1, n)."""
    floor = np.min(matrix, axis=-2, keepdims=True)
    ceiling = np.max(matrix, axis=-2, keepdims=True)
    if low is not None:
        floor = np.where(np.isnan(low), floor, low)
    if high is not None:
        ceiling = np.where(np.isnan(high), ceiling, high)
    return floor, ceiling


def orient(scaled: Floats, benefit: Bools) -> Floats:
    """Scaled values with more always better: 1 minus the value where the criterion is a cost, (..., m, n)."""
    return scaled if np.all(benefit) else np.where(benefit, scaled, 1.0 - scaled)


def divide(part: Floats, whole: Floats) -> Floats:
    """Part by whole, 0 where the whole is 0."""
    zero = whole == 0
    if not np.any(zero):
        return part / whole
    return np.where(zero, 0.0, part / np.where(zero, 1.0, whole))


def from_least(values: Floats) -> Floats:
    """From 0 at the least to 1 at the largest along the first axis, 0 where all differ by rounding only, (m, ...)."""
    least, largest = np.min(values, axis=0), np.max(values, axis=0)
    span = largest - least
    flat = span <= ROUNDING * np.maximum(np.abs(least), np.abs(largest))
    return np.where(flat, 0.0, (values - least) / np.where(flat, 1.0, span))
