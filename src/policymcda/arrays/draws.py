"""Running a kernel over many draws: blocks that stay in the cache, with the draws along the contiguous axis.

What a method does to its matrix alone is written on ``(..., m, n)``. What it does with the weights is a *core*, written
on one axis of draws that comes last: ``core(values, weights)`` takes values ``(m, n, d)`` or ``(m, n, 1)`` and weights
``(n, d)``, and gives ``(m, d)``. Matrix products are cut at fixed draws into parts so small that OpenBLAS gives each to
one thread: the bits depend neither on its threads nor on the blocks.

Blocks are long because threads take turns at the interpreter: a call of numpy runs beside another thread, what lies
between two calls does not, and waiting for it costs more than what leaves the innermost cache (measured).
"""

import functools
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypeVar, cast

import numpy as np

from policymcda.arrays import Bools, Floats

BLOCK = 2**19
"""Numbers in one array of a block (4 MB)."""

PRODUCTS = 2**18
"""Products of numbers in one matrix product: more of them, and OpenBLAS shares them out among threads."""

NARROW = 8
"""Draws in a matrix product below which it is no quicker than adding up (measured)."""

WIDE = 2**19
"""Numbers in one array of a block of matrices: here calls cost more than what leaves the cache (measured)."""

Core: TypeAlias = Callable[..., Floats]
M = TypeVar("M", bound=Callable[..., Floats])


