"""Which value of a single number makes another option first: one rating, one weight or one judgement at a time.

Many numbers are tried at once, each on its own: a *family* of problems that differ in one number. On both sides of the
present value a grid is scanned outward, and the first step on which an option takes over is halved until the number is
known to about 1e-14 of its range. What takes over and loses again within one step of the grid is not seen.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.ranking.ranks import are_first

STEPS = 50
"""Steps of the grid on either side of the present value."""

HALVINGS = 40
"""Halvings of a step."""

BLOCK = 2**12
"""Problems that are scored at once, ..."""

SCORES = 2**19
"""... and scores, where options are many."""

Scores = Callable[[Ints, Floats], Floats]
"""``scores(family, value) -> (k, m)``: scores where the number of each family (k,) has that value (k,)."""


@dataclass(frozen=True, eq=False)
class Turns:
    """A value that makes an option first, for each family, option and side on which there is one, all (r,)."""

    family: Ints
    option: Ints
    before: Floats
    """The last value at which it is not, as far as halving goes."""

    after: Floats
    """The first value at which it is."""


def takes_over(scores: Floats, first: Bools) -> Bools:
    """Which options are first where none of the present `first` ones (m,) is any more, (..., m)."""
    placed = are_first(scores)
    result: Bools = placed & ~np.any(placed & first, axis=-1, keepdims=True)
    return result


def turning_points(scores: Scores, now: Floats, low: Floats, high: Floats, first: Bools) -> Turns:
    """The nearest values at which another option is first.

    Parameters
    ----------
    now, low, high : (f,)
        The present value of each number and the ends between which it may lie.
    first : (m,)
        Which options are first at present.
    """
    rows: list[tuple[Ints, Ints, Floats, Floats]] = []
    families, share = np.arange(len(now)), np.arange(1, STEPS + 1) / STEPS
    for end in (low, high):
        values = np.concatenate([now[:, None], _steps(now[:, None], end[:, None], share)], axis=1)
        values[:, -1] = end
        held = _in_blocks(scores, np.repeat(families, STEPS), values[:, 1:].ravel(), first)
        held = held.reshape(len(now), STEPS, len(first)) & (end != now)[:, None, None]
        family, option = np.nonzero(held.any(axis=1))
        step = np.argmax(held[family, :, option], axis=1)
        rows.append((family, option, values[family, step], values[family, step + 1]))
    family, option, before, after = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    for _ in range(HALVINGS):
        middle = before / 2 + after / 2
        inside = _in_blocks(scores, family, middle, first)[np.arange(len(family)), option]
        before, after = np.where(inside, before, middle), np.where(inside, middle, after)
    return Turns(family, option, before, after)


def _steps(now: Floats, end: Floats, share: Floats) -> Floats:
    """Values on the way from now to the end, however far apart the two are."""
    with np.errstate(over="ignore"):
        way = end - now
    return np.where(np.isinf(way), (1 - share) * now + share * end, now + share * np.where(np.isinf(way), 0.0, way))


def _in_blocks(scores: Scores, family: Ints, value: Floats, first: Bools) -> Bools:
    """What takes over in each problem, (k, m)."""
    block = max(1, min(BLOCK, SCORES // len(first)))
    starts = range(0, len(family), block)
    found = [takes_over(scores(family[i : i + block], value[i : i + block]), first) for i in starts]
    return np.concatenate(found) if found else np.zeros((0, len(first)), dtype=np.bool_)
