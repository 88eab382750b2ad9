"""Weighted sum, or simple additive weighting (Fishburn, 1967)."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise
from policymcda.arrays.methods.description import Additive, fixed, identity, method
from policymcda.arrays.methods.in_parts import Parts
from policymcda.arrays.scale import by_max, by_range, orient, weigh


def _additive(benefit: Bools, settings: Mapping[str, Any]) -> Additive | None:
    """Value is linear in the ratings where every scale has both ends."""
    low, high = settings.get("low"), settings.get("high")
    if "scale" in settings or low is None or high is None or not (fixed(low) and fixed(high)):
        return None
    span = np.asarray(high) - np.asarray(low)
    unit: Floats = np.divide(1.0, span, out=np.zeros(len(span)), where=span != 0)
    return Additive(slopes=np.where(benefit, unit, -unit))


def _in_parts(settings: Mapping[str, Any]) -> Parts | str:
    scale = settings.get("scale")
    if scale in (None, by_range, by_max):
        return Parts()
    return "its own scaling divides columns by what all options add up to; by_range and by_max do not"


@method(
    "weighted_sum",
    linear=identity,
    source="Fishburn, 1967",
    respects_dominance=True,
    scales_by_ends=True,
    additive=_additive,
    in_parts=_in_parts,
)
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
