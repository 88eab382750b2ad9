"""TOPSIS (Hwang and Yoon, 1981) and its modified form (Deng, Yeh and Willis, 2000)."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import Core, blockwise, largest, over_draws, total
from policymcda.arrays.methods.description import method
from policymcda.arrays.methods.in_parts import Parts, scaled
from policymcda.arrays.scale import by_range, by_vector

Metric = Literal["euclidean", "manhattan", "chebyshev"]


def _ratios(
    matrix: Floats,
    benefit: Bools,
    start: Floats,
    criterion: int,
    *,
    metric: Metric = "euclidean",
    scale: Callable[[Floats], Floats] = by_vector,
    anchored: bool = False,
    low: Floats | None = None,
    high: Floats | None = None,
) -> tuple[Floats, Floats, int] | None:
    """Distances from the worst and to the ideal along a line of weights, each (2, m), and the power of the line.

    With Euclidean distance their squares, and power 2, for the squared weights of the criterion and of the others are on
    different terms of the sum; with Manhattan distance power 1; there is no such form of the largest distance.
    """
    if metric not in ("euclidean", "manhattan"):
        return None
    apart = deviations(matrix, benefit, scale, anchored, low, high)
    return _along(apart, start, criterion, 2 if metric == "euclidean" else 1, 1 if metric == "manhattan" else 2)


def _ratios_once(
    matrix: Floats,
    benefit: Bools,
    start: Floats,
    criterion: int,
    *,
    scale: Callable[[Floats], Floats] = by_vector,
    anchored: bool = False,
    low: Floats | None = None,
    high: Floats | None = None,
) -> tuple[Floats, Floats, int]:
    """As `_ratios`, for modified TOPSIS: squares of the distances, and power 1."""
    return _along(deviations(matrix, benefit, scale, anchored, low, high), start, criterion, 1, 2)


def _along(
    apart: tuple[Floats, Floats], start: Floats, criterion: int, power: int, exponent: int
) -> tuple[Floats, Floats, int]:
    to_ideal, to_worst = (np.stack([part**exponent @ start**power, part[:, criterion] ** exponent]) for part in apart)
    return to_worst, to_ideal, power


def _in_parts(settings: Mapping[str, Any]) -> Parts | str:
    return Parts() if settings.get("anchored") else scaled(settings.get("scale", by_vector))


def _in_parts_once(settings: Mapping[str, Any]) -> Parts | str:
    """The weight is once under the root of the distance, and what a column is divided by twice."""
    return Parts() if settings.get("anchored") else scaled(settings.get("scale", by_vector), power=2)


@method("topsis", source="Hwang and Yoon, 1981", respects_dominance=True, ratios=_ratios, in_parts=_in_parts)
@blockwise
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
    The ideal of a cost criterion is its smallest value; nothing is inverted. Options that cannot be distinguished
    (both distances 0) score 0.5.
    """
    if metric != "euclidean" and metric not in _CORES:
        raise ValueError(f"no metric {metric!r}, choose from euclidean, {', '.join(_CORES)}")
    apart = deviations(matrix, benefit, scale, anchored, low, high)
    if metric == "euclidean":
        return _from_squares(apart, weights**2)
    return over_draws(_CORES[metric], apart, weights)


@method(
    "modified_topsis",
    source="Deng, Yeh and Willis, 2000",
    respects_dominance=True,
    ratios=_ratios_once,
    in_parts=_in_parts_once,
)
@blockwise
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
    apart = deviations(matrix, benefit, scale, anchored, low, high)
    return _from_squares(apart, weights)


def deviations(
    matrix: Floats,
    benefit: Bools,
    scale: Callable[[Floats], Floats],
    anchored: bool,
    low: Floats | None,
    high: Floats | None,
) -> tuple[Floats, Floats]:
    """How far each scaled value is from the best and from the worst of its criterion, each (..., m, n)."""
    scaled = by_range(matrix, low, high) if anchored else scale(matrix)
    if not np.all(benefit):
        scaled = scaled * np.where(benefit, 1.0, -1.0)  # more is better from here on
    if anchored:
        best, worst = np.where(benefit, 1.0, 0.0), np.where(benefit, 0.0, -1.0)
    else:
        best, worst = np.max(scaled, axis=-2, keepdims=True), np.min(scaled, axis=-2, keepdims=True)
    return best - scaled, scaled - worst


def _from_squares(apart: tuple[Floats, Floats], weights: Floats) -> Floats:
    """Closeness from deviations, which are overwritten, and what their squares weigh, (..., m)."""
    squares = [np.multiply(part, part, out=part) for part in apart]
    return over_draws(_once_under_the_root, squares, weights, crossed=True)


def _once_under_the_root(to_ideal: Floats, to_worst: Floats, weights: Floats) -> Floats:
    """Closeness from squared deviations."""
    near, far = _totals(to_ideal, to_worst, weights)
    try:
        with np.errstate(divide="ignore", over="ignore", invalid="raise"):
            np.divide(near, far, out=near)  # one root in place of two: 1 / (1 + sqrt(near / far))
    except FloatingPointError:  # 0 / 0: an option that cannot be told from the best nor from the worst scores 0.5
        near, far = _totals(to_ideal, to_worst, weights)
        alike = (near == 0) & (far == 0)
        near[alike] = far[alike] = 1.0
        with np.errstate(divide="ignore", over="ignore"):
            np.divide(near, far, out=near)
    np.sqrt(near, out=near)
    near += 1.0
    return np.divide(1.0, near, out=near)


def _totals(to_ideal: Floats, to_worst: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Weighted sums of both, each (m, d)."""
    if to_ideal.shape[-1] > 1:
        return total(to_ideal, weights), total(to_worst, weights)
    both = total(np.concatenate([to_ideal, to_worst]), weights)
    return both[: len(to_ideal)], both[len(to_ideal) :]


def _manhattan(to_ideal: Floats, to_worst: Floats, weights: Floats) -> Floats:
    return closeness(total(to_ideal, weights), total(to_worst, weights))


def _chebyshev(to_ideal: Floats, to_worst: Floats, weights: Floats) -> Floats:
    return closeness(largest(to_ideal, weights), largest(to_worst, weights))


def closeness(to_ideal: Floats, to_worst: Floats) -> Floats:
    """Share of the way from the worst, 0.5 where both distances are 0."""
    whole = to_ideal + to_worst
    alike = whole == 0
    return np.where(alike, 0.5, to_worst / np.where(alike, 1.0, whole)) if np.any(alike) else to_worst / whole


_CORES: Mapping[str, Core] = {"manhattan": _manhattan, "chebyshev": _chebyshev}
