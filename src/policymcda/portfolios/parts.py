"""The options that compete for one budget, as a 0-1 program: the best set, the frontier, and what the next unit buys."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats
from policymcda.arrays.choice import portfolio as kernel
from policymcda.arrays.choice.conflicts import smallest_conflict
from policymcda.arrays.choice.listing import best_within, near_best, next_better
from policymcda.arrays.choice.program import ALWAYS, SECONDS, Program, cheapest, cheapest_above, paired, solve, tie
from policymcda.arrays.ranking.ranks import ROUNDING
from policymcda.portfolios.amounts import Key
from policymcda.portfolios.constraints import Constraint, Row, named
from policymcda.results import Note

LISTED = 2**13
"""Sets that the whole frontier may hold on its way."""

BUDGETS, FEWER, FEWEST = 100, 25, 10
"""Budgets at which the best set is found where the whole frontier is not; fewer above `FEW` options, fewest where they
are under logical constraints as well."""

FEW = 60

PATIENCE = 2.0
"""Seconds for the next better set, where it cannot be found by growing sets."""

NEAR = 100
"""Sets near the best that are listed."""

STEPS = (1 / 64, 1 / 16, 1 / 4, 1.0)
"""Shares of a budget by which it is raised in the search for the next better set."""


@dataclass(frozen=True, eq=False)
class Best:
    """What is best within the budget, and around it; sets are (n,) or (k, n) with the columns of pairs."""

    chosen: Bools
    gap: float
    frontier: Bools
    shares: Floats | None
    further: list[Bools | None]
    """For each resource the set that spends least of it and is worth more, None where there is none."""


@dataclass(eq=False)
class Part:
    """A group, or all of them, with a budget of its own.

    Attributes
    ----------
    name : str
        The group, "all" where the budget is over all groups.
    keys : list of (group, option)
        Sorted: the columns of every array.
    values : (projects,)
    costs : (resources, projects)
    resources : tuple of str
    budget : (resources,)
    constraints : list of Constraint
    together : mapping of pairs to float
    """

    name: str
    keys: list[Key]
    values: Floats
    costs: Floats
    resources: tuple[str, ...]
    budget: Floats
    constraints: list[Constraint]
    together: dict[tuple[Key, Key], float]
    notes: list[Note] = field(default_factory=list)

    @cached_property
    def places(self) -> dict[Key, int]:
        """Where each option is."""
        return {key: place for place, key in enumerate(self.keys)}

    @cached_property
    def names(self) -> list[str]:
        """What each constraint is called, the budgets first."""
        budgets = [
            f"budget {resource}={limit:g}" if resource else f"budget {limit:g}"
            for resource, limit in zip(self.resources, self.budget, strict=True)
        ]
        return [*budgets, *(constraint.name for constraint in self.constraints)]

    @cached_property
    def program(self) -> Program:
        """All of it as rows of 0 and 1."""
        pairs = np.array([[self.places[key] for key in pair] for pair in self.together], dtype=np.int64).reshape(-1, 2)
        values, joined = paired(self.values, pairs, np.array(list(self.together.values()), dtype=np.float64))
        rows, limits, owners = [], list(self.budget), list(range(len(self.resources)))
        for owner, constraint in enumerate(self.constraints, start=len(self.resources)):
            for row in constraint.rows:
                made = np.zeros(len(values))
                for key, factor in row.factors.items():
                    made[self.places[key]] = factor
                rows.append(made)
                limits.append(row.limit)
                owners.append(owner)
        logical = np.array(rows).reshape(-1, len(values))
        costs = np.column_stack([self.costs, np.zeros((len(self.costs), len(pairs)))])
        return Program(
            values=values,
            rows=np.concatenate([costs, logical, joined]),
            limits=np.array([*limits, *np.repeat([0.0, 0.0, 1.0], len(pairs))]),
            owners=np.array([*owners, *[ALWAYS] * len(joined)]),
            resources=len(self.resources),
            pairs=pairs,
        )

    @property
    def free(self) -> Bools:
        """Options that no constraint leaves out, (projects,)."""
        out = {key for one in self.constraints if not one.logical for row in one.rows for key in row.factors}
        return np.array([key not in out for key in self.keys], dtype=np.bool_)

    @property
    def logical(self) -> bool:
        """Whether more is asked than to keep one budget and to leave options out."""
        asks = any(one.logical for one in self.constraints)
        return asks or len(self.resources) > 1 or bool(self.together)

    def among(self, kept: Bools) -> Part:
        """The same of some of the options (projects,), as if there were no others."""
        keys = [key for key, one in zip(self.keys, kept, strict=True) if one]
        there = set(keys)
        constraints = [
            replace(one, rows=tuple(Row({k: f for k, f in row.factors.items() if k in there}, row.limit)
                                    for row in one.rows))
            for one in self.constraints if one.logical
        ]  # fmt: skip
        together = {pair: worth for pair, worth in self.together.items() if set(pair) <= there}
        return replace(
            self,
            keys=keys,
            values=self.values[kept],
            costs=self.costs[:, kept],
            constraints=constraints,
            together=together,
        )

    def label(self, chosen: Bools) -> str:
        """The options of a set by commas."""
        one_group = len({group for group, _ in self.keys}) == 1
        return named((key for key, one in zip(self.keys, chosen, strict=False) if one), one_group)

    def broken(self, chosen: Bools) -> list[str]:
        """The names of the constraints that a set breaks."""
        wrong = self.program.owners[~self.program.keeps(chosen)]
        return [self.names[owner] for owner in dict.fromkeys(wrong.tolist()) if owner != ALWAYS]

    def best(self) -> Best:
        """The best set within the budget, with the frontier.

        Raises
        ------
        ValueError
            With the smallest set of constraints that cannot be met together.
        """
        if not self.logical:
            whole = self._whole_frontier()
            if whole is not None:
                return whole
        try:
            solved = solve(self.program)
        except TimeoutError as error:
            raise ValueError(f"{self._heading()}{error}: ask for less at once") from None
        if solved is None:
            raise ValueError(self._conflict())
        return _Around(self, solved.chosen, solved.gap).best()

    def near(self, chosen: Bools, share: float) -> pd.DataFrame:
        """The sets whose value is within a share of the best: value, cost, options; a last row "more" where there are."""
        best = float(chosen @ self.program.values)
        sets, more = near_best(self.program, best, share, NEAR)
        if not np.any(np.all(sets == chosen, axis=1)):
            sets = np.concatenate([chosen[None], sets])[:NEAR]
        values = sets @ self.program.values
        kept = values >= best - share * abs(best) - tie(self.program.values)
        costs = self.program.spent(sets)[:, 0]
        frame = pd.DataFrame({"value": values, "cost": costs, "options": [self.label(one) for one in sets]})[kept]
        if more:
            text = f"more sets are within {share:.4g} of the best than the {len(frame)} that are listed"
            self.notes.append(("near", self.name, text))
            frame = pd.concat([frame, pd.DataFrame({"value": [np.nan], "cost": [np.nan], "options": ["more"]})])
        return frame.assign(group=self.name)[["group", "value", "cost", "options"]]

    def _whole_frontier(self) -> Best | None:
        """Every set that is worth its cost, where there are not too many of them."""
        free = np.flatnonzero(self.free)
        found = kernel.frontier(self.values[free], self.costs[0, free], LISTED)
        if found is None:
            return None
        sets = np.zeros((len(found.cost), len(self.keys)), dtype=np.bool_)
        sets[:, free] = found.chosen
        last = int(np.flatnonzero(kernel.within(found.cost, self.budget[0]))[-1])
        further = [sets[last + 1] if last + 1 < len(sets) else None]
        return Best(sets[last], 0.0, sets, None, further)

    def _conflict(self) -> str:
        """The smallest set of constraints that cannot be met together, by name."""
        found, smallest = smallest_conflict(self.program) or ([], True)
        text = ", ".join(self.names[one] for one in found)
        if len(found) == 1:
            return f"{self._heading()}no set of options meets {text}"
        least = "each of them" if smallest else "each of them, though fewer others may conflict as well"
        return f"{self._heading()}no set of options meets these together: {text} (it takes {least}; loosen one)"

    def _heading(self) -> str:
        return "" if self.name == "all" else f"{self.name}: "


class _Around:
    """What lies around the best set of a program with constraints."""

    def __init__(self, part: Part, chosen: Bools, gap: float) -> None:
        self.part, self.program, self.chosen, self.gap = part, part.program, chosen, gap
        self.tie = tie(self.program.values)

    def best(self) -> Best:
        budgets, shares = self._budgets()
        sets = self._sets(budgets)
        own = next((one for one, budget in zip(sets, budgets, strict=True)
                    if one is not None and np.array_equal(budget, self.part.budget)), None)  # fmt: skip
        if own is not None and self._value(own) >= self._value(self.chosen) - self.tie:
            self.chosen = own  # of the same value, and no dearer
            self.gap = 0.0
        if self.gap:
            text = f"not proven to be best within {SECONDS:g} s: a better set may be worth {self.gap:.2%} more"
            self.part.notes.append(("gap", self.part.name, text))
        frontier, kept = self._rising(sets)
        further = [self._next(resource, frontier) for resource in range(self.program.resources)]
        return Best(self.chosen, self.gap, frontier, None if shares is None else shares[kept], further)

    def _value(self, chosen: Bools) -> float:
        return float(chosen @ self.program.values)

    def _budgets(self) -> tuple[Floats, Floats | None]:
        """Budgets from the least at which there is a set to the least at which nothing more is gained, the own among them."""
        many, own = len(self.program.values) > FEW, self.part.budget
        count = BUDGETS if not many else FEWEST if self.part.logical else FEWER
        if many:
            text = f"with more than {FEW} options the frontier shows the best set at {count} budgets"
            self.part.notes.append(("frontier", self.part.name, text))
        unlimited = np.where(own > 0, np.sum(self.program.rows[: len(own)], axis=1), own)
        top = solve(self.program.under(unlimited))
        most = self.program.spent(self.chosen if top is None else top.chosen)
        if len(own) == 1:
            low = cheapest(self.program)
            least = self.program.spent(self.chosen if low is None else low.chosen)
            steps = np.linspace(least[0], most[0], count)
            return np.unique(np.append(steps, own[own >= least]))[:, None], None
        share = np.max(np.divide(most, own, out=np.zeros(len(own)), where=own > 0))
        shares = np.unique(np.append(np.linspace(self._least_share(), share, count), 1.0))
        return shares[:, None] * own, shares

    def _least_share(self) -> float:
        """The least share of the budgets at which there is a set, to a thousandth."""
        low, high = 0.0, 1.0
        if solve(self.program.under(low * self.part.budget)) is not None:
            return low
        for _ in range(10):
            middle = (low + high) / 2
            feasible = solve(self.program.under(middle * self.part.budget)) is not None
            low, high = (low, middle) if feasible else (middle, high)
        return high

    def _sets(self, budgets: Floats) -> list[Bools | None]:
        """The best set within each budget."""
        if len(self.program.values) > FEW and self.part.logical:
            found: list[Bools | None] = [None] * len(budgets)
        else:
            found = best_within(self.program, budgets)
        for place, budget in enumerate(budgets):
            if found[place] is None:
                solved = solve(self.program.under(budget))
                found[place] = None if solved is None else solved.chosen
        return found

    def _rising(self, sets: list[Bools | None]) -> tuple[Bools, Any]:
        """The sets whose value rises with the budget, each once, and which budgets have them; the chosen one among them."""
        kept, places, highest = list[Bools](), list[int](), -np.inf
        for place, one in enumerate(sets):
            if one is not None and self._value(one) > highest + self.tie:
                if kept and np.all(self.program.spent(one) <= self.program.spent(kept[-1]) * (1 + ROUNDING)):
                    kept.pop(), places.pop()  # worth more and no dearer
                highest = self._value(one)
                kept.append(one)
                places.append(place)
        return np.array(kept).reshape(-1, len(self.program.values)), places

    def _next(self, resource: int, frontier: Bools) -> Bools | None:
        """The set worth more than the chosen one that spends least of a resource, the other budgets as they are."""
        dearer = self._dearer(resource, frontier)
        if dearer is None:
            return None
        found = next_better(self.program, self.chosen, dearer, resource)
        if found is not None:
            return found
        try:
            solved = cheapest_above(self.program, self._value(self.chosen), resource, PATIENCE)
        except TimeoutError:
            solved = None
        if solved is None or solved.gap:
            text = "the next better set that is shown may not be the cheapest there is"
            self.part.notes.append(("next", self.part.name, text))
        return dearer if solved is None else solved.chosen

    def _dearer(self, resource: int, frontier: Bools) -> Bools | None:
        """A set worth more than the chosen one, within the budgets but for one."""
        better = self._value(self.chosen) + self.tie
        if self.program.resources == 1:
            return next((one for one in frontier if self._value(one) > better), None)
        whole = np.sum(self.program.rows[resource])
        for step in STEPS:
            budget = self.part.budget.copy()
            budget[resource] = min(whole, budget[resource] * (1 + step)) if step < 1 else whole
            found = solve(self.program.under(budget))
            if found is not None and self._value(found.chosen) > better:
                return found.chosen
        return None
