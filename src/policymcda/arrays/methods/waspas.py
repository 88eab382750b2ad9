"""WASPAS (Zavadskas, Turskis, Antucheviciene and Zakarevicius, 2012)."""

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise
from policymcda.arrays.methods.description import method
from policymcda.arrays.methods.in_parts import extremes
from policymcda.arrays.methods.weighted_product import weighted_product
from policymcda.arrays.scale import shares, weigh


@method(
    "waspas",
    domain="positive",
    source="Zavadskas, Turskis, Antucheviciene and Zakarevicius, 2012",
    respects_dominance=True,
    in_parts=extremes,
)
@blockwise
def waspas(matrix: Floats, weights: Floats, benefit: Bools, *, additive: float = 0.5) -> Floats:
    """Weighted sum and weighted product of the shares of the best value, mixed, (..., m).

    Values must be positive.

    Parameters
    ----------
    additive : float
        Share of the weighted sum in the score, the paper's lambda; the rest is the weighted product.
    """
    by_sum = weigh(shares(matrix, benefit), weights)
    return np.asarray(additive * by_sum + (1 - additive) * weighted_product(matrix, weights, benefit))
