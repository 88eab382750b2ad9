"""Group TOPSIS with internal aggregation (Shih, Shyur and Lee, 2007)."""

from typing import Literal

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import over_draws, total
from policymcda.arrays.methods.topsis import closeness
from policymcda.arrays.scale import by_vector

Mean = Literal["geometric", "arithmetic"]


def group_topsis(
    matrices: Floats, weights: Floats, benefit: Bools, *, mean: Mean = "geometric", shares: Floats | None = None
) -> Floats:
    """Closeness by the distances from each member's own ideals, averaged over the members, (..., m).

    Not the same as TOPSIS of the averaged ratings.

    Parameters
    ----------
    matrices : (..., k, m, n)
        One matrix for each member of the group.
    weights : (..., k, n) or (n,)
        Weights of each member, or of all.
    mean : {"geometric", "arithmetic"}
        How the distances of the members are averaged.
    shares : (k,), optional
        Weight of each member; equal unless given.
    """
    if mean not in ("geometric", "arithmetic"):
        raise ValueError(f"no mean {mean!r}, choose from geometric, arithmetic")
    members = matrices.shape[-3]
    stakeholder_weight = np.full(members, 1 / members) if shares is None else shares / np.sum(shares)
    scaled = by_vector(matrices)
    best = np.where(benefit, np.max(scaled, axis=-2, keepdims=True), np.min(scaled, axis=-2, keepdims=True))
    worst = np.where(benefit, np.min(scaled, axis=-2, keepdims=True), np.max(scaled, axis=-2, keepdims=True))
    apart = (np.sqrt(over_draws(total, ((scaled - ideal) ** 2,), weights**2)) for ideal in (best, worst))
    return closeness(*(_averaged(distance, stakeholder_weight, mean) for distance in apart))


def _averaged(distances: Floats, stakeholder_weight: Floats, mean: Mean) -> Floats:
    """Over the members, (..., k, m) to (..., m)."""
    if mean == "geometric":
        result: Floats = np.prod(distances ** stakeholder_weight[:, None], axis=-2)
        return result
    return np.asarray(np.sum(distances * stakeholder_weight[:, None], axis=-2))
