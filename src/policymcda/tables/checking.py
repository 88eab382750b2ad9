"""One table at a time: columns found, cells converted, the rules of single cells checked (pandera, lazily).

pandera alone would lose faults: one word in a column of numbers turns the column's other checks into a type error.
So cells are converted first, noting those that cannot be, and what is noted is not reported again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import pandas as pd
import pandera.errors
import pandera.pandas as pa

from policymcda.errors import KEPT, Fault, ReadingNote, nearest
from policymcda.tables import cells, decimal_marks, directions, spelling, statuses
from policymcda.tables.schemas import SCHEMAS, kind

T = TypeVar("T")


@dataclass(frozen=True)
class Raw:
    """A table as it was read, and what its rows are called where it came from (a line, a sheet's row, an index)."""

    frame: pd.DataFrame
    rows: Sequence[object]
    delimiter: str = ","
    """What stands between the cells of the file; where it is no comma, decimals may have one."""


@dataclass(frozen=True)
class Checked:
    """A table with its columns converted; the faults of its columns and cells, and where those cells are."""

    frame: pd.DataFrame
    rows: Sequence[object]
    faults: list[Fault]
    noted: set[tuple[int, str]]
    sound: bool = True
    """Whether every required column is there, once, so that rows can be compared."""
    notes: list[ReadingNote] = field(default_factory=list)
    unlisted: list[int] = field(default_factory=list)
    """How many faults were counted and not listed, for each rule."""

    def first(self, places: Iterable[T]) -> list[T]:
        """The first places of those that break a rule; the others are counted."""
        places = list(places)
        self.unlisted.append(max(0, len(places) - KEPT))
        return places[:KEPT]

    def fault(self, name: str, row: int, column: str, value: object, rule: str, hint: str = "") -> Fault:
        """A fault of one row, called as where it came from."""
        return Fault(name, str(self.rows[row]), column, str(value), rule, hint)


def check(name: str, raw: Raw, schema: pa.DataFrameSchema | None = None) -> Checked:
    """The table converted column by column, then checked cell by cell."""
    schema = schema or SCHEMAS[name]
    frame, faults = _columns(name, raw.frame.reset_index(drop=True), schema)
    missing = {fault.column for fault in faults}
    sound = not any(spec.required and column in missing for column, spec in schema.columns.items())
    typed, broken, notes = _converted(name, frame, schema, raw)
    noted = {(row, column) for column, rows in broken.items() for row in rows}
    table = Checked(typed, raw.rows, faults, noted, sound, notes)
    for column, rows in broken.items():
        faults += [Fault(name, str(raw.rows[row]), column, *rows[row]) for row in table.first(sorted(rows))]
    faults += _validate(name, table, frame, schema)
    return table


def _converted(
    name: str, frame: pd.DataFrame, schema: pa.DataFrameSchema, raw: Raw
) -> tuple[pd.DataFrame, dict[str, cells.Broken], list[ReadingNote]]:
    """The columns as the schema wants them, other columns as text; the cells that could not be converted; notes."""
    known = {column: frame[column] for column in schema.columns if column in frame}
    settled, notes = _decimals(name, known, schema, raw)
    converted, broken = {}, {}
    for column, cells_as_read in known.items():
        values = settled.columns.get(column, cells_as_read) if settled else cells_as_read
        converted[column], broken[column] = _convert(values, schema.columns[column], settled.mark if settled else ".")
        broken[column] |= settled.broken.get(column, {}) if settled else {}
    others, broken_others = _own(frame[[column for column in frame if column not in known]])
    typed = pd.concat([pd.DataFrame(converted, index=frame.index), others], axis="columns")[list(frame.columns)]
    both = broken | broken_others
    return typed, {column: both[column] for column in frame.columns if both.get(column)}, notes


def _decimals(
    name: str, known: Mapping[str, pd.Series], schema: pa.DataFrameSchema, raw: Raw
) -> tuple[decimal_marks.Settled | None, list[ReadingNote]]:
    """The columns of numbers of a file that may have decimal commas, and a note where it has."""
    if raw.delimiter == ",":
        return None, []
    numbers = {column: cells.texts(cell) for column, cell in known.items() if _is_number(schema.columns[column])}
    settled = decimal_marks.settle(numbers)
    if settled.example is None:
        return settled, []
    row, example = settled.example
    text = f"its numbers have a {decimal_marks.WORDS[settled.mark]}: {example}"
    return settled, [ReadingNote("decimal_mark", name, str(raw.rows[row]), text)]


def _own(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, cells.Broken]]:
    """Columns of the user's own as text, all at once, for there may be thousands; and the cells that are none."""
    if not len(frame.columns):
        return frame, {}
    flat = pd.Series(frame.to_numpy(dtype=object).ravel(order="F"), dtype=object)
    values = cells.texts(flat)
    broken: dict[str, cells.Broken] = {}
    for place, fault in (cells.nested(flat) | _unfit_text(values)).items():
        column, row = divmod(place, max(1, len(frame)))
        broken.setdefault(frame.columns[column], {})[row] = fault
    shaped = values.to_numpy(dtype=object).reshape(frame.shape, order="F")
    return pd.DataFrame(shaped, index=frame.index, columns=frame.columns, dtype=object), broken


