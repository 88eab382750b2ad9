"""CODAS (Keshavarz Ghorabaee, Zavadskas, Turskis and Antucheviciene, 2016)."""

from functools import partial

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise, over_draws, total
from policymcda.arrays.methods.description import method
from policymcda.arrays.methods.in_parts import compares_pairs
from policymcda.arrays.methods.sorted_sums import count_where, sums_of_leads
from policymcda.arrays.scale import ROUNDING, shares

FEW = 32
"""Up to so many options all pairs are quicker than sorting (measured)."""


@method(
    "codas",
    domain="positive",
    source="Keshavarz Ghorabaee, Zavadskas, Turskis and Antucheviciene, 2016",
    in_parts=compares_pairs,
)
@blockwise
def codas(matrix: Floats, weights: Floats, benefit: Bools, *, threshold: float = 0.02) -> Floats:
    """Assessment score: distances from the worst, summed over the comparisons with every option, (..., m).

    Values must be positive. As printed and computed in the paper, the taxicab distance counts where the Euclidean
    distances differ by at least the threshold (the paper's sentence says the opposite).

    Parameters
    ----------
    threshold : float
        The paper's tau.
    """
    scaled = shares(matrix, benefit)
    beyond = scaled - np.min(scaled, axis=-2, keepdims=True)
    options = matrix.shape[-2]
    core, width = (_by_pairs, options**2) if options <= FEW else (_by_sorting, options)
    return over_draws(partial(core, threshold=threshold), (beyond,), weights, width=width)


def distances(matrix: Floats, weights: Floats, benefit: Bools) -> tuple[Floats, Floats]:
    """Euclidean and taxicab distance from the worst value of each criterion, each (..., m)."""
    scaled = shares(matrix, benefit)
    beyond = scaled - np.min(scaled, axis=-2, keepdims=True)
    return np.sqrt(over_draws(total, (beyond**2,), weights**2)), over_draws(total, (beyond,), weights)


def _by_pairs(beyond: Floats, weights: Floats, threshold: float) -> Floats:
    euclidean, taxicab, limit = _distances_and_limit(beyond, weights, threshold)
    gap = euclidean[:, None] - euclidean[None]
    gap += np.where(np.abs(gap) >= limit, taxicab[:, None] - taxicab[None], 0.0)
    return np.asarray(np.sum(gap, axis=1))


def _by_sorting(beyond: Floats, weights: Floats, threshold: float) -> Floats:
    """The same in m log(m) steps: of the options in rising order those at both ends are far enough away."""
    euclidean, taxicab, limit = _distances_and_limit(beyond, weights, threshold)
    order = np.argsort(euclidean, axis=0)
    rising, along = (np.take_along_axis(values, order, axis=0) for values in (euclidean, taxicab))
    below = count_where(rising, lambda lead: lead >= limit)
    above = np.maximum(below, count_where(rising, lambda lead: lead > -limit))
    none = np.zeros_like(below)
    every = none + len(rising)
    scores = sums_of_leads(rising, none, every) + sums_of_leads(along, none, every) - sums_of_leads(along, below, above)
    result = np.empty(scores.shape)
    np.put_along_axis(result, order, scores, axis=0)
    return result


def _distances_and_limit(beyond: Floats, weights: Floats, threshold: float) -> tuple[Floats, Floats, Floats]:
    """Both distances, (m, d), and from which difference of the first on the second counts, (d,)."""
    euclidean, taxicab = np.sqrt(total(beyond**2, weights**2)), total(beyond, weights)
    return euclidean, taxicab, threshold - ROUNDING * np.max(euclidean, axis=0)
