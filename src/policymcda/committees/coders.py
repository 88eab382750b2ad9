"""How far coders agree on each criterion."""

from __future__ import annotations

import numpy as np
import pandas as pd

from policymcda.arrays.ranking.reliability import alpha_interval, alpha_ordinal
from policymcda.problem import Problem
from policymcda.tables.crossing import expanded

COLUMNS = ("criterion", "alpha", "low", "high", "cells", "coders")


def coder_agreement(problem: Problem, seed: int) -> pd.DataFrame:
    """Krippendorff's alpha of each criterion over the cells that several coders rated, with its bootstrap interval.

    A rating without evidence is none: it says nothing of whether coders agree.
    """
    rows = problem.table("codings")
    if "evidence" in rows:
        rows = rows[rows["evidence"] != "none"]
    if "group" not in rows:
        rows = rows.assign(group="")
    if (rows["group"] != "").any():  # else what all say of all groups is one cell
        rows = expanded(rows, list(problem.grids))
    found = []
    for criterion in problem.labels("criterion"):
        here = rows[rows["criterion"] == criterion]
        wide = here.pivot_table(index=["group", "option"], columns="stakeholder", values="mode", aggfunc="last")
        wide = wide[wide.notna().sum(axis=1) >= 2]
        values = wide.to_numpy(np.float64)
        ends = alpha_interval(values, seed=seed)
        found.append((criterion, alpha_ordinal(values), *ends, len(wide), int(wide.notna().any().sum())))
    return pd.DataFrame(found, columns=list(COLUMNS))
