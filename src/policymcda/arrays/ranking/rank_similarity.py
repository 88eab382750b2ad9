"""How alike rankings are: Kendall's tau-b and W, Spearman, weighted Spearman, WS.

Rankings are ``(k, m)``: k rankings of m options, 1 is best, of any kind (ties averaged, shared or broken); only `ws` and
`weighted_spearman` read the ranks themselves. Where nothing can be said (a single option, or a ranking in which all tie)
the value is 1 between rankings that agree, and else 0.
"""

import numpy as np

from policymcda.arrays import Floats

ROUNDING = 1e-9
"""What is less than this of a sum of whole numbers is 0."""

BLOCK = 2**22
"""Signs of pairs held at once."""


def kendall_tau(rankings: Floats) -> Floats:
    """Kendall's tau-b between every two rankings: concordant less discordant pairs, corrected for ties, (k, k)."""
    count, options = rankings.shape
    shared = np.zeros((count, count))
    rows = max(1, BLOCK // max(count * options, 1))
    for start in range(0, options, rows):
        signs = np.sign(rankings[:, start : start + rows, None] - rankings[:, None, :]).reshape(count, -1)
        shared += signs @ signs.T
    return _correlation(shared, rankings)


def spearman(rankings: Floats) -> Floats:
    """Spearman's rho between every two rankings: the correlation of mid-ranks, (k, k)."""
    centred = mid_ranks(rankings) - (rankings.shape[1] + 1) / 2
    return _correlation(centred @ centred.T, rankings)


def weighted_spearman(rankings: Floats) -> Floats:
    """Weighted Spearman between every two rankings, the head of either counting most, (k, k).

    Pinto da Costa and Soares (2005), the form of Salabun and Urbaniak (2020).
    """
    options = rankings.shape[1]
    whole = options**4 + options**3 - options**2 - options
    rows = [np.sum((one - rankings) ** 2 * (2 * options + 2 - one - rankings), axis=1) for one in rankings]
    result: Floats = 1 - 6 * np.stack(rows) / max(whole, 1)
    return result


def ws(rankings: Floats) -> Floats:
    """WS of Salabun and Urbaniak (2020): the row is the reference, whose head counts most, (k, k); not symmetric."""
    options = rankings.shape[1]
    furthest = np.maximum(np.maximum(rankings - 1, options - rankings), 1)
    heads = np.exp2(-rankings) / furthest
    result: Floats = 1 - np.stack([np.abs(one - rankings) @ head for one, head in zip(rankings, heads, strict=True)])
    return result


def kendall_w(rankings: Floats) -> float:
    """Kendall's W of all rankings, from 0 (none agree) to 1 (all do), corrected for ties (Siegel, 1956)."""
    count, options = rankings.shape
    centred = mid_ranks(rankings) - (options + 1) / 2
    ties = count * (options**3 - options) - 12 * float(np.sum(centred**2))
    most = count**2 * (options**3 - options) - count * ties
    return 12 * float(np.sum(np.sum(centred, axis=0) ** 2)) / most if most > ROUNDING else 1.0


def mid_ranks(rankings: Floats) -> Floats:
    """Ranks in which ties share the mean of their places, (k, m)."""
    rising = np.sort(rankings, axis=1)
    sides = [
        np.stack([np.searchsorted(row, values, side) for row, values in zip(rising, rankings, strict=True)])
        for side in ("left", "right")
    ]
    result: Floats = (sides[0] + sides[1] + 1) / 2
    return result


def _correlation(products: Floats, rankings: Floats) -> Floats:
    """Products divided by the roots of the rankings' own; ones that tie everything are like themselves only."""
    own = np.sqrt(np.diag(products))
    scale = np.outer(own, own)
    flat = own == 0
    result: Floats = np.where(np.outer(flat, flat), 1.0, products / np.where(scale == 0, 1.0, scale))
    return np.clip(result, -1, 1)
