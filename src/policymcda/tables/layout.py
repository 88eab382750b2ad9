"""Tables as people read them: on a terminal, in Markdown, as CSV or JSON."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

import numpy as np
import pandas as pd

from policymcda.errors import plain

FORMATS = ("table", "csv", "json", "markdown")


def format_table(frame: pd.DataFrame, style: str = "table", width: int = 80) -> str:
    """The table in one of the `FORMATS`."""
    if style == "csv":
        return str(frame.to_csv(index=False, lineterminator="\n")).rstrip("\n")
    if style == "json":
        return to_json(records(frame))
    return markdown(frame) if style == "markdown" else text(frame, width)


def text(frame: pd.DataFrame, width: int = 80, rows: int | None = None) -> str:
    """Columns side by side within `width` characters: numbers to the right, long text wrapped, no control characters.

    Columns that would not fit go into a second table below, next to the first column.
    """
    if rows is not None and len(frame) > rows:
        return f"{text(frame.head(rows), width)}\n... {len(frame) - rows:,} more rows"
    cells = {plain(name): _cells(frame[name]) for name in frame.columns}
    numeric = {plain(name): pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns}
    most = min(24, (width - 2) // 2)
    blocks = _blocks({name: _needs(name, column, numeric[name], most) for name, column in cells.items()}, width)
    return "\n\n".join(_block({name: cells[name] for name in block}, block, numeric) for block in blocks)


def markdown(frame: pd.DataFrame) -> str:
    """A Markdown table, its own marks in the cells spelled out."""

    def line(values: list[str]) -> str:
        return f"| {' | '.join(values)} |"

    rule = ["---:" if pd.api.types.is_numeric_dtype(frame[name]) else "---" for name in frame.columns]
    columns = [
        _cells(frame[name])
        if pd.api.types.is_numeric_dtype(frame[name])
        else [markdown_text(value) for value in _cells(frame[name])]
        for name in frame.columns
    ]
    body = [line(list(row)) for row in zip(*columns, strict=True)]
    return "\n".join([line([markdown_text(str(name)) for name in frame.columns]), f"| {' | '.join(rule)} |", *body])


def markdown_text(text: str) -> str:
    """Text in one line of Markdown in which nothing is alive: no link, no picture, no formula, no mark-up."""
    safe = re.sub(r"([\\`*\[\]#~$!]|(?<![^\W_])_|_(?![^\W_]))", r"\\\1", plain(text))
    safe = re.sub(r"(?i):(?=//)|(?<=www)\.|(?<=mailto):", r"\\\g<0>", safe)
    safe = safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("|", "&#124;")
    return re.sub(r"^(\s*)([=@+-])(?![\d.]*%?$)", r"\1\\\2", safe)


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A list of records that JSON can tell: missing is null, numbers are Python's."""
    columns = {str(name): [_json(value) for value in frame[name]] for name in frame.columns}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def to_json(data: Any) -> str:
    """JSON that people can read; what a terminal would act on is spelled out, so that reading it gives the same."""
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)
    return re.sub(r"[^\n -~]", lambda found: found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1], text)


def cell(value: Any) -> str:
    """One cell in few characters: three decimals below 10,000 and none above, yes and no, blank for missing."""
    if value is None or value is pd.NA:
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, float | np.floating):
        number = float(value)
        if np.isnan(number):
            return ""
        if number == 0 or 1e-3 <= abs(number) < 1e4:
            return f"{number + 0.0:.3f}"
        return f"{number:.0f}" if 1e4 <= abs(number) < 1e15 else f"{number:.3g}"
    return plain(value)


def wide(word: str) -> int:
    """Columns that a word takes on a terminal."""
    if word.isascii():
        return len(word)
    return sum(
        0 if unicodedata.category(char) in ("Mn", "Me", "Cf") else 1 + (unicodedata.east_asian_width(char) in "WF")
        for char in word
    )


def wrapped(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most `width` columns, broken at spaces, and within a word only where no line holds it."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines[-1].strip() else f"{lines[-1]}{word}"
        if wide(joined) <= width:
            lines[-1] = joined
            continue
        pieces = [f"{indent}{piece}" for piece in _pieces(word, max(1, width - wide(indent)))]
        lines = [*lines, *pieces] if lines[-1].strip() else pieces
    return lines


def filled(text: str, width: int = 80, indent: str = "") -> str:
    """A paragraph within `width` columns, no control characters."""
    return "\n".join(wrapped(plain(text), width, indent))


def _pieces(word: str, width: int) -> list[str]:
    """A word cut where it would be wider than the width."""
    pieces = [""]
    for char in word:
        if pieces[-1] and wide(pieces[-1]) + wide(char) > width:
            pieces.append("")
        pieces[-1] += char
    return pieces


def _cells(column: pd.Series) -> list[str]:
    """The cells of a column; without decimals where every number is whole."""
    if pd.api.types.is_float_dtype(column):
        values = column.dropna().to_numpy(np.float64)
        if np.all((np.trunc(values) == values) & (np.abs(values) < 1e15)):
            return ["" if pd.isna(value) else f"{value + 0.0:.0f}" for value in column]
    return [cell(value) for value in column]


def _needs(name: str, column: list[str], numeric: bool, most: int) -> tuple[int, int]:
    """The width that a column must have, and the width that it would like."""
    likes = max(map(wide, [name, *column]))
    if numeric:
        return max([min(wide(name), most), *map(wide, column)]), likes
    longest_word = max((wide(word) for value in [name, *column] for word in value.split()), default=1)
    return min(likes, max(8, min(longest_word, most))), likes


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
        parts = [wrapped(value, width) for value, width in zip(row, widths.values(), strict=True)]
        for place in range(max(map(len, parts), default=0)):
            line = [
                _padded(part[place] if place < len(part) else "", widths[name], numeric[name])
                for name, part in zip(cells, parts, strict=True)
            ]
            lines.append("  ".join(line).rstrip())
        if number == 0:
            lines.append("  ".join("-" * width for width in widths.values()))
    return "\n".join(lines)


def _padded(value: str, width: int, right: bool) -> str:
    blank = " " * max(0, width - wide(value))
    return blank + value if right else value + blank


def _json(value: Any) -> Any:
    if value is None or value is pd.NA or (isinstance(value, float | np.floating) and not np.isfinite(value)):
        return None
    return value.item() if isinstance(value, np.generic) else value