def blockwise(method: M) -> M:
    """The method, run on blocks of draws where every draw has a matrix of its own."""

    @functools.wraps(method)
    def run(matrix: Floats, weights: Floats, benefit: Bools, **settings: Any) -> Floats:
        if matrix.ndim < 3 or matrix.size <= WIDE:
            return method(matrix, weights, benefit, **settings)
        lead = np.broadcast_shapes(matrix.shape[:-2], weights.shape[:-1])
        spread, matrix = _expanded(weights, len(lead) + 1), _expanded(matrix, len(lead) + 2)
        if len(lead) > 1:
            return _by_the_shortest_axis(lambda one, own: run(one, own, benefit, **settings), [matrix, spread], lead)
        options, criteria = matrix.shape[-2:]
        result, block = np.empty((options, lead[0])), max(1, WIDE // (options * criteria))
        for start in range(0, lead[0], block):
            part = slice(start, start + block)
            one = np.moveaxis(_draws_last(matrix, part), -1, 0)
            result[:, part] = method(one, spread[part] if len(spread) > 1 else spread[0], benefit, **settings).T
        return result.T

    return cast(M, run)


def over_draws(
    core: Core, values: Sequence[Floats], weights: Floats, *, width: int | None = None, crossed: bool = False
) -> Floats:
    """Scores (..., m) by `core(*values, weights)`, draws contiguous.

    Parameters
    ----------
    values : sequence of (..., m, n)
        What the core takes besides the weights; leading axes broadcast with those of the weights.
    width : int, optional
        Numbers that the core holds for one draw in its largest array; m unless given.
    crossed : bool
        Whether the core also takes weights (n, k, 1) with values (m, n, d), every weights for every draw, and gives (m, k, d).
    """
    options = values[0].shape[-2]
    shapes = [shape for shape in (weights.shape[:-1], *(part.shape[:-2] for part in values)) if shape]
    lead = np.broadcast_shapes(*shapes) if len(shapes) > 1 else shapes[0] if shapes else ()  # numpy takes long for one
    if not lead:
        return core(*(part[..., None] for part in values), weights[:, None])[:, 0]
    parts = [*(_expanded(part, len(lead) + 2) for part in values), _expanded(weights, len(lead) + 1)]
    shapes = [part.shape[: len(lead)] for part in parts]
    if crossed and len(lead) == 2 and {*shapes} == {(1, lead[1]), (lead[0], 1)} and shapes[-1] == (lead[0], 1):
        return _every_weights(core, parts, lead, _length((width or options) * lead[0]))
    if any(shape != lead and max(shape) > 1 for shape in shapes):
        return _by_the_shortest_axis(lambda *few: over_draws(core, few[:-1], few[-1], width=width), parts, lead)
    flat = [part.reshape(-1, *part.shape[len(lead) :]) for part in parts]
    draws, block = int(np.prod(lead)), _length(width or options)
    if draws <= block:
        result = core(*(_draws_last(array, slice(None)) for array in flat))
    else:
        result = np.empty((options, draws))
        for start in range(0, draws, block):
            part = slice(start, start + block)
            result[:, part] = core(*(_draws_last(array, part) for array in flat))
    return np.moveaxis(result.reshape(options, *lead), 0, -1)


def weigh(values: Floats, weights: Floats) -> Floats:
    """Sum over the criteria of value times weight, (..., m)."""
    return over_draws(total, (values,), weights, crossed=True)


def total(values: Floats, weights: Floats) -> Floats:
    """The core of `weigh`: values (m, n, d) or (m, n, 1) and weights (n, d) give (m, d), weights (n, k, 1) give (m, k, d)."""
    if weights.ndim == 3:
        return _crossed_total(values, weights[..., 0].T)
    (options, criteria, own), draws = values.shape, weights.shape[1]
    part = 1 << max(PRODUCTS // max(options * criteria, 1), 1).bit_length() - 1
    if own > 1 and draws == 1 and criteria * own <= PRODUCTS:
        return np.asarray(np.matmul(weights.T, values)[:, 0])
    if own != 1 or min(part, draws) < NARROW:
        return np.asarray(np.einsum("mnd,nd->md", values, weights))
    result = np.empty((options, draws))
    whole = draws - draws % part
    if whole:
        np.matmul(values[..., 0], _cut(weights[:, :whole], part), out=_cut(result[:, :whole], part))
    if whole < draws:
        np.matmul(values[..., 0], weights[:, whole:], out=result[:, whole:])
    return result


def _crossed_total(values: Floats, weights: Floats) -> Floats:
    """Each of the weights (k, n) with values (m, n, d), (m, k, d)."""
    draws, part = values.shape[2], 1 << max(PRODUCTS // weights.size, 1).bit_length() - 1
    result = np.empty((len(values), len(weights), draws))
    for start in range(0, draws, part):
        block = slice(start, start + part)
        np.matmul(weights, values[..., block], out=result[..., block])
    return result


def largest(values: Floats, weights: Floats) -> Floats:
    """The core of a largest weighted value, (m, d); shapes as for `total`."""
    result: Floats = values[:, 0] * weights[0]
    for criterion in range(1, len(weights)):
        np.maximum(result, values[:, criterion] * weights[criterion], out=result)
    return result


def _cut(rows: Floats, part: int) -> Floats:
    """Rows (r, d) as a view of parts of the draws, (d / part, r, part)."""
    return rows.reshape(len(rows), -1, part).transpose(1, 0, 2)


def _length(width: int) -> int:
    """Draws in a block, a power of two."""
    return 1 << max(1, BLOCK // width).bit_length() - 1


def _draws_last(array: Floats, part: slice) -> Floats:
    """The draws of a block moved to the end and made contiguous; an array of one draw whole."""
    taken = (array[part] if len(array) > 1 else array).transpose(*range(1, array.ndim), 0)
    return taken if taken.strides[-1] == taken.itemsize else np.ascontiguousarray(taken)


def _every_weights(core: Core, parts: Sequence[Floats], lead: tuple[int, ...], block: int) -> Floats:
    """Scores (k, d, m) by each of k weights in each of d draws, for a core that takes them crossed."""
    *values, weights = (part[0] if place < len(parts) - 1 else part[:, 0] for place, part in enumerate(parts))
    result = np.empty((values[0].shape[-2], *lead))
    for start in range(0, lead[1], block):
        part = slice(start, start + block)
        result[..., part] = core(*(_draws_last(array, part) for array in values), weights.T[..., None])
    return np.moveaxis(result, 0, -1)


def _by_the_shortest_axis(call: Callable[..., Floats], arrays: Sequence[Floats], lead: tuple[int, ...]) -> Floats:
    """Leading axes that only some arrays have, without spreading the others: one call for each step of the shortest."""
    axis = int(np.argmin([size if size > 1 else np.inf for size in lead]))
    steps = [np.moveaxis(call(*(_step(array, axis, i) for array in arrays)), -1, 0) for i in range(lead[axis])]
    return np.moveaxis(np.stack(steps, axis=axis + 1), 0, -1)


def _step(array: Floats, axis: int, i: int) -> Floats:
    """A view, which lies as the array does."""
    one: Floats = array[(slice(None),) * axis + (i if array.shape[axis] > 1 else 0,)]
    return one


def _expanded(array: Floats, ndim: int) -> Floats:
    return array.reshape((1,) * (ndim - array.ndim) + array.shape)
