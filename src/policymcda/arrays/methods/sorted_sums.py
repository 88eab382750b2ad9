"""Sums over all pairs of options by sorting: m log(m) steps in place of m² pairs."""

from collections.abc import Callable, Sequence

import numpy as np

from policymcda.arrays import Bools, Floats, Ints

MANTISSA = 52
"""Bits of a float beside the leading one."""


def sums_of_rises(values: Floats, pieces: Sequence[tuple[float, float]]) -> Floats:
    """For each value the sum over all values of how far its lead over them has risen, mean over the pieces, (m, ...).

    Parameters
    ----------
    values : (m, ...)
    pieces : pairs of start and end
        Each rises from 0 where the lead is the start to 1 where it is the end; where the end is not beyond the start it
        is a step above the start.
    """
    order = np.argsort(values, axis=0)
    rising = np.take_along_axis(values, order, axis=0)
    total = np.zeros(values.shape)
    for start, end in pieces:
        total += _sum(rising, start, end)
    result = np.empty(values.shape)
    np.put_along_axis(result, order, total / len(pieces), axis=0)
    return result


def count_where(rising: Floats, holds: Callable[[Floats], Bools]) -> Ints:
    """For each value how many of all have a lead of it over them that fulfils a condition, (m, ...).

    Found by halving: the condition holds for the largest leads, so for the first of the rising values.
    """
    options = len(rising)
    count = np.zeros(rising.shape, dtype=np.int64)
    step = 1 << options.bit_length() - 1
    while step:
        more = count + step
        other = np.take_along_axis(rising, np.minimum(more, options) - 1, axis=0)
        with np.errstate(over="ignore"):
            fits = holds(rising - other)
        fits &= more <= options
        count += step * fits
        step //= 2
    return count


def sums_of_leads(values: Floats, first: Ints, last: Ints) -> Floats:
    """For each value the sum of its leads over the values from the place `first` to before `last`, each (m, ...)."""
    exponent = _exponent(values)
    return np.ldexp(_sums_of_leads(np.ldexp(values, -exponent), first, last), exponent)


def _sums_of_first(values: Floats, counts: Ints) -> Floats:
    """Sums of the first values, as many as the counts say, (m, ...)."""
    sums = np.zeros((len(values) + 1, *values.shape[1:]))
    np.cumsum(values, axis=0, out=sums[1:])
    return np.take_along_axis(sums, counts, axis=0)


def _sum(rising: Floats, start: float, end: float) -> Floats:
    """The sum for one piece, of values in rising order."""
    if end <= start:
        return count_where(rising, lambda lead: lead > start).astype(np.float64)
    some, full = (count_where(rising, holds) for holds in (lambda lead: lead > start, lambda lead: lead >= end))
    exponent, number = _exponent(rising), some - full
    low, high = np.ldexp(start, -exponent), np.ldexp(end, -exponent)
    with np.errstate(over="ignore"):
        beyond = _sums_of_leads(np.ldexp(rising, -exponent), full, some) - number * low
        return np.asarray(full + np.clip(beyond / (high - low), 0, number))


def _exponent(values: Floats) -> int:
    """The power of 2 that is above all magnitudes."""
    return int(np.frexp(np.max(np.abs(values), initial=0.0))[1])


def _sums_of_leads(values: Floats, first: Ints, last: Ints) -> Floats:
    """As `sums_of_leads`, for values between -1 and 1.

    Two sums of many values may nearly cancel: the values are cut into a coarse part, whose sums are exact, and a fine
    one, so small that rounding of its sums does not matter.
    """
    grid = np.ldexp(1.0, MANTISSA - len(values).bit_length())
    coarse = np.rint(values * grid) / grid
    number = last - first
    result = np.zeros(values.shape)
    for part in (coarse, values - coarse):
        result += number * part - (_sums_of_first(part, last) - _sums_of_first(part, first))
    return result
