"""MARCOS (Stevic, Pamucar, Puska and Chatterjee, 2020)."""

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise, over_draws, total
from policymcda.arrays.methods.description import method
from policymcda.arrays.methods.in_parts import extremes
from policymcda.arrays.scale import divide, shares


@method(
    "marcos",
    domain="positive",
    source="Stevic, Pamucar, Puska and Chatterjee, 2020",
    respects_dominance=True,
    in_parts=extremes,
)
@blockwise
def marcos(matrix: Floats, weights: Floats, benefit: Bools) -> Floats:
    """Utility function of the options between the anti-ideal and the ideal, (..., m).

    Values must be positive. With S the weighted sum of an option, a that of the anti-ideal and b that of the ideal,
    the paper's chain of ratios is S (a + b) / (a² + a b + b²), which divides by 0 only where no criterion has weight;
    the score is 0 there.
    """
    scaled = shares(matrix, benefit)
    worst, best = np.min(scaled, axis=-2, keepdims=True), np.max(scaled, axis=-2, keepdims=True)
    return over_draws(_utility, (scaled, worst, best), weights)


def _utility(scaled: Floats, worst: Floats, best: Floats, weights: Floats) -> Floats:
    low, high = total(worst, weights), total(best, weights)
    return divide(total(scaled, weights) * (low + high), low**2 + low * high + high**2)
