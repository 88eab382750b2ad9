"""Sums over nets of what is counted, and of its squares, all in integers: any grouping adds up to the same bits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from policymcda.arrays import Floats, Ints
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.smaa.counting import Counts

Numbers = npt.NDArray[Any]
"""int64, or Python integers (object) where 64 bits might not hold a sum of squares."""

HALF = 27
"""Bits of half a sum of weights."""

PARTS_OF_SPARSE = ("data", "indices", "indptr")

COARSE = 33
"""Bits of a sum of weights that are rounded away where its covariances are added up: it is counted in parts of 1/64."""


@dataclass(frozen=True)
class Tally:
    """How many nets, and integer tables that were added over them.

    `sums` holds ranks, top (the first k ranks), expected, ties, weights, and where asked for pairwise and quantiles;
    each again with its square under ``name + "**2"``, and the products ``weights*first`` and ``first*first``. Quantiles
    come with what lies around them in some of the nets, confidence factors with rounded sums of weights and their
    products. Where not every rank is counted there are last, its square, and squared, the sum of the squares of ranks;
    ``first*first`` is sparse then.
    """

    nets: int = 0
    sums: Mapping[str, Numbers] = field(default_factory=dict)
    length: int = NET
    """Draws of a net."""

    def __add__(self, other: "Tally") -> "Tally":
        """The sum over the nets of both."""
        if not self.nets or not other.nets:
            return self if self.nets else other
        added = {name: table + other.sums[name] for name, table in self.sums.items()}
        return Tally(self.nets + other.nets, added, self.length)


def tally(
    counts: Counts,
    quantiles: Floats | None = None,
    around: Sequence[Floats] = (),
    *,
    covariance: bool = False,
    length: int = NET,
) -> Tally:
    """What some nets add.

    Parameters
    ----------
    quantiles : (nets, m, levels), optional
        Score quantiles of each net in small whole parts (see `acceptability.PARTS`).
    around : sequence of (m, levels, 3)
        Of some of the nets the scores around each quantile, in the same parts.
    covariance : bool
        Add what the covariances of the central weights take, (m, n, n).
    length : int
        Draws of a net.
    """
    ranks = counts.ranks
    first = ranks[:, :, 0]
    each = {
        "ranks": ranks,
        "top": np.add.accumulate(ranks, axis=2),
        "expected": ranks @ np.arange(1, ranks.shape[2] + 1) if counts.beyond is None else counts.beyond[0],
        "ties": counts.ties,
    }
    if counts.beyond is not None:
        each["last"] = counts.beyond[2]
    if counts.pairwise is not None:
        each["pairwise"] = counts.pairwise
    sums: dict[str, Numbers] = {name: np.add.reduce(table) for name, table in each.items()}
    sums["weights"] = np.add.reduce(counts.weights).astype(object)
    squares: dict[str, Numbers] = {f"{name}**2": np.add.reduce(table * table) for name, table in each.items()}
    squares["expected**2"] = squares["expected**2"].astype(object)  # of many options, 64 bits do not hold many nets
    squares["weights**2"] = _products(counts.weights, counts.weights)
    if quantiles is not None:
        whole = _whole(quantiles)
        sums["quantiles"], squares["quantiles**2"] = np.add.reduce(whole), np.add.reduce(whole * whole)
        nothing = np.zeros((*whole.shape[1:], 3), dtype=object)
        sums["around"], sums["seen"] = sum(map(_whole, around), nothing), np.array(len(around))
    if covariance:
        sums |= _rounded_products(counts.weights, first)
    if counts.beyond is not None:
        sums["squared"] = np.add.reduce(counts.beyond[1])
    together: Numbers = first.T @ first if counts.beyond is None else _sparse_square(first)
    products = {"weights*first": _products(counts.weights, first[:, :, None]), "first*first": together}
    return Tally(len(ranks), sums | squares | products, length)


def _sparse_square(first: Ints) -> Any:
    """Sum over the nets of products of every two options' counts, of which most are 0."""
    from scipy.sparse import csr_array

    rows = csr_array(first)
    return (rows.T @ rows).tocsr()


def _rounded_products(weights: Ints, first: Ints) -> dict[str, Numbers]:
    """Sums over the nets of sums of weights in whole COARSE parts, of their products, and of those with `first`.

    A sum of weights of a net is at most 2**13, so that 64 bits hold the products of 2**25 nets.
    """
    rounded = (weights + (1 << COARSE - 1)) >> COARSE
    return {
        "rounded": np.add.reduce(rounded),
        "rounded*rounded": np.einsum("tmj,tmk->mjk", rounded, rounded),
        "rounded*first": np.einsum("tmj,tm->mj", rounded, first),
    }


def _products(one: Ints, other: Ints) -> Numbers:
    """Sum over the nets of products of numbers from 0 to 2**53, as Python integers, from halves that 64 bits hold."""
    high, tall = one >> HALF, other >> HALF
    low, small = one - (high << HALF), other - (tall << HALF)
    parts = np.array([high * tall, high * small + low * tall, low * small]).sum(axis=1).astype(object)
    return np.asarray((parts[0] * 2**HALF + parts[1]) * 2**HALF + parts[2])


def pack(total: Tally) -> dict[str, Numbers]:
    """Arrays that a file can hold without pickling."""
    arrays = {"nets": np.array(total.nets), "length": np.array(total.length)}
    for name, table in total.sums.items():
        if isinstance(table, np.ndarray | np.generic):
            arrays[name] = table.astype(str) if table.dtype == object else table
        else:  # sparse
            arrays |= {f"{name} {part}": getattr(table, part) for part in PARTS_OF_SPARSE}
    return arrays


def unpack(arrays: Mapping[str, Numbers]) -> Tally:
    """The tally that `pack` made arrays of."""
    sums: dict[str, Numbers] = {
        name: np.array(_integer(table), dtype=object) if table.dtype.kind == "U" else table
        for name, table in arrays.items()
        if name not in ("nets", "length")
    }
    if "first*first data" in sums:
        from scipy.sparse import csr_array

        size = len(sums["ranks"])
        parts = tuple(sums.pop(f"first*first {part}") for part in PARTS_OF_SPARSE)
        sums["first*first"] = csr_array(parts, shape=(size, size))  # type: ignore[assignment]
    return Tally(int(arrays["nets"]), sums, int(arrays["length"]))


_integer = np.frompyfunc(int, 1, 1)


def _whole(values: Floats) -> Numbers:
    """Floats without a fraction as Python integers."""
    return np.array(_integer(values), dtype=object)
