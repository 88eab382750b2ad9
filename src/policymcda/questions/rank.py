"""Which option comes first: scores and ranks of the options of each group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.methods import weighted_sum
from policymcda.arrays.ranking.ranks import ranks
from policymcda.binding import BoundMethod, bind
from policymcda.problem import Problem
from policymcda.results import Note, Result, made_by, notes_table
from policymcda.screening import screened
from policymcda.tables import layout
from policymcda.tables.performance_tables import PerformanceTable
from policymcda.tables.schemas import EVIDENCE
from policymcda.weighting.options import option_priorities
from policymcda.weighting.resolve import resolve
from policymcda.weighting.weights import Weights, vectors


@dataclass(frozen=True, eq=False, repr=False)
class Ranking(Result):
    """Score and rank of every option, and what they were made with.

    Attributes
    ----------
    table : DataFrame
        group, option, score (more is better), rank (1 is best), screened, reason.
    weights : DataFrame
        group, criterion, weight.
    evidence : DataFrame
        group, option, and the share of the criteria's weight that rests on each grade of evidence.
    consistency : DataFrame
        The consistency of the judgements behind the weights, empty where there are none.
    """

    table: pd.DataFrame
    weights: pd.DataFrame
    evidence: pd.DataFrame
    consistency: pd.DataFrame

    @property
    def ranks(self) -> pd.DataFrame:
        """Ranks, option by group, in the order of the tables."""
        groups = list(dict.fromkeys(self.table["group"]))
        options = list(dict.fromkeys(self.table["option"]))
        return self.table.pivot(index="option", columns="group", values="rank").loc[options, groups]

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group its weights, their consistency, and its options from the best to the worst."""
        table = self.table.merge(self.evidence, on=["group", "option"]).sort_values("rank", kind="stable")
        grades = [grade for grade in EVIDENCE[::-1] if (table[grade] > 0).any()]
        percent = grades if grades != ["unstated"] else []
        table[percent] = (100 * table[percent]).round().astype(int)
        screened_out = dict(table.groupby("group")["screened"].any())
        table = table.drop(columns="screened")
        for group in dict.fromkeys(self.table["group"]):
            part = table[table["group"] == group].rename(columns={"reason": "screened"})
            columns = ["rank", "option", "score", *percent, *(["screened"] if screened_out.get(group) else [])]
            heading = [] if group == "all" else [layout.filled(group, width)]
            yield "\n".join([*heading, self._weights_line(group, width), layout.text(part[columns], width, rows)])
        if percent:
            text = f"{', '.join(percent)}: percent of the criteria's weight that rests on such evidence"
            yield layout.filled(text, width)

    def _weights_line(self, group: str, width: int) -> str:
        rows = self.weights[self.weights["group"] == group]
        text = ", ".join(f"{row.criterion} {row.weight:.3f}" for row in rows.itertuples())
        if len(self.consistency):
            text += _consistency_text(self.consistency[self.consistency["group"] == group])
        return layout.filled(f"weights: {text}", width, "  ")


def rank(
    problem: Problem,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    screen: bool = False,
) -> Ranking:
    """Rank the options of each group.

    Parameters
    ----------
    method : str or callable, optional
        A name of ``policymcda.arrays.methods.METHODS``, or a function of matrix, weights and benefit. Left out: the
        case's own choice, then TOPSIS.
    weights : Weights, str, mapping, Series or DataFrame, optional
        Left out: the case's own.
    unknown : {"mode", "worst", "best"}, optional
        What a rating without evidence counts as. Left out: the case's own choice, then its mode.
    screen : bool
        Score only what no screen or threshold excludes; the rest is listed with its reason, score NaN and rank <NA>.

    Raises
    ------
    ProblemError
        When weights, settings or ratings do not fit the method.

    Examples
    --------
    >>> from policymcda import load, rank
    >>> ranking = rank(load("cyber-policy"), weights={"legitimacy": 1, "feasibility": 0, "root_cause": 0, "speed": 0})
    >>> ranking.ranks.loc["regional_orgs", "nonsignatory_developing"]
    np.int64(1)
    """
    bound = bind(method, problem)
    used = resolve(problem, weights)
    rule = problem.rule_for_unknown(unknown)
    by_group = vectors(used, problem)
    screened_out = screened(problem)
    tables, shares, notes = [], [], list(_notes(problem, used, bound, rule))
    if problem.has("option_judgements"):
        notes += option_priorities(problem).notes.itertuples(index=False, name=None)
    for group, options, matrix in problem.matrices(rule):
        grid, reasons = problem.grids[group], screened_out.get(group, {})
        admitted = np.array([option not in reasons for option in options]) if reasons else np.ones(len(options), bool)
        scored = admitted if screen else np.ones(len(options), dtype=bool)
        order = problem.order(group)
        score = _scores(bound, matrix, grid, by_group[group], problem.benefit, scored)
        tables.append(_table(group, options, score, scored, reasons, order))
        shares.append(_shares(group, grid, by_group[group], order))
        competing = matrix if scored.all() else matrix[scored]
        notes += _group_notes(problem, group, competing, by_group[group], int((~admitted).sum()), screen)
    return Ranking(
        notes=notes_table([*notes, *used.notes.itertuples(index=False, name=None)]),
        settings=made_by(
            problem.fingerprint, method=bound.name, weights=used.settings["weights"], unknown=rule, screen=screen
        ),
        table=pd.concat(tables, ignore_index=True),
        weights=used.table,
        evidence=pd.concat(shares, ignore_index=True),
        consistency=used.consistency,
    )


