"""Comparison matrices from what was said, on either side of the diagonal."""

import numpy as np

from policymcda.arrays import Bools, Floats

ROUNDED = 0.05
"""A judgement and what was said the other way round agree where their product is this close to 1: 3 and 0.33, 8 and 0.13."""


def reconcile(said: Floats) -> tuple[Floats, Bools]:
    """Reciprocal matrices, NaN where nothing was said either way, and where two judgements contradict, both (..., n, n).

    Where both ways were said and agree, the one above 1 counts: the other is its rounding. Where they contradict, it
    stands too, for the message only. The diagonal is 1.

    >>> reconcile(np.array([[np.nan, 3, 2], [0.33, 1, np.nan], [np.nan, np.nan, np.nan]]))[0]
    array([[1.        , 3.        , 2.        ],
           [0.33333333, 1.        ,        nan],
           [0.5       ,        nan, 1.        ]])
    """
    other = np.swapaxes(said, -1, -2)
    contradicts = np.abs(np.log(said) + np.log(other)) > -np.log1p(-ROUNDED)
    above = np.fmax(said, other)
    matrices = np.where(np.isnan(other) | (said >= other), said, 1.0 / above)
    matrices = np.where(np.isnan(said), 1.0 / other, matrices)
    diagonal = np.eye(said.shape[-1], dtype=bool)
    return np.where(diagonal, 1.0, matrices), contradicts
