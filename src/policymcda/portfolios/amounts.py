"""Costs of options and budgets, by label: for every group, by group, by resource; or every fault of both."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.errors import Fault, ProblemError, nearest
from policymcda.problem import Problem
from policymcda.results import Note
from policymcda.tables.cells import numbers

LARGEST = 1e300
"""The largest amount, so that sums of amounts stay finite."""

HINT = "give an amount of 0 or more"

Key = tuple[str, str]
"""Group and option."""


@dataclass(frozen=True, eq=False)
class Amounts:
    """Costs of each option in each group, and the budgets, one number for each resource.

    Attributes
    ----------
    resources : tuple of str
        Their names; a single blank one where there is but one without a name.
    costs, low, high : mapping of (group, option) to (resources,)
        What it costs, and the ends within which that lies.
    budgets : mapping of str to (resources,)
        By group, or "all" where one budget is over all groups.
    ranged : bool
        Whether some cost is given with its ends.
    """

    resources: tuple[str, ...]
    costs: Mapping[Key, Floats]
    low: Mapping[Key, Floats]
    high: Mapping[Key, Floats]
    budgets: Mapping[str, Floats]
    ranged: bool = False


def amounts(problem: Problem, costs: Any, budget: Any, pooled: bool) -> Amounts:
    """Costs and budgets as they were given, checked against the problem."""
    faults: list[Fault] = []
    given = _given(problem, costs)
    read = {end: _read(problem, given[end], faults if end == "cost" else []) for end in given}
    resources = tuple(given["cost"])
    limits = _budgets(budget, None if pooled else list(problem.grids), resources, faults)
    if faults:
        raise ProblemError(faults)
    mode = read["cost"]
    ends = {end: {key: np.where(np.isnan(read[end][key]), mode[key], read[end][key]) for key in mode}
            for end in ("low", "high") if end in read}  # fmt: skip
    return Amounts(resources, mode, ends.get("low", mode), ends.get("high", mode), limits, bool(ends))


Given = dict[str, dict[str, dict[Hashable, Any]]]
"""For the cost and its ends: by resource, then by option or (group, option)."""


def _given(problem: Problem, costs: Any) -> Given:
    """Costs by resource and label, wherever they were written."""
    if costs is None:
        if problem.has("costs"):
            return _from_table(problem.table("costs"))
        table = problem.table("options")
        if "cost" not in table:
            hint = "give costs by option, a table costs, or a column cost in the options table"
            raise ProblemError([Fault("options", column="cost", rule="there are no costs", hint=hint)])
        costs = dict(zip(table["option"], table["cost"], strict=True))
    if isinstance(costs, pd.DataFrame) and {"option", "cost"} <= set(costs):
        return _from_table(costs)
    if not isinstance(costs, Mapping | pd.Series | pd.DataFrame):
        raise ValueError("costs are a mapping by option, a mapping of such by resource, a table, or None")  # noqa: TRY004
    by_label = dict(costs.items())
    if by_label and all(isinstance(entry, Mapping | pd.Series) for entry in by_label.values()):
        return {"cost": {str(name): dict(entry.items()) for name, entry in by_label.items()}}
    return {"cost": {"": by_label}}


def _from_table(table: pd.DataFrame) -> Given:
    """The table costs: the unit names the resource; a blank group is every group."""
    blank = pd.Series("", index=table.index)
    groups, units = (table[name].fillna("") if name in table else blank for name in ("group", "unit"))
    found: Given = {}
    for end in ("cost", "low", "high"):
        if end == "cost" or (end in table and table[end].notna().any()):
            found[end] = {}
            for group, option, unit, amount in zip(groups, table["option"], units, table[end], strict=True):
                label = (str(group), str(option)) if group else str(option)
                found[end].setdefault(str(unit), {})[label] = amount
    return found


def _read(problem: Problem, given: Mapping[str, Mapping[Hashable, Any]], faults: list[Fault]) -> dict[Key, Floats]:
    """An amount of each resource for every option of every group; NaN where there is none."""
    found: dict[Key, Floats] = {
        (group, option): np.full(len(given), np.nan)
        for group, grid in problem.grids.items()
        for option in grid.options.tolist()
    }
    for place, (resource, entries) in enumerate(given.items()):
        table = f"costs of {resource}" if resource and len(given) > 1 else "costs"
        read = _numbers(table, _known(problem, table, entries, faults), faults)
        for key, row in found.items():
            row[place] = read.get(key, read.get(key[1], np.nan))
        _missing(problem, table, {key for key, row in found.items() if np.isnan(row[place])}, read, faults)
    return found


def _known(problem: Problem, table: str, entries: Mapping[Hashable, Any], faults: list[Fault]) -> dict[Hashable, Any]:
    """The entries whose labels are known; the others are faults."""
    options, groups, kept = problem.labels("option"), list(problem.grids), dict[Hashable, Any]()
    for label, amount in entries.items():
        group, option = (str(part) for part in label) if isinstance(label, tuple) and len(label) == 2 else ("", label)
        option = str(option)
        if option not in options:
            faults.append(Fault(table, value=option, rule="is no option", hint=nearest(option, options)))
        elif group and group not in groups:
            faults.append(Fault(table, value=group, rule="is no group", hint=nearest(group, groups)))
        else:
            kept[(group, option) if group else option] = amount
    return kept


def _numbers(table: str, entries: Mapping[Hashable, Any], faults: list[Fault]) -> dict[Hashable, float]:
    """Entries that are finite amounts of 0 or more; what is none of it is a fault, a blank one is not there."""
    read, broken = numbers(pd.Series(list(entries.values()), dtype=object))
    found: dict[Hashable, float] = {}
    for place, (label, amount) in enumerate(zip(entries, read, strict=True)):
        row = ", ".join(label) if isinstance(label, tuple) else str(label)
        if place in broken:
            value, rule, hint = broken[place]
            faults.append(Fault(table, row=row, value=value, rule=rule, hint=hint))
        elif amount < 0 or amount > LARGEST:
            rule = "is below 0" if amount < 0 else "is too large"
            faults.append(Fault(table, row=row, value=f"{amount:g}", rule=rule, hint=HINT))
        elif not np.isnan(amount):
            found[label] = float(amount)
            continue
        else:
            continue
        found[label] = 0.0  # told already
    return found


def _missing(problem: Problem, table: str, keys: set[Key], read: Mapping[Hashable, float], faults: list[Fault]) -> None:
    """Options without a cost: once where they have none in any group."""
    for option in problem.labels("option"):
        groups = [group for group in problem.grids if (group, option) in keys]
        everywhere = not any((group, option) in read for group in problem.grids)
        rows = [option] if groups and everywhere else [f"{group}, {option}" for group in groups]
        faults += [Fault(table, row=row, rule="is missing", hint=HINT) for row in rows]


def _budgets(
    budget: Any, groups: list[str] | None, resources: tuple[str, ...], faults: list[Fault]
) -> dict[str, Floats]:
    """The budgets of each group, or of all together: one number, one for each resource, for each group, or each of each."""
    parts = ["all"] if groups is None else groups
    entries = dict(budget.items()) if isinstance(budget, Mapping | pd.Series) else budget
    if not isinstance(entries, dict) or (resources != ("",) and set(entries) <= set(resources)):
        each = dict.fromkeys(parts, entries)
    elif groups is None:
        hint = "give one number" if resources == ("",) else f"give one for each of {', '.join(resources)}"
        wrong = [str(label) for label in entries if label not in resources]
        rule = "is no resource, and one budget is over all groups"
        faults += [Fault("budget", value=label, rule=rule, hint=hint) for label in wrong]
        return {}
    else:
        each = {str(label): entry for label, entry in entries.items()}
        for label in [label for label in each if label not in parts]:
            faults.append(Fault("budget", value=label, rule="is no group", hint=nearest(label, parts)))
    return {part: _budget(part, each.get(part), resources, faults) for part in parts}


def _budget(part: str, entry: Any, resources: tuple[str, ...], faults: list[Fault]) -> Floats:
    """One number for each resource."""
    by_resource = dict(entry.items()) if isinstance(entry, Mapping | pd.Series) else {}
    if not by_resource and len(resources) > 1:
        hint = f"give one for each of {', '.join(resources)}"
        faults.append(Fault("budget", row=part, rule="is one number for several resources", hint=hint))
        return np.zeros(len(resources))
    for label in [label for label in by_resource if label not in resources]:
        hint = nearest(str(label), resources)
        faults.append(Fault("budget", row=part, value=str(label), rule="is no resource", hint=hint))
    named = by_resource or {resources[0]: entry}
    rows: dict[Hashable, Any] = {_row(part, resource): named.get(resource) for resource in resources}
    read = _numbers("budget", rows, faults)
    faults += [Fault("budget", row=str(row), rule="is missing", hint=HINT) for row in rows if row not in read]
    return np.array([read.get(row, 0.0) for row in rows])


def _row(part: str, resource: str) -> str:
    return f"{part}, {resource}" if resource else part


def group_shares(
    problem: Problem, given: Mapping[str, float] | None, pooled: bool, notes: list[Note]
) -> dict[str, float]:
    """What a unit of value counts in each group; 1 where each has a budget of its own."""
    groups = list(problem.grids)
    if not pooled:
        if given is not None:
            raise ValueError("group_weights count where one budget is over all groups: pass pooled=True")
        return dict.fromkeys(groups, 1.0)
    if given is None:
        if len(groups) > 1:
            notes.append(("group_weights", "", "every group counts the same unless weights of groups say otherwise"))
        return dict.fromkeys(groups, 1 / len(groups))
    weights = {str(group): float(weight) for group, weight in dict(given.items()).items()}
    wrong = [group for group in weights if group not in groups] + [group for group in groups if group not in weights]
    if wrong:
        raise ValueError(
            f"group_weights: one for each group and no other, but {wrong[0]!r} ({nearest(wrong[0], groups)})"
        )
    total = sum(weights.values())
    if not all(np.isfinite(weight) and weight >= 0 for weight in weights.values()) or total <= 0:
        raise ValueError("group_weights are finite, not below 0, and not all 0")
    if abs(total - 1) > 1e-6:
        notes.append(("group_weights", "", f"the weights of the groups sum to {total:g} and are divided by it"))
    return {group: weights[group] / total for group in groups}


def stated_budget(problem: Problem) -> tuple[Any, str]:
    """The budget that a case states (``budget`` in case.toml), else half of what all options of a group cost; and which."""
    stated = problem.case.get("budget")
    if stated is not None:
        return stated, "The case states the budget."
    given = _given(problem, None)["cost"]
    costs, halves = _read(problem, given, []), dict[str, Any]()
    for group in problem.grids:
        half = np.nansum([cost for (of, _), cost in costs.items() if of == group], axis=0) / 2
        halves[group] = half[0] if list(given) == [""] else dict(zip(given, half.tolist(), strict=True))
    return halves, "The case states no budget, so half of what all options of a group cost stands for one."
