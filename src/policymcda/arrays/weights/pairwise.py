"""Priorities and consistency of complete comparison matrices, any number of them at once (Saaty, 1980)."""

import numpy as np

from policymcda.arrays import Floats

CONVERGED = 1e-13
"""Power iteration ends where the bounds of the eigenvalue (Collatz and Wielandt) are this close, relatively."""

STEPS = 200
"""Power iterations before the few matrices that are left get a full decomposition."""

LARGEST_LOG = 700.0
"""Eigenvalues saturate at exp of this, about 1e304, instead of overflowing."""

SMALLEST_LOG = -300.0
"""Balanced judgements are taken as exp of this, about 1e-130, of the largest at least, so that all stay positive."""

RANDOM_INDEX = {
    "alonso_lamata": (
        *(0.0, 0.0, 0.5245, 0.8815, 1.1086, 1.2479, 1.3417, 1.4056),
        *(1.4499, 1.4854, 1.5141, 1.5365, 1.5551, 1.5713, 1.5838),
    ),
    "saaty": (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59),
    "saaty_newer": (0.0, 0.0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59),
}
"""Mean consistency index of random matrices of 1 to 15 criteria: Alonso and Lamata (2006), Saaty (1980) and the
table that Saaty used later."""


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


def random_index(n: int, table: str = "alonso_lamata") -> float:
    """Mean consistency index of random matrices of n criteria.

    Beyond 15 criteria, where the tables end, it is Alonso and Lamata's (2006) regression of the mean eigenvalue.

    >>> random_index(4), random_index(4, "saaty"), round(random_index(16), 3)
    (0.8815, 0.9, 1.598)
    """
    known = RANDOM_INDEX[table]
    return known[n - 1] if n <= len(known) else (1.7699 * n - 4.3513) / (n - 1)


def consistency_ratio(eigenvalue: Floats, n: int, table: str = "alonso_lamata") -> Floats:
    """Consistency index over the random index, the shape of the eigenvalues; 0 for one or two criteria."""
    if n <= 2:
        return np.zeros_like(eigenvalue)
    return np.maximum(np.asarray(eigenvalue) - n, 0.0) / ((n - 1) * random_index(n, table))


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
    for _ in range(STEPS // 2):
        before = np.einsum("ijk,jk->ik", matrices, current)
        current = np.einsum("ijk,jk->ik", matrices, before)
        ratios = current / before
        low, high = np.min(ratios, axis=0), np.max(ratios, axis=0)
        current /= np.max(current, axis=0)
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
