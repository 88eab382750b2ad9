"""Weights under linear constraints: exact draws where the polytope is small, a walk where it is not."""

from policymcda.arrays.sampling.hit_and_run import hit_and_run
from policymcda.arrays.sampling.polytope import reduced, shape
from policymcda.arrays.sampling.triangulation import pieces
from policymcda.arrays.sampling.weight_spaces import Constraints, Fixed, Space

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
    return hit_and_run(given, polytope)
