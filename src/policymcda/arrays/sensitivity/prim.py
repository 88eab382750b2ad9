"""Boxes of inputs in which something holds: the patient rule induction method, PRIM (Friedman and Fisher, 1999).

A box is peeled: of all sides the one is moved in whose loss leaves the highest share of hits, a small part of the points
at a time. Restrictions that are not needed for the share that is asked for are then dropped again.
"""

from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Bools, Floats

PEEL = 0.05
"""Part of the points in the box that is cut off at a time."""

LEAST = 50
"""Points in a box, at least."""

LITTLE = 0.005
"""A restriction that adds less density is not worth a condition."""


@dataclass(frozen=True, eq=False)
class Box:
    """Ends of each input, infinite where it is not restricted, both (inputs,)."""

    low: Floats
    high: Floats

    def holds(self, inputs: Floats) -> Bools:
        """Which points (inputs, points) are in the box."""
        return np.asarray(~np.any(self.misses(inputs), axis=0))

    def misses(self, inputs: Floats) -> Bools:
        """Which points are outside by each restricted input, (restricted inputs, points)."""
        rows = self.restricted
        return np.asarray((inputs[rows] < self.low[rows, None]) | (inputs[rows] > self.high[rows, None]))

    @property
    def restricted(self) -> Bools:
        """Which inputs are."""
        return np.isfinite(self.low) | np.isfinite(self.high)


def prim(inputs: Floats, hits: Bools, density: float, most: int) -> Box:
    """The largest box found that has the density; where none has, the densest.

    Parameters
    ----------
    inputs : (inputs, points)
    hits : (points,)
        Where it holds.
    density : float
        Share of hits in the box.
    most : int
        Inputs that may be restricted, at the price of density.

    Notes
    -----
    Coverage and density should be measured at other points than these, which the box was fitted to.
    """
    path = _peeled(inputs, hits, density)
    chosen = next((box for box, share in path if share >= density), max(path, key=lambda pair: pair[1])[0])
    return _dropped(chosen, inputs, hits, density, most)


def _peeled(inputs: Floats, hits: Bools, density: float) -> list[tuple[Box, float]]:
    """Boxes and their densities, from the whole to the first that is dense enough or too small."""
    whole = np.full(len(inputs), np.inf)
    box, inside, mine = Box(-whole, whole), inputs, hits
    path = [(box, float(mine.mean()))]
    while path[-1][1] < density:
        cut = max(1, int(PEEL * len(mine)))
        if len(mine) - cut < LEAST:
            break
        last = len(mine) - 1 - cut
        ends = np.partition(inside, (cut, last), axis=1)[:, [cut, last]]
        kept = np.stack([inside >= ends[:, :1], inside <= ends[:, 1:]])
        count = kept.sum(axis=-1)
        share = np.where(
            (count < len(mine)) & (count >= LEAST), (kept & mine).sum(axis=-1) / np.maximum(count, 1), -1.0
        )
        if share.max() < 0:
            break
        side, place = np.unravel_index(int(np.argmax(share)), share.shape)
        low, high = box.low.copy(), box.high.copy()
        (low if side == 0 else high)[place] = ends[place, side]
        box, held = Box(low, high), kept[side, place]
        inside, mine = inside[:, held], mine[held]
        path.append((box, float(mine.mean())))
    return path


def _dropped(box: Box, inputs: Floats, hits: Bools, density: float, most: int) -> Box:
    """Without the restrictions that add little, and without those that are too many, the least useful first."""
    while np.any(box.restricted):
        counted = drops(box, inputs, hits)
        shares = counted[:, 1] / np.maximum(counted[:, 0], 1.0)
        now, best = shares[0], int(np.argmax(shares[1:]))
        few_enough = np.count_nonzero(box.restricted) <= most
        if few_enough and shares[1 + best] < min(density, now - LITTLE):
            break
        box = without(box, int(np.flatnonzero(box.restricted)[best]))
    return box


def drops(box: Box, inputs: Floats, hits: Bools) -> Floats:
    """Points and hits in the box, then in the box without each of its restrictions, (1 + restricted inputs, 2)."""
    misses = box.misses(inputs)
    number = misses.sum(axis=0)
    held = np.vstack([np.zeros_like(hits), (number == 1) & misses]) | (number == 0)
    return np.stack([held.sum(axis=1), (held & hits).sum(axis=1)], axis=1).astype(np.float64)


def without(box: Box, place: int) -> Box:
    """The box with one input set free."""
    low, high = box.low.copy(), box.high.copy()
    low[place], high[place] = -np.inf, np.inf
    return Box(low, high)


def rounded(box: Box, spans: Floats) -> Box:
    """Ends with as many digits as a hundredth of each input's span needs, (inputs,) spans."""
    digits = np.where(spans > 0, 2 - np.floor(np.log10(np.where(spans > 0, spans, 1.0))), 0).astype(int)
    low, high = (
        np.array(
            [round(end, place) if np.isfinite(end) else end for end, place in zip(ends, digits.tolist(), strict=True)]
        )
        for ends in (box.low, box.high)
    )
    return Box(low, high)
