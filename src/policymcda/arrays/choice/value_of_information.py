"""What knowing uncertain ratings is worth (Howard, 1966): how much better the choice made after learning them is.

Worth is counted where value adds up: that of an option is the sum of one part for each cell, and cells are independent. Then what is
learned of a cell moves its own option only, and the value of knowing one cell is a partial expectation. How often
knowing changes which option comes first is counted for any method (`changed`).
"""

from collections.abc import Callable

import numpy as np

from policymcda.arrays import Bools, Floats, Method
from policymcda.arrays.draws import weigh
from policymcda.arrays.ranking.ranks import tolerance
from policymcda.arrays.sampling.rating_draws import Ratings
from policymcda.arrays.sampling.rating_moments import chance_above, excess, means, mirrored
from policymcda.arrays.sampling.sobol import NET, Net
from policymcda.arrays.scale import ROUNDING
from policymcda.arrays.smaa.tasks import reuse_memory

FAR = 1e300
"""A rating that no distribution reaches."""

CELLS = 1 << 17
"""Numbers in the largest array of a block."""

NODES = 4096
"""Equally probable values of a cell, for a value that is not linear in the rating."""

PART = 2048
"""Draws of each net by which a set of cells is known, where all of them together take the whole net."""

ALONE = 1 << 25
"""Numbers in all matrices by which each cell is known alone."""


def alone(cells: Ratings, slope: Floats) -> tuple[Floats, Floats]:
    """Value of knowing each cell alone, and the chance that it changes the choice, each (m, n); exact.

    Parameters
    ----------
    slope : (n,)
        Value that one unit of each criterion's rating adds.
    """
    expected = means(cells)
    if len(expected) == 1:
        return np.zeros_like(expected), np.zeros_like(expected)
    best, lead = leads(weigh(expected, slope))
    rising = (slope > 0) ^ (np.arange(len(expected)) == best)[:, None]
    flat = slope == 0
    with np.errstate(over="ignore"):
        gap = np.abs(lead)[:, None] / np.where(flat, 1.0, np.abs(slope))
    at = np.clip(expected + np.where(rising, gap, -gap), -FAR, FAR)
    other = mirrored(cells)
    gain = np.where(rising, excess(cells, at), excess(other, -at)) * np.abs(slope)
    chance = np.where(rising, chance_above(cells, at), chance_above(other, -at))
    return np.where(flat, 0.0, gain), np.where(flat | (gain == 0), 0.0, chance)


def alone_by_quadrature(parts: Floats) -> tuple[Floats, Floats]:
    """The same from the value that each cell adds at equally probable ratings, (m, n, nodes)."""
    expected = parts.mean(axis=-1)
    if len(parts) == 1:
        return np.zeros_like(expected), np.zeros_like(expected)
    best, lead = leads(expected.sum(axis=1))
    sign = np.where(np.arange(len(parts)) == best, -1.0, 1.0)[:, None, None]
    gain = np.maximum(sign * (lead[:, None, None] + parts - expected[..., None]), 0.0)
    return gain.mean(axis=-1), np.mean(gain > ROUNDING * np.max(np.abs(expected)), axis=-1)


def nodes(cells: Ratings) -> Floats:
    """Equally probable ratings of every cell as matrices (nodes, m, n), all cells in step."""
    points = np.broadcast_to((np.arange(NODES) + 0.5) / NODES, (cells.cells, NODES))
    return cells.draw(points)


def leads(value: Floats) -> tuple[int, Floats]:
    """The best of two or more options, and how far each is ahead of the best of the others, (m,)."""
    second, first = np.partition(value, -2)[-2:]
    best = int(np.argmax(value))
    return best, value - np.where(np.arange(len(value)) == best, second, first)


