"""The user's own draws of ratings, aligned by label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.errors import Fault, ProblemError, nearest
from policymcda.problem import Problem


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
        told = (
            f"no group {unknown[0]!r} ({nearest(unknown[0], problem.grids)})"
            if unknown
            else f"no draws for {missing[0]!r}"
        )
        raise ValueError(f"own draws: {told}")
    return {
        group: _from_array(problem, group, np.asarray(by_group[group], dtype=np.float64)) for group in problem.grids
    }


def _from_array(problem: Problem, group: str, array: Floats) -> Floats:
    matrix = problem.matrix(group, "worst")
    expected = matrix.shape
    if array.ndim != 3 or array.shape[1:] != expected or not len(array):
        raise ValueError(
            f"own draws for {group!r}: the shape is {array.shape}, not (samples, {expected[0]}, {expected[1]})"
        )
    rows = matrix.index.get_indexer(problem.grids[group].options)
    columns = matrix.columns.get_indexer(list(problem.leaves))
    _finite(group, array)
    return np.ascontiguousarray(array[:, rows][:, :, columns])


def _from_table(problem: Problem, table: pd.DataFrame) -> dict[str, Floats]:
    needed = ["draw", *(["group"] if len(problem.grids) > 1 else []), "option", "criterion", "value"]
    missing = [column for column in needed if column not in table]
    if missing:
        raise ValueError(f"own draws: the column {missing[0]!r} is missing; columns are {', '.join(needed)}")
    found = {}
    for group, grid in problem.grids.items():
        rows = table[table["group"] == group] if "group" in table else table
        wide = rows.pivot(index="draw", columns=["option", "criterion"], values="value")
        cells = pd.MultiIndex.from_product([grid.options, problem.leaves])
        lacking = cells.difference(wide.columns)
        if len(lacking):
            raise ProblemError(
                Fault(
                    "draws",
                    column="value",
                    value=f"{group}, {option}, {criterion}",
                    rule="has no draws",
                    hint="add them",
                )
                for option, criterion in lacking
            )
        shape = (len(wide), len(grid.options), len(problem.leaves))
        found[group] = wide[cells].to_numpy(np.float64).reshape(shape)
        _finite(group, found[group])
    return found


def _finite(group: str, array: Floats) -> None:
    bad = np.argwhere(~np.isfinite(array))
    if len(bad):
        place = f"{group}, draw {bad[0][0]}"
        raise ProblemError([Fault("draws", column="value", value=place, rule=f"{len(bad)} draws are not finite")])
