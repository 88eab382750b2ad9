"""MAIRCA (Pamucar, Vasin and Lukovac, 2014)."""

from collections.abc import Mapping
from typing import Any

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise
from policymcda.arrays.methods.description import identity, method
from policymcda.arrays.methods.in_parts import Parts, Statistics
from policymcda.arrays.scale import by_range, orient, weigh


def _in_parts(settings: Mapping[str, Any]) -> Parts:
    """Every option is as likely as one among all."""
    return Parts((), _count)


def _count(statistics: Statistics, benefit: Bools, settings: Mapping[str, Any]) -> Floats:
    return statistics.count


@method(
    "mairca", linear=identity, source="Pamucar, Vasin and Lukovac, 2014", respects_dominance=True, in_parts=_in_parts
)
@blockwise
def mairca(matrix: Floats, weights: Floats, benefit: Bools) -> Floats:
    """Minus the total gap between the theoretical and the real ponder, every option equally likely, (..., m).

    The literature's gap is lower-is-better; this is its negative.
    """
    return weigh((orient(by_range(matrix), benefit) - 1) / matrix.shape[-2], weights)