def together(
    parts: Callable[[Floats], Floats], expected: Floats, cells: Ratings, sets: Bools, seed: int, net: int
) -> Floats:
    """Value of knowing all cells of each set, then of each option, and how often it changes the choice, (2, sets + m).

    By one net of draws.

    Parameters
    ----------
    parts : callable
        The value that cells add: matrices (draws, m, n) to (draws, m, n).
    expected : (m, n)
        What each cell adds on average.
    sets : (sets, m, n)
        Which cells are learned.

    Notes
    -----
    A draw counts the best option once the set is known less the option that is chosen without: never negative, and
    the mean of what is chosen without is not left to chance.
    """
    total = expected.sum(axis=1)
    best = int(np.argmax(total))
    least = ROUNDING * float(np.max(np.abs(total)))
    points = Net(seed, net, cells.cells)
    size = 1 << min(max((CELLS // expected.size).bit_length() - 1, 6), NET.bit_length() - 1)
    sums = np.zeros((2, len(sets) + len(expected)))
    for start in range(0, NET, size):
        moved = np.moveaxis(parts(cells.draw(points.block(start, size))), 0, -1) - expected[..., None]
        gains = [_gain(moved, total, best, known) for known in sets]
        every = np.vstack([*gains, _gain_by_option(moved, total)])
        sums += np.sum(every, axis=1), np.count_nonzero(every > least, axis=1)
    return sums / NET


def _gain_by_option(moved: Floats, total: Floats) -> Floats:
    """The same for all cells of each option, (m, draws)."""
    if len(total) == 1:
        return np.zeros((1, moved.shape[-1]))
    best, lead = leads(total)
    change = lead[:, None] + np.sum(moved, axis=1)
    change[best] *= -1.0
    return np.asarray(np.maximum(change, 0.0))


def _gain(moved: Floats, total: Floats, best: int, known: Bools) -> Floats:
    """What the best option once these cells are known has over the one that is chosen without, (draws,)."""
    rows = np.any(known, axis=1)
    if not np.any(rows):
        return np.zeros(moved.shape[-1])
    value = total[rows, None] + np.einsum("mnd,mn->md", moved[rows], known[rows].astype(np.float64))
    rest = np.max(total[~rows], initial=-np.inf)
    chosen = value[np.count_nonzero(rows[:best])] if rows[best] else total[best]
    return np.asarray(np.maximum(np.max(value, axis=0), rest) - chosen)


def changed(
    method: Method,
    cells: Ratings,
    base: Floats,
    first: int,
    sets: Bools,
    weights: Floats,
    benefit: Bools,
    seed: int,
    net: int,
) -> Floats:
    """How often another option comes first once the cells of a set are known, by one net of draws, (sets,).

    The first set has all draws of the net, the others the first `PART` of them.

    Parameters
    ----------
    base : (m, n)
        The ratings by which the choice is made; those that are not in the set stay so.
    first : int
        The option that is chosen by them.
    sets : (sets, m, n)
        Which cells are learned.
    """
    reuse_memory()
    points = Net(seed, net, cells.cells)
    size = 1 << min(max((CELLS // base.size).bit_length() - 1, 6), PART.bit_length() - 1)
    counts, draws = np.zeros(len(sets)), np.where(np.arange(len(sets)) == 0, NET, PART)
    matrices = np.repeat(base[..., None], size, axis=-1)
    for start in range(0, NET, size):
        drawn = np.moveaxis(cells.draw(points.block(start, size)), 0, -1)
        for number, known in enumerate(sets if start < PART else sets[:1]):
            matrices[known] = drawn[known]
            counts[number] += _behind(method(np.moveaxis(matrices, -1, 0), weights, benefit), first)
            matrices[known] = base[known, None]
    shares: Floats = counts / draws
    return shares


def changed_alone(
    method: Method, cells: Ratings, base: Floats, first: int, weights: Floats, benefit: Bools
) -> tuple[Floats, int]:
    """How often another option comes first once one cell is known, (cells,), by so many equally probable ratings of it."""
    rows, columns = np.nonzero(cells.moved)
    count = 1 << min(max((ALONE // max(base.size * cells.cells, 1)).bit_length() - 1, 6), 10)
    points = np.broadcast_to((np.arange(count) + 0.5) / count, (cells.cells, count))
    drawn = cells.draw(points)[:, rows, columns]
    found = np.empty(cells.cells)
    matrices = np.repeat(base[..., None], count, axis=-1)
    for cell, (row, column) in enumerate(zip(rows, columns, strict=True)):
        matrices[row, column] = drawn[:, cell]
        found[cell] = _behind(method(np.moveaxis(matrices, -1, 0), weights, benefit), first) / count
        matrices[row, column] = base[row, column]
    return found, count


def _behind(scores: Floats, first: int) -> int:
    """In how many draws an option is not among the first, ties by the rule of `rank`."""
    ahead = scores.max(axis=-1) - scores[:, first] > tolerance(scores)[:, 0]
    return int(np.count_nonzero(ahead))
