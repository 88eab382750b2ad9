"""Weights under linear constraints: exact draws where the polytope is small, a walk where it is not."""

from policymcda.arrays.pieces import pieces
from policymcda.arrays.polytope import reduced, shape
from policymcda.arrays.spaces import Constraints, Fixed, Space
from policymcda.arrays.walk import walk

SMALL = 7
"""Criteria up to which a polytope is first tried to be taken apart."""

PIECES = 4096


def constrained(given: Constraints) -> Space | None:
    """Uniform on the weights that satisfy the constraints; None where there are none."""
    polytope = reduced(given)
    if polytope is None:
        return None
    if polytope.basis.shape[1] == 0:
        return Fixed(tuple((abs(polytope.origin)).tolist()))
    if len(polytope.origin) <= SMALL:
        whole = shape(given)
        apart = pieces(given, whole, PIECES) if whole is not None else None
        if apart is not None:
            return apart
    return walk(given, polytope)
