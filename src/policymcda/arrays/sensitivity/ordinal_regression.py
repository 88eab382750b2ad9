"""What all additive value functions say that agree with statements: UTA-GMS (Greco, Mousseau and Słowiński, 2008).

A monotone value function is a sum of steps between neighbouring ratings. Steps are not negative and all of them sum to 1,
so value functions are a simplex, the value of a certain option is the sum of the steps below its ratings, and what is
necessary or possible is a linear program. A rating that is not certain lies anywhere between its ends; where statements
name its option, its value is an unknown of the program.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.choice.contradictions import Together

SLACK = 1e-9
"""Values, which run from 0 to 1, that differ by less are equal."""

STRICT = 1e-6
"""By so much the sides of a strict statement must be able to differ, well above what a solver lets pass."""

MOVED = 1e-3
"""Share of the way to the inside that points of the edge are moved."""

TOGETHER = 1 << 14
"""Unknowns of the programs that are solved in one call."""


@dataclass(frozen=True, eq=False)
class ValueFunctions:
    """All value functions, and what is stated of them.

    Parameters
    ----------
    low, high : (m, steps)
        Which steps are below the worse and below the better end of each option's ratings, 0 or 1; m options, then
        sketches.
    criterion : (steps,)
        The criterion that each step belongs to.
    better, worse : (k,)
        The places of both sides of each statement.
    counts : (k, n)
        The criteria on which the sides may differ; on the others a sketch is as the other side.
    same : (k,)
        Whether both sides are equally good; otherwise better is strictly better, by however little.
    """

    low: Floats
    high: Floats
    criterion: Ints
    better: Ints
    worse: Ints
    counts: Bools
    same: Bools


@dataclass(frozen=True, eq=False)
class Preferences:
    """What holds for all value functions that agree, and for some; m options.

    `most` (m, m) is the largest difference of two values; `necessary`: at least as good for all, `possible`: at least as
    good for some. `ahead` (m,): an option can be ahead of all others, `level`: at least as good as all of them. `best` and
    `worst` (m,) are ranks that were met, `best_bound` and `worst_bound` those beyond which none can be.
    """

    most: Floats
    necessary: Bools
    possible: Bools
    ahead: Bools
    level: Bools
    best: Ints
    worst: Ints
    best_bound: Ints
    worst_bound: Ints


def steps(levels: Sequence[Floats]) -> Ints:
    """The criterion of each step between the levels of every criterion, (steps,)."""
    return np.repeat(np.arange(len(levels)), [len(level) - 1 for level in levels])


def below(ratings: Floats, levels: Sequence[Floats], benefit: Bools) -> Floats:
    """Which steps are below each rating, (m, steps): more is better, or less where a criterion is a cost."""
    parts = [
        ratings[:, place, None] >= level[1:] if more else ratings[:, place, None] <= level[-2::-1]
        for place, (level, more) in enumerate(zip(levels, benefit, strict=True))
    ]
    return np.concatenate(parts, axis=1).astype(np.float64)


def together(functions: ValueFunctions) -> Together:
    """Whether some value function agrees with the statements that are chosen."""

    def agree(chosen: Bools) -> bool:
        program = _Program(functions, chosen)
        return bool(program.agree(np.zeros((1, program.unknowns)))[0])

    return agree


def preferences(functions: ValueFunctions, options: int) -> Preferences:
    """What the value functions say that agree with all statements, which some do; of so many options, sketches apart."""
    program = _Program(functions, np.ones(len(functions.same), dtype=np.bool_))
    i, j = np.nonzero(~np.eye(options, dtype=np.bool_))
    most = np.zeros((options, options))
    most[i, j], points = program.most(program.best[i] - program.worst[j])
    ahead = level = np.ones(options, dtype=np.bool_)
    if options > 1:
        lead, leading = program.lead(options)
        points, ahead = np.concatenate([points, leading]), lead > SLACK
        level = ahead | ((lead >= -SLACK) & program.first(options))
    necessary = most.T <= SLACK
    possible = most >= -SLACK
    i, j = np.nonzero(possible & (most <= SLACK) & ~np.eye(options, dtype=np.bool_))
    possible[i, j] = program.agree(program.best[i] - program.worst[j])
    apart = ~np.eye(options, dtype=np.bool_)
    best, worst = _ranks(program, program.strictly(points), options)
    return Preferences(
        most,
        necessary & apart,
        possible & apart,
        ahead,
        level,
        np.where(level, 1, best),
        worst,
        1 + np.count_nonzero(apart & ~possible, axis=1),
        options - np.count_nonzero(necessary & apart, axis=1),
    )


class _Program:
    """Unknowns: the steps, and for options that statements name how far each uncertain rating's value is above its low end.

    `best` and `worst` (m, unknowns) are the largest and the least value of each option, for the same unknowns.
    """

    def __init__(self, functions: ValueFunctions, chosen: Bools) -> None:
        count, width = functions.low.shape
        better, worse = functions.better[chosen], functions.worse[chosen]
        same = functions.same[chosen]
        named = np.unique(np.concatenate([better, worse]))
        open_steps = (functions.high - functions.low) > 0
        cells = [
            (int(option), int(criterion))
            for option in named
            for criterion in np.unique(functions.criterion[open_steps[option]])
        ]
        self.unknowns = width + len(cells)
        self.best, self.worst = np.zeros((count, self.unknowns)), np.zeros((count, self.unknowns))
        self.best[:, :width], self.worst[:, :width] = functions.high, functions.low
        self.best[named, :width] = functions.low[named]
        above = np.zeros((len(cells), self.unknowns))
        for place, (option, criterion) in enumerate(cells):
            self.best[option, width + place] = self.worst[option, width + place] = 1.0
            above[place, width + place] = 1.0
            above[place, :width] = -(open_steps[option] & (functions.criterion == criterion)).astype(np.float64)
        owner = np.append(functions.criterion, [criterion for _, criterion in cells]).astype(np.int64)
        rows = (self.worst[better] - self.worst[worse]) * functions.counts[chosen][:, owner]
        moved = np.any(rows != 0, axis=1)
        self.strict, self.equal, self.above = rows[~same & moved], rows[same & moved], above
        self.total = np.append(np.ones(width), np.zeros(len(cells)))

    def most(self, differences: Floats) -> tuple[Floats, Floats]:
        """The largest value of each difference, (p,), and where, (p, unknowns)."""
        if not len(self.strict) and not len(self.equal):
            step = np.argmax(differences, axis=1)
            return np.max(differences, axis=1, initial=-1.0), np.eye(self.unknowns)[step]
        gains = np.column_stack([differences, np.zeros(len(differences))])
        return self._solve(gains, np.zeros((len(gains), 0, self.unknowns + 1)), 0.0)

    def lead(self, options: int) -> tuple[Floats, Floats]:
        """By how much each option can be ahead of all others, (m,), and where."""
        return self._solve(self._margins(options), self._others(options, 1.0), 0.0)

    def first(self, options: int) -> Bools:
        """Whether each option is at least as good as all others for a value function that agrees, (m,)."""
        return np.asarray(self._solve(self._margins(options), self._others(options, 0.0), 1.0)[0] > STRICT)

    def strictly(self, points: Floats) -> Floats:
        """Points of the edge moved a little to where strict statements hold strictly, (p, unknowns)."""
        if not len(self.strict):
            return points
        rows = np.zeros((1, 0, self.unknowns + 1))
        inside = self._solve(self._margins(1), rows, 1.0)[1]
        return np.asarray(points + MOVED * (inside - points))

    def _others(self, options: int, margin: float) -> Floats:
        """For each option by how much the others are ahead of it, with the margin beside, (m, m - 1, unknowns + 1)."""
        rows = np.full((options, options - 1, self.unknowns + 1), margin)
        for option in range(options):
            rows[option, :, :-1] = np.delete(self.worst[:options], option, axis=0) - self.best[option]
        return rows

    def agree(self, held: Floats) -> Bools:
        """Whether for each row a value function agrees, strictly where it must, with a value of the row of 0 or more."""
        rows = np.column_stack([-held, np.zeros(len(held))])[:, None]
        return np.asarray(self._solve(self._margins(len(held)), rows, 1.0)[0] > STRICT)

    def _margins(self, count: int) -> Floats:
        """The margin alone as what is to be large."""
        return np.tile(np.eye(self.unknowns + 1)[-1], (count, 1))

    def _solve(self, gains: Floats, rows: Floats, strict: float) -> tuple[Floats, Floats]:
        """The largest of each gain, (p,), over unknowns and a margin, by which strict statements hold too; and where.

        Programs with the same unknowns are put side by side, so that many small ones take one call; where one of them has
        no solution they are solved one by one.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import block_diag, coo_array, csr_array, kron

        values, points = np.full(len(gains), -np.inf), np.full((len(gains), self.unknowns), np.nan)
        shared = np.concatenate(
            [
                np.column_stack([-self.strict, np.full(len(self.strict), strict)]),
                np.column_stack([self.above, np.zeros(len(self.above))]),
                np.column_stack([np.vstack([self.equal, self.total]), np.zeros(len(self.equal) + 1)]),
            ]
        )
        fixed = len(self.equal) + 1
        high = np.append(np.zeros(len(shared) - 1), 1.0)
        low = np.where(np.arange(len(shared)) < len(shared) - fixed, -np.inf, high)
        for part in _parts(len(gains), shared.shape[1]):
            count = len(gains[part])
            limits = [
                LinearConstraint(
                    kron(csr_array(np.eye(count)), csr_array(shared)), np.tile(low, count), np.tile(high, count)
                )
            ]
            if rows.shape[1]:
                own = block_diag([coo_array(one) for one in rows[part]])
                limits.append(LinearConstraint(own, -np.inf, SLACK * strict))
            ends = (np.append(np.zeros(self.unknowns), -1.0), np.ones(self.unknowns + 1))
            room = Bounds(*(np.tile(end, count) for end in ends))
            answer = milp(-gains[part].ravel(), constraints=limits, bounds=room)
            if answer.x is not None:
                found = np.asarray(answer.x).reshape(count, -1)
                values[part], points[part] = np.sum(found * gains[part], axis=1), found[:, :-1]
            elif count > 1:
                for at in range(part.start, part.start + count):
                    one = slice(at, at + 1)
                    values[one], points[one] = self._solve(gains[one], rows[one], strict)
        return values, points


def _parts(count: int, unknowns: int) -> list[slice]:
    """Programs that go side by side, so that each call has bounded memory."""
    size = max(1, TOGETHER // unknowns)
    return [slice(start, start + size) for start in range(0, count, size)]


def _ranks(program: _Program, points: Floats, options: int) -> tuple[Ints, Ints]:
    """The best and the worst rank of each option at these value functions, (m,): the others at their worst and best."""
    if not len(points):
        return np.ones(options, dtype=np.int64), np.ones(options, dtype=np.int64)
    high, low = points @ program.best[:options].T, points @ program.worst[:options].T
    above = low[:, None, :] > high[:, :, None] + SLACK  # the others, last, are ahead of the option even so
    maybe = high[:, None, :] > low[:, :, None] + SLACK
    maybe &= ~np.eye(options, dtype=np.bool_)
    return 1 + np.min(above.sum(axis=2), axis=0), 1 + np.max(maybe.sum(axis=2), axis=0)
