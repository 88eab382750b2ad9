"""EDAS (Keshavarz Ghorabaee, Zavadskas, Olfat and Turskis, 2015)."""

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise, over_draws, total
from policymcda.arrays.methods.description import method
from policymcda.arrays.methods.in_parts import several_passes
from policymcda.arrays.scale import by_max, divide


@method(
    "edas",
    domain="non-negative",
    source="Keshavarz Ghorabaee, Zavadskas, Olfat and Turskis, 2015",
    respects_dominance=True,
    in_parts=several_passes,
)
@blockwise
def edas(matrix: Floats, weights: Floats, benefit: Bools) -> Floats:
    """Appraisal score by the distances above and below the average option, between 0 and 1, (..., m).

    Values must not be negative, so that the average is positive. Where no option is above the average the first half
    of the score is 0 for all, where none is below the second half is full for all: options that cannot be distinguished
    score 0.5.
    """
    above = _above_average(matrix, benefit)
    return over_draws(_appraisal, (np.maximum(above, 0), np.maximum(-above, 0)), weights)


def _above_average(matrix: Floats, benefit: Bools) -> Floats:
    """How much better than the average, as a share of the average, (..., m, n)."""
    part = by_max(matrix)
    average = np.mean(part, axis=-2, keepdims=True)
    # the mean of equal values may be off by rounding, which the last step would blow up to a difference
    average = np.clip(average, np.min(part, axis=-2, keepdims=True), np.max(part, axis=-2, keepdims=True))
    return divide(np.where(benefit, part - average, average - part), np.abs(average))


def _appraisal(above: Floats, below: Floats, weights: Floats) -> Floats:
    gain, loss = total(above, weights), total(below, weights)
    gain = divide(gain, np.max(gain, axis=0))
    loss = divide(loss, np.max(loss, axis=0))
    return (gain + 1 - loss) / 2
