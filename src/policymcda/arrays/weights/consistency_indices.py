"""How well comparison matrices hold together, by three indices; NaN is a judgement that was not made."""

from itertools import combinations

import numpy as np

from policymcda.arrays import Floats, Ints
from policymcda.arrays.weights.incomplete import complete, components, least_squares_logs
from policymcda.arrays.weights.pairwise import consistency_ratio, eigenvector

ACCEPTABLE = 0.10
"""The largest acceptable consistency ratio (Saaty, 1980), and the largest acceptable index of Koczkodaj is 1/3."""

ACCEPTABLE_KOCZKODAJ = 1 / 3
"""The largest acceptable index of Koczkodaj (1993)."""


def ratios(matrices: Floats, table: str = "alonso_lamata") -> tuple[Floats, Floats]:
    """Principal eigenvalue of the best completion, and the consistency ratio, both (...)."""
    eigenvalue = eigenvector(complete(matrices))[1]
    return eigenvalue, consistency_ratio(eigenvalue, matrices.shape[-1], table, missing_count(matrices))


def missing_count(matrices: Floats) -> Ints:
    """Number of pairs without a judgement, (...)."""
    count: Ints = np.sum(np.isnan(matrices), axis=(-2, -1)) // 2
    return count


def geometric_consistency_index(matrices: Floats) -> Floats:
    """Mean squared logarithm of the errors against the least squares priorities, (...).

    Per judgement beyond those that any priorities would fit (Aguarón and Moreno-Jiménez, 2003; for complete matrices
    the divisor is (n - 1)(n - 2) / 2); 0 where there are none beyond.
    """
    n = matrices.shape[-1]
    logs = least_squares_logs(matrices)
    known = ~np.isnan(matrices)
    errors = np.log(np.where(known, matrices, 1.0)) - np.where(known, logs[..., :, None] - logs[..., None, :], 0.0)
    parts = np.sum(components(matrices) == np.arange(n), axis=-1)
    beyond = n * (n - 1) // 2 - missing_count(matrices) - (n - parts)
    index: Floats = np.sum(errors**2, axis=(-2, -1)) / 2 / np.maximum(beyond, 1) * (beyond > 0)
    return index


def geometric_threshold(n: int) -> float:
    """The geometric consistency index that answers to a consistency ratio of 0.10 (Aguarón and Moreno-Jiménez, 2003).

    >>> geometric_threshold(3), geometric_threshold(4), geometric_threshold(9)
    (0.3147, 0.3526, 0.37)
    """
    return {4: 0.3526}.get(n, 0.37) if n > 3 else 0.3147


def koczkodaj(matrices: Floats) -> tuple[Floats, Ints]:
    """The worst triad's distance from consistency (...), 0 to 1, and its three criteria (..., 3) (Koczkodaj, 1993).

    Where there is no triad with all its judgements the index is 0 and the criteria are -1.
    """
    triads = np.array(list(combinations(range(matrices.shape[-1]), 3)), dtype=np.int64).reshape(-1, 3)
    if not len(triads):
        return np.zeros(matrices.shape[:-2]), np.full((*matrices.shape[:-2], 3), -1)
    first, second, third = triads.T
    logs = np.log(matrices)
    around = np.abs(logs[..., first, second] + logs[..., second, third] - logs[..., first, third])
    known = ~np.isnan(around)
    index = np.where(known, -np.expm1(-np.where(known, around, 0.0)), -1.0)
    worst = np.argmax(index, axis=-1)
    found = np.any(known, axis=-1)
    return np.maximum(np.max(index, axis=-1), 0.0), np.where(found[..., None], triads[worst], -1)
