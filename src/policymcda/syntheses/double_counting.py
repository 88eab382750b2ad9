"""Criteria that say nearly the same of the options, so that one thing may count twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from policymcda.arrays.ranking.rank_similarity import spearman
from policymcda.errors import plain
from policymcda.problem import Problem
from policymcda.results import Note

NEARLY = 0.9
"""Rank correlation (Spearman) above which two criteria order the options nearly alike."""

FEWEST = 6
"""Options of a group below which two criteria are often alike by chance: of 6 that are in random order, once in 120."""


def double_counting(problem: Problem) -> Iterator[Note]:
    """A note for every two criteria whose ratings are the same, or order the options of a group nearly alike.

    Ratings are taken by direction, as better or worse; those without evidence count as their mode. Criteria that are
    constant say nothing.
    """
    copied: dict[tuple[str, str], int] = defaultdict(int)
    alike: dict[tuple[str, str], list[float]] = defaultdict(list)
    for grid in problem.grids.values():
        columns = np.where(problem.benefit, grid.mode, -grid.mode)
        known = [j for j in range(columns.shape[1]) if np.isfinite(columns[:, j]).all() and np.ptp(columns[:, j]) > 0]
        shares = spearman(columns[:, known].T) if len(known) > 1 else np.zeros((0, 0))
        for one, other in zip(*np.nonzero(np.triu(shares > NEARLY, 1)), strict=True):
            pair = problem.leaf_criteria[known[one]], problem.leaf_criteria[known[other]]
            same = np.array_equal(grid.mode[:, known[one]], grid.mode[:, known[other]])
            copied[pair] += bool(same) and len(columns) > 1
            if same or len(columns) >= FEWEST:
                alike[pair].append(float(shares[one, other]))
    groups = len(problem.grids)
    for (one, other), found in sorted(alike.items()):
        first, second = plain(one), plain(other)
        where = "" if groups == 1 else f" in {len(found)} of {groups} groups"
        if copied[one, other] == len(found):
            text = f"{first} and {second} have the same ratings{where}: one thing may count twice"
        else:
            text = (
                f"{first} and {second} order the options nearly alike{where} (rank correlation up to {max(found):.2f}): "
                f"one thing may count twice"
            )
        yield "double_counting", "", text
