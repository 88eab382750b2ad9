"""Rankings of a changed set of options beside that of the whole: what should not change, and does.

The changes are those of Wang and Triantaphyllou (2008) and of Belton and Gear (1983): one option removed, copied, or
replaced by a worse one, and the set split into all its pairs.
"""

from collections.abc import Callable

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.ranking.ranks import ranks

Scores = Callable[[Floats], Floats]
"""Scores by decision matrix: ``scores(matrix) -> (..., m)``."""


def without(scores: Scores, matrix: Floats, chosen: Ints) -> Ints:
    """Ranks when each chosen option is removed, (k, m); 0 for the one that is."""
    options = len(matrix)
    result = np.zeros((len(chosen), options), dtype=np.int64)
    if options > 1 and len(chosen):
        left = np.array([np.delete(np.arange(options), i) for i in chosen])
        np.put_along_axis(result, left, _ranked(scores, matrix[left]), axis=1)
    return result


def with_a_copy(scores: Scores, matrix: Floats, chosen: Ints) -> Ints:
    """Ranks when each chosen option has a copy, the last column, (k, m + 1)."""
    several = np.repeat(matrix[None], len(chosen), axis=0)
    return _ranked(scores, np.concatenate([several, matrix[chosen][:, None]], axis=1))


def with_a_worse(scores: Scores, matrix: Floats, worse: Floats, chosen: Ints) -> Ints:
    """Ranks when each chosen option is replaced by a worse one, given for all in `worse` (m, n), (k, m)."""
    several = np.repeat(matrix[None], len(chosen), axis=0)
    several[np.arange(len(chosen)), chosen] = worse[chosen]
    return _ranked(scores, several)


def in_pairs(scores: Scores, matrix: Floats, chosen: Ints) -> Bools:
    """Whether the row is better than the column when the two are alone, (k, k)."""
    result = np.zeros((len(chosen), len(chosen)), dtype=np.bool_)
    first, second = np.triu_indices(len(chosen), 1)
    if len(first):
        placed = ranks(scores(matrix[np.stack([chosen[first], chosen[second]], axis=1)]))
        result[first, second], result[second, first] = placed[:, 1] == 2, placed[:, 0] == 2
    return result


def _ranked(scores: Scores, matrices: Floats) -> Ints:
    """The ranks of each set of options, (k, m); none where there is no set to score."""
    return ranks(scores(matrices)) if len(matrices) else np.zeros(matrices.shape[:2], dtype=np.int64)


def swaps(before: Ints, after: Ints) -> Bools:
    """Whether the row was better than the column and is worse now, (..., m, m); a rank of 0 is of no option."""
    there = (before > 0) & (after > 0)
    better = before[..., :, None] < before[..., None, :]
    worse = after[..., :, None] > after[..., None, :]
    result: Bools = better & worse & there[..., :, None] & there[..., None, :]
    return result


def intransitive(better: Bools) -> Ints:
    """Triples in which the first is better than the second and that better than the third, but not the first, (t, 3)."""
    distinct = ~np.eye(len(better), dtype=np.bool_)
    found = [
        np.column_stack([np.full(len(pairs), i), pairs])
        for i, row in enumerate(better)
        for pairs in [np.argwhere(row[:, None] & better & (~row & distinct[i]))]
    ]
    return np.concatenate(found) if found else np.zeros((0, 3), dtype=np.int64)
