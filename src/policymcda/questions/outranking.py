"""Which option outranks which, and which are left when all that is outranked is put aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Bools
from policymcda.arrays.methods.electre_i import kernel
from policymcda.arrays.pairs import check_pairs
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.tables import layout


@dataclass(frozen=True, eq=False, repr=False)
class Outranking(Result):
    """How every two options stand to each other, and the kernel.

    Attributes
    ----------
    table : DataFrame
        group, option, kernel (no other of the kernel outranks it, and every option left out is outranked by one of
        it), outranks and outranked_by (how many others).
    pairs : DataFrame
        group, option, versus, relation: option is preferred to versus, the two are indifferent, or incomparable. One row
        for every two options.
    """

    table: pd.DataFrame
    pairs: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group its kernel, and how often options are preferred, indifferent and incomparable."""
        for group, part in self.table.groupby("group", sort=False):
            pairs = self.pairs.loc[self.pairs["group"] == group, "relation"].value_counts()
            text = ", ".join(f"{count} {relation}" for relation, count in pairs.items()) or "no pair"
            kept = ", ".join(part.loc[part["kernel"], "option"])
            lines = self.heading(group)
            lines += [layout.filled(f"kernel: {kept}", width, "  "), layout.filled(f"pairs: {text}", width, "  ")]
            yield "\n".join([*lines, layout.text(part.drop(columns="group"), width, rows)])


def outranking(
    problem: Problem,
    *,
    method: str | Callable[..., Bools] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    screen: bool | None = None,
) -> Outranking:
    """Which option outranks which in each group: options may be incomparable, and nothing is forced into a ranking.

    Parameters
    ----------
    method : str or callable, optional
        The name of a relation (electre_i unless named, promethee_i), or a function of matrix,
        weights and benefit that says whether the row is at least as good as the column, (m, m).
    weights, unknown, screen
        As for `rank`.

    Examples
    --------
    >>> from policymcda import load, outranking
    >>> stands = outranking(load("cyber-policy"), method="promethee_i")
    >>> sorted(set(stands.pairs["relation"]))
    ['incomparable', 'preferred']
    """
    model = PreferenceModel.of(problem, method=method, weights=weights, unknown=unknown, screen=screen, relation=True)
    tables, pairs, notes = [], [], list[Note]()
    for part in model:
        group, order = part.group, part.order
        check_pairs(len(part.options), group)
        relation = np.asarray(part.by_weights(part.weights), dtype=bool)
        labels, relation = part.options[order], relation[np.ix_(order, order)]
        tables.append(_kernel(group, labels, relation))
        pairs.append(_pairs(group, labels, relation))
        circles = _circles(labels, relation)
        if circles:
            notes.append(("circle", group, f"outrank each other in a circle and count as one: {circles}"))
    return Outranking(
        notes=model.notes_table([*notes, *model.notes()]),
        settings=model.settings(),
        table=pd.concat(tables, ignore_index=True),
        pairs=pd.concat(pairs, ignore_index=True),
    )


def _pairs(group: str, labels: Any, relation: Bools) -> pd.DataFrame:
    """A row for every two options, the preferred one first."""
    rows = []
    for i, j in combinations(range(len(labels)), 2):
        first, second = (i, j) if relation[i, j] or not relation[j, i] else (j, i)
        both = (relation[first, second], relation[second, first])
        text = {(True, True): "indifferent", (True, False): "preferred", (False, False): "incomparable"}[both]
        rows.append((group, labels[first], labels[second], text))
    return pd.DataFrame(rows, columns=["group", "option", "versus", "relation"])


def _kernel(group: str, labels: Any, relation: Bools) -> pd.DataFrame:
    others = relation & ~np.eye(len(labels), dtype=bool)
    return pd.DataFrame(
        {
            "group": group,
            "option": labels,
            "kernel": kernel(relation),
            "outranks": others.sum(axis=1),
            "outranked_by": others.sum(axis=0),
        }
    )


def _circles(labels: Any, relation: Bools) -> str:
    """Options that outrank each other in a circle, two or more at a time."""
    reach = relation | np.eye(len(labels), dtype=bool)
    for _ in range(int(np.ceil(np.log2(max(len(labels), 2))))):
        reach = reach @ reach
    alike = reach & reach.T
    found = {tuple(labels[row]) for row in alike if row.sum() > 1}
    return "; ".join(", ".join(circle) for circle in sorted(found))
