"""Tables to where they shall lie: whole or not at all (written beside, then renamed)."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from policymcda.tables import reading

_QUOTED = re.compile('[",\r\n]')

Tables = Mapping[str, pd.DataFrame]


def folder(path: Path, case: Mapping[str, Any], tables: Tables) -> None:
    """A folder with a case.toml and a CSV file a table, in place of what was there."""

    def write(place: Path) -> None:
        place.mkdir()
        if case:
            (place / "case.toml").write_text(toml(case), encoding="utf-8", newline="\n")
        for name, table in tables.items():
            with (place / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                file.writelines(_lines(plain(table)))

    _whole(path, write)


def workbook(
    path: Path, case: Mapping[str, Any], tables: Tables, finish: Callable[[Mapping[str, Any]], None] | None = None
) -> None:
    """A workbook with one sheet per table, no text ever taken for a formula or an address; `finish` gets the sheets."""
    try:
        import xlsxwriter
    except ImportError:
        raise ImportError("workbooks need the extra: pip install 'policymcda[excel]'") from None

    def write(place: Path) -> None:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with xlsxwriter.Workbook(str(place), options) as book:
            bold = book.add_format({"bold": True})
            entries = {key: _marked(value) for key, value in flat(case).items()}
            sheets = {"case": pd.DataFrame(entries.items(), columns=["key", "value"], dtype=object), **tables}
            made = {name: book.add_worksheet(name) for name in sheets}
            for name, table in sheets.items():
                _sheet(made[name], plain(table), bold)
            if finish is not None:
                finish(made)

    _whole(path, write)


def _lines(table: pd.DataFrame) -> Iterator[str]:
    """The lines of a CSV file, every cell quoted that holds a line break of any kind, a comma or a quote."""
    for row in [tuple(table.columns), *table.itertuples(index=False, name=None)]:
        cells = [str(cell) for cell in row]
        yield ",".join('"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell for cell in cells) + "\n"


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """Cells as they are written: blank for missing, whole numbers without a point, others to the last bit."""
    return pd.DataFrame({column: [_written(cell) for cell in table[column]] for column in table}, dtype=object)


def toml(case: Mapping[str, Any], name: str = "") -> str:
    """A case's texts and settings as TOML."""
    plain = [f"{_key(key)} = {_value(value)}" for key, value in case.items() if not isinstance(value, Mapping)]
    inner = [toml(table, f"{name}{_key(key)}.") for key, table in case.items() if isinstance(table, Mapping)]
    head = [f"[{name[:-1]}]"] if name else []
    return "\n".join(["\n".join([*head, *plain, ""]), *inner])


def flat(case: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested keys joined by a dot: defaults.method."""
    result: dict[str, Any] = {}
    for key, value in case.items():
        result |= flat(value, f"{prefix}{key}.") if isinstance(value, Mapping) else {f"{prefix}{key}": value}
    return result


def _whole(path: Path, write: Callable[[Path], None]) -> None:
    """Written beside the path under another name, then renamed; what stood there is put back if that fails."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as beside:
        fresh, old = Path(beside) / f"new{path.suffix}", Path(beside) / "old"
        write(fresh)
        if not path.is_dir():
            os.replace(fresh, path)
            return
        for extra in path.iterdir():
            if not (fresh / extra.name).exists() and extra.suffix not in (".csv", ".toml"):
                (shutil.copytree if extra.is_dir() else shutil.copy2)(extra, fresh / extra.name)
        os.replace(path, old)
        try:
            os.replace(fresh, path)
        except OSError:
            os.replace(old, path)
            raise


def _sheet(sheet: Any, table: pd.DataFrame, bold: Any) -> None:
    for column, name in enumerate(table.columns):
        cells = list(table[name])
        sheet.write_string(0, column, str(name), bold)
        for row, cell in enumerate(cells, start=1):
            if isinstance(cell, str) or float(f"{cell:.16G}") != cell:  # a sheet keeps 16 digits
                sheet.write_string(row, column, str(cell))
            else:
                sheet.write_number(row, column, cell)
        longest = max(len(str(cell)) for cell in [name, *cells])
        sheet.set_column(column, column, min(max(longest + 1, 8), 60))
    sheet.freeze_panes(1, 0)


def _marked(value: Any) -> Any:
    """A value of the case for one cell: lists, and texts that begin like one, as JSON."""
    return json.dumps(value) if isinstance(value, list) or str(value)[:1] in reading.MARKED else value


def _written(cell: Any) -> Any:
    if cell is None or cell is pd.NA or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    if isinstance(cell, float | np.floating):
        number = float(cell)
        return int(number) if number.is_integer() and abs(number) < 1e15 else number
    return cell


def _key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else _basic(key)


def _value(value: Any) -> str:
    """A TOML value; text with every character that TOML does not take as it is spelled out."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} = {_value(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    lines = [_basic(line)[1:-1] for line in str(value).split("\n")]
    return '"""\n' + "\n".join(lines) + '"""' if len(lines) > 1 else f'"{lines[0]}"'


def _basic(text: str) -> str:
    """A basic string of TOML: quotes, backslashes and what is not printable spelled out."""
    text = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in text) + '"'


def text(path: Path, content: str) -> None:
    """A text file in UTF-8."""

    def write(place: Path) -> None:
        place.write_text(content, encoding="utf-8", newline="\n")

    _whole(path, write)
