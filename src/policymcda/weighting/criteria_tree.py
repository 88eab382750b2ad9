"""Weights in a tree of criteria: from the priorities under each node to global weights of the leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.weights.hierarchy import global_weights
from policymcda.errors import Fault, ProblemError
from policymcda.problem import Problem
from policymcda.weighting.comparison_matrices import tree

Key: TypeAlias = tuple[str, ...]
"""A group, or a group and a stakeholder."""

Nodes: TypeAlias = Mapping[str, Floats]
"""The priorities of the sorted criteria under each node that has several."""


def must_be_whole(problem: Problem, local: Mapping[Key, Nodes]) -> None:
    """Refuses stakeholders who judged under some nodes only.

    Raises
    ------
    ProblemError
    """
    nodes = [node for node, items in tree(problem).items() if len(items) > 1]
    hint = "combine stakeholders by their judgements, or judge these too"
    faults = [
        Fault("judgements", column="stakeholder", value=", ".join(key), rule=rule, hint=hint)
        for key, own in local.items()
        for rule in [f"did not judge the criteria under {node or 'the top'}" for node in nodes if node not in own]
    ]
    if faults:
        raise ProblemError(faults)


def of_leaf_criteria(problem: Problem, local: Nodes) -> Floats:
    """The global weights of the leaves, (..., n) in the order of the problem's leaves, from priorities (..., items)."""
    labels, _, weights = _everywhere(problem, local)
    return np.asarray(weights[..., [labels.index(leaf) for leaf in problem.leaf_criteria]])


def local_table(problem: Problem, local: Mapping[Key, Nodes]) -> pd.DataFrame:
    """The local and the global weight of each criterion under each node, empty where there is no tree."""
    nodes = tree(problem)
    if len(nodes) == 1:
        return pd.DataFrame()
    above = {label: node for node, items in nodes.items() for label in items}
    listed = list(problem.table("criteria")["criterion"])
    order = [label for node in nodes for label in listed if above[label] == node]
    rows = []
    for key, own in local.items():
        labels, shares, weights = _everywhere(problem, own)
        at = {label: place for place, label in enumerate(labels)}
        rows += [(*key, above[label], label, shares[at[label]], weights[at[label]]) for label in order]
    names = ["group", "stakeholder"][: len(next(iter(local)))]
    return pd.DataFrame(rows, columns=[*names, "node", "criterion", "local", "weight"])


def _everywhere(problem: Problem, local: Nodes) -> tuple[list[str], Floats, Floats]:
    """All criteria, node by node, with their local and their global weights; an only child has all of its node."""
    nodes = tree(problem)
    labels = [label for items in nodes.values() for label in items]
    above = [node for node, items in nodes.items() for _ in items]
    parts = [local.get(node, np.ones(1)) for node in nodes]
    lead = np.broadcast_shapes(*(part.shape[:-1] for part in parts))
    own = np.concatenate([np.broadcast_to(part, (*lead, part.shape[-1])) for part in parts], axis=-1)
    parents = np.array([labels.index(node) if node else -1 for node in above])
    return labels, own, global_weights(own, parents)
