"""Weighted product (Bridgman, 1922; Miller and Starr, 1969)."""

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise
from policymcda.arrays.methods.description import method
from policymcda.arrays.methods.in_parts import extremes
from policymcda.arrays.scale import weigh


@method(
    "weighted_product",
    domain="positive",
    linear=np.log,
    source="Bridgman, 1922; Miller and Starr, 1969",
    respects_dominance=True,
    in_parts=extremes,
)
@blockwise
def weighted_product(matrix: Floats, weights: Floats, benefit: Bools) -> Floats:
    """Product of the shares of the best value, each to the power of its weight, (..., m).

    The share is value / largest for a benefit and smallest / value for a cost, so the score is free of units. Values
    must be positive.
    """
    logs = np.log(matrix)
    gains = np.where(benefit, logs - np.max(logs, axis=-2, keepdims=True), np.min(logs, axis=-2, keepdims=True) - logs)
    return np.exp(weigh(gains, weights))
