"""What draws of weights and ratings show of the options where nothing is proven."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Bools, Floats, Ints, Method
from policymcda.arrays.ranking.ranks import ranks, tolerance
from policymcda.arrays.sampling.hull import Hull
from policymcda.arrays.sampling.kept import Kept
from policymcda.arrays.sampling.weight_spaces import Space

WEIGHTS, AT_ENDS, MIXED = 2048, 128, 4096
"""Draws where nothing is proven: weights at the modes, at the ends of the ratings, and with ratings drawn."""

LOOKED = 2**25
"""Scores at the modes that are looked at, at most: of very many options fewer draws."""

NUMBERS = 2**22
"""Numbers in the matrices that are drawn."""

SCORES = 2**21
"""Scores that are looked at together."""


@dataclass(frozen=True, eq=False)
class Seen:
    """What draws show."""

    better: Bools
    """Whether the row was better than the column in one of them, (m, m); nothing where pairs are not asked for."""

    best: Ints
    """The best rank of each option, (m,)."""

    worst: Ints
    alone: Bools
    """Whether it was first and alone, (m,)."""


def seen(drawn: Iterable[Floats], options: int, *, pairs: bool) -> Seen:
    """What scores (k, m) of some draws at a time show, with or without the `pairs`."""
    better = np.zeros((options, options) if pairs else (0, 0), dtype=np.bool_)
    best, worst = np.full(options, options), np.ones(options, dtype=np.int64)
    alone = np.zeros(options, dtype=np.bool_)
    for scores in drawn:
        limits = scores + tolerance(scores)
        if pairs:
            better |= np.array([np.any(scores[:, [i]] > limits, axis=0) for i in range(options)])
        placed = ranks(scores)
        firsts = placed == 1
        best, worst = np.minimum(best, np.min(placed, axis=0)), np.maximum(worst, np.max(placed, axis=0))
        alone |= np.any(firsts & (np.count_nonzero(firsts, axis=1) == 1)[:, None], axis=0)
    return Seen(better, best, worst, alone)


def draws(
    method: Method, benefit: Bools, ratings: tuple[Floats, Floats, Floats], space: Space, seed: int, *, at_ends: bool
) -> Iterator[Floats]:
    """Scores (draws, m): at the modes, with each option at one end and the others at the other, and with all drawn.

    Parameters
    ----------
    ratings : three of (m, n)
        Modes, and the worse and the better end.
    at_ends : bool
        Whether each option in turn is at one end while the others are at the other.
    """
    matrix, worst, best = ratings
    drawn = np.atleast_2d(space.draw(seed, 0))
    corners = _corners(space, drawn[:0])
    most = max(AT_ENDS, min(WEIGHTS, LOOKED // len(matrix)))
    some, rows = np.concatenate([corners, drawn[:most]]), max(1, SCORES // len(matrix))
    for start in range(0, len(some), rows):
        yield method(matrix, some[start : start + rows], benefit)
    if np.array_equal(worst, best):
        return
    few = np.concatenate([corners, drawn[:AT_ENDS]])
    for option in range(len(matrix) if at_ends else 0):
        own = np.arange(len(matrix))[:, None] == option
        for ends in (np.where(own, best, worst), np.where(own, worst, best)):
            yield method(ends, few, benefit)
    rng = np.random.default_rng(seed)
    count = max(1, min(MIXED, NUMBERS // matrix.size))
    share = np.clip(rng.uniform(-0.5, 1.5, (count, *matrix.shape)), 0, 1)  # half of them at an end
    weights = drawn[np.arange(count) % len(drawn)]
    yield method(worst + share * (best - worst), weights, benefit)


def _corners(space: Space, none: Floats) -> Floats:
    """The corners of a space where they are at hand, else none, (k, n)."""
    if isinstance(space, Hull):
        return space.corners
    limits = space.constraints()
    whole = not isinstance(space, Kept) if limits is None else not len(limits.above) and not len(limits.equal)
    return np.eye(space.criteria) if whole else none
