"""MOORA, the ratio system (Brauers and Zavadskas, 2006), with weights."""

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise
from policymcda.arrays.methods.description import identity, method
from policymcda.arrays.methods.in_parts import norms
from policymcda.arrays.scale import by_vector, weigh


@method("moora", linear=identity, source="Brauers and Zavadskas, 2006", respects_dominance=True, in_parts=norms)
@blockwise
def moora(matrix: Floats, weights: Floats, benefit: Bools) -> Floats:
    """Weighted sum of the benefits less that of the costs, columns divided by their Euclidean norm, (..., m)."""
    scaled = by_vector(matrix)
    return weigh(scaled if np.all(benefit) else np.where(benefit, scaled, -scaled), weights)
