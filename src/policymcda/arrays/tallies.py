"""Sums over nets of what is counted, and of its squares, all in integers: any grouping adds up to the same bits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from policymcda.arrays import Floats
from policymcda.arrays.counting import Counts

Numbers = npt.NDArray[Any]
"""int64, or Python integers (object) where 64 bits might not hold a sum of squares."""


@dataclass(frozen=True)
class Tally:
    """How many nets, and integer tables that were added over them.

    `sums` holds ranks, top (the first k ranks), expected, ties, weights, and where asked for pairwise and quantiles;
    each again with its square under ``name + "**2"``, and the products ``weights*first`` and ``first*first``.
    """

    nets: int = 0
    sums: Mapping[str, Numbers] = field(default_factory=dict)

    def __add__(self, other: "Tally") -> "Tally":
        """The sum over the nets of both."""
        if not self.nets or not other.nets:
            return self if self.nets else other
        return Tally(self.nets + other.nets, {name: table + other.sums[name] for name, table in self.sums.items()})


def tally(counts: Counts, quantiles: Floats | None = None) -> Tally:
    """What one net adds.

    Parameters
    ----------
    quantiles : (m, levels), optional
        Score quantiles of the net in small whole parts (see `acceptability.PARTS`).
    """
    ranks = counts.ranks
    first = ranks[:, 0]
    once: dict[str, Numbers] = {
        "ranks": ranks,
        "top": np.cumsum(ranks, axis=1),
        "expected": ranks @ np.arange(1, len(ranks) + 1),
        "ties": np.array(counts.ties),
        "weights": counts.weights.astype(object),
    }
    if counts.pairwise is not None:
        once["pairwise"] = counts.pairwise
    if quantiles is not None:
        once["quantiles"] = _whole(quantiles)
    return Tally(
        1,
        once
        | {name + "**2": table * table for name, table in once.items()}
        | {"weights*first": once["weights"] * first[:, None], "first*first": np.multiply.outer(first, first)},
    )


def pack(total: Tally) -> dict[str, Numbers]:
    """Arrays that a file can hold without pickling."""
    text = {name: table.astype(str) if table.dtype == object else table for name, table in total.sums.items()}
    return {"nets": np.array(total.nets), **text}


def unpack(arrays: Mapping[str, Numbers]) -> Tally:
    """The tally that `pack` made arrays of."""
    sums = {
        name: np.array(_integer(table), dtype=object) if table.dtype.kind == "U" else table
        for name, table in arrays.items()
        if name != "nets"
    }
    return Tally(int(arrays["nets"]), sums)


_integer = np.frompyfunc(int, 1, 1)


def _whole(values: Floats) -> Numbers:
    """Floats without a fraction as Python integers."""
    return np.array(_integer(values), dtype=object)
