"""Spaces of weights by label: any at all, around a centre, in an order, within bounds, under linear constraints."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from policymcda.arrays import Floats
from policymcda.arrays.sampling import weight_spaces
from policymcda.arrays.sampling.constrained import constrained
from policymcda.arrays.sampling.hull import Hull
from policymcda.arrays.sampling.kept import Kept
from policymcda.arrays.sampling.weight_spaces import Constraints, Space
from policymcda.arrays.smaa.space_share import share
from policymcda.binding import BoundMethod
from policymcda.binding import bind as bind_method
from policymcda.errors import Fault, ProblemError, nearest
from policymcda.problem import Problem
from policymcda.tables.spelling import resolved
from policymcda.weighting import statements
from policymcda.weighting.linear_constraints import (
    Row,
    checked_ends,
    checked_row,
    constraint_text,
    constraints_of,
    finite,
    parsed,
)
from policymcda.weighting.resolve import resolve
from policymcda.weighting.weights import Weights, by_stakeholder, vectors

SPACES = ("any", "statements")
"""Names of spaces of weights."""


@dataclass(frozen=True, eq=False, repr=False)
class WeightSpace:
    """Weights that are not known but within limits; it can sample itself and give its inequalities.

    Made by `anything`, `around`, `ordered`, `bounded`, `constrained`, `statements` or `hull`; passed as `weights=` to the questions that
    range over weights. Every space but `around` and `hull` is uniform on its
    weights.

    Attributes
    ----------
    text : str
        The space in words.
    """

    text: str
    _bind: Callable[[Problem, str, BoundMethod | None], Space | None]

    @classmethod
    def anything(cls) -> WeightSpace:
        """Every weight vector there is: the whole simplex."""
        return cls("any", lambda problem, group, method: weight_spaces.Anything(len(problem.leaf_criteria)))

    @classmethod
    def around(cls, weights: Any = None, *, concentration: float) -> WeightSpace:
        """Dirichlet around weights (None: the case's own).

        Parameters
        ----------
        concentration : float
            The variance of a weight w is ``w (1 - w) / (concentration + 1)``: 10 is wide, 100 is narrow.

        Raises
        ------
        ValueError
            For a concentration that is not above 0.
        """
        concentration = finite(concentration, "the concentration")
        if not concentration > 0:
            raise ValueError(f"the concentration must be above 0, not {concentration:g}")

        def bind(problem: Problem, group: str, method: BoundMethod | None) -> Space:
            centre = vectors(resolve(problem, weights), problem)[group]
            return weight_spaces.Around(tuple(centre.tolist()), concentration)

        return cls(f"around the weights, concentration {concentration:g}", bind)

    @classmethod
    def ordered(cls, tiers: Sequence[str | Sequence[str]], *, equal: bool = False) -> WeightSpace:
        """Weights in falling order of importance.

        Parameters
        ----------
        tiers : sequence
            Criteria from the most to the least important; several that share a place are a list. Every criterion has
            a place.
        equal : bool
            Criteria that share a place weigh the same; otherwise nothing is said between them.

        Examples
        --------
        >>> WeightSpace.ordered(["legitimacy", ["feasibility", "root_cause"], "speed"])
        WeightSpace: legitimacy > feasibility, root_cause > speed
        """
        placed = [[tier] if isinstance(tier, str) else list(tier) for tier in tiers]

        def bind(problem: Problem, group: str, method: BoundMethod | None) -> Space:
            known = [[resolved(label, problem.leaf_criteria) for label in tier] for tier in placed]
            _each_once([label for tier in known for label in tier], problem)
            return weight_spaces.Ordered(
                tuple(tuple(problem.leaf_criteria.index(x) for x in tier) for tier in known), equal
            )

        return cls(" > ".join(f"{' = ' if equal else ', '}".join(tier) for tier in placed), bind)

    @classmethod
    def bounded(cls, bounds: Mapping[str, tuple[float, float]]) -> WeightSpace:
        """Weights within bounds, low and high by criterion; a criterion that is left out may weigh anything.

        Examples
        --------
        >>> WeightSpace.bounded({"speed": (0.1, 0.3)})
        WeightSpace: 0.1 <= speed <= 0.3
        """
        pairs = {label: checked_ends(label, ends) for label, ends in bounds.items()}
        rows = [
            row
            for label, (low, high) in pairs.items()
            for row in (({label: 1.0}, ">=", low), ({label: 1.0}, "<=", high))
        ]
        return cls._linear(rows, ", ".join(f"{low:g} <= {label} <= {high:g}" for label, (low, high) in pairs.items()))

    @classmethod
    def constrained(cls, constraints: Iterable[str | Row]) -> WeightSpace:
        """Weights under linear constraints.

        Parameters
        ----------
        constraints : iterable
            As text, its words apart: ``"legitimacy >= 2 * speed"``, ``"speed + feasibility <= 0.5"``; or as a row of
            coefficients by criterion, a relation and a bound: ``({"legitimacy": 1, "speed": -2}, ">=", 0)``.

        Examples
        --------
        >>> WeightSpace.constrained(["legitimacy >= 2 * speed", "speed >= 0.05"])
        WeightSpace: legitimacy >= 2 * speed, speed >= 0.05
        """
        given = list(constraints)
        rows = [checked_row(parsed(row) if isinstance(row, str) else row) for row in given]
        text = ", ".join(row if isinstance(row, str) else constraint_text(row) for row in given)
        return cls._linear(rows, text)

    @classmethod
    def _linear(cls, rows: Sequence[Row], text: str) -> WeightSpace:
        def bind(problem: Problem, group: str, method: BoundMethod | None) -> Space | None:
            return constrained(constraints_of(rows, problem))

        return cls(text, bind)

    @classmethod
    def statements(cls, problem: Problem, *, method: Any = None, unknown: str | None = None) -> WeightSpace:
        """Weights under which the problem's table `statements` holds.

        For methods linear in the weights these are linear constraints, and the weights uniform on them; ratings are at
        their modes. For other methods draws are kept in which the statements about options hold. Sketches are read by
        the method itself where values add, else by the anchored weighted sum.

        Parameters
        ----------
        method : str or callable, optional
            By which method the statements hold. Left out: that of the question which the space is passed to, else the
            case's own.
        unknown : {"mode", "worst", "best"}, optional
            What a rating without evidence counts as.

        Raises
        ------
        ProblemError
            When there are no statements. When they contradict each other, as soon as the space is asked for: with the
            smallest set that cannot hold together, and what giving up each would free.

        Examples
        --------
        >>> from policymcda import load
        >>> rows = [{"better": "speed=9; legitimacy=1", "worse": "speed=1; legitimacy=9"}]
        >>> problem = load("cyber-policy").replace(statements=rows)
        >>> space = WeightSpace.statements(problem)
        >>> space
        WeightSpace: 1 statement
        >>> round(space.volume(problem, "no_formal_ties"), 6)
        0.5
        """
        table = problem.table("statements")
        if not len(table):
            hint = "fill in the table statements: better, worse"
            raise ProblemError([Fault("statements", rule="nothing is stated", hint=hint)])
        own = None if method is None else bind_method(method, problem)

        def bind(other: Problem, group: str, asked: BoundMethod | None) -> Space | None:
            return statements.space_of(other, group, own or asked or bind_method(None, other), table, unknown)

        return cls(f"{len(table)} statement{'s' * (len(table) > 1)}", bind)

    @classmethod
    def hull(cls, problem: Problem, weights: Any = None) -> WeightSpace:
        """Whatever mixture of the stakeholders' weights: uniform in the shares of their voices.

        Parameters
        ----------
        weights : optional
            As for `rank`: weights that keep stakeholders apart, or a way to weights that asks them.

        Raises
        ------
        ProblemError
            When a group has no stakeholder with weights.

        Examples
        --------
        >>> from policymcda import load
        >>> problem = load("cyber-policy")
        >>> WeightSpace.hull(problem)
        WeightSpace: mixtures of 3 stakeholders
        """
        corners = voices(problem, resolve(problem, weights, combine=False))
        most = max(map(len, corners.values()))

        def bind(other: Problem, group: str, method: BoundMethod | None) -> Space:
            own = corners[group]
            return weight_spaces.Fixed(tuple(own[0].tolist())) if len(own) == 1 else Hull(own)

        return cls(f"mixtures of {most} stakeholder{'s' * (most > 1)}", bind)

    def volume(self, problem: Problem, group: str, *, method: Any = None) -> float:
        """Its share of the simplex; with equalities, of the part of the simplex on which they hold.

        Exact for linear constraints on few criteria; elsewhere the share of 131,072 draws.

        Parameters
        ----------
        method : str or callable, optional
            By which method statements hold, where the space does not say.

        Raises
        ------
        ValueError
            For weights that are not even on what they fill.
        """
        space = self.of(problem, group, None if method is None else bind_method(method, problem))
        if isinstance(space, Kept):
            return statements.kept_share(space)[0]
        limits = space.constraints()
        if limits is None:
            raise ValueError(f"weights {self.text} have no volume: they are not even on a part of the simplex")
        return share(limits)[0]

    def of(self, problem: Problem, group: str, method: BoundMethod | None = None) -> Space:
        """The space for a group of a problem, on arrays in the order of its leaves.

        Parameters
        ----------
        method : BoundMethod, optional
            The method of the question, by which statements hold.

        Raises
        ------
        ProblemError
            When no weights are in it.
        """
        found = self._bind(problem, group, method)
        if found is None:
            hint = "loosen one of the constraints"
            raise ProblemError([Fault("weights", value=self.text, rule="no weights satisfy this", hint=hint)])
        return found

    def constraints(self, problem: Problem, group: str) -> Constraints:
        """Its linear inequalities and equalities, next to ``w >= 0`` and a sum of 1.

        Raises
        ------
        ValueError
            Where no weights are ruled out, and some are only less likely.
        """
        found = self.of(problem, group).constraints()
        if found is None:
            raise ValueError(f"weights {self.text} have no inequalities: they may be anything, only less likely")
        return found

    def __repr__(self) -> str:
        return f"WeightSpace: {self.text}"


def space(problem: Problem, weights: Any = "any", method: BoundMethod | None = None) -> tuple[dict[str, Space], str]:
    """The space of weights of each group, and its text.

    Parameters
    ----------
    weights : WeightSpace, "any", "statements", or what `resolve` takes
        Weights that are known are a space of one vector.
    method : BoundMethod, optional
        The method of the question, by which statements hold.
    """
    if isinstance(weights, str) and weights == "any":
        weights = WeightSpace.anything()
    if isinstance(weights, str) and weights == "statements":
        weights = WeightSpace.statements(problem)
    if isinstance(weights, WeightSpace):
        return _of_groups(weights, problem, method), weights.text
    used = resolve(problem, weights)
    found: dict[str, Space] = {
        group: weight_spaces.Fixed(tuple(vector.tolist())) for group, vector in vectors(used, problem).items()
    }
    return found, str(used.settings["weights"])


def _of_groups(weights: WeightSpace, problem: Problem, method: BoundMethod | None) -> dict[str, Space]:
    """The space of each group, or the faults of all of them."""
    found, faults = dict[str, Space](), list[Fault]()
    for group in problem.grids:
        try:
            found[group] = weights.of(problem, group, method)
        except ProblemError as error:
            faults += error.every
    if faults:
        raise ProblemError(dict.fromkeys(faults))
    return found


def voices(problem: Problem, weights: Weights) -> dict[str, Floats]:
    """The weights of each stakeholder who has some for a group, (voices, n), by sorted name."""
    found: dict[str, list[Floats]] = {group: [] for group in problem.grids}
    for (group, _), vector in by_stakeholder(weights, problem, sort=True).items():
        found[group].append(vector)
    silent = [group for group, own in found.items() if not own]
    if silent:
        hint = "name stakeholders in judgements, weights, swings or orders"
        rule = "no stakeholder has weights of their own here"
        raise ProblemError(Fault("weights", column="group", value=group, rule=rule, hint=hint) for group in silent)
    return {group: np.array(own) for group, own in found.items()}


def _each_once(labels: list[str], problem: Problem) -> None:
    for label in labels:
        if label not in problem.leaf_criteria:
            raise ValueError(f"order: no criterion {label!r} ({nearest(label, problem.leaf_criteria)})")
    missing = [leaf for leaf in problem.leaf_criteria if leaf not in labels]
    if missing or len(labels) != len(problem.leaf_criteria):
        text = f"{missing[0]!r} has no place" if missing else "a criterion has two places"
        raise ValueError(f"order: {text}; each criterion has one")
