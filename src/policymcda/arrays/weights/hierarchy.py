"""From local weights and priorities to global ones."""

import numpy as np

from policymcda.arrays import Floats, Ints


def global_weights(local: Floats, parent: Ints) -> Floats:
    """Product of the local weights from each node up to the root, (..., n).

    Parameters
    ----------
    local : (..., n)
        Weight of each node among the children of its parent.
    parent : (n,)
        Index of each node's parent, -1 for the topmost ones.

    >>> global_weights(np.array([0.6, 0.4, 0.5, 0.5]), np.array([-1, -1, 0, 0]))
    array([0.6, 0.4, 0.3, 0.3])
    """
    weights, above = local.copy(), parent
    while np.any(above >= 0):
        weights *= np.where(above >= 0, local[..., above], 1.0)
        above = np.where(above >= 0, parent[above], -1)
    return weights


def distributive(priorities: Floats, weights: Floats) -> Floats:
    """Scores of options from their local priorities (..., n, m), which sum to 1 for each criterion, (..., m).

    Adding an option changes what the others get, and may reverse them (Belton and Gear, 1983).
    """
    scores: Floats = np.einsum("...nm,...n->...m", priorities, weights)
    return scores


def ideal(priorities: Floats, weights: Floats) -> Floats:
    """Scores of options from their local priorities over the best one's, (..., m) (Belton and Gear, 1983).

    The options' priorities are (..., n, m). An option that is nowhere best can be added without reversing the others.
    """
    return distributive(priorities / np.max(priorities, axis=-1, keepdims=True), weights)
