"""Weighted sum, or simple additive weighting (Fishburn, 1967)."""

from collections.abc import Callable

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise
from policymcda.arrays.scale import by_range, orient, weigh


@blockwise
def weighted_sum(
    matrix: Floats,
    weights: Floats,
    benefit: Bools,
    *,
    scale: Callable[[Floats], Floats] | None = None,
    low: Floats | None = None,
    high: Floats | None = None,
) -> Floats:
    """Weighted sum of criteria scaled from 0 to 1 over their range, (..., m).

    Parameters
    ----------
    scale : callable, optional
        Another scaling than by range, blind to direction; a cost counts as 1 minus its scaled value.
    low, high : (n,), optional
        Ends of each criterion's scale; the observed range where they are not given (None or NaN).
    """
    scaled = by_range(matrix, low, high) if scale is None else scale(matrix)
    return weigh(orient(scaled, benefit), weights)
