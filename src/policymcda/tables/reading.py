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
from policymcda.tables import arrow_tables, case_folder, case_keys, csv_files, plain_tables, shapes, text_files
from policymcda.tables.case_keys import Case
from policymcda.tables.checking import Raw
from policymcda.tables.schemas import SCHEMAS, required
from policymcda.tables.spelling import HALF

MAX_BYTES = 500_000_000
"""Size of one file that is read."""

SWOLLEN, SWOLLEN_BYTES = 100, 100_000_000
"""A packed file that unpacks to more than so many times its size, and to more than so many bytes, is not read."""

MAX_ROWS = 2_000_000
MAX_CELLS = 30_000_000
"""Rows and cells of one table that is read from a file."""

Tables = dict[str, Raw | None]
"""Tables by name, None where one is there but could not be read."""

TABLES_BY_NAME = '{"options": [...], "criteria": [...]}'
"""What an object of tables looks like."""

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
            case = tomllib.loads(text)
            inner = [value for one in case.values() for value in (one.values() if type(one) is dict else [one])]
            if not set(map(type, inner)) <= {str, int, bool}:
                case = case_keys.plain(case, findings.faults)
        except (ValueError, OSError, RecursionError) as error:
            hint = "see the guide to the tables"
            findings.add(Fault(file.name, rule=f"cannot be read: {_reason(error)}", hint=hint))
    for name in sorted(found.keys() - {"case"}):
        try:
            tables[name] = _csv(found[name], findings, name, encoding)
        except (ValueError, OSError) as error:
            tables[name] = None
            findings.add(Fault(found[name].name, rule=f"cannot be read: {error}", hint="save it as CSV UTF-8"))
    if any(raw is not None and raw.delimiter != "," for raw in tables.values()):
        _delimiters(tables, findings)
    return case, tables, findings


def one_file(path: Path, encoding: str | None = None) -> Read:
    """One CSV or Parquet file as the table of ratings, or of what its columns are."""
    findings = Findings()
    columns = path.suffix.lower() in arrow_tables.PARQUET
    try:
        raw = _parquet(path) if columns else _csv(path, findings, "", encoding)
    except (ValueError, OSError) as error:
        hint = "write it anew as a table of numbers and texts" if columns else "save it as CSV UTF-8"
        findings.add(Fault(path.name, rule=f"cannot be read: {error}", hint=hint))
        return {}, {"ratings": None}, findings
    _delimiter(path.name, raw.delimiter, findings)
    return {}, {shapes.held(raw.frame.columns) or "ratings": raw}, findings


def document(source: Path | IO[str] | IO[bytes] | str, encoding: str | None = None) -> Read:
    """JSON: an object with `case` and, a list of records each, the tables (or with them under `tables`)."""
    place = source.name if isinstance(source, Path) else "JSON"
    findings = Findings()
    try:
        text = _whole(source, place, findings, encoding)
        data = json.loads(text, parse_constant=str, parse_float=_float, object_pairs_hook=_once)
    except (ValueError, OSError, RecursionError) as error:
        if isinstance(error, OSError) and not isinstance(source, Path):  # a stream that fails is no fault of the text
            raise
        raise ProblemError([Fault(place, rule=f"cannot be read: {_reason(error)}")]) from None
    if not isinstance(data, dict) or not isinstance(data.get("tables", {}), dict):
        raise ProblemError([Fault(place, rule="is not an object of tables", hint=TABLES_BY_NAME)])
    case, tables, more = mapping(data)
    more.notes[:0] = findings.notes
    return case, tables, more


def mapping(data: Mapping[str, Any]) -> Read:
    """Tables by name: data frames (pandas, or what narwhals takes), lists of records, or dicts of columns."""
    findings = Findings()
    tables: Tables = {}
    inner = data.get("tables", data)
    if not isinstance(inner, Mapping):
        raise ProblemError([Fault("tables", rule="is not an object of tables", hint=TABLES_BY_NAME)])
    for fault in _unknown_keys(data):
        findings.add(fault)
    case = case_keys.plain({} if data.get("case") is None else data["case"], findings.faults)
    for name, table in inner.items():
        if name in ("case", "policymcda"):
            continue
        if name not in SCHEMAS:
            findings.add(unknown_table(str(name), str(name)))
            continue
        if table is None or (isinstance(table, list) and not table):
            continue
        try:
            tables[name] = _frame(name, table)
        except UnicodeEncodeError:
            tables[name] = None
            findings.add(Fault(name, rule=f"a text {HALF}", hint="type the text anew"))
        except (ValueError, TypeError) as error:
            tables[name] = None
            hint = "give a data frame, a list of records or a dict of columns"
            findings.add(Fault(name, rule=f"cannot be read as a table: {error}", hint=hint))
    return case, tables, findings


