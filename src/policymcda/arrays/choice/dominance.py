"""What holds for all weights and ratings, or for some: dominance, necessary and possible preference, ranks that can be.

Necessary: at least as good whatever the weights and ratings. Possible: better for some of them (Greco, Mousseau and
Słowiński, 2008). One option is possibly better exactly where the other is not necessarily at least as good.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.choice.at_least import compared
from policymcda.arrays.ranking.ranks import ROUNDING
from policymcda.arrays.sampling import polytope
from policymcda.arrays.sampling.face_lattice import Complex, cut
from policymcda.arrays.sampling.weight_spaces import Constraints
from policymcda.arrays.smaa.counting import per_row
from policymcda.arrays.smaa.exact import seconds

FEW_CRITERIA = 10
"""Up to so many criteria a polytope is taken by its vertices, above by a linear program for each pair."""

PAIRS = 2**20
"""Pairs of options that are looked at together."""

PRACTICAL = 2.0
"""Seconds that the exact ranks of a group may take, by the estimate for its cells."""


@dataclass(frozen=True, eq=False)
class Margins:
    """By how much an option can be better than another, (m, m), and whether it can be at all."""

    most: Floats
    """The largest difference of their values over all weights and ratings; 0 on the diagonal."""

    better: Bools
    """Whether that is more than rounding: possible preference."""


@dataclass(frozen=True, eq=False)
class RankRange:
    """The best and the worst rank that each option can have, (m,), and whether it can be first and alone."""

    best: Ints
    worst: Ints
    alone: Bools


@dataclass(frozen=True, eq=False)
class Standing:
    """What all others say of each option, (m,)."""

    dominators: list[Ints]
    """Those that dominate it at the modes, or the first of them."""

    dominated_by: Ints
    """How many dominate it at the modes."""

    tied: Bools
    """Whether one that is never placed behind it dominates it whatever the ratings: it is never first alone."""

    behind: Ints
    """How many others can never be better."""


def dominates(worst: Floats, best: Floats, benefit: Bools) -> tuple[Bools, Bools]:
    """Whether the row is at least as good as the column on every criterion, and whether better on one too, each (m, m).

    Parameters
    ----------
    worst, best : (m, n)
        The worse and the better end of each rating; the rating itself, twice, where it is certain.
    """
    ends = compared(worst * _signs(benefit), best * _signs(benefit))
    good = ends.at_least()
    return good.T, ends.better(good).T


def _signs(benefit: Bools) -> Floats:
    return np.where(benefit, 1.0, -1.0)


def standing(
    ratings: tuple[Floats, Floats, Floats],
    benefit: Bools,
    keeps: bool,
    never_better: Callable[[slice], Bools] | None,
    named: int,
) -> Standing:
    """What all others say of each option, some of all pairs at a time.

    Parameters
    ----------
    ratings : three of (m, n)
        Modes, and the worse and the better end.
    keeps : bool
        Whether the method never places a dominating option behind the one it dominates.
    never_better : callable, optional
        Of some options whether they can never be better than each, (r, m); by dominance alone where there is no such.
    named : int
        How many dominators of an option are named at most.
    """
    modes, worst, best = (part * _signs(benefit) for part in ratings)
    options = len(modes)
    at_modes = compared(modes, modes)
    at_ends = at_modes if np.array_equal(worst, modes) and np.array_equal(best, modes) else compared(worst, best)
    behind, counts = np.zeros(options, dtype=np.int64), np.zeros(options, dtype=np.int64)
    dominators, tied = list[Ints](), np.zeros(options, dtype=np.bool_)
    rows = max(1, PAIRS // options)
    for start in range(0, options, rows):
        part = slice(start, start + rows)
        weakly = at_ends.at_least(part)
        always = at_ends.better(weakly, part)
        now = always if at_ends is at_modes else at_modes.better(at_modes.at_least(part), part)
        never = weakly if never_better is None else never_better(part)
        if never_better is not None or keeps:
            own = np.arange(options)[part]
            never[np.arange(len(own)), own] = False
            behind += np.add.reduce(never.view(np.uint8), axis=0, dtype=np.uint32)
        tied[part] = np.any(always, axis=1) & keeps
        counts[part] = per_row(now)
        dominators += [np.flatnonzero(row)[:named] for row in now]
    return Standing(dominators, counts, tied, behind)


def margins(worst: Floats, best: Floats, limits: Constraints) -> Margins:
    """The largest differences of values linear in the weights, over a polytope of weights.

    Parameters
    ----------
    worst, best : (m, n)
        The least and the largest value of each option on each criterion; an option's value is the sum with weights.
    """
    points = vertices(limits)
    if points is not None:
        most = _most_at(worst, best, points)
    else:
        pairs = best[:, None] - worst
        most = np.array([[_most(pair, limits) for pair in row] for row in pairs])
    np.fill_diagonal(most, 0.0)
    return Margins(most, most > _rounding(worst, best))


def never_better(worst: Floats, best: Floats, points: Floats) -> Callable[[slice], Bools]:
    """Of some options whether they can never be better than each, (r, m), over the polytope with these corners."""
    return compared(worst @ points.T + _rounding(worst, best), best @ points.T).at_least


def _rounding(worst: Floats, best: Floats) -> float:
    """The largest difference of two values that rounding explains."""
    return float(ROUNDING * max(np.max(np.abs(worst), initial=0.0), np.max(np.abs(best), initial=0.0)))


def vertices(limits: Constraints) -> Floats | None:
    """The corners of a polytope of weights, (v, n); None where there are too many criteria to list them."""
    criteria = limits.above.shape[1]
    if not len(limits.above) and not len(limits.equal):
        return np.eye(criteria)
    if criteria > FEW_CRITERIA:
        return None
    found = polytope.shape(limits)
    return None if found is None else np.array(found.vertices)


def _most_at(worst: Floats, best: Floats, points: Floats) -> Floats:
    """Largest difference at the corners, (r, m): linear differences are largest at one of them."""
    most = np.full((len(best), len(worst)), -np.inf)
    for point in points:
        np.maximum(most, (best @ point)[:, None] - worst @ point, out=most)
    return most


def _most(direction: Floats, limits: Constraints) -> float:
    """The largest value of a linear function of the weights."""
    from scipy.optimize import linprog

    equal = np.vstack([limits.equal, np.ones(len(direction))])
    value = np.append(limits.value, 1.0)
    answer = linprog(-direction, limits.above, limits.bound, equal, value, bounds=(0, None), method="highs")
    return -float(answer.fun or 0.0)


def rank_range(worst: Floats, best: Floats, limits: Constraints) -> RankRange | None:
    """Exact best and worst ranks over a polytope of weights; None where its cells would take too long.

    The best rank of an option is met where its own values are best and those of the others worst, at a corner of a cell
    of weights in which the order does not change; the worst rank in the inside of one.
    """
    options, criteria = best.shape
    practical = criteria <= FEW_CRITERIA and 2 * seconds(options, criteria - 1) <= PRACTICAL
    whole = polytope.shape(limits) if practical else None
    if whole is None:
        return None
    found = np.array([_ranks_of(i, worst, best, whole) for i in range(options)])
    return RankRange(found[:, 0], found[:, 1], found[:, 2].astype(np.bool_))


def _ranks_of(option: int, worst: Floats, best: Floats, whole: Complex) -> tuple[int, int, bool]:
    """Best rank, worst rank, and whether the option is first and alone for some weights."""
    size = max(np.max(np.abs(worst), initial=0.0), np.max(np.abs(best), initial=0.0))
    hopeful = np.delete(worst, option, axis=0) - best[option]
    cautious = np.delete(best, option, axis=0) - worst[option]
    shape = _cells(whole, hopeful, size)
    at_corners = np.array(shape.vertices) @ hopeful.T > ROUNDING * size
    least = int(np.min(np.count_nonzero(at_corners, axis=1)))
    full = (1 << len(hopeful)) - 1
    alone = any(below == full for below in shape.below)
    shape = shape if np.array_equal(hopeful, cautious) else _cells(whole, cautious, size)
    most = max(above.bit_count() for above in shape.above)
    return 1 + least, 1 + most, alone


def _cells(whole: Complex, differences: Floats, size: float) -> Complex:
    shape = whole.copy()
    for difference in differences:
        cut(shape, np.where(np.abs(difference) > ROUNDING * size, difference, 0.0))
    return shape
