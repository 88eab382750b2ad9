"""Sets of options that costs allow: what the most value costs, and which options every sensible set has.

The frontier grows an option at a time, and what another set beats at no higher cost is dropped at once (Nemhauser and
Ullmann, 1969): exact, without listing every set. Robust portfolios are those of Liesiö, Mild and Salo (2007).
"""

from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.ranking.ranks import ROUNDING

MOST = 2**18
"""Sets that the frontier may hold on its way."""


@dataclass(frozen=True, eq=False)
class Frontier:
    """Sets that no other beats at the same cost or less: costs and values rise together; the first is empty."""

    cost: Floats
    value: Floats
    chosen: Bools
    """Which options each set holds, (k, m)."""


def within(cost: Floats, budget: float) -> Bools:
    """Whether a cost is at most the budget, but for rounding."""
    return np.asarray(cost <= budget * (1 + ROUNDING))


def frontier(values: Floats, costs: Floats, most: int = MOST) -> Frontier | None:
    """Every set of options with more value than any that costs as much or less; None where they grow beyond `most`.

    Of sets that equal each other it is the one with the earlier options. What has no value is in none.

    Parameters
    ----------
    values, costs : (m,)
        Their sums are finite; costs are 0 or more.
    """
    cost, value = np.zeros(1), np.zeros(1)
    bits = np.zeros((1, -(-len(values) // 8)), dtype=np.uint8)
    for option in np.flatnonzero(values > 0):
        byte, bit = divmod(int(option), 8)
        more = bits.copy()
        more[:, byte] |= 128 >> bit
        cost, value = np.append(cost, cost + costs[option]), np.append(value, value + values[option])
        order = np.lexsort((-value, cost))
        best = np.maximum.accumulate(value[order])
        kept = order[np.append(True, value[order][1:] > best[:-1])]
        if len(kept) > most:
            return None
        cost, value, bits = cost[kept], value[kept], np.concatenate([bits, more])[kept]
    kept = np.flatnonzero(np.append(_apart(cost), True))  # what differs by rounding only is one set
    kept = kept[np.append(True, _apart(value[kept]))]
    chosen = np.unpackbits(bits[kept], axis=1, count=len(values)).astype(np.bool_)
    return Frontier(cost[kept], value[kept], chosen)


def _apart(rising: Floats) -> Bools:
    return np.asarray(np.diff(rising) > ROUNDING * rising[1:])


def non_dominated(values: Floats, costs: Floats, budget: float) -> Bools:
    """Sets within the budget that none beats: at least as good at every corner and better at one; (k, m).

    Sets with the same values do not beat each other. Every set is listed: for few options.

    Parameters
    ----------
    values : (v, m)
        Of each option at each corner of a set of weights; a set has the sum.
    """
    options = len(costs)
    numbers = np.arange(2**options)
    sets = (numbers[:, None] >> np.arange(options)[::-1] & 1).astype(np.bool_)
    fits = within(sets @ costs, budget)
    worth = sets @ values.T
    slack = ROUNDING * max(1, options) * float(np.max(np.abs(values), initial=0.0))
    open_to_more = fits.copy()
    adds = np.all(values >= 0, axis=0) & np.any(values > slack, axis=0)
    for option in np.flatnonzero(adds):  # what has room for one more of value is beaten
        grown = numbers | 1 << (options - 1 - int(option))
        open_to_more &= sets[:, option] | ~fits[grown]
    sets, worth = sets[open_to_more], worth[open_to_more]
    good = np.ones((len(sets), len(sets)), dtype=np.bool_)
    better = np.zeros_like(good)
    for at in worth.T:
        good &= at[:, None] >= at - slack
        better |= at[:, None] > at + slack
    return np.asarray(sets[~np.any(good & better, axis=0)])


def core_index(sets: Bools) -> Floats:
    """Share of the sets that hold each option: 1 is core, 0 exterior, (m,)."""
    return np.asarray(np.mean(sets, axis=0))
