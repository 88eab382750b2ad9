"""One net of SMAA: draw weights and ratings, score, rank, count. A pure function of small arguments."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from policymcda.arrays import Bools, Floats, Method, counting
from policymcda.arrays.rating_draws import Ratings, cycled
from policymcda.arrays.sobol import NET, Net
from policymcda.arrays.spaces import Sampler
from policymcda.arrays.tallies import Tally, tally

PARTS = 2.0**40
"""Score quantiles are added in parts of this of the task's unit."""

CELLS = 1 << 18
"""Numbers in the largest array of a block, so that it stays in the cache."""

Values: TypeAlias = Floats | Ratings


@dataclass(frozen=True, eq=False)
class Task:
    """What is drawn and counted; called with the index of a net.

    Parameters
    ----------
    method : callable
        ``method(matrix, weights, benefit)``, bound and picklable.
    ratings : (m, n), (samples, m, n) or Ratings
        A matrix, draws to be used in turn, or the distribution of each cell.
    benefit : (n,)
    space : Sampler
    seed : int
    random : bool
        Plain random points in place of Sobol points.
    pairwise : bool
        Count winning pairs, quadratic in the options.
    levels : tuple of float
        Score quantiles to estimate; they need the scores of a whole net at once.
    unit : float
        Size of a score, a power of 2; only quantiles ask for it (see `unit`).
    """

    method: Method
    ratings: Values
    benefit: Bools
    space: Sampler
    seed: int = 0
    random: bool = False
    pairwise: bool = True
    levels: tuple[float, ...] = ()
    unit: float = 1.0

    def __call__(self, net: int) -> Tally:
        """Counts of one net, ready to be added."""
        total = counting.zeros(self._options, self.space.criteria, self.pairwise)
        kept = np.empty((self._options, NET)) if self.levels else None
        for start, scores, weights in self.blocks(net):
            total.add(counting.count(scores, weights, pairwise=self.pairwise))
            if kept is not None:
                kept[:, start : start + len(scores)] = scores.T
        if kept is None:
            return tally(total)
        scaled = np.quantile(kept, self.levels, axis=1).T * (PARTS / self.unit)
        return tally(total, np.rint(scaled))

    def blocks(self, net: int) -> Iterator[tuple[int, Floats, Floats]]:
        """First draw, scores (draws, m) and weights (draws, n) or (n,) of each block of a net."""
        weights = self.space.draw(self.seed, net, random=self.random)
        cells = self.ratings.cells if isinstance(self.ratings, Ratings) else 0
        points = Net(self.seed, net, self.space.coordinates + cells, random=self.random) if cells else None
        size = self._block()
        for start in range(0, NET, size):
            part = weights if weights.ndim == 1 else weights[start : start + size]
            matrix = self._matrix(points, net, start, size)
            scores = self.method(matrix, part, self.benefit)
            yield start, np.broadcast_to(scores, (size, self._options)), part

    def _matrix(self, points: Net | None, net: int, start: int, size: int) -> Floats:
        if not isinstance(self.ratings, Ratings):
            return self.ratings if self.ratings.ndim == 2 else cycled(self.ratings, net * NET + start, size)
        if points is None:
            return self.ratings.mode
        return self.ratings.draw(points.block(start, size)[self.space.coordinates :])

    @property
    def _options(self) -> int:
        return int((self.ratings.mode if isinstance(self.ratings, Ratings) else self.ratings).shape[-2])

    def _block(self) -> int:
        """Draws in a block: a power of two, at least 64."""
        drawn = isinstance(self.ratings, Ratings) or self.ratings.ndim == 3
        room = CELLS // (self._options * self.space.criteria) if drawn else CELLS // self._options
        return 1 << min(max(room.bit_length() - 1, 6), NET.bit_length() - 1)


def add_up(task: Task, first: int, stop: int) -> Tally:
    """Sum over the nets from `first` until before `stop`."""
    _reuse_memory()
    total = Tally()
    for net in range(first, stop):
        total = total + task(net)
    return total


def unit(task: Task) -> float:
    """A power of two about the size of the scores, from the first block of the first net."""
    _, scores, _ = next(task.blocks(0))
    size = float(np.max(np.abs(scores)))
    return float(2.0 ** np.frexp(size)[1]) if size > 0 else 1.0


def confidence(task: Task, central: Floats, first: int, stop: int) -> Tally:
    """How often each option is first at its own central weights, by the ratings drawn; the second pass of SMAA.

    The tally holds ``confidence`` (m,), a share of the draws; the ratings are those of the first pass.

    Parameters
    ----------
    central : (m, n)
        Rows of NaN are options that are never first; their count is 0.
    """
    _reuse_memory()
    total = Tally()
    passes = {
        i: replace(task, space=_At(task.space, central[i]), pairwise=False, levels=())
        for i in np.flatnonzero(~np.isnan(central[:, 0]))
    }
    for net in range(first, stop):
        hits = np.zeros(len(central), dtype=np.int64)
        for i, own in passes.items():
            hits[i] = own(net).sums["ranks"][i, 0]
        total = total + Tally(1, {"confidence": hits, "confidence**2": hits * hits})
    return total


def unit_scores(method: Method, matrix: Floats, benefit: Bools) -> Floats:
    """Scores at the unit vectors, (m, n): for a method linear in the weights all there is to know."""
    return np.ascontiguousarray(method(matrix, np.eye(matrix.shape[-1]), benefit).T)


@dataclass(frozen=True, eq=False)
class _At:
    """A single weight vector in place of a space, which leaves the coordinates of the ratings where they are."""

    space: Sampler
    weights: Floats

    @property
    def criteria(self) -> int:
        return len(self.weights)

    @property
    def coordinates(self) -> int:
        return self.space.coordinates

    def draw(self, seed: int, net: int, *, random: bool = False) -> Floats:
        return self.weights


def _reuse_memory() -> None:
    """Makes the allocator of glibc keep what is freed: pages that go back and forth cost more than the counting.

    Its thresholds grow with the largest array that was ever freed; elsewhere this does nothing.
    """
    np.empty(8 << 20, dtype=np.uint8)
