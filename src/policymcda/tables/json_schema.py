"""The tables of a case as a JSON Schema (draft 2020-12), for tools that write what `load`, `from_dict` and `-` read.

It has the forms, columns, types, bounds and known words of every table. Rules between cells and tables are not in it (labels
that are known, ratings inside their scale, none missing): a document that fits may still be refused, and then every
fault is listed; one that does not fit is always refused.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import pandera.pandas as pa

from policymcda.tables import directions
from policymcda.tables.cells import MAX_FIELD
from policymcda.tables.schemas import DEFAULTS, SCHEMAS, UNKNOWN, YES, kind
from policymcda.tables.spelling import key

Schema = dict[str, Any]

_BOUNDS = {
    "greater_than": ("exclusiveMinimum", "min_value"),
    "greater_than_or_equal_to": ("minimum", "min_value"),
    "less_than_or_equal_to": ("maximum", "max_value"),
}
"""pandera's name of a check, the keyword of JSON Schema, and the statistic that has its value."""

_HALF = r"\ud800-\udfff"
_CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
_DIGITS = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)"
_EXPONENT = r"(?:[eE][+-]?[0-9]+)?"
_NOT_ZERO = r"(?=[0-9.]*[1-9])"

BLANK: Schema = {"anyOf": [{"type": "null"}, {"type": "string", "pattern": r"^\s*$"}]}
TEXT: Schema = {"type": "string", "maxLength": MAX_FIELD, "pattern": f"^[^{_HALF}]*$"}
PLAIN: Schema = {"anyOf": [{"type": ["number", "boolean", "null"]}, TEXT]}
"""A cell of a column that is not listed."""

NEEDS_ROWS = ("options", "criteria", "groups", "ratings")
"""Tables that are left out where there is nothing to write, so that one without rows is a fault."""


def json_schema() -> Schema:
    """The schema of a whole case: `case` and `tables`, or `case` and the tables beside it."""
    tables = {name: _table(name, schema) for name, schema in SCHEMAS.items()}
    inner: Schema = {
        "type": "object",
        "required": ["criteria"],
        "properties": {"criteria": _there(tables["criteria"])},
        "anyOf": [{"required": [name], "properties": {name: _there({})}} for name in ("ratings", "option_judgements")],
    }
    meta: Schema = {"case": _case(), "policymcda": True}
    nested: Schema = {
        "type": "object",
        "required": ["tables"],
        "properties": {
            **meta,
            "tables": {**inner, "properties": _either(tables, inner), "additionalProperties": False},
        },
        "additionalProperties": False,
    }
    flat: Schema = {**inner, "properties": {**meta, **_either(tables, inner)}, "additionalProperties": False}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A case of policymcda",
        "type": "object",
        "if": {"required": ["tables"]},
        "then": nested,
        "else": flat,
    }


def _either(tables: Mapping[str, Schema], inner: Schema) -> Schema:
    """The tables by name, each of which may be null or an empty list where it is not required."""
    absent = [{"type": "null"}, {"type": "array", "maxItems": 0}]
    return {**{name: {"anyOf": [*absent, table]} for name, table in tables.items()}, **inner["properties"]}


def _there(table: Schema) -> Schema:
    """A table that has a row."""
    return {"allOf": [{"anyOf": [{"type": "array", "minItems": 1}, {"type": "object"}]}, *([table] if table else [])]}


def _case() -> Schema:
    """What `case.toml` holds."""
    defaults: Schema = {name: {"type": "string"} for name in DEFAULTS}
    defaults["unknown"] = {"enum": list(UNKNOWN)}
    defaults |= {name: {"type": "boolean"} for name in ("screen", "normalise")}
    fits = {"type": ["object", "null"], "properties": defaults, "additionalProperties": False}
    return {"type": ["object", "null"], "properties": {"defaults": fits}}


def _table(name: str, schema: pa.DataFrameSchema) -> Schema:
    """A table as a list of records or as columns."""
    forms = [_shape(schema)]
    if name == "ratings":
        forms.append(_wide(schema))
    if name in ("judgements", "option_judgements"):
        forms.append(_square())
    return {"anyOf": [form for shape in forms for form in (_records(*shape), _columns(name, *shape))]}


Shape = tuple[Schema, list[str], list[str], Schema]
"""Cells by column, the columns of every record, those of at least one, and what else holds of the names of columns."""


def _shape(schema: pa.DataFrameSchema) -> Shape:
    """A table as its schema has it."""
    cells = {str(column): _cell(spec) for column, spec in schema.columns.items()}
    needed = [str(column) for column, spec in schema.columns.items() if spec.required]
    always = [column for column in needed if not schema.columns[column].metadata["blank"]]
    return cells, always, [column for column in needed if column not in always], {}


def _wide(schema: pa.DataFrameSchema) -> Shape:
    """Ratings with a column for each criterion."""
    cells = {name: _cell(schema.columns[name]) for name in ("group", "option")}
    return cells, ["option"], [], {"not": _has("criterion")}


def _square() -> Shape:
    """Comparisons with the same labels down the side and along the top."""
    return {}, [], [], {"minProperties": 3, "not": {"allOf": [_has("versus"), _has("value")]}}


def _records(cells: Schema, always: list[str], once: list[str], names: Schema) -> Schema:
    """A list of records; columns that are not listed may be anything plain."""
    record = {"type": "object", **_called(cells, BLANK), "additionalProperties": PLAIN, **names}
    record |= {"allOf": [_has(column) for column in always]} if always else {}
    somewhere = [{"contains": {"type": "object", **_has(column)}} for column in once]
    return {"type": "array", "items": record, **({"allOf": somewhere} if somewhere else {})}


