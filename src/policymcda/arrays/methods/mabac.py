"""MABAC (Pamucar and Cirovic, 2015)."""

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise
from policymcda.arrays.methods.description import identity, method
from policymcda.arrays.methods.in_parts import several_passes
from policymcda.arrays.scale import by_range, orient, weigh


@method("mabac", linear=identity, source="Pamucar and Cirovic, 2015", respects_dominance=True, in_parts=several_passes)
@blockwise
def mabac(matrix: Floats, weights: Floats, benefit: Bools) -> Floats:
    """Sum of the distances from the border approximation area, positive above it, (..., m)."""
    raised = orient(by_range(matrix), benefit) + 1
    border = np.exp(np.mean(np.log(raised), axis=-2, keepdims=True))
    return weigh(raised - border, weights)
