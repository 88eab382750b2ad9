"""How much of the simplex weights under linear constraints fill, exactly or by draws."""

from math import log

import numpy as np

from policymcda.arrays import Floats
from policymcda.arrays.sampling.constrained import constrained
from policymcda.arrays.sampling.face_lattice import volume
from policymcda.arrays.sampling.polytope import shape
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.sampling.weight_spaces import Anything, Constraints
from policymcda.arrays.smaa.estimates import TAIL, quantile
from policymcda.arrays.smaa.exact import seconds

FEW_CRITERIA = 10
"""Above so many criteria the faces of the simplex are too many to list."""

PRACTICAL = 20.0
"""Seconds that the exact volume may take, by the estimate for its faces."""

NETS = 16
"""Nets of draws where the volume is not computed exactly."""


def share(given: Constraints) -> tuple[float, float]:
    """Volume of the weights within the constraints over that of all which satisfy its equalities; and its error.

    Equalities lower the dimension of both. The error is 0 where the volume is exact, else the standard error between
    nets of draws.
    """
    criteria, cuts = given.above.shape[1], len(given.above)
    if not cuts:
        return 1.0, 0.0
    flat = Constraints(given.above[:0], given.bound[:0], given.equal, given.value)
    if criteria <= FEW_CRITERIA and seconds(2, criteria - 1) * cuts**2 <= PRACTICAL:
        whole, part = shape(flat), shape(given)
        if whole is None or part is None or len(part.faces) < len(whole.faces):
            return 0.0, 0.0
        return volume(part) / volume(whole), 0.0
    return _by_draws(given, flat)


def mean_of_nets(shares: Floats, draws: int = NET) -> tuple[float, float, float, float]:
    """Mean of the shares of some nets, its standard error, and the ends of its 95% interval.

    Where all nets agree the interval reaches as far as if independent draws had all come out alike, so that no hits at
    all have a bound. Each net has so many draws.
    """
    nets = len(shares)
    mean, half = float(np.mean(shares)), -log(TAIL) / (nets * draws)
    error = float(np.std(shares, ddof=1) / np.sqrt(nets))
    if error > 0:
        half = quantile(nets) * error
    else:
        error = half / quantile(nets)
    return mean, error, max(mean - half, 0.0), min(mean + half, 1.0)


def _by_draws(given: Constraints, flat: Constraints) -> tuple[float, float]:
    """The share of the draws from the weights that satisfy the equalities, and its error."""
    base = constrained(flat) if len(flat.equal) else Anything(flat.above.shape[1])
    if base is None:
        return 0.0, 0.0
    shares = np.array([np.mean(_inside(np.atleast_2d(base.draw(0, net)), given)) for net in range(NETS)])
    return mean_of_nets(shares)[:2]


def _inside(weights: Floats, given: Constraints) -> Floats:
    return np.asarray(np.all(weights @ given.above.T <= given.bound, axis=1), dtype=np.float64)
