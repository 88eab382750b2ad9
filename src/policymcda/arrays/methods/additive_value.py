"""Additive value functions, MAVT (Keeney and Raiffa, 1976)."""

from collections.abc import Sequence

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise
from policymcda.arrays.scale import by_range, orient, weigh

Points = Sequence[tuple[Floats, Floats] | None]


@blockwise
def additive_value(
    matrix: Floats,
    weights: Floats,
    benefit: Bools,
    *,
    points: Points,
    low: Floats | None = None,
    high: Floats | None = None,
) -> Floats:
    """Weighted sum of piecewise linear values, (..., m).

    Parameters
    ----------
    points : one (ratings, values) or None for each criterion
        The corners of its value function, ratings rising; beyond the ends the value stays what it is there. A value
        function carries its own direction (monotone or with a target), so `benefit` matters only where there is
        none: such a criterion is scaled from 0 to 1 over its range.
    low, high : (n,), optional
        Ends of the scale of a criterion without a value function; the observed range where not given (None or NaN).
    """
    values = np.array(orient(by_range(matrix, low, high), benefit))
    for criterion, corners in enumerate(points):
        if corners is not None:
            values[..., criterion] = np.interp(matrix[..., criterion], *corners)
    return weigh(values, weights)
