"""Hit-and-run in a polytope of weights (Smith, 1984), for many dimensions or many constraints.

Chains run side by side. A pilot makes the polytope round (directions follow its covariance), measures the
autocorrelation and chooses how many steps to leave out; how many independent draws a net is worth is part of the
result.
"""

from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Floats
from policymcda.arrays.sampling.polytope import Polytope
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.sampling.weight_spaces import Constraints

CHAINS = 256
KEPT = NET // CHAINS
STREAM = 1 << 20
"""Sets the random numbers of walks apart from those of nets."""


TINY = 1e-200


@dataclass(frozen=True, eq=False)
class Walk:
    """Uniform on a polytope by hit-and-run.

    Parameters
    ----------
    given : Constraints
    polytope : Polytope
    directions : (dimension, dimension)
        Makes standard normal directions fit the polytope.
    thinning : int
        Steps from one draw to the next.
    worth : float
        Effective sample size of a draw, between 0 and 1, for the weight with the longest memory.
    """

    given: Constraints
    polytope: Polytope
    directions: Floats
    thinning: int
    worth: float
    coordinates: int = 0

    @property
    def criteria(self) -> int:
        return len(self.polytope.origin)

    def draw(self, seed: int, net: int, nets: int = 1, *, random: bool = False) -> Floats:
        sources = [np.random.default_rng([seed, net + k, STREAM]) for k in range(nets)]
        paths = [_walk(rng, self.polytope, self.directions, 10 * self.thinning, self.thinning, KEPT) for rng in sources]
        return self._weights(np.concatenate(paths))

    def constraints(self) -> Constraints:
        return self.given

    def _weights(self, path: Floats) -> Floats:
        """Draws (kept, dimension, chains) as weights; rounding below zero is zero."""
        flat = np.moveaxis(path, 1, 0).reshape(path.shape[1], -1)
        return np.maximum(self.polytope.basis @ flat + self.polytope.origin[:, None], 0.0).T


def hit_and_run(given: Constraints, polytope: Polytope) -> Walk:
    """A walk whose draws are nearly independent, by a pilot of its own."""
    rng = np.random.default_rng(STREAM)
    directions: Floats = np.eye(polytope.basis.shape[1])
    steps = 8 * len(directions)
    for _ in range(3):
        path = _walk(rng, polytope, directions, steps, max(1, steps // 16), 16)
        cloud = np.moveaxis(path, 1, 0).reshape(len(directions), -1)
        directions = np.asarray(np.linalg.cholesky(np.cov(cloud).reshape(directions.shape)), dtype=np.float64)
    thinning = 1
    while True:
        path = _walk(rng, polytope, directions, 10 * thinning, thinning, KEPT)
        memory = autocorrelation(path)
        if memory < 1.5 or thinning >= 4096:
            return Walk(given, polytope, directions, thinning, min(1.0, 1.0 / memory))
        thinning = max(thinning + 1, int(np.ceil(thinning * min(memory, 8.0) * 0.75)))


def autocorrelation(path: Floats) -> float:
    """Draws that are worth one independent draw, for the coordinate with the longest memory; 1 when all are.

    From the spread of the means of independent chains, (kept, dimension, chains).
    """
    kept = len(path)
    spread = np.var(path, axis=(0, 2))
    means = np.var(np.mean(path, axis=0), axis=1, ddof=1)
    return float(np.max(kept * means / spread))


def _walk(
    rng: np.random.Generator, polytope: Polytope, directions: Floats, burn: int, thinning: int, kept: int
) -> Floats:
    """Draws (kept, dimension, chains) after `burn` steps, all chains from the middle."""
    dimension = len(directions)
    place = np.zeros((dimension, CHAINS))
    result = np.empty((kept, dimension, CHAINS))
    step = _steps(rng, polytope, directions, place, burn)
    for i in range(kept):
        step = _steps(rng, polytope, directions, step, thinning)
        result[i] = step
    return result


def _steps(rng: np.random.Generator, polytope: Polytope, directions: Floats, place: Floats, count: int) -> Floats:
    """Where chains are after so many steps, each to a uniform point of a random chord."""
    room = polytope.slack[:, None] - polytope.sides @ place
    for _ in range(count):
        along = directions @ rng.standard_normal(place.shape)
        nearer = polytope.sides @ along
        share = nearer / np.maximum(room, TINY)  # of the room that a unit of the direction takes; the chord is bounded
        least, most = 1.0 / np.min(share, axis=0), 1.0 / np.max(share, axis=0)
        length = least + (most - least) * rng.random(place.shape[1])
        place = place + length * along
        room = np.maximum(room - length * nearer, 0.0)
    return place
