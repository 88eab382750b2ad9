"""Tables from where they lie: a folder of CSV files, a workbook, JSON, or data frames of any library."""

from __future__ import annotations

import csv
import io
import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import pandas as pd

from policymcda.errors import Fault, ProblemError, nearest
from policymcda.tables.checking import Raw
from policymcda.tables.schemas import SCHEMAS, required

MAX_BYTES = 500_000_000
"""Size of one file that is read."""

MAX_ROWS = 2_000_000
MAX_CELLS = 30_000_000
"""Rows and cells of one table that is read from a file."""

Tables = dict[str, Raw]
Case = dict[str, Any]


def folder(path: Path) -> tuple[Case, Tables, list[Fault]]:
    """A folder with a CSV file a table and, if it likes, a case.toml."""
    faults: list[Fault] = []
    case: Case = {}
    tables: Tables = {}
    if (path / "case.toml").exists():
        try:
            case = tomllib.loads(_text(path / "case.toml"))
        except (tomllib.TOMLDecodeError, ValueError) as error:
            faults.append(Fault("case.toml", rule=f"cannot be read: {error}", hint="see the guide to the tables"))
    for file in sorted(path.glob("*.csv")):
        if file.stem in SCHEMAS:
            try:
                tables[file.stem] = _csv(file)
            except ValueError as error:
                faults.append(Fault(file.name, rule=f"cannot be read: {error}", hint="save it as CSV in UTF-8"))
        else:
            faults.append(unknown_table(file.name, file.stem))
    return case, tables, faults


def workbook(path: Path) -> tuple[Case, Tables, list[Fault]]:
    """A workbook with a sheet a table; the sheet `case` has the columns key and value."""
    try:
        from python_calamine import CalamineWorkbook  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise ImportError("workbooks need the extra: pip install 'policymcda[excel]'") from None
    _limit(path)
    faults: list[Fault] = []
    case: Case = {}
    tables: Tables = {}
    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        key = name.strip().casefold()
        if key == "case":
            case = _nested({str(row[0]).strip(): row[1] for row in rows[1:] if len(row) > 1 and str(row[0]).strip()})
        elif key in SCHEMAS:
            try:
                tables[key] = _rectangle([[_cell(cell) for cell in row] for row in rows])
            except ValueError as error:
                faults.append(Fault(f"sheet {name}", rule=f"cannot be read: {error}"))
        else:
            faults.append(unknown_table(f"sheet {name}", key))
    return case, tables, faults


def document(source: Path | IO[str] | str) -> tuple[Case, Tables, list[Fault]]:
    """JSON: an object with `case` and, a list of records each, the tables (or with them under `tables`)."""
    text = _text(source) if isinstance(source, Path) else source if isinstance(source, str) else source.read(MAX_BYTES)
    try:
        data = json.loads(text, parse_constant=str)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ProblemError([Fault("JSON", rule=f"cannot be read: {error}")]) from None
    if not isinstance(data, dict):
        raise ProblemError([Fault("JSON", rule="is not an object", hint='{"options": [...], "criteria": [...]}')])
    return mapping(data)


def mapping(data: Mapping[str, Any]) -> tuple[Case, Tables, list[Fault]]:
    """Tables by name: data frames (pandas, or what narwhals takes), lists of records, or dicts of columns."""
    faults: list[Fault] = []
    tables: Tables = {}
    inner = data.get("tables", data)
    case = data.get("case") or {}
    for name, part in (("tables", inner), ("case", case)):
        if not isinstance(part, Mapping):
            raise ProblemError([Fault(name, value=str(part), rule="is not an object")])
    for name, table in inner.items():
        if table is None or name in ("case", "policymcda"):
            continue
        if name not in SCHEMAS:
            faults.append(unknown_table(str(name), str(name)))
            continue
        try:
            tables[name] = _flat(_frame(name, table))
        except (ValueError, TypeError) as error:
            hint = "give a data frame, a list of records or a dict of columns"
            faults.append(Fault(name, rule=f"cannot be read as a table: {error}", hint=hint))
    return dict(case), tables, faults