def _consistency_text(rows: pd.DataFrame) -> str:
    """The consistency ratio of the sets behind the weights: the combined ones where stakeholders were combined."""
    together = rows[rows["stakeholder"] == "(combined)"]
    ratios = (together if len(together) else rows)["consistency_ratio"]
    return f"; consistency ratio {'up to ' if len(ratios) > 1 else ''}{ratios.max():.3f}" if len(ratios) else ""


def _scores(
    bound: BoundMethod, matrix: Floats, grid: PerformanceTable, weights: Floats, benefit: Bools, scored: Bools
) -> Floats:
    """Scores of the options that are scored, NaN for the rest, (m,)."""
    result = np.full(len(matrix), np.nan)
    if not scored.any():
        return result
    rows = slice(None) if scored.all() else scored
    if bound.interval:
        settings = bound.settings
        found = bound.function(grid.low[rows], matrix[rows], grid.high[rows], weights, benefit, **settings)
    else:
        found = bound(matrix[rows], weights, benefit)
    if np.shape(found) != result[rows].shape:
        raise ValueError(f"{bound.name} gave scores of the shape {np.shape(found)}, not one for each option")
    if not np.isfinite(found).all():
        raise ValueError(f"{bound.name} gave a score that is not finite")
    result[rows] = found
    return result


def _table(
    group: str, options: Any, score: Floats, scored: Bools, reasons: dict[str, str], order: Ints
) -> pd.DataFrame:
    place = np.zeros(len(options), dtype=np.int64)
    if scored.any():
        place[scored] = ranks(score[scored])
    ordered_options = options[order]
    return pd.DataFrame(
        {
            "group": _words(group, len(order)),
            "option": _words(ordered_options),
            "score": score[order],
            "rank": pd.arrays.IntegerArray(place[order], ~scored[order]),
            "screened": [option in reasons for option in ordered_options] if reasons else False,
            "reason": _words([reasons.get(option, "") for option in ordered_options] if reasons else "", len(order)),
        }
    )


def _words(words: Any, count: int = 1) -> pd.Series:
    """A column of text, or of one word so many times; objects, which share their text."""
    return pd.Series([words] * count if isinstance(words, str) else words, dtype=object)


def _shares(group: str, grid: PerformanceTable, weights: Floats, order: Ints) -> pd.DataFrame:
    """The share of the weight that rests on each grade of evidence, strongest first."""
    total = weights.sum()
    shares = {
        grade: ((grid.evidence == code) @ weights / total)[order] if (grid.evidence == code).any() else 0.0
        for code, grade in reversed(list(enumerate(EVIDENCE)))
    }
    return pd.DataFrame({"group": _words(group, len(order)), "option": _words(grid.options[order]), **shares})


def _notes(problem: Problem, used: Weights, bound: BoundMethod, rule: str) -> Iterator[Note]:
    """What holds for all groups."""
    for group in problem.grids:
        absent = problem.unrated(group)
        if absent:
            text = ", ".join(absent[:5]) + (f" and {len(absent) - 5} more" if len(absent) > 5 else "")
            yield "not_rated", group, f"not rated and out of the competition: {text}"
    counts = [(int(grid.unknown.sum()), grid.unknown.size) for grid in problem.grids.values()]
    unknown = sum(count for count, _ in counts)
    if unknown:
        text = {"mode": "their mode", "worst": "the worse end of their interval", "best": "the better end"}[rule]
        yield (
            "unknown",
            "",
            f"{unknown} of {sum(size for _, size in counts)} ratings rest on no evidence and count as {text}",
        )
    if bound.function is weighted_sum and "scale" not in bound.settings:
        ends = [bound.settings.get(end) for end in ("low", "high")]
        own = all(end is not None and not np.isnan(end).any() for end in ends)
        text = "the ends of their scales" if own else "the observed range where a scale has no ends"
        yield "scaling", "", f"criteria are scaled by {text}"


def _group_notes(
    problem: Problem, group: str, matrix: Floats, weights: Floats, screened_out: int, screen: bool
) -> Iterator[Note]:
    """What holds for one group."""
    if screened_out:
        text = "left out" if screen else "ranked all the same (screen=True leaves them out)"
        yield "screened", group, f"{screened_out} option{'s are' if screened_out > 1 else ' is'} screened and {text}"
    if len(matrix) > 1:
        for column in np.flatnonzero((matrix == matrix[0]).all(axis=0) & (weights > 0)):
            yield (
                "constant_column",
                group,
                f"{problem.leaf_criteria[column]} is the same for every option and decides nothing",
            )
