"""What to use as weights, resolved once: the argument, the case's default, the only source there is; never a guess."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from policymcda.errors import Fault, ProblemError, nearest
from policymcda.problem import Problem
from policymcda.weighting.stated import given
from policymcda.weighting.weights import Weights, vectors

WAYS: dict[str, str] = {
    "ahp": "pairwise:ahp",
    "given": "stated:given",
    "equal": "stated:equal",
}
"""Name of a way to weights, and the module and function that has it."""


def resolve(problem: Problem, weights: Any = None) -> Weights:
    """The weights to use, checked against the problem.

    Parameters
    ----------
    weights : Weights, str, mapping, Series or DataFrame, optional
        A result; the name of a way to weights; or weights by label. None is the case's own: its default, else the
        only source that it has.

    Raises
    ------
    ProblemError
        When weights do not fit the problem, or when None leaves it open which to use.
    ValueError
        When a name is not known, or weights come without labels.
    """
    if weights is None:
        weights = _own(problem)
    found = way(weights)(problem) if isinstance(weights, str) else weights
    if not isinstance(found, Weights):
        found = given(problem, found)
    vectors(found, problem)
    return found


def way(name: str) -> Callable[[Problem], Weights]:
    """The function behind the name of a way to weights."""
    if name not in WAYS:
        raise ValueError(f"no weights {name!r} ({nearest(name, WAYS)})")
    module, function = WAYS[name].split(":")
    found: Callable[[Problem], Weights] = getattr(import_module(f"policymcda.weighting.{module}"), function)
    return found


def _own(problem: Problem) -> str:
    """The name of the case's own way to weights."""
    if "weights" in problem.defaults:
        return str(problem.defaults["weights"])
    sources = {name: name for name, table in (("ahp", "judgements"), ("swing", "swings")) if problem.has(table)}
    column = problem.column("weight")
    if problem.has("weights") or (column is not None and column.astype(float).any()):
        sources["given"] = "given"
    if len(sources) == 1:
        return next(iter(sources))
    hint = f"pass weights=, one of {', '.join(sources or WAYS)}, or set [defaults] weights"
    rule = f"several sources: {', '.join(sources)}" if sources else "no judgements, swings or weights are given"
    raise ProblemError([Fault("weights", rule=rule, hint=hint)])
