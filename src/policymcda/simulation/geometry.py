"""Exact indices of a group, where its method is linear in the weights and its ratings are certain."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from policymcda.arrays.sampling import polytope
from policymcda.arrays.sampling.weight_spaces import Constraints, Space
from policymcda.arrays.smaa import exact, tasks
from policymcda.arrays.smaa.tasks import Task
from policymcda.binding import BoundMethod
from policymcda.simulation import confidence, result_tables

PRACTICAL = 60.0
"""Seconds that a group may take, by the estimate of `exact.seconds`."""


def solved(
    group: str, bound: BoundMethod, task: Task, space: Space, options: Sequence[str], criteria: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """The tables of a group.

    Raises
    ------
    ValueError
        Where the method is not linear in the weights, ratings are drawn, weights are not uniform within linear
        limits, or it would take too long.
    """
    if bound.link is None:
        raise ValueError(f"exact sampling needs a method that is linear in the weights; {bound.name} is not")
    if not confidence.certain(task) or not isinstance(task.ratings, np.ndarray):
        raise ValueError("exact sampling needs fixed ratings, or a problem whose ratings are all certain")
    constraints = space.constraints()
    if constraints is None:
        raise ValueError("exact sampling needs weights that are uniform within linear limits")
    seconds = exact.seconds(len(options), _dimension(constraints)) + exact.SECONDS_PER_FACE * 2.0 ** len(criteria)
    if seconds > PRACTICAL:
        raise ValueError(
            f"sampling='exact' would take about {_duration(seconds)} for the {len(options)} options and "
            f"{len(criteria)} criteria of {group!r}; sampling='sobol' gives every index with its error"
        )
    whole = polytope.shape(constraints)
    if whole is None:
        raise ValueError(f"no weights of {group!r} are within these limits")
    scores = bound.link(tasks.unit_scores(bound, task.ratings, task.benefit))
    found = exact.acceptability(scores, whole)
    return result_tables.from_geometry(found, confidence.exactly(task, found.central), options, criteria)


def _dimension(constraints: Constraints) -> int:
    """Of the weights within the limits; inequalities that leave no room in a direction are not counted."""
    equal = np.concatenate([np.ones((1, constraints.equal.shape[1])), constraints.equal])
    return int(equal.shape[1] - np.linalg.matrix_rank(equal))


def _duration(seconds: float) -> str:
    """A time that a person can read, in one unit."""
    for unit, size in (("years", 31_557_600.0), ("days", 86_400.0), ("hours", 3_600.0), ("minutes", 60.0)):
        if seconds >= 2 * size:
            return f"{seconds / size:,.0f} {unit}" if seconds < 1e6 * size else f"{seconds / size:.0e} {unit}"
    return f"{seconds:.0f} seconds"
