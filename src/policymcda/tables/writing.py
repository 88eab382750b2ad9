"""A problem as a folder of CSV files, a workbook or text: what stands in each file."""

from __future__ import annotations

import datetime
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from policymcda.tables import case_folder, case_keys, files

MADE = datetime.datetime(1980, 1, 1)
"""When every workbook says that it was made, so that the same tables give the same bytes; files in a zip know no earlier day."""

_QUOTED = re.compile('[",\r\n]')

Tables = Mapping[str, pd.DataFrame]


def save(
    path: str | Path, case: Mapping[str, Any], tables: Tables, *, origin: Path | None = None, overwrite: bool = False
) -> Path:
    """A problem as its path's ending says: a workbook, JSON, or a folder."""
    files.check_path(path, "a folder, or a file .xlsx or .json")
    path = Path(path)
    ending = path.suffix.lower()
    if ending == ".xlsx":
        workbook(path, case, tables)
    elif ending == ".json":
        text(path, json.dumps(records(case, tables), ensure_ascii=False, indent=1))
    elif ending in case_folder.FOREIGN and not path.is_dir():
        raise ValueError(f"a problem is saved as a folder, .xlsx or .json, and {str(path)!r} ends in {ending}")
    else:
        folder(path, case, tables, origin=origin, overwrite=overwrite)
    return path


def records(case: Mapping[str, Any], tables: Tables) -> dict[str, Any]:
    """A problem as what JSON can tell: the case, and each table as a list of records."""
    entries = {name: plain(table).to_dict(orient="records") for name, table in tables.items()}
    return {"case": json.loads(json.dumps(case, default=str)), "tables": entries}


def folder(
    path: Path, case: Mapping[str, Any], tables: Tables, *, origin: Path | None = None, overwrite: bool = False
) -> None:
    """A folder with a case.toml and a CSV file a table, in place of those that were there; see `case_folder.save`."""
    head = [f"{case_folder.MARK}\n{toml(case)}".encode()]
    contents = {name: (line.encode() for line in _lines(plain(table))) for name, table in tables.items()}
    case_folder.save(path, {"case": head, **contents}, origin=origin, overwrite=overwrite)


def workbook(
    path: Path, case: Mapping[str, Any], tables: Tables, finish: Callable[[Any, Mapping[str, Any]], None] | None = None
) -> None:
    """A workbook of a case with one sheet per table; `finish` gets the book and its sheets."""
    keys = pd.DataFrame(case_keys.flat(case).items(), columns=["key", "value"], dtype=object)
    sheets(path, {"case": keys, **tables}, finish)


def sheets(path: str | Path, tables: Tables, finish: Callable[[Any, Mapping[str, Any]], None] | None = None) -> None:
    """A workbook with one sheet per table, no text ever taken for a formula or an address."""
    try:
        import xlsxwriter
    except ImportError:
        raise ImportError("workbooks need the extra: pip install 'policymcda[excel]'") from None

    files.target(path)
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"created": MADE})
        bold = book.add_format({"bold": True})
        made = {name: book.add_worksheet(name) for name in tables}
        for name, table in tables.items():
            _sheet(made[name], plain(table), bold)
        if finish is not None:
            finish(book, made)
    files.write(path, content.getvalue())


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


def _sheet(sheet: Any, table: pd.DataFrame, bold: Any) -> None:
    for column, name in enumerate(table.columns):
        cells = list(table[name])
        sheet.write_string(0, column, str(name), bold)
        for row, cell in enumerate(cells, start=1):
            if isinstance(cell, bool):
                sheet.write_boolean(row, column, cell)
            elif isinstance(cell, str) or not case_keys.fits_a_sheet(cell):
                sheet.write_string(row, column, str(cell))
            else:
                sheet.write_number(row, column, cell)
        longest = max(len(str(cell)) for cell in [name, *cells])
        sheet.set_column(column, column, min(max(longest + 1, 8), 60))
    sheet.freeze_panes(1, 0)


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


def text(path: str | Path, content: str) -> Path:
    """A text file in UTF-8, lines ended as in the text."""
    return files.write(path, content.encode("utf-8"))
