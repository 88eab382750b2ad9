"""Who is at least as good as whom on everything, from short whole numbers: quick for many options, some at a time."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from policymcda.arrays import Bools, Floats, Ints

Codes = npt.NDArray[Any]
"""uint16, or uint32 where there are more different values."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Values of m options in two roles: as the one that is as good, and as the one that is matched."""

    good: Codes
    """(n, m); larger is better."""

    matched: Codes
    """(n, m), in the same numbers: good[j, i] >= matched[j, k] says whether i is at least as good as k on j."""

    same: tuple[Ints, Ints]
    """A number for all values of an option in each role, equal where all are equal, each (m,)."""

    def at_least(self, part: slice = slice(None)) -> Bools:
        """Whether the column is at least as good as the row on everything, (r, m), for some rows; not of itself."""
        result = np.ones((len(self.same[1][part]), self.good.shape[1]), dtype=np.bool_)
        block = np.empty_like(result)
        for good, matched in zip(self.good, self.matched[:, part], strict=True):
            np.greater_equal(good, matched[:, None], out=block)
            result &= block
        rows = np.arange(self.good.shape[1])[part]
        result[np.arange(len(rows)), rows] = False
        return result

    def better(self, at_least: Bools, part: slice = slice(None)) -> Bools:
        """Of what `at_least` gave, where it is better on something too."""
        return np.asarray(at_least & (self.same[0] != self.same[1][part, None]))


def compared(good: Floats, matched: Floats) -> Comparison:
    """A comparison of values (m, n), more is better."""
    exact, codes = np.empty((2, *good.shape), dtype=np.int64), []
    for j, (one, other) in enumerate(zip(good.T, matched.T, strict=True)):
        values = np.unique(other)
        above = np.searchsorted(values, one, side="right")
        place = np.searchsorted(values, other) + 1
        hit = (above > 0) & (values[np.maximum(above, 1) - 1] == one)
        exact[0, :, j], exact[1, :, j] = np.where(hit, above, -1), place
        codes.append((above, place))
    kind = np.uint16 if len(good) < 1 << 16 else np.uint32
    both = np.array(codes, dtype=kind).reshape(-1, 2, len(good))
    _, ids = np.unique(exact.reshape(-1, good.shape[1]), axis=0, return_inverse=True)
    ids = ids.ravel()
    return Comparison(both[:, 0].copy(), both[:, 1].copy(), (ids[: len(good)], ids[len(good) :]))
