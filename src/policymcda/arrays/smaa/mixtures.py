"""Mixtures of several groups: how their counts go together, net by net, for all groups share the draws of a net."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from policymcda.arrays import Floats, Ints
from policymcda.arrays.smaa.estimates import Estimate
from policymcda.arrays.smaa.tallies import Numbers, Tally
from policymcda.arrays.smaa.tasks import Task

COUNTED = ("ranks", "top", "expected", "pairwise")


def crossed(tasks: Sequence[Task], places: Sequence[Ints], options: int, first: int, stop: int) -> Tally:
    """Sums over nets of the counts of each group, ``name g``, and of their products, ``name g h`` for g < h.

    Parameters
    ----------
    tasks : sequence of Task
        One for each group.
    places : sequence of (m_g,)
        Where the options of each group stand among those of all groups.
    options : int
        How many options there are in all.
    """
    total, simple = Tally(), [replace(task, levels=(), covariance=False) for task in tasks]
    for net in range(first, stop):
        each = [_laid_out(task(net), place, options) for task, place in zip(simple, places, strict=True)]
        sums: dict[str, Numbers] = {f"{name} {g}": table for g, one in enumerate(each) for name, table in one.items()}
        for h, other in enumerate(each):
            for g, one in enumerate(each[:h]):
                sums |= {f"{name} {g} {h}": one[name] * other[name] for name in one if name in other}
        total = total + Tally(1, sums, tasks[0].length)
    return total


def covariance(total: Tally, name: str, one: int, other: int) -> Floats:
    """Covariance over the nets of a share of the draws of two groups; of expected ranks for ``expected``."""
    one, other = sorted((one, other))
    first, second = (total.sums[f"{name} {group}"].astype(object) for group in (one, other))
    spread = total.nets * total.sums[f"{name} {one} {other}"].astype(object) - first * second
    return np.asarray(spread / (total.nets * (total.nets - 1) * total.length**2), dtype=np.float64)


def mixture(
    parts: Sequence[Estimate], shares: Sequence[float], covariances: Mapping[tuple[int, int], Floats]
) -> Estimate:
    """The sum of estimates by share, with its standard error and interval.

    The interval recovers variances from those of the parts (MOVER, Zou and Donner, 2008): where these are Student's, so
    is its own; where they are one-sided because a count is small, it is as well.

    Parameters
    ----------
    covariances : mapping of (int, int) to array
        Covariances of the estimates of two parts, g < h; 0 where left out.
    """
    value = sum((share * part.value for share, part in zip(shares, parts, strict=True)), np.zeros(()))
    squares = [_zeros(value) for _ in range(3)]
    for g, one in enumerate(parts):
        for place, width in enumerate(_widths(one)):
            squares[place] += (shares[g] * width) ** 2
        for h in range(g + 1, len(parts)):
            scale = one.error * parts[h].error
            between = covariances.get((g, h), np.zeros(()))
            with np.errstate(divide="ignore", invalid="ignore"):
                correlation = np.where(scale > 0, np.clip(between / scale, -1.0, 1.0), 0.0)
            for place, (width, other) in enumerate(zip(_widths(one), _widths(parts[h]), strict=True)):
                squares[place] += 2 * shares[g] * shares[h] * correlation * width * other
    error, below, above = (np.sqrt(np.maximum(square, 0.0)) for square in squares)
    return Estimate(value, error, value - below, value + above)


def _widths(part: Estimate) -> tuple[Floats, Floats, Floats]:
    """The error, and how far the interval reaches below and above."""
    return part.error, part.value - part.low, part.high - part.value


def _zeros(value: Floats) -> Floats:
    return np.zeros(np.shape(value))


def _laid_out(counts: Tally, places: Ints, options: int) -> dict[str, Numbers]:
    """The counts of a group among the options of all groups; an option that does not compete is never of any rank."""
    found: dict[str, Numbers] = {}
    for name in COUNTED:
        if name not in counts.sums:
            continue
        table = counts.sums[name]
        if name in ("ranks", "top"):
            more = options - table.shape[1]
            table = np.pad(table, ((0, 0), (0, more)), mode="edge" if name == "top" else "constant")
        elif name == "pairwise":
            wide = np.zeros((len(table), options), dtype=table.dtype)
            wide[:, places] = table
            table = wide
        laid_out = np.zeros((options, *table.shape[1:]), dtype=object if name == "expected" else table.dtype)
        laid_out[places] = table
        found[name] = laid_out
    return found
