"""One table at a time: columns found, cells converted, the rules of single cells checked (pandera, lazily).

pandera alone would lose faults: one word in a column of numbers turns the column's other checks into a type error.
So cells are converted first, noting those that cannot be, and what is noted is not reported again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import pandera.errors
import pandera.pandas as pa

from policymcda.errors import Fault, nearest
from policymcda.tables import cells
from policymcda.tables.schemas import SCHEMAS, SYNONYMS, kind


@dataclass(frozen=True)
class Raw:
    """A table as it was read, and what its rows are called where it came from (a line, a sheet's row, an index)."""

    frame: pd.DataFrame
    rows: Sequence[object]


@dataclass(frozen=True)
class Checked:
    """A table with its columns converted; the faults of its columns and cells, and where those cells are."""

    frame: pd.DataFrame
    rows: Sequence[object]
    faults: list[Fault]
    noted: set[tuple[int, str]]
    sound: bool = True
    """Whether every required column is there, once, so that rows can be compared."""

    def fault(self, name: str, row: int, column: str, value: object, rule: str, hint: str = "") -> Fault:
        """A fault of one row, called as where it came from."""
        return Fault(name, str(self.rows[row]), column, str(value), rule, hint)


def check(name: str, raw: Raw, schema: pa.DataFrameSchema | None = None) -> Checked:
    """The table converted column by column, then checked cell by cell."""
    schema = schema or SCHEMAS[name]
    frame, faults = _columns(name, raw.frame.reset_index(drop=True), schema)
    columns_with_faults = {fault.column for fault in faults}
    sound = not any(spec.required and column in columns_with_faults for column, spec in schema.columns.items())
    noted: set[tuple[int, str]] = set()
    converted = {}
    for column in frame.columns:
        converted[column], broken = _convert(frame[column], schema.columns.get(column))
        noted.update((row, column) for row in broken)
        faults += [Fault(name, str(raw.rows[row]), column, *fault) for row, fault in sorted(broken.items())]
    typed = pd.DataFrame(converted, index=frame.index, copy=False)
    faults += _validate(name, typed, frame, schema, noted, raw.rows)
    return Checked(typed, raw.rows, faults, noted, sound)


def _columns(name: str, frame: pd.DataFrame, schema: pa.DataFrameSchema) -> tuple[pd.DataFrame, list[Fault]]:
    """The frame with clean column names, each once, none that the schema requires left out."""
    names = [str(column).strip() for column in frame.columns]
    faults = [
        Fault(name, column=column, rule="the column stands twice", hint="rename or remove one")
        for column in dict.fromkeys(column for column in names if names.count(column) > 1)
    ]
    frame = frame.set_axis(names, axis="columns")
    frame = frame.loc[:, ~frame.columns.duplicated()]
    for column, spec in schema.columns.items():
        if spec.required and column not in names:
            unknown = [other for other in names if other not in schema.columns]
            hint = nearest(column, unknown) if unknown else f"columns: {', '.join(names)}"
            faults.append(Fault(name, column=column, rule="the column is missing", hint=hint))
    return frame, faults


def _convert(column: pd.Series, spec: pa.Column | None) -> tuple[pd.Series, cells.Broken]:
    """A column as its schema wants it, and the cells that could not be converted."""
    if spec is not None and kind(spec) in ("number", "fraction"):
        values, broken = cells.numbers(column, fraction=kind(spec) == "fraction")
    else:
        values = cells.texts(column)
        broken = cells.too_long(values)
        if spec is not None and kind(spec) == "label":
            broken = cells.controlled(values) | broken
    if spec is not None and not spec.metadata["blank"]:
        broken = cells.blank(values) | broken
    return values, cells.nested(column) | broken


def _validate(
    name: str,
    typed: pd.DataFrame,
    written: pd.DataFrame,
    schema: pa.DataFrameSchema,
    noted: set[tuple[int, str]],
    rows: Sequence[object],
) -> list[Fault]:
    """What pandera finds in cells that could be converted, quoted as they were written."""
    present = schema.remove_columns([column for column in schema.columns if column not in typed.columns])
    try:
        present.validate(typed, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    faults = []
    for case in cases.sort_values("index", kind="stable").itertuples():
        row, column = int(case.index), str(case.column)
        if (row, column) not in noted:
            noted.add((row, column))
            value = str(written.at[row, column]).strip()
            faults.append(Fault(name, str(rows[row]), column, value, str(case.check), _hint(column, value, schema)))
    return faults


def _hint(column: str, value: str, schema: pa.DataFrameSchema) -> str:
    """What would do instead of a word that is not known."""
    if column == "direction":
        word = SYNONYMS.get(value.casefold())
        return f"write {word}" if word else "write benefit where more is better, cost where less is"
    for check in schema.columns[column].checks:
        if check.name == "isin":
            return nearest(value, [str(word) for word in check.statistics["allowed_values"] if word])
    return ""
