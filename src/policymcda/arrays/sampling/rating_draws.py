"""Uncertain ratings as random matrices, by the inverse of each cell's distribution function.

Only the cells that are drawn take coordinates of the net; the others keep their most likely value. Draws lie
(m, n, draws) contiguous and are handed over as the (draws, m, n) view.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from policymcda.arrays import Bools, Floats, Ints

CACHE = 2**15
"""Numbers of a part that stays in the cache."""


@dataclass(frozen=True, eq=False)
class Ratings:
    """The distribution of every cell of a decision matrix, all (m, n).

    A cell is triangular over low, mode and high; uniform over low and high where `flat`; and normal around the mode,
    cut off at low and high (which may be infinite), where `sd` is positive. It keeps its mode where it is not `drawn`
    or has no width.
    """

    low: Floats
    mode: Floats
    high: Floats
    drawn: Bools
    flat: Bools
    sd: Floats

    @property
    def cells(self) -> int:
        """How many are drawn: coordinates that a net of points needs."""
        return int(np.count_nonzero(self.moved))

    def draw(self, points: Floats) -> Floats:
        """Matrices (draws, m, n) from (cells, draws) uniform points."""
        values = _inverse(points, *self._parameters)
        if len(values) == self.mode.size:
            return np.moveaxis(values.reshape(*self.mode.shape, -1), -1, 0)
        result = np.empty((*self.mode.shape, points.shape[1]))
        result[self.moved] = values
        result[~self.moved] = self.mode[~self.moved, None]
        return np.moveaxis(result, -1, 0)

    @cached_property
    def moved(self) -> Bools:
        """Where a rating is drawn and has a width, (m, n)."""
        return self.drawn & (self.high > self.low)

    @cached_property
    def _parameters(self) -> tuple[Ints, Floats, Floats, Floats, Floats]:
        """Kind, low, mode, high and sd of the cells that are drawn, the numbers (cells, 1)."""
        low, mode, high, sd = (part[self.moved, None] for part in (self.low, self.mode, self.high, self.sd))
        return _kinds(self.sd[self.moved], self.flat[self.moved]), low, mode, high, sd


def cycled(samples: Floats, start: int, size: int) -> Floats:
    """The user's own draws, (size, m, n), from number `start` on and from the first again after the last."""
    rows = np.arange(start, start + size) % len(samples)
    return np.moveaxis(np.ascontiguousarray(np.moveaxis(samples[rows], 0, -1)), -1, 0)


def _kinds(sd: Floats, flat: Bools) -> Ints:
    """0 triangular, 1 uniform, 2 normal; unknown stays unknown whatever its sd."""
    return np.where(flat, 1, np.where(sd > 0, 2, 0))


def _inverse(points: Floats, kind: Ints, low: Floats, mode: Floats, high: Floats, sd: Floats) -> Floats:
    """Inverse distribution functions, a row of draws for each cell."""
    if not np.any(kind):
        return _triangular(points, low, mode, high)
    values = np.empty(points.shape)
    three, flat, bell = (kind == k for k in range(3))
    values[three] = _triangular(points[three], low[three], mode[three], high[three])
    values[flat] = low[flat] + points[flat] * (high[flat] - low[flat])
    if np.any(bell):
        values[bell] = _normal(points[bell], low[bell], mode[bell], high[bell], sd[bell])
    return values


def _triangular(points: Floats, low: Floats, mode: Floats, high: Floats) -> Floats:
    """Inverse distribution function; one root for both sides of the mode, distinguished by 0 and 1."""
    width = high - low
    split = (mode - low) / width
    result = np.empty(points.shape)
    step = max(1, CACHE // points.shape[1])
    for start in range(0, len(points), step):
        rows = slice(start, start + step)
        root = result[rows]
        falling = (points[rows] >= split[rows]).astype(np.float64)
        np.subtract(points[rows], falling, out=root)
        root *= split[rows] - falling
        np.sqrt(root, out=root)
        root *= 1.0 - 2.0 * falling
        root += falling
        root *= width[rows]
        root += low[rows]
    return result


def _normal(points: Floats, low: Floats, mode: Floats, high: Floats, sd: Floats) -> Floats:
    """Inverse distribution function of the normal, cut off; reflected so that most of it is in the left tail."""
    from scipy.special import ndtr, ndtri

    sign = np.where(high - mode > mode - low, -1.0, 1.0)
    first, last = np.where(sign > 0, low - mode, mode - high) / sd, np.where(sign > 0, high - mode, mode - low) / sd
    below, until = ndtr(first), ndtr(last)
    share = below + np.where(sign > 0, points, 1.0 - points) * (until - below)
    return np.clip(mode + sign * sd * ndtri(share), low, high)
