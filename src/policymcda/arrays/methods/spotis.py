"""SPOTIS (Dezert, Tchamova, Han and Tacnet, 2020)."""

from collections.abc import Mapping
from typing import Any

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise
from policymcda.arrays.methods.description import Additive, fixed, identity, method
from policymcda.arrays.methods.in_parts import extremes
from policymcda.arrays.scale import by_range, orient, weigh


def _additive(benefit: Bools, settings: Mapping[str, Any]) -> Additive | None:
    """Each distance is its own where every scale has both ends."""
    return Additive() if fixed(settings.get("low")) and fixed(settings.get("high")) else None


@method(
    "spotis",
    linear=identity,
    source="Dezert, Tchamova, Han and Tacnet, 2020",
    respects_dominance=True,
    additive=_additive,
    in_parts=extremes,
)
@blockwise
def spotis(matrix: Floats, weights: Floats, benefit: Bools, *, low: Floats, high: Floats) -> Floats:
    """Minus the weighted distance from the ideal solution point, between -1 and 0, (..., m).

    The literature's distance is lower-is-better; this is its negative. Given bounds make the score of an option
    independent of the others, so that adding one reverses nothing.

    Parameters
    ----------
    low, high : (n,)
        Ends of each criterion's scale; a missing end (NaN) is the observed one, at the price of that independence.
    """
    return weigh(orient(by_range(matrix, low, high), benefit) - 1, weights)
