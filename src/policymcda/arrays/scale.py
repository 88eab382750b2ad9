"""Scaling of criteria over the options, blind to direction; then orientation and weighting.

Every scaling first divides a column by its largest magnitude, so 1e300 and 1e-300 are columns like any other. Where
the literature divides by the sum or the maximum of positive data, magnitudes are used here: the same numbers for
positive data, and no reversal for negative ones. A column without any spread or magnitude comes back as zeros.
"""

import numpy as np

from policymcda.arrays import Bools, Floats


def by_vector(matrix: Floats) -> Floats:
    """Columns divided by their Euclidean norm, (..., m, n)."""
    part = by_max(matrix)
    return _divide(part, np.sqrt(np.sum(part**2, axis=-2, keepdims=True)))


def by_sum(matrix: Floats) -> Floats:
    """Columns divided by the sum of their magnitudes, (..., m, n)."""
    part = by_max(matrix)
    return _divide(part, np.sum(np.abs(part), axis=-2, keepdims=True))


def by_max(matrix: Floats) -> Floats:
    """Columns divided by their largest magnitude, (..., m, n)."""
    return _divide(matrix, np.max(np.abs(matrix), axis=-2, keepdims=True))


def by_range(matrix: Floats, low: Floats | None = None, high: Floats | None = None) -> Floats:
    """Columns from 0 at `low` to 1 at `high`, (..., m, n).

    Parameters
    ----------
    low, high : (n,), optional
        Ends of the scale of each criterion. Where an end is missing (None or NaN), the observed one is used.
    """
    floor, ceiling = ends(matrix, low, high)
    size = np.maximum(np.abs(floor), np.abs(ceiling))
    floor, ceiling = _divide(floor, size), _divide(ceiling, size)
    return _divide(_divide(matrix, size) - floor, ceiling - floor)


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


def weigh(values: Floats, weights: Floats) -> Floats:
    """Sum over the criteria of value times weight, (..., m).

    One matrix and many weight vectors are one matrix product, whose result lies with the weight vectors contiguous.
    """
    if values.ndim == 2:
        return np.moveaxis(values @ np.moveaxis(weights, -1, 0).reshape(weights.shape[-1], -1), 0, -1).reshape(
            *weights.shape[:-1], values.shape[0]
        )
    return np.einsum("...mn,...n->...m", values, weights)


def _divide(part: Floats, whole: Floats) -> Floats:
    """Part by whole, 0 where the whole is 0."""
    part, whole = np.broadcast_arrays(part, whole)
    return np.divide(part, whole, out=np.zeros_like(part), where=whole != 0)
