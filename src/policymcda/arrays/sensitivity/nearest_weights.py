"""The nearest weights at which another option is first, all weights moving together.

For a method linear in the weights those weights are a polytope: the least sum of changes is a linear program, the least
Euclidean distance a least-distance problem, solved by non-negative least squares (Lawson and Hanson, 1974). For any other
method they are searched: from draws and known points to the boundary along a segment, then by solving the linear problem
of the scores' tangents again and again, then at random around the best. What a search finds is verified, and an upper
bound on the least change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.sensitivity.turning_points import takes_over

Norm = Literal["l1", "l2"]

Scores = Callable[[Floats], Floats]
"""Scores by weights: ``scores(weights) -> (..., m)``."""

SLACK = 1e-10
"""An option that can be ahead by no more than this share of the largest value only ties."""

TANGENTS = 8
"""Linear problems in a row at most."""

STEP = 1e-6
"""Share of the way to each criterion alone that the differences of a tangent take."""

ROUNDS, TRIES = 12, 128
"""Random searches around the best, and points of each."""

BLOCK = 2**22
"""Scores that are held at once."""

FINE = 33
"""Points on a segment at once when its boundary is sought."""


@dataclass(frozen=True, eq=False)
class Nearest:
    """Weights at the edge of those that make an option first, (n,), and two close by: not yet first, and first."""

    weights: Floats
    before: Floats
    after: Floats


def size(change: Floats, norm: Norm) -> Floats:
    """Share of all weight that is moved (half the sum of changes), or Euclidean distance, (...)."""
    if norm == "l1":
        return np.asarray(np.sum(np.abs(change), axis=-1) / 2)
    return np.asarray(np.linalg.norm(change, axis=-1))


def room_for(values: Floats, option: int, first: Bools) -> Floats | None:
    """Weights well within those that make an option first, for values linear in them, (m, n); None: there are none."""
    return _inside(_sides(values, option), np.delete(first, option))


def nearest_linear(
    values: Floats, option: int, first: Bools, weights: Floats, norm: Norm, inside: Floats, scores: Scores
) -> Nearest | None:
    """The nearest weights for values linear in the weights, (m, n), from weights that `room_for` gave.

    None where the scores do not bear them out on both sides, which rounding alone can do.
    """
    sides = _sides(values, option)
    found = _closest(sides, np.zeros(len(sides)), weights, norm)
    if found is None:
        return None
    for shift in 10.0 ** np.arange(-8, -1):  # beyond the tolerance of ties
        before, after = found + shift * (weights - found), found + shift * (inside - found)
        held = takes_over(scores(np.stack([before, after])), first)[:, option]
        if held[1] and not held[0]:
            return Nearest(found, before, after)
    return None


def where_first(scores: Scores, starts: Floats, first: Bools, options: Ints) -> Bools:
    """Whether some options take over at each of many weights (k, n), (k, options)."""
    step = max(1, BLOCK // len(first))
    parts = (starts[at : at + step] for at in range(0, len(starts), step))
    return np.concatenate([takes_over(scores(part), first)[:, options] for part in parts])


def nearest_found(
    scores: Scores, option: int, first: Bools, weights: Floats, norm: Norm, held: Floats, seed: int
) -> Nearest | None:
    """The nearest weights that a search finds; None where it has none to begin with.

    Parameters
    ----------
    held : (k, n)
        Weights at which the option takes over.
    """
    if not len(held):
        return None
    sizes = size(held - weights, norm)
    best = min(
        (_edge(scores, option, first, weights, held[i]) for i in np.argsort(sizes, kind="stable")[:3]),
        key=lambda one: float(size(one.weights - weights, norm)),
    )
    best = _by_tangents(scores, option, first, weights, norm, best)
    rng = np.random.default_rng(seed)
    reach = 0.3
    for _ in range(ROUNDS):
        length = float(size(best.weights - weights, norm))
        moved = best.after + reach * length * rng.normal(size=(TRIES, len(weights)))
        moved = np.maximum(moved - np.mean(moved - best.after, axis=1, keepdims=True), 0.0)
        moved /= np.sum(moved, axis=1, keepdims=True)
        closer = moved[size(moved - weights, norm) < (1 - 1e-6) * length]
        closer = closer[takes_over(scores(closer), first)[:, option]] if len(closer) else closer
        if len(closer):
            nearest = closer[int(np.argmin(size(closer - weights, norm)))]
            best = _edge(scores, option, first, weights, nearest)
        else:
            reach /= 2
    return _by_tangents(scores, option, first, weights, norm, best)


def _edge(scores: Scores, option: int, first: Bools, weights: Floats, inside: Floats) -> Nearest:
    """The first point on the way to weights at which the option is first."""
    before, after = weights, inside
    share = np.linspace(0, 1, FINE)[:, None]
    for _ in range(9):
        line = before + share * (after - before)
        held = takes_over(scores(line), first)[:, option]
        held[0], held[-1] = False, True
        place = int(np.argmax(held))
        before, after = line[place - 1], line[place]
    return Nearest(after, before, after)


def _by_tangents(scores: Scores, option: int, first: Bools, weights: Floats, norm: Norm, best: Nearest) -> Nearest:
    """A nearer point by the linear problem of the tangents, as long as it helps."""
    for _ in range(TANGENTS):
        at = best.after
        ends = scores(np.concatenate([at + STEP * (np.eye(len(at)) - at), at[None]]))
        slope = (ends[:-1] - ends[-1]).T  # of a step towards each criterion, (m, n)
        sides = np.delete(slope - slope[option], option, axis=0)
        room = np.delete(ends[-1, option] - ends[-1], option) * STEP
        if not np.any(sides):
            return best
        reach = np.max(np.abs(sides))
        found = _closest(sides / reach, (room + sides @ at) / reach, weights, norm)
        if found is None:
            return best
        spans = np.array([1.0, 1.0 + 1e-6, 1.0 + 1e-4, 1.0 + 1e-2])[:, None]
        tried = np.maximum(weights + spans * (found - weights), 0.0)
        tried /= np.sum(tried, axis=1, keepdims=True)
        held = takes_over(scores(tried), first)[:, option]
        if not held.any():
            return best
        nearer = _edge(scores, option, first, weights, tried[int(np.argmax(held))])
        if size(nearer.weights - weights, norm) > (1 - 1e-9) * size(best.weights - weights, norm):
            return best
        best = nearer
    return best


def _sides(values: Floats, option: int) -> Floats:
    """By how much the others are ahead of an option at each criterion alone, of size 1, (m - 1, n)."""
    size_of = float(np.max(np.abs(values), initial=0.0)) or 1.0
    sides: Floats = np.delete(values - values[option], option, axis=0) / size_of
    return sides


def _inside(sides: Floats, ahead: Bools) -> Floats | None:
    """Weights well within ``sides @ w <= 0``, strictly so for those that are `ahead`; None where there are none."""
    from scipy.optimize import linprog

    criteria = sides.shape[1]
    for every in (True, False):  # ahead of all if it can be, else of those that are first at present
        margin = np.ones(len(sides)) if every else ahead.astype(np.float64)
        answer = linprog(
            np.append(np.zeros(criteria), -1.0),
            np.column_stack([sides, margin]),
            np.zeros(len(sides)),
            np.append(np.ones(criteria), 0.0)[None],
            [1.0],
            bounds=[(0, None)] * criteria + [(None, 1.0)],
            method="highs",
        )
        if answer.x is not None and answer.x[-1] > SLACK:
            return np.asarray(answer.x[:-1])
    return None


def _closest(sides: Floats, room: Floats, weights: Floats, norm: Norm) -> Floats | None:
    """The weights nearest to the present ones with ``sides @ w <= room``; None where there are none."""
    found = _least_sum(sides, room, weights) if norm == "l1" else _least_distance(sides, room, weights)
    if found is None:
        return None
    found = np.maximum(found, 0.0)
    return found / np.sum(found)


def _least_sum(sides: Floats, room: Floats, weights: Floats) -> Floats | None:
    """Least sum of changes: what is added and what is taken away are the unknowns of a linear program."""
    from scipy.optimize import linprog

    criteria = len(weights)
    answer = linprog(
        np.ones(2 * criteria),
        np.column_stack([sides, -sides]),
        room - sides @ weights,
        np.append(np.ones(criteria), -np.ones(criteria))[None],
        [0.0],
        bounds=[(0, None)] * criteria + [(0, weight) for weight in weights],
        method="highs",
    )
    return None if answer.x is None else np.asarray(weights + answer.x[:criteria] - answer.x[criteria:])


def _least_distance(sides: Floats, room: Floats, weights: Floats) -> Floats | None:
    """Least Euclidean distance within the plane of a constant sum (Lawson and Hanson, 1974, chapter 23)."""
    from scipy.optimize import nnls

    criteria = len(weights)
    plane = np.linalg.svd(np.ones((1, criteria)))[2][1:].T  # orthonormal, (n, n - 1)
    rows = np.concatenate([-sides, np.eye(criteria)])
    needs = np.concatenate([sides @ weights - room, -weights])
    system = np.vstack([(rows @ plane).T, needs])
    target = np.append(np.zeros(criteria - 1), 1.0)
    multipliers, rest = nnls(system, target)
    residual = system @ multipliers - target
    if rest < SLACK or residual[-1] == 0:
        return None
    return np.asarray(weights - plane @ (residual[:-1] / residual[-1]))
