"""Every set that can still matter, grown a column at a time: the best at many budgets at once, and all that are near the best.

What another set with the same room in the rows beats at no higher cost is dropped (Nemhauser and Ullmann, 1969), and so is
what even the relaxed rest cannot bring up to what is sought: prices of the rows from linear programs bound it (Geoffrion,
1974). Exact: a set is only dropped where an equal or better one stays, or where it is worth less than is sought.
"""

from dataclasses import dataclass, replace

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.choice.program import Program
from policymcda.arrays.choice.quiet import silent
from policymcda.arrays.ranking.ranks import ROUNDING

MOST = 2**13
"""Sets that may be held on the way."""

WHOLE = 2.0**42
"""What values are scaled to and rounded, so that their sums are exact."""

SAME = 4.0
"""Of `WHOLE`: what a set must be worth more by to be better."""

SAFE = 2.0**-20
"""What bounds in single precision may be wrong by, as a share of what they add up."""

FEW = 64
"""Columns up to which sets are so few that it pays to go faster through the gaps."""

PRICED, BETWEEN, BLOCK = 8, 8, 512
"""Limits for which a linear program is solved, prices taken between every two of them, and sets compared at once."""

GAPS = tuple(2.0**-power for power in (13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 0))
"""How far below its bound the best set is sought, as a share of all value, one after the other."""


@dataclass(frozen=True, eq=False)
class _Sought:
    """Limits (k, r) with the value that a set must reach within each (k,), and the prices (k, r) that bound it."""

    limits: Floats
    values: Floats
    prices: Floats

    def part(self, which: Bools) -> "_Sought":
        return _Sought(self.limits[which], self.values[which], self.prices[which])


def best_within(program: Program, budgets: Floats, most: int = MOST) -> list[Bools | None]:
    """The best set within each of many budgets (k, resources), of equal ones the cheapest and then the earliest.

    None where no set keeps the rows, or where more than `most` sets would have to be held.
    """
    program, limits = _scaled(program), _limits(program, np.asarray(budgets, np.float64))
    prices, upper = _priced(program, limits)
    found: list[Bools | None] = [None] * len(limits)
    best, open_ = np.full(len(limits), -np.inf), np.isfinite(upper)
    for gap in GAPS if len(program.values) > FEW else GAPS[::3]:
        sought = _Sought(limits, np.maximum(best, upper - gap * WHOLE), prices)
        sets = grown(program, sought.part(open_), most) if np.any(open_) else None
        if sets is None:
            break
        worth, keeps = sets @ program.values, _room(program, sets)
        for place in np.flatnonzero(open_):
            fits = np.flatnonzero(np.all(keeps <= limits[place] + ROUNDING * np.abs(limits[place]), axis=1))
            if len(fits):
                one = fits[np.flatnonzero(worth[fits] >= np.max(worth[fits]) - SAME)]
                one = one[np.argmin(keeps[one, 0])] if program.resources else one[0]
                found[place], best[place] = sets[one], worth[one]
        open_ &= best < sought.values
    return [None if open_[place] else one for place, one in enumerate(found)]


def near_best(program: Program, best: float, share: float, count: int, most: int = MOST) -> tuple[Bools, bool]:
    """The sets whose value is at most a share below the best, best first; and whether there are more than so many.

    Sought ever farther below the best, until there are too many to hold or more than are asked for.
    """
    scaled, limits = _scaled(program), program.limits[None]
    total = float(np.sum(np.abs(program.values))) or 1.0
    prices, _ = _priced(scaled, limits)
    listed = np.zeros((0, len(program.values)), dtype=np.bool_)
    for step in (64, 16, 4, 1):
        least = (best - share / step * abs(best)) / total * WHOLE - SAME * len(program.values)
        sets = grown(scaled, _Sought(limits, np.array([least]), prices), most, every=True)
        if sets is None:
            return listed, True
        order = np.argsort(-(sets @ scaled.values), kind="stable")
        listed = sets[order[:count]]
        if len(sets) > count:
            return listed, True
    return listed, False


