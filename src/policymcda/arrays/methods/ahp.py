"""Synthesis of the analytic hierarchy process (Saaty, 1980; its ideal mode: Belton and Gear, 1983)."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise
from policymcda.arrays.methods.description import identity, method
from policymcda.arrays.methods.in_parts import Parts, extremes, shares_of_sums
from policymcda.arrays.scale import divide, shares, weigh


def _in_parts(settings: Mapping[str, Any]) -> Parts:
    """A column is divided by the sum of its shares."""
    return Parts(("magnitudes", "reciprocals"), shares_of_sums)


@method(
    "ahp",
    domain="positive",
    linear=identity,
    source="Saaty, 1980",
    respects_dominance=True,
    takes_priorities=True,
    in_parts=_in_parts,
)
@blockwise
def ahp(matrix: Floats, weights: Floats, benefit: Bools) -> Floats:
    """Weighted sum of each option's share of all priorities on a criterion, the distributive mode, (..., m).

    Values are positive: local priorities, or ratings whose ratios mean something; a cost enters by its reciprocal. An
    option that is added changes every share and may reverse others (Belton and Gear, 1983).
    """
    part = shares(matrix, benefit)
    return weigh(divide(part, np.sum(part, axis=-2, keepdims=True)), weights)


@method(
    "ahp_ideal",
    domain="positive",
    linear=identity,
    source="Belton and Gear, 1983",
    respects_dominance=True,
    takes_priorities=True,
    in_parts=extremes,
)
@blockwise
def ahp_ideal(matrix: Floats, weights: Floats, benefit: Bools, *, reference: Floats | None = None) -> Floats:
    """Weighted sum of each option's priority over the best one's, the ideal mode, (..., m).

    Values are positive; a cost enters by its reciprocal. An option that is nowhere best can be added without reversing
    others; with a reference none can (the ratings mode).

    Parameters
    ----------
    reference : (n,), optional
        The rating that counts as 1; the best observed where it is not given (None or NaN).
    """
    return weigh(shares(matrix, benefit, reference), weights)
