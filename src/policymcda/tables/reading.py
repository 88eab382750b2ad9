"""Tables from where they lie: a folder of CSV files, a workbook, JSON, or data frames of any library."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import numpy as np
import pandas as pd

from policymcda.errors import Fault, ProblemError, nearest
from policymcda.tables import sheets
from policymcda.tables.checking import Raw
from policymcda.tables.schemas import SCHEMAS, required

MAX_BYTES = 500_000_000
"""Size of one file that is read."""

MAX_ROWS = 2_000_000
MAX_CELLS = 30_000_000
"""Rows and cells of one table that is read from a file."""

Tables = dict[str, Raw | None]
"""Tables by name, None where one is there but could not be read."""

Case = dict[str, Any]

MARKED = ('"', "[", "{")
"""How text in the sheet `case` begins that is JSON: lists, and texts that begin like one."""

Read = tuple[Case, Tables, list[Fault]]


def folder(path: Path) -> Read:
    """A folder with a CSV file a table and, if it likes, a case.toml."""
    faults: list[Fault] = []
    case: Case = {}
    tables: Tables = {}
    if (path / "case.toml").exists():
        try:
            case = plain_case(tomllib.loads(_text(path / "case.toml")), faults)
        except (ValueError, OSError) as error:
            faults.append(Fault("case.toml", rule=f"cannot be read: {error}", hint="see the guide to the tables"))
    for file in sorted(path.glob("*.csv")):
        if file.stem in SCHEMAS:
            try:
                tables[file.stem] = _csv(file, faults)
            except (ValueError, OSError) as error:
                tables[file.stem] = None
                faults.append(Fault(file.name, rule=f"cannot be read: {error}", hint="save it as CSV in UTF-8"))
        else:
            faults.append(unknown_table(file.name, file.stem))
    return case, tables, faults


def workbook(path: Path) -> Read:
    """A workbook with one sheet per table; the sheet `case` has the columns key and value."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise ImportError("workbooks need the extra: pip install 'policymcda[excel]'") from None
    faults: list[Fault] = []
    case: Case = {}
    tables: Tables = {}
    try:
        _limit(path)
        if zipfile.is_zipfile(path) and sheets.reach(path) > MAX_CELLS:
            raise ValueError(f"more than {MAX_CELLS:,} cells")
        book = CalamineWorkbook.from_path(str(path))
    except (ValueError, OSError, CalamineError) as error:
        raise ProblemError([Fault(path.name, rule=f"cannot be read: {error}", hint="save it as .xlsx")]) from None
    for name in book.sheet_names:
        key = name.strip().casefold()
        if key not in (*SCHEMAS, "case"):
            faults.append(unknown_table(f"sheet {name}", key))
            continue
        try:
            rows = _rows(book.get_sheet_by_name(name))
            if key == "case":
                case = plain_case(
                    _nested({sheets.text(row[0]): row[1] for row in rows[1:] if len(row) > 1 and row[0]}), faults
                )
            else:
                tables[key] = _rectangle(
                    [[sheets.text(cell) for cell in row] for row in rows], None, f"sheet {name}", faults
                )
        except (ValueError, CalamineError) as error:
            tables[key] = None
            faults.append(Fault(f"sheet {name}", rule=f"cannot be read: {error}"))
    return case, tables, faults


