"""Rules that need several rows or several tables: identifiers, duplicates, the tree of criteria, pairs of judgements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from policymcda.arrays.weights.judgements import ROUNDED
from policymcda.errors import SHOWN, Fault, nearest
from policymcda.tables import threshold_rules
from policymcda.tables.checking import Checked
from policymcda.tables.performance_tables import expanded, leaf_criteria
from policymcda.tables.schemas import KEYS, SCHEMAS

Tables = Mapping[str, Checked]

LABELS = {"option": "options", "criterion": "criteria", "group": "groups", "stakeholder": "stakeholders"}
"""Each kind of label, and the table that lists them."""

SAME = ROUNDED
"""A judgement and its mirror image may differ by this share: 0.33 and 3 say the same, and so do 0.17 and 6."""


def identifiers(tables: Tables, known: Mapping[str, list[str]]) -> Iterator[Fault]:
    """Labels that no table of labels has, each once in a column; numbers that lost their zeros once in all.

    `known` has the labels by kind: option, criterion, group, stakeholder.
    """
    for name, table in tables.items():
        for column, kind in references(name):
            if column not in table.frame or kind not in known:
                continue
            cells = table.frame[column]
            unknown = cells[~cells.isin(["", *known[kind]])]
            zeros = unknown[unknown.isin(_without_zeros(unknown, known[kind]))]
            if len(zeros):
                yield _lost_zeros(name, table, column, zeros, known[kind])
            rest = unknown.drop(zeros.index)
            labels = table.first(rest.groupby(rest, sort=False).groups.items())
            for place, (label, rows) in enumerate(labels):
                rule = f"is not a known {kind}" + f", in {len(rows)} rows" * (len(rows) > 1)
                hint = nearest(str(label), known[kind]) if place < SHOWN else f"{len(known[kind]):,} are known"
                yield table.fault(name, rows[0], column, label, rule, hint)


def _without_zeros(unknown: pd.Series, known: list[str]) -> list[str]:
    """The unknown labels that are known ones but for zeros in front."""
    numbers = {label.lstrip("0") for label in known if label.isdecimal()}
    return [label for label in unknown.unique() if label.isdecimal() and label.lstrip("0") in numbers]


def _lost_zeros(name: str, table: Checked, column: str, cells: pd.Series, known: list[str]) -> Fault:
    """The fault of labels such as 01 that a spreadsheet has turned into 1."""
    first = cells.iloc[0]
    meant = next(label for label in known if label.isdecimal() and label.lstrip("0") == first.lstrip("0"))
    rule = f"stands for {meant}: a spreadsheet drops the zeros in front of numbers" + f" ({len(cells)} rows)" * (
        len(cells) > 1
    )
    hint = f"format the cells as text in every table and write {max(first, meant, key=len)}, or use labels that are no numbers"
    return table.fault(name, cells.index[0], column, first, rule, hint)


def duplicates(tables: Tables, groups: list[str]) -> Iterator[Fault]:
    """Rows whose identifying cells stand in an earlier row too; a blank group is every group."""
    for name, table in tables.items():
        keys = [key for key in KEYS[name] if key in table.frame]
        frame = table.frame[keys].drop(index=[row for row, column in table.noted if column in keys])
        if "group" in keys and name != "groups" and name != "expectations":
            frame = expanded(frame, groups)
        if not frame.duplicated().any():
            continue
        each = frame.groupby(keys, sort=False, dropna=False).ngroup().to_numpy()
        first = frame.index.to_numpy()[np.unique(each, return_index=True)[1]][each]
        again = pd.Series(np.flatnonzero(frame.duplicated()))
        for place in table.first(again.groupby(frame.index.to_numpy()[again]).first()):
            row = frame.index[place]
            value = ", ".join(str(cell) for cell in table.frame.loc[row, keys] if cell != "")
            rule = f"stands in row {table.rows[first[place]]} already"
            yield table.fault(name, row, keys[-1], value, rule, "keep one")


def criteria_tree(criteria: Checked) -> Iterator[Fault]:
    """Directions of what is rated, ends of scales, thresholds, and parents without a circle."""
    frame = criteria.frame
    rated = set(leaf_criteria(frame))
    yield from threshold_rules.faults(criteria)
    for row, label in frame["criterion"].items():
        undirected = label in rated and frame.at[row, "direction"] == "" and (row, "direction") not in criteria.noted
        if undirected:
            hint = "write benefit where more is better, cost where less is"
            yield criteria.fault("criteria", row, "direction", "", f"{label} has no direction", hint)
    if {"low", "high"} <= set(frame.columns):
        for row in criteria.first(frame.index[frame["low"] >= frame["high"]]):
            value = f"low {frame.at[row, 'low']:g}, high {frame.at[row, 'high']:g}"
            yield criteria.fault("criteria", row, "low", value, "the low end of the scale must be below the high end")
    if "parent" in frame:
        parent = dict(zip(frame["criterion"], frame["parent"], strict=True))
        for row, label in frame["criterion"].items():
            above, seen = parent.get(label, ""), {label}
            while above and above not in seen:
                seen.add(above)
                above = parent.get(above, "")
            if above == label:
                yield criteria.fault("criteria", row, "parent", parent[label], f"{label} is its own ancestor")
            elif label not in rated and frame.at[row, "direction"] != "" and (row, "direction") not in criteria.noted:
                rule = f"{label} has criteria below it, and only those that are rated have a direction"
                yield criteria.fault("criteria", row, "direction", frame.at[row, "direction"], rule, "clear the cell")


def pairs(name: str, table: Checked, groups: list[str], criteria: pd.DataFrame | None) -> Iterator[Fault]:
    """Judgements: of two different things, siblings where criteria form a tree, and never two that contradict."""
    item = "criterion" if name == "judgements" else "option"
    frame = table.frame
    same = frame[(frame[item] == frame["versus"]) & ((frame["value"] - 1).abs() > 1e-9)]
    for row in table.first(same.index):
        yield table.fault(name, row, "value", f"{same.at[row, 'value']:g}", f"{same.at[row, item]} against itself is 1")
    if criteria is not None and "parent" in criteria:
        parent = dict(zip(criteria["criterion"], criteria["parent"], strict=True))
        for row, first, second in zip(frame.index, frame[item], frame["versus"], strict=True):
            if first in parent and second in parent and parent[first] != parent[second]:
                rule = f"{first} and {second} have different parents"
                yield table.fault(name, row, "versus", second, rule, "compare criteria under the same parent")
    yield from _contradictions(name, table, expanded(frame, groups), item)


def _contradictions(name: str, table: Checked, frame: pd.DataFrame, item: str) -> Iterator[Fault]:
    keys = [key for key in ("group", "stakeholder", "criterion") if key in frame and key != item]
    mirrored = frame.rename(columns={item: "versus", "versus": item})
    columns = [*keys, item, "versus"]
    both = (
        frame.assign(row=frame.index)[[*columns, "value", "row"]]
        .merge(
            mirrored.assign(other=mirrored.index)[[*columns, "value", "other"]], on=columns, suffixes=("", "_mirror")
        )
        .query("row > other")
    )
    product = both["value"] * both["value_mirror"]
    wrong = both[(product - 1).abs() > SAME].drop_duplicates("row")
    for line in table.first(wrong.itertuples()):
        rule = f"contradicts row {table.rows[line.other]}, which says {line.value_mirror:g} the other way round"
        yield table.fault(
            name, line.row, "value", f"{line.value:g}", rule, f"keep one, or write {1 / line.value_mirror:.4g}"
        )


def ordered_pairs(name: str, table: Checked, low: str, high: str) -> Iterator[Fault]:
    """Rows whose low cell is above their high cell."""
    if low in table.frame and high in table.frame:
        frame = table.frame
        for row in table.first(frame.index[frame[low] > frame[high]]):
            value = f"{low} {frame.at[row, low]:g}, {high} {frame.at[row, high]:g}"
            yield table.fault(name, row, low, value, f"{low} must not be above {high}")


def label_columns(name: str, kind: str) -> list[str]:
    """The columns of a table that hold labels of a kind; a column of the user's own is none, whatever its name."""
    versus = "option" if name == "option_judgements" else "criterion"
    columns = [kind, *["versus"] * (kind == versus), *["parent"] * (kind == "criterion")]
    return [column for column in columns if column in SCHEMAS[name].columns]


def references(name: str) -> list[tuple[str, str]]:
    """The columns of a table that name something of another table, and what."""
    places = [(column, kind) for kind in ("group", *LABELS) for column in label_columns(name, kind)]
    return [(column, kind) for column, kind in dict.fromkeys(places) if LABELS[kind] != name or column != kind]
