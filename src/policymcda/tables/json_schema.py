"""The tables of a case as a JSON Schema (draft 2020-12), for tools that write what `load` and `-` read.

It has the columns, types, bounds and known words of every table. Rules between cells and tables are not in it: a document
that fits may still be refused, and then every fault is listed.
"""

from __future__ import annotations

from typing import Any

import pandera.pandas as pa

from policymcda.tables import DEFAULTS, UNKNOWN
from policymcda.tables.cells import MAX_FIELD
from policymcda.tables.schemas import SCHEMAS, YES, kind

_BOUNDS = {
    "less_than_or_equal_to": ("maximum", "max_value"),
    "greater_than": ("exclusiveMinimum", "min_value"),
    "greater_than_or_equal_to": ("minimum", "min_value"),
    "str_length": ("maxLength", "max_value"),
}
"""pandera's name of a check, the keyword of JSON Schema, and the statistic that has its value."""


def json_schema() -> dict[str, Any]:
    """The schema of a whole case: `case` and `tables`, each table a list of records."""
    tables = {name: {"type": "array", "items": _record(schema)} for name, schema in SCHEMAS.items()}
    tables["ratings"]["items"] = {"anyOf": [tables["ratings"]["items"], _wide(SCHEMAS["ratings"])]}
    defaults: dict[str, Any] = {name: {"type": "string"} for name in DEFAULTS}
    defaults["unknown"] = {"enum": list(UNKNOWN)}
    defaults |= {name: {"type": "boolean"} for name in ("screen", "normalise")}
    case = {"type": "object", "properties": {"defaults": {"type": "object", "properties": defaults}}}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A case of policymcda",
        "type": "object",
        "required": ["tables"],
        "properties": {
            "case": case,
            "tables": {
                "type": "object",
                "required": ["criteria", "ratings"],
                "properties": tables,
                "additionalProperties": False,
            },
        },
    }


def _record(schema: pa.DataFrameSchema) -> dict[str, Any]:
    """A row of a table; columns that are not listed may be anything plain."""
    return {
        "type": "object",
        "required": [column for column, spec in schema.columns.items() if spec.required],
        "properties": {str(column): _cell(spec) for column, spec in schema.columns.items()},
    }


def _wide(schema: pa.DataFrameSchema) -> dict[str, Any]:
    """A row of ratings with one column per criterion."""
    return {
        "type": "object",
        "required": ["option"],
        "properties": {name: _cell(schema.columns[name]) for name in ("group", "option")},
        "not": {"required": ["criterion"]},
        "additionalProperties": {"type": ["number", "string", "null"]},
    }


def _cell(spec: pa.Column) -> dict[str, Any]:
    """A cell: a number (as text too), a known word, or text; blank or null where it may be left out."""
    blank = bool(spec.metadata["blank"])
    limits: dict[str, Any] = {}
    for check in spec.checks:
        if check.name == "isin":
            words = [word for word in check.statistics["allowed_values"] if word]
            truth = [True, False] if set(YES) <= set(words) else []
            return {"enum": [*words, *truth, *(["", None] if blank else [])]}
        keyword, statistic = _BOUNDS[check.name]
        limits[keyword] = check.statistics[statistic]
    absent: list[dict[str, Any]] = [{"const": ""}, {"type": "null"}] if blank else []
    if kind(spec) in ("number", "fraction"):
        digits = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$"
        texts = [digits, r"^\s*\d+\.?\d*\s*[/:]\s*\d+\.?\d*\s*$"] if kind(spec) == "fraction" else [digits]
        return {
            "anyOf": [{"type": "number", **limits}, *({"type": "string", "pattern": one} for one in texts), *absent]
        }
    least = {} if blank else {"minLength": 1}
    return {"anyOf": [{"type": "string", "maxLength": MAX_FIELD, **least, **limits}, {"type": "number"}, *absent]}
