"""Swing weights (von Winterfeldt and Edwards, 1986), and what weights say in the units of the criteria."""

import numpy as np

from policymcda.arrays import Floats


def from_points(points: Floats) -> Floats:
    """Points for each swing from worst to best as weights that sum to 1, (..., n); equal where all points are 0.

    >>> from_points(np.array([100, 60, 40]))
    array([0.5, 0.3, 0.2])
    """
    top = np.max(points, axis=-1, keepdims=True)
    part = np.divide(points, top, out=np.ones(np.shape(points)), where=top > 0)
    weights: Floats = part / np.sum(part, axis=-1, keepdims=True)
    return weights


def exchange(weights: Floats, spans: Floats) -> Floats:
    """Units of each criterion (columns) that make up for one unit of another (rows), (..., n, n).

    NaN where the weight is 0, so that no change makes up for anything, or the span is.

    Parameters
    ----------
    weights : (..., n)
    spans : (n,)
        Length of the range that each weight stands for, in the criterion's unit.

    >>> exchange(np.array([0.75, 0.25]), np.array([100.0, 10.0]))
    array([[1.  , 0.3 ],
           [3.33333333, 1.  ]])
    """
    spans = np.broadcast_to(spans, np.shape(weights))
    unit = np.divide(weights, spans, out=np.zeros(np.shape(weights)), where=spans > 0)
    shape = (*unit.shape, unit.shape[-1])
    return np.divide(unit[..., :, None], unit[..., None, :], out=np.full(shape, np.nan), where=unit[..., None, :] > 0)
