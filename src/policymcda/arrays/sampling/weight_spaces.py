"""Spaces of weights that can sample themselves, net by net, and give their inequalities."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from policymcda.arrays import Floats
from policymcda.arrays.sampling import simplex
from policymcda.arrays.sampling.sobol import Net


@dataclass(frozen=True, eq=False)
class Constraints:
    """``above @ w <= bound`` and ``equal @ w == value``, next to ``w >= 0`` and ``sum(w) == 1``."""

    above: Floats
    bound: Floats
    equal: Floats
    value: Floats


class Sampler(Protocol):
    """What weights are drawn from."""

    @property
    def criteria(self) -> int:
        """Length of a weight vector."""

    @property
    def coordinates(self) -> int:
        """Coordinates of a net of points that it takes; ratings take those that follow."""

    def draw(self, seed: int, net: int, nets: int = 1, *, random: bool = False) -> Floats:
        """Weight vectors of some nets from `net` on, (nets * 8192, n), or (n,) when there is but one vector."""


class Space(Sampler, Protocol):
    """A distribution of weights that says what it is."""

    def constraints(self) -> Constraints | None:
        """The linear constraints it is uniform on; None when it is not uniform on a polytope."""


def draws(seed: int, net: int, criteria: int) -> Floats:
    """One net of weight vectors uniform on the simplex, (8192, n): the same bits whoever computes it."""
    return Anything(criteria).draw(seed, net)


def free(criteria: int) -> Constraints:
    """No constraint but those of the simplex."""
    return Constraints(np.zeros((0, criteria)), np.zeros(0), np.zeros((0, criteria)), np.zeros(0))


@dataclass(frozen=True)
class Anything:
    """Uniform on the simplex."""

    criteria: int

    @property
    def coordinates(self) -> int:
        return self.criteria - 1

    def draw(self, seed: int, net: int, nets: int = 1, *, random: bool = False) -> Floats:
        return simplex.by_stick_breaking(Net(seed, net, self.coordinates, nets=nets, random=random).block())

    def constraints(self) -> Constraints:
        return free(self.criteria)


@dataclass(frozen=True)
class Fixed:
    """A single weight vector."""

    weights: tuple[float, ...]
    coordinates: int = 0

    @property
    def criteria(self) -> int:
        return len(self.weights)

    def draw(self, seed: int, net: int, nets: int = 1, *, random: bool = False) -> Floats:
        return np.array(self.weights)

    def constraints(self) -> Constraints:
        return Constraints(np.zeros((0, self.criteria)), np.zeros(0), np.eye(self.criteria), np.array(self.weights))


@dataclass(frozen=True)
class Around:
    """Dirichlet around a centre: the variance of a weight is ``c (1 - c) / (concentration + 1)``."""

    centre: tuple[float, ...]
    concentration: float

    @property
    def criteria(self) -> int:
        return len(self.centre)

    @property
    def coordinates(self) -> int:
        return self.criteria - 1

    def draw(self, seed: int, net: int, nets: int = 1, *, random: bool = False) -> Floats:
        points = Net(seed, net, self.coordinates, nets=nets, random=random).block()
        return simplex.around(points, np.array(self.centre), self.concentration)

    def constraints(self) -> None:
        return None


@dataclass(frozen=True)
class Ordered:
    """Uniform where each tier weighs at least as much as the next; within a tier nothing is said, or all `equal`."""

    tiers: tuple[tuple[int, ...], ...]
    equal: bool = False

    @property
    def criteria(self) -> int:
        return sum(len(tier) for tier in self.tiers)

    @property
    def coordinates(self) -> int:
        return (len(self.tiers) if self.equal else self.criteria) - 1

    def draw(self, seed: int, net: int, nets: int = 1, *, random: bool = False) -> Floats:
        points = Net(seed, net, self.coordinates, nets=nets, random=random).block()
        return simplex.ordered(simplex.by_stick_breaking(points), self.tiers, equal=self.equal)

    def constraints(self) -> Constraints:
        unit = np.eye(self.criteria)
        pairs = zip(self.tiers, self.tiers[1:], strict=False)
        if self.equal:
            above = [unit[b[0]] - unit[a[0]] for a, b in pairs]
            equal = [unit[i] - unit[tier[0]] for tier in self.tiers for i in tier[1:]]
        else:
            above, equal = [unit[j] - unit[i] for a, b in pairs for i in a for j in b], []
        return Constraints(*_rows(above, self.criteria), *_rows(equal, self.criteria))


def _rows(rows: Sequence[Floats], criteria: int) -> tuple[Floats, Floats]:
    return np.array(rows).reshape(len(rows), criteria), np.zeros(len(rows))
