"""A decision matrix as the tables of a case, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from policymcda.errors import Fault, nearest
from policymcda.tables import shapes
from policymcda.tables.cells import numbers, texts
from policymcda.tables.checking import Raw
from policymcda.tables.performance_tables import PerformanceTable
from policymcda.tables.shapes import RESERVED
from policymcda.tables.spelling import composed, key, resolved

_NOT_AGAIN = {"directions": "benefit"}
"""What stands for an entry that is missing and is a fault already, so that it is not a second one."""

Split = tuple[dict[str, Raw | None], list[Fault]]


def split(
    frame: pd.DataFrame, directions: Any, weights: Any, bounds: Any, cells: Mapping[str, pd.DataFrame | None]
) -> Split:
    """The tables criteria and ratings of a matrix whose index are the options, and what does not go together."""
    frame = pd.DataFrame(frame)
    labels = [composed(str(label).strip()) for label in frame.columns]
    given = {name: cell for name, cell in cells.items() if cell is not None}
    fault = next((one for one in (_misplaced(each, directions) for each in (frame, *given.values())) if one), None)
    if fault:
        return {"criteria": None, "ratings": None}, [fault]
    faults: list[Fault] = []
    table = criteria(labels, directions, weights, bounds, faults)
    wide = not given and not any(key(label) in RESERVED for label in labels)
    ratings = _wide(frame, labels) if wide else _long(frame, given, faults)
    return {"criteria": Raw(table, labels), "ratings": ratings}, faults


def criteria(labels: list[str], directions: Any, weights: Any, bounds: Any, faults: list[Fault]) -> pd.DataFrame:
    """The table criteria from directions, weights and ends of scales by label or in the order of the labels."""
    table = pd.DataFrame({"criterion": labels}, dtype=object)
    table["direction"] = _by_label("directions", directions, labels, faults)
    if weights is not None:
        table["weight"] = _by_label("weights", weights, labels, faults)
    if bounds is not None:
        if isinstance(bounds, pd.DataFrame):
            bounds = dict(zip(bounds.index, bounds[["low", "high"]].to_numpy().tolist(), strict=True))
        pairs = _by_label("bounds", bounds, labels, faults)
        ends = [_pair(pair, label, faults) for pair, label in zip(pairs, labels, strict=True)]
        table["low"], table["high"] = [low for low, _ in ends], [high for _, high in ends]
    return table


def _misplaced(frame: pd.DataFrame, directions: Any) -> Fault | None:
    """The fault of a matrix whose options stand in a column, or whose criteria stand in rows."""
    named = {str(label).strip() for label in dict(directions)} if isinstance(directions, Mapping | pd.Series) else set()
    titles = [str(title).strip() for title in frame.columns]
    if len(frame) <= 4 * len(named) and shapes.is_turned(map(str, frame.index), titles, named):
        rule = "the criteria stand in the index and the options in the columns"
        return Fault("matrix", value=", ".join(titles[:4]), rule=rule, hint="give the transposed frame: frame.T")
    numbered = frame.index.name is None and pd.api.types.is_integer_dtype(frame.index.dtype)
    column = _column_of_options(frame, named) if numbered and len(frame) and not frame.columns.has_duplicates else None
    if column is None:
        return None
    rule = "the options stand in this column and not in the index"
    return Fault("matrix", column=str(column), rule=rule, hint=f"give the frame with set_index({str(column)!r})")


def _column_of_options(frame: pd.DataFrame, named: set[str]) -> Any:
    """The column of a numbered frame that has the options: it is called so, or it is the first and all text."""
    for title in frame.columns:
        if key(title) == "option" and str(title).strip() not in named and (named or _is_text(frame[title])):
            return title
    first = frame.columns[0] if len(frame.columns) > 1 else None
    return first if first is not None and str(first).strip() not in named and _is_text(frame[first]) else None


def _is_text(column: pd.Series) -> bool:
    """Whether no cell of a column is a number."""
    if pd.api.types.is_any_real_numeric_dtype(column):
        return False
    written = texts(column)
    return bool((written != "").any()) and bool(numbers(written)[0].isna().all())


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
        "criterion": np.tile(
            np.array([composed(str(label).strip()) for label in frame.columns], dtype=object), len(frame)
        ),
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
        values = {resolved(str(label).strip(), labels): value for label, value in given.items()}
        for label in values:
            if label not in labels:
                faults.append(
                    Fault(name, column=label, rule="is not a column of the matrix", hint=nearest(label, labels))
                )
        for label in labels:
            if label not in values:
                faults.append(Fault(name, column=label, rule="has no entry", hint="give one for every criterion"))
        return [values.get(label, _NOT_AGAIN.get(name)) for label in labels]
    values_in_order = list(given) if isinstance(given, Sequence | np.ndarray) else [given]
    if len(values_in_order) != len(labels):
        rule = f"has {len(values_in_order)} entries for {len(labels)} criteria"
        faults.append(Fault(name, rule=rule, hint="give them by label"))
        return [_NOT_AGAIN.get(name)] * len(labels)
    return values_in_order


def _pair(pair: Any, label: str, faults: list[Fault]) -> tuple[Any, Any]:
    """The low and the high end of a scale; none where none is given."""
    if pair is None:
        return None, None
    if isinstance(pair, Sequence | np.ndarray) and not isinstance(pair, str) and len(pair) == 2:
        return pair[0], pair[1]
    faults.append(Fault("bounds", column=label, value=str(pair), rule="is not a pair", hint="give (low, high)"))
    return None, None


def written(
    ratings: pd.DataFrame, grids: Mapping[str, PerformanceTable], leaf_criteria: Sequence[str], shown: Sequence[str]
) -> pd.DataFrame:
    """Wide ratings as they are written: their other columns, then the criteria in the order of their table."""
    wide = joined(ratings, grids, list(leaf_criteria))
    others = [column for column in wide if column not in leaf_criteria]
    return wide[[*others, *shown]]
