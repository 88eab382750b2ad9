"""What stakeholders stated of options and sketches, as weights under which it holds; and what contradicts itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from policymcda.anchoring import additive, anchored
from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.choice import contradictions
from policymcda.arrays.sampling.constrained import constrained
from policymcda.arrays.sampling.kept import Kept, holds
from policymcda.arrays.sampling.weight_spaces import Constraints, Space
from policymcda.arrays.smaa.space_share import mean_of_nets, share
from policymcda.arrays.smaa.tasks import unit_scores
from policymcda.binding import BoundMethod
from policymcda.errors import Fault, ProblemError
from policymcda.problem import Problem
from policymcda.tables import sketches
from policymcda.tables.performance_tables import expanded

NETS = 16
"""Nets of draws where a method is not linear in the weights."""


@dataclass(frozen=True, eq=False)
class Statements:
    """The statements of a group against its options and criteria, k of them.

    Attributes
    ----------
    table : DataFrame
        The rows of the table, a column `text` beside them.
    rows : (k, n)
        By how much the better side is worth more at each criterion alone: the statement holds where ``rows @ w >= 0``,
        with equality where both are the same. NaN where the method is not linear in the weights.
    same : (k,)
    sure : (k,)
    better, worse : (k,)
        Places of the options, -1 for a sketch.
    matrix : (m, n)
        The ratings at which statements about options are held.
    sides : (k, 2, n)
        The ratings of both sides; what a sketch leaves out is as on the other side.
    counts : (k, n)
        The criteria that no sketch of the statement leaves out.
    """

    table: pd.DataFrame
    rows: Floats
    same: Bools
    sure: Floats
    better: Ints
    worse: Ints
    matrix: Floats
    sides: Floats
    counts: Bools

    @property
    def linear(self) -> Bools:
        """Which are linear in the weights, (k,)."""
        return np.asarray(~np.isnan(self.rows[:, 0]))

    @property
    def texts(self) -> list[str]:
        """The statements in words."""
        return list(self.table["text"])

    def constraints(self, but: int = -1) -> Constraints:
        """Those that are linear as inequalities and equalities, one of them left out if told."""
        kept = self.linear & (np.arange(len(self.rows)) != but)
        above, equal = -self.rows[kept & ~self.same], self.rows[kept & self.same]
        return Constraints(above, np.zeros(len(above)), equal, np.zeros(len(equal)))

    def holds(self, weights: Floats, bound: BoundMethod, benefit: Bools) -> Bools:
        """Whether each statement but those that hold both sides the same holds, (draws, k)."""
        found = np.ones((len(weights), len(self.rows)), dtype=np.bool_)
        lines, other = self.linear & ~self.same, ~self.linear
        found[:, lines] = weights @ self.rows[lines].T >= 0
        if other.any():
            scores = bound(self.matrix, weights, benefit)
            found[:, other] = holds(scores, self.better[other], self.worse[other])
        return found


def of_group(
    problem: Problem, group: str, bound: BoundMethod, table: pd.DataFrame | None = None, unknown: str | None = None
) -> Statements:
    """The statements of a group; one that names an option which does not compete there says nothing of it.

    Parameters
    ----------
    table : DataFrame, optional
        Rows as in the table `statements`, which is taken where this is left out.
    unknown : {"mode", "worst", "best"}, optional
        What a rating without evidence counts as.
    """
    table = problem.table("statements") if table is None else table
    options, matrix = next(
        (labels, ratings)
        for name, labels, ratings in problem.matrices(problem.rule_for_unknown(unknown))
        if name == group
    )
    places = {label: place for place, label in enumerate(options)}
    rows = expanded(table, list(problem.grids)) if len(table) else table.assign(group="")
    rows = rows[rows["group"] == group]
    absent = problem.unrated(group)
    rows = rows[~(rows["better"].isin(absent) | rows["worse"].isin(absent))]
    same = sketches.is_same(rows).to_numpy(np.bool_)
    word = np.where(same, "as good as", "better than")
    texts = [f"{one} {how} {other}" for one, how, other in zip(rows["better"], word, rows["worse"], strict=True)]
    better, worse = (np.array([places.get(side, -1) for side in rows[name]], dtype=np.int64) for name in sketches.SIDES)
    sure = rows["sure"].astype(np.float64).fillna(1.0).to_numpy() if "sure" in rows else np.ones(len(rows))
    pairs = rows[list(sketches.SIDES)].itertuples(index=False)
    written = [[_ratings(problem, side, places, matrix) for side in pair] for pair in pairs]
    sides = np.array(written).reshape(len(rows), 2, len(problem.leaf_criteria))
    counts = ~np.isnan(sides).any(axis=1)
    sides = _filled(sides, matrix)
    differences = _differences(problem, bound, sides)
    options_only = (better >= 0) & (worse >= 0)
    if bound.link is None:
        differences[options_only] = np.nan
    elif not additive(bound, problem):
        values = bound.link(unit_scores(bound, matrix, problem.benefit))
        differences[options_only] = values[better[options_only]] - values[worse[options_only]]
    table = rows.assign(text=texts).reset_index(drop=True)
    return Statements(table, differences, same, sure, better, worse, matrix, sides, counts)


def space_of(
    problem: Problem, group: str, bound: BoundMethod, table: pd.DataFrame | None = None, unknown: str | None = None
) -> Space | None:
    """The weights of a group under which its statements hold.

    Raises
    ------
    ProblemError
        When they contradict each other, naming the smallest set that cannot hold together.
    """
    stated = of_group(problem, group, bound, table, unknown)
    faults = [_not_by_draws(text) for text in np.array(stated.texts, dtype=object)[~stated.linear & stated.same]]
    faults = faults or contradiction(problem, group, stated, bound)
    if faults:
        raise ProblemError(faults)
    base = constrained(stated.constraints())
    other = ~stated.linear
    if base is None or not other.any():
        return base
    return Kept(base, bound, stated.matrix, problem.benefit, stated.better[other], stated.worse[other])


def contradiction(problem: Problem, group: str, stated: Statements, bound: BoundMethod) -> list[Fault]:
    """A fault for each of the fewest statements that cannot hold together, the less sure first; none where all can."""
    if not len(stated.rows):
        return []
    drawn = None if stated.linear.all() else draws(problem, stated, bound)
    together = contradictions.linear(stated.rows, stated.same) if drawn is None else contradictions.seen(drawn)
    found = contradictions.smallest(together, len(stated.rows), stated.sure)
    if found is None:
        return []
    order = sorted(found.tolist(), key=lambda place: (stated.sure[place], place))
    where = "" if group == "all" else f" for {group}"
    drawn_only = "" if drawn is None else " in any of the weights drawn"
    rule = f"cannot hold{' together' if len(order) > 1 else ''}{where}{drawn_only}"
    return [
        Fault("statements", value=stated.texts[place], rule=rule, hint=_freed(stated, drawn, place)) for place in order
    ]


def draws(problem: Problem, stated: Statements, bound: BoundMethod) -> Bools:
    """Whether each statement holds in weights uniform on the simplex, (draws, k); what is the same always does."""
    given = stated.constraints()
    base = constrained(Constraints(given.above[:0], given.bound[:0], given.equal, given.value))
    if base is None:  # what is the same contradicts itself
        return np.broadcast_to(~stated.same, (1, len(stated.rows)))
    nets = (np.atleast_2d(base.draw(0, net)) for net in range(NETS))
    return np.concatenate([stated.holds(weights, bound, problem.benefit) for weights in nets])


def kept_share(space: Kept) -> tuple[float, float]:
    """The share of the simplex that is kept, and its error: of the exact share of what is linear."""
    limits = space.base.constraints()
    whole, error = (1.0, 0.0) if limits is None else share(limits)
    shares = [np.mean(np.all(space.holds(np.atleast_2d(space.base.draw(0, net))), axis=1)) for net in range(NETS)]
    mean, spread = mean_of_nets(np.array(shares))[:2]
    return whole * mean, float(np.hypot(whole * spread, error * mean))


def _ratings(problem: Problem, side: str, places: dict[str, int], matrix: Floats) -> Floats:
    """The ratings of an option or a sketch, NaN where a sketch leaves a criterion out, (n,)."""
    if side in places:
        return np.asarray(matrix[places[side]])
    ratings = sketches.read_sketch(side)[0]
    return np.array([ratings.get(leaf, np.nan) for leaf in problem.leaf_criteria])


def _filled(sides: Floats, matrix: Floats) -> Floats:
    """What a sketch leaves out is as on the other side; what both leave out may be anything, (k, 2, n)."""
    filled = np.where(np.isnan(sides), sides[:, ::-1], sides)
    return np.where(np.isnan(filled), matrix[0], filled)


def _differences(problem: Problem, bound: BoundMethod, sides: Floats) -> Floats:
    """Worth of the better side over the worse at each criterion alone, (k, n), by the method itself where values add."""
    if not len(sides):
        return np.zeros((0, sides.shape[-1]))
    method = bound if additive(bound, problem) else anchored(problem)[0]
    flat = sides.reshape(-1, sides.shape[-1])
    values = unit_scores(method, flat, problem.benefit).reshape(sides.shape)
    return values[:, 0] - values[:, 1]


def _freed(stated: Statements, drawn: Bools | None, place: int) -> str:
    """What giving up a statement would leave."""
    if drawn is not None:
        left = float(np.mean(np.all(np.delete(drawn, place, axis=1), axis=1)))
    elif (
        contradictions.room(np.delete(stated.rows, place, axis=0), np.delete(stated.same, place)) > contradictions.ROOM
    ):
        left = share(stated.constraints(but=place))[0]
    else:
        left = 0.0
    if left == 0:
        return "giving it up is not enough: others contradict too"
    return f"giving it up leaves {left:.3g} of all weights"


def _not_by_draws(text: str) -> Fault:
    rule = "two options are the same by this method at almost no weights, so that no draw would be kept"
    return Fault("statements", column="same", value=text, rule=rule, hint="take a method linear in the weights")
