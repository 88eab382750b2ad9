"""Which options together are worth most within a budget, what more would buy, and which are in every sensible set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.anchoring import additive, value_model
from policymcda.arrays import Floats
from policymcda.arrays.choice import portfolio as kernel
from policymcda.arrays.choice.dominance import FEW_CRITERIA
from policymcda.arrays.sampling import polytope
from policymcda.arrays.sampling.hull import Hull
from policymcda.arrays.sampling.weight_spaces import Anything, Fixed, Space
from policymcda.binding import BoundMethod
from policymcda.errors import Fault, ProblemError, nearest, plain
from policymcda.problem import Problem
from policymcda.results import Note, Result, made_by, notes_table
from policymcda.screening import screened
from policymcda.tables import layout
from policymcda.tables.cells import numbers
from policymcda.weighting.resolve import resolve
from policymcda.weighting.weight_space import space as spaces_of
from policymcda.weighting.weights import vectors

MANY = 12
"""Options above which the core index, for which every set of them is listed, is left out."""

LARGEST = 1e300
"""The largest amount, so that sums of amounts stay finite."""

COLUMNS = ["group", "option", "chosen", "cost", "value", "core_index"]


@dataclass(frozen=True, eq=False, repr=False)
class Portfolio(Result):
    """The set of options that is worth most within the budget, and every set that is worth its cost.

    Attributes
    ----------
    table : DataFrame
        group, option, chosen, cost, value; core_index: the share of the non-dominated sets within the budget, over the
        whole space of weights, that hold the option: 1 is core, 0 exterior (Liesiö, Mild and Salo, 2007); NaN where it
        is not known.
    frontier : DataFrame
        group, cost, value, options: every set with more value than any that costs as much or less, beyond the budget
        too; the first is empty.
    totals : DataFrame
        group, budget, and the cost and value of the chosen set.
    """

    table: pd.DataFrame
    frontier: pd.DataFrame
    totals: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group its options, and what the chosen ones cost and are worth."""
        for total in self.totals.itertuples():
            part = self.table[self.table["group"] == total.group]
            heading = [] if total.group == "all" else [plain(total.group)]
            text = f"chosen: cost {total.cost:g} of {total.budget:g}, value {total.value:.4g}"
            shown = part[COLUMNS[1:]].dropna(axis="columns", how="all")
            yield "\n".join([*heading, layout.text(shown, width, rows), layout.filled(text, width, "  ")])


def portfolio(
    problem: Problem,
    costs: Mapping[str, float] | pd.Series | None,
    budget: float | Mapping[str, float],
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    space: Any = "any",
    unknown: str | None = None,
) -> Portfolio:
    """The options of each group that together are worth most within a budget; the value of a set is the sum of theirs.

    Parameters
    ----------
    costs : mapping or Series by option, or None
        What each option costs; None is the column ``cost`` of the options table.
    budget : float or mapping by group
        The most that the chosen options of a group may cost together.
    method : str or callable, optional
        What gives options a value. Left out: the anchored weighted sum.
    weights, unknown
        As for `rank`.
    space : "any", WeightSpace or None
        The weights that the core index ranges over; None leaves it out.

    Raises
    ------
    ProblemError
        With every cost and budget that is missing, unknown, negative or not a number.

    Examples
    --------
    >>> from policymcda import load, portfolio
    >>> problem = load("cyber-policy")
    >>> found = portfolio(problem, dict.fromkeys(problem.labels("option"), 1), 2)
    >>> found.table.query("chosen")["option"].tolist()[:2]
    ['capacity_building', 'ict_bricolage']
    """
    cost, budgets = _checked(problem, costs, budget)
    bound, notes = value_model(problem, method)
    notes.append(("baseline", "", "an option that is not chosen adds 0: as much as one of the value 0 would"))
    used = resolve(problem, weights)
    by_group, rule = vectors(used, problem), problem.rule_for_unknown(unknown)
    ranged, weights_text = ({}, "") if space is None else spaces_of(problem, space, bound)
    screened_out, parts = screened(problem), list[_Part]()
    for group, options, matrix in problem.matrices(rule):
        values = bound(matrix, by_group[group], problem.benefit)
        if not np.isfinite(values).all():
            raise ValueError(f"{bound.name} gave a value that is not finite")
        admitted = np.array([option not in screened_out.get(group, {}) for option in options])
        frame = pd.DataFrame({"group": group, "option": options, "cost": [cost[one] for one in options]})
        part = _Part(frame.assign(value=values), admitted, problem.order(group), budgets[group])
        part.solve()
        if group in ranged:
            notes += part.core(bound, problem, matrix, ranged[group])
        parts.append(part)
        if not admitted.all():
            left = ", ".join(options[~admitted])
            notes.append(("screened", group, f"{left}: shut out by a screen or threshold and in no set"))
    return Portfolio(
        notes=notes_table([*notes, *used.notes.itertuples(index=False, name=None)], problem.reading_notes),
        settings=made_by(
            problem.fingerprint, method=bound.name, weights=used.settings["weights"], space=weights_text, unknown=rule
        ),
        table=pd.concat([part.table for part in parts], ignore_index=True),
        frontier=pd.concat([part.frontier for part in parts], ignore_index=True),
        totals=pd.DataFrame([part.total for part in parts], columns=["group", "budget", "cost", "value"]),
    )


