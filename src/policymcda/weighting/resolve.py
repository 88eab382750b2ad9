"""What to use as weights, resolved once: the argument, the case's default, the only source there is; never a guess."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

import numpy as np
import pandas as pd

from policymcda.case_files import check_problem
from policymcda.defaults import WAYS, way_name
from policymcda.errors import Fault, ProblemError
from policymcda.problem import Problem
from policymcda.weighting.given import given
from policymcda.weighting.weights import Weights, vectors

ASKED = tuple(WAYS)[:8]
"""The ways that ask stakeholders, whose weights can be kept apart."""

_BY_NODE = ("consistency", "repairs", "consensus", "spread", "intervals")
"""Tables of weights that have a column node where criteria form a tree."""


def resolve(problem: Problem, weights: Any = None, *, combine: bool = True) -> Weights:
    """The weights to use, checked against the problem.

    Parameters
    ----------
    weights : Weights, str, mapping, Series or DataFrame, optional
        A result; the name of a way to weights, with hyphens or underscores; or weights by label. None or "own" is the
        case's own: its default, else the only source that it has.
    combine : bool
        Whether a way that is named combines several stakeholders; otherwise they are kept apart.

    Raises
    ------
    ProblemError
        When weights do not fit the problem, or when None leaves it open which to use.
    ValueError
        When a name is not known, or weights come without labels.
    """
    if not isinstance(problem, Problem):
        check_problem(problem)
    if weights is None or (isinstance(weights, str) and weights == "own"):
        weights = _own(problem)
    if problem.whole is not None and _of_the_whole(weights, problem):
        found = _below(resolve(problem.whole, weights, combine=combine), problem)
    elif isinstance(weights, str):
        apart = {"combine": None} if not combine and weights.replace("-", "_") in ASKED else {}
        found = way(weights)(problem, **apart)
    else:
        found = weights if isinstance(weights, Weights) else given(problem, weights)
    if combine:
        vectors(found, problem)
    return found


def _of_the_whole(weights: Any, problem: Problem) -> bool:
    """Whether weights below a node are to come from the whole problem: a way to weights, or weights of its criteria."""
    if isinstance(weights, Weights):
        return not set(weights.table["criterion"]) <= set(problem.leaf_criteria)
    return isinstance(weights, str)


def _below(weights: Weights, problem: Problem) -> Weights:
    """The weights of the criteria below a node, divided by the node's.

    Raises
    ------
    ProblemError
        Where the node has no weight in a group.
    """
    table = weights.table[weights.table["criterion"].isin(problem.leaf_criteria)].reset_index(drop=True)
    keys = [key for key in ("group", "stakeholder") if key in table]
    total = table.groupby(keys, sort=False)["weight"].transform("sum")
    empty = table[total == 0].drop_duplicates(keys)
    if len(empty):
        hint = "give it some weight, or ask of another node"
        values = [", ".join(word for word in row if word not in ("", "all")) for row in empty[keys].to_numpy()]
        rule = "the node has no weight, so there is nothing to share out"
        raise ProblemError(Fault("weights", column="weight", value=value, rule=rule, hint=hint) for value in values)
    tables = {name: _under(weights.tables[name], problem) for name in _BY_NODE}
    return replace(
        weights,
        table=table.assign(weight=table["weight"] / total),
        settings={**weights.settings, "node": problem.node_name, "fingerprint": problem.fingerprint},
        local=pd.DataFrame(),
        **tables,
    )


def _under(table: pd.DataFrame, problem: Problem) -> pd.DataFrame:
    """The rows of a table that are about criteria below the node, which is the topmost one there."""
    if "node" not in table:
        return table
    kept = table[table["node"].isin([problem.node_name, *problem.nodes])].reset_index(drop=True)
    kept = kept.assign(node=kept["node"].where(kept["node"] != problem.node_name, ""))
    return kept if len(problem.nodes) else kept.drop(columns="node")


def way(name: str) -> Callable[..., Weights]:
    """The function behind the name of a way to weights."""
    module, function = WAYS[name if name in WAYS else way_name(name)].split(":")
    found: Callable[..., Weights] = getattr(import_module(f"policymcda.weighting.{module}"), function)
    return found


def _own(problem: Problem) -> str:
    """The name of the case's own way to weights; below a node that of the whole problem."""
    if problem.whole is not None:
        return _own(problem.whole)
    if "weights" in problem.defaults:
        return str(problem.defaults["weights"])
    sources = {name: name for name, table in (("ahp", "judgements"), ("swing", "swings")) if problem.has(table)}
    stated = problem.has("weights")
    if not stated and "weight" in problem.columns_of_criteria:
        numbers = problem.column("weight").astype(float)
        stated = bool(np.any(numbers > 0) if sources else not np.all(np.isnan(numbers)))
    if stated:
        sources["given"] = "given"
    if len(sources) == 1:
        return next(iter(sources))
    if sources:
        rule, hint = f"several sources: {', '.join(sources)}", f"name weights: one of {', '.join(sources)}"
    else:
        shown = ",".join(f"{criterion}=..." for criterion in problem.leaf_criteria[:2])
        rule = "no judgements, swings or weights are given"
        hint = f"state weights, as {shown}, or name a way to them: one of {', '.join(WAYS)}"
    raise ProblemError([Fault("weights", rule=rule, hint=f"{hint}, or set [defaults] weights")])
