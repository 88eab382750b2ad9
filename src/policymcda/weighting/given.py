"""Weights as somebody states them, and equal ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.errors import Fault, ProblemError, check_choices
from policymcda.problem import Problem
from policymcda.results import Note
from policymcda.tables import cells
from policymcda.weighting.stakeholder_statements import COMBINES, answers, numbers, settled
from policymcda.weighting.weights import OFF, Weights, checked, made


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
    count = len(problem.leaf_criteria)
    return made(problem, {group: np.full(count, 1 / count) for group in problem.grids}, "equal")


def given(
    problem: Problem,
    weights: Any = None,
    *,
    normalise: bool | None = None,
    combine: Literal["weights"] | None = "weights",
) -> Weights:
    """The weights that are stated: in the table `weights`, in the column `weight` of the criteria, or by the caller.

    Parameters
    ----------
    weights : mapping, Series or DataFrame, optional
        By criterion, for all groups; or a mapping of such by group; or a table group, criterion, weight. Left out:
        the table `weights` of the problem if it has one (several stakeholders by their arithmetic mean), else the
        column `weight` of its criteria.
    normalise : bool, optional
        Divide by the sum instead of refusing weights that do not sum to 1. Left out: the case's own choice, then no.
    combine : {"weights", None}
        Several stakeholders of the table `weights`: the mean of their weights, by the weights of the table
        `stakeholders`; or kept apart.
    """
    if combine not in COMBINES:
        check_choices(combine=(combine, COMBINES))
    notes: list[Note] = []
    normalise = bool(problem.defaults.get("normalise", False) if normalise is None else normalise)
    if normalise:
        notes.append(("normalised_weights", "", "the weights were divided by their sum"))
    if weights is None and "stakeholder" in problem.table("weights") and problem.has("weights"):
        by_key, combination_notes = settled(problem, _each(problem, normalise), combine)
        return made(problem, by_key, "given", [*combination_notes, *notes], normalise=normalise)
    if weights is None:
        weights = problem.table("weights") if problem.has("weights") else _column(problem)
    else:
        weights = labelled(weights)
    found = checked(weights, problem, normalise)
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
        pairs = list(weights.items())  # a Series may have a label twice
        if pairs and all(isinstance(inner, Mapping | pd.Series) for _, inner in pairs):
            parts = [labelled(inner).assign(group=str(group)) for group, inner in pairs]
            return pd.concat(parts, ignore_index=True)
        columns = {"criterion": [label for label, _ in pairs], "weight": [weight for _, weight in pairs]}
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


def _each(problem: Problem, normalise: bool) -> dict[tuple[str, str], Floats]:
    """The weights that each stakeholder states for each group.

    Raises
    ------
    ProblemError
        Naming those whose weights do not sum to 1, unless `normalise`.
    """
    found, faults = {}, list[Fault]()
    for one in answers(problem, "weights"):
        vector = numbers(one, "weight")
        total = float(vector.sum())
        if abs(total - 1) > OFF and not (normalise and total > 0):
            hint = "divide by the sum, or weighting.given(..., normalise=True)"
            value = f"{one.place}: {total:.9g}"
            faults.append(Fault("weights", column="weight", value=value, rule="do not sum to 1", hint=hint))
            continue
        found[one.group, one.stakeholder] = vector / total if normalise else vector
    if faults:
        raise ProblemError(faults)
    return found


def _column(problem: Problem) -> pd.DataFrame:
    """The weights in the column `weight` of the criteria."""
    column = problem.criteria
    if "weight" not in column or column["weight"].isna().all():
        hint = "add a table weights, a column weight in criteria, or pass weights="
        raise ProblemError([Fault("weights", rule="the case states none", hint=hint)])
    column = column[column["criterion"].isin(problem.leaf_criteria) & column["weight"].notna()]
    return column[["criterion", "weight"]]
