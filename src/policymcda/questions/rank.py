"""Which option comes first: scores and ranks of the options of each group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.methods.description import fixed, identity
from policymcda.arrays.ranking.ranks import ranks
from policymcda.model import GroupModel, PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result, notes_table
from policymcda.screening import statuses
from policymcda.tables import layout
from policymcda.tables.schemas import EVIDENCE
from policymcda.tables.what_if import descendants
from policymcda.weighting.options import option_priorities


@dataclass(frozen=True, eq=False, repr=False)
class Ranking(Result):
    """Score and rank of every option, and what they were made with.

    Attributes
    ----------
    table : DataFrame
        group, option, score (more is better), rank (1 is best), screened, reason, status (what a screen says of the
        option without excluding it).
    weights : DataFrame
        group, criterion, weight.
    evidence : DataFrame
        group, option, and the share of the criteria's weight that rests on each grade of evidence.
    consistency : DataFrame
        The consistency of the judgements behind the weights, empty where there are none.
    nodes : DataFrame
        group, node, option, score, rank: where criteria form a tree and scores add up, what each option scores on the
        criteria below each node, with weights divided by the node's (see `Problem.node`); else empty.
    """

    table: pd.DataFrame
    weights: pd.DataFrame
    evidence: pd.DataFrame
    consistency: pd.DataFrame
    nodes: pd.DataFrame

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
            part = table[table["group"] == group]
            part = part.assign(
                screened=part["reason"], status=part["reason"].where(part["reason"] != "", part["status"])
            )
            stated = self.table.loc[self.table["group"] == group, "status"].ne("").any()
            last = ["status"] if stated else ["screened"] if screened_out.get(group) else []
            columns = ["rank", "option", "score", *percent, *last]
            heading = [layout.filled(name, width) for name in self.heading(group)]
            yield "\n".join([*heading, self._weights_line(group, width), layout.text(part[columns], width, rows)])
            if (self.nodes["group"] == group).any():
                yield layout.text(self._composite(group, list(part["option"])), width, rows)
        if percent:
            text = f"{', '.join(percent)}: percent of the criteria's weight that rests on such evidence"
            yield layout.filled(text, width)

    def _composite(self, group: str, options: list[str]) -> pd.DataFrame:
        """Options by nodes, each score with its rank."""
        own = self.nodes[(self.nodes["group"] == group) & self.nodes["rank"].notna()]
        own = own.assign(cell=[f"{row.score:.3f} ({row.rank})" for row in own.itertuples()])
        wide = own.pivot(index="option", columns="node", values="cell")
        order = [option for option in options if option in wide.index]
        return wide.loc[order, list(dict.fromkeys(own["node"]))].reset_index()

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
    screen: bool | None = None,
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
    screen : bool, optional
        Score only what no screen or threshold excludes; the rest is listed with its reason, score NaN and rank <NA>.
        Left out: the case's own choice, then all compete.

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
    model = PreferenceModel.of(
        problem, method=method, weights=weights, unknown=unknown, screen=screen, may_be_empty=True
    )
    stated = statuses(problem) if problem.has("screens") else {}
    tree = problem.table("criteria") if model.method.description.linear is identity and problem.nodes else None
    parts, nodes, notes = [], list[pd.DataFrame](), [*model.notes(), *_notes(model)]
    for group in problem.grids:
        part = model.groups.get(group)
        parts.append(_columns(model, group, part, stated.get(group, {})))
        nodes += () if part is None or tree is None else _nodes(problem, part, tree)
        if part is not None and (part.matrix == part.matrix[0]).all(axis=0).any():
            notes += _group_notes(problem, part)
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    columns["rank"] = pd.arrays.IntegerArray(columns["rank"], ~columns.pop("competes"))
    table = {name: pd.Series(columns[name], dtype=object if name in _WORDS else None) for name in columns}
    return Ranking(
        notes=notes_table(notes, model.case.reading_notes),
        settings=model.settings(),
        table=pd.DataFrame({name: column for name, column in table.items() if name not in EVIDENCE}),
        weights=model.known_weights.table,
        evidence=pd.DataFrame({name: table[name] for name in ("group", "option", *EVIDENCE[::-1])}),
        consistency=model.known_weights.consistency,
        nodes=pd.concat(nodes, ignore_index=True) if nodes else _NO_NODES,
    )


def _consistency_text(rows: pd.DataFrame) -> str:
    """The consistency ratio of the sets behind the weights: the combined ones where stakeholders were combined."""
    together = rows[rows["stakeholder"] == "(combined)"]
    ratios = (together if len(together) else rows)["consistency_ratio"]
    return f"; consistency ratio {'up to ' if len(ratios) > 1 else ''}{ratios.max():.3f}" if len(ratios) else ""


_WORDS = ("group", "option", "reason", "status")
"""Columns of text; objects, which share their text."""


def _columns(model: PreferenceModel, group: str, part: GroupModel | None, stated: Mapping[str, str]) -> dict[str, Any]:
    """Score, rank and evidence of every option of a group, in the order of their table; NaN for what does not compete."""
    ratings, reasons, weights = model.case.grids[group], model.reasons[group], model.vectors[group]
    order, count = model.case.order(group), len(ratings.options)
    score, place, competes = np.full(count, np.nan), np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.bool_)
    if part is not None:
        competing = part.ratings.options
        competes = np.isin(ratings.options, competing) if len(competing) < count else ~competes
        score[competes] = part.scores()
        place[competes] = ranks(score[competes])
    labels, blank, total = ratings.options[order], np.full(count, "", dtype=object), weights.sum()
    shares = {
        grade: ((ratings.evidence == code) @ weights / total)[order]
        if (ratings.evidence == code).any()
        else np.zeros(count)
        for code, grade in reversed(list(enumerate(EVIDENCE)))
    }
    return {
        "group": np.full(count, group, dtype=object),
        "option": labels,
        "score": score[order],
        "rank": place[order],
        "competes": competes[order],
        "screened": np.array([option in reasons for option in labels]) if reasons else np.zeros(count, dtype=np.bool_),
        "reason": np.array([reasons.get(option, "") for option in labels], dtype=object) if reasons else blank,
        "status": np.array([stated.get(option, "") for option in labels], dtype=object) if stated else blank,
        **shares,
    }


_NO_NODES = pd.DataFrame(columns=["group", "node", "option", "score", "rank"])


def _nodes(problem: Problem, part: GroupModel, criteria: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """What each option scores on the criteria below each node of the tree, by a method that adds; NaN without weight."""
    labels = part.options[part.order]
    for node in problem.nodes:
        weights = np.where(np.isin(problem.leaf_criteria, list(descendants(criteria, node))), part.weights, 0.0)
        total, score, place = weights.sum(), np.full(len(labels), np.nan), np.zeros(len(labels), dtype=np.int64)
        if total > 0:
            score = part.by_weights(weights / total)[part.order]
            place = ranks(score)
        rank_column = pd.arrays.IntegerArray(place, np.full(len(labels), not total > 0))
        columns = {"group": part.group, "node": node, "option": labels, "score": score, "rank": rank_column}
        yield pd.DataFrame(columns)


def _notes(model: PreferenceModel) -> Iterator[Note]:
    """What holds for all groups."""
    settings = model.method.settings
    if model.method.description.scales_by_ends and "scale" not in settings:
        own = all(fixed(settings.get(end)) for end in ("low", "high"))
        text = "the ends of their scales" if own else "the observed range where a scale has no ends"
        yield "scaling", "", f"criteria are scaled by {text}"
    if model.case.has("option_judgements"):
        yield from option_priorities(model.case).notes.itertuples(index=False, name=None)


def _group_notes(problem: Problem, part: GroupModel) -> Iterator[Note]:
    """Criteria that decide nothing in a group."""
    if len(part.matrix) > 1:
        for column in np.flatnonzero((part.matrix == part.matrix[0]).all(axis=0) & (part.weights > 0)):
            text = f"{problem.leaf_criteria[column]} is the same for every option and decides nothing"
            yield "constant_column", part.group, text
