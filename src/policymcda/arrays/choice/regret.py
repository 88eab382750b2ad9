"""Regret over sampled futures (Savage, 1951): how much less an option is worth than the best one in each.

Next to it what other rules of choice under ignorance look at: the worst and the best value (Wald, 1950; Hurwicz, 1951)
and the share of futures in which an option is good enough (Starr, 1963).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Floats
from policymcda.arrays.sampling.weight_spaces import Constraints
from policymcda.arrays.smaa.tasks import Task

TAIL = 0.95
"""Level of the regret that is exceeded in few futures only."""


@dataclass(frozen=True, eq=False)
class Futures:
    """What one net of futures says of each option, all (m,)."""

    regret: Floats
    """Mean."""

    largest: Floats
    tail: Floats
    """The regret that is exceeded in one future of twenty."""

    value: Floats
    """Mean."""

    worst: Floats
    best: Floats
    enough: Floats
    """Share of futures in which the option is good enough."""


def futures(task: Task, aspiration: float | None, near: float, net: int) -> Futures:
    """One net of futures.

    Parameters
    ----------
    task : Task
        What is drawn; its scores are values.
    aspiration : float or None
        The value that is good enough; None: any value that is at most `near` below the best of the same future.
    """
    return _measured(*regrets(task, net), aspiration, near)


def _measured(scores: Floats, regret: Floats, aspiration: float | None, near: float) -> Futures:
    """What a net of values and regrets says of each option."""
    good = regret <= near if aspiration is None else scores >= aspiration
    return Futures(
        regret=regret.mean(axis=1),
        largest=regret.max(axis=1),
        tail=np.quantile(regret, TAIL, axis=1),
        value=scores.mean(axis=1),
        worst=scores.min(axis=1),
        best=scores.max(axis=1),
        enough=good.mean(axis=1),
    )


def pooled_futures(
    tasks: Sequence[Task], shares: Floats | None, aspiration: float | None, near: float, net: int
) -> tuple[list[Futures], Floats]:
    """One net of futures of each scenario, and the tail of the regrets of all of them together, (m,).

    Parameters
    ----------
    tasks : sequence of Task
        One for each scenario.
    shares : (scenarios,) or None
        The probability of each; None where there is but the problem itself.
    """
    found = [regrets(task, net) for task in tasks]
    each = [_measured(scores, regret, aspiration, near) for scores, regret in found]
    if shares is None:
        return each, each[0].tail
    together = np.concatenate([regret for _, regret in found], axis=1)
    mass = np.repeat(shares, [regret.shape[1] for _, regret in found])
    tail: Floats = np.quantile(
        together, TAIL, axis=1, weights=np.broadcast_to(mass, together.shape), method="inverted_cdf"
    )
    return each, tail


def regrets(task: Task, net: int) -> tuple[Floats, Floats]:
    """Values and regrets of each option in one net of futures, each (m, 8192)."""
    scores = np.concatenate([np.asarray(block) for _, block, _ in task.blocks(net)]).T
    scores = np.ascontiguousarray(scores)
    return scores, np.max(scores, axis=0) - scores


def bound(worst: Floats, best: Floats, constraints: Constraints) -> Floats:
    """The largest regret that is possible for a value that adds, (m,): a linear program for each pair of options.

    Parameters
    ----------
    worst, best : (m, n)
        Least and largest value of each option by criterion, before weights.
    constraints : Constraints
        Of the weights.
    """
    gaps = best[None, :, :] - worst[:, None, :]
    gaps[np.arange(len(best)), np.arange(len(best))] = 0.0
    if len(constraints.equal) == len(constraints.value) == worst.shape[1] and not len(constraints.bound):
        weights = np.linalg.solve(constraints.equal, constraints.value)
        return np.asarray(np.maximum((gaps * weights).sum(axis=-1).max(axis=1), 0.0))
    if not len(constraints.bound) and not len(constraints.value):
        return np.asarray(np.maximum(gaps.max(axis=(1, 2)), 0.0))
    return np.array([max(0.0, *(_most(gap, constraints) for gap in row)) for row in gaps])


def _most(gap: Floats, constraints: Constraints) -> float:
    """The largest weighted gap."""
    from scipy.optimize import linprog

    equal = np.vstack([constraints.equal, np.ones(len(gap))])
    value = np.append(constraints.value, 1.0)
    above = (constraints.above, constraints.bound) if len(constraints.bound) else (None, None)
    found = linprog(-gap, A_ub=above[0], b_ub=above[1], A_eq=equal, b_eq=value, bounds=(0, None), method="highs")
    return float(np.dot(gap, np.asarray(found.x, dtype=np.float64)))


def compromise(regret: Floats, largest: Floats) -> int:
    """The option whose mean and largest regret are both low: the least larger one of the two, each from 0 to 1."""
    scaled = [_from_0_to_1(part) for part in (regret, largest)]
    return int(np.lexsort([scaled[0] + scaled[1], np.maximum(*scaled)])[0])


def _from_0_to_1(values: Floats) -> Floats:
    span = np.ptp(values)
    result: Floats = (values - values.min()) / (span if span > 0 else 1.0)
    return result
