"""Weights as somebody states them, and equal ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from policymcda.errors import Fault, ProblemError, check_choices
from policymcda.problem import Problem
from policymcda.tables import cells
from policymcda.tables.spelling import resolved
from policymcda.weighting.comparison_matrices import tree
from policymcda.weighting.criteria_tree import local_table, of_leaf_criteria
from policymcda.weighting.stakeholder_statements import COMBINES, settled
from policymcda.weighting.weights import Weights, made, stated

AMONG = ("criteria", "siblings")
"""Among what weights are equal: all criteria that are rated, or those under the same node."""


def equal(problem: Problem, *, among: Literal["criteria", "siblings"] = "criteria") -> Weights:
    """The same weight for every criterion: a choice like any other, and never made silently.

    Parameters
    ----------
    among : {"criteria", "siblings"}
        Every criterion that is rated has the same weight; or, where criteria form a tree, every criterion among those
        under the same node, so that the pillars of an index are equal however many indicators each has.

    Examples
    --------
    >>> from policymcda import load, weighting
    >>> weighting.equal(load("cyber-policy")).table.head(2)
                   group    criterion  weight
    0  capacity_partners   legitimacy    0.25
    1  capacity_partners  feasibility    0.25
    """
    check_choices(among=(among, AMONG))
    if among == "criteria":
        count = len(problem.leaf_criteria)
        return made(problem, {group: np.full(count, 1 / count) for group in problem.grids}, "equal")
    shares = {node: np.full(len(items), 1 / len(items)) for node, items in tree(problem).items()}
    found = {group: of_leaf_criteria(problem, shares) for group in problem.grids}
    tables = {"local": local_table(problem, {(group,): shares for group in problem.grids})}
    return made(problem, found, "equal", tables=tables, among=among)


def given(
    problem: Problem,
    weights: Any = None,
    *,
    normalise: bool | None = None,
    combine: Literal["weights"] | None = "weights",
) -> Weights:
    """The weights that are stated: in the table `weights`, in the column `weight` of the criteria, or by the caller.

    Where criteria form a tree and one with others below it has a weight, all weights are local: those of each family
    sum to 1, and the weight of a criterion that is rated is the product down the tree. Otherwise the criteria that are
    rated have all the weight. A sum that rounding explains is divided out, with a note (docs/decisions/rounded-weights).

    Parameters
    ----------
    weights : mapping, Series or DataFrame, optional
        By criterion, for all groups; or a mapping of such by group; or a table group, criterion, weight. Left out:
        the table `weights` of the problem if it has one (several stakeholders by their arithmetic mean), else the
        column `weight` of its criteria.
    normalise : bool, optional
        Divide by the sum instead of refusing weights that do not sum to 1. Left out: the case's own choice
        (`[defaults] normalise`), then not.
    combine : {"weights", None}
        Several stakeholders of the table `weights`: the mean of their weights, by the weights of the table
        `stakeholders`; or kept apart.

    Examples
    --------
    >>> from policymcda import Problem, weighting
    >>> problem = Problem.from_tables(
    ...     criteria={
    ...         "criterion": ["people", "money", "lives", "comfort", "price", "upkeep"],
    ...         "parent": ["", "", "people", "people", "money", "money"],
    ...         "direction": ["", "", "benefit", "benefit", "cost", "cost"],
    ...         "weight": [0.8, 0.2, 0.5, 0.5, 0.5, 0.5],
    ...     },
    ...     ratings={"option": ["tax"], "lives": [3], "comfort": [2], "price": [4], "upkeep": [1]},
    ... )
    >>> weighting.given(problem).table["weight"].tolist()
    [0.4, 0.4, 0.1, 0.1]
    """
    if combine not in COMBINES:
        check_choices(combine=(combine, COMBINES))
    if weights is not None:
        table = _spelled(labelled(weights), problem)
    else:
        table = problem.table("weights") if problem.has("weights") else _column_of_criteria(problem)
    found = stated(table, problem, normalise)
    by_key, notes = dict(found.vectors), found.notes
    if "stakeholder" in table:
        by_key, combination_notes = settled(
            problem, {(key[0], key[1]): vector for key, vector in by_key.items()}, combine
        )
        notes = [*combination_notes, *notes]
    tables = {"local": local_table(problem, found.local)} if found.local else {}
    divide = bool(problem.defaults.get("normalise", False)) if normalise is None else normalise
    return made(problem, by_key, "given", notes, tables, normalise=divide)


def labelled(weights: Any) -> pd.DataFrame:
    """Weights by label as a table criterion, weight, with a group where they have one.

    Raises
    ------
    ValueError
        For a bare sequence: without labels nothing says which weight is whose.
    """
    if isinstance(weights, pd.DataFrame):
        missing = {"criterion", "weight"} - set(weights.columns)
        if missing:
            raise ValueError(f"weights: the column {min(missing)!r} is missing; a table has group, criterion, weight")
        return _read(weights)
    if isinstance(weights, pd.Series) and isinstance(weights.index, pd.MultiIndex):
        return _read(weights.rename("weight").rename_axis(["group", "criterion"]).reset_index())
    if isinstance(weights, Mapping | pd.Series):
        pairs = list(weights.items())  # a Series may have a label twice
        if pairs and all(isinstance(inner, Mapping | pd.Series) for _, inner in pairs):
            parts = [labelled(inner).assign(group=str(group)) for group, inner in pairs]
            return pd.concat(parts, ignore_index=True)
        columns = {"criterion": [label for label, _ in pairs], "weight": [weight for _, weight in pairs]}
        return _read(pd.DataFrame({name: pd.Series(column, dtype=object) for name, column in columns.items()}))
    raise ValueError(
        f"weights go by label, such as {{'speed': 0.4, ...}}, or by name, such as 'ahp', not as {type(weights).__name__}"
    )


def _spelled(table: pd.DataFrame, problem: Problem) -> pd.DataFrame:
    """Weights by the labels that the problem has for what they name."""
    known = {"criterion": list(problem.leaf_criteria), "group": list(problem.grids)}
    for column, labels in known.items():
        if column in table:
            table = table.assign(**{column: [resolved(label, labels) for label in table[column]]})
    return table


def _read(table: pd.DataFrame) -> pd.DataFrame:
    """Weights as numbers, each that is none named with its labels."""
    labels = {name: cells.texts(table[name]).to_numpy() for name in ("group", "criterion") if name in table}
    weights, broken = cells.numbers(table["weight"].reset_index(drop=True))
    faults = []
    lacking = ("", "has no weight", "give one; a weight of 0 is allowed")
    for row, (written, rule, hint) in (dict.fromkeys(cells.blank(weights), lacking) | broken).items():
        place = ", ".join([label[row] for label in labels.values() if label[row]])
        value = f"{place}: {written}" if written else place
        faults.append(Fault("weights", column="weight", value=value, rule=rule, hint=hint))
    if faults:
        raise ProblemError(faults)
    words = {name: pd.Series(label, dtype=object) for name, label in labels.items()}
    return pd.DataFrame({**words, "weight": weights})


def _column_of_criteria(problem: Problem) -> pd.DataFrame:
    """The weights that the case states in the column `weight` of its criteria."""
    column = problem.criteria
    if "weight" not in column or column["weight"].isna().all():
        hint = "add a table weights, a column weight in criteria, or name other weights"
        raise ProblemError([Fault("weights", rule="the case states none", hint=hint)])
    return column.loc[column["weight"].notna(), ["criterion", "weight"]]
