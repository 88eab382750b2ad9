"""Scrambled Sobol points, a net of 8,192 at a time, from numpy alone.

Every net is scrambled on its own, by a random lower triangular matrix and a digital shift (Matousek, 1998), from the
seed and the index of the net: each point is uniform, so estimates are unbiased, and nets are independent, so the
spread between them is an honest error. A point has 52 random bits and is never 0 or 1.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from policymcda.arrays import Floats
from policymcda.arrays.sampling.direction_numbers import TABLE

NET = 8192
"""Points in a net."""

DIMENSIONS = len(TABLE.split("\n")) - 1
"""Coordinates that are Sobol points; further ones are plain random."""

LEVELS = NET.bit_length() - 1
BITS = 52
STREAM = NET
"""Sets these random numbers apart from others of the same seed."""

WORDS = 4
"""Random words that Philox gives a step."""

APART = 1 << 64
"""Steps from the random numbers of one net to those of the next, far more than a net takes."""

CHUNK = 128
"""Draws for which plain random coordinates are made at once, so that they do not depend on the size of a block."""

INNER = 6
"""Points are made from two tables, one of 64 points: a few long calls instead of many short ones."""

Words = npt.NDArray[np.uint64]


class Net:
    """A net of points in the unit cube, or some that follow each other, made block by block so that a block fits.

    Parameters
    ----------
    seed, net : int
        What the points are scrambled with.
    dimensions : int
        Coordinates; the first k are the same however many there are.
    nets : int
        How many nets, from `net` on.
    random : bool
        Plain random points in place of Sobol points.
    """

    def __init__(self, seed: int, net: int, dimensions: int, *, nets: int = 1, random: bool = False) -> None:
        self._seed, self._first, self._nets = seed, net, nets
        self._ordered = 0 if random else min(dimensions, DIMENSIONS)
        self._plain = dimensions - self._ordered
        self._shift, self._columns = _scrambled(_bits(seed, net, nets, self._ordered))

    def block(self, start: int = 0, size: int | None = None) -> Floats:
        """Points from `start` on, (dimensions, size); size is a part of a net or whole nets, and divides start."""
        size = NET * self._nets if size is None else size
        result = np.empty((self._ordered + self._plain, size))
        if self._ordered:
            self._fill_ordered(result[: self._ordered], start)
        if self._plain:
            for begin in range(0, size, NET):
                self._fill_plain(result[self._ordered :, begin : begin + NET], start + begin)
        return result

    def _fill_ordered(self, target: Floats, start: int) -> None:
        """Sobol points, as the exclusive or of an inner and an outer table."""
        size = target.shape[1]
        nets = slice(start // NET, start // NET + max(1, size // NET))
        shift, columns = self._shift[:, nets], self._columns[:, nets]
        before = [k for k in range(LEVELS) if start % NET >> k & 1]
        levels = min(size, NET).bit_length() - 1
        inner = min(INNER, levels)
        inside = _doubled(np.zeros_like(shift), columns[..., :inner])
        outside = _doubled(shift ^ np.bitwise_xor.reduce(columns[..., before], axis=-1), columns[..., inner:levels])
        words = target.view(np.uint64).reshape(*outside.shape, inside.shape[-1])
        np.bitwise_xor(outside[..., None], inside[:, :, None], out=words)
        target -= 1.0 - 2.0 ** -(BITS + 1)

    def _fill_plain(self, target: Floats, start: int) -> None:
        """Plain random coordinates of at most one net, the same whatever the size of the block."""
        net, start = self._first + start // NET, start % NET
        size = target.shape[1]
        first = start // CHUNK
        source = np.random.PCG64([self._seed, net, STREAM, 1])
        source.advance(first * APART)
        draw = np.random.Generator(source).random
        for chunk in range(first, first + -(-size // CHUNK)):
            values = draw((len(target), CHUNK))
            source.advance(APART - values.size)
            begin = max(start, chunk * CHUNK)
            end = min(start + size, (chunk + 1) * CHUNK)
            target[:, begin - start : end - start] = values[:, begin - chunk * CHUNK : end - chunk * CHUNK]
        np.maximum(target, 2.0 ** -(BITS + 2), out=target)


def _bits(seed: int, first: int, nets: int, dimensions: int) -> Words:
    """Random bits of each coordinate of each net, (dimensions, nets, LEVELS + 1): the seed is a key, the net a counter."""
    source = np.random.Philox([seed, STREAM])
    source.advance(first * APART)
    words = np.empty((nets, dimensions, LEVELS + 1), dtype=np.uint64)
    for net in words:
        net[:] = source.random_raw(net.size).reshape(net.shape)
        source.advance(APART - -(-net.size // WORDS))
    words >>= np.uint64(64 - BITS)
    return words.transpose(1, 0, 2)


def _doubled(first: Words, columns: Words) -> Words:
    """All exclusive ors of some of the columns (..., k) with what is first (...), (..., 2**k)."""
    result = np.empty((*first.shape, 1 << columns.shape[-1]), dtype=np.uint64)
    result[..., 0] = first
    for k in range(columns.shape[-1]):
        np.bitwise_xor(result[..., : 1 << k], columns[..., k : k + 1], out=result[..., 1 << k : 2 << k])
    return result


def _scrambled(bits: Words) -> tuple[Words, Words]:
    """First points and generating columns, as the bits of floats from 1 to 2, (d, nets) and (d, nets, LEVELS)."""
    place = np.arange(BITS - 1, BITS - 1 - LEVELS, -1, dtype=np.uint64)
    lower = bits[..., :LEVELS] % (np.uint64(1) << place) + (np.uint64(1) << place)
    chosen = _generators()[: len(bits), None]
    columns = np.bitwise_xor.reduce(np.where(chosen, lower[..., None, :], np.uint64(0)), axis=-1)
    return bits[..., LEVELS] | np.float64(1.0).view(np.uint64), columns


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
