"""From what stands in a cell to text and numbers: read exactly or refused, never guessed."""

from __future__ import annotations

import math
import re
from typing import TypeAlias

import numpy as np
import pandas as pd

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_FRACTION = re.compile(r"(\d+\.?\d*)\s*[/:]\s*(\d+\.?\d*)", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_ABSENT = {"na", "n/a", "n.a.", "nan", "null", "none", "missing", "unknown", "?", "-", "--", "."}
_INFINITE = {"inf", "infinity", "∞"}

Broken: TypeAlias = dict[int, tuple[str, str, str]]
"""Row to what stands there, the rule that it breaks, and what would do."""

MAX_FIELD = 100_000
"""Characters that one cell may have."""


def texts(column: pd.Series) -> pd.Series:
    """The cells as text without spaces around it, blank where nothing is there."""
    if pd.api.types.is_bool_dtype(column) or pd.api.types.is_numeric_dtype(column):
        written = column.map(lambda cell: "" if pd.isna(cell) else str(cell)).astype(object)
        return pd.Series(written, index=column.index, dtype=object)
    codes, cells = pd.factorize(column, use_na_sentinel=True)
    known = np.array(["", *[str(cell).strip() for cell in cells]], dtype=object)
    return pd.Series(known[codes + 1], index=column.index, dtype=object)


def numbers(column: pd.Series, fraction: bool = False) -> tuple[pd.Series, Broken]:
    """The cells as finite numbers, NaN where blank; and the cells that are none."""
    if pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        bad = np.flatnonzero(np.isinf(values))
        if len(bad):
            values = np.where(np.isinf(values), np.nan, values)
        return pd.Series(values, index=column.index), {int(i): (str(column.iloc[i]), *_INFINITE_FAULT) for i in bad}
    codes, cells = pd.factorize(texts(column))
    parsed = [_number(cell, fraction) for cell in cells]
    values = np.array([one if isinstance(one, float) else np.nan for one in parsed] or [np.nan])
    wrong = {code: one for code, one in enumerate(parsed) if not isinstance(one, float)}
    faults = {int(i): (str(cells[codes[i]]), *wrong[codes[i]]) for i in np.flatnonzero(np.isin(codes, list(wrong)))}
    return pd.Series(values[codes], index=column.index, dtype=np.float64), faults


def too_long(column: pd.Series) -> Broken:
    """The cells whose text is longer than a cell may be."""
    return {
        row: (cell[:60], f"is longer than {MAX_FIELD:,} characters", "shorten it")
        for row, cell in enumerate(column)
        if len(cell) > MAX_FIELD
    }


def blank(column: pd.Series) -> Broken:
    """The cells where nothing is."""
    rows = np.flatnonzero(column.isna() | (column == ""))
    return {int(row): ("", "the cell is blank", "fill it in, or remove the row") for row in rows}


_INFINITE_FAULT = ("is not finite", "give a finite number, or leave the cell blank if it is not known")


def _number(cell: str, fraction: bool) -> float | tuple[str, str]:
    """The number, or the rule that the cell breaks and what would do."""
    if not cell:
        return math.nan
    if len(cell) <= 400 and _NUMBER.fullmatch(cell):
        value = float(cell)
        return value if math.isfinite(value) else _INFINITE_FAULT
    ratio = _FRACTION.fullmatch(cell) if fraction and len(cell) <= 400 else None
    if ratio and float(ratio[2]) > 0:
        return float(ratio[1]) / float(ratio[2])
    if _DECIMAL_COMMA.fullmatch(cell):
        return "is not a number: a decimal comma", f"write {cell.replace(',', '.')}"
    if cell.casefold().lstrip("+-") in _INFINITE:
        return _INFINITE_FAULT
    if cell.casefold() in _ABSENT:
        return "is not a number", "leave the cell blank if it is not known"
    return (
        "is not a number",
        "write a decimal such as 0.5 or a fraction such as 1/3" if fraction else "write a decimal such as 7.5",
    )