class _Part:
    """One group: its options in sorted order, which of them compete, and the order of the tables."""

    def __init__(self, frame: pd.DataFrame, admitted: Any, order: Any, budget: float) -> None:
        self.frame, self.order, self.budget = frame.assign(chosen=False, core_index=np.nan), order, budget
        self.group, self.admitted = str(frame["group"].iloc[0]), admitted

    def solve(self) -> None:
        """The frontier, and on it the last set that the budget allows."""
        order = self.order[self.admitted[self.order]]
        frame = self.frame.iloc[order]
        found = kernel.frontier(frame["value"].to_numpy(), frame["cost"].to_numpy())
        if found is None:
            raise ValueError(f"{self.group}: more than {kernel.MOST:,} sets are worth their cost (round the costs)")
        last = int(np.flatnonzero(kernel.within(found.cost, self.budget))[-1])
        self.frame.loc[order[found.chosen[last]], "chosen"] = True
        self.total = (self.group, self.budget, found.cost[last], found.value[last])
        labels = frame["option"].to_numpy()
        held = [", ".join(labels[row]) for row in found.chosen]
        self.frontier = pd.DataFrame({"group": self.group, "cost": found.cost, "value": found.value, "options": held})

    def core(self, bound: BoundMethod, problem: Problem, matrix: Floats, weights: Space) -> list[Note]:
        """The core index of what competes, or why there is none."""
        corners = _corners(weights)
        lacks = (
            f"{bound.name} does not add over the criteria" if not additive(bound, problem)
            else f"the sets of more than {MANY} options are not listed" if self.admitted.sum() > MANY
            else "the weights have no corners that could be listed" if corners is None
            else ""
        )  # fmt: skip
        if lacks or corners is None:
            return [("core_index", self.group, f"no core index: {lacks}")]
        values = bound(matrix, corners, problem.benefit)[:, self.admitted]
        sets = kernel.non_dominated(values, self.frame["cost"].to_numpy()[self.admitted], self.budget)
        self.frame.loc[self.admitted, "core_index"] = kernel.core_index(sets)
        text = f"sets within the budget that are not dominated over all weights: {len(sets)}"
        return [("non_dominated", self.group, text)]

    @property
    def table(self) -> pd.DataFrame:
        return self.frame.iloc[self.order][COLUMNS]


def _corners(weights: Space) -> Floats | None:
    """The corners of a space of weights, (v, n); None where it has none, or too many criteria to list them."""
    if isinstance(weights, Anything):
        return np.eye(weights.criteria)
    if isinstance(weights, Fixed):
        return np.array([weights.weights])
    if isinstance(weights, Hull):
        return weights.corners
    limits = weights.constraints()
    found = polytope.shape(limits) if limits is not None and weights.criteria <= FEW_CRITERIA else None
    return None if found is None else np.array(found.vertices)


def _checked(problem: Problem, costs: Any, budget: Any) -> tuple[dict[str, float], dict[str, float]]:
    """Costs by option and budgets by group, or every fault of both."""
    faults: list[Fault] = []
    if costs is None:
        table = problem.table("options")
        if "cost" not in table:
            hint = "give costs by option, or a column cost in the options table"
            raise ProblemError([Fault("options", column="cost", rule="there are no costs", hint=hint)])
        costs = dict(zip(table["option"], table["cost"], strict=True))
    groups = list(problem.grids)
    budgets = dict(budget) if isinstance(budget, Mapping | pd.Series) else dict.fromkeys(groups, budget)
    cost = _amounts("costs", "option", dict(costs), problem.labels("option"), faults)
    limit = _amounts("budget", "group", budgets, groups, faults)
    if faults:
        raise ProblemError(faults)
    return cost, limit


def _amounts(
    name: str, kind: str, given: Mapping[Any, Any], labels: list[str], faults: list[Fault]
) -> dict[str, float]:
    """A finite amount of 0 or more for every label; what is none of it is a fault."""
    named = {str(label): amount for label, amount in given.items()}
    for label in named:
        if label not in labels:
            faults.append(Fault(name, value=label, rule=f"is no {kind}", hint=nearest(label, labels)))
    written = pd.Series([named.get(label) for label in labels], dtype=object)
    read, broken = numbers(written)
    for place, (label, amount) in enumerate(zip(labels, read, strict=True)):
        if place in broken:
            value, rule, hint = broken[place]
            faults.append(Fault(name, row=label, value=value, rule=rule, hint=hint))
        elif np.isnan(amount):
            faults.append(Fault(name, row=label, rule="is missing", hint="give an amount of 0 or more"))
        elif amount < 0 or amount > LARGEST:
            rule = "is below 0" if amount < 0 else "is too large"
            faults.append(Fault(name, row=label, value=f"{amount:g}", rule=rule, hint="give an amount of 0 or more"))
    return dict(zip(labels, read.astype(float), strict=True))
