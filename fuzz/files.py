"""Files of cases that ship with something changed: CSV, TOML, JSON and workbooks."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from functools import cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fuzz import Case, nasty, some
from fuzz.questions import ask

SHIPPED = ("_template", "cyber-policy", "governance-2013")
Files = dict[str, bytes]


@cache
def shipped(name: str) -> Files:
    """Files of a case by name."""
    folder = resources.files("policymcda.criteria") / name
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name.endswith((".csv", ".toml"))}


@cache
def small() -> str:
    """The template as JSON."""
    from policymcda import load

    with resources.as_file(resources.files("policymcda.criteria") / "_template") as folder:
        return json.dumps(load(folder).to_dict())


@cache
def book() -> dict[str, bytes]:
    """The parts of the template as a workbook."""
    from policymcda import Problem

    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.xlsx"
        Problem.from_dict(json.loads(small())).save(path)
        with zipfile.ZipFile(path) as parts:
            return {name: parts.read(name) for name in parts.namelist()}


def warm() -> None:
    """Loads what is loaded on first use, so that no input is charged with it."""
    _mapping(json.loads(small()))
    book()


def csv_bytes(chance: random.Random) -> Case:
    """A folder in which the bytes of one table are changed."""
    files = dict(shipped(some(chance, SHIPPED)))
    name = some(chance, sorted(name for name in files if name.endswith(".csv")))
    files[name] = nasty.bytes_changed(files[name], chance)
    return Case("csv", files, _folder, len(files[name]))


def csv_cells(chance: random.Random) -> Case:
    """A folder in which cells, rows, columns or names of columns of one table are changed."""
    files = dict(shipped(some(chance, SHIPPED)))
    name = some(chance, sorted(name for name in files if name.endswith(".csv")))
    rows = list(csv.reader(io.StringIO(files[name].decode())))
    for _ in range(chance.randint(1, 4)):
        _change_rows(rows, chance)
    text = io.StringIO()
    csv.writer(text, delimiter=some(chance, ",,,;\t"), lineterminator=some(chance, ["\n", "\r\n"])).writerows(rows)
    files[name] = text.getvalue().encode(some(chance, ["utf-8", "utf-8", "utf-16", "cp1252"]), "replace")
    return Case("csv", files, _folder, len(files[name]))


def toml_bytes(chance: random.Random) -> Case:
    """A folder in which case.toml is changed, or has other defaults."""
    files = dict(shipped(some(chance, SHIPPED)))
    if chance.random() < 0.4:
        key = some(chance, ["method", "weights", "unknown", "screen", "normalise", "other"])
        files["case.toml"] = f"[defaults]\n{key} = {json.dumps(nasty.value(chance))}\n".encode("utf-8", "replace")
    else:
        files["case.toml"] = nasty.bytes_changed(files["case.toml"], chance)
    return Case("toml", files, _folder, len(files["case.toml"]))


def json_bytes(chance: random.Random) -> Case:
    """JSON text with bytes changed."""
    text = nasty.bytes_changed(small().encode(), chance)
    return Case("json", text, _parsed, len(text))


def json_nodes(chance: random.Random) -> Case:
    """A case as JSON in which some nodes are replaced, taken away or named otherwise."""
    case = json.loads(small())
    for _ in range(chance.randint(1, 4)):
        _change_node(case, chance)
    return Case("json", case, _mapping, len(small()))


def any_json(chance: random.Random) -> Case:
    """JSON that is no case, whole or under the names of tables."""
    tables = {name: nasty.document(chance) for name in ("criteria", "ratings", "options", "judgements", "case")}
    return Case("json", some(chance, [tables, {"tables": tables}, nasty.document(chance)]), _mapping)


def workbook_parts(chance: random.Random) -> Case:
    """A workbook in which one part is changed, as XML or as bytes of the file."""
    parts = dict(book())
    name = some(chance, sorted(parts))
    if chance.random() < 0.7:
        parts[name] = nasty.bytes_changed(parts[name], chance)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    data = packed.getvalue()
    return Case("xlsx", nasty.bytes_changed(data, chance) if chance.random() < 0.3 else data, _book, len(data))


def workbook_cells(chance: random.Random) -> Case:
    """A workbook with cells of other kinds: dates, formulas, errors, booleans, text."""
    import xlsxwriter

    packed = io.BytesIO()
    case = json.loads(small())
    with xlsxwriter.Workbook(packed, {"nan_inf_to_errors": True}) as workbook:
        for name, rows in case["tables"].items():
            sheet = workbook.add_worksheet(name)
            columns = list(dict.fromkeys(column for row in rows for column in row))
            for place, column in enumerate(columns):
                sheet.write(0, place, column)
            for line, row in enumerate(rows, 1):
                for place, column in enumerate(columns):
                    odd = chance.random() < 0.02
                    _write_cell(sheet, line, place, nasty.value(chance) if odd else row.get(column), chance)
    return Case("xlsx", packed.getvalue(), _book, len(packed.getvalue()))


def _write_cell(sheet: Any, line: int, place: int, value: Any, chance: random.Random) -> None:
    if isinstance(value, str):
        if chance.random() < 0.005:
            sheet.write_formula(line, place, "=1+1", None, some(chance, [2, "#N/A", "x", True]))
        else:
            sheet.write_string(line, place, value[:32_000])
    elif isinstance(value, bool):
        sheet.write_boolean(line, place, value)
    elif value is not None:
        sheet.write_number(line, place, float(min(max(value, -1e300), 1e300)))


def _change_rows(rows: list[list[str]], chance: random.Random) -> None:
    kind = chance.randrange(7)
    line = chance.randrange(len(rows)) if rows else 0
    if not rows or not rows[line]:
        return
    place = chance.randrange(len(rows[line]))
    if kind <= 1:
        rows[line][place] = str(nasty.value(chance))
    elif kind == 2:
        rows.insert(chance.randrange(len(rows) + 1), list(rows[line]))
    elif kind == 3:
        del rows[line]
    elif kind == 4:
        rows[0][chance.randrange(len(rows[0]))] = some(chance, nasty.TEXTS) if rows[0] else ""
    elif kind == 5:
        for row in rows:
            del row[place : place + 1]
    else:
        rows[line] = rows[line][:place] if chance.random() < 0.5 else [*rows[line], str(nasty.value(chance))]


def _change_node(node: Any, chance: random.Random) -> None:
    """Walks down to a random place and changes what is there."""
    while isinstance(node, dict | list) and node:
        key = some(chance, list(node) if isinstance(node, dict) else range(len(node)))
        if not isinstance(node[key], dict | list) or not node[key] or chance.random() < 0.15:
            kind = chance.randrange(4)
            if kind == 0:
                del node[key]
            elif kind == 1 and isinstance(node, dict):
                node[some(chance, nasty.TEXTS)] = node.pop(key)
            else:
                node[key] = nasty.document(chance, 2)
            return
        node = node[key]


def _folder(files: Files) -> object:
    with TemporaryDirectory() as folder:
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        return ask(_load(folder))


def _load(place: Any) -> Any:
    from policymcda import load

    return load(place)


def _parsed(data: bytes) -> object:
    from policymcda.case_files import parse

    return ask(parse(io.BytesIO(data)))


def _mapping(case: Any) -> object:
    from policymcda import Problem

    return ask(Problem.from_dict(case))


def _book(data: bytes) -> object:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "case.xlsx"
        path.write_bytes(data)
        return ask(_load(path))
