"""How far coders agree on each criterion."""

from __future__ import annotations

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.ranking.reliability import alpha_interval, alpha_ordinal
from policymcda.problem import Problem
from policymcda.tables.performance_tables import expanded

COLUMNS = ("criterion", "alpha", "low", "high", "cells", "coders", "alpha_with_evidence", "cells_with_evidence")


def coder_agreement(problem: Problem, seed: int) -> pd.DataFrame:
    """Krippendorff's alpha of the modes of each criterion over the cells that several coders rated, with its bootstrap interval.

    Beside it alpha without the ratings that rest on no evidence.
    """
    rows = problem.table("codings")
    if "group" not in rows:
        rows = rows.assign(group="")
    if (rows["group"] != "").any():  # else what all say of all groups is one cell
        rows = expanded(rows, list(problem.grids))
    known = rows[rows["evidence"] != "none"] if "evidence" in rows else rows
    found = []
    for criterion in problem.labels("criterion"):
        values, evident = _values(rows, criterion), _values(known, criterion)
        ends = alpha_interval(values, seed=seed)
        coders = int(np.isfinite(values).any(axis=0).sum())
        found.append(
            (criterion, alpha_ordinal(values), *ends, len(values), coders, alpha_ordinal(evident), len(evident))
        )
    return pd.DataFrame(found, columns=list(COLUMNS))


def _values(rows: pd.DataFrame, criterion: str) -> Floats:
    """The modes of the cells that several coders rated, (cells, coders)."""
    here = rows[rows["criterion"] == criterion].dropna(subset=["mode"])
    wide = here.pivot(index=["group", "option"], columns="stakeholder", values="mode")
    return np.asarray(wide[wide.notna().sum(axis=1) >= 2], dtype=np.float64)