def unknown_table(place: str, name: str) -> Fault:
    """No table has this name."""
    return Fault(place, rule="is not a table of a case", hint=nearest(name, SCHEMAS))


def _frame(name: str, table: Any) -> Raw:
    """A data frame of any library as pandas, with the first column taken from the index where it is there."""
    if isinstance(table, Mapping):
        table = pd.DataFrame(dict(table))
    elif isinstance(table, Sequence) and not isinstance(table, str):
        return _records(table)
    elif not isinstance(table, pd.DataFrame):
        table = _foreign(table)
    key = required(name)[0]
    if key not in table.columns and (table.index.name in SCHEMAS[name].columns or table.index.names[0] == key):
        return Raw(table.reset_index(), table.index)
    return Raw(table, table.index)


def _flat(raw: Raw) -> Raw:
    """The table, refused where a cell holds a list or an object."""
    for name, column in raw.frame.items():
        if column.dtype == object and any(isinstance(cell, Mapping | list | tuple | set) for cell in column):
            raise TypeError(f"a cell of {name} is no text or number")
    return raw


def _records(records: Sequence[Any]) -> Raw:
    """Records of JSON: numbered from 1."""
    if not all(isinstance(record, Mapping) for record in records):
        raise TypeError("not every row is a record")
    return Raw(pd.DataFrame(list(records)), range(1, len(records) + 1))


def _foreign(table: Any) -> pd.DataFrame:
    """A frame of polars, pyarrow or another library, without pyarrow."""
    import narwhals as nw

    frame: Any = nw.from_native(table, pass_through=True)
    if isinstance(frame, nw.LazyFrame):
        frame = frame.collect()
    if not isinstance(frame, nw.DataFrame):
        raise TypeError(f"{type(table).__name__} is not a data frame")
    return pd.DataFrame(frame.to_dict(as_series=False))


def _csv(path: Path) -> Raw:
    """A CSV file as text, rows called by their line; a comma or, where the header has none, a semicolon parts them."""
    text = _text(path)
    header = text.split("\n", 1)[0]
    delimiter = ";" if ";" in header and "," not in header else ","
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
    rows, lines, line = [], [], 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
                lines.append(line)
            line = reader.line_num + 1
            if len(rows) > MAX_ROWS:
                raise ValueError(f"more than {MAX_ROWS:,} rows")
    except csv.Error as error:
        raise ValueError(f"line {line}: {error}") from None
    return _rectangle(rows, lines)


def _rectangle(rows: list[list[str]], lines: Sequence[int] | None = None) -> Raw:
    """Rows of text under their header; every row as long as the header, but for blank cells at its end."""
    lines = lines or range(1, len(rows) + 1)
    if not rows:
        raise ValueError("it is empty")
    if len(rows) * len(rows[0]) > MAX_CELLS:
        raise ValueError(f"more than {MAX_CELLS:,} cells")
    header = rows[0]
    while header and not header[-1].strip():
        header = header[:-1]
    width = len(header)
    body, kept = [], []
    for line, row in zip(lines[1:], rows[1:], strict=True):
        if not any(cell.strip() for cell in row):
            continue
        if len(row) < width or any(cell.strip() for cell in row[width:]):
            raise ValueError(f"line {line} has {len(row)} fields, the header has {width}")
        body.append(row[:width])
        kept.append(line)
    return Raw(pd.DataFrame(body, columns=header, dtype=object), kept)


def _text(path: Path) -> str:
    _limit(path)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not UTF-8 (byte {error.start})") from None


def _limit(path: Path) -> None:
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES // 1_000_000} MB")


def _cell(cell: Any) -> str:
    """A sheet's cell as text: a whole number without its .0, a date as a date."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return "" if cell is None else str(cell)


def _nested(flat: Mapping[str, Any]) -> Case:
    """Keys with a dot are in a table: defaults.method."""
    case: Case = {}
    for key, value in flat.items():
        *path, last = key.split(".")
        inner = case
        for part in path:
            inner = inner.setdefault(part, {})
        inner[last] = value if isinstance(value, bool) else _cell(value)
    return case
