"""Tables as a notebook shows them: escaped, at most some rows, and how many are left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

import pandas as pd

from policymcda.errors import plain

ROWS = 20
"""Rows of a table that a notebook shows; the table itself has all."""


def table_html(frame: pd.DataFrame, rows: int = ROWS) -> str:
    """The first rows of a table, and how many more there are."""
    shown = frame.head(rows)
    safe = shown.rename(columns=lambda name: plain(name)).map(
        lambda cell: plain(cell) if isinstance(cell, str) else cell
    )
    more = f"<p>... {len(frame) - rows:,} more rows</p>" if len(frame) > rows else ""
    return f"{safe.to_html(index=False, escape=True, na_rep='', border=0)}{more}"


def result_html(tables: Mapping[str, pd.DataFrame], notes: Iterable[str], last: str) -> str:
    """A result: its first table, the notes as sentences, which other tables there are, and what made it.

    Tables that have no more rows than are shown of one stand whole where all of them together do.
    """
    filled = {name: table for name, table in tables.items() if len(table) and name != "notes"}
    short = sum(map(len, filled.values())) <= ROWS
    shown = filled if short else dict(list(filled.items())[:1])
    parts = [f"<h4>{escape(name)}</h4>{table_html(table)}" for name, table in shown.items()]
    rest = [
        f"<code>.{escape(name)}</code> ({len(table):,} rows)" for name, table in filled.items() if name not in shown
    ]
    listed = "".join(f"<li>{escape(plain(note))}</li>" for note in notes)
    return "".join([
        *parts,
        f"<ul>{listed}</ul>" if listed else "",
        f"<p>Also: {', '.join(rest)}.</p>" if rest else "",
        f"<p><small>{escape(plain(last))}</small></p>",
    ])  # fmt: skip


def of_problem(problem: Any) -> str:
    """A problem: what it is, its criteria, and the ratings of its first group; the other groups by name."""
    case, criteria, groups = problem.case, problem.criteria, list(problem.grids)
    said = [column for column in ("criterion", "name", "direction", "unit", "low", "high", "weight", "parent")
            if column in criteria]  # fmt: skip
    grid = problem.grids[groups[0]]
    first = pd.DataFrame(grid.mode, columns=list(problem.leaf_criteria))[problem.labels("criterion")]
    first.insert(0, "option", list(grid.options))
    first = first.iloc[problem.order(groups[0])]
    others = [f"<code>.matrix({escape(repr(plain(group)))})</code>" for group in groups[1:6]]
    more = f" and {len(groups) - 6} more" if len(groups) > 6 else ""
    heading = "ratings" if groups == ["all"] else f"ratings of {plain(groups[0])}"
    texts = [str(case.get(key, "")) for key in ("title", "question")]
    return "".join([
        f"<p><b>{escape(repr(problem))}</b></p>",
        *(f"<p>{escape(plain(text))}</p>" for text in texts if text),
        f"<h4>criteria</h4>{table_html(criteria[said])}",
        f"<h4>{escape(heading)}</h4>{table_html(first)}",
        f"<p>Also: {', '.join(others)}{more}.</p>" if others else "",
    ])  # fmt: skip
