"""JSON Schemas of what the verbs print with `--format json`, made from results: `docs/schemas/`.

A schema has a version of two numbers. The first goes up when a column or a table goes or takes other values than before,
the second when one is added; `$comment` lists what changed, and the changelog must name it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from policymcda.results import Result

Schema = dict[str, Any]

FOLDER = Path(__file__).parent / "schemas"
DRAFT = "https://json-schema.org/draft/2020-12/schema"

NOTES = pd.DataFrame([["code", "", "text"]], columns=["code", "group", "text"], dtype=object)


def of_results(name: str, results: Sequence[Result]) -> Schema:
    """The schema of a result, from several of them: what all have is required, what some have is described."""
    tables = [result.tables for result in results]
    names = list(dict.fromkeys(table for each in tables for table in each))
    described = {table: of_tables([each[table] for each in tables if table in each]) for table in names}
    described["notes"] = of_tables([NOTES])
    always = [table for table in names if all(table in each for each in tables)]
    settings = [list(result.settings) for result in results]
    return {
        "$schema": DRAFT,
        "$id": identifier(name, "1.0"),
        "title": f"What policymcda {name.replace('_', '-')} --format json prints",
        "type": "object",
        "required": ["settings", *always],
        "properties": {"settings": _settings([key for key in settings[0] if all(key in each for each in settings)]),
                       **described},
    }  # fmt: skip


def of_rows(name: str, rows: Sequence[Mapping[str, Any]]) -> Schema:
    """The schema of a list of records, from some that were printed."""
    table = of_tables([pd.DataFrame(list(rows), dtype=object)])
    title = f"What policymcda {name} --format json prints"
    return {"$schema": DRAFT, "$id": identifier(name, "1.0"), "title": title, **table}


def of_tables(frames: Sequence[pd.DataFrame]) -> Schema:
    """The schema of a table as records, from several of the kind; a record may have more columns."""
    columns = list(dict.fromkeys(str(column) for frame in frames for column in frame.columns))
    always = [column for column in columns if all(column in frame for frame in frames)]
    cells = {column: _cell([frame[column] for frame in frames if column in frame]) for column in columns}
    return {"type": "array", "items": {"type": "object", "required": always, "properties": cells}}


def identifier(name: str, version: str) -> str:
    """What a schema is called by: its verb and its version."""
    return f"urn:policymcda:{name.replace('_', '-')}:{version}"


def version(schema: Schema) -> str:
    """The version in a schema's identifier."""
    return str(schema["$id"]).rsplit(":", 1)[1]


def renewed(new: Schema, kept: Schema | None) -> Schema:
    """The new schema with the next version and what changed, or the kept one where nothing did."""
    if kept is None:
        return new
    if _body(new) == _body(kept):
        return kept
    before, now = columns(kept), columns(new)
    gone = sorted(column for column in before if now.get(column) != before[column])
    added = sorted(column for column in now if column not in before)
    major, minor = map(int, version(kept).split("."))
    following = f"{major + 1}.0" if gone else f"{major}.{minor + 1}"
    name = str(new["$id"]).split(":")[2]
    changes = "; ".join([*(f"changed {column}" for column in gone), *(f"added {column}" for column in added)])
    return {"$schema": DRAFT, "$id": identifier(name, following), "$comment": changes, **_body(new)}


def columns(schema: Schema) -> dict[str, Any]:
    """Every column as table.column with its types, and whether it is always there."""
    tables = {"": schema} if schema["type"] == "array" else dict(schema["properties"])
    settings = tables.pop("settings", None)
    described = {
        f"{table}.{column}".lstrip("."): (tuple(cell["type"]), column in part["items"]["required"])
        for table, part in tables.items()
        for column, cell in part["items"]["properties"].items()
    }
    return described | ({f"settings.{key}": True for key in settings["required"]} if settings else {})


def changes(schema: Schema) -> list[str]:
    """Names of the columns that the last version changed or added."""
    return re.findall(r"\b(?:changed|added) (?:\w+\.)?(\w+)", str(schema.get("$comment", "")))


def read(folder: Path = FOLDER) -> dict[str, Schema]:
    """The kept schemas by name."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def is_released() -> bool:
    """Whether the changelog has a section of a version: before the first one every schema is 1.0."""
    changelog = (FOLDER.parents[1] / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.search(r"^## \[\d", changelog, re.MULTILINE) is not None


def write(schemas: Mapping[str, Schema], folder: Path = FOLDER) -> None:
    """Keeps the schemas, each with its next version where it changed after a release."""
    kept = read(folder) if is_released() else {}
    for name, schema in schemas.items():
        (folder / f"{name}.json").write_text(text(renewed(schema, kept.get(name))), encoding="utf-8")


def schemas_page() -> str:
    """A line for each schema with its version and a link, in Markdown."""
    listed = {name: version(schema) if "$id" in schema else "" for name, schema in read().items()}
    return "".join(f"- {{download}}`{name}.json </schemas/{name}.json>` {number}\n" for name, number in listed.items())


def text(schema: Schema) -> str:
    """A schema as its file has it: lists of words, and what holds nothing but one, in one line."""
    lines = json.dumps(schema, indent=1, ensure_ascii=False)
    for pattern in (r"\[\s+([^][{}]*?)\s+\]", r"\{\s+(\"type\": \[[^][]*\])\s+\}"):
        lines = re.sub(pattern, lambda found: found[0][0] + re.sub(r"\s*\n\s*", " ", found[1]) + found[0][-1], lines)
    return lines + "\n"


def _body(schema: Schema) -> Schema:
    return {key: value for key, value in schema.items() if key not in ("$schema", "$id", "$comment")}


def _settings(always: Sequence[str]) -> Schema:
    """The settings: what every result of the kind states, among it version and fingerprint."""
    stamp = {"version": {"type": "string"}, "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{16}"}}
    return {"type": "object", "required": list(always), "properties": stamp}


def _cell(columns: Sequence[pd.Series]) -> Schema:
    """The types of JSON that a column's cells have, by its dtype; of objects by what they are."""
    kinds: set[str] = set()
    for column in columns:
        dtype = column.dtype
        if dtype == object and not len(column):
            continue  # a table without rows tells nothing of its cells
        if pd.api.types.is_bool_dtype(dtype):
            kinds |= {"boolean"} if dtype == bool else {"boolean", "null"}
        elif pd.api.types.is_integer_dtype(dtype):
            kinds |= {"integer"} if dtype.kind in "iu" and not pd.api.types.is_extension_array_dtype(dtype) else {
                "integer", "null"}  # fmt: skip
        elif pd.api.types.is_float_dtype(dtype):
            kinds |= {"number", "null"}
        else:
            kinds |= {"string", "null"} | {_kind(value) for value in column}
    if "number" in kinds:
        kinds.discard("integer")
    return {"type": sorted(kinds or {"boolean", "null", "number", "string"})}


def _kind(value: Any) -> str:
    if pd.isna(value):
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    return "number" if isinstance(value, float) else "string"
