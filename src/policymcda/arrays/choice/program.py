"""A 0-1 program: choose the sets of most value that keep every row; and its exact answer by HiGHS (Huangfu and Hall, 2018).

The value of two projects that are worth more (or less) together is a column of its own, chosen exactly where both are:
three rows make it so (Fortet, 1960).
"""

from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.choice.quiet import silent
from policymcda.arrays.ranking.ranks import ROUNDING, TIE

SECONDS = 30.0
"""Of one program, before the best set found so far is the answer and its gap is reported."""

SCALE = 2.0**22
"""What the values are scaled to, since HiGHS stops at an absolute gap of 1e-6."""

ALWAYS = -1
"""The owner of rows that no constraint can be blamed for."""


@dataclass(frozen=True, eq=False)
class Program:
    """``max values @ x`` with ``rows @ x <= limits`` and x of 0 and 1; the first rows are costs, the others whole numbers.

    Attributes
    ----------
    values : (n,)
    rows, limits : (r, n) and (r,)
    owners : (r,)
        The constraint that each row belongs to, `ALWAYS` for those that make columns of pairs.
    resources : int
        How many of the rows are costs, which are 0 or more.
    pairs : (p, 2)
        Columns whose product each of the last p columns is.
    """

    values: Floats
    rows: Floats
    limits: Floats
    owners: Ints
    resources: int
    pairs: Ints

    @property
    def projects(self) -> int:
        """Columns that are no pairs."""
        return len(self.values) - len(self.pairs)

    def under(self, limits: Floats) -> "Program":
        """The same program with other limits on what is spent, (resources,)."""
        return replace(self, limits=np.concatenate([limits, self.limits[self.resources :]]))

    def spent(self, sets: Bools) -> Floats:
        """What sets (k, n) cost by resource, (k, resources)."""
        return np.asarray(sets @ self.rows[: self.resources].T)

    def keeps(self, sets: Bools) -> Bools:
        """Whether sets (..., n) keep every row but for rounding, (..., r)."""
        return np.asarray(sets @ self.rows.T <= self.limits + ROUNDING * np.abs(self.limits))

    def whole(self, chosen: Bools) -> Bools:
        """Sets of projects (..., projects) with the columns of their pairs, (..., n)."""
        both = chosen[..., self.pairs[:, 0]] & chosen[..., self.pairs[:, 1]]
        return np.concatenate([chosen, both], axis=-1)


@dataclass(frozen=True, eq=False)
class Solved:
    """The best set (n,), and by which share of its value a better one may still be missed: 0 where it is proven."""

    chosen: Bools
    gap: float


def paired(values: Floats, pairs: Ints, worth: Floats) -> tuple[Floats, Floats]:
    """Values with those of the pairs, and the rows ``both <= a``, ``both <= b``, ``a + b <= both + 1``, (3 p, n + p)."""
    projects, count = len(values), len(pairs)
    rows = np.zeros((3, count, projects + count))
    each = np.arange(count)
    rows[:, each, projects + each] = np.array([[1.0], [1.0], [-1.0]])
    for side in (0, 1):
        rows[side, each, pairs[:, side]] = -1.0
        rows[2, each, pairs[:, side]] = 1.0
    return np.concatenate([values, worth]), rows.reshape(-1, projects + count)


def solve(program: Program, seconds: float = SECONDS) -> Solved | None:
    """The set of most value by HiGHS without a gap; None where no set keeps every row.

    Each set is checked by our own sums. Where one spends more than it may, which happens by a millionth, the budget is
    tightened by a cover inequality, which excludes that set and every larger one but none within the budget, and the
    program is solved again.

    Raises
    ------
    TimeoutError
        When no set was found in time.
    """
    rows, limits, end = program.rows, program.limits, monotonic() + seconds
    while True:
        answer = _highs(program, rows, limits, max(0.01, end - monotonic()))
        if answer.status == 2:
            return None
        if answer.x is None:
            raise TimeoutError(f"no set was found within {seconds:g} s")
        chosen = program.whole(np.asarray(answer.x)[: program.projects] > 0.5)
        over = np.flatnonzero(~program.keeps(chosen))
        if not len(over):
            return Solved(chosen, 0.0 if answer.status == 0 else float(answer.mip_gap))
        spends = over[0] < program.resources
        held = chosen & (rows[over[0]] > 0) if spends else chosen
        cover = held * (1.0 if spends else 2.0) - (0.0 if spends else 1.0)
        rows = np.concatenate([rows, [cover]])
        limits = np.append(limits, np.count_nonzero(held) - 1.0)


def _highs(program: Program, rows: Floats, limits: Floats, seconds: float) -> Any:
    """HiGHS on rows whose limits are thousands, so that its tolerance of 1e-6 is a billionth."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    size = np.ones(len(rows))
    costs = slice(0, program.resources)
    size[costs] = 1000.0 / np.where(limits[costs] > 0, limits[costs], np.inf)
    dear = np.any(rows[costs] > (limits[costs] * (1 + ROUNDING))[:, None], axis=0)
    rows = np.where(dear[None], 0.0, rows) if np.any(dear) else rows
    limits = limits * (1 + np.where(np.arange(len(limits)) < program.resources, ROUNDING, 0.0))
    total = float(np.sum(np.abs(program.values))) or 1.0
    with silent():
        return milp(
            -program.values * (SCALE / total),
            constraints=LinearConstraint(rows * size[:, None], -np.inf, limits * size),
            integrality=np.ones(len(program.values), dtype=np.int64),
            bounds=Bounds(0.0, np.where(dear, 0.0, 1.0)),
            options={"mip_rel_gap": 0.0, "time_limit": seconds},
        )


def cheapest(program: Program, resource: int = 0) -> Solved | None:
    """The set that spends least of a resource, its limit put aside; None where no set keeps the other rows."""
    limits = program.limits.copy()
    limits[resource] = np.sum(program.rows[resource])
    return solve(replace(program, values=-program.rows[resource], limits=limits))


def cheapest_above(program: Program, value: float, resource: int, seconds: float) -> Solved | None:
    """The set worth more than a value, beyond a tie, that spends least of a resource, its limit put aside.

    Raises
    ------
    TimeoutError
        When none was found in time.
    """
    limits = program.limits.copy()
    limits[resource] = np.sum(program.rows[resource])
    size = 1e6 / (float(np.sum(np.abs(program.values))) or 1.0)  # so that a tie is wider than the tolerance of HiGHS
    more = replace(
        program,
        values=-program.rows[resource],
        rows=np.concatenate([program.rows, -program.values[None] * size]),
        limits=np.append(limits, -(value + tie(program.values)) * size),
        owners=np.append(program.owners, ALWAYS),
    )
    return solve(more, seconds)


def tie(values: Floats) -> float:
    """The largest difference of the values of two sets that is still a tie."""
    return TIE * float(np.sum(np.abs(values)))
