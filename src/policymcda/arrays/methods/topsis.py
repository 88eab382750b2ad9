"""TOPSIS (Hwang and Yoon, 1981) and its modified form (Deng, Yeh and Willis, 2000)."""

from collections.abc import Callable
from typing import Literal

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.scale import by_range, by_vector, weigh

Metric = Literal["euclidean", "manhattan", "chebyshev"]


def topsis(
    matrix: Floats,
    weights: Floats,
    benefit: Bools,
    *,
    scale: Callable[[Floats], Floats] = by_vector,
    metric: Metric = "euclidean",
    anchored: bool = False,
    low: Floats | None = None,
    high: Floats | None = None,
) -> Floats:
    """Closeness to the ideal, away from the anti-ideal, between 0 and 1, (..., m).

    Parameters
    ----------
    scale : callable
        How the columns are scaled, blind to direction. Ignored when `anchored`.
    metric : {"euclidean", "manhattan", "chebyshev"}
        Distance between the weighted values.
    anchored : bool
        Take both the scaling and the ideals from `low` and `high`, the ends of each criterion's scale, so that
        adding an option reverses nothing.
    low, high : (n,), optional
        Used only when `anchored`.

    Notes
    -----
    The ideal of a cost criterion is its smallest value; nothing is inverted. Options that cannot be told apart
    (both distances 0) score 0.5.
    """
    return _closeness(*_deviations(matrix, benefit, scale, anchored, low, high), weights, metric)


def modified_topsis(
    matrix: Floats,
    weights: Floats,
    benefit: Bools,
    *,
    scale: Callable[[Floats], Floats] = by_vector,
    anchored: bool = False,
    low: Floats | None = None,
    high: Floats | None = None,
) -> Floats:
    """Closeness with the weight once under the root of the distance, instead of squared, (..., m).

    Settings are those of `topsis`.
    """
    to_ideal, to_worst = _deviations(matrix, benefit, scale, anchored, low, high)
    return _ratio(np.sqrt(weigh(to_ideal**2, weights)), np.sqrt(weigh(to_worst**2, weights)))


def _deviations(
    matrix: Floats,
    benefit: Bools,
    scale: Callable[[Floats], Floats],
    anchored: bool,
    low: Floats | None,
    high: Floats | None,
) -> tuple[Floats, Floats]:
    """How far each scaled value is from the best and from the worst of its criterion, each (..., m, n)."""
    if anchored:
        scaled = by_range(matrix, low, high)
        floor, ceiling = np.zeros(1), np.ones(1)
    else:
        scaled = scale(matrix)
        floor, ceiling = np.min(scaled, axis=-2, keepdims=True), np.max(scaled, axis=-2, keepdims=True)
    from_top, from_bottom = ceiling - scaled, scaled - floor
    if np.all(benefit):
        return from_top, from_bottom
    return np.where(benefit, from_top, from_bottom), np.where(benefit, from_bottom, from_top)


def _closeness(to_ideal: Floats, to_worst: Floats, weights: Floats, metric: Metric) -> Floats:
    if metric == "euclidean":
        squared = weights**2
        return _ratio(np.sqrt(weigh(to_ideal**2, squared)), np.sqrt(weigh(to_worst**2, squared)))
    if metric == "manhattan":
        return _ratio(weigh(to_ideal, weights), weigh(to_worst, weights))
    if metric == "chebyshev":
        wide = weights[..., None, :]
        return _ratio(np.max(to_ideal * wide, axis=-1), np.max(to_worst * wide, axis=-1))
    raise ValueError(f"no metric {metric!r}, choose from euclidean, manhattan, chebyshev")


def _ratio(to_ideal: Floats, to_worst: Floats) -> Floats:
    """Share of the way from the worst, 0.5 where both distances are 0."""
    whole = to_ideal + to_worst
    return np.divide(to_worst, whole, out=np.full_like(whole, 0.5), where=whole > 0)
