"""Where along the weight of each criterion another option takes over, from crossing to crossing."""

from collections.abc import Iterator, Mapping

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.sensitivity.crossings import Scoring, along
from policymcda.arrays.sensitivity.turning_points import Turns, takes_over
from policymcda.arrays.sensitivity.weight_paths import Path, along_weight


def weight_turns(
    scoring: Scoring, matrix: Floats, benefit: Bools, weights: Floats, lines: Mapping[int, Floats], first: Bools
) -> tuple[Turns, bool]:
    """The nearest weights, on either side, at which each option takes over, and whether all crossings are exact.

    Parameters
    ----------
    lines : mapping of int to (n,)
        The criteria to look at, numbered in this order, and the weights at the start of each line, without it.
    first : (m,)
        Which options are first at present.
    """
    found: list[tuple[int, int, float]] = []
    exact = True
    for line, (criterion, start) in enumerate(lines.items()):
        path = along_weight(scoring, matrix, benefit, start, criterion)
        exact &= not path.width.any()
        turns = dict(_turns(path, float(weights[criterion]), first))
        for option, end in _at_ends(scoring, matrix, benefit, start, criterion, first):
            turns.setdefault((option, end > weights[criterion]), end)
        found += [(line, option, at) for (option, _), at in turns.items()]
    rows = np.array(found, dtype=np.float64).reshape(-1, 3)
    return Turns(rows[:, 0].astype(np.int64), rows[:, 1].astype(np.int64), rows[:, 2], rows[:, 2]), exact


def _turns(path: Path, at: float, first: Bools) -> Iterator[tuple[tuple[int, bool], float]]:
    """The nearest break below and above a point beyond which each option is first."""
    placed = path.between == 1
    held = placed & ~np.any(placed & first, axis=1, keepdims=True)
    for option in np.flatnonzero(held.any(axis=0)).tolist():
        cells = np.flatnonzero(held[:, option])
        above, below = cells[path.breaks[cells] >= at - 1e-12], cells[path.breaks[cells + 1] <= at + 1e-12]
        if len(above):
            yield (option, True), float(path.breaks[above[0]])
        if len(below):
            yield (option, False), float(path.breaks[below[-1] + 1])


def _at_ends(
    scoring: Scoring, matrix: Floats, benefit: Bools, start: Floats, criterion: int, first: Bools
) -> Iterator[tuple[int, float]]:
    """What is first where the criterion has no weight, and where it has all."""
    for end in (0.0, 1.0):
        scores = scoring(matrix, along(start, criterion, np.array(end)), benefit)
        yield from ((option, end) for option in np.flatnonzero(takes_over(scores, first)).tolist())
