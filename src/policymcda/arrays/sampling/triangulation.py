"""Uniform draws from a polytope that is taken apart into simplices: independent, and from Sobol points."""

from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Floats
from policymcda.arrays.sampling import simplex
from policymcda.arrays.sampling.face_lattice import Complex, Face
from policymcda.arrays.sampling.sobol import Net
from policymcda.arrays.sampling.weight_spaces import Constraints


@dataclass(frozen=True, eq=False)
class Pieces:
    """Uniform on a union of simplices.

    Parameters
    ----------
    given : Constraints
    corners : (pieces, dimension + 1, n)
    until : (pieces,)
        Share of the volume of this piece and those before it.
    """

    given: Constraints
    corners: Floats
    until: Floats

    @property
    def criteria(self) -> int:
        return int(self.corners.shape[2])

    @property
    def coordinates(self) -> int:
        return int(self.corners.shape[1])

    def draw(self, seed: int, net: int, nets: int = 1, *, random: bool = False) -> Floats:
        points = Net(seed, net, self.coordinates, nets=nets, random=random).block()
        piece = np.searchsorted(self.until, points[0], side="right")
        shares = simplex.by_stick_breaking(points[1:]).T
        result = np.zeros((self.criteria, points.shape[1]))
        for corner, part in zip(np.moveaxis(self.corners, 1, 0), shares, strict=True):
            result += part * corner.T[:, piece]
        return result.T

    def constraints(self) -> Constraints:
        return self.given


def pieces(given: Constraints, whole: Complex, most: int) -> Pieces | None:
    """The polytope in simplices, None where there would be more than `most`."""
    below: list[list[tuple[int, ...]]] = [[(mask.bit_length() - 1,)] for mask, _ in whole.faces[0]]
    for level in range(1, len(whole.faces)):
        below = [_cones(face, whole.faces[level - 1], below) for face in whole.faces[level]]
        if max(len(parts) for parts in below) > most:
            return None
    corners = np.array(whole.vertices)[np.array(below[0])]
    edges = corners[:, 1:] - corners[:, :1]
    volumes = np.prod(np.linalg.svd(edges, compute_uv=False), axis=1)
    until = np.cumsum(volumes / np.sum(volumes))
    until[-1] = 1.0
    return Pieces(given, corners, until)


def _cones(face: Face, facets: list[Face], below: list[list[tuple[int, ...]]]) -> list[tuple[int, ...]]:
    """The first vertex of the face joined to the pieces of each facet without it."""
    mask, sides = face
    tip = mask & -mask
    return [(tip.bit_length() - 1, *part) for g in sides if not facets[g][0] & tip for part in below[g]]
