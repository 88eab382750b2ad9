"""COPRAS (Zavadskas and Kaklauskas, 1996)."""

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise, over_draws, total
from policymcda.arrays.methods.description import method
from policymcda.arrays.methods.in_parts import several_passes
from policymcda.arrays.scale import by_sum, divide


@method(
    "copras",
    domain="non-negative",
    source="Zavadskas and Kaklauskas, 1996",
    respects_dominance=True,
    in_parts=several_passes,
)
@blockwise
def copras(matrix: Floats, weights: Floats, benefit: Bools) -> Floats:
    """Utility degree: relative significance as a share of the largest, between 0 and 1, (..., m).

    Values must not be negative. Without cost criteria (or without weight on them) the significance is the sum over
    the benefits. Options whose cost sum is 0 share the whole of the costs' part, the limit of the published formula.
    """
    scaled = by_sum(matrix)
    return over_draws(_utility, (np.where(benefit, scaled, 0.0), np.where(benefit, 0.0, scaled)), weights)


def _utility(gains: Floats, costs: Floats, weights: Floats) -> Floats:
    gain, cost = total(gains, weights), total(costs, weights)
    cheapness = np.where(cost == 0, 1.0, divide(np.min(cost, axis=0) + np.zeros_like(cost), cost))
    significance = gain + np.sum(cost, axis=0) * cheapness / np.sum(cheapness, axis=0)
    return divide(significance, np.max(significance, axis=0))
