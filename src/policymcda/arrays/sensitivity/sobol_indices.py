"""First and total indices of Sobol (1993): which share of an output's variance an input accounts for.

First: alone (estimator of Saltelli et al., 2010). Total: alone and together with others (Jansen, 1999). Replicates are
independent, and the spread between them gives every index a standard error and an interval.
"""

from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Floats, Ints
from policymcda.arrays.smaa.estimates import Estimate, quantile

_STREAM = 1 << 40
"""Keeps the order of points apart from the points themselves."""


@dataclass(frozen=True, eq=False)
class Indices:
    """Indices of every input for every output, and for all outputs as one."""

    first: Estimate
    """(inputs, outputs)."""

    total: Estimate
    """(inputs, outputs)."""

    first_overall: Estimate
    """(inputs,): outputs weighted by their variance (Lamboni et al., 2011)."""

    total_overall: Estimate
    """(inputs,)."""

    mean: Floats
    """Of each output, (outputs,)."""

    variance: Floats
    """Of each output, (outputs,)."""


def indices(a: Floats, b: Floats, mixed: Floats) -> Indices:
    """Indices from the outputs of a radial design.

    Parameters
    ----------
    a, b : (replicates, size, outputs)
        Outputs at two independent samples.
    mixed : (inputs, replicates, size, outputs)
        Outputs at the first sample with one input taken from the second.

    Notes
    -----
    An output that never varies has no indices: NaN.
    """
    mean = (a.mean(axis=(0, 1)) + b.mean(axis=(0, 1))) / 2
    variance = ((a - mean) ** 2).mean(axis=1) / 2 + ((b - mean) ** 2).mean(axis=1) / 2
    first = ((b - mean) * (mixed - a)).mean(axis=2)
    total = ((a - mixed) ** 2).mean(axis=2) / 2
    return Indices(
        first=_ratio(first, variance),
        total=_ratio(total, variance),
        first_overall=_ratio(first.sum(axis=-1), variance.sum(axis=-1)),
        total_overall=_ratio(total.sum(axis=-1), variance.sum(axis=-1)),
        mean=mean,
        variance=variance.mean(axis=0),
    )


def picks(inputs: int) -> Floats:
    """Which sample each input comes from, 0 or 1, in each run of the design: a, b, then one input swapped at a time."""
    return np.vstack([np.zeros(inputs), np.ones(inputs), np.eye(inputs)])


def shuffled(seed: int, net: int, size: int) -> Ints:
    """An order for the points of a net, so that they are independent of those of another net.

    Points of the same number share digits in every net.
    """
    return np.random.default_rng([seed, net, _STREAM]).permutation(size)


def _ratio(part: Floats, whole: Floats) -> Estimate:
    """Part (inputs, replicates, ...) by whole (replicates, ...), with the error of a ratio (Cochran, 1977)."""
    replicates = len(whole)
    below = whole.mean(axis=0)
    varies = below > 0
    scale = np.where(varies, below, 1.0)
    value = part.mean(axis=1) / scale
    off = part - value[:, None] * whole
    error = np.sqrt((off**2).sum(axis=1) / (replicates * (replicates - 1))) / scale
    half = quantile(replicates) * error
    return Estimate(*(np.where(varies, found, np.nan) for found in (value, error, value - half, value + half)))
