"""Linear constraints on weights: are there any weights, what says nothing, and where is the middle."""

from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.sampling.face_lattice import Complex, keep, simplex
from policymcda.arrays.sampling.weight_spaces import Constraints

SLACK = 1e-10
"""An inequality that can be slack by less than this, with coefficients of size 1, is an equality."""


@dataclass(frozen=True, eq=False)
class Polytope:
    """Weights ``origin + basis @ y`` with ``sides @ y <= slack``, every row a facet and the origin inside.

    The columns of the basis are orthonormal: one for each dimension, none where a single point is left.
    """

    origin: Floats
    basis: Floats
    sides: Floats
    slack: Floats


def reduced(given: Constraints) -> Polytope | None:
    """The polytope without what is redundant, at its Chebyshev centre; None where no weights are left."""
    rows, bounds, equal, value = _standard(given)
    found = _slacks(rows, bounds, equal, value)
    if found is None:
        return None
    tight = found <= SLACK
    equal, value = np.concatenate([equal, rows[tight]]), np.concatenate([value, bounds[tight]])
    rows, bounds = rows[~tight], bounds[~tight]
    basis = _null_space(equal)
    across = rows @ basis
    origin = _centre(rows, bounds, equal, value, np.linalg.norm(across, axis=1))
    slack = bounds - rows @ origin
    needed = _facets(across, slack)
    return Polytope(origin, basis, across[needed], slack[needed])


def shape(given: Constraints) -> Complex | None:
    """The same weights by their vertices and faces; None where there are none. For few criteria."""
    whole = simplex(given.above.shape[1])
    for row, bound in zip(given.above, given.bound, strict=True):
        if not keep(whole, row - bound):
            return None
    for row, bound in zip(given.equal, given.value, strict=True):
        if not keep(whole, row - bound, on=True):
            return None
    return whole


def _standard(given: Constraints) -> tuple[Floats, Floats, Floats, Floats]:
    """All constraints, those of the simplex among them, with coefficients of size 1."""
    criteria = given.above.shape[1]
    rows = np.concatenate([-np.eye(criteria), given.above])
    bounds = np.concatenate([np.zeros(criteria), given.bound])
    equal = np.concatenate([np.ones((1, criteria)), given.equal])
    value = np.concatenate([np.ones(1), given.value])
    return *_sized(rows, bounds), *_sized(equal, value)


def _sized(rows: Floats, bounds: Floats) -> tuple[Floats, Floats]:
    size = np.max(np.abs(rows), axis=1, initial=0.0)
    size[size == 0] = 1.0
    return rows / size[:, None], bounds / size


def _slacks(rows: Floats, bounds: Floats, equal: Floats, value: Floats) -> Floats | None:
    """How slack each inequality can be while all hold; None where they cannot hold together."""
    from scipy.optimize import linprog

    most = np.empty(len(rows))
    for i, row in enumerate(rows):
        answer = linprog(row, rows, bounds, equal, value, bounds=(None, None), method="highs")
        if answer.status == 2:
            return None
        most[i] = bounds[i] - answer.fun
    return most


def _null_space(equal: Floats) -> Floats:
    """Orthonormal directions along which the equalities stay as they are, (n, dimension)."""
    _, size, directions = np.linalg.svd(equal)
    rank = int(np.count_nonzero(size > SLACK * size[0]))
    return np.ascontiguousarray(directions[rank:].T)


def _centre(rows: Floats, bounds: Floats, equal: Floats, value: Floats, reach: Floats) -> Floats:
    """Centre of the largest ball that fits; `reach` is how fast each side comes nearer."""
    from scipy.optimize import linprog

    criteria = equal.shape[1]
    answer = linprog(
        np.append(np.zeros(criteria), -1.0),
        np.column_stack([rows, reach]),
        bounds,
        np.column_stack([equal, np.zeros(len(equal))]),
        value,
        bounds=[(None, None)] * criteria + [(0.0, 1.0)],
        method="highs",
    )
    return np.asarray(answer.x)[:-1]


def _facets(across: Floats, slack: Floats) -> Bools:
    """Inequalities that the others do not imply, one of each that say the same."""
    from scipy.optimize import linprog

    needed: Bools = np.linalg.norm(across, axis=1) > SLACK
    for i in np.flatnonzero(needed):
        others = needed.copy()
        others[i] = False
        limits, room = np.concatenate([across[others], across[i : i + 1]]), np.append(slack[others], slack[i] + 1.0)
        answer = linprog(-across[i], limits, room, bounds=(None, None), method="highs")
        needed[i] = -float(answer.fun or 0.0) > slack[i] + SLACK
    return needed
