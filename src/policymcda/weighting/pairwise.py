"""AHP (Saaty, 1977): weights from judgements of criteria in pairs, and how consistent those are."""

from __future__ import annotations

import warnings
from typing import Literal

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.weights import pairwise
from policymcda.errors import Fault, ProblemError
from policymcda.problem import Problem
from policymcda.results import Note
from policymcda.tables.crossing import expanded
from policymcda.weighting.stated import stakeholder_shares
from policymcda.weighting.weights import Weights, made

ACCEPTABLE = 0.10
"""Saaty's limit of the consistency ratio."""

COMBINED = "(combined)"


class InconsistentJudgements(UserWarning):
    """Judgements whose consistency ratio is above 0.10."""


def ahp(
    problem: Problem,
    *,
    priority: Literal["eigenvector", "geometric_mean"] = "eigenvector",
    random_index: Literal["alonso_lamata", "saaty"] = "alonso_lamata",
) -> Weights:
    """Weights by AHP from the table `judgements`, stakeholders combined by the geometric mean of their judgements.

    Parameters
    ----------
    priority : {"eigenvector", "geometric_mean"}
        How priorities come from a comparison matrix.
    random_index : {"alonso_lamata", "saaty"}
        The table of random indices: Alonso and Lamata (2006), Saaty (1980).

    Returns
    -------
    Weights
        `.consistency` has group, stakeholder, consistency_ratio, eigenvalue, random_index, acceptable: a row for each
        stakeholder and one for the combined set.
    """
    found: dict[str, Floats] = {}
    rows, notes = [], list[Note]()
    for group in problem.grids:
        names, matrices = comparison_matrices(problem, group)
        shares = np.array(list(stakeholder_shares(problem, names).values()))
        combined = np.exp(np.einsum("s,sij->ij", shares, np.log(matrices)))
        every = np.concatenate([matrices, combined[None]]) if len(names) > 1 else matrices
        priorities, eigenvalues = pairwise.eigenvector(every)
        found[group] = priorities[-1] if priority == "eigenvector" else pairwise.geometric_mean(combined)
        ratios = pairwise.consistency_ratio(eigenvalues, len(problem.leaves), random_index)
        labels = [*names, COMBINED] if len(names) > 1 else names
        for name, ratio, eigenvalue in zip(labels, ratios, eigenvalues, strict=True):
            rows.append((group, name, ratio, eigenvalue, random_index, bool(ratio <= ACCEPTABLE)))
            if ratio > ACCEPTABLE:
                told = f"the judgements{f' of {name}' if name else ''} have a consistency ratio of {ratio:.3f}"
                notes.append(("inconsistent", group, f"{told}, above {ACCEPTABLE:.2f}"))
                warnings.warn(f"{group}: {told}", InconsistentJudgements, stacklevel=2)
    columns = ["group", "stakeholder", "consistency_ratio", "eigenvalue", "random_index", "acceptable"]
    consistency = pd.DataFrame(rows, columns=columns)
    return made(problem, found, "ahp", notes, consistency, priority=priority, random_index=random_index)


def comparison_matrices(problem: Problem, group: str) -> tuple[list[str], Floats]:
    """The stakeholders who judge for a group, and their reciprocal matrices in sorted-label order, (s, n, n).

    Raises
    ------
    ProblemError
        When pairs are missing.
    """
    judgements = expanded(problem.table("judgements"), list(problem.grids))
    rows = judgements[judgements["group"] == group]
    column = rows["stakeholder"] if "stakeholder" in rows else pd.Series("", rows.index)
    names = sorted(set(column)) or [""]
    count = len(problem.leaves)
    matrices = np.full((len(names), count, count), np.nan)
    matrices[:, np.arange(count), np.arange(count)] = 1.0
    place = {leaf: position for position, leaf in enumerate(problem.leaves)}
    for name, one, other, value in zip(column, rows["criterion"], rows["versus"], rows["value"], strict=True):
        matrix, i, j = matrices[names.index(name)], place[one], place[other]
        if np.isnan(matrix[i, j]) or value >= 1:
            matrix[i, j], matrix[j, i] = value, 1 / value
    missing = np.argwhere(np.triu(np.isnan(matrices), 1))
    if len(missing):
        raise ProblemError(
            Fault(
                "judgements",
                column="value",
                value=", ".join(part for part in (group, names[s], problem.leaves[i], problem.leaves[j]) if part),
                rule="this pair is not judged",
                hint="judge it",
            )
            for s, i, j in missing
        )
    return names, matrices
