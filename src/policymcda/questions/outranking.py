"""Which option outranks which, and which are left when all that is outranked is put aside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Bools
from policymcda.arrays.methods.electre_i import kernel
from policymcda.arrays.pairs import check_pairs
from policymcda.arrays.ranking.circles import circles
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.tables import layout

PAIRS = ["group", "option", "versus", "relation"]

MANY = 3000
"""Options above which the table of pairs, quadratic in their number, is left out."""

LISTED = 40
"""Options of a circle that a note names at most."""

RELATIONS = np.array(["incomparable", "preferred", "indifferent"], dtype=object)
"""By how many of the two outrank the other."""


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
        for every two options; none above 3,000 options, which a note says.
    """

    table: pd.DataFrame
    pairs: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group its kernel, and how often options are preferred, indifferent and incomparable."""
        for group, part in self.table.groupby("group", sort=False):
            pairs = self.pairs.loc[self.pairs["group"] == group, "relation"].value_counts()
            none = "left out" if len(part) > MANY else "no pair"
            text = ", ".join(f"{count} {relation}" for relation, count in pairs.items()) or none
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

    Raises
    ------
    ValueError
        For a method of one's own that does not say of each option whether it outranks each.
    ProblemError
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
        relation, labels = np.asarray(part.by_weights(part.weights), dtype=np.bool_), part.options
        if relation.shape != (len(labels), len(labels)):
            raise ValueError(
                f"{model.method.name} gave {relation.shape}, not whether each outranks each, {(len(labels),) * 2}"
            )
        tables.append(_kernel(group, labels, relation).iloc[order])
        if len(labels) <= MANY:
            pairs.append(_pairs(group, labels, relation, order))
        else:
            notes.append(("many_options", group, f"more than {MANY:,} options: the table of pairs is left out"))
        named = _circles(labels, relation, order)
        if named:
            notes.append(("circle", group, f"outrank each other in a circle and count as one: {named}"))
    return Outranking(
        notes=model.notes_table([*notes, *model.notes()]),
        settings=model.settings(),
        table=pd.concat(tables, ignore_index=True),
        pairs=pd.concat(pairs, ignore_index=True) if pairs else pd.DataFrame(columns=PAIRS),
    )


def _pairs(group: str, labels: Any, relation: Bools, order: Any) -> pd.DataFrame:
    """A row for every two options in the order of the tables, the preferred one first."""
    one, other = (order[places] for places in np.triu_indices(len(labels), 1))
    forth, back = relation[one, other], relation[other, one]
    turned = back & ~forth
    first, second = np.where(turned, other, one), np.where(turned, one, other)
    columns = {"group": group, "option": labels[first], "versus": labels[second]}
    return pd.DataFrame({**columns, "relation": RELATIONS[forth.astype(np.int8) + back]})


def _kernel(group: str, labels: Any, relation: Bools) -> pd.DataFrame:
    itself = np.diagonal(relation)
    return pd.DataFrame(
        {
            "group": group,
            "option": labels,
            "kernel": kernel(relation),
            "outranks": np.count_nonzero(relation, axis=1) - itself,
            "outranked_by": np.count_nonzero(relation, axis=0) - itself,
        }
    )


def _circles(labels: Any, relation: Bools, order: Any) -> str:
    """Options that outrank each other in a circle, two or more at a time."""
    found = circles(relation)[order]
    large = np.flatnonzero(np.bincount(found) > 1)
    named = sorted(tuple(labels[order][found == number]) for number in large)
    return "; ".join(f"{', '.join(circle[:LISTED])}{_more(circle)}" for circle in named)


def _more(circle: tuple[str, ...]) -> str:
    return f" and {len(circle) - LISTED:,} more" if len(circle) > LISTED else ""
