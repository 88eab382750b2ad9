"""From what stands in a cell to text and numbers: read exactly or refused, never guessed."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
_FRACTION = re.compile(r"(\d+\.?\d*)\s*[/:]\s*(\d+\.?\d*)", re.ASCII)
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_ABSENT = {"na", "n/a", "n.a.", "nan", "null", "none", "missing", "unknown", "?", "-", "--", "."}
_INFINITE = {"inf", "infinity", "∞"}

Broken: TypeAlias = dict[int, tuple[str, str, str]]
"""Row to what stands there, the rule that it breaks, and what would do."""

MAX_FIELD = 100_000
"""Characters that one cell may have."""


def texts(column: pd.Series) -> pd.Series:
    """The cells as text without spaces around it, blank where nothing is there."""
    if pd.api.types.infer_dtype(column, skipna=True) not in ("string", "empty", "categorical"):
        return pd.Series([_written(cell) for cell in column], index=column.index, dtype=object)
    codes, cells = pd.factorize(column, use_na_sentinel=True)
    known = np.array(["", *[str(cell).strip() for cell in np.asarray(cells, dtype=object)]], dtype=object)
    return pd.Series(known[codes + 1], index=column.index, dtype=object)


def numbers(column: pd.Series, fraction: bool = False) -> tuple[pd.Series, Broken]:
    """The cells as finite numbers, NaN where blank; and the cells that are none."""
    if pd.api.types.is_any_real_numeric_dtype(column):
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


def controlled(column: pd.Series) -> Broken:
    """The labels that hold a line break or another control character."""
    hint = "write it on one line, without control characters"
    return {
        row: (cell, "a label has no control characters", hint)
        for row, cell in enumerate(column)
        if not cell.isprintable() and _CONTROL.search(cell)
    }


def nested(column: pd.Series) -> Broken:
    """The cells that hold a list or an object, as JSON can."""
    if pd.api.types.infer_dtype(column, skipna=True) not in ("mixed", "mixed-integer"):
        return {}
    return {
        row: (str(cell), "is neither text nor a number", "give one value")
        for row, cell in enumerate(column)
        if isinstance(cell, Mapping | Sequence | np.ndarray) and not isinstance(cell, str | bytes)
    }


def blank(column: pd.Series) -> Broken:
    """The cells where nothing is."""
    rows = np.flatnonzero(column.isna() | (column == ""))
    return {int(row): ("", "the cell is blank", "fill it in, or remove the row") for row in rows}


_INFINITE_FAULT = ("is not finite", "give a finite number, or leave the cell blank if it is not known")


def _written(cell: object) -> str:
    """What is no text as text: a whole number without a point, blank for missing."""
    if isinstance(cell, float | np.floating):
        number = float(cell)
        return (
            "" if math.isnan(number) else str(int(number)) if number.is_integer() and abs(number) < 1e15 else str(cell)
        )
    return "" if cell is None or cell is pd.NA or cell is pd.NaT else str(cell).strip()


def _number(cell: str, fraction: bool) -> float | tuple[str, str]:
    """The number, or the rule that the cell breaks and what would do."""
    if not cell:
        return math.nan
    if len(cell) <= 400 and _NUMBER.fullmatch(cell):
        value = float(cell)
        if value == 0 and re.search("[1-9]", re.split("[eE]", cell)[0]):
            return "is closer to 0 than a number can be", "write 0, or take another unit"
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
