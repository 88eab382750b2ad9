"""The same problem read more or less strictly: on better evidence only, or at one end of every interval."""

from __future__ import annotations

import numpy as np
import pandas as pd

from policymcda.errors import nearest
from policymcda.problem import Problem

READINGS = ("all", "inferred", "direct", "cautious", "hopeful")
"""Everything as it stands; direct and inferred evidence only; direct evidence only; every rating at its worse end, and at
its better end, by the direction of its criterion."""

KEPT = {"inferred": ("direct", "inferred"), "direct": ("direct",)}


def reading(problem: Problem, name: str) -> Problem:
    """The problem as one of the `READINGS` has it, so that every question can be asked of it.

    On better evidence only, a rating that is not good enough is unknown: it may lie anywhere on the scale of its
    criterion, or within all the criterion's ratings where the scale has no ends. At one end of the intervals every
    rating is certain; the end of a normal one is two standard deviations away, or at its bounds if they are nearer.

    Parameters
    ----------
    name : {"all", "inferred", "direct", "cautious", "hopeful"}

    Examples
    --------
    >>> from policymcda import load, rank
    >>> strict = reading(load("cyber-policy"), "direct")
    >>> int((strict.ratings["evidence"] == "none").sum())
    110
    """
    if name not in READINGS:
        raise ValueError(f"no reading {name!r} ({nearest(name, READINGS)})")
    if name == "all":
        return problem
    ratings = _cells(problem)
    ratings = (
        _at_an_end(problem, ratings, name) if name in ("cautious", "hopeful") else _demoted(problem, ratings, name)
    )
    return problem.replace(ratings=ratings)


def _cells(problem: Problem) -> pd.DataFrame:
    """Every rating of every group with its ends filled in, a row a cell."""
    from policymcda.tables.performance_tables import to_long

    frames = [to_long(grid, group, list(problem.leaf_criteria)) for group, grid in problem.grids.items()]
    return pd.concat(frames, ignore_index=True)


def _demoted(problem: Problem, ratings: pd.DataFrame, name: str) -> pd.DataFrame:
    """Ratings without good enough evidence made unknown, over the whole scale."""
    weak = ~ratings["evidence"].isin(KEPT[name])
    for end, widest in (("low", "min"), ("high", "max")):
        column = problem.column(end)
        given = np.full(len(problem.leaf_criteria), np.nan) if column is None else column.astype(np.float64)
        own = dict(zip(problem.leaf_criteria, given, strict=True))
        observed = ratings[[end, "mode", "criterion"]].assign(mode=ratings["mode"].fillna(ratings[end]))
        seen = observed.groupby("criterion")[[end, "mode"]].agg(widest).agg(widest, axis="columns")
        ends = ratings["criterion"].map(
            lambda leaf, own=own, seen=seen: seen[leaf] if np.isnan(own[leaf]) else own[leaf]
        )
        ratings[end] = ratings[end].where(~weak, ends)
    ratings["evidence"] = ratings["evidence"].where(~weak, "none")
    return ratings


def _at_an_end(problem: Problem, ratings: pd.DataFrame, name: str) -> pd.DataFrame:
    """Ratings at the end of their interval that is worse, or better, and certain there."""
    upward = dict(zip(problem.leaf_criteria, problem.benefit == (name == "hopeful"), strict=True))
    up = ratings["criterion"].map(upward)
    beyond = (ratings["mode"] + np.where(up, 2, -2) * ratings["sd"]).clip(ratings["low"], ratings["high"])
    end = ratings["high"].where(up, ratings["low"]).where(ratings["sd"].isna(), beyond)
    evidence = ratings["evidence"].where(ratings["evidence"] != "none", "unstated")
    return ratings.assign(mode=end, low=end, high=end, sd=np.nan, evidence=evidence)
