"""Why this option before that one: what each criterion adds to the difference of their scores, whatever the method."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.ranking.ranks import ROUNDING, ranks, tolerance
from policymcda.arrays.sensitivity import shapley
from policymcda.binding import BoundMethod
from policymcda.errors import nearest, plain
from policymcda.model import GroupModel, PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.simulation.arguments import check_draws
from policymcda.tables import layout
from policymcda.tables.schemas import EVIDENCE
from policymcda.tables.sentences import share_text
from policymcda.tables.spelling import group_of, resolved

NORMAL = 1.96
"""Standard errors on either side of a mean over many random orders, for 95%."""


@dataclass(frozen=True, eq=False, repr=False)
class Explanation(Result):
    """What each criterion adds to the difference between two options.

    Attributes
    ----------
    table : DataFrame
        group, option, versus, criterion, weight, rating, rating_versus, merit and merit_versus (where the ratings stand
        within the scale, 0 at its worst end and 1 at its best), evidence, evidence_versus, contribution, error, low, high
        (0 wide where it is exact); what adds most comes first. Contributions sum to the
        difference of the scores; of weighted_product to that of their logarithms.
    scores : DataFrame
        group, option, versus, score, score_versus, difference, rank, rank_versus.
    sentences : DataFrame
        The same in two sentences.
    """

    table: pd.DataFrame
    scores: pd.DataFrame
    sentences: pd.DataFrame

    @property
    def text(self) -> str:
        """The two sentences."""
        return " ".join(self.sentences["sentence"])

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """The sentences, then the table."""
        yield layout.filled(self.text, width)
        error = ["error"] if (self.table["error"] > 0).any() else []
        columns = ["criterion", "weight", "rating", "rating_versus", "contribution", *error]
        yield layout.text(self.table[columns], width, rows)


def explain(
    problem: Problem,
    group: str | None,
    option: str,
    versus: str,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    orders: int = 1024,
    seed: int = 0,
    screen: bool | None = None,
) -> Explanation:
    """Why one option comes before another, or after it.

    Parameters
    ----------
    group : str or None
        None will do where there is only one.
    option, versus : str
        Contributions are positive where they speak for `option`.
    method, weights, unknown, screen
        As for `rank`.
    orders : int
        Random orders of the criteria where there are more than 16 of them and the method is not additive.

    Raises
    ------
    ValueError
        For an option against itself.
    ProblemError
        As for `rank`.

    Notes
    -----
    Where the score (or a function of it, such as its logarithm) is linear in the weights, a contribution is the weight
    times the difference under that criterion alone. Elsewhere it is a Shapley value: the mean effect of giving the
    option its own value on the criterion instead of the other's, over all orders of the criteria. The two options
    exchange values, so the scaling stays as it is computed on all options.

    Examples
    --------
    >>> from policymcda import explain, load
    >>> reason = explain(load("governance-2013"), None, "bulgaria", "cambodia", weights="equal")
    >>> bool(abs(reason.table["contribution"].sum() - reason.scores["difference"].iloc[0]) < 1e-12)
    True
    """
    seed = check_draws(seed=seed).seed
    model = PreferenceModel.of(problem, method=method, weights=weights, unknown=unknown, screen=screen)
    name = group_of(group, problem.grids)
    option, versus = (resolved(label, problem.grids[name].options) for label in (option, versus))
    problem, bound, part = model.problem, model.method, _competing(model, name, (option, versus))
    one, other = (_place(list(part.options), label, name) for label in (option, versus))
    if one == other:
        raise ValueError(f"{option!r} cannot be explained against itself")
    matrix, vector, grid = part.matrix, part.weights, part.ratings
    merit = problem.scale_ends.merit(matrix, problem.benefit)
    corners = (part.low, matrix, part.high)
    scores = part.scores()
    found, error, how = _contributions(bound, corners, vector, problem, one, other, orders, seed)
    found = np.where(np.abs(found) <= ROUNDING * np.max(np.abs(scores)), 0.0, found)
    shown = _Pair(option, versus, name, scores, one, other, found, list(model.case.grids) != ["all"])
    table = pd.DataFrame(
        {
            "group": name,
            "option": option,
            "versus": versus,
            "criterion": list(problem.leaf_criteria),
            "weight": vector,
            "rating": matrix[one],
            "rating_versus": matrix[other],
            "merit": merit[one],
            "merit_versus": merit[other],
            "evidence": [EVIDENCE[code] for code in grid.evidence[one]],
            "evidence_versus": [EVIDENCE[code] for code in grid.evidence[other]],
            "contribution": found,
            "error": error,
            "low": found - NORMAL * error,
            "high": found + NORMAL * error,
        }
    )
    listed = np.array([problem.labels("criterion").index(leaf) for leaf in problem.leaf_criteria])
    table = table.iloc[np.lexsort((listed, -np.abs(found)))]
    table = table.reset_index(drop=True)
    return Explanation(
        notes=model.notes_table([*_notes(bound, name, table, how), *model.notes()]),
        settings=model.settings(contributions=how),
        table=table,
        scores=shown.scores_table(),
        sentences=pd.DataFrame({"sentence": [shown.first(table), shown.second(table)]}),
    )


def _contributions(
    bound: BoundMethod, corners: Any, weights: Floats, problem: Problem, one: int, other: int, orders: int, seed: int
) -> tuple[Floats, Floats, str]:
    """What each criterion adds, its error, and how it was found."""
    criteria = len(problem.leaf_criteria)
    if bound.link is not None:
        alone = bound.link(bound(corners[1], np.eye(criteria), problem.benefit))
        text = "additive" if bound.link is np.positive else f"additive in the {getattr(bound.link, '__name__', '')}"
        return weights * (alone[:, one] - alone[:, other]), np.zeros(criteria), text
    coalitions = shapley.plan(criteria, orders=orders, seed=seed)
    matrices = corners if bound.interval else corners[1:2]

    def score(*some: Floats) -> Floats:
        low, mode, high = some if bound.interval else (some[0],) * 3
        return bound.scores(low, mode, high, weights, problem.benefit)

    found, error = shapley.contributions(score, matrices, one, other, coalitions)
    exact = criteria <= shapley.EXACT
    return found, error, "Shapley values" if exact else f"Shapley values from {orders} random orders, seed {seed}"


@dataclass(frozen=True, eq=False)
class _Pair:
    """What the sentences are made of."""

    option: str
    versus: str
    group: str
    scores: Floats
    one: int
    other: int
    contributions: Floats
    named: bool
    """Whether the group has a name of its own: "all" has one only beside others."""

    @property
    def difference(self) -> float:
        return float(self.scores[self.one] - self.scores[self.other])

    @property
    def tied(self) -> bool:
        return abs(self.difference) <= float(tolerance(self.scores)[0])

    def scores_table(self) -> pd.DataFrame:
        place = ranks(self.scores)
        row = {
            "group": self.group,
            "option": self.option,
            "versus": self.versus,
            "score": self.scores[self.one],
            "score_versus": self.scores[self.other],
            "difference": self.difference,
            "rank": place[self.one],
            "rank_versus": place[self.other],
        }
        return pd.DataFrame([row])

    def first(self, table: pd.DataFrame) -> str:
        """Which comes before which, and what speaks most for it."""
        place = ranks(self.scores)
        stands = "ties with" if self.tied else "comes before" if self.difference > 0 else "comes after"
        where = f"In {self.group}, " if self.named else ""
        sentence = (
            f"{where}{self.option} (rank {place[self.one]}, score {layout.cell(self.scores[self.one])}) {stands} "
            f"{self.versus} (rank {place[self.other]}, score {layout.cell(self.scores[self.other])})"
        )
        speaks = table[table["contribution"] * (self.difference or 1) > 0]
        if self.tied or not len(speaks):
            return f"{sentence}."
        return f"{sentence}, most of all for {_listed(speaks)}."

    def second(self, table: pd.DataFrame) -> str:
        """What speaks against it."""
        behind = self.versus if self.difference >= 0 else self.option
        speaks = table[table["contribution"] * (self.difference if not self.tied else 1) < 0]
        if not len(speaks):
            return f"Nothing speaks for {behind}." if not self.tied else "No criterion tells them apart."
        if self.tied:
            return f"What speaks for {self.option}, {_listed(table[table['contribution'] > 0])}, is made up for by {_listed(speaks)}."
        ahead = self.option if self.difference > 0 else self.versus
        against, total = abs(float(speaks["contribution"].sum())), abs(float(table["contribution"].sum()))
        share = share_text(against / (against + total))
        return f"For {behind} speaks {_listed(speaks)}, which takes back {share} of what speaks for {ahead}."


def _plural(link: str) -> str:
    """The function of a score in which contributions add up, by its word: log is a logarithm."""
    return "logarithms" if link == "log" else f"{link} values"


def _listed(rows: pd.DataFrame) -> str:
    """The first two criteria, and how many more."""
    text = ", then ".join(_said(row) for row in rows.head(2).itertuples())
    return text + (f" and {len(rows) - 2} more" if len(rows) > 2 else "")


def _said(row: Any) -> str:
    return f"{row.criterion} ({row.rating:g} against {row.rating_versus:g}: {row.contribution:+.3g})"


def _competing(model: PreferenceModel, group: str, labels: Sequence[str]) -> GroupModel:
    """The group with what competes in it, where the options that are asked about do."""
    reasons = model.reasons[group] if model.screen else {}
    for label in labels:
        if label in reasons:
            raise ValueError(f"{label!r} does not compete in {group!r}: {reasons[label]}")
    if group not in model.groups:
        raise ValueError(f"no option of {group!r} is admissible")
    return model.groups[group]


def _place(options: list[str], label: str, group: str) -> int:
    label = resolved(label, options)
    if label not in options:
        raise ValueError(f"no option {label!r} is rated in {group!r} ({nearest(str(label), options)})")
    return options.index(label)


def _notes(bound: BoundMethod, group: str, table: pd.DataFrame, how: str) -> Iterator[Note]:
    unknown = table.loc[(table["evidence"] == "none") | (table["evidence_versus"] == "none"), "criterion"]
    if len(unknown):
        yield "unknown", group, f"a rating rests on no evidence for {', '.join(map(plain, unknown))}"
    if how.startswith("additive in"):
        yield (
            "link",
            group,
            f"contributions sum to the difference of the {_plural(getattr(bound.link, '__name__', ''))} of the scores",
        )
    if (table["error"] > 0).any():
        yield "sampled", group, f"{how}: each contribution has its standard error"
