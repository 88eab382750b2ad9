"""What is drawn for the ratings: their distributions, or the user's own draws aligned by label."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats
from policymcda.arrays.smaa.tasks import Values
from policymcda.errors import Fault, ProblemError, described, nearest
from policymcda.model import GroupModel, PreferenceModel
from policymcda.problem import Problem
from policymcda.uncertainty import distributions


def drawn_values(model: PreferenceModel, ratings: Any) -> dict[str, Values]:
    """What is drawn, or taken as certain, for the ratings of the options of each group that compete.

    Parameters
    ----------
    ratings : {"drawn", "fixed", "unknown"} or draws of the user's own
        Draws of the user's own are of all options, whether or not they compete.
    """
    if not isinstance(ratings, str):
        draws = aligned(model.case, ratings)
        return {group: draws[group][:, _competing(model, part)] for group, part in model.groups.items()}
    drawn = {group: distributions(part.ratings, ratings) for group, part in model.groups.items()}
    return {group: drawn[group] if drawn[group].cells else part.matrix for group, part in model.groups.items()}


def _competing(model: PreferenceModel, part: GroupModel) -> Bools | slice:
    """Where the options that compete are among all that are rated in the group."""
    every = model.case.grids[part.group].options
    return slice(None) if len(every) == len(part.options) else np.isin(every, part.options)


def aligned(problem: Problem, given: Any) -> dict[str, Floats]:
    """Draws of each group as (samples, m, n) in the order of its grid.

    Parameters
    ----------
    given : DataFrame, array or mapping
        A table draw, group (where there are several), option, criterion, value; or an array (samples, options,
        criteria) in the order of the problem's tables, for a problem of one group; or a mapping of arrays by group.

    Raises
    ------
    ProblemError
        When a cell has no draws, or one that is not finite.
    """
    if isinstance(given, pd.DataFrame):
        return _from_table(problem, given)
    by_group = dict(given) if isinstance(given, Mapping) else dict.fromkeys(problem.grids, given)
    if not isinstance(given, Mapping) and len(problem.grids) > 1:
        raise ValueError(f"own draws: give a mapping by group ({', '.join(problem.grids)}), or a table with labels")
    unknown = [group for group in by_group if group not in problem.grids]
    missing = [group for group in problem.grids if group not in by_group]
    if unknown or missing:
        text = (
            f"no group {unknown[0]!r} ({nearest(unknown[0], problem.grids)})"
            if unknown
            else f"no draws for {missing[0]!r}"
        )
        raise ValueError(f"own draws: {text}")
    return {group: _from_array(problem, group, _numbers(group, by_group[group])) for group in problem.grids}


def _numbers(group: str, given: Any) -> Floats:
    try:
        return np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"own draws for {group!r} are an array of numbers, not {described(given)}") from None


def _from_array(problem: Problem, group: str, array: Floats) -> Floats:
    matrix = problem.matrix(group, "worst")
    expected = matrix.shape
    if array.ndim != 3 or array.shape[1:] != expected or not len(array):
        raise ValueError(
            f"own draws for {group!r}: the shape is {array.shape}, not (samples, {expected[0]}, {expected[1]})"
        )
    rows = matrix.index.get_indexer(problem.grids[group].options)
    columns = matrix.columns.get_indexer(list(problem.leaf_criteria))
    _finite(group, array)
    return np.ascontiguousarray(array[:, rows][:, :, columns])


def _from_table(problem: Problem, table: pd.DataFrame) -> dict[str, Floats]:
    needed = ["draw", *(["group"] if len(problem.grids) > 1 else []), "option", "criterion", "value"]
    missing = [column for column in needed if column not in table]
    if missing:
        raise ValueError(f"own draws: the column {missing[0]!r} is missing; columns are {', '.join(needed)}")
    faults = list(_unknown_labels(problem, table[needed]))
    if faults:
        raise ProblemError(faults)
    found = {}
    for group, grid in problem.grids.items():
        rows = table[table["group"] == group] if "group" in table else table
        cells = pd.MultiIndex.from_product([grid.options, problem.leaf_criteria])
        twice = rows.duplicated(["draw", "option", "criterion"])
        if twice.any():
            row = rows[twice].iloc[0]
            place = f"{group}, draw {row['draw']}, {row['option']}, {row['criterion']}"
            raise ProblemError([Fault("draws", column="value", value=place, rule="is there twice", hint="keep one")])
        wide = rows.pivot(index="draw", columns=["option", "criterion"], values="value")
        lacking = cells.difference(wide.columns)
        if len(lacking):
            raise ProblemError(
                Fault(
                    "draws",
                    column="value",
                    value=f"{group}, {cell[0]}, {cell[1]}",
                    rule="has no draws",
                    hint="add them",
                )
                for cell in lacking
            )
        shape = (len(wide), len(grid.options), len(problem.leaf_criteria))
        found[group] = wide[cells].to_numpy(np.float64).reshape(shape)
        _finite(group, found[group])
    return found


def _unknown_labels(problem: Problem, table: pd.DataFrame) -> Iterator[Fault]:
    known = {"group": list(problem.grids), "option": problem.labels("option"), "criterion": list(problem.leaf_criteria)}
    for column in table.columns.intersection(list(known)):
        for label in dict.fromkeys(table[column]):
            if label not in known[column]:
                hint = nearest(str(label), known[column])
                yield Fault("draws", column=column, value=str(label), rule=f"is not a known {column}", hint=hint)


def _finite(group: str, array: Floats) -> None:
    bad = np.argwhere(~np.isfinite(array))
    if len(bad):
        place = f"{group}, draw {bad[0][0]}"
        raise ProblemError(
            [
                Fault(
                    "draws",
                    column="value",
                    value=place,
                    rule=f"{len(bad)} values are missing or not finite",
                    hint="draw them again",
                )
            ]
        )
