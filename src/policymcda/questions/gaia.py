"""Which criteria pull together and which apart, and where each option stands between them (GAIA: Mareschal and Brans, 1988)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays.ranking.gaia import components
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Result
from policymcda.tables import layout
from policymcda.tables.sentences import share_text

LITTLE = 0.6
"""Share of the variance below which a plane hides too much to be relied on."""


@dataclass(frozen=True, eq=False, repr=False)
class Plane(Result):
    """Options and criteria in the plane that shows most of how they differ.

    Attributes
    ----------
    table : DataFrame
        group, option, x, y, flow (the net flow by the weights, which PROMETHEE II ranks by).
    criteria : DataFrame
        group, criterion, x, y, weight: near each other where they prefer the same options, opposite where not.
    axes : DataFrame
        group, axis, share (of the variance), x, y (the decision axis: where the weights pull), explained (by the plane).
    """

    table: pd.DataFrame
    criteria: pd.DataFrame
    axes: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group the share that the plane explains, options and criteria."""
        for group, part in self.axes.groupby("group", sort=False):
            text = f"the plane shows {share_text(float(part['explained'].iloc[0]))} of the differences"
            tables = [frame[frame["group"] == group].drop(columns="group") for frame in (self.table, self.criteria)]
            heading = ": ".join([*self.heading(group), text])
            yield "\n\n".join([layout.filled(heading, width), *(layout.text(table, width, rows) for table in tables)])


def gaia(problem: Problem, *, weights: Any = None, unknown: str | None = None, screen: bool | None = None) -> Plane:
    """Options and criteria in one plane, by the net flows of PROMETHEE II on each criterion.

    Parameters
    ----------
    weights, unknown, screen
        As for `rank`.

    Examples
    --------
    >>> from policymcda import gaia, load
    >>> axes = gaia(load("cyber-policy")).axes
    >>> print(f"{axes['explained'].iloc[0]:.0%} of the differences between the options of the first group")
    72% of the differences between the options of the first group
    """
    model = PreferenceModel.of(problem, method="promethee_ii", weights=weights, unknown=unknown, screen=screen)
    parts: dict[str, list[pd.DataFrame]] = {"table": [], "criteria": [], "axes": []}
    notes = model.notes()
    shown = [problem.leaf_criteria.index(leaf) for leaf in problem.labels("criterion")]
    for part in model:
        group, options = part.group, part.options
        flows = part.by_weights(np.eye(len(problem.leaf_criteria))).T
        found, criteria, shares = components(flows)
        found, criteria, shares = _two(found), _two(criteria), np.append(shares, [0.0, 0.0])[:2]
        order, vector = part.order, part.weights
        parts["table"].append(pd.DataFrame(
            {"group": group, "option": options[order], "x": found[order, 0], "y": found[order, 1], "flow": (flows @ vector)[order]}
        ))  # fmt: skip
        labels = np.array(problem.leaf_criteria, dtype=object)[shown]
        parts["criteria"].append(pd.DataFrame(
            {"group": group, "criterion": labels, "x": criteria[shown, 0], "y": criteria[shown, 1], "weight": vector[shown]}
        ))  # fmt: skip
        x, y = vector @ criteria
        explained = float(shares.sum())
        parts["axes"].append(
            pd.DataFrame({"group": group, "axis": [1, 2], "share": shares, "x": x, "y": y, "explained": explained})
        )
        if explained < LITTLE:
            notes.append(
                ("little_explained", group, f"the plane shows only {share_text(float(explained))} of the differences")
            )
    return Plane(
        notes=model.notes_table(notes),
        settings=model.settings(),
        **{name: pd.concat(frames, ignore_index=True) for name, frames in parts.items()},
    )


def _two(coordinates: Any) -> Any:
    """The first two coordinates, 0 where there are fewer."""
    lacking = max(0, 2 - coordinates.shape[1])
    return np.pad(coordinates, ((0, 0), (0, lacking)))[:, :2]
