"""Confidence factors: how often an option is first at its own central weights, by the ratings that are possible."""

from __future__ import annotations

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.smaa import estimates
from policymcda.arrays.smaa.estimates import Estimate
from policymcda.arrays.smaa.tallies import Tally
from policymcda.arrays.smaa.tasks import Task, confidence


def certain(task: Task) -> bool:
    """Whether no rating is drawn, so that an option is first at its central weights or it is not."""
    return isinstance(task.ratings, np.ndarray) and task.ratings.ndim == 2


def exactly(task: Task, central: Floats) -> Estimate:
    """Confidence factors without drawing, NaN where an option is never first, (m,)."""
    hits = confidence(task, central, 0, 1).sums["confidence"] / task.length
    value = _known(hits, central)
    return Estimate(value, 0.0 * value, value, value)


def sampled(total: Tally, passes: Tally, central: Floats, enough: Bools) -> Estimate:
    """Confidence factors from both passes, (m,); NaN where an option is never first.

    Where central weights do not rest on enough draws, how far they may be off is not known: no error and no interval.
    """
    found = estimates.confidence(total, passes)
    ends = (np.where(enough, part, np.nan) for part in (found.error, found.low, found.high))
    return Estimate(*(_known(part, central) for part in (found.value, *ends)))


def _known(value: Floats, central: Floats) -> Floats:
    return np.where(np.isnan(central[:, 0]), np.nan, value)
