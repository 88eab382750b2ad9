"""The range over which a criterion's weight holds: its scale, else what its ratings span."""

from __future__ import annotations

import numpy as np

from policymcda.problem import Problem

Ends = tuple[float, float]


def ranges(problem: Problem, group: str | None = None) -> dict[str, Ends]:
    """For each leaf the range of its scale; without one that of the modes, in a group or in all groups."""
    modes = np.concatenate([grid.mode for name, grid in problem.grids.items() if group in (None, name)])
    low, high = (np.full(len(problem.leaves), np.nan) for _ in range(2))
    for ends, name in ((low, "low"), (high, "high")):
        column = problem.column(name)
        if column is not None:
            ends[:] = column.astype(np.float64)
    seen = np.fmin.reduce(modes, axis=0), np.fmax.reduce(modes, axis=0)
    low, high = (np.where(np.isnan(ends), own, ends) for ends, own in zip((low, high), seen, strict=True))
    return {leaf: (float(low[at]), float(high[at])) for at, leaf in enumerate(problem.leaves)}
