"""Weights under which what was stated holds by a method that is not linear in them: draws that are kept."""

from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Bools, Floats, Ints, Method
from policymcda.arrays.ranking.ranks import tolerance
from policymcda.arrays.sampling.sobol import NET
from policymcda.arrays.sampling.weight_spaces import Space

TRIES = 1 << 22
"""Draws for one net after which it is given up."""

ATTEMPT = 1 << 24
"""Sets the nets of each further attempt apart."""


@dataclass(frozen=True, eq=False)
class Kept:
    """Draws of another space in which each better option scores at least as much as its worse one.

    Parameters
    ----------
    base : Space
    method : callable
        ``method(matrix, weights, benefit)``, bound and picklable.
    matrix : (m, n)
        The ratings at which the statements are held.
    benefit : (n,)
    better, worse : (k,)
        Options by position.
    """

    base: Space
    method: Method
    matrix: Floats
    benefit: Bools
    better: Ints
    worse: Ints
    coordinates: int = 0

    @property
    def criteria(self) -> int:
        return self.base.criteria

    def draw(self, seed: int, net: int, nets: int = 1, *, random: bool = False) -> Floats:
        return np.concatenate([self._net(seed, net + place, random) for place in range(nets)])

    def _net(self, seed: int, net: int, random: bool) -> Floats:
        parts, count = list[Floats](), 0
        for attempt in range(1, TRIES // NET + 1):
            drawn = np.atleast_2d(self.base.draw(seed, net + attempt * ATTEMPT, random=random))
            parts.append(drawn[np.all(self.holds(drawn), axis=-1)])
            count += len(parts[-1])
            if count >= NET:
                return np.concatenate(parts)[:NET]
        raise ValueError(f"of {TRIES:,} weights drawn only {count:,} agree with what was stated: too few to go by")

    def holds(self, weights: Floats) -> Bools:
        """Whether each statement holds, (draws, k)."""
        return holds(self.method(self.matrix, weights, self.benefit), self.better, self.worse)

    def constraints(self) -> None:
        """None: these weights are not a polytope."""
        return


def holds(scores: Floats, better: Ints, worse: Ints) -> Bools:
    """Whether the better option of each pair scores at least as much as the worse, ties included, (draws, k)."""
    return np.asarray(scores[..., better] + tolerance(scores) >= scores[..., worse])
