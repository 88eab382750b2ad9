"""CODAS (Keshavarz Ghorabaee, Zavadskas, Turskis and Antucheviciene, 2016)."""

from functools import partial

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import blockwise, over_draws, total
from policymcda.arrays.methods.description import method
from policymcda.arrays.scale import ROUNDING, shares


@method("codas", domain="positive", source="Keshavarz Ghorabaee, Zavadskas, Turskis and Antucheviciene, 2016")
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
    width = matrix.shape[-2] ** 2
    return over_draws(partial(_assessment, threshold=threshold), (beyond,), weights, width=width)


def distances(matrix: Floats, weights: Floats, benefit: Bools) -> tuple[Floats, Floats]:
    """Euclidean and taxicab distance from the worst value of each criterion, each (..., m)."""
    scaled = shares(matrix, benefit)
    beyond = scaled - np.min(scaled, axis=-2, keepdims=True)
    return np.sqrt(over_draws(total, (beyond**2,), weights**2)), over_draws(total, (beyond,), weights)


def _assessment(beyond: Floats, weights: Floats, threshold: float) -> Floats:
    euclidean, taxicab = np.sqrt(total(beyond**2, weights**2)), total(beyond, weights)
    gap = euclidean[:, None] - euclidean[None]
    counts = np.abs(gap) >= threshold - ROUNDING * np.max(euclidean, axis=0)
    gap += np.where(counts, taxicab[:, None] - taxicab[None], 0.0)
    return np.asarray(np.sum(gap, axis=1))
