"""MAIRCA (Pamucar, Vasin and Lukovac, 2014)."""

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise
from policymcda.arrays.methods.description import identity, method
from policymcda.arrays.scale import by_range, orient, weigh


@method("mairca", linear=identity, source="Pamucar, Vasin and Lukovac, 2014", respects_dominance=True)
@blockwise
def mairca(matrix: Floats, weights: Floats, benefit: Bools) -> Floats:
    """Minus the total gap between the theoretical and the real ponder, every option equally likely, (..., m).

    The literature's gap is lower-is-better; this is its negative.
    """
    return weigh((orient(by_range(matrix), benefit) - 1) / matrix.shape[-2], weights)
