"""Ranks along a line of weights: the points where they change and what they are between them.

With the crossings in closed form the path is exact: ranks are computed once between every two neighbours, so what the
algebra says is verified by evaluation on both sides of every change. Without, changes are found on a fixed grid and
bracketed by halving.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.sensitivity.crossings import Scoring, along, meetings, ratios

STEPS = 500
"""Steps of the grid where there is no closed form: what changes and changes back within one of them is not seen."""

HALVINGS = 34
"""A change on the grid is bracketed within 1 / STEPS / 2**34, about 1e-13."""

PARTS = np.arange(1, 8) / 8
"""Where a stretch is cut that holds a change: several points at once, for a call costs more than a point."""

TOGETHER = 1e-12
"""Crossings closer than this are one."""

FLICKER = 1e-10
"""Changes closer than this where options tie towards an end are one: the rule of ties wavers there by rounding."""

TIED = 1e-7
"""Without a closed form, changes closer than this are the two ends of one tie."""

NARROW = 1e-8
"""A tie that lasts no longer than this at an end of the line is the end itself."""

Scores = Callable[[Floats], Floats]
"""Scores along a line: ``scores(at) -> (..., m)``."""


@dataclass(frozen=True, eq=False)
class Path:
    """Ranks from one end of a line to the other.

    Attributes
    ----------
    breaks : (k + 1,)
        Where ranks may change, rising, with both ends of the line.
    width : (k + 1,)
        How far each break may be off: 0 where it is known in closed form.
    between : (k, m)
        Ranks between each break and the next.
    """

    breaks: Floats
    width: Floats
    between: Ints


def along_weight(scoring: Scoring, matrix: Floats, benefit: Bools, start: Floats, criterion: int) -> Path:
    """Ranks along the weight of one criterion, in closed form where there is one."""

    def on_line(at: Floats) -> Floats:
        return scoring(matrix, along(start, criterion, at), benefit)

    form = ratios(scoring, matrix, benefit, start, criterion)
    if form is None:
        return bracketed_path(on_line)
    found = meetings(form, *np.triu_indices(len(matrix), 1))
    return exact_path(on_line, found[~np.isnan(found)])


def exact_path(
    scores: Scores,
    crossings: Floats,
    ends: tuple[float, float] = (0.0, 1.0),
    matters: Callable[[Ints], Any] = np.asarray,
) -> Path:
    """The path whose crossings are known, any number of them in any order; those that change no rank are dropped.

    Parameters
    ----------
    matters : callable
        What of the ranks (..., m) must not change unseen where options tie towards an end of the line; all unless given.
    """
    low, high = ends
    inner = np.unique(crossings[(crossings > low + TOGETHER) & (crossings < high - TOGETHER)])
    inner = inner[np.diff(inner, prepend=-np.inf) > TOGETHER]
    breaks = np.concatenate([[low], inner, [high]])
    between = ranks(scores((breaks[:-1] + breaks[1:]) / 2))
    return _tied_at_ends(scores, _joined(Path(breaks, np.zeros_like(breaks), between)), matters)


def _tied_at_ends(scores: Scores, path: Path, matters: Callable[[Ints], Any]) -> Path:
    """The path with what ties by the rule of `rank` towards an end of the line, without meeting before it."""
    (low, more_low), (high, more_high) = (_ties(scores, path, end, matters) for end in (0, -1))
    if not low and not high:
        return path
    breaks = np.concatenate([path.breaks[:1], low[::-1], path.breaks[1:-1], high, path.breaks[-1:]])
    between = np.array([*more_low[::-1], *path.between, *more_high])
    return Path(breaks, np.zeros_like(breaks), between)


def _ties(scores: Scores, path: Path, end: int, matters: Callable[[Ints], Any]) -> tuple[list[float], list[Ints]]:
    """Where ranks change between the last break and an end, and the ranks beyond each change."""
    edge, neighbour, placed = (float(path.breaks[end]), float(path.breaks[1 if end == 0 else -2]), path.between[end])
    start, last = (edge + neighbour) / 2, edge + np.sign(neighbour - edge) * NARROW
    found, beyond = list[float](), list[Ints]()
    if abs(start - edge) <= NARROW:
        return found, beyond
    changes = _changes(scores, start, last, np.stack([placed, *ranks(scores(np.array([last])))]), matters)
    for place, (at, ranked) in enumerate(changes):
        if place + 1 < len(changes) and abs(changes[place + 1][0] - at) <= FLICKER:
            continue
        if np.any(matters(ranked) != matters(placed)):
            placed = ranked
            found.append(at)
            beyond.append(ranked)
    return found, beyond


def _changes(
    scores: Scores, start: float, last: float, placed: Ints, matters: Callable[[Ints], Any]
) -> list[tuple[float, Ints]]:
    """Where ranks differ from those just before, from `start` to `last`, and the ranks there.

    Every stretch at whose ends the ranks differ is cut again and again, until it is as short as what counts as one change.
    Of more than four for each option those nearest the start are followed.
    """
    ends, at_ends = np.array([[start, last]]), placed[None]
    while len(ends) and np.abs(ends[0, 1] - ends[0, 0]) > TOGETHER:
        inner = ends[:, :1] + (ends[:, 1:] - ends[:, :1]) * PARTS
        points = np.concatenate([ends[:, :1], inner, ends[:, 1:]], axis=1)
        inside = ranks(scores(inner.ravel())).reshape(*inner.shape, -1)
        ranked = np.concatenate([at_ends[:, :1], inside, at_ends[:, 1:]], axis=1)
        seen = np.asarray(matters(ranked)).reshape(*points.shape, -1)
        changed = np.nonzero(np.any(seen[:, 1:] != seen[:, :-1], axis=-1))
        row, cut = (places[: 4 * placed.shape[-1]] for places in changed)
        ends = np.stack([points[row, cut], points[row, cut + 1]], axis=1)
        at_ends = np.stack([ranked[row, cut], ranked[row, cut + 1]], axis=1)
    return list(zip(ends[:, 1].tolist(), at_ends[:, 1], strict=True))


def bracketed_path(scores: Scores, ends: tuple[float, float] = (0.0, 1.0), watched: Ints | None = None) -> Path:
    """The path of any method, from its ranks on a grid; the changes bracketed by halving.

    Parameters
    ----------
    watched : (w,), optional
        The options whose changes matter; all unless given.
    """
    grid = np.linspace(*ends, STEPS + 1)
    part = slice(None) if watched is None else watched

    def seen(at: Floats) -> Ints:
        return ranks(scores(at))[:, part]

    found = seen(grid)
    changed = np.flatnonzero(np.any(found[1:] != found[:-1], axis=-1))
    low, high = grid[changed], grid[changed + 1]
    at_low, at_high = found[changed], found[changed + 1]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        inside = seen(middle) if len(middle) else at_low
        left, right = np.any(inside != at_low, axis=-1), np.any(inside != at_high, axis=-1)
        low, high = np.concatenate([low[left], middle[right]]), np.concatenate([middle[left], high[right]])
        at_low = np.concatenate([at_low[left], inside[right]])
        at_high = np.concatenate([inside[left], at_high[right]])
    order = np.argsort(low)
    low, high = low[order], high[order]
    if not len(low):
        return Path(np.array(ends), np.zeros(2), ranks(scores(np.array([sum(ends) / 2]))))
    first = np.diff(low, prepend=-np.inf) > TIED  # the two ends of a tie are one change
    last = np.append(first[1:], True)
    low, high = low[first], high[last]
    breaks = np.concatenate([ends[:1], (low + high) / 2, ends[1:]])
    width = np.concatenate([[0.0], high - low, [0.0]])
    return _joined(Path(breaks, width, ranks(scores((breaks[:-1] + breaks[1:]) / 2))))


@dataclass(frozen=True)
class Stretch:
    """Where something stays as it is around a point: both ends, and the cells of the path beyond them, -1 for none."""

    low: float
    high: float
    under: int
    over: int
    width: float
    """How far an end may be off."""


def kept(path: Path, at: float, order: Ints, count: int | None) -> Stretch:
    """The stretch around a point on which what is kept stays.

    Kept are the first `count` options of `order`, whatever their order, none of the others being better than one of
    them; or the whole order where `count` is None. Ties break nothing, so the ends are where something is tied.
    """
    holds = stays(path.between, order, count)
    near = TIED if path.width.any() else TOGETHER
    over = int(np.searchsorted(path.breaks, at + near, side="right")) - 1
    under = int(np.searchsorted(path.breaks, at - near, side="left")) - 1
    low = high = at
    width = 0.0
    while over < len(holds) and holds[over]:
        over += 1
        high, width = float(path.breaks[over]), max(width, float(path.width[over]))
    while under >= 0 and holds[under]:
        low, width = float(path.breaks[under]), max(width, float(path.width[under]))
        under -= 1
    return Stretch(low, high, under, over if over < len(holds) else -1, width)


def stays(between: Ints, order: Ints, count: int | None) -> Bools:
    """Whether what is kept holds by these ranks, (..., m) to (...)."""
    placed = between[..., order]
    if count is None:
        return np.asarray(np.all(placed[..., 1:] >= placed[..., :-1], axis=-1))
    if count >= placed.shape[-1]:
        return np.ones(placed.shape[:-1], dtype=np.bool_)
    return np.asarray(np.max(placed[..., :count], axis=-1) <= np.min(placed[..., count:], axis=-1))


def _joined(path: Path) -> Path:
    """The path without the breaks at which no rank changes."""
    keeps = np.concatenate([[True], np.any(path.between[1:] != path.between[:-1], axis=-1)])
    inner = np.append(keeps, True)
    return Path(path.breaks[inner], path.width[inner], path.between[keeps])
