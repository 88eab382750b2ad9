"""ARAS (Zavadskas and Turskis, 2010)."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise, over_draws, total
from policymcda.arrays.methods.description import method
from policymcda.arrays.methods.in_parts import Parts, Statistics, shares_of_sums
from policymcda.arrays.scale import best_of, divide, shares


def _in_parts(settings: Mapping[str, Any]) -> Parts:
    """A column is divided by the sum of its shares and of that of the optimal option."""
    return Parts(("magnitudes", "reciprocals"), _sums)


def _sums(statistics: Statistics, benefit: Bools, settings: Mapping[str, Any]) -> Floats:
    best, reference = np.where(benefit, statistics.largest, statistics.least), settings.get("reference")
    optimal = best if reference is None else np.where(np.isnan(reference), best, reference)
    lifted = divide(np.where(benefit, best, optimal), np.where(benefit, optimal, best))
    return 1 + shares_of_sums(statistics, benefit, settings) * lifted


@method("aras", domain="positive", source="Zavadskas and Turskis, 2010", respects_dominance=True, in_parts=_in_parts)
@blockwise
def aras(matrix: Floats, weights: Floats, benefit: Bools, *, reference: Floats | None = None) -> Floats:
    """Degree of utility, the weighted sum as a share of that of the optimal option, (..., m).

    Values must be positive; a cost enters by its reciprocal. At most 1 unless a reference is given and beaten.

    Parameters
    ----------
    reference : (n,), optional
        The optimal value of each criterion; the best observed where it is not given (None or NaN).
    """
    optimal = np.broadcast_to(best_of(matrix, benefit, reference), (*matrix.shape[:-2], 1, matrix.shape[-1]))
    extended = shares(np.concatenate([optimal, matrix], axis=-2), benefit)
    scaled = divide(extended, np.sum(extended, axis=-2, keepdims=True))
    return over_draws(_utility, (scaled[..., 1:, :], scaled[..., :1, :]), weights)


def _utility(scaled: Floats, optimal: Floats, weights: Floats) -> Floats:
    return divide(total(scaled, weights), total(optimal, weights))
