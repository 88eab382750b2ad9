"""Which options are in every sensible set, whatever the weights of a space and the ratings within their intervals."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np

from policymcda.anchoring import additive
from policymcda.arrays import Bools, Floats
from policymcda.arrays.choice.dominance import FEW_CRITERIA
from policymcda.arrays.choice.robust import MANY, MOST, Ends, non_dominated
from policymcda.arrays.methods import additive_value
from policymcda.arrays.sampling import polytope
from policymcda.arrays.sampling.weight_spaces import Anything, Fixed, Space
from policymcda.arrays.smaa.tasks import unit_scores
from policymcda.binding import BoundMethod
from policymcda.portfolios.parts import Part
from policymcda.problem import Problem

UNASKED = 12
"""Options up to which the core index is given without being asked for."""

CORNERS = 1024
"""Corners of the weights of all groups together."""

SPREADS = 4.0
"""A normal rating without ends counts as within so many standard deviations."""


def why_not(part: Part, bound: BoundMethod, problem: Problem, spaces: dict[str, Space], asked: bool) -> str:
    """Why the sets that nothing dominates are not listed; blank where they are."""
    groups = {group for group, _ in part.keys}
    corners = [corners_of(spaces[group]) for group in sorted(groups)]
    most = MANY if asked else UNASKED
    if not additive(bound, problem):
        return f"{bound.name} does not add over the criteria"
    if part.free.sum() > most:
        hint = "" if asked else f" (robust lists those of up to {MANY})"
        return f"the sets of more than {most} options are not listed{hint}"
    if any(one is None for one in corners):
        return "the weights have no corners that could be listed"
    if np.prod([float(len(one)) for one in corners if one is not None]) > CORNERS:
        return f"the weights of all groups together have more than {CORNERS} corners"
    return ""


def robust_sets(
    part: Part, bound: BoundMethod, problem: Problem, spaces: dict[str, Space], shares: dict[str, float], ratings: str,
    matrices: dict[str, Floats],
) -> tuple[Bools, Ends]:  # fmt: skip
    """The sets that nothing dominates (k, projects), and the ends of the values of the options.

    Raises
    ------
    ValueError
        Where more sets are left to compare than can be.
    """
    ends = _ends(part, bound, problem, spaces, shares, ratings, matrices)
    free = part.free
    found = non_dominated(part.program, ends) if free.all() else _among(part, ends, free)
    if found is None:
        raise ValueError(f"{part.name}: more than {MOST:,} sets are non-dominated: narrow the ratings or the weights")
    return found, ends


def corners_of(weights: Space) -> Floats | None:
    """The corners of a space of weights, (v, n); None where it has none, or too many criteria to list them."""
    if isinstance(weights, Anything):
        return np.eye(weights.criteria)
    if isinstance(weights, Fixed):
        return np.array([weights.weights])
    limits = weights.constraints()
    found = polytope.shape(limits) if limits is not None and weights.criteria <= FEW_CRITERIA else None
    return None if found is None else np.array(found.vertices)


def _among(part: Part, ends: Ends, free: Bools) -> Bools | None:
    """The same among the options that are not left out, so that those that are take no time."""
    if not free.any():
        return np.zeros((1, len(free)), dtype=np.bool_)  # the empty set alone
    smaller = part.among(free)
    found = non_dominated(smaller.program, Ends(ends.low[:, free], ends.high[:, free], _together(smaller)))
    if found is None:
        return None
    sets = np.zeros((len(found), len(free)), dtype=np.bool_)
    sets[:, free] = found
    return sets


def _together(part: Part) -> Floats:
    return np.array(list(part.together.values()), dtype=np.float64)


def _ends(
    part: Part, bound: BoundMethod, problem: Problem, spaces: dict[str, Space], shares: dict[str, float], ratings: str,
    matrices: dict[str, Floats],
) -> Ends:  # fmt: skip
    """Least and largest value of each option at each corner; with several groups, at each choice of a corner of each."""
    groups = sorted({group for group, _ in part.keys})
    each = []
    for group in groups:
        corners = corners_of(spaces[group])
        least, largest = _of_ratings(bound, problem, group, ratings, matrices[group])
        weights = np.zeros((1, 0)) if corners is None else corners
        each.append((shares[group] * weights @ least.T, shares[group] * weights @ largest.T))
    rows = list(product(*(range(len(low)) for low, _ in each)))
    low, high = (
        np.array([np.concatenate([ends[side][row] for ends, row in zip(each, places, strict=True)]) for places in rows])
        for side in (0, 1)
    )
    return Ends(low, high, _together(part))


def _of_ratings(
    bound: BoundMethod, problem: Problem, group: str, ratings: str, matrix: Floats
) -> tuple[Floats, Floats]:
    """The least and the largest value of every rating between its ends, before weights, each (m, n)."""
    low, high = _intervals(problem, group, ratings, matrix)
    parts = [low, high]
    if bound.function is additive_value:  # a value function with a target is largest inside
        corners: list[Any] = [one[0] if one is not None else np.zeros(0) for one in bound.settings["points"]]
        for place in range(max(map(len, corners), default=0)):
            row = np.array([one[min(place, len(one) - 1)] if len(one) else np.nan for one in corners])
            parts.append(np.clip(np.where(np.isnan(row), low, row), low, high))
    found = np.array([unit_scores(bound, one, problem.benefit) for one in parts])
    return np.min(found, axis=0), np.max(found, axis=0)


def _intervals(problem: Problem, group: str, ratings: str, matrix: Floats) -> tuple[Floats, Floats]:
    """The ends of every rating that may vary, the rating itself where it may not, each (m, n)."""
    grid = problem.grids[group]
    varies = {"fixed": np.zeros_like(grid.unknown), "unknown": grid.unknown}.get(ratings, np.ones_like(grid.unknown))
    reach = SPREADS * np.nan_to_num(grid.sd)
    low = np.where(np.isinf(grid.low), grid.mode - reach, grid.low)
    high = np.where(np.isinf(grid.high), grid.mode + reach, grid.high)
    return np.where(varies, low, matrix), np.where(varies, high, matrix)
