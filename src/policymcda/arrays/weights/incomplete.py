"""Comparison matrices with judgements that were not made, NaN in both places: components, priorities, completion.

Where the judgements do not connect all criteria, nothing says how the parts compare. A value is defined all the same:
each part is given a geometric mean of 1. `components` tells who must refuse such a set.
"""

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.weights.pairwise import LARGEST_LOG, balance, from_logs, power

STEPS = 60
"""Newton steps at most; about five are usual."""

BALANCED = 1e-12
"""A completion is optimal where the flows of every missing pair, of a total of 1, are this close both ways."""

SHORT = 1.0
"""A step that moves no logarithm by more than this is always taken; longer ones are cut back after overshooting."""

LEAK = 1e-13
"""The chance of going anywhere, so that chains whose parts hardly meet have one equilibrium."""

RIDGE = 1e-9
"""Added to the Hessian, which is singular where the criteria are not connected."""


def components(matrices: Floats) -> Ints:
    """For each criterion the first criterion that judgements connect it with, (..., n): all 0 where connected.

    >>> components(np.array([[1, 2, np.nan], [0.5, 1, np.nan], [np.nan, np.nan, 1]]))
    array([0, 0, 2])
    """
    first: Ints = np.argmax(_reach(~np.isnan(matrices)), axis=-1)
    return first


def least_squares(matrices: Floats) -> Floats:
    """Logarithmic least squares priorities on the judgements that were made, (..., n).

    The row geometric means where the matrix is complete (Bozóki, Fülöp and Rónyai, 2010).
    """
    return from_logs(least_squares_logs(matrices))


def least_squares_logs(matrices: Floats) -> Floats:
    """Logarithms of the least squares priorities, of mean 0 in each connected part, (..., n)."""
    known = ~np.isnan(matrices)
    logs = np.log(np.where(known, matrices, 1.0))
    part = _reach(known)
    laplacian = known.sum(axis=-1)[..., None] * np.eye(matrices.shape[-1]) - known
    joined = laplacian + part / part.sum(axis=-1, keepdims=True)
    solution: Floats = np.linalg.solve(joined, logs.sum(axis=-1)[..., None])[..., 0]
    return solution


def complete_by(weights: Floats, matrices: Floats) -> Floats:
    """The matrices with the ratio of the weights for each missing judgement, (..., n, n)."""
    logs = np.log(weights)
    return np.where(np.isnan(matrices), np.exp(logs[..., :, None] - logs[..., None, :]), matrices)


def complete(matrices: Floats) -> Floats:
    """The completion whose principal eigenvalue is least, (..., n, n) (Bozóki, Fülöp and Rónyai, 2010).

    The logarithm of the eigenvalue is convex in the logarithms of the missing judgements, strictly where the
    judgements connect the criteria; Newton's method starts at least squares.
    """
    result = matrices.copy()
    flat = result.reshape(-1, *matrices.shape[-2:])
    whose = np.flatnonzero(np.any(np.isnan(flat), axis=(-2, -1)))
    if not whose.size:
        return result
    known = flat[whose]
    gaps, priorities = np.isnan(known), least_squares_logs(known)
    logs = np.where(gaps, priorities[:, :, None] - priorities[:, None, :], np.log(np.where(gaps, 1.0, known)))
    flat[whose] = np.where(gaps, _least(logs, gaps), known)
    return result


def _least(logs: Floats, gaps: Bools) -> Floats:
    """The matrices (K, n, n) with the least eigenvalues, from logarithms to start at, free where there are gaps."""
    rows, columns, missing = _pairs(gaps)
    left, last = np.arange(len(logs)), np.zeros(rows.shape)
    longest = np.maximum(np.max(np.abs(logs), axis=(-2, -1)), SHORT)
    for _ in range(STEPS):
        step, net = _newton(logs[left], rows, columns, missing)
        beyond = np.sum(net * last, axis=-1) > 0  # the step before went past the best point on its way
        longest = np.where(beyond, np.maximum(longest / 4, SHORT), longest)
        step *= (longest / np.maximum(np.max(np.abs(step), axis=-1), longest))[:, None]
        logs[left[:, None], rows, columns] += step
        logs[left[:, None], columns, rows] -= step
        still = np.max(np.abs(net), axis=-1) > BALANCED
        left, last, longest = left[still], step[still], longest[still]
        rows, columns, missing = rows[still], columns[still], missing[still]
        if not left.size:
            break
    return np.asarray(np.exp(np.clip(logs, -LARGEST_LOG, LARGEST_LOG)))


def _pairs(gaps: Bools) -> tuple[Ints, Ints, Bools]:
    """Rows and columns of the missing pairs of each matrix, all (K, d), padded with known ones: False in the last."""
    upper, right = np.triu_indices(gaps.shape[-1], 1)
    missing = gaps[:, upper, right]
    size = np.max(np.sum(missing, axis=-1), initial=0)
    first = np.argsort(~missing, axis=-1, kind="stable")[:, :size]
    return upper[first], right[first], np.take_along_axis(missing, first, axis=-1)


def _newton(logs: Floats, rows: Ints, columns: Ints, missing: Bools) -> tuple[Floats, Floats]:
    """Newton's step of the missing logarithms, and the gradient, both (K, d).

    Divided by its eigenvalue and balanced by its eigenvector the matrix is a Markov chain. The gradient of the
    eigenvalue's logarithm is the net flow along each missing pair, the Hessian the asymptotic covariance of the flows.
    """
    n, every = logs.shape[-1], np.arange(len(logs))[:, None]
    _, balanced, _ = balance(logs)
    chain = np.moveaxis(balanced * power(balanced)[0], -1, 0)
    chain = chain * ((1.0 - LEAK) / np.sum(chain, axis=-1, keepdims=True)) + LEAK / n
    inverse = np.linalg.inv(np.eye(n) - chain + 1.0)
    stationary = np.sum(inverse, axis=1)
    flow = stationary[:, :, None] * chain
    forth = np.where(missing, flow[every, rows, columns], 0.0)
    back = np.where(missing, flow[every, columns, rows], 0.0)
    net = forth - back
    slots = np.arange(rows.shape[1])[None]
    ahead, behind = np.zeros((2, *rows.shape, n))
    ahead[every, slots, rows] = np.where(missing, chain[every, rows, columns], 0.0)
    ahead[every, slots, columns] = np.where(missing, -chain[every, columns, rows], 0.0)
    behind[every, slots, rows], behind[every, slots, columns] = -back, forth
    lag = (behind - net[..., None] * stationary[:, None]) @ inverse @ np.swapaxes(ahead - net[..., None], 1, 2)
    diagonal = np.where(missing, forth + back + RIDGE, 1.0)[..., None] * np.eye(rows.shape[1])
    hessian = diagonal - net[:, :, None] * net[:, None, :] + lag + np.swapaxes(lag, 1, 2)
    return -np.linalg.solve(hessian, net[..., None])[..., 0], net


def _reach(known: Bools) -> Bools:
    """Which criteria judgements connect, however many between them, (..., n, n)."""
    reach = known | np.eye(known.shape[-1], dtype=bool)
    for _ in range(known.shape[-1].bit_length()):
        reach = reach @ reach
    return reach
