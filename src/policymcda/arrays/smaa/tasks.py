"""Nets of SMAA: draw weights and ratings, score, rank, count. A pure function of small arguments."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from policymcda.arrays import Bools, Floats, Ints, Method
from policymcda.arrays.draws import WIDE
from policymcda.arrays.ranking.ranks import tolerance_within
from policymcda.arrays.sampling.rating_draws import Ratings, cycled
from policymcda.arrays.sampling.sobol import NET, Net
from policymcda.arrays.sampling.weight_spaces import Sampler
from policymcda.arrays.smaa import counting
from policymcda.arrays.smaa.order_statistics import around, quantiles_with_around
from policymcda.arrays.smaa.tallies import Tally, tally

PARTS = 2.0**40
"""Score quantiles are added in parts of this of the task's unit."""

CELLS = 1 << 19
"""Numbers in the matrices of a block, where every draw has one of its own."""

SCORES = 1 << 21
"""Scores, or four times weights, in a block where the ratings are certain: calls long enough for threads."""

TOGETHER = 16
"""Nets that are drawn and scored at once, at most; a power of two."""

LOOKED = 16
"""One net of so many is looked at for what lies around its quantiles."""

SECOND = 1 << 40
"""The nets of the second pass begin here: other draws of the ratings than those that central weights come from."""

STEP = 0.05
"""How far central weights are moved towards a single criterion, to see how much the confidence factor changes."""

MOVED = 8
"""One net of so many is asked how much, ..."""

FIRST = 1024
"""... in so many draws of it."""

DRAWN = 4
"""The same where every draw has a matrix of its own."""

AT_LEAST = 256
"""Draws at least that are scored at once by the central weights of several options."""

Values: TypeAlias = Floats | Ratings


