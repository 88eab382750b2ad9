"""Sums over nets as tables by label, each estimate with its standard error and interval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats
from policymcda.arrays.smaa import estimates
from policymcda.arrays.smaa.estimates import Estimate
from policymcda.arrays.smaa.exact import Exact
from policymcda.arrays.smaa.tallies import Tally
from policymcda.arrays.smaa.tasks import PARTS, Task

Labels = Sequence[str]

ENDS = ("error", "low", "high")
_ENDINGS = tuple(f"_{end}" for end in ENDS)

COLUMNS = {
    "table": (
        "option",
        "expected_rank",
        *(f"expected_rank_{end}" for end in ENDS),
        *(f"{which}_acceptability{end}" for which in ("first", "last") for end in ("", *_ENDINGS)),
    ),
    "ranks": ("option", "rank", "acceptability", *ENDS),
    "first": ("option", "k", "probability", *ENDS),
    "central": ("option", "criterion", "weight", *ENDS, "enough"),
    "pairwise": ("option", "versus", "winning", *ENDS),
    "scores": ("option", "level", "score", *ENDS),
    "decision": ("measure", "value", *ENDS),
}
"""Of each table, next to the group."""

HITS = 100
"""Draws below which a central weight vector rests on too little."""


def exactly(value: Floats) -> Estimate:
    """A value without an error, NaN where it is NaN."""
    return Estimate(value, 0.0 * value, value, value)


def estimate_table(estimate: Estimate, value: str, **labels: Any) -> pd.DataFrame:
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
    return estimate_table(estimate, value, **index)


def by_pair(estimate: Estimate, options: Labels) -> pd.DataFrame:
    """Winning indices as rows option, versus."""
    count = len(options)
    names = np.array(options, dtype=object)
    pairs = estimate_table(estimate, "winning", option=np.repeat(names, count), versus=np.tile(names, count))
    return pairs[pairs["option"] != pairs["versus"]].reset_index(drop=True)


def by_criterion(weights: Estimate, enough: Bools, options: Labels, criteria: Labels) -> pd.DataFrame:
    """Central weight vectors as rows option, criterion; `enough` says whether they rest on enough draws."""
    count = len(criteria)
    index = {
        "option": np.repeat(np.array(options, dtype=object), count),
        "criterion": np.tile(np.array(criteria, dtype=object), len(options)),
    }
    return estimate_table(weights, "weight", **index).assign(enough=np.repeat(enough, count))


def summary(expected: Estimate, shares: Estimate, factors: Estimate | None, options: Labels) -> pd.DataFrame:
    """One row per option, from shares of the first and the last rank (m, 2); without confidence factors they are NaN."""
    table = estimate_table(expected, "expected_rank", option=np.array(options, dtype=object))
    table = table.rename(columns={end: f"expected_rank_{end}" for end in ENDS})
    for name, place in (("first_acceptability", 0), ("last_acceptability", -1)):
        ends = {f"{name}{end}": of[:, place] for end, of in zip(("", *_ENDINGS), _parts(shares), strict=True)}
        table = table.assign(**ends)
    nothing = np.full(len(options), np.nan)
    found = factors or Estimate(nothing, nothing, nothing, nothing)
    return table.assign(
        confidence=found.value, confidence_error=found.error, confidence_low=found.low, confidence_high=found.high
    )


def from_tally(
    total: Tally, task: Task, factors: Estimate | None, worth: float, options: Labels, criteria: Labels
) -> dict[str, pd.DataFrame]:
    """Every table of a simulated group.

    Parameters
    ----------
    worth : float
        Independent draws that a draw of the weights is worth.
    """
    names, levels = np.array(options, dtype=object), task.levels
    ranks = estimates.share(total, "ranks", worth)
    last = estimates.share(total, "last", worth) if "last" in total.sums else _column(ranks, -1)
    ends = [np.stack(pair, axis=1) for pair in zip(_parts(_column(ranks, 0)), _parts(last), strict=True)]
    weights, enough = _central(total, worth)
    draws = np.array(float(total.nets * total.length))
    tables = {
        "table": summary(estimates.expected_rank(total, worth), Estimate(*ends), factors, options),
        "ranks": by_rank(ranks, "acceptability", options),
        "first": by_rank(estimates.share(total, "top", worth), "probability", options, "k"),
        "central": by_criterion(weights, enough, options, criteria),
        "decision": _decision(
            entropy=estimates.entropy(total, worth),
            ties=estimates.share(total, "ties", worth),
            draws=exactly(draws),
            effective_draws=exactly(np.round(worth * draws)),
        ),
    }
    if "pairwise" in total.sums:
        tables["pairwise"] = by_pair(estimates.share(total, "pairwise", worth), options)
    if levels:
        scores = estimates.quantiles(total, task.unit / PARTS, levels, random=task.random)
        index = {"option": np.repeat(names, len(levels)), "level": np.tile(levels, len(names))}
        tables["scores"] = estimate_table(scores, "score", **index)
    return tables


def _parts(of: Estimate) -> tuple[Floats, Floats, Floats, Floats]:
    return of.value, of.error, of.low, of.high


def _column(of: Estimate, place: int) -> Estimate:
    """The estimates of one rank, (m,)."""
    return Estimate(*(part[:, place] for part in _parts(of)))


def _central(total: Tally, worth: float) -> tuple[Estimate, Bools]:
    """Central weights, without an error or interval where they do not rest on enough draws; and where they do, (m,)."""
    central = estimates.central(total)
    known = enough(total, worth)
    error = np.where(known[:, None], central.error, np.nan)
    half = estimates.quantile(total.nets) * error
    low, high = np.clip(central.weights - half, 0.0, 1.0), np.clip(central.weights + half, 0.0, 1.0)
    return Estimate(central.weights, error, low, high), known


def enough(total: Tally, worth: float) -> Bools:
    """Whether an option is first in enough draws for an error of its central weights, (m,)."""
    return np.asarray(total.sums["ranks"][:, 0] * worth >= HITS)


def from_geometry(found: Exact, factors: Estimate, options: Labels, criteria: Labels) -> dict[str, pd.DataFrame]:
    """Every table of a group that was computed exactly."""
    places = np.arange(1, len(options) + 1)
    first = found.ranks[:, 0]
    shares = first / first.sum()
    entropy = -float(np.sum(shares * np.log2(shares, out=np.zeros_like(shares), where=shares > 0)))
    apart = found.pairwise + found.pairwise.T + np.eye(len(options))
    ties = float(np.any(apart < 0.5))  # two linear functions tie almost nowhere, or everywhere
    return {
        "table": summary(exactly(found.ranks @ places), exactly(found.ranks[:, [0, -1]]), factors, options),
        "ranks": by_rank(exactly(found.ranks), "acceptability", options),
        "first": by_rank(exactly(np.cumsum(found.ranks, axis=1)), "probability", options, "k"),
        "central": by_criterion(exactly(found.central), first > 0, options, criteria),
        "decision": _decision(entropy=exactly(np.array(entropy + 0.0)), ties=exactly(np.array(ties))),
        "pairwise": by_pair(exactly(found.pairwise), options),
    }


def _decision(**measures: Estimate) -> pd.DataFrame:
    rows = [estimate_table(estimate, "value", measure=[measure]) for measure, estimate in measures.items()]
    return pd.concat(rows, ignore_index=True)
