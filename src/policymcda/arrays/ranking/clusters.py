"""Which rankings belong together: average linkage of 1 - tau-b."""

import numpy as np

from policymcda.arrays import Floats, Ints

ALIKE = 0.5
"""Rankings whose mean tau-b is at least this belong together."""


def clusters(tau: Floats) -> tuple[Ints, Ints]:
    """The cluster of each ranking, from 1, and its place in the order of the tree, each (k,); every tau must be known."""
    count = len(tau)
    if count < 2:
        return np.ones(count, dtype=np.int64), np.arange(count)
    from scipy.cluster.hierarchy import fcluster, leaves_list, linkage

    distance = 1 - (tau + tau.T) / 2
    tree = linkage(distance[np.triu_indices(count, 1)], "average")
    return fcluster(tree, 1 - ALIKE, "distance").astype(np.int64), np.argsort(leaves_list(tree)).astype(np.int64)


def complete(tau: Floats) -> Ints:
    """The rankings that are left when those with most blanks are taken out until no blank is left, (j,)."""
    left = np.arange(len(tau))
    while len(left) and (blank := np.isnan(tau[np.ix_(left, left)]).sum(axis=1)).any():
        left = np.delete(left, len(left) - 1 - np.argmax(blank[::-1]))
    return left
