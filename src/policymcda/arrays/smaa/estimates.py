"""Estimates from a tally of nets, each with its standard error and 95% interval.

The error comes from the spread between independent nets, so it is honest for Sobol points too, and the interval from
Student's t with one degree of freedom less than there are nets. Where all nets agree to the last draw there is no
spread; then the interval reaches as far as it would if independent draws had all come out alike (the rule of three,
here 3.7 for 95% at either side), so that zero hits have a bound and not an error of 0.
"""

from dataclasses import dataclass
from math import log

import numpy as np

from policymcda.arrays import Floats, Ints
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.smaa.counting import UNIT
from policymcda.arrays.smaa.tallies import Numbers, Tally

LEAST = 16
"""Nets below which an error says little."""

TAIL = 0.025


@dataclass(frozen=True)
class Estimate:
    """A value, its standard error, and the ends of its 95% interval."""

    value: Floats
    error: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Central:
    """Central weight vectors (m, n), their standard errors, and the draws each rests on (m,); NaN without any."""

    weights: Floats
    error: Floats
    hits: Ints


def share(total: Tally, name: str) -> Estimate:
    """A share of the draws: ranks, top, pairwise, ties or confidence."""
    return _mean(total, name, 1.0 / NET, 0.0, 1.0, reach=1.0)


def expected_rank(total: Tally) -> Estimate:
    """Expected rank of each option, (m,)."""
    options = len(total.sums["expected"])
    return _mean(total, "expected", 1.0 / NET, 1.0, float(options), reach=options - 1.0)


def quantiles(total: Tally, part: float) -> Estimate:
    """Score quantiles (m, levels): the mean over nets of the quantile of each, counted in units of `part`."""
    return _mean(total, "quantiles", part, -np.inf, np.inf, reach=0.0)


def central(total: Tally) -> Central:
    """Central weights: a ratio of sums, with the error of a ratio estimator (Cochran, 1977, section 2.11)."""
    hits = total.sums["ranks"][:, 0]
    known = hits > 0
    whole = np.where(known, hits, 1).astype(np.float64)
    ratio = np.asarray(total.sums["weights"] / whole[:, None], dtype=np.float64) / UNIT
    # sum over nets of (w - ratio * c)**2, exact up to the last step
    exact = np.array(_rounded(ratio * UNIT), dtype=object)
    first2 = np.diagonal(total.sums["first*first"]).astype(object)[:, None]
    squares = total.sums["weights**2"] - 2 * exact * total.sums["weights*first"] + exact * exact * first2
    spread = np.sqrt(np.maximum(squares.astype(np.float64), 0.0) / max(total.nets * (total.nets - 1), 1)) / UNIT
    error = spread / (whole / total.nets)[:, None]
    return Central(np.where(known[:, None], ratio, np.nan), np.where(known[:, None], error, np.nan), hits)


def entropy(total: Tally) -> Estimate:
    """Entropy of which option is first, in bits, 0 when one always is; by the delta method.

    Draws that are shared count for each of the first options, in equal parts of the sum.
    """
    first = total.sums["ranks"][:, 0]
    hits = float(np.sum(first))
    p = first / hits
    logs = np.log2(p, out=np.zeros(len(p)), where=p > 0)
    value = -float(np.sum(p * logs))
    slope = np.where(p > 0, -(logs + value), 0.0)  # of the entropy in each count, times the sum of counts
    products = total.sums["first*first"].astype(np.float64)
    variance = float(slope @ products @ slope) / max(total.nets * (total.nets - 1), 1)
    error = np.sqrt(max(variance, 0.0)) / (hits / total.nets)
    half = quantile(total.nets) * error
    most = np.log2(len(p))
    return Estimate(*(np.array(v) for v in (value, error, max(value - half, 0.0), min(value + half, most))))


def largest_error(total: Tally) -> float:
    """The largest standard error of all acceptability and winning indices."""
    names = [name for name in ("ranks", "pairwise") if name in total.sums]
    return max(float(np.max(share(total, name).error)) for name in names)


def quantile(nets: int) -> float:
    """Student's t for a 95% interval, infinite for a single net."""
    from scipy.special import stdtrit

    return float(stdtrit(nets - 1, 1.0 - TAIL)) if nets > 1 else np.inf


def _mean(total: Tally, name: str, unit: float, least: float, most: float, reach: float) -> Estimate:
    """Mean over nets of a sum, in units; `reach` is how far a single draw can move it."""
    nets = total.nets
    sums, squares = total.sums[name], total.sums[name + "**2"]
    value = np.asarray(sums / nets, dtype=np.float64) * unit
    spread = _exact(nets * _exact(squares, nets) - _exact(sums, nets) ** 2, nets).astype(np.float64)
    if nets == 1:
        error = half = np.full(value.shape, np.inf)
    else:
        t = quantile(nets)
        alike = -log(TAIL) / (nets * NET) * reach
        error = np.where(spread > 0, np.sqrt(spread / (nets * nets * (nets - 1))) * unit, alike / t)
        half = t * error
    return Estimate(value, error, np.maximum(value - half, least), np.minimum(value + half, most))


def _exact(table: Numbers, nets: int) -> Numbers:
    """Python integers where nets times the sum of squares might not fit in 64 bits."""
    return table.astype(object) if nets > 1 << 16 else table


_rounded = np.frompyfunc(round, 1, 1)
