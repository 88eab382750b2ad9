"""SMAA-2 counts of nets of draws (Lahdelma and Salminen, 2001), as integers, so that they add up in any order.

Few options are compared pair by pair, many are sorted; both count by the tie rule of `ranks`. Sums of weights are
sums of multiples of 2**-39, which floating point adds without rounding: whatever the blocks, threads and library of
linear algebra, the bits are the same.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.draws import PRODUCTS
from policymcda.arrays.ranking.ranks import TIE, ranks, tolerance

Singles: TypeAlias = npt.NDArray[np.float32]
Small: TypeAlias = npt.NDArray[np.uint8 | np.uint16]
Whole: TypeAlias = npt.NDArray[np.int32 | np.int64]

UNIT_BITS = 39
UNIT = 2.0**UNIT_BITS
"""Sums of weights are counted in parts of this."""

MAGIC = 1.5 * 2.0**13
"""Adding it rounds a weight to a multiple of 2**-39."""

FEW = 48
"""Up to so many options, comparing all pairs is quicker than sorting."""

NARROW = 24
"""Up to so many options, comparing with every rank is quicker than counting cells one by one."""

COUNTED = 1_000_000
"""Counts of ranks of a net, at most: of more than 1,000 options only the first ranks are counted."""

LEAST_RANKS = 10

HALF_WORDS = 1000
"""Options up to which numbers of 31 bits tell scores apart as a rule."""

FINEST = 29
"""Bits of a score that is sorted as a number of 63: a step is wider than the tolerance of ties."""

CROWDED = 16
"""Pairs of close neighbours in a draw above which it is ranked by its scores."""

GUARD = 2.0**-22
"""Scores in single precision that are this share of the largest apart are in the same order as in double precision."""

CACHE = 1 << 23
"""Bytes of comparisons that are made at once."""


@dataclass
class Counts:
    """Counts of the draws of each net; what was not asked for is None."""

    ranks: Ints
    """How often each option has each rank, or each of the first, (nets, m, k)."""

    ties: Ints
    """Draws in which options share a rank, (nets,)."""

    weights: Ints
    """Sum of the weights with which each option is first (ties included), in parts of 1 / UNIT, (nets, m, n)."""

    pairwise: Ints | None
    """How often option i is better than option j, (nets, m, m)."""

    beyond: Ints | None = None
    """Where only the first ranks are counted: the sum of all, of their squares, and how often it is last, (3, nets, m)."""

    def add(self, first: int, other: "Counts") -> None:
        """Takes in the counts of other draws, of the nets from `first` on."""
        nets = slice(first, first + len(other.ties))
        self.ranks[nets] += other.ranks
        self.ties[nets] += other.ties
        self.weights[nets] += other.weights
        if self.pairwise is not None and other.pairwise is not None:
            self.pairwise[nets] += other.pairwise
        if self.beyond is not None and other.beyond is not None:
            self.beyond[:, nets] += other.beyond


def zeros(nets: int, options: int, criteria: int, pairwise: bool) -> Counts:
    """No draws yet."""
    counted = ranks_counted(options)
    return Counts(
        np.zeros((nets, options, counted), np.int64),
        np.zeros(nets, np.int64),
        np.zeros((nets, options, criteria), np.int64),
        np.zeros((nets, options, options), np.int64) if pairwise else None,
        np.zeros((3, nets, options), np.int64) if counted < options else None,
    )


def ranks_counted(options: int) -> int:
    """How many of the first ranks are counted: all, or of many options so many that a million counts hold them."""
    return options if options**2 <= COUNTED else max(LEAST_RANKS, COUNTED // options)


def count(scores: Floats, weights: Floats, *, nets: int = 1, pairwise: bool = True) -> Counts:
    """Counts of a block of draws.

    Parameters
    ----------
    scores : (draws, m)
    weights : (draws, n) or (n,)
    nets : int
        The draws are those of so many nets, one after the other.
    pairwise : bool
        Count winning pairs too, which is quadratic in the options.
    """
    draws, options = scores.shape
    length = draws // nets
    total = zeros(nets, options, weights.shape[-1], pairwise)
    if options > FEW and not pairwise:
        step, by = length, _by_sorting
    else:
        room = 1 << max(CACHE // options**2, 1024).bit_length() - 1
        step, by = room if room < length else length * max(1, room // length), _by_comparing
    for start in range(0, draws, step):
        block = slice(start, start + step)
        part = scores[block]
        found = by(part, weights[block] if weights.ndim == 2 else weights, max(1, len(part) // length), pairwise)
        total.add(start // length, found)
    return total


def _by_comparing(scores: Floats, weights: Floats, nets: int, pairwise: bool) -> Counts:
    """Every option against every other."""
    rows = scores.T if scores.strides[0] == scores.itemsize else np.ascontiguousarray(scores.T)
    ahead, wins, tied = _decided(rows, nets, pairwise)
    ties = np.bincount(tied // (len(scores) // nets), minlength=nets)
    ranks, beyond = _cut(_table(ahead, nets))
    return Counts(ranks, ties, _first_weights(ahead == 0, weights, nets), wins, beyond)


def _cut(ranks: Ints) -> tuple[Ints, Ints | None]:
    """Counts of every rank (nets, m, m) as those of the first, and what is kept of all."""
    options = ranks.shape[2]
    counted, places = ranks_counted(options), np.arange(1, options + 1)
    if counted == options:
        return ranks, None
    return ranks[..., :counted], np.stack([ranks @ places, ranks @ places**2, ranks[..., -1]])


def _decided(rows: Floats, nets: int, pairwise: bool) -> tuple[Small, Ints | None, Ints]:
    """As `_compared`, and the draws with ties: in single precision but for the few draws that it leaves open."""
    draws = rows.shape[1]
    keys = _rounded(rows)
    if keys is not None:
        ahead, wins = _compared(*keys, nets, pairwise)
        open_ = _undecided(ahead)
        if not len(open_):
            return ahead, wins, open_
        if len(open_) <= draws // 64:
            better, before = _better(*_exactly(rows[:, open_])), _better(keys[0][:, open_], keys[1][:, open_])
            ahead[:, open_] = np.add.reduce(better, axis=0, dtype=ahead.dtype)
            if wins is not None:
                np.add.at(
                    wins, open_ // (draws // nets), (better.view(np.int8) - before.view(np.int8)).transpose(2, 0, 1)
                )
            return ahead, wins, open_[_undecided(ahead[:, open_])]
    ahead, wins = _compared(*_exactly(rows), nets, pairwise)
    return ahead, wins, _undecided(ahead)


def _exactly(rows: Floats) -> tuple[Floats, Floats]:
    """Scores, and what is better than each by more than the tolerance."""
    return rows, rows + tolerance(rows.T).T


def _rounded(rows: Floats) -> tuple[Singles, Singles] | None:
    """The same in half the bits: what is better then is better, but some pairs are too close to tell; None for all."""
    with np.errstate(over="ignore"):
        keys = rows.astype(np.float32)
    most, least = float(keys.max()), float(keys.min())
    size = max(most, -least)
    if not 1e-30 < size < 1e30:
        return None
    return keys, keys + np.float32(TIE * (most - least) + GUARD * size)


def _better(rows: Floats | Singles, limits: Floats | Singles) -> Bools:
    """Whether option i is better than option j, (m, m, draws)."""
    return np.asarray(rows[:, None, :] > limits)


def _compared(rows: Floats | Singles, limits: Floats | Singles, nets: int, pairwise: bool) -> tuple[Small, Ints | None]:
    """How many options are ahead of each (m, draws), and how often each is better than each other (nets, m, m)."""
    options, draws = rows.shape
    kind = np.uint8 if options < 256 else np.uint16
    step = max(1, CACHE // (options * draws))
    if step >= options:
        better = _better(rows, limits)
        ahead: Small = np.add.reduce(better.view(np.uint8), axis=0, dtype=kind)
        return ahead, _per_net(better, nets) if pairwise else None
    ahead = np.zeros(rows.shape, dtype=kind)
    wins = np.zeros((nets, options, options), dtype=np.int64)
    for start in range(0, options, step):  # some at a time where all would not fit in the cache
        better = rows[start : start + step, None, :] > limits
        ahead += np.add.reduce(better.view(np.uint8), axis=0, dtype=kind)
        if pairwise:
            wins[:, start : start + step] = _per_net(better, nets)
    return ahead, wins if pairwise else None


def _undecided(ahead: Small) -> Ints:
    """Draws in which fewer options are ahead of others than there are pairs."""
    pairs = len(ahead) * (len(ahead) - 1) // 2
    return np.flatnonzero(np.add.reduce(ahead, axis=0, dtype=np.min_scalar_type(pairs)) != pairs)


def _table(ahead: Small, nets: int) -> Ints:
    """How often each option has each number of options ahead of it, (nets, m, m)."""
    options, draws = ahead.shape
    if options <= NARROW:
        return _per_net(ahead[:, None, :] == np.arange(options, dtype=ahead.dtype)[:, None], nets)
    cells = ahead + np.arange(0, options**2, options)[:, None]
    if nets > 1:
        cells += np.repeat(np.arange(nets) * options**2, draws // nets)
    return np.bincount(cells.ravel(), minlength=nets * options**2).reshape(nets, options, options)


def _by_sorting(scores: Floats, weights: Floats, nets: int, pairwise: bool) -> Counts:
    """Places of one net in rising order, which are the ranks but where neighbours are within the tolerance."""
    draws, options = scores.shape
    order, shared = _rising(scores.T, tolerance(scores)[:, 0])
    leaders, leading = order[:, -1].astype(np.int64), np.arange(draws)
    ties, places = 0, np.empty((0, options), dtype=np.int64)
    if len(shared):
        places = ranks(scores[shared]) - 1
        ties = int(np.count_nonzero(np.any(np.sort(places, axis=1) != np.arange(options), axis=1)))
        row, option = np.nonzero(places == 0)
        clear = np.delete(leading, shared)
        leaders, leading = np.append(leaders[clear], option), np.append(clear, shared[row])
    table, beyond = _of_order(order, shared, places)
    return Counts(table, np.array([ties]), _weights_of(leaders, leading, weights, options)[None], None, beyond)


def _of_order(order: Whole, shared: Ints, places: Ints) -> tuple[Ints, Ints | None]:
    """Counts of ranks, and what is kept beyond them, from options in rising order (draws, m).

    Of the draws that are `shared` the places are given, (k, m), from 0 on.
    """
    options = order.shape[1]
    counted = ranks_counted(options)
    if counted == options:
        cells = order * options + np.arange(options - 1, -1, -1, dtype=order.dtype)
        cells[shared] = np.arange(0, options**2, options) + places
        return np.bincount(cells.ravel(), minlength=options**2).reshape(1, options, options), None
    placed = np.empty(order.shape, dtype=np.int64)
    np.put_along_axis(placed, order, np.arange(options - 1, -1, -1)[None], axis=1)
    placed[shared] = places
    draw, option = np.nonzero(placed < counted)
    table = np.bincount(option * counted + placed[draw, option], minlength=options * counted)
    all_ranks = placed + 1
    last = np.count_nonzero(all_ranks == options, axis=0)
    beyond = np.stack([np.add.reduce(all_ranks), np.einsum("ij,ij->j", all_ranks, all_ranks), last])
    return table.reshape(1, options, counted), beyond[:, None]


def _rising(rows: Floats, limit: Floats) -> tuple[Whole, Ints]:
    """Options of each draw (draws, m) from worst to best, and the draws in which some are too close to be in order.

    Sorted are whole numbers, the score as far as it goes and the option in the last bits: in 31 bits that takes less
    than half the time of scores, in more it tells more options apart. Neighbours that such a number does not tell apart
    are compared by their scores.
    """
    options = len(rows)
    kind: type[np.int32 | np.int64] = np.int32 if options <= HALF_WORDS else np.int64
    bits = (options - 1).bit_length()
    steps = 2 ** (31 - bits if kind is np.int32 else FINEST) - 1
    least = np.min(rows, axis=0)
    with np.errstate(all="ignore"):
        span = np.max(rows, axis=0) - least
        size = steps / span
        separable = (limit * steps < span) & (span < np.inf) & (size < np.inf)
        keys = ((rows - least) * np.where(separable, size, 0.0)).astype(kind)
    np.minimum(keys, steps, out=keys)  # rounding must not reach the sign
    keys <<= bits
    keys |= np.arange(options, dtype=kind)[:, None]
    keys = np.ascontiguousarray(keys.T)
    keys.sort(axis=1)
    order = keys & kind((1 << bits) - 1)
    keys >>= bits
    close = keys[:, 1:] - keys[:, :-1] <= 1
    separable &= np.add.reduce(close, axis=1, dtype=np.int32) <= CROWDED
    close[~separable] = False
    draw, place = np.nonzero(close)
    one, other = order[draw, place], order[draw, place + 1]
    gain = rows[other, draw] - rows[one, draw]
    order[draw, place], order[draw, place + 1] = np.where(gain < 0, other, one), np.where(gain < 0, one, other)
    separable[draw[np.abs(gain) <= limit[draw]]] = False
    separable[draw[1:][(draw[1:] == draw[:-1]) & (place[1:] == place[:-1] + 1)]] = False  # three in a row
    return order, np.flatnonzero(~separable)


def _weights_of(leaders: Ints, leading: Ints, weights: Floats, options: int) -> Ints:
    """As `_first_weights` of one net, from the options that are first and the draws in which they are."""
    if weights.ndim == 1:
        hits = np.bincount(leaders, minlength=options)
        return np.asarray(np.rint(weights * UNIT).astype(np.int64) * hits[:, None])
    rounded = (weights + MAGIC) - MAGIC
    sums = [np.bincount(leaders, column[leading], options) for column in rounded.T]
    return np.asarray(np.stack(sums, axis=1) * UNIT).astype(np.int64)


def _per_net(flags: Bools, nets: int) -> Ints:
    """True values of each net, (nets, ...), of flags (..., draws)."""
    return per_row(flags.reshape(*flags.shape[:-1], nets, -1)).transpose(2, 0, 1)


def per_row(flags: Bools) -> Ints:
    """True values along the last axis, eight at a time: a word of bytes is added as long as no byte overflows."""
    length = flags.shape[-1]
    whole = length - length % 1024
    if not whole:
        return np.asarray(np.sum(flags, axis=-1))
    words = np.ascontiguousarray(flags[..., :whole]).view(np.uint64).reshape(*flags.shape[:-1], -1, 128)
    found = np.add.reduce(np.add.reduce(words, axis=-1).view(np.uint8), axis=-1, dtype=np.int64)
    return np.asarray(found + np.sum(flags[..., whole:], axis=-1) if whole < length else found)


def _first_weights(first: Bools, weights: Floats, nets: int) -> Ints:
    """Exact sum of the weights over the draws of a net in which each option is first, (nets, m, n), in 1 / UNIT."""
    options, draws = first.shape
    length, criteria = draws // nets, weights.shape[-1]
    if weights.ndim == 1:
        hits = np.sum(first.reshape(options, nets, length), axis=2).T
        return np.asarray(np.rint(weights * UNIT).astype(np.int64) * hits[:, :, None])
    part = min(1 << max(PRODUCTS // (options * criteria), 1).bit_length() - 1, 512, length)  # few: it lets threads by
    whole = length - length % part
    rounded = ((weights.T + MAGIC) - MAGIC).reshape(criteria, nets, length)
    flags = first.astype(np.float64).reshape(options, nets, length)
    left = flags[..., :whole].reshape(options, nets, -1, part).transpose(1, 2, 0, 3)
    right = rounded[..., :whole].reshape(criteria, nets, -1, part).transpose(1, 2, 3, 0)
    sums = np.add.reduce(left @ right, axis=1)
    if whole < length:
        sums += flags[..., whole:].transpose(1, 0, 2) @ rounded[..., whole:].transpose(1, 2, 0)
    return np.asarray(sums * UNIT).astype(np.int64)
