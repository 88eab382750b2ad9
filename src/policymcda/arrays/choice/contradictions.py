"""Which statements cannot hold together: the smallest such set, and the fewest to give up.

A set holds together when some weights leave room on every side. The smallest set that does not is found by its duality
with the sets whose removal makes room (Ignatiev, Previti, Liffiton and Marques-Silva, 2015): a smallest set that hits
all of those found so far either is one that cannot hold, or shows a further set to remove.
"""

from collections.abc import Callable, Sequence

import numpy as np

from policymcda.arrays import Bools, Floats, Ints

ROOM = 1e-9
"""Room on every side, of statements with coefficients of size 1, below which weights are on an edge only."""

Together = Callable[[Bools], bool]
"""``together(chosen)``: whether the statements that are chosen, (k,), can hold together."""


def room(rows: Floats, same: Bools) -> float:
    """The most that weights can be inside of ``rows @ w >= 0`` and ``w >= 0`` while the same ones are equal; (k, n).

    At most 0 where they cannot hold together, or only on an edge: minus infinity where they cannot at all.
    """
    from scipy.optimize import linprog

    criteria = rows.shape[1]
    size = np.max(np.abs(rows), axis=1, initial=0.0)
    rows, same = rows[size > 0] / size[size > 0, None], same[size > 0]
    above = np.concatenate([rows[~same], np.eye(criteria)])
    equal = np.concatenate([rows[same], np.ones((1, criteria))])
    answer = linprog(
        np.append(np.zeros(criteria), -1.0),
        np.column_stack([-above, np.ones(len(above))]),
        np.zeros(len(above)),
        np.column_stack([equal, np.zeros(len(equal))]),
        np.append(np.zeros(np.count_nonzero(same)), 1.0),
        bounds=[(0, None)] * criteria + [(None, 1.0)],
        method="highs",
    )
    return float(answer.x[-1]) if answer.x is not None else -np.inf


def linear(rows: Floats, same: Bools) -> Together:
    """Whether statements linear in the weights, ``rows @ w >= 0`` or equal to 0, leave room: (k, n) and (k,)."""
    return lambda chosen: room(rows[chosen], same[chosen]) > ROOM


def seen(holds: Bools) -> Together:
    """Whether some draw agrees with all that are chosen, from whether each statement holds in each draw, (draws, k)."""
    patterns = np.unique(holds, axis=0)
    return lambda chosen: bool(np.any(np.all(patterns[:, chosen], axis=1)))


def smallest(together: Together, count: int, sure: Floats) -> Ints | None:
    """The fewest statements that cannot hold together, the less sure among equally many; None where all can.

    Parameters
    ----------
    together : callable
    count : int
        How many statements there are.
    sure : (count,)
        Between 0 and 1.
    """
    if together(np.ones(count, dtype=np.bool_)):
        return None
    removals = list[Bools]()
    while True:
        chosen = _hitting(removals, count, sure)
        if not together(chosen):
            return np.flatnonzero(chosen)
        removals.append(~_grown(together, chosen))


def fewest_to_give_up(together: Together, count: int, sure: Floats) -> Ints:
    """The fewest statements whose removal leaves some that can hold together, the less sure among equally many."""
    conflicts = list[Bools]()
    while True:
        removed = _hitting(conflicts, count, sure)
        if together(~removed):
            return np.flatnonzero(removed)
        conflicts.append(_shrunk(together, ~removed))


def _grown(together: Together, chosen: Bools) -> Bools:
    """As many more as can join, one after the other."""
    grown = chosen.copy()
    for place in np.flatnonzero(~chosen):
        grown[place] = True
        grown[place] = together(grown)
    return grown


def _shrunk(together: Together, chosen: Bools) -> Bools:
    """What is left of a set that cannot hold together when nothing more can be spared."""
    shrunk = chosen.copy()
    for place in np.flatnonzero(chosen):
        shrunk[place] = False
        shrunk[place] = together(shrunk)
    return shrunk


def _hitting(sets: Sequence[Bools], count: int, sure: Floats) -> Bools:
    """The fewest that have one in each set, by an integer program."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not sets:
        return np.zeros(count, dtype=np.bool_)
    cost = 1.0 + sure / (1.0 + count)
    rows = LinearConstraint(np.array(sets, dtype=np.float64), lb=1.0)
    whole = np.ones(count, dtype=np.int64)
    answer = milp(cost, constraints=rows, integrality=whole, bounds=Bounds(0, 1), options={"mip_rel_gap": 0.0})
    return np.asarray(answer.x) > 0.5
