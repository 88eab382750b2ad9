"""Swing weights (von Winterfeldt and Edwards, 1986): points for the swing over a range that was shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np

from policymcda.arrays.weights.swing import from_points
from policymcda.errors import Fault, ProblemError, check_choices
from policymcda.problem import Problem
from policymcda.weighting.stakeholder_statements import COMBINES, Answer, answers, numbers, settled
from policymcda.weighting.weights import Weights, made

NEAR = 1e-9
"""Ranges are the same where their ends differ by no more than this share of the range."""

Ends = tuple[float, float]
"""The lower and the upper end of a range."""


def swing(problem: Problem, *, combine: Literal["weights"] | None = "weights") -> Weights:
    """Weights in proportion to the points of the table `swings`.

    Parameters
    ----------
    combine : {"weights", None}
        Several stakeholders: the mean of their weights, by the weights of the table `stakeholders`; or kept apart.

    Raises
    ------
    ProblemError
        When the range that was shown is no longer the criterion's, from what to what; when points are missing, or
        nobody gave any. A criterion's range is that of its scale, else of the ratings.

    Examples
    --------
    >>> from policymcda import Problem, weighting
    >>> problem = Problem.from_tables(
    ...     criteria={"criterion": ["jobs", "cost"], "direction": ["benefit", "cost"], "low": [0, 5], "high": [900, 20]},
    ...     ratings={"option": ["tax", "ban"], "jobs": [100, 700], "cost": [9, 14]},
    ...     swings={"criterion": ["jobs", "cost"], "points": [100, 25], "low": [0, 5], "high": [900, 20]},
    ... )
    >>> weighting.swing(problem).table["weight"].tolist()
    [0.8, 0.2]
    """
    check_choices(combine=(combine, COMBINES))
    found = answers(problem, "swings")
    known = criterion_ranges(problem)
    faults = [fault for one in found for fault in (*_moved(problem, one, known), *_pointless(one))]
    if faults:
        raise ProblemError(dict.fromkeys(faults))
    points = {(one.group, one.stakeholder): from_points(numbers(one, "points")) for one in found}
    vectors, notes = settled(problem, points, combine)
    text = "the weights hold for the ranges that were shown, and for values that are linear over them"
    return made(problem, vectors, "swing", [*notes, ("ranges", "", text)])


def _moved(problem: Problem, one: Answer, known: dict[str, Ends]) -> Iterator[Fault]:
    """The criteria whose range is not the one that was shown."""
    shown = zip(problem.leaf_criteria, numbers(one, "low"), numbers(one, "high"), strict=True)
    own = criterion_ranges(problem)
    for leaf, low, high in shown:
        now = own[leaf], known[leaf]
        most = NEAR * max(abs(low), abs(high), high - low)
        if not any(abs(low - ends[0]) <= most and abs(high - ends[1]) <= most for ends in now):
            value = ", ".join(part for part in (one.place, leaf) if part)
            rule = f"was shown from {low:g} to {high:g} and now runs from {now[0][0]:g} to {now[0][1]:g}"
            hint = "its weight no longer holds: ask again with the new range"
            yield Fault("swings", column="low", value=value, rule=rule, hint=hint)


def _pointless(one: Answer) -> Iterator[Fault]:
    if not np.any(numbers(one, "points") > 0):
        hint = "give the most important swing 100 points"
        yield Fault("swings", column="points", value=one.place, rule="no swing has any points", hint=hint)


def criterion_ranges(problem: Problem) -> dict[str, Ends]:
    """For each leaf the range of its scale; where it has none, that of all its ratings."""
    ends = problem.scale_ends
    return {
        leaf: (float(low), float(high))
        for leaf, low, high in zip(problem.leaf_criteria, ends.low, ends.high, strict=True)
    }
