"""Interval TOPSIS: fixed ideals (Jahanshahloo, Hosseinzadeh Lotfi and Izadikhah, 2006), or an ideal for each option
(Jahanshahloo, Hosseinzadeh Lotfi and Davoodi, 2009)."""

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.draws import over_draws, total
from policymcda.arrays.methods.description import method
from policymcda.arrays.methods.topsis import closeness
from policymcda.arrays.scale import divide


@method("interval_topsis", kind="interval", source="Jahanshahloo, Hosseinzadeh Lotfi and Izadikhah, 2006")
def interval_topsis(low: Floats, mode: Floats, high: Floats, weights: Floats, benefit: Bools) -> Floats:
    """Closeness of interval ratings to ideals that all options share (2006), between 0 and 1, (..., m).

    The worst end of an option is measured from the ideal, its best end from the anti-ideal. `mode` is not used.
    """
    worst, best = _oriented(*interval_scaled(low, high), benefit)
    ideal, anti = np.max(best, axis=-2, keepdims=True), np.min(worst, axis=-2, keepdims=True)
    return closeness(_distance(ideal - worst, weights), _distance(best - anti, weights))


@method("interval_topsis_2009", kind="interval", source="Jahanshahloo, Hosseinzadeh Lotfi and Davoodi, 2009")
def interval_topsis_2009(low: Floats, mode: Floats, high: Floats, weights: Floats, benefit: Bools) -> Floats:
    """Middle of the interval of closeness to the option's own ideals (2009), (..., m). `mode` is not used."""
    least, most = interval_closeness(low, high, weights, benefit)
    return (least + most) / 2


def interval_closeness(low: Floats, high: Floats, weights: Floats, benefit: Bools) -> tuple[Floats, Floats]:
    """Ends of the interval of closeness (2009), each (..., m); may pass 1, as quotients of intervals do."""
    near_ideal, far_ideal, near_anti, far_anti = interval_distances(low, high, weights, benefit)
    return _share(near_anti, far_ideal + far_anti), _share(far_anti, near_ideal + near_anti)


def interval_distances(
    low: Floats, high: Floats, weights: Floats, benefit: Bools
) -> tuple[Floats, Floats, Floats, Floats]:
    """Least and most distance from the ideal, then least and most from the anti-ideal (2009), each (..., m)."""
    worst, best = _oriented(*interval_scaled(low, high), benefit)
    ideal, anti = np.max(best, axis=-2, keepdims=True), np.min(worst, axis=-2, keepdims=True)
    own_ideal = np.maximum(worst, _of_the_others(best))
    own_anti = -np.maximum(-best, _of_the_others(-worst))
    gaps = (own_ideal - best, ideal - worst, worst - own_anti, best - anti)
    near_ideal, far_ideal, near_anti, far_anti = (_distance(gap, weights) for gap in gaps)
    return near_ideal, far_ideal, near_anti, far_anti


def interval_scaled(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Both ends divided by the root of the sum of their squares, each (..., m, n).

    A column without any width counts each value once, as the paper's example does, not twice.
    """
    size = np.maximum(np.max(np.abs(low), axis=-2, keepdims=True), np.max(np.abs(high), axis=-2, keepdims=True))
    low, high = divide(low, size), divide(high, size)
    squares = np.sum(low**2 + high**2, axis=-2, keepdims=True)
    norm = np.sqrt(np.where(np.all(low == high, axis=-2, keepdims=True), squares / 2, squares))
    return divide(low, norm), divide(high, norm)


def _oriented(low: Floats, high: Floats, benefit: Bools) -> tuple[Floats, Floats]:
    """Worst and best end, more is better, each (..., m, n)."""
    return np.where(benefit, low, -high), np.where(benefit, high, -low)


def _of_the_others(values: Floats) -> Floats:
    """The largest value of all other options, (..., m, n); minus infinity for an option alone."""
    options = values.shape[-2]
    if options == 1:
        return np.full_like(values, -np.inf)
    top = np.sort(values, axis=-2)
    first = np.argmax(values, axis=-2, keepdims=True) == np.arange(options)[:, None]
    return np.where(first, top[..., -2:-1, :], top[..., -1:, :])


def _distance(gap: Floats, weights: Floats) -> Floats:
    return np.sqrt(over_draws(total, (gap**2,), weights**2))


def _share(part: Floats, whole: Floats) -> Floats:
    """Part of the whole, 0.5 where there is no distance at all."""
    return np.where(whole == 0, 0.5, divide(part, whole))
