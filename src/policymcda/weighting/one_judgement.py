"""Weights by AHP as a function of one judgement, all others as they are: any number of such changes at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from policymcda.arrays import Floats, Ints
from policymcda.arrays.weights.group import aggregate_judgements, aggregate_priorities
from policymcda.arrays.weights.incomplete import complete, least_squares
from policymcda.arrays.weights.pairwise import eigenvector
from policymcda.problem import Problem
from policymcda.weighting.comparison_matrices import ComparisonMatrix, by_node, of_criteria, tree
from policymcda.weighting.stakeholder_weights import shares


@dataclass(frozen=True)
class Judgement:
    """One judgement: who made it, how many times more important the criterion is than the other, always 1 or more."""

    stakeholder: str
    criterion: str
    versus: str
    value: float
    place: tuple[int, int, int]
    """Stakeholder, row and column among the sets of its node."""

    node: str


class WeightsByJudgement:
    """The weights of a group, and what becomes of them when one judgement changes.

    Parameters
    ----------
    settings : mapping
        Those of `Weights` by AHP: priority, combine, mean.
    """

    def __init__(self, problem: Problem, group: str, settings: Mapping[str, Any]) -> None:
        self._settings = settings
        sets = [one for one in of_criteria(problem) if one.group == group]
        self._nodes = {node: own for (_, node), own in by_node(sets).items()}
        self._stakeholder_weights = {
            node: np.array(list(shares(problem, [one.stakeholder for one in own]).values()))
            for node, own in self._nodes.items()
        }
        self._local = {
            node: self._priorities(np.stack([one.matrix for one in own]), self._stakeholder_weights[node])
            for node, own in self._nodes.items()
        }
        self._above = _ancestors(problem)
        self._leaves = problem.leaf_criteria
        self.judgements = [row for node, own in self._nodes.items() for row in _listed(node, own)]

    def weights(self, which: Ints, value: Floats) -> Floats:
        """Weights where the judgement of that number has that value, (k, n) in the order of the problem's leaves."""
        result = np.ones((len(which), len(self._leaves)))
        nodes = np.array([self.judgements[i].node for i in which], dtype=object)
        for node, own in self._nodes.items():
            local = np.broadcast_to(self._local[node], (len(which), len(self._local[node]))).copy()
            here = np.flatnonzero(nodes == node)
            if len(here):
                matrices = np.repeat(np.stack([one.matrix for one in own])[None], len(here), axis=0)
                s, i, j = np.array([self.judgements[k].place for k in which[here]]).T
                rows = np.arange(len(here))
                matrices[rows, s, i, j], matrices[rows, s, j, i] = value[here], 1 / value[here]
                local[here] = self._priorities(matrices, self._stakeholder_weights[node])
            for column, leaf in enumerate(self._leaves):
                above = [own[0].items.index(label) for label in self._above[leaf] if label in own[0].items]
                for item in above:
                    result[:, column] *= local[:, item]
        return result

    def _priorities(self, matrices: Floats, stakeholder_weight: Floats) -> Floats:
        """Priorities from the matrices of all stakeholders, (..., s, n, n) to (..., n)."""
        if self._settings.get("combine") == "priorities":
            return aggregate_priorities(
                self._own(matrices), stakeholder_weight, self._settings.get("mean") or "geometric"
            )
        return self._own(
            aggregate_judgements(matrices, stakeholder_weight)
            if len(stakeholder_weight) > 1
            else matrices[..., 0, :, :]
        )

    def _own(self, matrices: Floats) -> Floats:
        """Priorities of each matrix, (..., n)."""
        if self._settings.get("priority") == "geometric_mean":
            return least_squares(matrices)
        return eigenvector(complete(matrices))[0]


def _listed(node: str, own: list[ComparisonMatrix]) -> list[Judgement]:
    """Every judgement that was made under a node, the more important criterion first."""
    found = []
    for s, one in enumerate(own):
        for i, j in np.argwhere(~np.isnan(one.matrix)):
            value = float(one.matrix[i, j])
            if value > 1 or (value == 1 and i < j):
                labels = (one.items[i], one.items[j])
                found.append(Judgement(one.stakeholder, *labels, value, (s, int(i), int(j)), node))
    return found


def _ancestors(problem: Problem) -> dict[str, list[str]]:
    """Each criterion and what stands above it."""
    parent = {label: node for node, items in tree(problem).items() for label in items}
    found = {}
    for leaf in problem.leaf_criteria:
        chain, label = [], leaf
        while label:
            chain.append(label)
            label = parent[label]
        found[leaf] = chain
    return found
