"""Sums over all smaller values of a gaussian preference, without comparing every two of many values.

Of values that lie within a few sigmas the preference is a smooth function of both. It is replaced by its interpolation
at Chebyshev points (Berrut and Trefethen, 2004), which is as exact as rounding, and sums at the points stand for sums
over the values: halves of sorted values against each other, and so on in each half.
"""

import numpy as np

from policymcda.arrays import Floats
from policymcda.arrays.methods.preference_functions import Preference

POINTS = 32
"""Points of interpolation: the error over WIDE sigmas is below that of rounding."""

WIDE = 4.0
"""Sigmas that are interpolated over."""

FULL = 3
"""Parts in between from which on a preference is 1."""

FEW = 128
"""Up to so many values all pairs are quicker."""


def sums_of_bells(values: Floats, prefer: Preference) -> tuple[Floats, Floats]:
    """For each value the sum of its preference to all others, and of theirs to it, each (m,)."""
    order = np.argsort(values, kind="stable")
    rising = values[order]
    plus, minus = np.zeros_like(rising), np.zeros_like(rising)
    part = np.floor((rising - rising[0]) / (WIDE * prefer.sigma))
    starts = np.flatnonzero(np.diff(part, prepend=-1.0))
    parts = [slice(start, stop) for start, stop in zip(starts, [*starts[1:], len(rising)], strict=True)]
    for place, one in enumerate(parts):
        _within(rising, one, prefer, plus, minus)
        for other in parts[place + 1 : place + 1 + FULL]:
            if part[other.start] - part[one.start] <= FULL:
                _between(rising, one, other, prefer, plus, minus)
    far = np.searchsorted(part, part - FULL), len(part) - np.searchsorted(part, part + FULL, side="right")
    result = np.empty((2, len(values)))
    result[0, order], result[1, order] = plus + far[0], minus + far[1]
    return result[0], result[1]


def _within(rising: Floats, part: slice, prefer: Preference, plus: Floats, minus: Floats) -> None:
    """Adds the preferences among values that lie near each other."""
    if part.stop - part.start <= FEW:
        values = rising[part]
        found = prefer(values[:, None] - values)
        plus[part] += np.sum(found, axis=1)
        minus[part] += np.sum(found, axis=0)
        return
    middle = (part.start + part.stop) // 2
    halves = slice(part.start, middle), slice(middle, part.stop)
    _between(rising, *halves, prefer, plus, minus)
    for half in halves:
        _within(rising, half, prefer, plus, minus)


def _between(rising: Floats, low: slice, high: slice, prefer: Preference, plus: Floats, minus: Floats) -> None:
    """Adds the preferences of larger values to smaller ones."""
    less, more = rising[low], rising[high]
    if min(len(less), len(more)) <= FEW // 4:
        found = prefer(more[:, None] - less)
        plus[high] += np.sum(found, axis=1)
        minus[low] += np.sum(found, axis=0)
        return
    at_less, of_less = _interpolated(less)
    at_more, of_more = _interpolated(more)
    table = prefer(at_more[:, None] - at_less)
    plus[high] += of_more @ (table @ np.sum(of_less, axis=0))
    minus[low] += of_less @ (np.sum(of_more, axis=0) @ table)


def _interpolated(values: Floats) -> tuple[Floats, Floats]:
    """Chebyshev points between the ends of rising values, and the weight of each point at each value, (m, p)."""
    angles = np.arange(POINTS) * (np.pi / (POINTS - 1))
    first, last = values[0], values[-1]
    points = np.clip(first + (last - first) * (0.5 - 0.5 * np.cos(angles)), first, last)
    signs = np.where(np.arange(POINTS) % 2, -1.0, 1.0)
    signs[[0, -1]] *= 0.5
    if len(np.unique(points)) < POINTS:  # values that hardly differ: the first stands for all
        shares = np.zeros((len(values), POINTS))
        shares[:, 0] = 1.0
        return np.full(POINTS, first), shares
    apart = values[:, None] - points
    hit = apart == 0.0
    shares = signs / np.where(hit, 1.0, apart)
    shares /= np.sum(shares, axis=1, keepdims=True)
    on_point = np.any(hit, axis=1)
    shares[on_point] = hit[on_point]
    return points, shares