def _called(cells: Schema, blank: Schema) -> Schema:
    """Columns under their names, and under those that differ by capitals, blanks, hyphens and underscores alone.

    A column without a name has nothing in it.
    """
    others = {_any_case(key(column)): cell for column, cell in cells.items()}
    return {"properties": cells, "patternProperties": {**others, r"^\s*$": blank}} if cells else {}


def _has(column: str) -> Schema:
    """An object that has a column, by whatever spelling."""
    called = {"not": {"propertyNames": {"not": {"pattern": _any_case(key(column))}}}}
    return {"anyOf": [{"required": [column]}, called]}


def _any_case(word: str) -> str:
    """The pattern of a word in any case, with blanks, hyphens and underscores anywhere."""
    letters = [f"[{letter.lower()}{letter.upper()}]" if letter.isalpha() else re.escape(letter) for letter in word]
    between = r"[\s_-]*"
    return f"^{between}{between.join(letters)}{between}$"


def _columns(name: str, cells: Schema, always: list[str], once: list[str], names: Schema) -> Schema:
    """An object of columns: each a list, an object of cells by row, or one cell for every row."""
    least = int(name in NEEDS_ROWS)

    def column(cell: Schema) -> Schema:
        listed = {"type": "array", "items": cell, "minItems": least}
        by_row = {"type": "object", "additionalProperties": cell, "minProperties": least}
        return {"anyOf": [listed, by_row, cell]}

    return {
        "type": "object",
        **_called({label: column(cell) for label, cell in cells.items()}, column(BLANK)),
        "additionalProperties": column(PLAIN),
        "allOf": [
            *(_has(label) for label in (*always, *once)),
            {"not": {"additionalProperties": {"not": {"type": ["array", "object"]}}}},
            *([names] if names else []),
        ],
    }


def _cell(spec: pa.Column) -> Schema:
    """A cell: a number (as text too), a known word, a label or text; blank or null where it may be left out."""
    absent = [BLANK] if spec.metadata["blank"] else []
    if spec.name == "direction":
        return {"anyOf": [*_directions(), *absent]}
    for check in spec.checks:
        if check.name == "isin":
            words = [str(word) for word in check.statistics["allowed_values"] if word]
            return {"anyOf": [*_words(words), *absent]}
    if kind(spec) in ("number", "fraction"):
        return {"anyOf": [*_number(spec), *absent]}
    if kind(spec) == "label":
        most = next((check.statistics["max_value"] for check in spec.checks if check.name == "str_length"), None)
        inside = f"[^{_CONTROL}{_HALF}]"
        ends = rf"(?!\s){inside}"
        middle = f"{inside}*" if most is None else f"{inside}{{0,{most - 2}}}"
        label: dict[str, Any] = {"type": "string", "pattern": rf"^\s*{ends}(?:{middle}{ends})?\s*$"}
        label |= {"maxLength": MAX_FIELD} if most is None else {}
        return {"anyOf": [label, {"type": ["number", "boolean"]}, *absent]}
    text = TEXT if spec.metadata["blank"] else {**TEXT, "pattern": rf"^[^{_HALF}]*[^\s{_HALF}][^{_HALF}]*$"}
    return {"anyOf": [text, {"type": ["number", "boolean"]}, *absent]}


def _directions() -> list[Schema]:
    """The words and signs for more and less, in any case."""
    words = [word for known in directions.UNDERSTOOD.values() for word in known if word.isalpha()]
    letters = ["".join(f"[{letter}{letter.upper()}]" for letter in word) for word in words]
    signs = rf"[-+{chr(0x2212)}]?1(?:\.0*)?|[-+{chr(0x2212)}]"
    return [{"type": "string", "pattern": rf"^\s*(?:{'|'.join(letters)}|{signs})\s*$"}, {"enum": [1, -1]}]


def _words(words: Sequence[str]) -> list[Schema]:
    """The ways to write one of some words: as text, and as true or false where the words say that."""
    truth = [{"type": "boolean"}] if set(YES) <= set(words) else []
    return [{"type": "string", "pattern": rf"^\s*(?:{'|'.join(words)})\s*$"}, *truth]


def _number(spec: pa.Column) -> list[Schema]:
    """The ways to write a number within its bounds: as a number, as text, as a fraction."""
    limits = {
        _BOUNDS[check.name][0]: check.statistics[_BOUNDS[check.name][1]]
        for check in spec.checks
        if check.name in _BOUNDS
    }
    largest = {"minimum": -sys.float_info.max, "maximum": sys.float_info.max, **limits}
    texts = [rf"^\s*{_signed(limits)}\s*$"]
    if kind(spec) == "fraction":
        texts.append(rf"^\s*{_NOT_ZERO}[0-9]+\.?[0-9]*\s*[/:]\s*{_NOT_ZERO}[0-9]+\.?[0-9]*\s*$")
    return [{"type": "number", **largest}, *({"type": "string", "maxLength": 400, "pattern": one} for one in texts)]


def _signed(limits: Mapping[str, float]) -> str:
    """The pattern of a number in a text, with the sign that its bounds allow."""
    number = f"{_DIGITS}{_EXPONENT}"
    if limits.get("exclusiveMinimum") == 0:
        return rf"\+?{_NOT_ZERO}{number}"
    if limits.get("minimum") == 0:
        return rf"(?:\+?{number}|-(?![0-9.]*[1-9]){number})"
    if limits.get("minimum") == 1:
        return r"\+?0*[1-9][0-9]*\.?[0-9]*"
    return f"[+-]?{number}"
