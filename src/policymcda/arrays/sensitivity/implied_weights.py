"""The nearest weights at which claims hold, for worth linear in the weights: an integer program, exactly.

The program chooses which of the others may be better than each option, its distance is half the sum of absolute changes.
A choice is solved again as a linear program, because an integer program is solved to a tolerance only; one that leaves no
room on every side is ruled out and the next best is taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.choice.contradictions import ROOM, room
from policymcda.arrays.ranking.ranks import ROUNDING
from policymcda.arrays.sensitivity.claims import Claim

CLOSE = 1e-7
"""A choice whose exact distance is within this of the bound of the integer program is the nearest."""

CHOICES = 200
"""Choices that are tried in a row at most."""


@dataclass(frozen=True, eq=False)
class _Program:
    """Claims as rows over all lines: each line is free (1), or held to its side (0 within, 1 outside).

    `lines` (k, n) have coefficients of size 1; `owner` is the claim of each.
    """

    claims: Sequence[Claim]
    lines: Floats
    owner: Ints

    @property
    def within(self) -> Bools:
        """Whether the claim of each line is one of within."""
        return np.array([self.claims[int(place)].within for place in self.owner], dtype=np.bool_)

    @property
    def same(self) -> Bools:
        """Whether the claim of each line is that neither side is better."""
        return np.array([self.claims[int(place)].same for place in self.owner], dtype=np.bool_)

    def rows(self, choice: Bools) -> tuple[Floats, Bools]:
        """What a choice asks for, ``rows @ w >= 0``, and which rows are equalities."""
        same, within = self.same, self.within
        asked = same | (within & ~choice) | (~within & choice)
        return np.where(within[asked, None], -1.0, 1.0) * self.lines[asked], same[asked]


def can_hold(claims: Sequence[Claim], criteria: int) -> bool:
    """Whether some weights leave room on every side of all claims."""
    program = _program(claims, criteria)
    answer = _solve(program, np.full(criteria, np.nan), [])
    return answer is not None and answer[1] > ROOM and room(*program.rows(answer[0])) > ROOM


def nearest(claims: Sequence[Claim], own: Floats) -> Floats | None:
    """The nearest weights at which all claims hold or are about to, (n,); None where they cannot hold."""
    program = _program(claims, len(own))
    best, distance, excluded = None, np.inf, list[Bools]()
    while len(excluded) < CHOICES:
        answer = _solve(program, own, excluded)
        if answer is None or answer[1] >= distance - CLOSE:
            break
        choice, bound = answer
        rows, same = program.rows(choice)
        if room(rows, same) > ROOM:
            found = least_change(-rows[~same], np.zeros(np.count_nonzero(~same)), own, rows[same])
            length = np.inf if found is None else float(np.sum(np.abs(found - own)) / 2)
            if length < distance:
                best, distance = found, length
            if distance <= bound + CLOSE:
                break
        excluded.append(choice)
    return best


def least_change(sides: Floats, room_for: Floats, own: Floats, equal: Floats | None = None) -> Floats | None:
    """The weights with the least sum of changes with ``sides @ w <= room_for`` and ``equal @ w == 0``; None: no such."""
    from scipy.optimize import linprog

    criteria = len(own)
    flat = np.zeros((0, criteria)) if equal is None else equal
    ties = np.concatenate([np.ones((1, criteria)), flat])
    answer = linprog(
        np.ones(2 * criteria),
        np.column_stack([sides, -sides]) if len(sides) else None,
        room_for - sides @ own if len(sides) else None,
        np.column_stack([ties, -ties]),
        np.append(0.0, -flat @ own),
        bounds=[(0, None)] * criteria + [(0, weight) for weight in own],
        method="highs",
    )
    if answer.x is None:
        return None
    found = np.maximum(own + answer.x[:criteria] - answer.x[criteria:], 0.0)
    return np.asarray(found / np.sum(found))


def _program(claims: Sequence[Claim], criteria: int) -> _Program:
    """All lines of all claims; those that rounding alone tells from 0 are left out, they are never better."""
    lines, owner = list[Floats](), list[int]()
    for place, claim in enumerate(claims):
        rows = np.zeros((0, criteria)) if claim.lines is None else claim.lines
        size = np.max(np.abs(rows), axis=1, initial=0.0)
        known = size > ROUNDING * np.max(size, initial=0.0)
        lines += list(rows[known] / size[known, None])
        owner += [place] * int(np.count_nonzero(known))
    return _Program(claims, np.array(lines).reshape(len(lines), criteria), np.array(owner, dtype=np.int64))


def _solve(program: _Program, own: Floats, excluded: Sequence[Bools]) -> tuple[Bools, float] | None:
    """The best choice of lines, and its distance from weights; where these are NaN, its room, which is then largest.

    Unknowns: the weights, their changes up and down, the choice of every line, the room.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    k, n = program.lines.shape
    inside = bool(np.isnan(own).any())
    total = 3 * n + k + 1
    low, high = np.zeros(total), np.append(np.ones(total - 1), 1.0 if inside else 0.0)
    if not inside:
        high[2 * n : 3 * n] = own
    rows, least, most = _rows_of_lines(program, total, inside)
    parts = [_equal_sum(n, total, own, inside), (rows, least, most), *_counts(program, total)]
    for choice in excluded:
        row = np.zeros((1, total))
        row[0, 3 * n : 3 * n + k] = np.where(choice, -1.0, 1.0)
        parts.append((row, np.array([1.0 - np.count_nonzero(choice)]), np.array([np.inf])))
    cost = np.zeros(total)
    if inside:
        cost[-1] = -1.0
    else:
        cost[n : 3 * n] = 0.5
    limits = LinearConstraint(*(np.concatenate([part[at] for part in parts]) for at in range(3)))
    whole = np.zeros(total, dtype=np.int64)
    whole[3 * n : 3 * n + k] = 1
    answer = milp(cost, constraints=limits, integrality=whole, bounds=Bounds(low, high), options={"mip_rel_gap": 0.0})
    if answer.x is None:
        return None
    return np.asarray(answer.x)[3 * n : 3 * n + k] > 0.5, float(answer.fun) * (-1.0 if inside else 1.0)


