"""What is different between the tables of two cases: one row per cell, and one per row that is in one of them only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from policymcda.tables import sketches
from policymcda.tables.case_keys import flat
from policymcda.tables.crossing import LABELS, label_columns
from policymcda.tables.performance_tables import CELL, expanded
from policymcda.tables.schemas import KEYS, SCHEMAS, kind

COLUMNS = [
    "kind",
    "group",
    "option",
    "criterion",
    "member",
    "stakeholder",
    "versus",
    "row",
    "column",
    "before",
    "after",
]
"""Columns of changes; `row` has what else identifies a row (a date, a source, a unit, a rating)."""

Tables = Mapping[str, pd.DataFrame]

_OWN_GROUP = ("groups", "expectations", "members")
"""Tables in which a blank group does not stand for every group."""


def changes(before: Tables, after: Tables, cases: tuple[Mapping[str, Any], Mapping[str, Any]]) -> pd.DataFrame:
    """Every cell that differs, every row that one of them has alone, and every key of the case.

    What was added or removed (an option, a criterion, a group) is one row: its cells in other tables are not listed.
    """
    only = {label: only_in_one(before, after, label) for label in ("option", "criterion", "group")}
    rows = []
    for name in SCHEMAS:
        if name in before or name in after:
            rows += list(_of_table(name, (before, after), only))
    rows += list(_of_cases(*cases))
    return pd.DataFrame([{column: row.get(column, "") for column in COLUMNS} for row in rows], columns=COLUMNS)


def only_in_one(before: Tables, after: Tables, label: str) -> set[str]:
    """The labels of a kind that one of two cases has and the other has not."""
    listed = [set(tables[LABELS[label]][label]) for tables in (before, after)]
    return listed[0] ^ listed[1]


def names(frame: pd.DataFrame, table: str, label: str, wanted: set[str]) -> pd.Series:
    """Which rows of a table name one of these options, criteria or groups."""
    if table == "statements" and label != "group":
        return sketches.named(frame, label, wanted).map(lambda found: bool(found & wanted)).astype(bool)
    columns = [column for column in label_columns(table, label) if column in frame and column != "parent"]
    if not columns:
        return pd.Series(False, index=frame.index)
    return frame[columns].isin(wanted).any(axis="columns")


def by_group(tables: Tables, name: str) -> pd.DataFrame:
    """A table with one row for each group where a blank group stands for all of them."""
    columns = SCHEMAS[name].columns
    if name in _OWN_GROUP or "group" not in columns:
        return tables[name]
    return expanded(tables[name], list(tables["groups"]["group"])).reset_index(drop=True)


def _of_table(name: str, both: tuple[Tables, Tables], only: Mapping[str, set[str]]) -> Iterator[dict[str, Any]]:
    keys = [key for key in KEYS[name] if any(name in tables and key in by_group(tables, name) for tables in both)]
    frames = [by_group(tables, name) if name in tables else pd.DataFrame() for tables in both]
    if name in ("ratings", "codings") and not any(_dated(frame) for frame in frames):
        keys = [key for key in keys if key != "as_of"]
    rows = [_by_key(frame, name, keys, only) for frame in frames]
    columns = list(dict.fromkeys(column for frame in frames for column in frame if column not in keys))
    for key in dict.fromkeys([*rows[0], *rows[1]]):
        place = _place(name, dict(zip(keys, key, strict=True)))
        if key not in rows[0] or key not in rows[1]:
            yield from _alone(name, place, *(side.get(key) for side in rows), sides=rows)
            continue
        for column in columns:
            cells = [_cell(side[key].get(column, "")) for side in rows]
            if cells[0] != cells[1]:
                yield {**place, "column": column, "before": cells[0], "after": cells[1]}


def _dated(frame: pd.DataFrame) -> bool:
    """Whether a cell has ratings of several dates."""
    keys = [key for key in ("stakeholder", *CELL) if key in frame]
    return "as_of" in frame and bool(frame.duplicated(keys).any())


def _by_key(
    frame: pd.DataFrame, name: str, keys: list[str], only: Mapping[str, set[str]]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The rows of a table by what identifies them, without those of labels that the other case does not have."""
    if not len(frame):
        return {}
    for label, wanted in only.items():
        if wanted and LABELS[label] != name and not (name == "members" and label == "group"):
            frame = frame[~names(frame, name, label, wanted)]
    records = frame.to_dict("records")
    return {tuple(_cell(row.get(key, "")) for key in keys): row for row in records}


def _place(name: str, key: Mapping[str, Any]) -> dict[str, Any]:
    """Where a row is, in the columns of changes."""
    place: dict[str, Any] = {"kind": name}
    if name == "statements":
        key = {**key, "option": key["better"], "versus": key["worse"]}
        key = {column: cell for column, cell in key.items() if column not in ("better", "worse")}
    others = {column: cell for column, cell in key.items() if column not in COLUMNS}
    place |= {column: cell for column, cell in key.items() if column in COLUMNS}
    row = ", ".join(f"{column} {_text(cell)}" for column, cell in others.items() if cell != "")
    return {**place, "row": row}


def _alone(
    name: str, place: dict[str, Any], before: Any, after: Any, *, sides: list[dict[tuple[Any, ...], Any]]
) -> Iterator[dict[str, Any]]:
    """A row that one case has alone; of a member that both have, its share of the group."""
    if name == "members":
        known = [{row["member"] for row in side.values()} for side in sides]
        if place["member"] in known[0] and place["member"] in known[1]:
            cells = [
                "" if row is None else 1.0 if _cell(row.get("share", "")) == "" else row["share"]
                for row in (before, after)
            ]
            yield {**place, "column": "share", "before": cells[0], "after": cells[1]}
            return
    yield {**place, "before": _summary(name, before), "after": _summary(name, after)}


def _summary(name: str, row: Mapping[str, Any] | None) -> str:
    """The numbers of a row in words, or that it is there."""
    if row is None:
        return ""
    columns = SCHEMAS[name].columns
    numbers = [
        f"{column} {_text(cell)}"
        for column, cell in ((column, _cell(cell)) for column, cell in row.items())
        if cell != ""
        and column in columns
        and column not in KEYS[name]
        and kind(columns[column]) in ("number", "fraction")
    ]
    return ", ".join(numbers) or "listed"


def _of_cases(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What differs in the cases: its defaults are settings."""
    cells = [flat(case) for case in (before, after)]
    for key in dict.fromkeys([*cells[0], *cells[1]]):
        pair = [side.get(key, "") for side in cells]
        if pair[0] != pair[1]:
            name = "settings" if key.startswith("defaults") else "case"
            yield {"kind": name, "column": key.removeprefix("defaults."), "before": pair[0], "after": pair[1]}


def _cell(cell: Any) -> Any:
    """A cell as it is compared; a blank number is blank text."""
    return "" if cell is None or cell != cell else cell  # noqa: PLR0124  NaN is the one that differs from itself


def _text(cell: Any) -> str:
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
