"""Tables as people read them: on a terminal, in Markdown, as CSV or JSON."""

from __future__ import annotations

import json
import textwrap
import unicodedata
from typing import Any

import numpy as np
import pandas as pd

FORMATS = ("table", "csv", "json", "markdown")


def told(frame: pd.DataFrame, style: str = "table", width: int = 80) -> str:
    """The table in one of the `FORMATS`."""
    if style == "csv":
        return str(frame.to_csv(index=False, lineterminator="\n")).rstrip("\n")
    if style == "json":
        return json.dumps(records(frame), ensure_ascii=False, indent=1)
    return markdown(frame) if style == "markdown" else text(frame, width)


def text(frame: pd.DataFrame, width: int = 80, rows: int | None = None) -> str:
    """Columns side by side within `width` characters: numbers to the right, long text wrapped, no control characters.

    Columns that would not fit at eight characters each go into a second table below, next to the first column.
    """
    if rows is not None and len(frame) > rows:
        return f"{text(frame.head(rows), width)}\n... {len(frame) - rows:,} more rows"
    cells = {str(name): [cell(value) for value in frame[name]] for name in frame.columns}
    numeric = {str(name): pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns}
    blocks = _blocks({name: _needs(name, column, numeric[name]) for name, column in cells.items()}, width)
    return "\n\n".join(_block({name: cells[name] for name in block}, block, numeric) for block in blocks)


def markdown(frame: pd.DataFrame) -> str:
    """A Markdown table, its own marks in the cells spelled out."""

    def line(values: list[str]) -> str:
        return f"| {' | '.join(value.replace('|', '&#124;').replace('<', '&lt;') for value in values)} |"

    rule = ["---:" if pd.api.types.is_numeric_dtype(frame[name]) else "---" for name in frame.columns]
    body = [line([cell(value) for value in row]) for row in frame.itertuples(index=False)]
    return "\n".join([line([str(name) for name in frame.columns]), f"| {' | '.join(rule)} |", *body])


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A list of records that JSON can tell: missing is null, numbers are Python's."""
    columns = {str(name): [_json(value) for value in frame[name]] for name in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def cell(value: Any) -> str:
    """One cell in few characters: four significant digits or three decimals, yes and no, blank for missing."""
    if value is None or value is pd.NA:
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float | np.floating):
        number = float(value)
        if np.isnan(number):
            return ""
        return f"{number:.3f}" if 1e-3 <= abs(number) < 1e4 or number == 0 else f"{number:.3g}"
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in str(value))


def wide(word: str) -> int:
    """Columns that a word takes on a terminal."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in word
    )


def _needs(name: str, column: list[str], numeric: bool) -> tuple[int, int]:
    """The width that a column must have, and the width that it would like."""
    likes = max(map(wide, [name, *column]))
    longest_word = max((wide(word) for value in [name, *column] for word in value.split()), default=1)
    return (likes if numeric else min(likes, max(8, min(longest_word, 24)))), likes


def _blocks(needs: dict[str, tuple[int, int]], width: int) -> list[dict[str, int]]:
    """Columns with their widths, as many blocks as it takes to stay within the width."""
    names = list(needs)
    blocks: list[list[str]] = [[]]
    for name in names:
        block = [*blocks[-1], name]
        if sum(needs[one][0] for one in block) + 2 * (len(block) - 1) > width and len(blocks[-1]) > 1:
            blocks.append([names[0]])
        blocks[-1].append(name)
    result = []
    for block in blocks:
        widths = {name: needs[name][0] for name in block}
        spare = width - sum(widths.values()) - 2 * (len(block) - 1)
        for name in sorted(block, key=lambda one: needs[one][1] - needs[one][0]):
            gain = max(0, min(needs[name][1] - widths[name], spare))
            widths[name] += gain
            spare -= gain
        result.append(widths)
    return result


def _block(cells: dict[str, list[str]], widths: dict[str, int], numeric: dict[str, bool]) -> str:
    rows = [list(cells), *map(list, zip(*cells.values(), strict=True))]
    lines = []
    for number, row in enumerate(rows):
        parts = [_wrapped(value, width) for value, width in zip(row, widths.values(), strict=True)]
        for place in range(max(map(len, parts))):
            line = [
                _padded(part[place] if place < len(part) else "", widths[name], numeric[name])
                for name, part in zip(cells, parts, strict=True)
            ]
            lines.append("  ".join(line).rstrip())
        if number == 0:
            lines.append("  ".join("-" * width for width in widths.values()))
    return "\n".join(lines)


def _wrapped(value: str, width: int) -> list[str]:
    return [value] if wide(value) <= width else textwrap.wrap(value, max(width, 1)) or [""]


def _padded(value: str, width: int, right: bool) -> str:
    blank = " " * max(0, width - wide(value))
    return blank + value if right else value + blank


def _json(value: Any) -> Any:
    if value is None or value is pd.NA or (isinstance(value, float | np.floating) and not np.isfinite(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value
