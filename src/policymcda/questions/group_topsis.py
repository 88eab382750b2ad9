"""The codings of several stakeholders ranked together without pooling them: group TOPSIS (Shih, Shyur and Lee, 2007)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.methods import topsis
from policymcda.arrays.methods.group_topsis import Mean
from policymcda.arrays.methods.group_topsis import group_topsis as closeness
from policymcda.arrays.ranking.ranks import ranks
from policymcda.errors import Fault, ProblemError, check_choices
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Result
from policymcda.tables import layout
from policymcda.tables.performance_tables import expanded
from policymcda.weighting.stakeholder_weights import shares


@dataclass(frozen=True, eq=False, repr=False)
class GroupRanking(Result):
    """Options ranked by the distances of every stakeholder's coding from its own ideals.

    Attributes
    ----------
    table : DataFrame
        group, option, score, rank; pooled_score, pooled_rank: TOPSIS of the pooled ratings, which are another thing.
    members : DataFrame
        group, stakeholder, option, score, rank: TOPSIS of each coding alone.
    """

    table: pd.DataFrame
    members: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group its options from the best to the worst, with the rank by each coding."""
        places = self.members.pivot(index=["group", "option"], columns="stakeholder", values="rank").reset_index()
        whole = self.table.merge(places, on=["group", "option"]).sort_values("rank", kind="stable")
        for group in dict.fromkeys(self.table["group"]):
            part = whole[whole["group"] == group].drop(columns=["group", "pooled_score"])
            heading = self.heading(group)
            yield "\n".join([*heading, layout.text(part, width, rows)])


def group_topsis(
    problem: Problem, *, mean: Mean = "geometric", weights: Any = None, screen: bool | None = None
) -> GroupRanking:
    """Rank the options of each group by the codings of all stakeholders, each measured from its own ideals.

    What is averaged are distances, not ratings, so a stakeholder who sees a large difference is not blurred by others
    who see none. A column `weight` of the table stakeholders gives their weight; all the same where there is none.

    Parameters
    ----------
    mean : {"geometric", "arithmetic"}
        How the distances are averaged.
    weights, screen
        As for `rank`; the same for all stakeholders of a group.

    Raises
    ------
    ProblemError
        Where there are no codings, or a stakeholder has not rated every option on every criterion.

    Examples
    --------
    >>> from policymcda import group_topsis, load
    >>> together = group_topsis(load("cyber-policy")).table
    >>> together.loc[together["rank"] == 1, "option"].tolist()[-1]
    'tailored_capabilities'
    """
    check_choices(mean=(mean, ("geometric", "arithmetic")))
    model = PreferenceModel.of(problem, method="topsis", weights=weights, screen=screen)
    problem = model.problem
    tables, members = [], []
    for part in model:
        group, pooled = part.group, part.matrix
        people, matrices = _codings(problem, group, list(part.options))
        order, vector = part.order, part.weights
        labels = part.options[order]
        share = np.array(list(shares(problem, people).values()))
        score = closeness(matrices, vector, problem.benefit, mean=mean, shares=share)[order]
        whole = topsis(pooled, vector, problem.benefit)[order]
        columns = {"score": score, "rank": ranks(score), "pooled_score": whole, "pooled_rank": ranks(whole)}
        tables.append(pd.DataFrame({"group": group, "option": labels, **columns}))
        for person, own in zip(people, topsis(matrices, vector, problem.benefit)[:, order], strict=True):
            scored = {"group": group, "stakeholder": person, "option": labels, "score": own, "rank": ranks(own)}
            members.append(pd.DataFrame(scored))
    return GroupRanking(
        notes=model.notes_table(model.notes()),
        settings=model.settings(method="group_topsis", mean=mean),
        table=pd.concat(tables, ignore_index=True),
        members=pd.concat(members, ignore_index=True),
    )


def _codings(problem: Problem, group: str, options: list[str]) -> tuple[list[str], Floats]:
    """The stakeholders, sorted, and the modes that each gave, (k, m, n)."""
    if not problem.has("codings"):
        raise ProblemError([Fault("codings", rule="group TOPSIS needs them", hint="a rating by each stakeholder")])
    frame = expanded(problem.table("codings"), list(problem.grids))
    frame = frame[frame["group"] == group]
    keys = ["stakeholder", "option", "criterion"]
    if "as_of" in frame:
        frame = frame.sort_values("as_of", kind="stable")
    modes = frame.drop_duplicates(keys, keep="last").set_index(keys)["mode"].astype(float)
    people = sorted(set(frame["stakeholder"]))
    cells = pd.MultiIndex.from_product([people, options, problem.leaf_criteria], names=keys)
    found = modes.reindex(cells)
    rule, hint = (
        "has no mode: group TOPSIS needs every rating of every stakeholder",
        "fill it in, or leave out the coding",
    )
    faults = [
        Fault("codings", column="mode", value=f"{group}, {', '.join(map(str, cell))}", rule=rule, hint=hint)
        for cell in found.index[found.isna()]
    ]
    if faults or not people:
        raise ProblemError(
            faults or [Fault("codings", value=group, rule="has no coding", hint="add one, or drop the group")]
        )
    return people, found.to_numpy().reshape(len(people), len(options), len(problem.leaf_criteria))