def _unknown_keys(data: Mapping[str, Any]) -> list[Fault]:
    """The keys beside `tables` that are no part of a case; where the tables stand at the top each key is one."""
    known = ("case", "tables", "policymcda")
    others = [str(name) for name in data if name not in known] if "tables" in data else []
    return [
        Fault(name, rule="is no part of a case", hint=f"{nearest(name, known)} Tables go into tables".strip())
        for name in others
    ]


def unknown_table(place: str, name: str) -> Fault:
    """No table has this name."""
    return Fault(place, rule="is not a table of a case", hint=nearest(name, SCHEMAS))


def _frame(name: str, table: Any) -> Raw:
    """A data frame of any library as pandas, with the first column taken from the index where it is there."""
    if isinstance(table, Mapping):
        table = pd.DataFrame(_listed(table))
    elif isinstance(table, Sequence) and not isinstance(table, str):
        return _records(table)
    elif not isinstance(table, pd.DataFrame):
        table = arrow_tables.of_other(table)
    key = required(name)[0]
    if key not in table.columns and (table.index.name in SCHEMAS[name].columns or table.index.names[0] == key):
        return Raw(table.reset_index(), table.index)
    return Raw(table, table.index)


def _listed(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of which each is a list; those that go by row, as pandas writes them, must have the same rows."""
    csv_files.check_columns(len(columns))
    rows = [list(column) for column in columns.values() if isinstance(column, Mapping)]
    if any(labels != rows[0] for labels in rows):
        raise ValueError("its columns have different rows")
    return {name: list(one.values()) if isinstance(one, Mapping) else one for name, one in columns.items()}


def _records(records: Sequence[Any]) -> Raw:
    """Records of JSON: numbered from 1."""
    if not all(isinstance(record, Mapping) for record in records):
        raise TypeError("not every row is a record")
    columns = dict.fromkeys(key for record in records for key in record)
    csv_files.check_columns(len(columns))
    if len(records) > MAX_ROWS or len(records) * len(columns) > MAX_CELLS:
        raise ValueError(f"more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells")
    return Raw(pd.DataFrame(list(records)), range(1, len(records) + 1))


def _csv(path: Path, findings: Findings, name: str, encoding: str | None) -> Raw:
    """A CSV file as text, rows called by their line; `name` is the table that it holds, blank where that is not known."""
    data = text_files.read(path, MAX_BYTES, text_files.MAX_LINE)
    text = text_files.decode(data, path.name, findings, encoding)
    plain = plain_tables.parted(text, name, MAX_ROWS)
    return plain or csv_files.table(text, path.name, findings, MAX_ROWS, MAX_CELLS, name)


def _parquet(path: Path) -> Raw:
    """A Parquet file, rows called by their number from 1."""
    frame = arrow_tables.parquet(path, MAX_ROWS, MAX_CELLS, MAX_BYTES)
    return Raw(frame, range(1, len(frame) + 1))


def _delimiters(tables: Tables, findings: Findings) -> None:
    """A note of the files whose cells are not separated by commas."""
    for mark in csv_files.DELIMITERS:
        names = [f"{name}.csv" for name, raw in tables.items() if raw is not None and raw.delimiter == mark]
        if names:
            _delimiter(", ".join(names), mark, findings)


def _delimiter(files: str, mark: str, findings: Findings) -> None:
    """A note of what separates the cells of files, where it is no comma."""
    if mark != "," and mark in csv_files.DELIMITERS:
        findings.note("delimiter", files, text=f"cells are separated by {csv_files.DELIMITERS[mark]}")


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


def check_size(path: Path) -> None:
    """Refuses a file that is too large, a packed one by the size of what it holds."""
    size = path.stat().st_size
    if zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as packed:
                size = sum(part.file_size for part in packed.infolist())
        except (zipfile.BadZipFile, NotImplementedError) as error:
            raise ValueError(str(error)) from None
        if size > max(SWOLLEN_BYTES, SWOLLEN * path.stat().st_size):
            raise ValueError(f"it unpacks to {size // 1_000_000:,} MB, more than {SWOLLEN} times its size")
    if size > MAX_BYTES:
        raise ValueError(text_files.too_large(MAX_BYTES))
