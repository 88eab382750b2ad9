"""Scoring very many options part by part: what has to be known of all of them, and a part scored by it.

Most methods see of the other options no more than the least and the largest value of each criterion, and one number by
which its column is divided: a norm, a sum, their count. A part is scored together with two options that have those
extremes, by weights that put right what its columns are divided by.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from policymcda.arrays import Bools, Floats, Method
from policymcda.arrays.scale import by_max, by_range, by_sum, by_vector, divide

BLOCK = 2**16
"""Options of a part that are scored at once: what stays in the cache (measured)."""

PAIRS = "it compares every two options"
PASSES = "it goes over all options again with what a first pass gives"
UNKNOWN = "it does not say what it needs of the other options (in_parts of its description)"


@dataclass(frozen=True, eq=False)
class Statistics:
    """What has to be known of all options, one number for each criterion, (n,)."""

    count: Floats
    """How many options there are."""

    least: Floats
    largest: Floats
    infinite: Floats
    """How many values are not finite."""

    squares: Floats
    """Sum of the squares, in units of the largest magnitude."""

    magnitudes: Floats
    """Sum of the magnitudes, in units of the largest."""

    reciprocals: Floats
    """Sum of the least value over each; 0 where there are values that are not positive."""

    @property
    def magnitude(self) -> Floats:
        """The largest magnitude."""
        return np.maximum(np.abs(self.least), np.abs(self.largest))


@dataclass(frozen=True)
class Parts:
    """How a method scores options part by part.

    Attributes
    ----------
    needs : tuple of str
        The sums of `Statistics` that it takes.
    sizes : callable, optional
        ``sizes(statistics, benefit, settings)``: what a column is divided by, (n,); None where only extremes matter.
    power : int
        How often that divides what a weight multiplies.
    """

    needs: tuple[str, ...] = ()
    sizes: Callable[[Statistics, Bools, Mapping[str, Any]], Floats] | None = None
    power: int = 1


InParts = Callable[[Mapping[str, Any]], Parts | str]
"""By the settings of a method: how it scores part by part, or why it cannot."""


def extremes(settings: Mapping[str, Any]) -> Parts:
    """Of a method that sees only the extremes of the other options."""
    return Parts()


def compares_pairs(settings: Mapping[str, Any]) -> str:
    """Of a method that compares every two options."""
    return PAIRS


def several_passes(settings: Mapping[str, Any]) -> str:
    """Of a method that needs what comes out of a first pass for a second one over all options."""
    return PASSES


def norms(settings: Mapping[str, Any]) -> Parts:
    """Of a method that divides each column by its Euclidean norm."""
    return Parts(("squares",), _norm)


def scaled(scale: Callable[[Floats], Floats], power: int = 1) -> Parts | str:
    """Of a method whose columns are scaled by a function."""
    if scale in (by_max, by_range):
        return Parts()
    if scale is by_vector:
        return Parts(("squares",), _norm, power)
    if scale is by_sum:
        return Parts(("magnitudes",), _sum, power)
    return "a scaling of one's own may need anything of the other options"


def shares_of_sums(statistics: Statistics, benefit: Bools, settings: Mapping[str, Any]) -> Floats:
    """Sums of the shares of the best value, of positive values."""
    return np.where(benefit, statistics.magnitudes, statistics.reciprocals)


def statistics(values: Floats, needs: tuple[str, ...]) -> Statistics:
    """Those of a part, (m, n), with the sums that are needed."""
    zero = np.zeros(values.shape[1])
    count = zero + len(values)
    if not len(values):
        return Statistics(zero, zero + np.inf, zero - np.inf, *(zero,) * 4)
    least, largest = np.min(values, axis=0), np.max(values, axis=0)
    infinite = np.zeros_like(zero)
    if not (np.isfinite(least).all() and np.isfinite(largest).all()):
        infinite = np.count_nonzero(np.isinf(values), axis=0).astype(np.float64)
        return Statistics(count, least, largest, infinite, zero, zero, zero)
    squares, magnitudes, reciprocals = zero, zero, zero
    if "squares" in needs or "magnitudes" in needs:
        units = divide(values, np.maximum(np.abs(least), np.abs(largest)))
        squares = np.einsum("mn,mn->n", units, units) if "squares" in needs else zero
        magnitudes = np.sum(np.abs(units), axis=0) if "magnitudes" in needs else zero
    if "reciprocals" in needs:
        reciprocals = np.where(least > 0, np.sum(divide(least, values), axis=0), 0.0)
    return Statistics(count, least, largest, infinite, squares, magnitudes, reciprocals)


def merged(one: Statistics, other: Statistics) -> Statistics:
    """Those of two parts together."""
    if not one.count.any() or not other.count.any():
        return other if other.count.any() else one
    least, largest = np.minimum(one.least, other.least), np.maximum(one.largest, other.largest)
    magnitude = np.maximum(one.magnitude, other.magnitude)
    result = {name.name: getattr(one, name.name) + getattr(other, name.name) for name in fields(Statistics)}
    if not result["infinite"].any():
        ratios = [divide(part.magnitude, magnitude) for part in (one, other)]
        shrunk = [divide(least, part.least) for part in (one, other)]
        result["squares"] = one.squares * ratios[0] ** 2 + other.squares * ratios[1] ** 2
        result["magnitudes"] = one.magnitudes * ratios[0] + other.magnitudes * ratios[1]
        result["reciprocals"] = np.where(least > 0, one.reciprocals * shrunk[0] + other.reciprocals * shrunk[1], 0.0)
    return Statistics(**{**result, "least": least, "largest": largest})


def score_part(
    method: Method,
    part: Floats,
    weights: Floats,
    benefit: Bools,
    settings: Mapping[str, Any],
    how: Parts,
    whole: Statistics,
) -> Floats:
    """Scores of some options as among all, (m,).

    Parameters
    ----------
    part : (m, n)
    whole : Statistics
        Of all options.
    """
    rows = np.empty((part.shape[1], len(part) + 2))  # a criterion is contiguous, as it is in the part
    rows[:, 0], rows[:, 1], rows[:, 2:] = whole.least, whole.largest, part.T
    matrix = rows.T
    if how.sizes is not None:
        sizes = (how.sizes(each, benefit, settings) for each in (statistics(matrix, how.needs), whole))
        weights = weights * divide(*sizes) ** how.power
    return method(matrix, weights, benefit, **settings)[2:]


def _norm(statistics: Statistics, benefit: Bools, settings: Mapping[str, Any]) -> Floats:
    return statistics.magnitude * np.sqrt(statistics.squares)


def _sum(statistics: Statistics, benefit: Bools, settings: Mapping[str, Any]) -> Floats:
    return statistics.magnitude * statistics.magnitudes
