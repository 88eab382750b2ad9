"""What each criterion adds to the value of every option, and how far above or below the mean of all that lifts it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.anchoring import anchored
from policymcda.arrays import Floats
from policymcda.arrays.ranking.ranks import ranks
from policymcda.binding import BoundMethod
from policymcda.model import GroupModel, PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.tables import layout


@dataclass(frozen=True, eq=False, repr=False)
class Contributions(Result):
    """What each criterion adds to the value of every option.

    Attributes
    ----------
    table : DataFrame
        group, option, criterion, weight, rating; contribution: what the criterion adds to the value, all of an option sum to
        it; above_mean: the contribution less the mean of all options, so that signs say what lifts an option and what holds
        it down.
    scores : DataFrame
        group, option, score (the sum of the contributions), rank, above_mean (the score less the mean of all options).
    """

    table: pd.DataFrame
    scores: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group the options by their value, with what each criterion adds above the mean or takes."""
        for group, part in self.table.groupby("group", sort=False):
            scores = self.scores[self.scores["group"] == group].sort_values("rank", kind="stable")
            wide = part.pivot(index="option", columns="criterion", values="above_mean")
            wide = wide.loc[scores["option"], list(dict.fromkeys(part["criterion"]))].reset_index()
            wide.insert(0, "rank", scores["rank"].to_numpy())
            wide.insert(2, "score", scores["score"].to_numpy())
            yield "\n".join([*self.heading(group), layout.text(wide, width, rows)])
        yield layout.filled("criteria: what each adds to the score above the mean of all options, or takes", width)


def contributions(
    problem: Problem,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    screen: bool | None = None,
) -> Contributions:
    """What each criterion adds to the value of every option.

    Parameters
    ----------
    method : str or callable, optional
        A method whose scores, or their logarithms, are sums over the criteria. Left out: the anchored weighted sum.
    weights, unknown, screen
        As for `rank`.

    Returns
    -------
    Contributions

    Raises
    ------
    ValueError
        For a method whose scores are no sums over the criteria.
    ProblemError
        As for `rank`.

    Examples
    --------
    >>> from policymcda import contributions, load
    >>> found = contributions(load("cyber-policy"))
    >>> sums = found.table.groupby(["group", "option"])["contribution"].sum()
    >>> scores = found.scores.set_index(["group", "option"])["score"]
    >>> bool(abs(sums - scores).max() < 1e-12)
    True
    """
    model = PreferenceModel.of(
        problem, method=method, weights=weights, unknown=unknown, screen=screen, default_method=anchored
    )
    bound = model.method
    if bound.link is None:
        hint = "take one that adds, such as weighted_sum, or set two options side by side with explain"
        raise ValueError(f"scores of {bound.name} are no sums over the criteria: {hint}")
    parts = [_of_group(model.problem, part, bound) for part in model]
    return Contributions(
        notes=model.notes_table([*_notes(bound), *model.notes()]),
        settings=model.settings(),
        table=pd.concat([table for table, _ in parts], ignore_index=True),
        scores=pd.concat([scores for _, scores in parts], ignore_index=True),
    )


def _of_group(problem: Problem, part: GroupModel, bound: BoundMethod) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What each criterion adds in one group, and what it sums to."""
    leaf_criteria, labels = list(problem.leaf_criteria), problem.labels("criterion")
    shown = np.array([leaf_criteria.index(label) for label in labels])
    link = bound.link or np.positive
    alone = link(part.by_weights(np.eye(len(leaf_criteria)))).T
    found = (alone * part.weights)[np.ix_(part.order, shown)]
    options, count = part.options[part.order], len(labels)
    total = found.sum(axis=1)
    table = pd.DataFrame(
        {
            "group": part.group,
            "option": np.repeat(options, count),
            "criterion": np.tile(np.array(labels, dtype=object), len(options)),
            "weight": np.tile(part.weights[shown], len(options)),
            "rating": part.matrix[np.ix_(part.order, shown)].ravel(),
            "contribution": found.ravel(),
            "above_mean": (found - found.mean(axis=0)).ravel(),
        }
    )
    columns = {"score": total, "rank": ranks(total), "above_mean": total - total.mean()}
    return table, pd.DataFrame({"group": part.group, "option": options, **columns})


def _notes(bound: BoundMethod) -> Iterator[Note]:
    if bound.link is not np.positive:
        yield "link", "", "contributions sum to the logarithms of the scores"
