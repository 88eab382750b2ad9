"""Confidence factors: how often an option is first at its own central weights, by the ratings that are possible."""

from __future__ import annotations

import numpy as np

from policymcda.arrays import Floats
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.smaa import estimates
from policymcda.arrays.smaa.estimates import Estimate
from policymcda.arrays.smaa.tallies import Tally
from policymcda.arrays.smaa.tasks import Task, confidence


def certain(task: Task) -> bool:
    """Whether no rating is drawn, so that an option is first at its central weights or it is not."""
    return isinstance(task.ratings, np.ndarray) and task.ratings.ndim == 2


def exactly(task: Task, central: Floats) -> Estimate:
    """Confidence factors without drawing, NaN where an option is never first, (m,)."""
    hits = confidence(task, central, 0, 1).sums["confidence"] / NET
    value = _known(hits, central)
    return Estimate(value, 0.0 * value, value, value)


def sampled(total: Tally, central: Floats) -> Estimate:
    """Confidence factors from the second pass, NaN where an option is never first, (m,)."""
    found = estimates.share(total, "confidence")
    return Estimate(*(_known(part, central) for part in (found.value, found.error, found.low, found.high)))


def _known(value: Floats, central: Floats) -> Floats:
    return np.where(np.isnan(central[:, 0]), np.nan, value)
