"""A hash of what decides, and not of how it is worded."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from policymcda.tables.performance_tables import PerformanceTable, expanded
from policymcda.tables.schemas import SCHEMAS, kind

WORDS = ("direction", "function", "status", "evidence", "relation", "same")
"""Text that decides; other text is prose."""

DECIDES = {
    name: [column for column, spec in schema.columns.items() if kind(spec) != "text" or column in WORDS]
    for name, schema in SCHEMAS.items()
}
"""The columns of each table that decide."""

GROUPED = (
    *("judgements", "option_judgements", "weights", "swings", "orders"),
    *("screens", "thresholds", "codings", "statements", "costs"),
)


def fingerprint(tables: Mapping[str, pd.DataFrame], groups: Mapping[str, PerformanceTable]) -> str:
    """SHA-256 over identifiers, numbers and words that decide, in sorted order; its first 16 hexadecimal digits.

    Numbers go in as their bits in little-endian order, so the machine does not matter.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        The tables of a problem, by name.
    groups : mapping of str to PerformanceTable
        The ratings of each group.
    """
    digest = hashlib.sha256(b"policymcda 1\n")
    rated, listed = next(iter(groups.values())).options.tolist(), tables["options"]["option"]
    options = rated if len(rated) == len(listed) else sorted(listed)  # rated ones are sorted already
    digest.update("\n".join(["options", "option", *options, ""]).encode())
    for name, table in _tables(tables):
        _rows(digest, name, table)
    for group, grid in sorted(groups.items()):
        _ratings(digest, group, grid)
    return digest.hexdigest()[:16]


def by_table(tables: Mapping[str, pd.DataFrame], groups: Mapping[str, PerformanceTable]) -> dict[str, str]:
    """The same of each table apart, so that a change can be traced to its table."""
    found = {}
    for name, table in [("options", tables["options"][["option"]]), *_tables(tables)]:
        digest = hashlib.sha256()
        _rows(digest, name, table)
        found[name] = digest.hexdigest()[:16]
    digest = hashlib.sha256()
    for group, grid in sorted(groups.items()):
        _ratings(digest, group, grid)
    return {**found, "ratings": digest.hexdigest()[:16]}


def _tables(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, pd.DataFrame]]:
    """The tables that decide beside options and ratings, with a row for every group where a blank one means all."""
    for name in SCHEMAS:
        if name not in ("options", "ratings", "codings") and len(tables.get(name, ())):
            table = tables[name]
            yield name, expanded(table, list(tables["groups"]["group"])) if name in GROUPED else table


def _ratings(digest: Any, group: str, grid: PerformanceTable) -> None:
    digest.update(f"ratings {group}\n".encode())
    digest.update("\x1f".join(grid.options).encode())
    for array in (grid.mode, grid.low, grid.high, grid.sd):
        digest.update((array + 0.0).astype("<f8", copy=False).ravel().data)  # the buffer itself, no copy of it
    digest.update(grid.evidence.ravel().data)


def _rows(digest: Any, name: str, table: pd.DataFrame) -> None:
    """The deciding columns of a table, row by row, in sorted order."""
    columns = [column for column in DECIDES[name] if column in table]
    columns = [c for c in columns if not (table[c].isna() | (table[c] == "")).all()]
    lines = sorted("\x1f".join(_cell(cell) for cell in row) for row in table[columns].itertuples(index=False))
    digest.update("\n".join([name, "\x1f".join(columns), *lines, ""]).encode())


def _cell(cell: Any) -> str:
    return cell if isinstance(cell, str) else "" if np.isnan(cell) else float(cell + 0.0).hex()
