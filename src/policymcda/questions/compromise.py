"""The compromise that VIKOR proposes (Opricovic and Tzeng, 2004): one option where it is clear, else a set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from policymcda.arrays.methods.vikor import compromise as proposed
from policymcda.arrays.methods.vikor import utility_and_regret, vikor
from policymcda.arrays.ranking.ranks import ranks
from policymcda.errors import check_shares
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Result
from policymcda.tables import layout

TOLD = {
    (True, True): "the first is far enough ahead and also first by utility or regret: it is the compromise",
    (True, False): "the first is far enough ahead but not first by utility or regret: the first two are the compromise",
    (False, True): "the first is not far enough ahead: it and all that are close behind are the compromise",
    (False, False): "the first is neither far enough ahead nor first by utility or regret: it and all that are close "
    "behind are the compromise",
}
"""Advantage and stability to what follows."""


@dataclass(frozen=True, eq=False, repr=False)
class Compromise(Result):
    """The options that VIKOR proposes together.

    Attributes
    ----------
    table : DataFrame
        group, option, score (minus Q), rank, utility (S) and regret (R), where less is better, proposed.
    conditions : DataFrame
        group, advantage, stability, sentence: whether each condition of the paper holds, and what follows.
    """

    table: pd.DataFrame
    conditions: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group what is proposed and why, then its options from the best to the worst."""
        for row in self.conditions.itertuples():
            part = self.table[self.table["group"] == row.group].sort_values("rank", kind="stable")
            text = f"compromise: {', '.join(part.loc[part['proposed'], 'option'])}; {row.sentence}"
            heading = self.heading(row.group)
            table = layout.text(part[["rank", "option", "score", "utility", "regret", "proposed"]], width, rows)
            yield "\n".join([*heading, layout.filled(text, width, "  "), table])


def compromise(
    problem: Problem,
    *,
    majority: float = 0.5,
    weights: Any = None,
    unknown: str | None = None,
    screen: bool | None = None,
) -> Compromise:
    """The compromise solution of VIKOR in each group, with its two conditions.

    Parameters
    ----------
    majority : float
        Weight of the group utility, the paper's v; the rest is the weight of the individual regret.
    weights, unknown, screen
        As for `rank`.

    Raises
    ------
    ValueError
        For a majority that is no share.
    ProblemError
        As for `rank`.

    Examples
    --------
    >>> from policymcda import compromise, load
    >>> found = compromise(load("cyber-policy")).table
    >>> found.loc[found["proposed"] & (found["group"] == "no_formal_ties"), "option"].tolist()
    ['tailored_capabilities']
    """
    check_shares(majority=majority)
    model = PreferenceModel.of(
        problem, method=partial(vikor, majority=majority), weights=weights, unknown=unknown, screen=screen
    )
    tables, conditions = [], []
    for part in model:
        group, given = part.group, (part.matrix, part.weights, part.benefit)
        found = proposed(*given, majority=majority)
        score = vikor(*given, majority=majority)
        utility, regret = utility_and_regret(*given)
        columns = {
            "score": score,
            "rank": ranks(score),
            "utility": utility,
            "regret": regret,
            "proposed": found.options,
        }
        tables.append(pd.DataFrame({"group": group, "option": part.options, **columns}).iloc[part.order])
        both = (bool(found.advantage), bool(found.stability))
        conditions.append((group, *both, TOLD[both]))
    return Compromise(
        notes=model.notes_table(model.notes()),
        settings=model.settings(),
        table=pd.concat(tables, ignore_index=True),
        conditions=pd.DataFrame(conditions, columns=["group", "advantage", "stability", "sentence"]),
    )
