"""Where weights differ: several ways side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from policymcda.arrays.ranking.ranks import ranks
from policymcda.defaults import WAYS
from policymcda.errors import ProblemError
from policymcda.problem import Problem
from policymcda.results import Note, Result, made_by, notes_table
from policymcda.tables import layout
from policymcda.weighting.resolve import resolve
from policymcda.weighting.weights import Weights, vectors


@dataclass(frozen=True, eq=False, repr=False)
class SideBySide(Result):
    """Weights by several ways.

    Attributes
    ----------
    table : DataFrame
        group, criterion, way, weight, rank (1 is the heaviest, ties share a rank).
    """

    table: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group the criteria by ways, each weight with its rank."""
        ways = list(dict.fromkeys(self.table["way"]))
        shown = self.table.assign(sentence=[f"{row.weight:.3f} ({row.rank})" for row in self.table.itertuples()])
        for group, part in shown.groupby("group", sort=False):
            wide = part.pivot(index="criterion", columns="way", values="sentence")
            wide = wide.loc[list(dict.fromkeys(part["criterion"])), ways].reset_index()
            heading = [layout.filled(name, width) for name in self.heading(group)]
            yield "\n".join([*heading, layout.text(wide, width, rows)])


def side_by_side(problem: Problem, ways: Iterable[Any] | None = None) -> SideBySide:
    """The weights of each criterion by several ways, and their ranks.

    Parameters
    ----------
    ways : iterable, optional
        Names, `Weights`, or weights by label. Left out: every way that the case has what it needs for.

    Raises
    ------
    ValueError
        Where there is no way to compare.
    ProblemError
        Where a way that was asked for does not fit the case; of all ways those that do not fit are left out.

    Examples
    --------
    >>> from policymcda import load, weighting
    >>> weighting.side_by_side(load("cyber-policy"), ["ahp", "entropy"]).table.tail(2)
                 group criterion      way    weight  rank
    30  no_formal_ties     speed      ahp  0.295748     2
    31  no_formal_ties     speed  entropy  0.104003     3
    """
    found: dict[str, Weights] = {}
    ways_by_note = defaultdict[Note, list[str]](list)
    for number, way in enumerate(WAYS if ways is None else ways, start=1):
        try:
            used = resolve(problem, way)
        except ProblemError as error:
            if ways is not None:
                raise
            fault = error.every[0]
            ways_by_note[("left_out", "", f"left out: {fault.table}: {fault.rule}")].append(str(way))
            continue
        name = str(used.settings["weights"])
        found[name if name not in found else f"{name} ({number})"] = used
        for note in used.notes.itertuples(index=False, name=None):
            ways_by_note[note].append(name)
    if not found:
        raise ValueError(f"no ways to compare; choose from {', '.join(WAYS)}")
    rows = list[tuple[Any, ...]]()
    by_way = {name: vectors(used, problem) for name, used in found.items()}
    places = {(name, group): ranks(vector) for name, own in by_way.items() for group, vector in own.items()}
    for group in problem.grids:
        for criterion in problem.labels("criterion"):
            at = problem.leaf_criteria.index(criterion)
            for name, own in by_way.items():
                rows.append((group, criterion, name, float(own[group][at]), int(places[name, group][at])))
    notes = [(code, group, f"{', '.join(names)}: {text}") for (code, group, text), names in ways_by_note.items()]
    return SideBySide(
        notes=notes_table(notes, problem.reading_notes),
        settings=made_by(problem.fingerprint, ways=", ".join(found)),
        table=pd.DataFrame(rows, columns=["group", "criterion", "way", "weight", "rank"]),
    )
