"""What would come first without some of the stakeholders: every set of them whose leaving changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.weights.group import aggregate_judgements
from policymcda.arrays.weights.incomplete import complete, components
from policymcda.arrays.weights.pairwise import eigenvector
from policymcda.committees.committee import stacked
from policymcda.problem import Problem
from policymcda.results import Note
from policymcda.weighting import comparison_matrices
from policymcda.weighting.comparison_matrices import ComparisonMatrix
from policymcda.weighting.criteria_tree import of_leaf_criteria
from policymcda.weighting.stakeholder_weights import votes

COLUMNS = ("group", "stakeholders", "first_option")

EVERY = 20
"""Stakeholders up to whom every set is tried; of more, single ones and pairs."""

LISTED = 10_000
"""Sets of a group that are listed, the smallest first."""

AT_ONCE = 4096

Combine = Callable[[Bools], Floats]
"""Weights (k, n) of those who stay (k, s), NaN where they have not said enough."""


@dataclass(frozen=True)
class Voters:
    """The stakeholders of a group who have weights, and the weights of any of them together."""

    names: tuple[str, ...]
    combine: Combine


def by_judgements(problem: Problem) -> dict[str, Voters]:
    """Those who judged, combined pair by pair by the geometric mean of their judgements (AIJ)."""
    whole = problem.whole or problem
    sets = comparison_matrices.by_node(comparison_matrices.of_criteria(whole))
    found = {}
    for group in whole.grids:
        own = {node: part for (one, node), part in sets.items() if one == group}
        names = sorted({one.stakeholder for part in own.values() for one in part} - {""})
        found[group] = Voters(tuple(names), _Judgements(problem, own, names))
    return found


@dataclass(frozen=True)
class _Judgements:
    """The judgements of a group, combined for those who stay; sets without a name always stay."""

    problem: Problem
    by_node: Mapping[str, Sequence[ComparisonMatrix]]
    names: Sequence[str]

    def __call__(self, staying: Bools) -> Floats:
        whole = self.problem.whole or self.problem
        local = {node: self._priorities(sets, staying) for node, sets in self.by_node.items()}
        weights = of_leaf_criteria(whole, local)[:, [whole.leaf_criteria.index(x) for x in self.problem.leaf_criteria]]
        total = np.sum(weights, axis=1, keepdims=True)
        return np.asarray(np.divide(weights, total, out=np.full_like(weights, np.nan), where=total > 0))

    def _priorities(self, sets: Sequence[ComparisonMatrix], staying: Bools) -> Floats:
        names = [one.stakeholder for one in sets]
        here = np.column_stack([staying[:, self.names.index(x)] if x else np.ones(len(staying), bool) for x in names])
        matrices = aggregate_judgements(np.stack([one.matrix for one in sets]), here * votes(self.problem, names))
        found = np.full(matrices.shape[:2], np.nan)
        whole = np.flatnonzero(np.all(components(matrices) == 0, axis=1))
        if len(whole):
            found[whole] = eigenvector(complete(matrices[whole]))[0]
        return found


def by_weights(problem: Problem, own: Mapping[tuple[str, str], Floats]) -> dict[str, Voters]:
    """Those who have weights, combined by their mean."""
    found = {}
    for group in problem.grids:
        names = tuple(sorted(name for one, name in own if one == group))
        if names:
            found[group] = Voters(names, _Mean(np.stack([own[group, x] for x in names]), votes(problem, names)))
    return found


@dataclass(frozen=True)
class _Mean:
    """The weighted mean of weights (s, n) by the weights of those who have them (s,)."""

    weights: Floats
    votes: Floats

    def __call__(self, staying: Bools) -> Floats:
        part = staying * self.votes
        total = np.sum(part, axis=1, keepdims=True)
        share = np.divide(part, total, out=np.full_like(part, np.nan), where=total > 0)
        return np.asarray(share @ self.weights)


Scorer = Callable[[Floats], Floats]
"""Scores (k, m) of the options of a group by weights (k, n)."""


def firsts_without(voters: Voters, leaving: Bools, score: Scorer) -> tuple[Bools, Bools]:
    """What is first without each set of people (k, s): options (k, m), and whether the others have said enough (k,)."""
    weights = voters.combine(~leaving)
    enough = np.all(np.isfinite(weights), axis=1)
    some = ranks(score(weights[enough])) == 1
    first = np.zeros((len(leaving), some.shape[1]), dtype=bool)
    first[enough] = some
    return first, enough


def coalitions(
    voters: Mapping[str, Voters],
    scorers: Mapping[str, Scorer],
    firsts: Mapping[str, Bools],
    options: Mapping[str, Sequence[str]],
    order: Mapping[str, Sequence[str]],
) -> tuple[pd.DataFrame, list[Note]]:
    """The sets whose leaving changes what comes first in each group, the smallest first, and what was left out.

    Parameters
    ----------
    firsts
        What is first with all of them, (m,).
    options, order
        Options and stakeholders of each group as results list them.
    """
    tables, notes = list[pd.DataFrame](), list[Note]()
    for group, one in voters.items():
        rows = list[tuple[str, str, str]]()
        listed = [name for name in order[group] if name in one.names]
        columns = [listed.index(name) for name in one.names]
        count = 0
        for leaving in _sets(len(listed)):
            first, enough = firsts_without(one, leaving[:, columns], scorers[group])
            changed = np.flatnonzero(enough & np.any(first != firsts[group], axis=1))
            count += len(changed)
            for row in changed[: LISTED - len(rows)]:
                names = [name for name, gone in zip(listed, leaving[row], strict=True) if gone]
                there = [option for option, is_first in zip(options[group], first[row], strict=True) if is_first]
                rows.append((group, ", ".join(names), ", ".join(there)))
        tables.append(pd.DataFrame(rows, columns=list(COLUMNS)))
        if count > len(rows):
            notes.append(("coalitions", group, f"{count} sets change what is first: the smallest {LISTED} are listed"))
        if len(listed) > EVERY:
            text = f"of {len(listed)} stakeholders single ones and pairs are tried, not every set"
            notes.append(("coalitions", group, text))
    return stacked(tables, COLUMNS), notes


def _sets(count: int) -> Iterator[Bools]:
    """Sets of people that leave somebody, the smallest first and then by their order, a block at a time (k, s)."""
    if count > EVERY:
        one, other = np.triu_indices(count, 1)
        pairs = np.zeros((len(one), count), dtype=bool)
        pairs[np.arange(len(one)), one] = pairs[np.arange(len(one)), other] = True
        every = np.concatenate([np.eye(count, dtype=bool), pairs])
        yield from (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))
        return
    numbers = np.arange(1, max(2**count - 1, 1))
    bits = np.arange(count)[::-1]
    sizes = np.zeros(len(numbers), dtype=np.int8)
    for bit in bits:
        sizes += (numbers >> bit & 1).astype(np.int8)
    numbers = numbers[np.lexsort((-numbers, sizes))]
    for start in range(0, len(numbers), AT_ONCE):
        yield (numbers[start : start + AT_ONCE, None] >> bits & 1).astype(bool)
