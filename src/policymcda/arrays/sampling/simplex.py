"""Points of the unit cube to weights: smooth maps that keep what is even about the points.

Weights lie (n, draws) contiguous and are handed over as the (draws, n) view.
"""

from collections.abc import Sequence

import numpy as np

from policymcda.arrays import Floats


def by_stick_breaking(points: Floats) -> Floats:
    """Weights uniform on the simplex from (n - 1, draws) uniform points, (draws, n).

    The share of the stick that is left for the last k criteria has distribution ``x**k``.
    """
    left, draws = len(points), points.shape[1]
    rest = np.empty((left + 2, draws))  # what is left of the stick before each criterion, and nothing in the end
    rest[0], rest[-1] = 1.0, 0.0
    for j in range(left):
        _root(points[j], left - j, rest[j + 1])
        if j:
            rest[j + 1] *= rest[j]
    weights: Floats = rest[:-1] - rest[1:]
    return weights.T


def _root(values: Floats, degree: int, result: Floats) -> None:
    if degree == 1:
        result[:] = values
    elif degree == 2:
        np.sqrt(values, out=result)
    elif degree == 3:
        np.cbrt(values, out=result)
    else:
        np.log(values, out=result)
        result /= degree
        np.exp(result, out=result)


def ordered(weights: Floats, tiers: Sequence[Sequence[int]], *, equal: bool = False) -> Floats:
    """Uniform weights to weights uniform where each tier weighs at least as much as the next, (draws, n).

    Parameters
    ----------
    weights : (draws, n), or (draws, number of tiers) when `equal`
        Uniform on the simplex.
    tiers : criteria by position, the most important tier first
        Every criterion once.
    equal : bool
        Criteria of a tier weigh the same; otherwise nothing is said between them.

    Notes
    -----
    Where tiers are single criteria or equal, the map is affine: barycentric coordinates to the simplex whose corners
    share the weight evenly among the first tiers. Otherwise weights are sorted and dealt out by tier, within a tier in
    the order they had.
    """
    count = sum(len(tier) for tier in tiers)
    result = np.empty((count, len(weights)))
    if equal or len(tiers) == count:
        rest = np.zeros(len(weights))
        first = count
        for k in range(len(tiers) - 1, -1, -1):
            rest += weights[:, k] / first
            result[list(tiers[k])] = rest
            first -= len(tiers[k])
        return result.T
    falling = -np.sort(-weights.T, axis=0)
    first = 0
    for tier in tiers:
        part = weights.T[list(tier)]
        place = np.argsort(np.argsort(-part, axis=0, kind="stable"), axis=0)
        result[list(tier)] = np.take_along_axis(falling[first : first + len(tier)], place, axis=0)
        first += len(tier)
    return result.T


def around(points: Floats, centre: Floats, concentration: float) -> Floats:
    """Weights of a Dirichlet distribution with mean `centre`, (draws, n), from (n - 1, draws) uniform points.

    Parameters
    ----------
    centre : (n,)
        Sums to 1; a criterion with weight 0 keeps it.
    concentration : float
        Sum of the parameters: the variance of a weight is ``c (1 - c) / (concentration + 1)``.
    """
    from scipy.special import betaincinv

    weights = np.empty((len(centre), points.shape[1]))
    rest = np.ones(points.shape[1])
    left = concentration * np.append(np.cumsum(centre[::-1])[::-1][1:], 0.0)  # of the criteria that follow
    for j in range(len(centre) - 1):
        mine = concentration * centre[j]
        if mine == 0 or left[j] <= 0:
            share = np.full(len(rest), float(mine > 0))
        else:
            share = betaincinv(mine, left[j], points[j])
        weights[j] = rest * share
        rest = rest * (1.0 - share)
    weights[-1] = rest
    return weights.T
