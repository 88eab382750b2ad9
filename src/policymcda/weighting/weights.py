"""Weights as a result, and the checks that any weights pass before they are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.errors import Fault, ProblemError, nearest
from policymcda.problem import Problem
from policymcda.results import Note, Result, made_by, notes_table
from policymcda.weighting import weights_text

OFF = 1e-6
"""How far from 1 the sum of weights may be."""


@dataclass(frozen=True, eq=False, repr=False)
class Weights(Result):
    """The weight of each criterion in each group, and how it came about.

    Attributes
    ----------
    table : DataFrame
        group, criterion, weight; with a column stakeholder where stakeholders are kept apart.
    consistency : DataFrame
        How consistent the judgements behind the weights are, one row per set of them.
    repairs : DataFrame
        For each set that is not acceptable the shortest run found of judgements to look at again, one row per step.
    local : DataFrame
        Where criteria form a tree: the weight of each criterion among those under the same node, and its global weight.
    consensus : DataFrame
        How far each stakeholder is from all together.
    spread : DataFrame
        How far apart the stakeholders' weights of each criterion are.
    intervals : DataFrame
        The lowest and highest weight of each criterion where several weights fit what was said equally well.

    Notes
    -----
    A table that the way to the weights has nothing to say for is empty.
    """

    table: pd.DataFrame
    consistency: pd.DataFrame = field(default_factory=pd.DataFrame)
    repairs: pd.DataFrame = field(default_factory=pd.DataFrame)
    local: pd.DataFrame = field(default_factory=pd.DataFrame)
    consensus: pd.DataFrame = field(default_factory=pd.DataFrame)
    spread: pd.DataFrame = field(default_factory=pd.DataFrame)
    intervals: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def combined(self) -> bool:
        """Whether there is one weight for each group and criterion, so that options can be ranked by them."""
        return "stakeholder" not in self.table

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """The weights, one row per group; then how consistent the judgements are, and what would mend them, in words."""
        yield from weights_text.blocks(self.tables, width, rows)


def made(
    problem: Problem,
    found: Mapping[str, Floats] | Mapping[tuple[str, ...], Floats],
    source: str,
    notes: Iterable[Note] = (),
    tables: Mapping[str, pd.DataFrame] | None = None,
    **settings: object,
) -> Weights:
    """Weights from a vector for each group, or each group and stakeholder, (n,) in the order of the problem's leaves."""
    labels = problem.labels("criterion")
    order = [problem.leaf_criteria.index(leaf) for leaf in labels]
    keys = [key if isinstance(key, tuple) else (key,) for key in found]
    named = {
        name: np.repeat(np.array(column, dtype=object), len(order))
        for name, column in zip(("group", "stakeholder"), zip(*keys, strict=True), strict=False)
    }
    weights = np.concatenate([vector[order] for vector in found.values()])
    return Weights(
        notes=notes_table(notes, problem.reading_notes),
        settings=made_by(problem.fingerprint, weights=source, **settings),
        table=pd.DataFrame({**named, "criterion": labels * len(keys), "weight": weights}),
        **dict(tables or {}),
    )


def vectors(weights: Weights, problem: Problem) -> dict[str, Floats]:
    """The weights of each group, (n,) in the order of the problem's leaves."""
    if "stakeholder" in weights.table:
        raise ValueError(
            "these weights keep stakeholders apart: combine them, or see stakeholders() for a ranking each"
        )
    found = checked(weights.table, problem)
    return {group: found[group] for group in problem.grids}


def checked(table: pd.DataFrame, problem: Problem, normalise: bool = False) -> dict[str, Floats]:
    """Weights of a table group, criterion, weight as vectors; a blank group is every group.

    Raises
    ------
    ProblemError
        For a criterion or group that is unknown or missing, a weight that is missing, negative or not finite, and a
        sum that is not 1 unless `normalise`.
    """
    grouped = "group" in table and bool((table["group"] != "").any())
    leaves, groups = problem.leaf_criteria, {"", *problem.grids}
    known = set(table["criterion"]) <= set(leaves) and (not grouped or set(table["group"]) <= groups)
    faults = [] if known else list(_labels(table, problem))
    found: dict[str, Floats] = {}
    for group in problem.grids:
        rows = table[table["group"].isin(["", group])] if grouped else table
        place = f"{group}, " if grouped else ""
        pairs = list(zip(rows["criterion"], rows["weight"], strict=True))
        weights = {criterion: float(weight) for criterion, weight in pairs}
        vector = np.array([weights.get(leaf, np.nan) for leaf in leaves])
        sound = len(pairs) <= len(weights) and bool((np.isfinite(vector) & (vector >= 0)).all())
        wrong = [] if sound else list(_wrong(place, pairs, problem))
        total = float(vector.sum())
        if not wrong and normalise and total > 0:
            vector = vector / total
        elif not wrong and abs(total - 1) > OFF:
            hint = (
                "there is nothing to scale"
                if normalise
                else "divide by the sum, or weighting.given(..., normalise=True)"
            )
            wrong = [Fault("weights", column="weight", value=f"{place}{total:.9g}", rule="do not sum to 1", hint=hint)]
        faults += wrong
        found[group] = vector
    if faults:
        raise ProblemError(dict.fromkeys(faults))
    return found


def _labels(table: pd.DataFrame, problem: Problem) -> Iterable[Fault]:
    for column, known in (("criterion", list(problem.leaf_criteria)), ("group", ["", *problem.labels("group")])):
        for label in dict.fromkeys(table.get(column, [])):
            if label not in known:
                hint = nearest(str(label), [one for one in known if one])
                yield Fault("weights", column=column, value=str(label), rule=f"is not a known {column}", hint=hint)


def _wrong(where: str, pairs: list[tuple[str, float]], problem: Problem) -> Iterator[Fault]:
    """What is wrong with the weights of one group."""
    weights = {criterion: float(weight) for criterion, weight in pairs}
    for leaf in problem.leaf_criteria:
        place, rule = f"{where}{leaf}", ""
        if leaf not in weights:
            rule, hint = "has no weight", "give one; a weight of 0 is allowed"
        elif not np.isfinite(weights[leaf]) or weights[leaf] < 0:
            place, rule, hint = f"{place}: {weights[leaf]:g}", "is no weight", "give a number of 0 or more"
        elif sum(criterion == leaf for criterion, _ in pairs) > 1:
            rule, hint = "has more than one weight", "keep one"
        if rule:
            yield Fault("weights", column="weight", value=place, rule=rule, hint=hint)
