"""Whether the decimals of a file have points or commas: judged over the whole table, and never guessed from one cell.

In a file whose cells are separated by semicolons or tabs, 1.100 may be a little over one or over a thousand. One number
that can be read in one way only (30,5 or 2.5 or 1.234,5) settles it for the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from policymcda.tables.cells import Broken
from policymcda.tables.number_texts import EITHER, POINTED, SWAPPED, explained

WORDS = {".": "decimal point", ",": "decimal comma"}


@dataclass(frozen=True)
class Settled:
    """The columns of numbers with points for decimals, cells that are not clear left out; those, and how they were read.

    `mark` is the decimal mark of the file; `example` is the place of a cell that was changed and what it was read as.
    """

    columns: dict[str, pd.Series]
    broken: dict[str, Broken]
    mark: str
    example: tuple[int, str] | None


def settle(columns: Mapping[str, pd.Series]) -> Settled:
    """Columns of numbers as text, from a file that may have decimal commas."""
    marks = {name: _marks(column) for name, column in columns.items()}
    counts = {mark: sum(int((kinds == mark).sum()) for kinds in marks.values()) for mark in WORDS}
    mark = "," if counts[","] > counts["."] else "."
    clear = counts["."] + counts[","] > 0
    broken: dict[str, Broken] = {name: {} for name in columns}
    changed = {}
    others = _first(marks, mark, columns)
    for name, column in columns.items():
        for row in np.flatnonzero((marks[name] != "") & (marks[name] != mark)).tolist():
            if marks[name][row] != "either":
                broken[name][row] = _other_mark(column.iloc[row], marks[name][row], mark, others)
            elif not clear:
                broken[name][row] = (column.iloc[row], *explained(column.iloc[row], fraction=False))
        changed[name] = _converted(column, marks[name], mark, broken[name])
    return Settled(changed, broken, mark, _example(columns, changed, marks, mark))


def _marks(column: pd.Series) -> np.ndarray:
    """For each cell the decimal mark that it must have, `either` where it may have both, blank where it has none."""
    codes, cells = pd.factorize(column)
    kinds = np.array([_mark(str(cell)) for cell in cells] or [""], dtype=object)
    return np.asarray(kinds[codes])


def _mark(cell: str) -> str:
    if len(cell) > 400:
        return ""
    if EITHER.fullmatch(cell):
        return "either"
    return "." if POINTED.fullmatch(cell) else "," if POINTED.fullmatch(cell.translate(SWAPPED)) else ""


def _converted(column: pd.Series, marks: np.ndarray, mark: str, broken: Broken) -> pd.Series:
    """The column with points for decimals and nothing between thousands, blank where it is broken."""
    numbers = np.isin(marks, ["either", mark])
    texts = column.where(~numbers, column.str.translate(SWAPPED) if mark == "," else column)
    result = texts.where(~numbers, texts.str.replace(",", ""))
    result.iloc[list(broken)] = ""
    return result


def _example(
    columns: Mapping[str, pd.Series], changed: Mapping[str, pd.Series], marks: Mapping[str, np.ndarray], mark: str
) -> tuple[int, str] | None:
    """The row of a cell that was changed, and what it was read as; one that settles the mark where there is one."""
    for kinds in ([mark], ["either"]):
        for name, column in columns.items():
            rows = np.flatnonzero(np.isin(marks[name], kinds) & (changed[name] != column) & (changed[name] != ""))
            if len(rows):
                return int(rows[0]), f"{column.iloc[rows[0]]} is read as {changed[name].iloc[rows[0]]}"
    return None


def _first(marks: Mapping[str, np.ndarray], mark: str, columns: Mapping[str, pd.Series]) -> str:
    """The first cell that has the mark."""
    rows = ((name, np.flatnonzero(kinds == mark)) for name, kinds in marks.items())
    return next((str(columns[name].iloc[found[0]]) for name, found in rows if len(found)), "")


def _other_mark(cell: str, own: str, mark: str, others: str) -> tuple[str, str, str]:
    rule = f"has a {WORDS[own]}, and {others} in the same table has a {WORDS[mark]}"
    return cell, rule, "write all numbers of the table with the same mark"
