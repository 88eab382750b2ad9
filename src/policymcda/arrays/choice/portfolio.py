"""Sets of options that a single budget allows: what the most value costs, and which options every sensible set has.

The frontier grows an option at a time, and what another set beats at no higher cost is dropped at once (Nemhauser and
Ullmann, 1969): exact, without listing every set.
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


def core_index(sets: Bools) -> Floats:
    """Share of the sets that hold each option: 1 is core, 0 exterior, (m,)."""
    return np.asarray(np.mean(sets, axis=0))
