"""From what stands in a cell to text and numbers: read exactly or refused, never guessed."""

from __future__ import annotations

import fractions
import math
import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd

from policymcda.errors import KEPT
from policymcda.tables.number_texts import NOT_FINITE, PLAIN, explained

_FRACTION = re.compile(r"(\d+\.?\d*)\s*[/:]\s*(\d+\.?\d*)", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

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


def numbers(column: pd.Series, fraction: bool = False, mark: str = ".") -> tuple[pd.Series, Broken]:
    """The cells as finite numbers, NaN where blank; and the cells that are none.

    `fraction` takes 1/3 as well; `mark` is the decimal mark of the file, in which messages say what to write.
    """
    if pd.api.types.is_any_real_numeric_dtype(column):
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        bad = np.flatnonzero(np.isinf(values))
        if len(bad):
            values = np.where(np.isinf(values), np.nan, values)
        return pd.Series(values, index=column.index), {int(i): (str(column.iloc[i]), *NOT_FINITE) for i in bad}
    codes, cells = pd.factorize(texts(_without_fractions(column)))
    parsed = [_number(cell, fraction) for cell in cells]
    values = np.array([np.nan if one is None else one for one in parsed] or [np.nan])
    wrong = np.array([one is None for one in parsed] or [False])
    broken: Broken = {}
    explained: dict[int, tuple[str, str, str]] = {}
    for row in np.flatnonzero(wrong[codes]).tolist():
        code = codes[row]
        if code not in explained:
            cell = str(cells[code])
            known = len(explained) < KEPT
            explained[code] = (cell, *(_refused(cell, fraction, mark) if known else ("is not a number", "")))
        broken[row] = explained[code]
    return pd.Series(values[codes], index=column.index, dtype=np.float64), broken


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


def _without_fractions(column: pd.Series) -> pd.Series:
    """The cells with fractions of Python as floats."""
    if not pd.api.types.is_object_dtype(column) or not pd.api.types.infer_dtype(column).startswith("mixed"):
        return column
    numbers = [_as_float(cell) if isinstance(cell, fractions.Fraction) else cell for cell in column]
    return pd.Series(numbers, index=column.index, dtype=object)


def _as_float(cell: fractions.Fraction) -> float:
    try:
        return float(cell)
    except OverflowError:
        return math.inf


def _written(cell: object) -> str:
    """What is no text as text: a whole number without a point, blank for missing."""
    if isinstance(cell, float | np.floating):
        number = float(cell)
        return (
            "" if math.isnan(number) else str(int(number)) if number.is_integer() and abs(number) < 1e15 else str(cell)
        )
    return "" if cell is None or cell is pd.NA or cell is pd.NaT else str(cell).strip()


def _number(cell: str, fraction: bool) -> float | None:
    """The number that a cell is, NaN where it is blank, None where it is no finite number."""
    if not cell:
        return math.nan
    if len(cell) > 400:
        return None
    if PLAIN.fullmatch(cell):
        value = float(cell)
        return value if math.isfinite(value) and not _vanished(cell, value) else None
    ratio = _FRACTION.fullmatch(cell) if fraction else None
    if ratio and float(ratio[2]) > 0 and math.isfinite(float(ratio[1]) / float(ratio[2])):
        return float(ratio[1]) / float(ratio[2])
    return None


def _vanished(cell: str, value: float) -> bool:
    """Whether a number became 0 that is not."""
    return value == 0 and re.search("[1-9]", re.split("[eE]", cell)[0]) is not None


def _refused(cell: str, fraction: bool, mark: str) -> tuple[str, str]:
    """The rule that the cell breaks and what would do."""
    if len(cell) <= 400 and PLAIN.fullmatch(cell):
        return (
            ("is closer to 0 than a number can be", "write 0, or take another unit")
            if _vanished(cell, float(cell))
            else NOT_FINITE
        )
    return explained(cell, fraction, mark)
