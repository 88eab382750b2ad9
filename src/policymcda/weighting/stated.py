"""Weights as somebody states them, and equal ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from policymcda.errors import Fault, ProblemError
from policymcda.problem import Problem
from policymcda.results import Note
from policymcda.tables import cells
from policymcda.weighting.weights import Weights, checked, made


def equal(problem: Problem) -> Weights:
    """The same weight for every criterion: a choice like any other, and never made silently.

    Examples
    --------
    >>> from policymcda import load, weighting
    >>> weighting.equal(load("cyber-policy")).table.head(2)
                   group    criterion  weight
    0  capacity_partners   legitimacy    0.25
    1  capacity_partners  feasibility    0.25
    """
    count = len(problem.leaves)
    return made(problem, {group: np.full(count, 1 / count) for group in problem.grids}, "equal")


def given(problem: Problem, weights: Any = None, *, normalise: bool = False) -> Weights:
    """The weights that are stated: in the table `weights`, in the column `weight` of the criteria, or by the caller.

    Parameters
    ----------
    weights : mapping, Series or DataFrame, optional
        By criterion, for all groups; or a mapping of such by group; or a table group, criterion, weight. Left out:
        the table `weights` of the problem if it has one (several stakeholders by their arithmetic mean), else the
        column `weight` of its criteria.
    normalise : bool
        Divide by the sum instead of refusing weights that do not sum to 1.
    """
    notes: list[Note] = []
    table = _table(problem, notes) if weights is None else labelled(weights)
    found = checked(table, problem, normalise)
    if normalise:
        notes.append(("normalised_weights", "", "the weights were divided by their sum"))
    return made(problem, found, "given", notes, normalise=normalise)


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
        pairs = dict(weights.items())
        if pairs and all(isinstance(inner, Mapping | pd.Series) for inner in pairs.values()):
            parts = [labelled(inner).assign(group=str(group)) for group, inner in pairs.items()]
            return pd.concat(parts, ignore_index=True)
        columns = {"criterion": list(pairs), "weight": list(pairs.values())}
        return _read(pd.DataFrame({name: pd.Series(column, dtype=object) for name, column in columns.items()}))
    raise ValueError(
        f"weights go by label, such as {{'speed': 0.4, ...}}, or by name, such as 'ahp', not as {type(weights).__name__}"
    )


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


def _table(problem: Problem, notes: list[Note]) -> pd.DataFrame:
    """The weights that the case itself states."""
    if problem.has("weights"):
        table = problem.table("weights")
        if "stakeholder" not in table or table["stakeholder"].nunique() < 2:
            return table
        shares = stakeholder_shares(problem, list(dict.fromkeys(table["stakeholder"])))
        notes.append(("combined", "", f"{len(shares)} stakeholders' weights by their arithmetic mean"))
        table = table.assign(weight=table["weight"] * table["stakeholder"].map(shares))
        keys = [key for key in ("group", "criterion") if key in table]
        return table.groupby(keys, sort=False, as_index=False)["weight"].sum()
    column = problem.criteria
    if "weight" not in column or column["weight"].isna().all():
        hint = "add a table weights, a column weight in criteria, or pass weights="
        raise ProblemError([Fault("weights", rule="the case states none", hint=hint)])
    column = column[column["criterion"].isin(problem.leaves) & column["weight"].notna()]
    return column[["criterion", "weight"]]


def stakeholder_shares(problem: Problem, names: list[str]) -> dict[str, float]:
    """The say of each stakeholder, by the table stakeholders or equal, summing to 1."""
    shares = dict.fromkeys(names, 1.0)
    if problem.has("stakeholders"):
        table = problem.table("stakeholders")
        if "weight" in table and table["weight"].notna().any():
            shares = {
                name: float(dict(zip(table["stakeholder"], table["weight"], strict=True)).get(name, np.nan))
                for name in names
            }
    total = sum(shares.values())
    if not total > 0:
        hint = "give each stakeholder a weight, or none at all"
        raise ProblemError([Fault("stakeholders", column="weight", rule="are missing or sum to 0", hint=hint)])
    return {name: share / total for name, share in shares.items()}