def next_better(program: Program, chosen: Bools, dearer: Bools, resource: int, most: int = MOST) -> Bools | None:
    """Of the sets worth more than the one chosen, the one that spends least of a resource, which `dearer` shows is enough.

    None where more than `most` sets would have to be held.
    """
    scaled = _scaled(program)
    budget = program.limits[: program.resources].copy()
    budget[resource] = float(program.rows[resource] @ dearer)
    limits = _limits(program, budget[None])
    prices, _ = _priced(scaled, limits)
    least = chosen @ scaled.values + WHOLE * 2.0**-30
    sets = grown(scaled, _Sought(limits, np.array([least]), prices), most)
    if sets is None:
        return None
    keeps = np.all(_room(program, sets) <= limits + ROUNDING * np.abs(limits), axis=1)
    better = sets[keeps & (sets @ scaled.values >= least)]
    return better[np.argmin(better @ program.rows[resource])] if len(better) else dearer


def grown(program: Program, sought: _Sought, most: int, *, every: bool = False) -> Bools | None:
    """Sets that keep the rows within one of the limits and may reach what is sought there; None beyond `most`.

    All of them, or with `every` left out those that no other with as much room beats.
    """
    count = len(program.values)
    order = _order(program)
    program = replace(program, values=program.values[order], rows=program.rows[:, order])
    margin = program.values - sought.prices @ program.rows
    rest = np.cumsum(np.maximum(margin, 0)[:, ::-1], axis=1)[:, ::-1]
    rest = np.column_stack([rest, np.zeros(len(rest))])
    floor = (sought.values - np.sum(sought.prices * sought.limits, axis=1))[:, None] - rest
    least, largest = _remaining(np.minimum(program.rows, 0)), _remaining(np.maximum(program.rows, 0))
    used, worth = np.zeros((1, len(program.rows))), np.zeros(1)
    bits = np.zeros((1, -(-count // 8)), dtype=np.uint8)
    for place in range(count):
        byte, bit = divmod(place, 8)
        more = bits.copy()
        more[:, byte] |= 128 >> bit
        used = np.concatenate([used, used + program.rows[:, place]])
        worth, bits = np.append(worth, worth + program.values[place]), np.concatenate([bits, more])
        kept = _hopeful(used, worth, sought, least[:, place + 1], floor[:, place + 1])
        used, worth, bits = used[kept], worth[kept], bits[kept]
        if not len(worth):
            break
        if not every:
            best = _unbeaten(program, used, worth, np.max(sought.limits, axis=0), largest[:, place + 1])
            used, worth, bits = used[best], worth[best], bits[best]
        if len(worth) > most:
            return None
    sets = np.empty((len(bits), count), dtype=np.bool_)
    sets[:, order] = np.unpackbits(bits, axis=1, count=count)
    return sets


def _order(program: Program) -> Ints:
    """Columns in the order in which sets grow: those that only cost, then row by row, so that few rows are open at once."""
    rows = program.rows[program.resources :] != 0
    left, order = np.any(rows, axis=0), np.flatnonzero(~np.any(rows, axis=0)).tolist()
    while left.any():
        open_ = np.sum(rows & left, axis=1)
        row = rows[np.argmin(np.where(open_ > 0, open_, len(left) + 1))] & left
        order += np.flatnonzero(row).tolist()
        left &= ~row
    return np.array(order, dtype=np.int64)


def _hopeful(used: Floats, worth: Floats, sought: _Sought, least: Floats, floor: Floats) -> Bools:
    """Which sets may still keep the rows of one of the limits and reach its value, (s,).

    In single precision, with room for its rounding: what is kept by mistake is weighed exactly later.
    """
    kept: Bools = np.all(used <= np.max(sought.limits + ROUNDING * np.abs(sought.limits), axis=0) - least, axis=1)
    places = np.flatnonzero(kept)
    taken = np.column_stack([worth[places] / WHOLE, used[places], np.ones(len(places))]).astype(np.float32)
    size = sought.prices @ np.max(np.abs(used), axis=0) + np.abs(floor)
    line = np.column_stack([np.full(len(floor), WHOLE), -sought.prices, SAFE * (WHOLE + size) - floor]) / WHOLE
    line = line.astype(np.float32)
    hope = np.empty((len(floor), min(BLOCK, len(places))), dtype=np.float32)  # made once: pages are dear
    for start in range(0, len(places), BLOCK):
        block = places[start : start + BLOCK]
        np.matmul(line, taken[start : start + BLOCK].T, out=hope[:, : len(block)])
        kept[block] = np.max(hope[:, : len(block)], axis=0) >= 0
    return kept


def _unbeaten(program: Program, used: Floats, worth: Floats, limits: Floats, largest: Floats) -> Ints:
    """Places of the sets that no other beats at no higher cost of the first resource and the same room elsewhere."""
    first = min(program.resources, 1)
    cost = used[:, 0] if first else np.zeros(len(used))
    whole = program.resources
    room = np.minimum(limits[whole:] - used[:, whole:], largest[whole:])
    keys = [*np.ascontiguousarray(used[:, first:whole].T), *_packed(room)]
    order = np.lexsort((-worth, cost, *keys))
    starts = np.zeros(len(order), dtype=np.bool_)
    starts[0] = True
    for key in keys:
        sorted_key = key[order]
        starts[1:] |= sorted_key[1:] != sorted_key[:-1]
    level = (worth[order] - np.min(worth)).astype(np.int64) + np.cumsum(starts) * int(2 * WHOLE)
    highest = np.maximum.accumulate(level)
    better = np.append(True, level[1:] > highest[:-1] + SAME)
    return np.sort(order[starts | better])


def _packed(room: Floats) -> list[Floats]:
    """The room in rows of whole numbers, several to a key."""
    keys, packed, size = list[Floats](), np.zeros(len(room)), 1.0
    for column in room.T:
        low, span = np.min(column), float(np.ptp(column)) + 1
        if size * span > 2.0**52:
            keys.append(packed)
            packed, size = np.zeros(len(room)), 1.0
        packed, size = packed + (column - low) * size, size * span
    return [*keys, packed]


def _remaining(rows: Floats) -> Floats:
    """Sums of the columns from each on, (r, n + 1)."""
    sums = np.cumsum(rows[:, ::-1], axis=1)[:, ::-1]
    return np.column_stack([sums, np.zeros(len(rows))])


def _scaled(program: Program) -> Program:
    """The program with values that are whole numbers."""
    total = float(np.sum(np.abs(program.values))) or 1.0
    return replace(program, values=np.rint(program.values / total * WHOLE))


def _limits(program: Program, budgets: Floats) -> Floats:
    """The limits of all rows for each of the budgets, (k, r)."""
    fixed = np.broadcast_to(program.limits[program.resources :], (len(budgets), len(program.limits) - budgets.shape[1]))
    return np.concatenate([budgets, fixed], axis=1)


def _room(program: Program, sets: Bools) -> Floats:
    """What sets take of each row, (s, r)."""
    return np.asarray(sets @ program.rows.T)


def _priced(program: Program, limits: Floats) -> tuple[Floats, Floats]:
    """For each of the limits the prices of the rows that bound it best (k, r), and the bound (k,); NaN where none is met."""
    from scipy.optimize import linprog

    prices = []
    for place in np.unique(np.linspace(0, len(limits) - 1, PRICED).astype(int)):
        with silent():
            answer = linprog(-program.values / WHOLE, program.rows, limits[place], bounds=(0, 1), method="highs")
        if answer.status == 0:
            prices.append(np.maximum(-answer.ineqlin.marginals, 0.0) * WHOLE)
    if not prices:
        return np.zeros_like(limits), np.full(len(limits), np.nan)
    solved, share = np.array(prices), np.linspace(0, 1, BETWEEN, endpoint=False)[:, None, None]
    between = solved[:-1] * (1 - share) + solved[1:] * share  # any prices bound, these better between two limits
    each = np.concatenate([between.reshape(-1, solved.shape[1]), solved[-1:]])
    rest = np.sum(np.maximum(program.values - each @ program.rows, 0), axis=1)
    bounds = limits @ each.T + rest
    best = np.argmin(bounds, axis=1)
    return each[best], bounds[np.arange(len(limits)), best]
