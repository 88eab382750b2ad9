"""Quantiles of many nets at once: where they lie is seen in the first net, and looked for near there in the others."""

from collections.abc import Sequence

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.smaa.counting import per_row

FAR = 8
"""A row is partitioned where so many times as many values are near as would be among independent draws."""


def quantiles(values: Floats, levels: Sequence[float]) -> Floats:
    """Quantiles of each net, in proportion between neighbours, (m, nets, levels), from values (m, nets, draws)."""
    options, nets, draws = values.shape
    places = np.asarray(levels) * (draws - 1)
    lower = np.floor(places).astype(np.int64)
    ends = np.stack([lower, np.minimum(lower + 1, draws - 1)], axis=1)
    found = np.empty((options, nets, len(ends), 2))
    margins = [_margin(place, draws) for place in lower] if nets > 1 else [0] * len(ends)
    around = [(int(low) - margin, int(high) + margin) for (low, high), margin in zip(ends, margins, strict=True)]
    wanted = np.unique(np.clip(np.concatenate([ends.ravel(), np.ravel(around)]), 0, draws - 1))
    first = np.partition(values[:, 0], wanted, axis=1)
    found[:, 0] = first[:, ends]
    if nets > 1:
        for level, (least, most) in enumerate(around):
            low = first[:, least] if least >= 0 else np.full(options, -np.inf)
            high = first[:, most] if most < draws else np.full(options, np.inf)
            found[:, 1:, level] = _between(values[:, 1:], low, high, ends[level], FAR * (margins[level] + 1))
    result: Floats = found[..., 0] + (found[..., 1] - found[..., 0]) * (places - lower)
    return result


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
