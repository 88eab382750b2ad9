"""Priorities and consistency of complete comparison matrices, any number of them at once (Saaty, 1980)."""

import numpy as np

from policymcda.arrays import Floats, Ints
from policymcda.arrays.weights.random_index import SHARES, TABLES

CONVERGED = 1e-13
"""Power iteration ends where the bounds of the eigenvalue (Collatz and Wielandt) are this close, relatively."""

STEPS = 200
"""Power iterations before the few matrices that are left get a full decomposition."""

TESTED = 8
"""Power iterations from one test to the next, which costs as much as two."""

LARGEST_LOG = 700.0
"""Eigenvalues saturate at exp of this, about 1e304, instead of overflowing."""

SMALLEST_LOG = -300.0
"""Balanced judgements are taken as exp of this, about 1e-130, of the largest at least, so that all stay positive."""


def eigenvector(matrices: Floats) -> tuple[Floats, Floats]:
    """Principal right eigenvector, summing to 1 (..., n), and its eigenvalue (...).

    Power iteration on the matrices balanced by their geometric-mean priorities: a consistent matrix is solved at the
    start, and judgements of 1e300 are judgements like any other.
    """
    n = matrices.shape[-1]
    logs, balanced, shift = balance(np.log(matrices.reshape(-1, n, n)))
    vector, value = power(balanced)
    weights = vector * np.exp(logs - np.max(logs, axis=0))
    eigenvalue = value * np.exp(np.minimum(shift, LARGEST_LOG))
    return (weights / np.sum(weights, axis=0)).T.reshape(matrices.shape[:-1]), eigenvalue.reshape(matrices.shape[:-2])


def geometric_mean(matrices: Floats) -> Floats:
    """Row geometric means, summing to 1, (..., n) (Crawford and Williams, 1985)."""
    return from_logs(np.mean(np.log(matrices), axis=-1))


def from_logs(logs: Floats) -> Floats:
    """Weights that sum to 1 from their logarithms, up to any constant, (..., n)."""
    weights = np.exp(logs - np.max(logs, axis=-1, keepdims=True))
    shares: Floats = weights / np.sum(weights, axis=-1, keepdims=True)
    return shares


def random_index(n: int, table: str = "alonso_lamata", missing: int = 0) -> float:
    """Mean consistency index of random matrices of n criteria, of which so many judgements are missing.

    Beyond 15 criteria, where the tables end, it is Alonso and Lamata's (2006) regression of the mean eigenvalue. Missing
    judgements leave a share of it that was simulated as by Ágoston and Csató (2022), from 1 down to 0 for a tree; beyond
    10 criteria it is the share of 10 criteria with the same part of the judgements beyond a tree missing.

    >>> random_index(4), random_index(4, "saaty"), round(random_index(16), 3), random_index(4, missing=3)
    (0.8815, 0.9, 1.598, 0.0)
    """
    known = TABLES[table]
    whole = known[n - 1] if n <= len(known) else (1.7699 * n - 4.3513) / (n - 1)
    return whole * float(_shares(n)[min(missing, _beyond(n))])


def consistency_ratio(eigenvalue: Floats, n: int, table: str = "alonso_lamata", missing: Ints | int = 0) -> Floats:
    """Consistency index over the random index, the shape of the eigenvalues; 0 where nothing could contradict."""
    expected = (n - 1) * random_index(n, table) * _shares(n)[np.minimum(missing, _beyond(n))]
    return np.maximum(eigenvalue - n, 0.0) / np.where(expected > 0, expected, np.inf)


def _beyond(n: int) -> int:
    """Number of judgements beyond those of a tree."""
    return (n - 1) * (n - 2) // 2


def _shares(n: int) -> Floats:
    """What is left of the random index by the number of judgements missing, from 0 to those beyond a tree."""
    known = np.array(SHARES.get(n, SHARES[max(SHARES)]))
    shares: Floats = np.interp(np.linspace(0, 1, _beyond(n) + 1), np.linspace(0, 1, known.size), known)
    return shares


def balance(logs: Floats) -> tuple[Floats, Floats, Floats]:
    """Row means of the logarithms (n, K), the matrices divided by the ratios of their exponentials and by the largest
    entry that leaves (n, n, K), and the logarithm of that entry (K,), from logarithms (K, n, n).

    The matrices come last, so that one step of the iteration runs along contiguous memory.
    """
    logs = np.moveaxis(logs, 0, -1).copy()
    means = np.mean(logs, axis=1)
    logs -= means[:, None]
    logs += means[None]
    shift = np.max(logs, axis=(0, 1))
    return means, np.exp(np.maximum(logs - shift, SMALLEST_LOG)), shift


def power(matrices: Floats) -> tuple[Floats, Floats]:
    """Principal eigenvectors (n, K) and eigenvalues (K,) of positive matrices (n, n, K)."""
    vectors, values = np.ones(matrices.shape[1:]), np.ones(matrices.shape[-1])
    left, open_ = np.arange(values.size), np.ones(values.size, dtype=bool)
    current = np.ones_like(vectors)
    for step in range(0, STEPS, 2):
        before = np.einsum("ijk,jk->ik", matrices, current)
        image = np.einsum("ijk,jk->ik", matrices, before)
        current = image / np.max(image, axis=0)
        if step % TESTED:
            continue
        ratios = image / before
        low, high = np.min(ratios, axis=0), np.max(ratios, axis=0)
        done = open_ & (high - low <= CONVERGED * high)
        vectors[:, left[done]], values[left[done]] = current[:, done], (low[done] + high[done]) / 2
        open_ &= ~done
        if 4 * np.count_nonzero(open_) <= 3 * open_.size:  # leaving each matrix out as it is done would copy too often
            left, matrices, current = left[open_], matrices[..., open_], current[:, open_]
            open_ = open_[open_]
        if not left.size:
            return vectors, values
    left, matrices = left[open_], matrices[..., open_]
    vectors[:, left], values[left] = _decompose(matrices)
    return vectors, values


def _decompose(matrices: Floats) -> tuple[Floats, Floats]:
    """What power iteration gives, by the decomposition of each matrix."""
    values, vectors = np.linalg.eig(np.moveaxis(matrices, -1, 0))
    first = np.argmax(values.real, axis=-1)[:, None]
    chosen = np.abs(np.take_along_axis(vectors, first[:, None], axis=-1)[..., 0])
    return chosen.T / np.max(chosen, axis=-1), np.take_along_axis(values.real, first, axis=-1)[:, 0]