def _columns(name: str, frame: pd.DataFrame, schema: pa.DataFrameSchema) -> tuple[pd.DataFrame, list[Fault]]:
    """The frame with clean column names, each once, none that the schema requires left out."""
    frame, faults = _named(name, frame)
    names = list(frame.columns)
    faults += [
        Fault(name, column=column, rule="the column stands twice", hint="rename or remove one")
        for column, count in Counter(names).items()
        if count > 1
    ][:KEPT]
    frame = frame.loc[:, ~frame.columns.duplicated()]
    unknown = [other for other in frame.columns if other not in schema.columns]
    for column, spec in schema.columns.items():
        if spec.required and column not in frame:
            hint = nearest(column, unknown) if unknown else f"columns: {', '.join(names)}"
            faults.append(Fault(name, column=column, rule="the column is missing", hint=hint))
    return frame, faults


def _named(name: str, frame: pd.DataFrame) -> tuple[pd.DataFrame, list[Fault]]:
    """The frame with its column names as text; a column without a name and with nothing in it is none."""
    names = [column_name(column).strip() for column in frame.columns]
    nameless = [place for place, column in enumerate(names) if not column]
    faults = [
        Fault(name, column=str(place + 1), rule="the column has no name", hint="give it one in the header, or clear it")
        for place in nameless
        if (cells.texts(frame.iloc[:, place]) != "").any()
    ]
    frame = frame.set_axis(names, axis="columns")
    return frame.iloc[:, [place for place, column in enumerate(names) if column]] if nameless else frame, faults


def column_name(column: object) -> str:
    """The name of a column as text; blank where it has none."""
    return "" if column is None or pd.isna(column) is True else str(column)


def _convert(column: pd.Series, spec: pa.Column, mark: str) -> tuple[pd.Series, cells.Broken]:
    """A column as its schema wants it, and the cells that could not be converted."""
    if _is_number(spec):
        values, broken = cells.numbers(column, fraction=kind(spec) == "fraction", mark=mark)
    else:
        values = cells.texts(column)
        broken = _unfit_text(values)
        if kind(spec) == "label":
            composed = {one: spelling.composed(one) for one in pd.unique(values) if not one.isascii()}
            values = spelling.rewritten(values, composed)
            broken = cells.controlled(values) | broken
        elif spec.name == "direction":
            values = directions.understood(values)
        elif spec.name == "status":
            broken = statuses.near_misses(values) | broken
    if not spec.metadata["blank"]:
        broken = cells.blank(values) | broken
    return values, cells.nested(column) | broken


def _unfit_text(values: pd.Series) -> cells.Broken:
    """The cells that no text may be."""
    return cells.too_long(values) | spelling.halved(values)


def _is_number(spec: pa.Column) -> bool:
    return kind(spec) in ("number", "fraction")


def _validate(name: str, table: Checked, written: pd.DataFrame, schema: pa.DataFrameSchema) -> list[Fault]:
    """What pandera finds in cells that could be converted, told as they were written."""
    present = schema.remove_columns([column for column in schema.columns if column not in table.frame])
    try:
        present.validate(table.frame[list(present.columns)], lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    else:
        return []
    cases = cases.sort_values("index", kind="stable").drop_duplicates(["index", "column"])
    places = list(zip(cases["index"].astype(int), cases["column"].astype(str), cases["check"], strict=True))
    places = [(row, column, rule) for row, column, rule in places if (row, column) not in table.noted]
    table.noted.update((row, column) for row, column, _ in places)
    faults = []
    for row, column, rule in table.first(places):
        value = str(written.at[row, column]).strip()
        faults.append(Fault(name, str(table.rows[row]), column, value, str(rule), _hint(column, value, schema)))
    return faults


def _hint(column: str, value: str, schema: pa.DataFrameSchema) -> str:
    """What would do instead of a word that is not known."""
    if column == "direction":
        return directions.hint(value)
    for check in schema.columns[column].checks:
        if check.name == "isin":
            return nearest(value, [str(word) for word in check.statistics["allowed_values"] if word])
    return ""
