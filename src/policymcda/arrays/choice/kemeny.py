"""Kemeny's orders (Kemeny, 1959): strict orders with which most weight agrees, pair by pair; exact by HiGHS, and all of them.

The linear ordering problem (Grötschel, Jünger and Reinelt, 1984) with lazily added cuts: of a circle of three pairs at most
two can hold. Options that a majority puts before all others come first (Truchon, 1998), so each part is solved alone. The
dual prices of the cuts say what each pair of an order costs against the bound; that finds every order as good as the best.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from time import monotonic
from typing import Any

import numpy as np

from policymcda.arrays import Floats, Ints
from policymcda.arrays.choice.quiet import silent
from policymcda.arrays.ranking.aggregation import margins
from policymcda.arrays.ranking.ranks import TIE

SECONDS = 5.0
"""Of one call, before the best order found so far is the answer and its gap is reported."""

ORDERS = 100
"""Orders as good as the best that are listed."""

LARGEST = 150
"""Options that no majority parts, above which an order is improved step by step and its gap reported."""

SCALE = 2.0**20
"""What the largest margin is scaled to, since HiGHS has absolute tolerances of 1e-7."""

CUTS, NODES = 2000, 100_000
"""Cuts that are added at once, and beginnings of orders that are looked at."""


@dataclass(frozen=True, eq=False)
class Kemeny:
    """The best orders and how sure they are.

    Attributes
    ----------
    orders : (k, m)
        Options by place, the first first; every order as good as the best, unless `more`.
    value : float
        The weight that agrees with an order, over all pairs.
    gap : float
        The share of the value by which a better order may have been missed, 0 where it is proven.
    more : bool
        Whether there are more orders as good, or may be.
    """

    orders: Ints
    value: float
    gap: float
    more: bool


def kemeny(before: Floats, limit: int = ORDERS, seconds: float = SECONDS) -> Kemeny:
    """The orders with which most weight agrees, from the weight that puts an option before another, (m, m)."""
    end, parts = monotonic() + seconds, []
    over = margins(before)
    for members in _parts(over):
        parts.append((members, _solved(over[np.ix_(members, members)], limit, end)))
    every = product(*(members[part.orders] for members, part in parts))
    orders = np.array([np.concatenate(one) for one in islice(every, limit)])
    count = np.prod([float(len(part.orders)) for _, part in parts])
    value = worth(before, orders[0])
    missed = sum(part.gap for _, part in parts)
    more = bool(count > limit) or any(part.more for _, part in parts)
    return Kemeny(orders, value, missed / value if missed else 0.0, more)


def worth(before: Floats, order: Ints) -> float:
    """The weight that agrees with an order, over all pairs."""
    return float(np.sum(np.triu(before[np.ix_(order, order)], 1)))


def _parts(over: Floats) -> Iterator[Ints]:
    """Options that no majority parts, those first whom one puts before all others."""
    from scipy.sparse.csgraph import connected_components

    count, which = connected_components(over >= 0, directed=True, connection="strong")
    members = [np.flatnonzero(which == part) for part in range(count)]
    yield from sorted(members, key=lambda part: -np.sum(np.sign(over[part[0], which != which[part[0]]])))


def _solved(over: Floats, limit: int, end: float) -> Kemeny:
    """The best orders of one part by its margins, (n, n); the gap is in weight."""
    count = len(over)
    if count == 1:
        return Kemeny(np.zeros((1, 1), dtype=np.int64), 0.0, 0.0, False)
    search = _Program(over, end)
    order = search.best()
    value, tie = _gain(over, order), TIE * float(np.sum(np.abs(over)))
    missed = max(search.bound - value, 0.0)
    if missed > tie:
        return Kemeny(order[None], value, missed, False)
    found = list(islice(search.orders(value - tie), limit + 1))
    more = len(found) > limit or search.stopped
    return Kemeny(np.array(found[:limit] or [order]), value, 0.0, more)


def _gain(over: Floats, order: Ints) -> float:
    """What an order gains over one half of each pair: half the margins of what it puts first."""
    return float(np.sum(np.triu(over[np.ix_(order, order)], 1))) / 2


class _Program:
    """One part: its cuts, the bound that they prove, and the price of each pair and each circle."""

    def __init__(self, over: Floats, end: float) -> None:
        self.over, self.end, self.stopped = over, end, False
        self.count = len(over)
        self.upper = np.triu_indices(self.count, 1)
        self.margin = over[self.upper]
        self.circles = np.zeros((0, 3), dtype=np.int64)
        self.prices = np.zeros(0)
        self.bound = float(np.sum(np.abs(self.margin))) / 2
        self.proven = self.bound

    def best(self) -> Ints:
        """The best order found; `bound` is what no order exceeds."""
        order = _improved(self.over, np.argsort(-np.sum(self.over, axis=1), kind="stable"))
        if self.count > LARGEST or self._reached(order):
            return order
        shares = self._relaxed()
        order = self._better(order, np.argsort(-np.sum(shares, axis=1), kind="stable"))
        if self._reached(order):
            return order
        while (answer := self._solve(whole=True)) is not None and answer.x is not None:
            chosen = self._square(np.round(answer.x))
            order = self._better(order, np.argsort(-np.sum(chosen, axis=1), kind="stable"))
            bound = -float(answer.mip_dual_bound) * self._unit - float(np.sum(self.margin)) / 2
            self.bound = min(self.bound, bound)
            if answer.status or not self._cut(chosen):
                break
        return order

    def _better(self, order: Ints, start: Ints) -> Ints:
        other = _improved(self.over, start)
        return other if _gain(self.over, other) > _gain(self.over, order) else order

    def _reached(self, order: Ints) -> bool:
        return self.bound - _gain(self.over, order) <= TIE * float(np.sum(np.abs(self.margin)))

    @property
    def _unit(self) -> float:
        return float(np.max(np.abs(self.margin), initial=0.0)) / SCALE or 1.0

    def _relaxed(self) -> Floats:
        """The linear program without circles: how far each option is before another, (n, n); leaves bound and prices."""
        shares = (self.over > 0).astype(np.float64)
        while self._cut(shares):
            answer = self._solve(whole=False)
            if answer is None or answer.x is None:
                break
            shares = self._square(answer.x)
            self._price(np.maximum(-answer.ineqlin.marginals, 0.0) * self._unit)
        return shares

    def _square(self, before: Floats) -> Floats:
        """The pairs as a square: a pair that is so far one way is that much less the other."""
        square = np.zeros((self.count, self.count))
        square[self.upper] = before
        square.T[self.upper] = 1 - before
        return square

    def _cut(self, shares: Floats) -> bool:
        """Adds the circles that are closed, the most closed ones first; whether there are any."""
        i, j = self.upper
        closed = shares[i, j][:, None] + shares[j] + shares[:, i].T - 2
        back = shares[j, i][:, None] + shares[i] + shares[:, j].T - 2
        later = np.arange(self.count)[None, :] > j[:, None]
        found = []
        for one, (first, second) in ((closed, (i, j)), (back, (j, i))):
            pair, third = np.nonzero(later & (one > 1e-6))
            found.append(np.column_stack([first[pair], second[pair], third, one[pair, third] * 1e6]))
        every = np.concatenate(found)
        every = every[np.argsort(-every[:, 3], kind="stable")[:CUTS], :3].astype(np.int64)
        self.circles = np.concatenate([self.circles, every])
        self.prices = np.concatenate([self.prices, np.zeros(len(every))])
        return len(every) > 0

    def _rows(self) -> tuple[Any, Floats]:
        """The circles as rows of the pairs: of three pairs two hold at most."""
        from scipy.sparse import csr_array

        place = np.zeros((self.count, self.count), dtype=np.int64)
        place[self.upper] = place.T[self.upper] = np.arange(len(self.margin))
        one, other = self.circles, np.roll(self.circles, -1, axis=1)
        sign = np.where(one < other, 1.0, -1.0)
        rows = np.repeat(np.arange(len(one)), 3)
        matrix = csr_array((sign.ravel(), (rows, place[one, other].ravel())), shape=(len(one), len(self.margin)))
        return matrix, 2.0 - np.sum(sign < 0, axis=1)

    def _solve(self, whole: bool) -> Any:
        """HiGHS on the pairs and the circles so far; None where the time is over."""
        from scipy.optimize import Bounds, LinearConstraint, linprog, milp

        left = self.end - monotonic()
        if left <= 0:
            return None
        matrix, limits = self._rows()
        values = -self.margin / self._unit
        with silent():
            if not whole:
                return linprog(values, matrix, limits, bounds=(0.0, 1.0), method="highs", options={"time_limit": left})
            return milp(
                values,
                constraints=LinearConstraint(matrix, -np.inf, limits),
                integrality=np.ones(len(values), dtype=np.int64),
                bounds=Bounds(0.0, 1.0),
                options={"mip_rel_gap": 0.0, "time_limit": left},
            )

    def _price(self, prices: Floats) -> None:
        """Keeps prices where they prove a lower bound; any that are not negative prove one."""
        matrix, limits = self._rows()
        bound = float(prices @ limits + np.sum(np.maximum(self.margin - matrix.T @ prices, 0.0)))
        if bound - np.sum(self.margin) / 2 < self.bound:
            self.bound = self.proven = bound - float(np.sum(self.margin)) / 2
            self.prices = prices

    def orders(self, least: float) -> Iterator[Ints]:
        """Every order that gains so much, by its options; one after the other is placed while the rest can still do."""
        matrix, _ = self._rows()
        left = self.margin - (matrix.T @ self.prices if len(self.prices) else 0.0)
        pairs = np.zeros((self.count, self.count))
        pairs[self.upper] = np.maximum(-left, 0.0)
        pairs.T[self.upper] = np.maximum(left, 0.0)
        triples = np.zeros((self.count,) * 3)
        a, b, c = self.circles.T
        for first, second, third in ((c, b, a), (b, a, c), (a, c, b)):
            np.add.at(triples, (first, second, third), self.prices)
        nodes = [0]

        def grow(placed: list[int], rest: Ints, costs: Floats, room: float) -> Iterator[Ints]:
            nodes[0] += 1
            if nodes[0] > NODES or monotonic() > self.end:
                self.stopped = True
                return
            if len(rest) < 2:
                yield np.array([*placed, *rest])
                return
            spent = costs[np.ix_(rest, rest)].sum(axis=1)
            for option, cost in zip(rest, spent, strict=True):
                if cost > room:
                    continue
                others = rest[rest != option]
                after = costs + triples[option]
                part = after[np.ix_(others, others)]
                if np.sum(np.minimum(part, part.T)) / 2 <= room - cost:
                    yield from grow([*placed, int(option)], others, after, room - cost)

        yield from grow([], np.arange(self.count), pairs, self.proven - least)


def _improved(over: Floats, order: Ints) -> Ints:
    """An order in which no option gains by going elsewhere."""
    order, moved = order.copy(), True
    while moved:
        moved = False
        for option in range(len(order)):
            rest = order[order != option]
            gains = np.concatenate([[0.0], np.cumsum(over[rest, option])])
            place, now = int(np.argmax(gains)), int(np.flatnonzero(order == option)[0])
            if gains[place] > gains[now] + TIE * float(np.sum(np.abs(over[option]))):
                order, moved = np.insert(rest, place, option), True
    return order
