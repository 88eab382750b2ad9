"""Weights as a result, and the checks that any weights pass before they are used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.problem import Problem
from policymcda.results import Note, Result, made_by, notes_table
from policymcda.weighting import weights_text
from policymcda.weighting.stated_weights import stated


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
    found = stated(weights.table, problem).vectors
    return {group: found[group,] for group in problem.grids}


def by_stakeholder(weights: Weights, problem: Problem, *, sort: bool = False) -> dict[tuple[str, str], Floats]:
    """The weights of each group and stakeholder who has some, (n,); none where the weights know no stakeholders.

    Parameters
    ----------
    sort : bool
        In the order of the names, and not of the table.
    """
    if weights.combined:
        return {}
    table = weights.table
    keys = dict.fromkeys(zip(table["group"].tolist(), table["stakeholder"].tolist(), strict=True))
    found = stated(table, problem, groups=dict.fromkeys(group for group, _ in keys)).vectors
    return {(group, name): found[group, name] for group, name in (sorted(keys) if sort else keys) if name}


def checked(table: pd.DataFrame, problem: Problem, normalise: bool | None = None) -> dict[str, Floats]:
    """Weights of a table group, criterion, weight as a vector for each group (see `stated`)."""
    return {key[0]: vector for key, vector in stated(table, problem, normalise).vectors.items()}
