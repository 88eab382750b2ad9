"""Weights from the ratings: descriptions of how the options differ, not of what matters to anyone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

import numpy as np

from policymcda.arrays import Bools, Floats
from policymcda.arrays.weights import from_data
from policymcda.errors import Fault, ProblemError, check_choices
from policymcda.problem import Problem
from policymcda.results import Note
from policymcda.weighting.weights import Weights, made

DOMAINS: dict[str, tuple[str, Callable[[Floats], Bools]]] = {
    "entropy": ("entropy needs ratings of 0 or more: they are taken as shares of a whole", lambda matrix: matrix < 0),
    "merec": ("MEREC needs ratings above 0: it takes their logarithms", lambda matrix: matrix <= 0),
}
"""What a way needs of the ratings, and where they lack it."""


def entropy(problem: Problem, *, unknown: str | None = None) -> Weights:
    """A description of spread: weights in proportion to 1 minus the entropy of each criterion's shares over the options.

    Shannon (1948); Hwang and Yoon (1981). Ratings as they are, costs not inverted; 0 ln 0 is 0.

    Parameters
    ----------
    unknown : {"mode", "worst", "best"}, optional
        What a rating without evidence counts as; the case's own rule unless given.

    Raises
    ------
    ProblemError
        Naming the ratings below 0, and the groups whose options do not differ at all.
    """
    return _described(problem, "entropy", lambda matrix, _: from_data.entropy(matrix), unknown)


def critic(
    problem: Problem,
    *,
    correlation: Literal["pearson", "spearman"] = "pearson",
    directions_ignored: bool = False,
    unknown: str | None = None,
) -> Weights:
    """A description of spread and conflict: weights by CRITIC (Diakoulaki, Mavrotas and Papayannakis, 1995).

    Standard deviation times the sum of 1 minus the correlations, on ratings scaled by their range and turned so that more
    is better; a criterion on which options do not differ weighs 0 and correlates with none.

    Parameters
    ----------
    correlation : {"pearson", "spearman"}
    directions_ignored : bool
        Take costs for benefits, as some published examples do.
    unknown : {"mode", "worst", "best"}, optional
        What a rating without evidence counts as; the case's own rule unless given.
    """
    check_choices(correlation=(correlation, ("pearson", "spearman")))
    settings = {"correlation": correlation, "directions_ignored": directions_ignored}

    def way(matrix: Floats, benefit: Bools) -> Floats:
        return from_data.critic(matrix, benefit, correlation=correlation, directions_ignored=directions_ignored)

    return _described(problem, "critic", way, unknown, **settings)


def merec(problem: Problem, *, unknown: str | None = None) -> Weights:
    """A description of effect: weights in proportion to what leaving a criterion out does to the performances, by MEREC.

    Keshavarz-Ghorabaee and others (2021).

    Parameters
    ----------
    unknown : {"mode", "worst", "best"}, optional
        What a rating without evidence counts as; the case's own rule unless given.

    Raises
    ------
    ProblemError
        Naming the ratings that are not above 0, and the groups whose options do not differ at all.
    """
    return _described(problem, "merec", from_data.merec, unknown)


def standard_deviation(problem: Problem, *, unknown: str | None = None) -> Weights:
    """A description of spread: weights in proportion to the standard deviation of ratings scaled by their range.

    Parameters
    ----------
    unknown : {"mode", "worst", "best"}, optional
        What a rating without evidence counts as; the case's own rule unless given.

    Examples
    --------
    >>> from policymcda import load, weighting
    >>> found = weighting.standard_deviation(load("cyber-policy"))
    >>> found.table.head(4)["weight"].round(3).tolist()
    [0.247, 0.253, 0.266, 0.234]
    """
    return _described(problem, "standard_deviation", lambda matrix, _: from_data.standard_deviation(matrix), unknown)


def _described(
    problem: Problem, name: str, way: Callable[[Floats, Bools], Floats], unknown: str | None, **settings: Any
) -> Weights:
    """The weights of each group from its decision matrix."""
    rule = problem.rule_for_unknown(unknown)
    matrices = list(problem.matrices(rule))
    faults = [fault for group, options, matrix in matrices for fault in _faults(problem, name, group, options, matrix)]
    if faults:
        raise ProblemError(faults)
    found = {group: way(matrix, problem.benefit) for group, _, matrix in matrices}
    notes = [note for group, _, matrix in matrices for note in _constant(problem, group, matrix)]
    text = "these weights describe how the ratings of the options differ, not what matters to anyone"
    return made(problem, found, name, [("describes_spread", "", text), *notes], unknown=rule, **settings)


def _faults(problem: Problem, name: str, group: str, options: Any, matrix: Floats) -> Iterator[Fault]:
    """Ratings that the way cannot take, and options that do not differ."""
    rule, wrong = DOMAINS.get(name, ("", lambda matrix: np.zeros(matrix.shape, dtype=np.bool_)))
    for i, j in np.argwhere(wrong(matrix)):
        value = f"{group}, {options[i]}, {problem.leaf_criteria[j]}: {matrix[i, j]:g}"
        hint = "shift the scale, or take another way to weights"
        yield Fault("ratings", column="mode", value=value, rule=rule, hint=hint)
    if len(problem.leaf_criteria) > 1 and np.all(matrix == matrix[:1]):
        rule = "its options are rated alike on every criterion: there is no spread to describe"
        yield Fault("ratings", column="group", value=group, rule=rule, hint="state the weights, or judge them")


def _constant(problem: Problem, group: str, matrix: Floats) -> Iterator[Note]:
    for column in np.flatnonzero(np.all(matrix == matrix[:1], axis=0)):
        yield (
            "constant_column",
            group,
            f"{problem.leaf_criteria[column]} is the same for every option and weighs nothing",
        )
