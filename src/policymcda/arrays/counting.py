"""SMAA-2 counts of one net (Lahdelma and Salminen, 2001), as integers, so that they add up in any order.

Few options are compared pair by pair, many are sorted; both count by the tie rule of `ranks`. Sums of weights are
sums of multiples of 2**-39, which floating point adds without rounding: whatever the blocks, threads and library of
linear algebra, the bits are the same.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.ranks import ranks, tolerance

UNIT = 2.0**39
"""Sums of weights are counted in parts of this."""

MAGIC = 1.5 * 2.0**13
"""Adding it rounds a weight to a multiple of 2**-39."""

FEW = 48
"""Up to so many options, comparing all pairs is quicker than sorting."""

CACHE = 1 << 20
"""Bytes of comparisons that are made at once."""


@dataclass
class Counts:
    """Counts of some draws; what was not asked for is None."""

    ranks: Ints
    """How often each option has each rank, (m, m)."""

    ties: int
    """Draws in which options share a rank."""

    weights: Ints
    """Sum of the weights with which each option is first (ties included), in parts of 1 / UNIT, (m, n)."""

    pairwise: Ints | None
    """How often option i is better than option j, (m, m)."""

    def add(self, other: "Counts") -> None:
        """Takes in the counts of other draws."""
        self.ranks += other.ranks
        self.ties += other.ties
        self.weights += other.weights
        if self.pairwise is not None and other.pairwise is not None:
            self.pairwise += other.pairwise


def zeros(options: int, criteria: int, pairwise: bool) -> Counts:
    """No draws yet."""
    square = (options, options)
    return Counts(
        np.zeros(square, np.int64),
        0,
        np.zeros((options, criteria), np.int64),
        np.zeros(square, np.int64) if pairwise else None,
    )


def count(scores: Floats, weights: Floats, *, pairwise: bool = True) -> Counts:
    """Counts of a block of draws.

    Parameters
    ----------
    scores : (draws, m)
    weights : (draws, n) or (n,)
    pairwise : bool
        Count winning pairs too, which is quadratic in the options.
    """
    draws, options = scores.shape
    if options > FEW and not pairwise:
        return _by_sorting(scores, weights)
    step = max(1024, CACHE // options**2 & -1024)
    total = zeros(options, weights.shape[-1], pairwise)
    for start in range(0, draws, step):
        block = slice(start, start + step)
        total.add(_by_comparing(scores[block], weights[block] if weights.ndim == 2 else weights, pairwise))
    return total


def _by_comparing(scores: Floats, weights: Floats, pairwise: bool) -> Counts:
    """Every option against every other, some options at a time where all would not fit in the cache."""
    draws, options = scores.shape
    rows = np.ascontiguousarray(scores.T)
    limits = rows + tolerance(scores).T
    ahead = np.zeros(rows.shape, dtype=np.uint8 if options < 256 else np.uint16)  # how many are better
    wins = np.zeros((options, options), dtype=np.int64)
    step = max(1, CACHE // (options * draws))
    for start in range(0, options, step):
        better = rows[start : start + step, None, :] > limits
        ahead += np.add.reduce(better.view(np.uint8), axis=0, dtype=ahead.dtype)
        if pairwise:
            wins[start : start + step] = _per_row(better)
    lost = np.add.reduce(ahead, axis=0, dtype=np.int32)
    return Counts(
        _table(ahead),
        int(np.count_nonzero(lost != options * (options - 1) // 2)),
        _first_weights(ahead == 0, weights),
        wins if pairwise else None,
    )


def _table(ahead: npt.NDArray[np.uint8 | np.uint16]) -> Ints:
    """How often each option has each number of options ahead of it, (m, m)."""
    options = len(ahead)
    numbers = np.arange(options, dtype=ahead.dtype)
    if options <= 24:  # quicker than counting cells one by one
        return _per_row(ahead[:, None, :] == numbers[:, None])
    cells = ahead + np.arange(0, options**2, options)[:, None]
    return np.bincount(cells.ravel(), minlength=options**2).reshape(options, options)


def _by_sorting(scores: Floats, weights: Floats) -> Counts:
    """Places in falling order, which are the ranks but where neighbours are within the tolerance."""
    draws, options = scores.shape
    values = np.ascontiguousarray(scores)
    order = np.argsort(values, axis=1)[:, ::-1]
    cells = order + np.arange(0, draws * options, options)[:, None]
    falling = values.ravel()[cells]
    shared = np.flatnonzero(np.any(falling[:, :-1] <= falling[:, 1:] + tolerance(falling[:, [0, -1]]), axis=1))
    np.multiply(order, options, out=cells)
    cells += np.arange(options)
    leaders, leading = order[:, 0], np.arange(draws)
    ties = 0
    if len(shared):
        places = ranks(values[shared]) - 1
        cells[shared] = np.arange(0, options**2, options) + places
        ties = int(np.count_nonzero(np.any(np.sort(places, axis=1) != np.arange(options), axis=1)))
        row, option = np.nonzero(places == 0)
        clear = np.delete(leading, shared)
        leaders, leading = np.append(leaders[clear], option), np.append(clear, shared[row])
    table = np.bincount(cells.ravel(), minlength=options**2).reshape(options, options)
    return Counts(table, ties, _weights_of(leaders, leading, weights, options), None)


def _weights_of(leaders: Ints, leading: Ints, weights: Floats, options: int) -> Ints:
    """As `_first_weights`, from the options that are first and the draws in which they are."""
    if weights.ndim == 1:
        hits = np.bincount(leaders, minlength=options)
        return np.asarray(np.rint(weights * UNIT).astype(np.int64) * hits[:, None])
    rounded = (weights + MAGIC) - MAGIC
    sums = [np.bincount(leaders, column[leading], options) for column in rounded.T]
    return np.asarray(np.stack(sums, axis=1) * UNIT).astype(np.int64)


def _per_row(flags: Bools) -> Ints:
    """True values along the last axis, eight at a time: a word of bytes is added as long as no byte overflows."""
    length = flags.shape[-1]
    whole = length - length % 1024
    if not whole:
        return np.asarray(np.sum(flags, axis=-1))
    words = np.ascontiguousarray(flags[..., :whole]).view(np.uint64).reshape(*flags.shape[:-1], -1, 128)
    sums = np.add.reduce(words, axis=-1)
    return np.asarray(np.sum(sums.view(np.uint8), axis=-1, dtype=np.int64) + np.sum(flags[..., whole:], axis=-1))


def _first_weights(first: Bools, weights: Floats) -> Ints:
    """Exact sum of the weights over the draws in which each option is first, in parts of 1 / UNIT."""
    if weights.ndim == 1:
        return np.asarray(np.rint(weights * UNIT).astype(np.int64) * np.sum(first, axis=1)[:, None])
    rounded = (weights + MAGIC) - MAGIC
    return np.asarray(first.astype(np.float64) @ rounded * UNIT).astype(np.int64)