@dataclass(frozen=True, eq=False)
class Task:
    """What is drawn and counted; called with the index of a net, and how many from there on.

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
    covariance : bool
        Add up what the covariances of the central weights take: confidence factors ask for them.
    length : int
        Draws of a net, a power of two: all that it has, or of a net with more work the first.
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
    covariance: bool = False
    length: int = NET

    def __call__(self, net: int, nets: int = 1) -> Tally:
        """Counts of some nets (a power of two), ready to be added."""
        total = counting.zeros(nets, self.options, self.space.criteria, self.pairwise)
        length = self.length
        kept = np.empty((self.options, nets * length)) if self.levels else None
        for start, scores, weights in self.blocks(net, nets):
            many = max(1, len(scores) // length)
            total.add(start // length, counting.count(scores, weights, nets=many, pairwise=self.pairwise))
            if kept is not None:
                kept[:, start : start + len(scores)] = scores.T
        if kept is None:
            return tally(total, covariance=self.covariance, length=length)
        by_net, size = kept.reshape(self.options, nets, length), PARTS / self.unit
        levels, seen_first = quantiles_with_around(by_net, self.levels, random=self.random)
        looked = range(-net % LOOKED, nets, LOOKED)
        found = (around(by_net[:, one], self.levels, random=self.random) if one else seen_first for one in looked)
        seen = [np.rint(scores * size) for scores in found]
        whole = np.rint(levels.transpose(1, 0, 2) * size)
        return tally(total, whole, seen, covariance=self.covariance, length=length)

    def blocks(self, net: int, nets: int = 1) -> Iterator[tuple[int, Floats, Floats]]:
        """First draw, scores (draws, m) and weights (draws, n) or (n,) of each block of some nets."""
        weights = self.space.draw(self.seed, net, nets, random=self.random)
        if weights.ndim == 2 and self.length < NET:
            weights = weights.reshape(nets, NET, -1)[:, : self.length].reshape(nets * self.length, -1)
        size = min(self.block, nets * self.length)
        for start, matrix in self.matrices(net, nets):
            part = weights if weights.ndim == 1 else weights[start : start + size]
            scores = np.asarray(self.method(matrix, part, self.benefit), dtype=np.float64)
            lead = (size,) if part.ndim == 2 or matrix.ndim == 3 else ()
            self.check(scores, (*lead, self.options), net * self.length + start)
            yield start, scores if scores.ndim == 2 else np.broadcast_to(scores, (size, self.options)), part

    def check(self, scores: Floats, shape: tuple[int, ...], draw: int) -> None:
        """Scores have this shape and are finite.

        Raises
        ------
        ValueError
            Naming the method and the draw.
        """
        name = getattr(self.method, "name", "the method")
        if scores.shape != shape:
            raise ValueError(f"{name} gave scores of the shape {scores.shape}, not {shape}, from draw {draw} on")
        if not _finite(scores):
            raise ValueError(f"{name} gave a score that is not finite, from draw {draw} on")

    def matrices(self, net: int, nets: int = 1) -> Iterator[tuple[int, Floats]]:
        """First draw and matrices (draws, m, n), or the one (m, n), of each block of some nets."""
        cells = self.ratings.cells if isinstance(self.ratings, Ratings) else 0
        coordinates = self.space.coordinates + cells
        points = Net(self.seed, net, coordinates, nets=nets, random=self.random) if cells else None
        size, length = min(self.block, nets * self.length), self.length
        for start in range(0, nets * length, size):
            if not isinstance(self.ratings, Ratings):
                own = self.ratings.ndim == 3
                yield start, cycled(self.ratings, net * length + start, size) if own else self.ratings
            elif points is None:
                yield start, self.ratings.mode
            else:
                yield (
                    start,
                    self.ratings.draw(
                        points.block(start // length * NET + start % length, size)[self.space.coordinates :]
                    ),
                )

    @property
    def options(self) -> int:
        """How many there are."""
        return int((self.ratings.mode if isinstance(self.ratings, Ratings) else self.ratings).shape[-2])

    @property
    def drawn(self) -> bool:
        """Whether every draw has ratings of its own."""
        return isinstance(self.ratings, Ratings) or self.ratings.ndim == 3

    @property
    def block(self) -> int:
        """Draws in a block: a power of two, at least 64."""
        criteria = self.space.criteria
        room = CELLS // (self.options * criteria) if self.drawn else SCORES // max(self.options, 4 * criteria)
        most = self.length if self.drawn else TOGETHER * self.length
        return 1 << min(max(room.bit_length() - 1, 6), most.bit_length() - 1)

    @property
    def together(self) -> int:
        """Nets to be asked for at once: a power of two."""
        return DRAWN if self.drawn and self.block == NET else max(1, self.block // self.length)


def add_up(task: Task, first: int, stop: int) -> Tally:
    """Sum over the nets from `first` until before `stop`."""
    reuse_memory()
    total = Tally()
    most = task.together
    while first < stop:
        nets = min(most, 1 << (stop - first).bit_length() - 1)
        total = total + task(first, nets)
        first += nets
    return total


def add_up_firsts(task: Task, first: int, stop: int) -> Tally:
    """As `add_up`, but counted is nothing but how often each option is first: ``first`` (m,) and its square."""
    reuse_memory()
    total, options, length = Tally(), task.options, task.length
    while first < stop:
        nets = min(task.together, 1 << (stop - first).bit_length() - 1)
        hits = np.zeros((nets, options), dtype=np.int64)
        for start, scores, _ in task.blocks(first, nets):
            rows, places = scores.T, slice(start // length, start // length + max(1, len(scores) // length))
            high = np.max(rows, axis=0)
            flags = high <= rows + tolerance_within(high, np.min(rows, axis=0))
            hits[places] += counting.per_row(flags.reshape(options, places.stop - places.start, -1)).T
        sums = {"first": np.add.reduce(hits), "first**2": np.add.reduce(hits * hits)}
        total = total + Tally(nets, sums, length)
        first += nets
    return total


def _finite(scores: Floats) -> bool:
    """Whether all are, seen by their sum unless that is not."""
    with np.errstate(over="ignore", invalid="ignore"):
        return bool(np.isfinite(np.add.reduce(scores, axis=None))) or bool(np.all(np.isfinite(scores)))


def unit(scores: Floats) -> float:
    """A power of two about the size of the scores."""
    size = float(np.max(np.abs(scores)))
    return float(max(2.0 ** np.frexp(size)[1], 2.0**-900)) if size > 0 else 1.0


def second_pass(task: Task, central: Floats, first: int, stop: int) -> Tally:
    """As `confidence`, by nets that the first pass does not reach: what the two rest on is independent."""
    return confidence(task, central, first + SECOND, stop + SECOND)


def confidence(task: Task, central: Floats, first: int, stop: int) -> Tally:
    """How often each option is first at its own central weights, by the ratings drawn; the second pass of SMAA.

    The tally holds ``confidence`` (m,), a share of the draws; of the ``asked`` draws among them ``still`` (m,), how
    often each option is first at its own central weights, and ``moved`` (m, n), how often where these lie a STEP of the
    way nearer to a single criterion.

    Parameters
    ----------
    central : (m, n)
        Rows of NaN are options that are never first; their count is 0.
    """
    reuse_memory()
    total = Tally()
    for net in range(first, stop):
        hits, still, moved = (np.zeros(shape, dtype=np.int64) for shape in (len(central), len(central), central.shape))
        asked = min(FIRST, task.length) if task.drawn and net % MOVED == 0 else 0
        for start, matrix in task.matrices(net):
            hits += _first_at_own(task, matrix, central, net * task.length + start)
            if start < asked:
                also = _first_at_own(task, matrix[: asked - start], _nearer(central), net * task.length + start)
                still += also[0]
                moved += also[1:].T
        slope = {"still": still, "moved": moved, "asked": np.array(asked)}
        total = total + Tally(1, {"confidence": hits, "confidence**2": hits * hits, **slope}, task.length)
    return total


def _nearer(central: Floats) -> Floats:
    """Central weights, and where they lie a STEP of the way nearer to each criterion, (1 + n, m, n)."""
    return np.stack([central, *((1 - STEP) * central + STEP * unit for unit in np.eye(central.shape[1]))])


def _first_at_own(task: Task, matrix: Floats, central: Floats, draw: int) -> Ints:
    """In how many of the draws of a block each option is first at its own central weights (..., m, n), (..., m).

    One matrix stands for all the draws of its block.
    """
    each = matrix if matrix.ndim == 3 else matrix[None]
    vectors = central.reshape(-1, central.shape[-1])
    known = np.flatnonzero(~np.isnan(vectors[:, 0]))
    result = np.zeros(len(vectors), dtype=np.int64)
    room = max(CELLS // (task.options * max(len(known), 1)), AT_LEAST)
    draws = max(1, min(room, WIDE // each[0].size))
    rows = max(1, CELLS // (min(draws, len(each)) * task.options))
    for start in range(0, len(each), draws):
        part = each[start : start + draws]
        for own in np.split(known, range(rows, len(known), rows)):
            scores = np.asarray(task.method(part, vectors[own][:, None, :], task.benefit), dtype=np.float64)
            task.check(scores, (len(own), len(part), task.options), draw + start)
            mine = scores[np.arange(len(own)), :, own % task.options]
            high, low = np.max(scores, axis=-1), np.min(scores, axis=-1)
            result[own] += np.count_nonzero(high <= mine + tolerance_within(high, low), axis=1)
    return result.reshape(central.shape[:-1]) * (min(task.block, task.length) if matrix.ndim == 2 else 1)


def unit_scores(method: Method, matrix: Floats, benefit: Bools) -> Floats:
    """Scores at the unit vectors, (m, n): for a method linear in the weights all there is to know."""
    return np.ascontiguousarray(method(matrix, np.eye(matrix.shape[-1]), benefit).T)


def reuse_memory() -> None:
    """Makes the allocator of glibc keep what is freed: pages that go back and forth cost more than the counting.

    Its thresholds grow with the largest array that was ever freed; elsewhere this does nothing.
    """
    np.empty(31 << 20, dtype=np.uint8)
