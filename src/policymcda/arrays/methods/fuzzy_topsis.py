"""Fuzzy TOPSIS (Chen, 2000): uncertain cells as triangular or trapezoidal numbers."""

from typing import Literal

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import over_draws
from policymcda.arrays.methods.description import method
from policymcda.arrays.methods.topsis import closeness
from policymcda.arrays.scale import divide

Ideals = Literal["fixed", "observed"]


@method("fuzzy_topsis", kind="interval", domain="positive", source="Chen, 2000")
def fuzzy_topsis(
    low: Floats, mode: Floats, high: Floats, weights: Floats, benefit: Bools, *, ideals: Ideals = "fixed"
) -> Floats:
    """Closeness of triangular ratings to the ideal, between 0 and 1, (..., m).

    Values must be positive.

    Parameters
    ----------
    low, mode, high : (..., m, n)
        Corners of the triangles.
    ideals : {"fixed", "observed"}
        Of the weighted values: 1 and 0 (Chen), or the largest upper and the least lower corner of each criterion.
    """
    corners = np.stack(np.broadcast_arrays(low, mode, high), axis=-1)
    return fuzzy_closeness(corners, weights[..., None], benefit, ideals=ideals)


def fuzzy_closeness(corners: Floats, weights: Floats, benefit: Bools, *, ideals: Ideals = "fixed") -> Floats:
    """Closeness of fuzzy ratings under fuzzy weights, between 0 and 1, (..., m).

    Parameters
    ----------
    corners : (..., m, n, k)
        The rising corners of each number, k = 3 for triangles and 4 for trapezoids; at least 0.
    weights : (..., n, k) or (..., n, 1)
        Fuzzy, or crisp.
    ideals : {"fixed", "observed"}
        As for `fuzzy_topsis`.

    Notes
    -----
    A benefit is divided by its largest corner; a cost is the least corner of all divided by each. Distances are by
    corner (the root of the mean square). Options without any distance score 0.5.
    """
    if ideals not in ("fixed", "observed"):
        raise ValueError(f"no ideals {ideals!r}, choose from fixed, observed")
    count = corners.shape[-1]
    crisp = weights.shape[-1] == 1
    scaled = _scaled(corners, benefit)
    flat = np.concatenate([scaled[..., corner] for corner in range(count)], axis=-1)
    spread = np.concatenate([weights[..., 0 if crisp else corner] for corner in range(count)], axis=-1)

    def core(values: Floats, weights: Floats) -> Floats:
        product = values * weights  # either may have the draws
        weighted = product.reshape(len(values), count, -1, product.shape[-1])
        if ideals == "observed":
            top, bottom = np.max(weighted[:, -1], axis=0), np.min(weighted[:, 0], axis=0)
        else:
            top, bottom = np.ones(weighted.shape[2:]), np.zeros(weighted.shape[2:])
        return closeness(*(_apart(weighted, ideal) for ideal in (top, bottom)))

    return over_draws(core, (flat,), spread, width=flat.shape[-2] * flat.shape[-1])


def _scaled(corners: Floats, benefit: Bools) -> Floats:
    """Shares of the best corner, its own corners rising again, (..., m, n, k)."""
    top = np.max(np.abs(corners), axis=(-3, -1), keepdims=True)
    least = np.min(corners, axis=(-3, -1), keepdims=True)
    as_cost = np.where(
        corners == 0, 1.0, divide(np.broadcast_to(divide(least, top), corners.shape), divide(corners, top))
    )
    return np.where(benefit[:, None], divide(corners, top), as_cost[..., ::-1])


def _apart(weighted: Floats, ideal: Floats) -> Floats:
    """Distances from a crisp ideal (n, d), summed over the criteria, (m, d)."""
    return np.asarray(np.sum(np.sqrt(np.mean((weighted - ideal) ** 2, axis=1)), axis=1))
