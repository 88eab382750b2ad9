"""Mixtures of some weight vectors: uniform in the shares of each."""

from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Floats
from policymcda.arrays.sampling import simplex
from policymcda.arrays.sampling.sobol import Net


@dataclass(frozen=True, eq=False)
class Hull:
    """Weights ``shares @ corners``, the shares uniform on their simplex.

    Parameters
    ----------
    corners : (voices, n)
        At least two weight vectors; where they are affinely independent the weights are uniform on their hull.
    """

    corners: Floats

    @property
    def criteria(self) -> int:
        return int(self.corners.shape[1])

    @property
    def coordinates(self) -> int:
        return len(self.corners) - 1

    def draw(self, seed: int, net: int, nets: int = 1, *, random: bool = False) -> Floats:
        points = Net(seed, net, self.coordinates, nets=nets, random=random).block()
        shares = simplex.by_stick_breaking(points)
        return np.asarray((self.corners.T @ shares.T).T)

    def constraints(self) -> None:
        """None: the weights are even in shares of voices, which is not even on the polytope."""
        return