def document(source: Path | IO[str] | str) -> Read:
    """JSON: an object with `case` and, a list of records each, the tables (or with them under `tables`)."""
    place = source.name if isinstance(source, Path) else "JSON"
    hint = '{"options": [...], "criteria": [...]}'
    try:
        data = json.loads(_whole(source), parse_constant=str, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise ProblemError([Fault(place, rule=f"cannot be read: {error}")]) from None
    if not isinstance(data, dict) or not isinstance(data.get("tables", {}), dict):
        raise ProblemError([Fault(place, rule="is not an object of tables", hint=hint)])
    return mapping(data)


def mapping(data: Mapping[str, Any]) -> Read:
    """Tables by name: data frames (pandas, or what narwhals takes), lists of records, or dicts of columns."""
    faults: list[Fault] = []
    tables: Tables = {}
    inner = data.get("tables", data)
    case = plain_case(data.get("case") or {}, faults)
    for name, table in inner.items():
        if table is None or name in ("case", "policymcda") or (isinstance(table, list) and not table):
            continue
        if name not in SCHEMAS:
            faults.append(unknown_table(str(name), str(name)))
            continue
        try:
            tables[name] = _frame(name, table)
        except (ValueError, TypeError) as error:
            tables[name] = None
            hint = "give a data frame, a list of records or a dict of columns"
            faults.append(Fault(name, rule=f"cannot be read as a table: {error}", hint=hint))
    return case, tables, faults


def plain_case(case: Any, faults: list[Fault]) -> Case:
    """What `case.toml` holds as JSON can tell it: dates as text, keys without a value left out."""
    if not isinstance(case, Mapping):
        faults.append(Fault("case", value=str(case), rule="is not a table of keys", hint="keys: name, title, question"))
        return {}
    as_json = json.loads(json.dumps({str(key): value for key, value in case.items()}, default=_json_value))
    defaults = case.get("defaults")
    if isinstance(defaults, Mapping) and callable(defaults.get("method")):  # a user's function, in memory only
        as_json["defaults"]["method"] = defaults["method"]
    return {key: value for key, value in as_json.items() if value is not None}


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


def _records(records: Sequence[Any]) -> Raw:
    """Records of JSON: numbered from 1."""
    if not all(isinstance(record, Mapping) for record in records):
        raise TypeError("not every row is a record")
    columns = dict.fromkeys(key for record in records for key in record)
    if len(records) > MAX_ROWS or len(records) * len(columns) > MAX_CELLS:
        raise ValueError(f"more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells")
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


def _csv(path: Path, faults: list[Fault]) -> Raw:
    """A CSV file as text, rows called by their line; parted by commas or, where the header has none, semicolons or tabs."""
    text = _text(path)
    header = re.sub('"[^"]*"', "", re.split("[\r\n]", text, maxsplit=1)[0])
    delimiter = next((mark for mark in ",;\t" if mark in header), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    if text.count(delimiter) > MAX_CELLS:
        raise ValueError(f"more than {MAX_CELLS:,} cells")
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
    return _rectangle(rows, lines, path.name, faults)


def _rectangle(rows: list[list[str]], lines: Sequence[int] | None, place: str, faults: list[Fault]) -> Raw:
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
            hint = "put a cell that holds the delimiter in quotes" if len(row) > width else "add what is missing"
            faults.append(Fault(place, str(line), rule=f"has {len(row)} cells, the header has {width}", hint=hint))
            row = [*row, *[""] * (width - len(row))]
        body.append(row[:width])
        kept.append(line)
    return Raw(pd.DataFrame(body, columns=header, dtype=object), kept)


def _whole(source: Path | IO[str] | str) -> str:
    """All of a file or stream, unless it is too large."""
    if isinstance(source, Path):
        return _text(source)
    text = source if isinstance(source, str) else source.read(MAX_BYTES + 1)
    if len(text) > MAX_BYTES:
        raise ValueError(_too_large())
    return text


def _unmarked(value: Any) -> Any:
    """A value of the sheet `case`: JSON where it begins like it and is, a whole number without its .0."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    value = sheets.text(value) if isinstance(value, str) else value
    try:
        return json.loads(value) if isinstance(value, str) and value[:1] in MARKED else value
    except ValueError:
        return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON whose keys stand once."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {max(keys, key=keys.count)!r} stands twice in an object")
    return found


def _rows(sheet: Any) -> list[list[Any]]:
    """The cells of a sheet, unless there are too many."""
    if sheet.total_height > MAX_ROWS:
        raise ValueError(f"more than {MAX_ROWS:,} rows")
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise ValueError(f"more than {MAX_CELLS:,} cells")
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    return rows


def _text(path: Path) -> str:
    _limit(path)
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"it is not UTF-8 (byte {error.start})") from None


def _limit(path: Path) -> None:
    size = path.stat().st_size
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    if size > MAX_BYTES:
        raise ValueError(_too_large())


def _too_large() -> str:
    return f"it is larger than {MAX_BYTES // 1_000_000} MB"


def _json_value(value: Any) -> Any:
    """A value of a case that JSON has no word for."""
    return value.item() if isinstance(value, np.generic) else str(value)


def _nested(flat: Mapping[str, Any]) -> Case:
    """Keys with a dot are in a table: defaults.method."""
    case: Case = {}
    for key, value in flat.items():
        *path, last = str(key).strip().split(".")
        inner = case
        for part in path:
            below = inner.setdefault(part, {})
            inner = below if isinstance(below, dict) else inner
        inner[last] = _unmarked(value)
    return case
