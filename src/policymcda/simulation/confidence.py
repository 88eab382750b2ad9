"""Confidence factors: how often an option is first at its own central weights, in a second pass."""

from __future__ import annotations

from concurrent.futures import Executor
from functools import partial

import numpy as np

from policymcda.arrays import estimates
from policymcda.arrays.acceptability import Task, confidence
from policymcda.arrays.estimates import Estimate
from policymcda.arrays.sobol import NET
from policymcda.arrays.tallies import Tally


def factors(task: Task, total: Tally, executor: Executor | None = None) -> Estimate:
    """Confidence factor of each option, NaN where it is never first, (m,)."""
    central = estimates.central(total).weights
    never = np.isnan(central[:, 0])
    certain = isinstance(task.ratings, np.ndarray) and task.ratings.ndim == 2
    count = 1 if certain else total.nets
    one = partial(confidence, task, central)
    nets = range(count)
    shares = np.array(list(executor.map(one, nets) if executor else map(one, nets))) / NET
    value = shares.mean(axis=0)
    error = np.zeros_like(value) if certain else shares.std(axis=0, ddof=1) / np.sqrt(count)
    half = 0.0 * error if certain else estimates.quantile(count) * error
    ends = np.maximum(value - half, 0.0), np.minimum(value + half, 1.0)
    return Estimate(*(np.where(never, np.nan, part) for part in (value, error, *ends)))
