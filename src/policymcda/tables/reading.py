"""Tables from where they lie: a folder of CSV files, a workbook, JSON, or data frames of any library."""

from __future__ import annotations

import json
import re
import tomllib
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import pandas as pd

from policymcda.errors import Fault, Findings, ProblemError, nearest
from policymcda.tables import case_folder, case_keys, csv_files, sheets, text_files
from policymcda.tables.case_keys import Case
from policymcda.tables.checking import Raw
from policymcda.tables.schemas import SCHEMAS, required

MAX_BYTES = 500_000_000
"""Size of one file that is read."""

MAX_ROWS = 2_000_000
MAX_CELLS = 30_000_000
"""Rows and cells of one table that is read from a file."""

Tables = dict[str, Raw | None]
"""Tables by name, None where one is there but could not be read."""

Read = tuple[Case, Tables, Findings]
"""The case, its tables, and what was found while reading them."""


def folder(path: Path, encoding: str | None = None) -> Read:
    """A folder with a CSV file a table and, if it likes, a case.toml."""
    case: Case = {}
    found, faults = case_folder.files(path)
    findings = Findings(faults)
    names = [case_folder.name_of(fault.table) for fault in faults]
    tables: Tables = {name: None for name in names if name in SCHEMAS}
    if "case" in found:
        file = found["case"]
        try:
            text = text_files.decode(text_files.read(file, MAX_BYTES), file.name, findings, encoding)
            case = case_keys.plain(tomllib.loads(text), findings.faults)
        except (ValueError, OSError, RecursionError) as error:
            hint = "see the guide to the tables"
            findings.add(Fault(file.name, rule=f"cannot be read: {_reason(error)}", hint=hint))
    for name in sorted(found.keys() - {"case"}):
        try:
            tables[name] = _csv(found[name], findings, encoding)
        except (ValueError, OSError) as error:
            tables[name] = None
            findings.add(Fault(found[name].name, rule=f"cannot be read: {error}", hint="save it as CSV UTF-8"))
    _delimiters(tables, findings)
    return case, tables, findings


def workbook(path: Path) -> Read:
    """A workbook with one sheet per table; the sheet `case` has the columns key and value."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        raise ImportError("workbooks need the extra: pip install 'policymcda[excel]'") from None
    findings = Findings()
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
            findings.add(unknown_table(f"sheet {name}", key))
            continue
        try:
            rows = _rows(book.get_sheet_by_name(name))
            if key == "case":
                case = case_keys.plain(case_keys.nested(sheets.pairs(rows)), findings.faults)
            else:
                tables[key] = _sheet(rows, f"sheet {name}", findings)
        except (ValueError, CalamineError) as error:
            tables[key] = None
            findings.add(Fault(f"sheet {name}", rule=f"cannot be read: {error}"))
    return case, tables, findings


def document(source: Path | IO[str] | IO[bytes] | str, encoding: str | None = None) -> Read:
    """JSON: an object with `case` and, a list of records each, the tables (or with them under `tables`)."""
    place = source.name if isinstance(source, Path) else "JSON"
    hint = '{"options": [...], "criteria": [...]}'
    findings = Findings()
    try:
        text = _whole(source, place, findings, encoding)
        data = json.loads(text, parse_constant=str, parse_float=_float, object_pairs_hook=_once)
    except (ValueError, OSError, RecursionError) as error:
        raise ProblemError([Fault(place, rule=f"cannot be read: {_reason(error)}")]) from None
    if not isinstance(data, dict) or not isinstance(data.get("tables", {}), dict):
        raise ProblemError([Fault(place, rule="is not an object of tables", hint=hint)])
    case, tables, more = mapping(data)
    more.notes[:0] = findings.notes
    return case, tables, more


def mapping(data: Mapping[str, Any]) -> Read:
    """Tables by name: data frames (pandas, or what narwhals takes), lists of records, or dicts of columns."""
    findings = Findings()
    tables: Tables = {}
    inner = data.get("tables", data)
    case = case_keys.plain(data.get("case") or {}, findings.faults)
    for name, table in inner.items():
        if table is None or name in ("case", "policymcda") or (isinstance(table, list) and not table):
            continue
        if name not in SCHEMAS:
            findings.add(unknown_table(str(name), str(name)))
            continue
        try:
            tables[name] = _frame(name, table)
        except (ValueError, TypeError) as error:
            tables[name] = None
            hint = "give a data frame, a list of records or a dict of columns"
            findings.add(Fault(name, rule=f"cannot be read as a table: {error}", hint=hint))
    return case, tables, findings


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


def _csv(path: Path, findings: Findings, encoding: str | None) -> Raw:
    """A CSV file as text, rows called by their line."""
    data = text_files.read(path, MAX_BYTES, text_files.MAX_LINE)
    text = text_files.decode(data, path.name, findings, encoding)
    return csv_files.table(text, path.name, findings, MAX_ROWS, MAX_CELLS)


def _sheet(rows: list[list[Any]], place: str, findings: Findings) -> Raw:
    """The cells of a sheet as text under their header, rows called by their number."""
    if not rows:
        raise ValueError("it is empty")
    texts = [[sheets.text(cell) for cell in row] for row in rows]
    return csv_files.rectangle(texts, range(1, len(rows) + 1), place, findings)


def _delimiters(tables: Tables, findings: Findings) -> None:
    """A note of the files whose cells are not parted by commas."""
    for mark, word in csv_files.DELIMITERS.items():
        names = [f"{name}.csv" for name, raw in tables.items() if raw is not None and raw.delimiter == mark]
        if names and mark != ",":
            findings.note("delimiter", ", ".join(names), text=f"cells are separated by {word}")


def _whole(source: Path | IO[str] | IO[bytes] | str, place: str, findings: Findings, encoding: str | None) -> str:
    """All of a file or stream, unless it is too large."""
    if isinstance(source, Path):
        return text_files.decode(text_files.read(source, MAX_BYTES), place, findings, encoding)
    text = source if isinstance(source, str) else source.read(MAX_BYTES + 1)
    if len(text) > MAX_BYTES:
        raise ValueError(text_files.too_large(MAX_BYTES))
    return text if isinstance(text, str) else text_files.decode(text, place, findings, encoding)


def _float(text: str) -> float | str:
    """A number of JSON; its text where it would become 0 and is not, so that it is refused as in a CSV file."""
    value = float(text)
    return text if value == 0 and re.search("[1-9]", re.split("[eE]", text)[0]) else value


def _reason(error: Exception) -> str:
    return "brackets or keys are nested too deep" if isinstance(error, RecursionError) else str(error)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON whose keys stand once."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {Counter(keys).most_common(1)[0][0]!r} stands twice in an object")
    return found


def _rows(sheet: Any) -> list[list[Any]]:
    """The cells of a sheet, unless there are too many."""
    if sheet.total_height > MAX_ROWS:
        raise ValueError(f"more than {MAX_ROWS:,} rows")
    if sheet.total_height * sheet.total_width > MAX_CELLS:
        raise ValueError(f"more than {MAX_CELLS:,} cells")
    rows: list[list[Any]] = sheet.to_python(skip_empty_area=False)
    return rows


def _limit(path: Path) -> None:
    size = path.stat().st_size
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            size = sum(part.file_size for part in packed.infolist())
    if size > MAX_BYTES:
        raise ValueError(text_files.too_large(MAX_BYTES))
