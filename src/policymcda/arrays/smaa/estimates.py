"""Estimates from a tally of nets, each with its standard error and 95% interval.

The error comes from the spread between independent nets, so it is honest for Sobol points too, and the interval from
Student's t with one degree of freedom less than there are nets; of a share, by Wilson's (1927) rule that the spread
belongs to the share that is tested, so that small counts are not taken for surer where they happen to be low. What happened, or did not happen, in fewer than ten
draws of all has the interval of Clopper and Pearson (1934) on the pooled count. Where all nets agree to the last draw
there is no spread; then the interval reaches as far as it would if independent draws had all come out alike (the rule
of three, here 3.7 for 95% at either side), so that zero hits have a bound and not an error of 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.smaa.counting import UNIT, UNIT_BITS
from policymcda.arrays.smaa.order_statistics import aside
from policymcda.arrays.smaa.tallies import COARSE, Numbers, Tally
from policymcda.arrays.smaa.tasks import STEP

LEAST = 16
"""Nets below which an error says little."""

TAIL = 0.025

RARE = 10
"""Draws below which a count is too small for the spread between nets."""


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


def share(total: Tally, name: str, worth: float = 1.0) -> Estimate:
    """A share of the draws: ranks, top, pairwise, ties or confidence.

    Parameters
    ----------
    worth : float
        Independent draws that a draw is worth; rare events are counted in these.
    """
    found = _mean(total, name, 1.0 / total.length, 0.0, 1.0, reach=1.0)
    if total.nets == 1:
        return found
    sums, squares = (_exact(total.sums[key], total.nets) for key in (name, name + "**2"))
    spread = np.asarray(total.nets * squares > sums**2, dtype=np.bool_)
    low, high = _wilson(found, spread, total)
    rare = _rare(found.value, total, worth)
    if np.any(rare):  # few values, many times
        values, places = np.unique(found.value[rare], return_inverse=True)
        ends = clopper_pearson(values, total.nets * total.length * worth)
        low[rare], high[rare] = ends[0][places], ends[1][places]
    return Estimate(found.value, found.error, low, high)


def _wilson(found: Estimate, spread: Bools, total: Tally) -> tuple[Floats, Floats]:
    """The ends of the intervals of shares, as they were where all nets agree."""
    t = quantile(total.nets)
    variance = np.where(spread, found.value * (1 - found.value), 1.0)
    worth = np.where(spread, found.error**2 / variance, 0.0)  # one over the independent draws that it is worth
    middle = (found.value + t * t / 2 * worth) / (1 + t * t * worth)
    half = t / (1 + t * t * worth) * np.sqrt(variance * worth + (t / 2 * worth) ** 2)
    half = half + _a_draw(worth, total)
    low, high = np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)
    return np.where(spread, low, found.low), np.where(spread, high, found.high)


def _a_draw(worth: Floats, total: Tally) -> Floats:
    """Counts are whole, and where points scatter little those of the nets take two values: up to a draw is added."""
    draws = total.nets * total.length
    result: Floats = 1.0 / draws * np.maximum(1 - worth * draws, 0.0)
    return result


def clopper_pearson(share: Floats, draws: float) -> tuple[Floats, Floats]:
    """The ends of the 95% interval of Clopper and Pearson (1934) for a share of so many independent draws."""
    from scipy.special import betaincinv

    hits = np.asarray(share) * draws
    misses = draws - hits
    low = np.where(hits > 0, betaincinv(np.where(hits > 0, hits, 1.0), misses + 1, TAIL), 0.0)
    high = np.where(misses > 0, betaincinv(hits + 1, np.where(misses > 0, misses, 1.0), 1 - TAIL), 1.0)
    return low, high


def _rare(share: Floats, total: Tally, worth: float) -> Bools:
    """Where fewer draws than RARE, or all but so few, say so."""
    # half a draw, so that rounding of the share does not decide
    return np.asarray(np.minimum(share, 1 - share) * total.nets * total.length * worth < RARE - 0.5 * worth)


def expected_rank(total: Tally, worth: float = 1.0) -> Estimate:
    """Expected rank of each option, (m,).

    An option that has one and the same rank in all but a few draws lies as far from it as Clopper and Pearson's share
    of such draws, times the largest step that was seen in them, or could have been where none was.
    """
    ranks, lowest, highest = _places(total)
    options = len(ranks)
    found = _mean(total, "expected", 1.0 / total.length, 1.0, float(options), reach=options - 1.0)
    usual = np.argmax(ranks, axis=1)
    draws = total.nets * total.length
    squared = total.sums["squared"] if "squared" in total.sums else ranks @ lowest**2
    scatter = np.maximum(squared / draws - found.value**2, 0.0)
    worth_of = np.divide(found.error**2, scatter, out=np.ones(options), where=scatter > 0)
    more = _a_draw(worth_of, total)
    low, high = np.maximum(found.low - more, 1.0), np.minimum(found.high + more, options)
    found = Estimate(found.value, found.error, low, high)
    share = ranks[np.arange(options), usual] / draws
    rare = _rare(share, total, worth) & (share > 0.5) & (lowest == highest)[usual]
    if total.nets == 1 or not np.any(rare):
        return found
    ends = []
    for side, places in ((-1, lowest), (1, highest)):
        steps = (places - lowest[usual][:, None]) * side
        there = steps > 0
        seen = there & (ranks > 0)
        step = np.max(np.where(np.where(np.any(seen, axis=1)[:, None], seen, there), steps, 0), axis=1)
        _, most = clopper_pearson(np.sum(np.where(there, ranks, 0), axis=1) / draws, draws * worth)
        ends.append(lowest[usual] + side * most * step)
    return Estimate(found.value, found.error, np.where(rare, ends[0], found.low), np.where(rare, ends[1], found.high))


def _places(total: Tally) -> tuple[Ints, Ints, Ints]:
    """Counts of ranks (m, k), and the lowest and the highest of those that each column counts, (k,).

    Where not every rank is counted, the last columns are all between the first ranks and the last one, and that.
    """
    ranks = total.sums["ranks"]
    options, counted = ranks.shape
    places = np.arange(1, counted + 1)
    if "last" not in total.sums:
        return ranks, places, places
    last = total.sums["last"]
    between = total.nets * total.length - np.sum(ranks, axis=1) - last
    table = np.concatenate([ranks, between[:, None], last[:, None]], axis=1)
    return table, np.append(places, [counted + 1, options]), np.append(places, [options - 1, options])


def quantiles(total: Tally, part: float, levels: Sequence[float], *, random: bool) -> Estimate:
    """Score quantiles (m, levels): the mean over nets of the quantile of each, without its bias.

    An order statistic of a net scatters around the quantile. Where the scores lie denser on one side than on the other,
    its mean is off by half its variance times the bend of the quantile function (David and Nagaraja, 2003, section
    4.6), and the place of a net that is less even than a grid by the share of the variance of independent draws that it
    has. Slope and bend come from the scores around the quantiles in some of the nets.

    Parameters
    ----------
    part : float
        What the quantiles are counted in.
    levels, random
        As for `order_statistics.quantiles`.
    """
    found = _mean(total, "quantiles", part, -np.inf, np.inf, reach=0.0)
    if total.nets == 1 or not total.sums["seen"]:
        return found
    below, middle, above = np.moveaxis(total.sums["around"].astype(np.float64) * (part / total.sums["seen"]), -1, 0)
    far, level = np.diff(aside(levels, total.length, random=random), axis=1)[:, 0], np.asarray(levels, dtype=np.float64)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        slope, bend = (above - below) / (2 * far), (above - 2 * middle + below) / far**2
        independent = level * (1 - level) * total.length
        variance = np.minimum((found.error / slope) ** 2 * total.nets, 2 * independent)  # in places
        aim = 0.0 if random else variance / independent * (0.5 - level) * slope
        bias = aim + variance / 2 * bend
    bias = np.where((slope > 0) & np.isfinite(bias), bias, 0.0)
    return Estimate(found.value - bias, found.error, found.low - bias, found.high - bias)


def central(total: Tally) -> Central:
    """Central weights: a ratio of sums, with the error of a ratio estimator (Cochran, 1977, section 2.11)."""
    hits = total.sums["ranks"][:, 0]
    known = hits > 0
    whole = np.where(known, hits, 1).astype(np.float64)
    ratio = np.asarray(total.sums["weights"] / whole[:, None], dtype=np.float64) / UNIT
    # sum over nets of (w - ratio * c)**2, exact up to the last step
    exact = np.array(_rounded(ratio * UNIT), dtype=object)
    first2 = total.sums["first*first"].diagonal().astype(object)[:, None]
    squares = total.sums["weights**2"] - 2 * exact * total.sums["weights*first"] + exact * exact * first2
    spread = np.sqrt(np.maximum(squares.astype(np.float64), 0.0) / max(total.nets * (total.nets - 1), 1)) / UNIT
    error = spread / (whole / total.nets)[:, None]
    return Central(np.where(known[:, None], ratio, np.nan), np.where(known[:, None], error, np.nan), hits)


def confidence(total: Tally, passes: Tally, worth: float = 1.0) -> Estimate:
    """Confidence factors with their whole error, (m,): of the ratings drawn, and of the central weights.

    Central weights are estimates. How far they may be off makes an error of the factor that is its slope along them
    times theirs (the delta method); the two passes are independent, so that the variances add.

    Parameters
    ----------
    total, passes : Tally
        Of the first pass, with covariances, and of the second.
    """
    found = share(passes, "confidence")
    if passes.nets == 1 or not passes.sums["asked"]:
        return found
    slope = (passes.sums["moved"] - passes.sums["still"][:, None]) / (STEP * float(passes.sums["asked"]))
    more = np.einsum("mj,mjk,mk->m", slope, central_covariance(total), slope)
    half = quantile(passes.nets) * np.sqrt(more)
    return Estimate(
        found.value,
        np.hypot(found.error, np.sqrt(more)),
        np.maximum(found.value - np.hypot(found.value - found.low, half), 0.0),
        np.minimum(found.value + np.hypot(found.high - found.value, half), 1.0),
    )


def central_covariance(total: Tally) -> Floats:
    """Covariances of the central weights of each option, (m, n, n), by the ratio estimator; 0 without any."""
    hits, squares = total.sums["ranks"][:, 0].astype(object), total.sums["first*first"].diagonal().astype(object)
    sums, crossed = total.sums["rounded"].astype(object), total.sums["rounded*first"].astype(object)
    whole = np.where(hits > 0, hits, 1)
    # hits**2 times the sum over nets of (w - ratio * c)(w - ratio * c)', whole numbers up to the last step
    exact = (
        whole[:, None, None] ** 2 * total.sums["rounded*rounded"].astype(object)
        - whole[:, None, None] * (sums[:, :, None] * crossed[:, None, :] + crossed[:, :, None] * sums[:, None, :])
        + sums[:, :, None] * sums[:, None, :] * squares[:, None, None]
    )
    size = whole[:, None, None] ** 4 * (1 << 2 * (UNIT_BITS - COARSE)) * max(total.nets - 1, 1)
    return np.asarray((exact * total.nets / size).astype(np.float64))


def entropy(total: Tally, worth: float = 1.0) -> Estimate:
    """Entropy of which option is first, in bits, 0 when one always is; by the delta method.

    Draws that are shared count for each of the first options, in equal parts of the sum. Where one option is first in
    all but a few draws, the ends follow from Clopper and Pearson's share of these.
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
    low, high = max(value - half, 0.0), min(value + half, np.log2(len(p)))
    other = np.array(1 - np.max(p))
    if total.nets > 1 and len(p) > 1 and _rare(other, total, worth) and other < 0.5:
        least, most = clopper_pearson(other, total.nets * total.length * worth)
        low, high = _binary(float(least)), _binary(float(most)) + float(most) * np.log2(max(len(p) - 1, 1))
    return Estimate(*(np.array(v) for v in (value, error, low, high)))


def _binary(share: float) -> float:
    """Entropy of two shares, in bits."""
    return -sum(p * float(np.log2(p)) for p in (share, 1 - share) if p > 0)


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
        alike = -log(TAIL) / (nets * total.length) * reach
        error = np.where(spread > 0, np.sqrt(spread / (nets * nets * (nets - 1))) * unit, alike / t)
        half = t * error
    return Estimate(value, error, np.maximum(value - half, least), np.minimum(value + half, most))


def _exact(table: Numbers, nets: int) -> Numbers:
    """Python integers where nets times the sum of squares might not fit in 64 bits."""
    return table.astype(object) if nets > 1 << 16 else table


_rounded = np.frompyfunc(round, 1, 1)
