"""Sets of projects that no other dominates whatever the weights and ratings (Liesiö, Mild and Salo, 2007).

A set dominates another when it is worth at least as much for all weights and ratings that are possible, and more for some.
What both hold cancels, so the least difference takes what only the one holds at its low ends and what only the other
holds at its high ends, at a corner of the weights.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.choice.program import Program
from policymcda.arrays.ranking.ranks import ROUNDING

MANY = 24
"""Projects of which every set can be listed."""

AT_ONCE, BLOCK, KEPT = 16, 256, 2048
"""Projects whose sets are looked at together, as a power of 2; sets that are compared with so many at once."""

MOST = 2**15
"""Sets that are listed; twice as many are compared with each other before others join them."""


@dataclass(frozen=True, eq=False)
class Ends:
    """Least and largest values of projects at each corner of the weights, both (v, projects), and what pairs add, (p,)."""

    low: Floats
    high: Floats
    together: Floats

    @property
    def slack(self) -> float:
        """What differences of sums may be by rounding."""
        return float(ROUNDING * max(1, self.low.shape[1]) * np.max(np.abs(self.high), initial=0.0))


def non_dominated(program: Program, ends: Ends, most: int = MOST) -> Bools | None:
    """The sets of projects that keep the rows and that no other dominates, (k, projects); None beyond `most` of them.

    Every set is looked at. Those in which one project could be added or exchanged for one that is always as good are left
    out at once; the rest are compared with each other, what is left of those before with the next ones. Sets with the same
    values do not dominate each other.
    """
    found, count = [np.zeros((0, program.projects), dtype=np.bool_)], 0
    for sets in _every_set(program):
        left = _exchanged(program, ends, _filled(program, ends, sets))
        found.append(left)
        count += len(left)
        if count > 2 * most:
            found = [_compared(program, ends, np.concatenate(found))]
            count = len(found[0])
            if count > most:
                return None
    last = _compared(program, ends, np.concatenate(found))
    return last if len(last) <= most else None


def extremes(program: Program, ends: Ends, sets: Bools) -> tuple[Floats, Floats]:
    """The least and the largest value of each set (k, projects), each (k,)."""
    together = _together(program, ends, sets)
    return np.min(sets @ ends.low.T, axis=1) + together, np.max(sets @ ends.high.T, axis=1) + together


def _every_set(program: Program) -> Iterator[Bools]:
    """All sets of projects that keep the rows, a block of them at a time."""
    projects, plain = program.projects, slice(0, program.projects)
    rows = program.rows[program.owners >= 0]
    limits = program.limits[program.owners >= 0]
    limits = limits + ROUNDING * np.abs(limits)
    late = min(projects, AT_ONCE)
    ends = np.arange(2**late)[:, None] >> np.arange(late)[::-1] & 1
    spent = ends @ rows[:, plain][:, projects - late :].T
    for number in range(2 ** (projects - late)):
        start = number >> np.arange(projects - late)[::-1] & 1
        room = limits - rows[:, plain][:, : projects - late] @ start
        places = np.flatnonzero(np.all(spent <= room, axis=1))
        yield np.column_stack([np.broadcast_to(start, (len(places), len(start))), ends[places]]).astype(np.bool_)


def _filled(program: Program, ends: Ends, sets: Bools) -> Bools:
    """The sets that have no room for one more project of worth."""
    slack, tied = ends.slack, _tied(program)
    gains = np.all(ends.low >= -slack, axis=0) & np.any(ends.high > slack, axis=0) & ~tied
    costs = program.rows[: program.resources, : program.projects]
    for project in np.flatnonzero(gains)[np.argsort(costs[:1, gains].sum(axis=0), kind="stable")]:
        fits = _fits(program, sets, {int(project): 1})
        sets = sets[sets[:, project] | ~fits]
    return sets


def _exchanged(program: Program, ends: Ends, sets: Bools) -> Bools:
    """The sets in which no project can give place to one that is never worth less and sometimes more."""
    slack, tied = ends.slack, _tied(program)
    for gone in np.flatnonzero(~tied):
        for new in np.flatnonzero(~tied):
            surely = np.all(ends.low[:, new] >= ends.high[:, gone] - slack)
            if new != gone and surely and np.any(ends.high[:, new] > ends.low[:, gone] + slack):
                able = np.flatnonzero(sets[:, gone] & ~sets[:, new])
                fits = _fits(program, sets[able], {int(gone): -1, int(new): 1})
                sets = np.delete(sets, able[fits], axis=0)
    return sets


def _tied(program: Program) -> Bools:
    """Projects that are worth more or less with another, (projects,)."""
    found = np.zeros(program.projects, dtype=np.bool_)
    found[program.pairs.ravel()] = True
    return found


def _fits(program: Program, sets: Bools, change: dict[int, int]) -> Bools:
    """Whether sets keep the rows once projects come in (1) or go out (-1)."""
    step = program.rows[:, list(change)] @ np.array(list(change.values()), dtype=np.float64)
    fits = np.ones(len(sets), dtype=np.bool_)
    for row in np.flatnonzero((program.owners >= 0) & (step > 0)):
        limit = program.limits[row] + ROUNDING * abs(program.limits[row])
        fits &= sets @ program.rows[row, : program.projects] + step[row] <= limit
    return fits


def _together(program: Program, ends: Ends, sets: Bools) -> Floats:
    """What the pairs add to each set, (k,)."""
    both = sets[:, program.pairs[:, 0]] & sets[:, program.pairs[:, 1]]
    return np.asarray(both @ ends.together)


def _compared(program: Program, ends: Ends, sets: Bools) -> Bools:
    """The sets that no other dominates: from the largest value midway downward, for only what comes before can dominate."""
    slack, together = ends.slack, _together(program, ends, sets)
    middle = (sets @ (ends.low + ends.high).T).sum(axis=1) / 2 + len(ends.low) * together
    order = np.argsort(-middle, kind="stable")
    places = np.zeros(0, dtype=np.int64)
    for start in range(0, len(order), BLOCK):
        block = order[start : start + BLOCK]
        for first in range(0, len(places), KEPT):
            block = block[~_dominated(ends, sets, together, middle, places[first : first + KEPT], block, slack)]
        block = block[~_dominated(ends, sets, together, middle, block, block, slack)]
        places = np.append(places, block)
    return sets[np.sort(places)]


def _dominated(
    ends: Ends, sets: Bools, together: Floats, middle: Floats, by: np.ndarray, block: np.ndarray, slack: float
) -> Bools:
    """Which sets of a block one of others dominates: never worth less, and worth more midway."""
    sure = middle[by, None] > middle[block] + slack * len(ends.low)
    others, these = sets[by].astype(np.float64), sets[block].astype(np.float64)
    for low, high in zip(ends.low, ends.high, strict=True):
        # low of what only the others hold less high of what only these hold, in one product
        left = np.column_stack([others * (high - low), others @ low + together[by], np.ones(len(by))])
        right = np.column_stack([these, np.ones(len(block)), -(these @ high) - together[block]])
        sure &= left @ right.T >= -slack
        if not sure.any():
            break
    return np.asarray(np.any(sure, axis=0))
