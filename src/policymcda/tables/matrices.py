"""A decision matrix as the tables of a case, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from policymcda.errors import Fault, nearest
from policymcda.tables.checking import Raw
from policymcda.tables.performance_tables import PerformanceTable

Split = tuple[dict[str, Raw | None], list[Fault]]


def split(
    frame: pd.DataFrame, directions: Any, weights: Any, bounds: Any, cells: Mapping[str, pd.DataFrame | None]
) -> Split:
    """The tables criteria and ratings of a matrix whose index are the options, and what does not go together."""
    frame = pd.DataFrame(frame)
    labels = [str(label).strip() for label in frame.columns]
    faults: list[Fault] = []
    criteria = pd.DataFrame({"criterion": labels}, dtype=object)
    criteria["direction"] = _by_label("directions", directions, labels, faults)
    if weights is not None:
        criteria["weight"] = _by_label("weights", weights, labels, faults)
    if bounds is not None:
        if isinstance(bounds, pd.DataFrame):
            bounds = dict(zip(bounds.index, bounds[["low", "high"]].to_numpy().tolist(), strict=True))
        pairs = _by_label("bounds", bounds, labels, faults)
        ends = [_pair(pair, label, faults) for pair, label in zip(pairs, labels, strict=True)]
        criteria["low"], criteria["high"] = [low for low, _ in ends], [high for _, high in ends]
    given = {name: cell for name, cell in cells.items() if cell is not None}
    ratings = _wide(frame, labels) if not given else _long(frame, given, faults)
    return {"criteria": Raw(criteria, labels), "ratings": ratings}, faults


def joined(extra: pd.DataFrame, grids: Mapping[str, PerformanceTable], leaf_criteria: list[str]) -> pd.DataFrame:
    """Wide ratings again, row by row as they came: the group and other columns, then one column per criterion."""
    values = np.full((len(extra), len(leaf_criteria)), np.nan)
    first = next(iter(grids))
    named = extra["group"].replace("", first) if "group" in extra else pd.Series(first, extra.index)
    for group, grid in grids.items():
        rows = np.flatnonzero(named == group)
        places = pd.Index(grid.options).get_indexer(extra["option"].to_numpy()[rows])
        rated = places >= 0
        values[rows[rated]] = grid.mode[places[rated]]
    return pd.concat([extra, pd.DataFrame(values, extra.index, leaf_criteria)], axis="columns")


def _wide(frame: pd.DataFrame, labels: list[str]) -> Raw:
    wide = frame.set_axis(labels, axis="columns")
    wide.insert(0, "option", frame.index)
    return Raw(wide, frame.index)


def _long(frame: pd.DataFrame, given: Mapping[str, pd.DataFrame], faults: list[Fault]) -> Raw:
    """One row per cell, with the other frames aligned by label."""
    for name, other in given.items():
        for axis, labels, own in (("row", other.index, frame.index), ("column", other.columns, frame.columns)):
            for label in [*labels.difference(own), *own.difference(labels)]:
                faults.append(
                    Fault(name, column=str(label), rule=f"the {axis} is not in both this frame and the matrix")
                )
    count = len(frame.columns)
    long = {
        "option": np.repeat(frame.index.to_numpy(dtype=object), count),
        "criterion": np.tile(np.array([str(label).strip() for label in frame.columns], dtype=object), len(frame)),
        "mode": frame.to_numpy(dtype=object).ravel(),
    }
    together = [frame, *given.values()]
    if not faults and all(one.index.is_unique and one.columns.is_unique for one in together):
        for name, other in given.items():
            long[name] = other.loc[frame.index, frame.columns].to_numpy(dtype=object).ravel()
    rows = [f"{option}, {criterion}" for option, criterion in zip(long["option"], long["criterion"], strict=True)]
    return Raw(pd.DataFrame(long), rows)


def _by_label(name: str, given: Any, labels: list[str], faults: list[Fault]) -> list[Any]:
    """One value for each label: by label (mapping, Series), in the order of the columns, or one word for all."""
    if isinstance(given, str):
        return [given] * len(labels)
    if isinstance(given, Mapping | pd.Series):
        values = {str(label).strip(): value for label, value in given.items()}
        for label in values:
            if label not in labels:
                faults.append(
                    Fault(name, column=label, rule="is not a column of the matrix", hint=nearest(label, labels))
                )
        for label in labels:
            if label not in values:
                faults.append(Fault(name, column=label, rule="has no entry", hint="give one for every criterion"))
        return [values.get(label) for label in labels]
    values_in_order = list(given) if isinstance(given, Sequence | np.ndarray) else [given]
    if len(values_in_order) != len(labels):
        rule = f"has {len(values_in_order)} entries for {len(labels)} criteria"
        faults.append(Fault(name, rule=rule, hint="give them by label"))
        return [None] * len(labels)
    return values_in_order


def _pair(pair: Any, label: str, faults: list[Fault]) -> tuple[Any, Any]:
    """The low and the high end of a scale; none where none is given."""
    if pair is None:
        return None, None
    if isinstance(pair, Sequence | np.ndarray) and not isinstance(pair, str) and len(pair) == 2:
        return pair[0], pair[1]
    faults.append(Fault("bounds", column=label, value=str(pair), rule="is not a pair", hint="give (low, high)"))
    return None, None
