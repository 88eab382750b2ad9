"""Exact acceptability of methods that are linear in the weights, with fixed ratings (Lahdelma and Salminen, 2001).

The differences of one option to the others cut the space of weights into cells; within a cell its rank does not
change. Acceptability indices of every rank, central weights and winning indices are sums over the cells.
"""

from dataclasses import dataclass
from math import comb

import numpy as np

from policymcda.arrays import Floats
from policymcda.arrays.ranking.ranks import ROUNDING
from policymcda.arrays.sampling.face_lattice import Complex, cells, cut

SECONDS_PER_FACE = 2e-6


@dataclass(frozen=True)
class Exact:
    """What holds over the whole space of weights, without sampling."""

    ranks: Floats
    """Acceptability of each rank, (m, m): option by rank."""

    central: Floats
    """Centre of the weights for which each option is first, (m, n); NaN where there are none."""

    pairwise: Floats
    """Share of the weights for which option i is better than option j, (m, m)."""


def acceptability(scores: Floats, space: Complex) -> Exact:
    """Acceptability indices, central weights and winning indices over a polytope of weights.

    Parameters
    ----------
    scores : (m, n)
        Scores at the unit vectors: option i scores ``scores[i] @ w``.
    space : Complex
        One cell, of any dimension. Differences that vanish on all of it are ties.
    """
    options, criteria = scores.shape
    ranks, pairwise = np.zeros((options, options)), np.zeros((options, options))
    central = np.full((options, criteria), np.nan)
    size = np.max(np.abs(scores), initial=0.0)
    for i in range(options):
        shape = space.copy()
        for j in range(options):
            difference = scores[j] - scores[i]
            cut(shape, np.where(np.abs(difference) > ROUNDING * size, difference, 0.0))
        found = cells(shape)
        better = np.array([mask.bit_count() for mask in shape.above])
        ranks[i] = np.bincount(better, found.shares, options)
        for j in range(options):
            pairwise[i, j] = np.sum(found.shares[[mask >> j & 1 == 1 for mask in shape.below]])
        if ranks[i, 0] > 0:
            central[i] = found.shares[better == 0] @ found.centroids[better == 0] / ranks[i, 0]
    return Exact(ranks, central, pairwise)


def seconds(options: int, dimension: int) -> float:
    """Time that `acceptability` takes at most on a machine of 2024, from the number of faces in general position."""
    faces = sum(_faces(cuts, dimension) for cuts in range(1, options))
    return SECONDS_PER_FACE * options * faces


def _faces(cuts: int, dimension: int) -> int:
    """Faces of all dimensions of a simplex that is cut by hyperplanes (Buck, 1943, in each of its faces)."""
    return sum(
        comb(dimension + 1, side + 1) * comb(cuts, side - k) * sum(comb(cuts - side + k, i) for i in range(k + 1))
        for side in range(dimension + 1)
        for k in range(max(0, side - cuts), side + 1)
    )
