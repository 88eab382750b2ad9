"""Everything that was chosen on the way to a ranking, as inputs that can vary: one group of a problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.sampling.hit_and_run import Walk
from policymcda.arrays.sampling.rating_draws import Ratings
from policymcda.arrays.sampling.sobol import Net
from policymcda.arrays.sampling.weight_spaces import Fixed, Space
from policymcda.arrays.sensitivity.sobol_indices import shuffled
from policymcda.binding import BoundMethod


@dataclass(frozen=True, eq=False)
class Choices:
    """What may vary: a function of points in the unit cube.

    Parameters
    ----------
    methods : sequence of BoundMethod
        Each method in each scaling, the scaling running fastest.
    scalings : int
        How many there are of each method.
    spaces : sequence of Space
        Each way to weights.
    cells : Ratings
        Distribution of each rating.
    blocks : mapping of str to (m, n) bool
        Which cells vary together, by the name of the input.
    rules : sequence of (m, n) or None
        What the unknown cells are under each rule, None where they are drawn.
    unknown : (m, n) bool
    leaving : sequence of int
        Criteria that may be left out, each with probability `drop_probability`.
    screened_out : (m,) bool
        Options that a screen excludes, where screens may or may not be applied; else none.
    """

    methods: Sequence[BoundMethod]
    scalings: int
    spaces: Sequence[Space]
    cells: Ratings
    blocks: Mapping[str, Bools]
    rules: Sequence[Floats | None]
    unknown: Bools
    benefit: Bools
    leaving: Sequence[int]
    drop_probability: float
    screened_out: Bools
    names: Sequence[str]

    @property
    def levels(self) -> dict[str, int]:
        """The discrete choices and how many there are of each; a single one is no choice."""
        criteria = {f"criterion {self.names[j]}": 2 for j in self.leaving}
        return {
            "method": len(self.methods) // self.scalings,
            "scaling": self.scalings,
            "weighting": len(self.spaces),
            "unknown": len(self.rules),
            **criteria,
            "screens": 2 if np.any(self.screened_out) else 1,
        }

    @property
    def inputs(self) -> list[str]:
        """What varies, in the order of the design."""
        drawn = [name for name, block in self.blocks.items() if np.any(block & self.cells.moved)]
        weights = [] if all(isinstance(space, Fixed) for space in self.spaces) else ["weights"]
        return [*(name for name, count in self.levels.items() if count > 1), *weights, *drawn]

    @property
    def _discrete(self) -> list[str]:
        return [name for name, count in self.levels.items() if count > 1]

    def samples(self, seed: int, replicates: int, size: int) -> list[tuple[Floats, Floats]]:
        """Two independent samples: points (coordinates, replicates * size), weights (spaces, the same, n)."""
        skipped = max(space.coordinates for space in self.spaces)  # a space takes the first coordinates of its net
        own = len(self._discrete) + self.cells.cells
        points, weights = [], []
        for net in range(replicates):
            points.append(Net(seed, net, skipped + 2 * own).block(0, size)[skipped:])
            other = net + replicates
            order = shuffled(seed, other, size)
            weights.append(
                [
                    [_vectors(space, seed, net, size) for space in self.spaces],
                    [_vectors(space, seed, other, size)[order] for space in self.spaces],
                ]
            )
        both, vectors = np.concatenate(points, axis=1), np.concatenate(weights, axis=2)
        return [(both[:own], vectors[0]), (both[own:], vectors[1])]

    def owners(self) -> list[str]:
        """The input that each coordinate belongs to."""
        moved = self.cells.moved
        owner = np.full(moved.shape, "", dtype=object)
        for name, block in self.blocks.items():
            owner[block] = name
        return [*self._discrete, *owner[moved]]

    def evaluate(self, points: Floats, weights: Floats) -> tuple[Floats, Floats]:
        """Ranks and scores of every option, each (draws, m); what is screened comes after the last, score NaN."""
        draws = points.shape[1]
        levels = self.levels
        chosen = {name: np.zeros(draws, dtype=np.int64) for name in levels}
        for row, name in zip(points, self._discrete, strict=False):
            chosen[name] = (row * levels[name]).astype(np.int64)
        for j in self.leaving:
            row = points[self._discrete.index(f"criterion {self.names[j]}")]
            chosen[f"criterion {self.names[j]}"] = (row < self.drop_probability).astype(np.int64)
        values = self._matrix(points[len(self._discrete) :], chosen["unknown"])
        used = weights[chosen["weighting"], np.arange(draws)]
        criteria = np.ones((draws, len(self.names)), dtype=np.bool_)
        for j in self.leaving:
            criteria[:, j] = chosen[f"criterion {self.names[j]}"] == 0
        criteria[~criteria.any(axis=1)] = True
        method = chosen["method"] * self.scalings + chosen["scaling"]
        return self._scored(method, criteria, chosen["screens"] == 1, values, used)

    def _matrix(self, points: Floats, rule: Ints) -> Floats:
        """Ratings, (m, n, draws)."""
        if self.cells.cells:
            values = np.moveaxis(self.cells.draw(points), 0, -1)
        else:
            values = np.repeat(self.cells.mode[..., None], len(rule), axis=-1)
        for k, fixed in enumerate(self.rules):
            if fixed is not None and np.any(self.unknown):
                values[self.unknown] = np.where(rule == k, fixed[self.unknown][:, None], values[self.unknown])
        return values

    def _scored(
        self, method: Ints, criteria: Bools, screen: Bools, values: Floats, weights: Floats
    ) -> tuple[Floats, Floats]:
        """One call for each combination of method, criteria and screens that occurs."""
        options = values.shape[0]
        places, scores = np.empty((len(method), options)), np.full((len(method), options), np.nan)
        keys = np.column_stack([np.packbits(criteria, axis=1), screen, method])
        order = np.lexsort(keys.T)
        values, weights = values[..., order], weights[order]
        starts = np.flatnonzero(np.any(np.diff(keys[order], axis=0, prepend=-1), axis=1))
        for start, stop in zip(starts, [*starts[1:], len(order)], strict=True):
            rows, one = order[start:stop], order[start]
            columns, open_to = criteria[one], ~(self.screened_out & screen[one])
            kept = np.flatnonzero(open_to)
            part = np.moveaxis(values[..., start:stop][np.ix_(kept, np.flatnonzero(columns))], -1, 0)
            shares = _shares(weights[start:stop, columns])
            found = cut(self.methods[method[one]], columns)(part, shares, self.benefit[columns])
            places[rows] = 1 + len(kept)
            places[rows[:, None], kept] = ranks(found)
            scores[rows[:, None], kept] = found
        return places, scores


def cut(bound: BoundMethod, columns: Bools) -> BoundMethod:
    """The method on some of the criteria: settings per criterion lose the entries of the others."""
    if np.all(columns):
        return bound
    settings = {name: _cut(value, columns) for name, value in bound.settings.items()}
    return replace(bound, settings=settings)


def _cut(value: Any, columns: Bools) -> Any:
    if isinstance(value, np.ndarray) and value.shape[:1] == columns.shape:
        return value[columns]
    if isinstance(value, tuple) and len(value) == len(columns):
        return tuple(entry for entry, kept in zip(value, columns, strict=True) if kept)
    return value


def _shares(weights: Floats) -> Floats:
    """Weights that sum to 1, equal ones where all are 0."""
    total = weights.sum(axis=1, keepdims=True)
    return np.where(total > 0, weights / np.where(total > 0, total, 1.0), 1.0 / weights.shape[1])


def _vectors(space: Space, seed: int, net: int, size: int) -> Floats:
    """The first weight vectors of a net, (size, n); of a walk, which is slow to move, some from all along it."""
    drawn = np.atleast_2d(space.draw(seed, net))
    if len(drawn) == 1:
        return np.repeat(drawn, size, axis=0)
    return drawn[:: len(drawn) // size] if isinstance(space, Walk) else drawn[:size]
