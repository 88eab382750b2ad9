"""Kemeny's order of many options, every set of twenty stakeholders, and how often the interval of alpha holds it.

`ours` is seconds for the first two kinds, and for alpha the share of intervals of 95% that hold the alpha of 200,000 cells; the
coders are simulated: a true value each cell, each coder's own error, whole numbers from 0 to 10. For Kemeny `peer` is the gap
that is left, and `spread` how many orders are as good as the best.
"""

from collections.abc import Iterator
from time import perf_counter

import numpy as np

from benchmarks import Row
from policymcda.arrays import Floats
from policymcda.arrays.choice.kemeny import kemeny
from policymcda.arrays.methods.topsis import topsis
from policymcda.arrays.ranking.aggregation import support
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.ranking.reliability import alpha_interval, alpha_ordinal
from policymcda.committees.coalitions import AT_ONCE, _Mean, _sets

PANELS, CODERS = 400, 3


def rows() -> list[Row]:
    """A row for each kind of profile, for the sets, and for each number of cells."""
    return [*_orders(), _every_set(), *_intervals()]


def _orders() -> Iterator[Row]:
    for what, noise in (("alike", 8.0), ("apart", 60.0), ("random", np.inf)):
        for options in (10, 40, 60):
            rng = np.random.default_rng(options)
            values = rng.normal(0, 1.0, (100, options)) * (noise if np.isfinite(noise) else 1.0)
            values += np.arange(options) if np.isfinite(noise) else 0.0
            before = support(np.argsort(np.argsort(values, axis=1), axis=1).astype(np.float64), np.ones(100))
            start = perf_counter()
            found = kemeny(before)
            yield {
                "what": f"Kemeny, {options} options, 100 rankings, {what}",
                "ours": perf_counter() - start,
                "peer": f"gap {found.gap:.2%}",
                "spread": f"{'more than ' if found.more else ''}{len(found.orders)} orders",
            }


def _every_set() -> Row:
    rng = np.random.default_rng(0)
    combine = _Mean(rng.dirichlet(np.ones(4), 20), np.ones(20))
    matrix, benefit = rng.uniform(1, 9, (9, 4)), np.ones(4, dtype=bool)
    start = perf_counter()
    firsts = [np.argmin(ranks(topsis(matrix, combine(~leaving), benefit)), axis=1) for leaving in _sets(20)]
    count = sum(map(len, firsts))
    return {"what": f"{count} sets of 20 people, TOPSIS, {AT_ONCE} at once", "ours": perf_counter() - start}


def _intervals() -> Iterator[Row]:
    for cells in (12, 36, 100):
        for noise in (0.3, 0.8):
            rng = np.random.default_rng(cells)
            true = alpha_ordinal(_coded(rng, 200_000, noise))
            ends = (alpha_interval(_coded(rng, cells, noise), seed=seed, resamples=1000) for seed in range(PANELS))
            share = float(np.mean([low <= true <= high for low, high in ends]))
            yield {"what": f"interval of alpha {true:.2f}, {CODERS} coders, {cells} cells", "ours": f"{share:.3f}"}


def _coded(rng: np.random.Generator, cells: int, noise: float) -> Floats:
    true = rng.normal(size=(cells, 1))
    return np.asarray(np.clip(np.round(2 * (true + noise * rng.normal(size=(cells, CODERS))) + 5), 0, 10))
