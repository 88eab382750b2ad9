"""Additive value functions, MAVT (Keeney and Raiffa, 1976)."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise
from policymcda.arrays.methods.description import Additive, fixed, identity, method
from policymcda.arrays.methods.in_parts import extremes
from policymcda.arrays.scale import by_range, orient, weigh

Points = Sequence[tuple[Floats, Floats] | None]


def _additive(benefit: Bools, settings: Mapping[str, Any]) -> Additive | None:
    """Each value is its own where criteria without a value function have both ends of their scale."""
    corners = tuple(np.zeros(0) if points is None else points[0] for points in settings["points"])
    open_ended = np.array([len(ratings) == 0 for ratings in corners])
    ends = (settings.get("low"), settings.get("high"))
    if open_ended.any() and not all(fixed(end, open_ended) for end in ends):
        return None
    return Additive(corners=corners)


@method(
    "additive_value",
    linear=identity,
    source="Keeney and Raiffa, 1976",
    respects_dominance=True,
    additive=_additive,
    in_parts=extremes,
)
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
