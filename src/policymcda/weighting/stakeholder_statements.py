"""What each stakeholder stated for a group, criterion by criterion; and one set of weights out of theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.errors import Fault, ProblemError
from policymcda.problem import Problem
from policymcda.results import Note
from policymcda.tables.performance_tables import expanded
from policymcda.weighting.criteria_tree import Key
from policymcda.weighting.stakeholder_weights import in_order, shares

COMBINES = ("weights", None)
"""Several stakeholders: the arithmetic mean of their weights, or kept apart."""


@dataclass(frozen=True, eq=False)
class Answer:
    """A stakeholder's rows for a group, one row per leaf criterion in sorted order."""

    group: str
    stakeholder: str
    rows: pd.DataFrame

    @property
    def place(self) -> str:
        """Group and stakeholder in words, as far as they say something."""
        return ", ".join(part for part in (self.group if self.group != "all" else "", self.stakeholder) if part)


def answers(problem: Problem, table: str) -> list[Answer]:
    """The answers in a table, by group and sorted stakeholder.

    Raises
    ------
    ProblemError
        For groups that nobody answered for, criteria that a stakeholder left out, and criteria that are not rated.
    """
    rows = expanded(problem.table(table), list(problem.grids))
    if "stakeholder" not in rows:
        rows = rows.assign(stakeholder="")
    found, faults = list[Answer](), list[Fault]()
    for label in dict.fromkeys(rows.loc[~rows["criterion"].isin(problem.leaf_criteria), "criterion"]):
        hint = "state it for the criteria below it"
        faults.append(Fault(table, column="criterion", value=label, rule="has criteria below it", hint=hint))
    for group in problem.grids:
        own = rows[rows["group"] == group]
        if own.empty:
            hint = "rows with a blank group hold for all groups"
            faults.append(Fault(table, column="group", value=group, rule="nobody stated anything for it", hint=hint))
        for name, part in own.groupby("stakeholder", sort=True):
            one = Answer(group, str(name), part.set_index("criterion").reindex(list(problem.leaf_criteria)))
            found.append(one)
            for leaf in sorted(set(problem.leaf_criteria) - set(part["criterion"])):
                value = ", ".join(word for word in (one.place, leaf) if word)
                rule = "nothing is stated for this criterion"
                faults.append(Fault(table, column="criterion", value=value, rule=rule, hint="state it"))
    if faults:
        raise ProblemError(faults)
    return found


def numbers(one: Answer, column: str) -> Floats:
    """A column of an answer, (n,), NaN where blank or where there is no such column."""
    if column not in one.rows:
        return np.full(len(one.rows), np.nan)
    return np.asarray(one.rows[column], dtype=np.float64)


def settled(
    problem: Problem, found: Mapping[tuple[str, str], Floats], combine: str | None
) -> tuple[dict[Key, Floats], list[Note]]:
    """The weights of each group by the weighted mean of its stakeholders', or of each group and stakeholder."""
    by_group: dict[str, list[_Vector]] = {}
    for (group, name), vector in found.items():
        by_group.setdefault(group, []).append(_Vector(name, vector))
    if combine is None:
        return {
            (group, one.stakeholder): one.weights for group in by_group for one in in_order(problem, by_group[group])
        }, []
    vectors: dict[Key, Floats] = {(group,): _mean(problem, own) for group, own in by_group.items()}
    most = max(map(len, by_group.values()))
    text = f"{most} stakeholders by the arithmetic mean of their weights"
    return vectors, [("combined", "", text)] if most > 1 else []


@dataclass(frozen=True, eq=False)
class _Vector:
    stakeholder: str
    weights: Floats


def _mean(problem: Problem, own: Iterable[_Vector]) -> Floats:
    own = sorted(own, key=lambda one: one.stakeholder)
    if len(own) == 1:
        return own[0].weights
    stakeholder_weight = shares(problem, [one.stakeholder for one in own])
    return np.asarray(sum(stakeholder_weight[one.stakeholder] * one.weights for one in own))
