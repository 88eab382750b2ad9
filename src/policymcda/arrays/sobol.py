"""Scrambled Sobol points, a net of 8,192 at a time, from numpy alone.

Every net is scrambled on its own, by a random lower triangular matrix and a digital shift (Matousek, 1998), from the
seed and the index of the net: each point is uniform, so estimates are unbiased, and nets are independent, so the
spread between them is an honest error. A point has 52 random bits and is never 0 or 1.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from policymcda.arrays import Floats
from policymcda.arrays.direction_numbers import TABLE

NET = 8192
"""Points in a net."""

DIMENSIONS = len(TABLE.split("\n")) - 1
"""Coordinates that are Sobol points; further ones are plain random."""

LEVELS = NET.bit_length() - 1
BITS = 52
CHUNK = 128
"""Draws for which plain random coordinates are made at once, so that they do not depend on the size of a block."""

Words = npt.NDArray[np.uint64]


class Net:
    """One net of points in the unit cube, made block by block so that a block fits in the cache.

    Parameters
    ----------
    seed, net : int
        What the points are scrambled with.
    dimensions : int
        Coordinates; the first k are the same however many there are.
    random : bool
        Plain random points in place of Sobol points.
    """

    def __init__(self, seed: int, net: int, dimensions: int, *, random: bool = False) -> None:
        self._key = (seed, net)
        self._ordered = 0 if random else min(dimensions, DIMENSIONS)
        self._plain = dimensions - self._ordered
        bits = np.random.default_rng([seed, net]).integers(0, 1 << BITS, (self._ordered, LEVELS + 1), dtype=np.uint64)
        self._shift, self._columns = _scrambled(bits)

    def block(self, start: int = 0, size: int = NET) -> Floats:
        """Points from `start` on, (dimensions, size); size is a power of two that divides start."""
        result = np.empty((self._ordered + self._plain, size))
        if self._ordered:
            words = result[: self._ordered].view(np.uint64)
            words[:, 0] = self._shift ^ np.bitwise_xor.reduce(
                self._columns[:, [k for k in range(LEVELS) if start >> k & 1]], axis=1
            )
            for k in range(size.bit_length() - 1):
                np.bitwise_xor(words[:, : 1 << k], self._columns[:, k : k + 1], out=words[:, 1 << k : 2 << k])
            result[: self._ordered] -= 1.0 - 2.0 ** -(BITS + 1)
        if self._plain:
            self._fill(result[self._ordered :], start)
        return result

    def _fill(self, target: Floats, start: int) -> None:
        """Plain random coordinates, the same whatever the size of the block."""
        size = target.shape[1]
        first = start // CHUNK
        for chunk in range(first, first + -(-size // CHUNK)):
            values = np.random.default_rng([*self._key, 1 + chunk]).random((len(target), CHUNK))
            begin = max(start, chunk * CHUNK)
            end = min(start + size, (chunk + 1) * CHUNK)
            target[:, begin - start : end - start] = values[:, begin - chunk * CHUNK : end - chunk * CHUNK]
        np.maximum(target, 2.0 ** -(BITS + 2), out=target)


def _scrambled(bits: Words) -> tuple[Words, Words]:
    """First point and generating columns, as the bits of floating-point numbers from 1 to 2, (d,) and (d, LEVELS)."""
    place = np.arange(BITS - 1, BITS - 1 - LEVELS, -1, dtype=np.uint64)
    lower = bits[:, :LEVELS] % (np.uint64(1) << place) + (np.uint64(1) << place)
    chosen = _generators()[: len(bits), :, :]
    columns = np.bitwise_xor.reduce(np.where(chosen, lower[:, None, :], np.uint64(0)), axis=2)
    one = np.float64(1.0).view(np.uint64)
    return bits[:, LEVELS] | one, columns


@lru_cache(maxsize=1)
def _generators() -> npt.NDArray[np.bool_]:
    """Generating matrices, (dimension, column, row from the top)."""
    columns = [[1 << (LEVELS - 1 - k) for k in range(LEVELS)]]
    for line in TABLE.split("\n")[1:-1]:
        polynomial, *start = (int(word) for word in line.split())
        columns.append([m << (LEVELS - 1 - k) for k, m in enumerate(_directions(polynomial, start))])
    rows = np.arange(LEVELS - 1, -1, -1)
    return (np.array(columns)[:, :, None] >> rows & 1).astype(bool)


def _directions(polynomial: int, start: list[int]) -> list[int]:
    """The odd integers m_1, ..., m_LEVELS by the recurrence of Bratley and Fox (1988)."""
    degree, m = len(start), start[:LEVELS]
    for k in range(degree, LEVELS):
        value = m[k - degree] ^ m[k - degree] << degree
        for i in range(1, degree):
            if polynomial >> (degree - i) & 1:
                value ^= m[k - i] << i
        m.append(value)
    return m
