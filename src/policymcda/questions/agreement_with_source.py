"""Does a ranking agree with what the source of the case itself advises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from policymcda.case_files import check_problem
from policymcda.problem import Problem
from policymcda.results import Note, Result, made_by, notes_table


@dataclass(frozen=True, eq=False, repr=False)
class Agreement(Result):
    """What was expected of a ranking, and whether it holds.

    Attributes
    ----------
    table : DataFrame
        group, option, relation, limit, rank, holds, basis.
    """

    table: pd.DataFrame


def agreement_with_source(problem: Problem, ranking: Any) -> Agreement:
    """Compare a ranking with the table `expectations`, which was written before any ranking.

    An option that is screened out or not rated has no rank: it is outside every limit.

    Examples
    --------
    >>> from policymcda import load, rank
    >>> problem = load("cyber-policy")
    >>> agreement = agreement_with_source(problem, rank(problem))
    >>> int(agreement.table["holds"].sum()), len(agreement.table)
    (8, 10)
    """
    check_problem(problem)
    columns = ["group", "option", "relation", "limit", "rank", "holds", "basis"]
    expected = problem.table("expectations").rename(columns={"rank": "limit"})
    found = expected.merge(ranking.table[["group", "option", "rank"]], on=["group", "option"], how="left")
    within = (found["rank"] <= found["limit"]).fillna(False).astype(bool)
    found["holds"] = within == (found["relation"] == "within")
    found["limit"] = found["limit"].astype("Int64")
    notes: list[Note] = [("expectations", "", f"{int(found['holds'].sum())} of {len(found)} expectations hold")]
    return Agreement(
        notes=notes_table(notes, problem.reading_notes),
        settings=made_by(
            problem.fingerprint, **{key: ranking.settings[key] for key in ("method", "weights", "unknown", "screen")}
        ),
        table=found.reindex(columns=columns),
    )
