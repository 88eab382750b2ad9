"""What excludes an option before any score: a missing precondition, or a threshold that it does not meet."""

from __future__ import annotations

import numpy as np

from policymcda.problem import Problem
from policymcda.tables.performance_tables import expanded
from policymcda.tables.statuses import EXCLUDES


def screened(problem: Problem) -> dict[str, dict[str, str]]:
    """For each group the options that are excluded, and why; below a node those of the whole problem."""
    if problem.whole is not None:
        return {group: reasons for group, reasons in screened(problem.whole).items() if group in problem.grids}
    found: dict[str, dict[str, str]] = {group: {} for group in problem.grids}
    groups = list(problem.grids)
    if problem.has("screens"):
        screens = expanded(problem.table("screens"), groups)
        screens = screens[(screens["status"] == EXCLUDES) & screens["group"].isin(groups)]
        reasons = screens["reason"] if "reason" in screens else [""] * len(screens)
        for group, option, reason in zip(screens["group"], screens["option"], reasons, strict=True):
            found[group][option] = reason or EXCLUDES.replace("_", " ")
    if problem.has("thresholds"):
        limits = expanded(problem.table("thresholds"), groups)
        for row in limits[limits["group"].isin(groups)].to_dict("records"):
            for option, reason in _short(problem, row["group"], row):
                found[row["group"]].setdefault(option, reason)
    return found


def statuses(problem: Problem) -> dict[str, dict[str, str]]:
    """What the screens say of options beside excluding them: for each group, option to status."""
    found: dict[str, dict[str, str]] = {group: {} for group in problem.grids}
    if problem.has("screens"):
        screens = expanded(problem.table("screens"), list(problem.grids))
        screens = screens[screens["group"].isin(found) & (screens["status"] != EXCLUDES)]
        for group, option, status in zip(screens["group"], screens["option"], screens["status"], strict=True):
            found[group][option] = status
    return found


def _short(problem: Problem, group: str, row: dict[str, object]) -> list[tuple[str, str]]:
    """The options of a group whose mode misses a threshold."""
    grid = problem.grids[group]
    column = problem.leaf_criteria.index(str(row["criterion"]))
    modes, found = grid.mode[:, column], []
    for end, misses, direction in (("at_least", np.less, "below"), ("at_most", np.greater, "above")):
        limit = float(row.get(end, np.nan))  # type: ignore[arg-type]
        for place in np.flatnonzero(misses(modes, limit)):
            found.append((grid.options[place], f"{row['criterion']} {modes[place]:g} is {direction} {limit:g}"))
    return found
