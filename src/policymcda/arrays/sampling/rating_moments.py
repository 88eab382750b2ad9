"""Means and partial expectations of uncertain ratings in closed form, cell by cell."""

from dataclasses import replace

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.sampling.rating_draws import Ratings

_FAR = 50.0
"""Standard deviations beyond which a normal has no density that a float could tell."""


def means(cells: Ratings) -> Floats:
    """The expected rating of every cell, (m, n)."""
    three, flat, bell = _kinds(cells)
    low, high = _ends(cells, bell)
    result = np.where(three, low / 3 + cells.mode / 3 + high / 3, cells.mode)
    result = np.where(flat, low / 2 + high / 2, result)
    if np.any(bell):
        result[bell] += _mean_normal(*_normal(cells, bell))
    return result


def excess(cells: Ratings, at: Floats) -> Floats:
    """The expectation of what a rating is above a value, E max(0, x - at), (m, n)."""
    three, flat, bell = _kinds(cells)
    low, high = _ends(cells, bell)
    inside = np.clip(at, low, high)
    before = np.maximum(low - at, 0.0)
    above = np.where(flat, (high - inside) / np.where(flat, high - low, 1.0), 0.0)
    result = np.where(flat, above * (high - inside) / 2 + before, np.maximum(cells.mode - at, 0.0))
    result = np.where(three, _excess_triangular(cells.mode, low, high, inside) + before, result)
    if np.any(bell):
        result[bell] = _excess_normal(*_normal(cells, bell), (at - cells.mode)[bell])
    return result


def chance_above(cells: Ratings, at: Floats) -> Floats:
    """The probability that a rating is above a value, (m, n)."""
    three, flat, bell = _kinds(cells)
    low, high = _ends(cells, bell)
    inside = np.clip(at, low, high)
    result = np.where(flat, (high - inside) / np.where(flat, high - low, 1.0), cells.mode > at)
    rising, falling = _sides(cells.mode, low, high, inside)
    result = np.where(three, np.where(inside < cells.mode, 1.0 - rising, falling), result)
    if np.any(bell):
        first, last, sd = _normal(cells, bell)
        here = np.clip((at - cells.mode)[bell] / sd, first, last)
        result[bell] = _mass(here, last) / _mass(first, last)
    return result


def mirrored(cells: Ratings) -> Ratings:
    """The distribution of the ratings times -1."""
    return replace(cells, low=-cells.high, mode=-cells.mode, high=-cells.low)


def _kinds(cells: Ratings) -> tuple[Bools, Bools, Bools]:
    """Triangular, uniform and normal cells; the rest is certain."""
    moved = cells.moved
    flat = moved & cells.flat
    bell = moved & ~cells.flat & (cells.sd > 0)
    return moved & ~flat & ~bell, flat, bell


def _ends(cells: Ratings, bell: Bools) -> tuple[Floats, Floats]:
    """Ends that are finite: those of a normal or a certain cell are its mode."""
    certain = bell | ~cells.drawn
    return np.where(certain, cells.mode, cells.low), np.where(certain, cells.mode, cells.high)


def _sides(mode: Floats, low: Floats, high: Floats, at: Floats) -> tuple[Floats, Floats]:
    """Probability below a value left of the mode, and above one right of it."""
    left, right, width = (np.where(part > 0, part, 1.0) for part in (mode - low, high - mode, high - low))
    rising = np.where(mode > low, (at - low) / width * ((at - low) / left), 0.0)
    return rising, np.where(high > mode, (high - at) / width * ((high - at) / right), 0.0)


def _excess_triangular(mode: Floats, low: Floats, high: Floats, at: Floats) -> Floats:
    """Within the ends: a cubic right of the mode, and left of it a straight line and a cubic."""
    rising, falling = _sides(mode, low, high, at)
    left = (low - at) / 3 + (mode - at) / 3 + (high - at) / 3 + rising * (at - low) / 3
    return np.where(at < mode, left, falling * (high - at) / 3)


def _normal(cells: Ratings, bell: Bools) -> tuple[Floats, Floats, Floats]:
    """Ends of the normal cells in standard deviations from the mode, and these."""
    sd = cells.sd[bell]
    return (cells.low[bell] - cells.mode[bell]) / sd, (cells.high[bell] - cells.mode[bell]) / sd, sd


def _mean_normal(low: Floats, high: Floats, sd: Floats) -> Floats:
    """How far the mean of a normal that is cut off is from its mode."""
    return sd * _density_fall(low, high) / _mass(low, high)


def _excess_normal(low: Floats, high: Floats, sd: Floats, at: Floats) -> Floats:
    """Partial expectation above `at`, counted from the mode; ends in standard deviations."""
    start = np.clip(at / sd, low, high)
    whole = _mass(low, high)
    inside = (sd * _density_fall(start, high) - at * _mass(start, high)) / whole
    return np.asarray(np.maximum(inside, 0.0))


def _density_fall(low: Floats, high: Floats) -> Floats:
    """Normal density at the low end minus that at the high end, exact where they are close."""
    low, high = np.clip(low, -_FAR, _FAR), np.clip(high, -_FAR, _FAR)
    near, far = np.minimum(np.abs(low), np.abs(high)), np.maximum(np.abs(low), np.abs(high))
    fall: Floats = -np.exp(-near * near / 2) * np.expm1((near - far) * (near + far) / 2) / np.sqrt(2 * np.pi)
    return np.where(np.abs(low) <= np.abs(high), fall, -fall)


def _mass(low: Floats, high: Floats) -> Floats:
    """Probability of a standard normal between two values, exact where they are close or far out."""
    from scipy.special import erf, erfc

    low, high = low / np.sqrt(2), high / np.sqrt(2)
    tail = np.where(low > 0.5, erfc(low) - erfc(high), erf(high) - erf(low)) / 2
    result: Floats = np.where(high < -0.5, (erfc(-high) - erfc(-low)) / 2, tail)
    return result
