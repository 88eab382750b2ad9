"""What to use as weights, resolved once: the argument, the case's default, the only source there is; never a guess."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from policymcda.defaults import WAYS, way_name
from policymcda.errors import Fault, ProblemError
from policymcda.problem import Problem
from policymcda.weighting.given import given
from policymcda.weighting.weights import Weights, vectors

ASKED = tuple(WAYS)[:8]
"""The ways that ask stakeholders, whose weights can be kept apart."""


def resolve(problem: Problem, weights: Any = None, *, combine: bool = True) -> Weights:
    """The weights to use, checked against the problem.

    Parameters
    ----------
    weights : Weights, str, mapping, Series or DataFrame, optional
        A result; the name of a way to weights, with hyphens or underscores; or weights by label. None is the case's own:
        its default, else the only source that it has.
    combine : bool
        Whether a way that is named combines several stakeholders; otherwise they are kept apart.

    Raises
    ------
    ProblemError
        When weights do not fit the problem, or when None leaves it open which to use.
    ValueError
        When a name is not known, or weights come without labels.
    """
    if weights is None:
        weights = _own(problem)
    if isinstance(weights, str):
        apart = {"combine": None} if not combine and weights.replace("-", "_") in ASKED else {}
        found = way(weights)(problem, **apart)
    else:
        found = weights if isinstance(weights, Weights) else given(problem, weights)
    if combine:
        vectors(found, problem)
    return found


def way(name: str) -> Callable[..., Weights]:
    """The function behind the name of a way to weights."""
    module, function = WAYS[name if name in WAYS else way_name(name)].split(":")
    found: Callable[..., Weights] = getattr(import_module(f"policymcda.weighting.{module}"), function)
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
