"""Quantiles of many nets at once: where they lie is seen in the first net, and looked for near there in the others."""

from collections.abc import Sequence

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.smaa.counting import per_row

FAR = 8
"""A row is partitioned where so many times as many values are near as would be among independent draws."""

ASIDE = 3
"""The slope and the bend at a quantile are seen from so many standard deviations of its place at either side."""

NEAREST = 16
"""Draws of a net at least that lie beyond a quantile: nearer the end an order statistic of a net says little."""


def least_level(draws: int) -> float:
    """The lowest level of a quantile of nets of so many draws; the highest is as far from 1."""
    return NEAREST / draws


def places(levels: Sequence[float], draws: int, *, random: bool) -> Floats:
    """Where the quantiles are among the draws of a net in rising order, from 0 on, between two of them in proportion.

    The draw in place k of a net of points that are spread evenly has the level (k + 1/2) / draws on average, of plain
    random points (k + 1) / (draws + 1).
    """
    level = np.asarray(levels, dtype=np.float64)
    return np.clip(level * (draws + 1) - 1 if random else level * draws - 0.5, 0, draws - 1)


def aside(levels: Sequence[float], draws: int, *, random: bool) -> Ints:
    """Places below and above each quantile from which its slope and bend are seen, and its own, (levels, 3)."""
    middle = np.rint(places(levels, draws, random=random)).astype(np.int64)
    far = np.array([ASIDE * _margin(int(place), draws) for place in middle], dtype=np.int64)
    far = np.minimum(far, np.minimum(middle, draws - 1 - middle))
    return np.stack([middle - far, middle, middle + far], axis=1)


def around(values: Floats, levels: Sequence[float], *, random: bool) -> Floats:
    """The draws of one net (m, draws) at the places of `aside`, (m, levels, 3)."""
    wanted = aside(levels, values.shape[1], random=random)
    found: Floats = np.partition(values, np.unique(wanted), axis=1)[:, wanted]
    return found


def quantiles(values: Floats, levels: Sequence[float], *, random: bool = False) -> Floats:
    """Quantiles of each net, (m, nets, levels), from values (m, nets, draws), at the `places` of the levels."""
    return quantiles_with_around(values, levels, random=random)[0]


def quantiles_with_around(values: Floats, levels: Sequence[float], *, random: bool) -> tuple[Floats, Floats]:
    """As `quantiles`, and of the first net what `around` gives, which costs little when it is asked for at once."""
    options, nets, draws = values.shape
    wanted = places(levels, draws, random=random)
    lower = np.floor(wanted).astype(np.int64)
    ends = np.stack([lower, np.minimum(lower + 1, draws - 1)], axis=1)
    result = np.empty((options, nets, len(ends), 2))
    margins = [_margin(place, draws) for place in lower] if nets > 1 else [0] * len(ends)
    search = [(int(low) - margin, int(high) + margin) for (low, high), margin in zip(ends, margins, strict=True)]
    sides = aside(levels, draws, random=random)
    asked = np.unique(np.clip(np.concatenate([ends.ravel(), np.ravel(search), sides.ravel()]), 0, draws - 1))
    first = np.partition(values[:, 0], asked, axis=1)
    result[:, 0] = first[:, ends]
    if nets > 1:
        for level, (least, most) in enumerate(search):
            low = first[:, least] if least >= 0 else np.full(options, -np.inf)
            high = first[:, most] if most < draws else np.full(options, np.inf)
            result[:, 1:, level] = _between(values[:, 1:], low, high, ends[level], FAR * (margins[level] + 1))
    between: Floats = result[..., 0] + (result[..., 1] - result[..., 0]) * (wanted - lower)
    return between, first[:, sides]


def _margin(place: int, count: int) -> int:
    """Places between which a quantile lies as a rule: by the standard deviation of as many independent draws."""
    return int(np.ceil(np.sqrt((place + 1) * (count - place) / (count + 1))))


def _between(values: Floats, low: Floats, high: Floats, places: Ints, most: int) -> Floats:
    """The values at some places in rising order, (m, nets, places), first looked for from low to high (m,)."""
    shape, draws = values.shape[:2], values.shape[2]
    near = values >= low[:, None, None]
    below = draws - per_row(near)
    near &= values <= high[:, None, None]
    inside = per_row(near)
    known = (below <= places[0]) & (places[-1] < below + inside) & (inside <= most)
    near[~known] = False
    result = np.empty((*shape, len(places)))
    if np.any(known):
        found = _sorted(values, near, inside[known])
        result[known] = np.take_along_axis(found, places - below[known][:, None], axis=1)
    if not np.all(known):
        result[~known] = np.partition(values[~known], places, axis=1)[:, places]
    return result


def _sorted(values: Floats, near: Bools, inside: Ints) -> Floats:
    """The near values of each row that has any, in rising order, infinite behind the last."""
    net, draw = np.divmod(np.flatnonzero(near), values.shape[2])
    option, net = np.divmod(net, values.shape[1])
    table = np.full((len(inside), int(np.max(inside))), np.inf)
    table[np.arange(table.shape[1]) < inside[:, None]] = values[option, net, draw]
    table.sort(axis=1)
    return table
