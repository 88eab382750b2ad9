"""What each criterion adds to the difference between two options, by exchange of their values (Shapley, 1953).

On the criteria outside of a coalition the two options exchange their values. Every column keeps its values, only in
another order, so norms, ends, sums, averages and ideals stay as they are computed on all options: no method needs to be
asked to hold its scaling. With all criteria in the coalition nothing is exchanged; with none the options have changed
places. So the contributions of a method that treats options alike sum to the difference of the two scores.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np

from policymcda.arrays import Bools, Floats, Ints

EXACT = 16
"""Criteria up to which every coalition is evaluated."""

BLOCK = 2**20
"""Numbers in the matrices that are scored at once."""


@dataclass(frozen=True, eq=False)
class Plan:
    """Coalitions to evaluate, and how contributions follow from them.

    Attributes
    ----------
    inside : (k, n)
        Whether a criterion is in the coalition. The scores of the second option are those of the first under the
        complement, so half of all coalitions do.
    combine : callable
        From the scores of the first and of the second option, each (..., k), to contributions and their standard
        errors, each (..., n).
    """

    inside: Bools
    combine: Callable[[Floats, Floats], tuple[Floats, Floats]]


def plan(criteria: int, *, exact: int = EXACT, orders: int = 1024, seed: int = 0) -> Plan:
    """All coalitions of up to `exact` criteria, else those of `orders` random orders, each forwards and backwards."""
    return _every(criteria) if criteria <= exact else _sampled(criteria, orders, seed)


def contributions(
    score: Callable[..., Floats], matrices: Sequence[Floats], one: int, other: int, coalitions: Plan
) -> tuple[Floats, Floats]:
    """What each criterion adds to the score of one option less that of the other, and its standard error, each (n,).

    Parameters
    ----------
    score : callable
        From as many matrices (k, m, n) as are given to scores (k, m).
    """
    rows = max(1, BLOCK // (matrices[0].size * len(matrices)))
    parts = []
    for start in range(0, len(coalitions.inside), rows):
        inside = coalitions.inside[start : start + rows]
        parts.append(score(*(exchanged(matrix, one, other, inside) for matrix in matrices))[:, [one, other]])
    scores = np.concatenate(parts)
    return coalitions.combine(scores[:, 0], scores[:, 1])


def exchanged(matrix: Floats, one: int, other: int, inside: Bools) -> Floats:
    """The matrix with the values of two options exchanged on the criteria outside of each coalition, (k, m, n)."""
    result = np.broadcast_to(matrix, (len(inside), *matrix.shape)).copy()
    result[:, one] = np.where(inside, matrix[one], matrix[other])
    result[:, other] = np.where(inside, matrix[other], matrix[one])
    return result


def _every(criteria: int) -> Plan:
    """Every coalition that has the first criterion; the others are their complements."""
    codes: Ints = np.arange(2**criteria)
    members = (codes[:, None] >> np.arange(criteria)) % 2 == 1
    size = members.sum(axis=1)
    weight = [factorial(s) * factorial(max(criteria - s - 1, 0)) / factorial(criteria) for s in range(criteria + 1)]
    joined, left = np.array([0.0, *weight[:-1]])[size], -np.array([*weight[:-1], 0.0])[size]
    shares = np.where(members, joined[:, None], left[:, None])
    mine, others = shares[1::2], shares[::-1][1::2]

    def combine(one: Floats, other: Floats) -> tuple[Floats, Floats]:
        found = one @ mine + other @ others
        return found, np.zeros_like(found)

    return Plan(members[1::2], combine)


def _sampled(criteria: int, orders: int, seed: int) -> Plan:
    """The coalitions that random orders pass through; the second option's scores give the order backwards."""
    rng = np.random.default_rng(seed)
    place = np.argsort(np.argsort(rng.random((orders, criteria)), axis=1), axis=1)
    inside = place[:, None, :] < np.arange(criteria + 1)[:, None]

    def combine(one: Floats, other: Floats) -> tuple[Floats, Floats]:
        steps = [np.diff(part.reshape(*part.shape[:-1], orders, criteria + 1), axis=-1) for part in (one, -other)]
        gains = np.take_along_axis((steps[0] + steps[1]) / 2, np.broadcast_to(place, steps[0].shape), axis=-1)
        return gains.mean(axis=-2), gains.std(axis=-2, ddof=1) / np.sqrt(orders)

    return Plan(inside.reshape(-1, criteria), combine)
