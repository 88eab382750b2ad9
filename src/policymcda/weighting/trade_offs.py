"""What weights say in the units of the criteria, for the analyst to accept or reject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays.weights.swing import exchange
from policymcda.errors import Fault, ProblemError, nearest
from policymcda.problem import Problem
from policymcda.results import Note, Result, made_by, notes_table
from policymcda.tables import layout
from policymcda.weighting.resolve import resolve
from policymcda.weighting.swings import criterion_ranges
from policymcda.weighting.weights import vectors

TENTH = 0.1
"""The change that is asked about unless given: this share of the criterion's range."""


@dataclass(frozen=True, eq=False, repr=False)
class EquivalentChanges(Result):
    """For each pair of criteria the change in one that makes up for a change in the other.

    Attributes
    ----------
    table : DataFrame
        group, criterion, versus; change: of the criterion, for the worse, in its unit; equivalent: of `versus`, for the
        better, in its versus_unit, blank where no change makes up for it; within_range: whether `versus` runs that far.
    """

    table: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """A sentence a pair."""
        for group, part in self.table.groupby("group", sort=False):
            heading = [layout.filled(name, width) for name in self.heading(group)]
            lines = [layout.filled(_change_text(row), width, "    ") for row in part.head(rows).to_dict("records")]
            yield "\n".join([*heading, *lines])


def equivalent_change(
    problem: Problem, weights: Any = None, *, change: float | Mapping[str, float] | None = None
) -> EquivalentChanges:
    """The change in one criterion that makes up for a stated change in another, for each pair of them.

    Any weights imply this once values are linear over the criteria's ranges: weights by AHP too, whether or not whoever
    judged had those ranges in mind. What nobody would accept says that the weights do not mean what they were taken for.

    Parameters
    ----------
    weights : optional
        What `resolve` takes; the case's own unless given.
    change : float or mapping, optional
        How much worse a criterion becomes, in its unit, one number or one by criterion; a tenth of its range unless given.

    Examples
    --------
    >>> from policymcda import load, weighting
    >>> changes = weighting.equivalent_change(load("cyber-policy"), change=1).table
    >>> changes.query("group == 'no_formal_ties' and criterion == 'feasibility'").round(1)[["versus", "equivalent"]]
              versus  equivalent
    39    legitimacy         6.7
    40    root_cause         5.5
    41         speed         1.8
    """
    used = resolve(problem, weights)
    by_group, units = vectors(used, problem), _units(problem)
    changes = _changes(problem, change)
    labels = problem.labels("criterion")
    rows = list[tuple[Any, ...]]()
    for group, vector in by_group.items():
        ends = criterion_ranges(problem)
        spans = np.array([ends[leaf][1] - ends[leaf][0] for leaf in problem.leaf_criteria])
        rates = exchange(vector, spans)
        for one, other in ((one, other) for one in labels for other in labels if one != other):
            i, j = problem.leaf_criteria.index(one), problem.leaf_criteria.index(other)
            size = changes.get(one, TENTH * spans[i])
            equivalent = size * rates[i, j]
            worse, better = (-1.0 if problem.benefit[i] else 1.0), (1.0 if problem.benefit[j] else -1.0)
            within = bool(equivalent <= spans[j] * (1 + 1e-9))
            cells = (worse * size, units[one], better * equivalent, units[other], within)
            rows.append((group, one, other, *cells))
    names = ["group", "criterion", "versus", "change", "unit", "equivalent", "versus_unit", "within_range"]
    return EquivalentChanges(
        notes=notes_table(_notes(problem, str(used.settings["weights"])), problem.reading_notes),
        settings=made_by(problem.fingerprint, weights=used.settings["weights"]),
        table=pd.DataFrame(rows, columns=names),
    )


def _changes(problem: Problem, change: float | Mapping[str, float] | None) -> dict[str, float]:
    """The stated changes by criterion, all above 0."""
    if change is None:
        return {}
    stated = dict(change) if isinstance(change, Mapping) else dict.fromkeys(problem.leaf_criteria, change)
    for label, size in stated.items():
        if label not in problem.leaf_criteria:
            raise ValueError(f"change: no criterion {label!r} ({nearest(str(label), problem.leaf_criteria)})")
        if not (np.isfinite(size) and size > 0):
            rule = "a change is a number above 0, in the unit of the criterion"
            raise ProblemError([Fault("change", column=label, value=str(size), rule=rule)])
    return {label: float(size) for label, size in stated.items()}


def _units(problem: Problem) -> dict[str, str]:
    column = problem.column("unit")
    return {leaf: "" if column is None else str(column[at]) for at, leaf in enumerate(problem.leaf_criteria)}


def _notes(problem: Problem, way: str) -> Iterator[Note]:
    yield "linear", "", "changes make up for each other so only if values are linear over the criteria's ranges"
    if way == "ahp":
        text = "judgements of importance name no range: that they hold for these ranges is implied, not stated"
        yield "implied", "", text
    if not problem.scale_ends.given.all():
        yield "ranges", "", "a criterion without a scale has the range of all its ratings in all groups"


def _change_text(row: dict[Any, Any]) -> str:
    """A pair in words."""
    lost = f"{row['criterion']} {row['change']:+.4g}{_unit(row['unit'])}"
    if np.isnan(row["equivalent"]):
        return f"{lost}: nothing in {row['versus']} makes up for it"
    beyond = "" if row["within_range"] else " (beyond its range)"
    return f"{lost} = {row['versus']} {row['equivalent']:+.4g}{_unit(row['versus_unit'])}{beyond}"


def _unit(unit: str) -> str:
    return f" {unit}" if unit else ""
