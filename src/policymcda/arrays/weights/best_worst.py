"""Best-worst method: the best against all, all against the worst (Rezaei, 2015, non-linear; 2016, linear).

`best_to_others` and `others_to_worst` are (n,), each at least 1: how many times the best matters as much as each, and each
as much as the worst. Where several weights are optimal the interval of each weight is exact, and the weights given are
inside all of them.
"""

from typing import NamedTuple

import numpy as np

from policymcda.arrays import Floats


class BestWorst(NamedTuple):
    """Weights (n,), the least largest deviation xi, and the lowest and highest weights of any optimum (n,)."""

    weights: Floats
    xi: float
    low: Floats
    high: Floats


def nonlinear(best_to_others: Floats, others_to_worst: Floats, best: int, worst: int) -> BestWorst:
    """The weights whose ratios deviate least from what was said (Rezaei, 2015).

    Only the ratio of best to worst ties the other criteria together: each of them allows an interval of it, which grows
    with xi. The least xi at which all intervals meet is found by bisection, to the last digit; the ratio of each
    criterion to the best is then free within an interval of its own, of which the geometric middle is taken.
    """
    xi, ratio = _meeting(best_to_others, others_to_worst, best, worst)
    from_best, from_worst = best_to_others - xi, np.maximum(others_to_worst - xi, 0.0)
    low = np.maximum(1.0 / (best_to_others + xi), from_worst / ratio)
    high = np.divide(1.0, from_best, out=np.full(low.shape, np.inf), where=from_best > 0)
    high = np.maximum(np.minimum(high, (others_to_worst + xi) / ratio), low)
    for bound in (low, high):
        bound[worst], bound[best] = 1.0 / ratio, 1.0
    middle = np.sqrt(low * high)
    return BestWorst(middle / middle.sum(), xi, low / (low + high.sum() - high), high / (high + low.sum() - low))


def linear(best_to_others: Floats, others_to_worst: Floats, best: int, worst: int) -> BestWorst:
    """The weights whose differences deviate least from what was said (Rezaei, 2016); xi near 0 is consistent.

    One linear programme gives xi, two a criterion the ends of its interval; the weights are the mean of what those found.
    """
    n = len(best_to_others)
    to_best, to_worst = -np.diag(best_to_others), np.eye(n)
    to_best[:, best] += 1.0
    to_worst[:, worst] -= others_to_worst
    rows = np.concatenate([to_best, -to_best, to_worst, -to_worst])
    xi = _programme(np.append(np.zeros(n), 1.0), rows, np.inf)[-1]
    optima = np.array([_programme(sign * unit, rows, xi)[:n] for sign in (1, -1) for unit in np.eye(n, n + 1)])
    return BestWorst(np.mean(optima, axis=0), float(xi), np.min(optima, axis=0), np.max(optima, axis=0))


def consistency_index(best_to_worst: Floats) -> Floats:
    """The largest xi there can be, by how many times the best matters as much as the worst (Rezaei, 2015, Table 1).

    >>> consistency_index(np.array([1, 3, 6]))
    array([0., 1., 3.])
    """
    index: Floats = (1.0 + 2.0 * np.asarray(best_to_worst) - np.sqrt(1.0 + 8.0 * np.asarray(best_to_worst))) / 2.0
    return index


def consistency_ratio(xi: float, best_to_worst: float) -> float:
    """The non-linear model's xi over the consistency index; xi itself where best and worst are said to be equal."""
    index = float(consistency_index(np.asarray(best_to_worst, dtype=float)))
    return xi / index if index > 0 else xi


def input_consistency_ratio(best_to_others: Floats, others_to_worst: Floats, worst: int) -> float:
    """How far the worst chain from best over a criterion to worst is off, 0 to 1: needs no weights (Liang and others, 2020)."""
    direct = best_to_others[worst]
    scale = direct**2 - direct
    off = np.max(np.abs(best_to_others * others_to_worst - direct))
    return float(off / scale) if scale > 0 else float(off)


def _meeting(best_to_others: Floats, others_to_worst: Floats, best: int, worst: int) -> tuple[float, float]:
    """The least xi at which some ratio of best to worst suits all criteria, and that ratio."""
    others = np.setdiff1d(np.arange(len(best_to_others)), [best, worst])
    direct = np.array([best_to_others[worst], others_to_worst[best]])
    first, second = best_to_others[others], others_to_worst[others]

    def ends(xi: float) -> tuple[float, float]:
        low = np.maximum(first - xi, 0.0) * np.maximum(second - xi, 0.0)
        high = (first + xi) * (second + xi)
        return max(low.max(initial=0.0), direct.max() - xi), min(high.min(initial=np.inf), direct.min() + xi)

    below, xi = 0.0, float(max(np.max(best_to_others), np.max(others_to_worst)))
    middle = 0.0
    for _ in range(100):
        low, high = ends(middle)
        below, xi = (below, middle) if low <= high else (middle, xi)
        middle = (below + xi) / 2
    low, high = ends(xi)
    return xi, (low + high) / 2


def _programme(goal: Floats, rows: Floats, largest: float) -> Floats:
    """Weights that sum to 1 and xi, appended, that make the goal least where no row of weights exceeds xi."""
    from scipy.optimize import linprog

    n = rows.shape[1]
    found = linprog(
        goal,
        A_ub=np.column_stack([rows, -np.ones(len(rows))]),
        b_ub=np.zeros(len(rows)),
        A_eq=np.append(np.ones(n), 0.0)[None],
        b_eq=[1.0],
        bounds=[(0.0, None)] * n + [(0.0, largest)],
    )
    return np.asarray(found.x)
