"""Sums over nets as tables by label, each estimate with its standard error and interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats, estimates
from policymcda.arrays.acceptability import PARTS
from policymcda.arrays.estimates import Estimate
from policymcda.arrays.exact import Exact
from policymcda.arrays.tallies import Tally

Labels = Sequence[str]

HITS = 100
"""Draws below which a central weight vector rests on too little."""


def exactly(value: Floats) -> Estimate:
    """A value without an error."""
    return Estimate(value, np.zeros_like(value), value, value)


def told(estimate: Estimate, value: str, **labels: Any) -> pd.DataFrame:
    """A row an entry of the estimate, in the order of its flattened array; labels are repeated as they stand."""
    columns = {value: estimate.value, "error": estimate.error, "low": estimate.low, "high": estimate.high}
    return pd.DataFrame({**labels, **{name: np.asarray(column).ravel() for name, column in columns.items()}})


def by_rank(estimate: Estimate, value: str, options: Labels, rank: str = "rank") -> pd.DataFrame:
    """An estimate (m, k) as rows option, rank."""
    count = estimate.value.shape[1]
    index = {
        "option": np.repeat(np.array(options, dtype=object), count),
        rank: np.tile(np.arange(1, count + 1), len(options)),
    }
    return told(estimate, value, **index)


def by_pair(estimate: Estimate, options: Labels) -> pd.DataFrame:
    """Winning indices as rows option, versus."""
    count = len(options)
    names = np.array(options, dtype=object)
    pairs = told(estimate, "winning", option=np.repeat(names, count), versus=np.tile(names, count))
    return pairs[pairs["option"] != pairs["versus"]].reset_index(drop=True)


def by_criterion(weights: Floats, error: Floats, hits: Any, options: Labels, criteria: Labels) -> pd.DataFrame:
    """Central weight vectors as rows option, criterion; `enough` says whether they rest on enough draws."""
    count = len(criteria)
    return pd.DataFrame(
        {
            "option": np.repeat(np.array(options, dtype=object), count),
            "criterion": np.tile(np.array(criteria, dtype=object), len(options)),
            "weight": weights.ravel(),
            "error": error.ravel(),
            "enough": np.repeat(np.asarray(hits) >= HITS, count),
        }
    )


def from_tally(
    total: Tally, options: Labels, criteria: Labels, levels: Sequence[float], unit: float
) -> dict[str, pd.DataFrame]:
    """Every table of a simulated group but the confidence factors."""
    central = estimates.central(total)
    expected, first = estimates.expected_rank(total), estimates.share(total, "top")
    tables = {
        "ranks": by_rank(estimates.share(total, "ranks"), "acceptability", options),
        "first": by_rank(first, "probability", options, "k"),
        "central": by_criterion(central.weights, central.error, central.hits, options, criteria),
        "summary": told(expected, "expected_rank", option=list(options)),
        "decision": _decision(estimates.entropy(total), estimates.share(total, "ties")),
    }
    if "pairwise" in total.sums:
        tables["pairwise"] = by_pair(estimates.share(total, "pairwise"), options)
    if levels:
        scores = estimates.quantiles(total, unit / PARTS)
        names = np.array(options, dtype=object)
        tables["scores"] = told(
            scores, "score", option=np.repeat(names, len(levels)), level=np.tile(levels, len(names))
        )
    return tables


def from_geometry(found: Exact, options: Labels, criteria: Labels) -> dict[str, pd.DataFrame]:
    """Every table of a group that was computed exactly."""
    places = np.arange(1, len(options) + 1)
    first = found.ranks[:, 0]
    shares = first / first.sum()
    entropy = -float(np.sum(shares * np.log2(shares, out=np.zeros_like(shares), where=shares > 0)))
    apart = found.pairwise + found.pairwise.T + np.eye(len(options))
    ties = float(np.any(apart < 0.5))  # two linear functions tie almost nowhere, or everywhere
    error = np.where(np.isnan(found.central), np.nan, 0.0)
    central = by_criterion(found.central, error, np.where(first > 0, HITS, 0), options, criteria)
    return {
        "ranks": by_rank(exactly(found.ranks), "acceptability", options),
        "first": by_rank(exactly(np.cumsum(found.ranks, axis=1)), "probability", options, "k"),
        "central": central,
        "summary": told(exactly(found.ranks @ places), "expected_rank", option=list(options)),
        "decision": _decision(exactly(np.array(entropy)), exactly(np.array(ties))),
        "pairwise": by_pair(exactly(found.pairwise), options),
    }


def _decision(entropy: Estimate, ties: Estimate) -> pd.DataFrame:
    rows = [told(entropy, "value", measure=["entropy"]), told(ties, "value", measure=["ties"])]
    return pd.concat(rows, ignore_index=True)
