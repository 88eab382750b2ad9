"""CoCoSo (Yazdani, Zarate, Zavadskas and Turskis, 2019)."""

from functools import partial

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise, over_draws, total
from policymcda.arrays.methods.description import method
from policymcda.arrays.methods.in_parts import several_passes
from policymcda.arrays.scale import by_range, divide, orient

LARGEST = 1e300
"""What a quotient counts at most, so that an option of almost nothing leaves the scores finite."""


@method(
    "cocoso", source="Yazdani, Zarate, Zavadskas and Turskis, 2019", respects_dominance=True, in_parts=several_passes
)
@blockwise
def cocoso(matrix: Floats, weights: Floats, benefit: Bools, *, additive: float = 0.5) -> Floats:
    """Combined compromise of the weighted sum and the sum of powers by three appraisals, (..., m).

    The second appraisal divides by the least sum over the options, which is 0 where an option is worst everywhere. The
    least positive sum is taken instead, and the option that has none gets 0 for it. A constant column counts 0.

    Parameters
    ----------
    additive : float
        Share of the weighted sum in the third appraisal, the paper's lambda.
    """
    scaled = orient(by_range(matrix), benefit)
    scaled = np.where(np.max(matrix, axis=-2, keepdims=True) > np.min(matrix, axis=-2, keepdims=True), scaled, 0.0)
    return over_draws(partial(_compromise, additive=additive), (scaled,), weights)


def _compromise(scaled: Floats, weights: Floats, additive: float) -> Floats:
    sums, powers = total(scaled, weights), scaled[:, 0] ** weights[0]
    for criterion in range(1, len(weights)):
        powers = powers + scaled[:, criterion] ** weights[criterion]
    both = sums + powers
    shared = divide(both, np.sum(both, axis=0))
    ahead = _over_the_least(sums) + _over_the_least(powers)
    mixed = divide(
        additive * sums + (1 - additive) * powers,
        additive * np.max(sums, axis=0) + (1 - additive) * np.max(powers, axis=0),
    )
    result: Floats = np.cbrt(shared * ahead * mixed) + (shared + ahead + mixed) / 3
    return result


def _over_the_least(values: Floats) -> Floats:
    """Values divided by the least positive one, at most `LARGEST`, (m, d)."""
    least = np.min(np.where(values > 0, values, np.inf), axis=0)
    with np.errstate(over="ignore"):
        result: Floats = np.minimum(values / least, LARGEST)
    return result