def _rows_of_lines(program: _Program, total: int, inside: bool) -> tuple[Floats, Floats, Floats]:
    """Each line is on the side that its choice asks for: rows, least and most."""
    lines, (k, n) = program.lines, program.lines.shape
    same, within = program.same, program.within
    slack = 1.0 if inside else 0.0
    reach = np.where(within, np.max(lines, axis=1, initial=0.0), np.max(-lines, axis=1, initial=0.0)) + slack
    signed = np.where(within[:, None], lines, -lines)  # at most 0 where the claim asks for it
    rows = np.zeros((k, total))
    rows[:, :n] = signed
    rows[np.arange(k), 3 * n + np.arange(k)] = np.where(same, 0.0, np.where(within, -reach, reach))
    rows[:, -1] = np.where(same, 0.0, slack)
    most = np.where(same | within, 0.0, reach)
    return rows, np.where(same, 0.0, -np.inf), most


def _equal_sum(n: int, total: int, own: Floats, inside: bool) -> tuple[Floats, Floats, Floats]:
    """The weights sum to 1, and are the present ones with their changes, or leave room above 0."""
    rows = np.zeros((n + 1, total))
    rows[0, :n] = 1.0
    rows[1:, :n] = np.eye(n)
    if inside:
        rows[1:, -1] = -1.0
        return rows, np.append(1.0, np.zeros(n)), np.append(1.0, np.full(n, np.inf))
    rows[1:, n : 2 * n], rows[1:, 2 * n : 3 * n] = -np.eye(n), np.eye(n)
    return rows, np.append(1.0, own), np.append(1.0, own)


def _counts(program: _Program, total: int) -> list[tuple[Floats, Floats, Floats]]:
    """At most, or at least, so many lines of each claim are chosen."""
    n = program.lines.shape[1]
    parts = []
    for place, claim in enumerate(program.claims):
        if claim.same:
            continue
        row = np.zeros((1, total))
        row[0, 3 * n : 3 * n + len(program.owner)] = program.owner == place
        least, most = (-np.inf, float(claim.count)) if claim.within else (float(claim.count), np.inf)
        parts.append((row, np.array([least]), np.array([most])))
    return parts
