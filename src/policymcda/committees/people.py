"""Who speaks for a group, and the problem as each coder sees it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import pandas as pd

from policymcda.errors import Fault, ProblemError
from policymcda.problem import Problem
from policymcda.tables.performance_tables import expanded


def speakers(problem: Problem, group: str, own: Iterable[tuple[str, str]], coded: Mapping[str, Problem]) -> list[str]:
    """Those who have weights or codings of their own for a group: as in their table, then by name."""
    names = {name for one, name in own if one == group} | {name for name in coded if group in _groups(problem, name)}
    order = {name: place for place, name in enumerate(problem.table("stakeholders")["stakeholder"])}
    return sorted(names, key=lambda name: (order.get(name, len(order)), name))


def _groups(problem: Problem, name: str) -> set[str]:
    """The groups that a stakeholder coded."""
    rows = problem.table("codings")
    return set(expanded(rows[rows["stakeholder"] == name], list(problem.grids))["group"])


def coded_problems(problem: Problem, screened_out: Mapping[str, Iterable[str]]) -> dict[str, Problem]:
    """The problem with each stakeholder's own ratings, the case's where the stakeholder has none for a group."""
    found, faults = {}, list[Fault]()
    ratings = expanded(problem.table("ratings"), list(problem.grids))
    codings = expanded(problem.table("codings"), list(problem.grids))
    for name, rows in codings.groupby("stakeholder", sort=True):
        others = ratings[~ratings["group"].isin(set(rows["group"]))]
        own = pd.concat([rows.drop(columns="stakeholder"), others], ignore_index=True)
        try:
            found[str(name)] = problem.replace(ratings=own, codings=None).without(screened_out)
        except ProblemError as error:
            faults += [replace(one, table="codings", row="", value=f"{name}: {one.value}") for one in error.every]
    if faults:
        raise ProblemError(faults)
    return found
