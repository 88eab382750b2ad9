"""Weights from an order and the size of its steps: revised Simos, SWARA, FUCOM."""

import numpy as np

from policymcda.arrays import Floats, Ints
from policymcda.arrays.weights.pairwise import from_logs


def revised_simos(levels: Ints, blanks: Floats, ratio: float) -> Floats:
    """Weights from cards laid in order, (n,): SRF (Figueira and Roy, 2002), without its last rounding.

    Parameters
    ----------
    levels : (n,)
        Level of each criterion's card, 0 for the least important; tied criteria share a level and get the same weight.
    blanks : (number of levels - 1,)
        Blank cards between a level and the next.
    ratio : float
        How many times the most important weighs as much as the least: z.
    """
    steps = np.concatenate([[0.0], np.cumsum(np.asarray(blanks, dtype=float) + 1.0)])
    values = 1.0 + (ratio - 1.0) * steps / max(steps[-1], 1.0)
    weights: Floats = values[levels] / np.sum(values[levels])
    return weights


def swara(steps: Floats) -> Floats:
    """Weights of criteria from the most important down, (..., n) (Keršuliene, Zavadskas and Turskis, 2010).

    A step says how much more important the one before is: 0.15 for 15 per cent, 0 for equally. The first is not used.
    """
    logs = np.log1p(np.asarray(steps, dtype=float))
    logs[..., 0] = 0.0
    return from_logs(-np.cumsum(logs, axis=-1))


def fucom(ratios: Floats, two_apart: Floats | None = None) -> tuple[Floats, float]:
    """Weights of criteria from the most important down (n,), and the deviation chi (Pamučar, Stević and Sremac, 2018).

    The largest deviation of a ratio of weights from what was said of it is the least possible. It is 0 where nothing is said
    of criteria two places apart: their ratio is then the product.

    Parameters
    ----------
    ratios : (n - 1,)
        How many times a criterion matters as much as the next.
    two_apart : (n - 2,), optional
        How many times a criterion matters as much as the one after the next.
    """
    n = len(ratios) + 1
    start = from_logs(-np.concatenate([[0.0], np.cumsum(np.log(ratios))]))
    if two_apart is None:
        return start, 0.0
    above = np.concatenate([np.arange(n - 1), np.arange(n - 2)])
    below = np.concatenate([np.arange(1, n), np.arange(2, n)])
    return _closest(above, below, np.concatenate([ratios, two_apart]), start)


def _closest(above: Ints, below: Ints, ratios: Floats, weights: Floats) -> tuple[Floats, float]:
    """Weights whose ratios deviate least from the given ones, and the largest deviation.

    Dinkelbach's method for the largest of several ratios (Crouzeix, Ferland and Schaible, 1985): a linear programme a step.
    """
    from scipy.optimize import linprog

    n, each = weights.size, np.arange(above.size)
    deviation = np.max(np.abs(weights[above] / weights[below] - ratios))
    while True:
        rows = np.zeros((2 * above.size, n + 1))
        rows[each, above], rows[each, below] = 1.0, -ratios - deviation
        rows[above.size + each, above], rows[above.size + each, below] = -1.0, ratios - deviation
        rows[:, -1] = -np.tile(weights[below], 2)
        found = linprog(
            np.eye(n + 1)[-1],
            A_ub=rows,
            b_ub=np.zeros(len(rows)),
            A_eq=np.append(np.ones(n), 0.0)[None],
            b_eq=[1.0],
            bounds=[(1e-12, None)] * n + [(None, 0.0)],
        )
        trial = np.asarray(found.x)[:n]
        smaller = np.max(np.abs(trial[above] / trial[below] - ratios))
        if smaller >= deviation - 1e-13:
            return weights, float(deviation)
        weights, deviation = trial, smaller
