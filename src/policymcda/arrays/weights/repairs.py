"""Which judgement to look at again, and what would mend it; nothing is changed for whoever judged.

To mend a judgement is to take it as not made and complete the matrix: the eigenvalue is then the least that any value in
its place could give, so the consistency ratio cannot rise.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.weights.consistency_indices import ACCEPTABLE, missing_count
from policymcda.arrays.weights.incomplete import complete, components
from policymcda.arrays.weights.pairwise import consistency_ratio, eigenvector

BLOCK = 4096
"""Matrices completed together at most, so that memory stays bounded."""

WIDTH = 8
"""Sets of judgements carried on from each size to the next in the search for the shortest run."""

HARMLESS = 1e-10
"""A step of a run may raise the eigenvalue by this much, relatively: rounding."""

SCALE = np.concatenate([1 / np.arange(9.0, 1.0, -1.0), np.arange(1.0, 10.0)])
"""Saaty's scale, 1/9 to 9."""


class Mended(NamedTuple):
    """Judgements and what mends them: pairs of criteria (..., 2), values (...), consistency ratios after it (...)."""

    pairs: Ints
    values: Floats
    ratios: Floats


def worst(matrices: Floats, table: str = "alonso_lamata") -> Mended:
    """The judgement of each matrix whose mending lowers the consistency ratio most.

    A judgement without which the criteria are not connected is never the worst: no value of it changes the ratio. Where
    there is no other, the criteria are -1, the value 1 and the ratio 0.
    """
    n = matrices.shape[-1]
    flat = matrices.reshape(-1, n, n)
    rows, columns = np.triu_indices(n, 1)
    whose, which = np.nonzero(~np.isnan(flat[:, rows, columns]))
    values, eigenvalues = np.ones((len(flat), rows.size + 1)), np.full((len(flat), rows.size + 1), np.inf)
    eigenvalues[:, -1] = np.finfo(float).max
    for start in range(0, whose.size, BLOCK):
        one, pair = whose[start : start + BLOCK], which[start : start + BLOCK]
        trial, spared = _without(flat[one], rows[pair, None], columns[pair, None])
        one, pair, filled = one[spared], pair[spared], complete(trial[spared])
        values[one, pair] = filled[np.arange(one.size), rows[pair], columns[pair]]
        eigenvalues[one, pair] = eigenvector(filled)[1]
    best = np.argmin(eigenvalues, axis=-1)[:, None]
    pairs = np.append(np.stack([rows, columns], axis=-1), [[-1, -1]], axis=0)[best[:, 0]]
    value, eigenvalue = (np.take_along_axis(part, best, axis=-1)[:, 0] for part in (values, eigenvalues))
    eigenvalue = np.where(pairs[:, 0] < 0, n, eigenvalue)
    ratio = consistency_ratio(eigenvalue, n, table, missing_count(flat))
    shape = matrices.shape[:-2]
    return Mended(pairs.reshape(*shape, 2), value.reshape(shape), ratio.reshape(shape))


def shortest(matrix: Floats, table: str = "alonso_lamata", acceptable: float = ACCEPTABLE) -> Mended:
    """The shortest run of repairs found after which one matrix (n, n) is acceptable; empty where it already is.

    Sets of judgements are mended together, the best `WIDTH` of each size grow by one judgement, and the first that is
    acceptable is put in an order in which no step raises the ratio. Where there is no such order, judgements are
    mended one at a time.
    """
    ratio = partial(_ratios, table=table, missing=missing_count(matrix))
    rows, columns = np.nonzero(np.triu(~np.isnan(matrix), 1))
    best = np.empty((1, 0), dtype=np.int64)
    filled, ratios = matrix[None], ratio(matrix[None])
    order = np.array([0])
    while ratios[order[0]] > acceptable:
        sets = sorted({tuple(sorted({*best[k], pair})) for k in order for pair in set(range(rows.size)) - set(best[k])})
        members = np.array(sets)
        trial, spared = _without(np.repeat(matrix[None], len(sets), axis=0), rows[members], columns[members])
        best, filled = members[spared], complete(trial[spared])
        ratios = ratio(filled)
        order = np.argsort(ratios, kind="stable")[:WIDTH]
    for k in order[ratios[order] <= acceptable]:
        run = _in_turn(matrix, rows[best[k]], columns[best[k]], filled[k], ratio)
        if run is not None:
            return run
    return _one_at_a_time(matrix, table, acceptable)


def on_scale(values: Floats) -> Floats:
    """The nearest values of Saaty's scale, by ratio.

    >>> on_scale(np.array([2.6, 0.31, 40.0]))
    array([3.        , 0.33333333, 9.        ])
    """
    nearest: Floats = SCALE[np.argmin(np.abs(np.log(values)[..., None] - np.log(SCALE)), axis=-1)]
    return nearest


def _in_turn(
    matrix: Floats, rows: Ints, columns: Ints, filled: Floats, ratio: Callable[[Floats], Floats]
) -> Mended | None:
    """The judgements of `filled` put into the matrix one by one, the most helpful first; None if one raises the ratio."""
    left, before = list(range(rows.size)), ratio(matrix[None])[0]
    done, ratios = [], []
    while left:
        trials = np.repeat(matrix[None], len(left), axis=0)
        for trial, k in zip(trials, left, strict=True):
            _put(trial, rows[k], columns[k], filled[rows[k], columns[k]])
        after = ratio(trials)
        first = int(np.argmin(after))
        if after[first] > before + HARMLESS:
            return None
        matrix, before = trials[first], after[first]
        done.append(left.pop(first))
        ratios.append(before)
    pairs = np.stack([rows[done], columns[done]], axis=-1)
    return Mended(pairs, filled[rows[done], columns[done]], np.array(ratios))


def _one_at_a_time(matrix: Floats, table: str, acceptable: float) -> Mended:
    """The worst judgement mended until the matrix is acceptable; one may come again."""
    matrix, steps = matrix.copy(), list[Mended]()
    while not steps or steps[-1].ratios > acceptable:
        step = worst(matrix, table)
        _put(matrix, step.pairs[0], step.pairs[1], float(step.values))
        steps.append(step)
    return Mended(*(np.array(column) for column in zip(*steps, strict=True)))


def _put(matrix: Floats, row: int, column: int, value: float) -> None:
    """Writes a judgement and its reciprocal into one matrix."""
    matrix[row, column], matrix[column, row] = value, 1 / value


def _without(matrices: Floats, rows: Ints, columns: Ints) -> tuple[Floats, Bools]:
    """The matrices (K, n, n) with judgements (K, d) taken out, and whether the rest connects all that they did (K,)."""
    every, before = np.arange(len(matrices))[:, None], components(matrices)
    matrices[every, rows, columns] = matrices[every, columns, rows] = np.nan
    return matrices, np.all(components(matrices) == before, axis=-1)


def _ratios(matrices: Floats, table: str, missing: Ints) -> Floats:
    """Consistency ratios (K,), taking so many judgements as not made."""
    return consistency_ratio(eigenvector(complete(matrices))[1], matrices.shape[-1], table, missing)
