"""A hash of what decides, and not of how it is told."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from policymcda.tables.crossing import expanded
from policymcda.tables.schemas import SCHEMAS, kind

if TYPE_CHECKING:
    from policymcda.problem import Problem

WORDS = ("direction", "function", "status", "evidence", "relation")
"""Text that decides; other text is prose."""

GROUPED = ("judgements", "option_judgements", "weights", "swings", "orders", "screens", "thresholds", "codings")


def fingerprint(problem: Problem) -> str:
    """SHA-256 over identifiers, numbers and words that decide, in sorted order; 16 hexadecimal digits are told.

    Numbers go in as their bits in little-endian order, so the machine does not matter.
    """
    digest = hashlib.sha256(b"policymcda 1\n")
    groups = problem.labels("group")
    first, grid = next(iter(problem.grids.items()))
    options = sorted(problem.labels("option")) if problem.unrated(first) else grid.options.tolist()
    digest.update("\n".join(["options", "option", *options, ""]).encode())
    for name in SCHEMAS:
        if name not in ("options", "ratings", "codings") and problem.has(name):
            table = problem.table(name)
            _rows(digest, name, expanded(table, groups) if name in GROUPED else table)
    for group in sorted(problem.grids):
        grid = problem.grids[group]
        digest.update(f"ratings {group}\n".encode())
        digest.update("\x1f".join(grid.options).encode())
        for array in (grid.mode, grid.low, grid.high, grid.sd):
            digest.update((array + 0.0).astype("<f8", copy=False).ravel().data)  # the buffer itself, no copy of it
        digest.update(grid.evidence.ravel().data)
    return digest.hexdigest()[:16]


def _rows(digest: Any, name: str, table: pd.DataFrame) -> None:
    """The deciding columns of a table, row by row, in sorted order."""
    specs = SCHEMAS[name].columns
    columns = [c for c in specs if c in table and (kind(specs[c]) != "text" or c in WORDS)]
    columns = [c for c in columns if not (table[c].isna() | (table[c] == "")).all()]
    lines = sorted("\x1f".join(_cell(cell) for cell in row) for row in table[columns].itertuples(index=False))
    digest.update("\n".join([name, "\x1f".join(columns), *lines, ""]).encode())


def _cell(cell: Any) -> str:
    return cell if isinstance(cell, str) else "" if np.isnan(cell) else float(cell + 0.0).hex()
