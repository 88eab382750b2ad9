"""Statuses of screens: one word excludes an option, others are for the reader, and what is nearly that word is a fault."""

from __future__ import annotations

import re

import pandas as pd

from policymcda.tables.cells import Broken

EXCLUDES = "precondition_missing"
"""The one status that excludes an option."""

_NEAR = 2
"""Letters that may be amiss in it."""


def near_misses(column: pd.Series) -> Broken:
    """The statuses that are nearly the one that excludes an option."""
    near = {cell for cell in pd.unique(column) if cell != EXCLUDES and _is_near(cell)}
    rule = f"is nearly {EXCLUDES}, and would exclude nothing"
    hint = f"write {EXCLUDES}, or another word if the option is not to be excluded"
    return {row: (cell, rule, hint) for row, cell in enumerate(column) if cell in near}


def _is_near(cell: str) -> bool:
    words = re.findall(r"[^\W_]+", cell.casefold())
    return len(cell) < 60 and any(
        _distance("".join(order), EXCLUDES.replace("_", "")) <= _NEAR for order in (words, words[::-1])
    )


def _distance(one: str, other: str) -> int:
    """Letters to change, add, remove or swap with their neighbour between two words (Damerau, 1964)."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            row.append(min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[-1] = min(row[-1], rows[-2][j - 2] + 1)
        rows.append(row)
    return rows[-1][-1]
