"""Weights from an order alone (Stillwell, Seaver and Edwards, 1981; Barron and Barrett, 1996).

Positions are (..., n), 1 for the most important; only their order matters. Tied criteria share the mean of the weights of
the places they take together.
"""

import numpy as np

from policymcda.arrays import Floats


def rank_order_centroid(positions: Floats) -> Floats:
    """Mean of all weights that agree with the order, (..., n): place k of n gets the sum of 1/i, i from k to n, over n.

    >>> rank_order_centroid(np.array([1, 2, 2]))
    array([0.61111111, 0.19444444, 0.19444444])
    """
    n = np.shape(positions)[-1]
    return _tied(positions, np.cumsum(1.0 / np.arange(n, 0, -1))[::-1] / n)


def rank_sum(positions: Floats) -> Floats:
    """Weights in proportion to n + 1 - k for place k of n, (..., n)."""
    n = np.shape(positions)[-1]
    return _tied(positions, 2.0 * np.arange(n, 0, -1) / (n * (n + 1)))


def rank_reciprocal(positions: Floats) -> Floats:
    """Weights in proportion to 1/k for place k, (..., n)."""
    places = 1.0 / np.arange(1, np.shape(positions)[-1] + 1)
    return _tied(positions, places / np.sum(places))


def _tied(positions: Floats, places: Floats) -> Floats:
    """The weight of each criterion's place, its mean over the places of tied ones, (..., n)."""
    positions = np.asarray(positions)
    before = np.sum(positions[..., None, :] < positions[..., :, None], axis=-1)
    upto = np.sum(positions[..., None, :] <= positions[..., :, None], axis=-1)
    total = np.concatenate([[0.0], np.cumsum(places)])
    weights: Floats = (total[upto] - total[before]) / (upto - before)
    return weights
