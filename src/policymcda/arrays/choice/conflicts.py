"""The smallest set of constraints that no choice can meet together.

A set of constraints conflicts where it meets every way to mend the whole by giving some up. So the smallest sets that meet
every mending found so far are tried one after the other, and each that does not conflict shows one more mending, the smallest
that leaves it whole (Ignatiev, Previti, Liffiton and Marques-Silva, 2015). Both steps are 0-1 programs.
"""

from dataclasses import replace
from time import monotonic

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.choice.program import ALWAYS, Program, solve

SECONDS = 1.0
"""After which a conflict from which nothing can be left out will do, though a smaller one may exist."""


def smallest_conflict(program: Program, seconds: float = SECONDS) -> tuple[list[int], bool] | None:
    """The constraints that conflict, and whether no smaller set of them does; None where all can be met."""
    constraints, end = int(program.owners.max(initial=ALWAYS)) + 1, monotonic() + seconds
    mendings = np.zeros((0, constraints), dtype=np.bool_)
    while True:
        kept = _meeting(mendings)
        given_up = _mending(program, kept)
        if given_up is None:
            return np.flatnonzero(kept).tolist(), True
        if not given_up.any():
            return None
        mendings = np.concatenate([mendings, [given_up]])
        if monotonic() > end:
            return _filtered(program, constraints), False


def _meeting(mendings: Bools) -> Bools:
    """The fewest constraints of which every mending holds one, (c,)."""
    constraints = mendings.shape[1]
    if not len(mendings):
        return np.zeros(constraints, dtype=np.bool_)
    program = Program(
        values=-np.ones(constraints),
        rows=-mendings.astype(np.float64),
        limits=-np.ones(len(mendings)),
        owners=np.zeros(len(mendings), dtype=np.int64),
        resources=0,
        pairs=np.zeros((0, 2), dtype=np.int64),
    )
    found = solve(program)
    return np.asarray(mendings.any(axis=0)) if found is None else found.chosen


def _mending(program: Program, kept: Bools) -> Bools | None:
    """The fewest constraints beside those kept whose loss leaves something to choose, (c,); None where no loss does."""
    constraints, own = len(kept), program.owners != ALWAYS
    loose = np.zeros((len(program.rows), constraints))
    excess = 2 * np.maximum(np.sum(np.maximum(program.rows, 0), axis=1) - program.limits, 0.0)
    loose[own, program.owners[own]] = -excess[own]
    size = np.maximum(np.max(np.abs(np.column_stack([program.rows, loose])), axis=1), 1e-300)
    rows = np.column_stack([program.rows, loose]) / size[:, None]
    fixed = np.concatenate([np.zeros(len(program.values)), kept.astype(np.float64)])
    elastic = Program(
        values=np.concatenate([np.zeros(len(program.values)), -np.ones(constraints)]),
        rows=np.concatenate([rows, [fixed]]),
        limits=np.append(program.limits / size, 0.0),
        owners=np.append(program.owners, ALWAYS),
        resources=0,
        pairs=np.zeros((0, 2), dtype=np.int64),
    )
    found = solve(elastic)
    return None if found is None else found.chosen[len(program.values) :]


def _filtered(program: Program, constraints: int) -> list[int]:
    """A conflict of which every part is needed: each constraint in turn is left out where the others still conflict."""
    kept = list(range(constraints))
    for one in range(constraints):
        others = [other for other in kept if other != one]
        if solve(_only(program, others)) is None:
            kept = others
    return kept


def _only(program: Program, constraints: list[int]) -> Program:
    """The program under some of its constraints; what is not spent by them is free."""
    there = np.isin(program.owners, [*constraints, ALWAYS])
    free: Floats = np.sum(np.maximum(program.rows, 0), axis=1)
    return replace(program, limits=np.where(there, program.limits, free))
