"""What weights are to bring about: an option within the first ranks or outside of them, one side as good as another.

A claim counts what is better than an option: at most so many may be (within), or at least so many must be (outside).
What is better is read off scores, or off lines ``lines @ w > 0`` where worth is linear in the weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.ranking.ranks import ROUNDING, tolerance
from policymcda.arrays.sampling.face_lattice import cells, cut, keep, select, simplex, volume
from policymcda.arrays.smaa.exact import seconds

FEW_CRITERIA = 10
"""Above so many criteria the faces of the simplex are too many to list."""

PRACTICAL = 10.0
"""Seconds that an exact share may take, by the estimate for its cells."""


@dataclass(frozen=True, eq=False)
class Claim:
    """At most, or at least, so many others are better than an option.

    Parameters
    ----------
    option : int
        Its place; -1 where the claim is about sketches.
    against : (k,)
        The places of the others.
    count : int
    within : bool
        At most `count` are better; otherwise at least `count` are.
    lines : (k, n), optional
        By how much each of the others is worth more at each criterion alone, where worth is linear in the weights.
    same : bool
        Neither side is better.
    """

    option: int
    against: Ints
    count: int
    within: bool = True
    lines: Floats | None = None
    same: bool = False

    def better(self, weights: Floats, scores: Floats | None) -> Bools:
        """Which of the others are better, (draws, k), from weights (draws, n) or scores (draws, m)."""
        if self.lines is not None:
            return np.asarray(weights @ self.lines.T > ROUNDING * np.max(np.abs(self.lines), initial=0.0))
        if scores is None:
            raise ValueError("a claim about options needs their scores")
        own = scores[..., self.option, None] + tolerance(scores)
        return np.asarray(scores[..., self.against] > own)

    def holds(self, better: Bools) -> Bools:
        """Whether the claim holds where these of the others are better, (draws,)."""
        number = np.count_nonzero(better, axis=-1)
        return np.asarray(number <= self.count if self.within else number >= self.count)


def hold(claims: Sequence[Claim], weights: Floats, scores: Floats | None) -> Bools:
    """Whether each claim holds, (draws, claims); what is the same always does, no draw could tell."""
    found = np.ones((len(weights), len(claims)), dtype=np.bool_)
    for place, claim in enumerate(claims):
        if not claim.same:
            found[:, place] = claim.holds(claim.better(weights, scores))
    return found


def practical(claims: Sequence[Claim], criteria: int) -> bool:
    """Whether `exact_share` takes acceptable time."""
    lines = sum(len(claim.against) for claim in claims)
    return criteria <= FEW_CRITERIA and seconds(2, criteria - 1) * max(lines, 1) ** 2 <= PRACTICAL


def exact_share(claims: Sequence[Claim], criteria: int) -> float:
    """The share of the simplex in which all claims hold, of those whose worth is linear in the weights.

    Claims of what is the same lower the dimension, of what is measured and of the whole.
    """
    shape = simplex(criteria)
    for claim in claims:
        if claim.same and claim.lines is not None and np.any(claim.lines) and not keep(shape, claim.lines[0], on=True):
            return 0.0
    whole, dimension = volume(shape), len(shape.faces)
    for claim in claims:
        if claim.same or claim.lines is None:
            continue
        size = np.max(np.abs(claim.lines), initial=0.0)
        for line in claim.lines:
            if np.max(np.abs(line)) > ROUNDING * size:
                cut(shape, line)
        chosen = np.flatnonzero(claim.holds(claim.better(cells(shape).centroids, None)))
        if not len(chosen):
            return 0.0
        select(shape, chosen.tolist())
    return volume(shape) / whole if len(shape.faces) == dimension else 0.0
