"""Tables of another shape than they should have, recognised as a whole, so that one slip is one fault and not one per cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from policymcda.errors import Fault
from policymcda.tables import cells
from policymcda.tables.checking import Checked, Raw
from policymcda.tables.schemas import KEYS, SCHEMAS, kind, required
from policymcda.tables.spelling import bare, folded, key

RESERVED = frozenset(key(column) for column in (*SCHEMAS["codings"].columns, *SCHEMAS["ratings"].columns))
"""Names that the columns of ratings have already, so that a criterion of a wide table may not have them, by `key`."""

_COLUMNS = frozenset(map(str, SCHEMAS["codings"].columns))
NAMING = frozenset({"stakeholder", "group", "option", "criterion"})
"""Columns that say what a rating is of: no criterion of a wide table is called like one, in capitals neither."""

_WEIGHTS = (
    "is the row of the weights, not an option",
    "write them in the column weight of criteria, or pass them as weights, and delete the row",
)
_DIRECTIONS = (
    "is the row of the directions, not an option",
    "write them in the column direction of criteria, or pass them as directions, and delete the row",
)
_UNITS = ("is the row of the units, not an option", "write them in the column unit of criteria, and delete the row")
_SUMMARY = ("is a row that sums the options up, not an option", "delete the row, or give the option another name")
_ENDS = (
    "is the row of the ends of the scales, not an option",
    "write them in the columns low and high of criteria, and delete the row",
)

_SUMS = (
    "total totals grandtotal subtotal overalltotal sum sums average averages avg mean means median count stddev stdev "
    "standarddeviation variance"
)

OTHER_ROWS = {
    **dict.fromkeys(["weight", "weights", "criterionweight", "criteriaweights", "wt", "wts"], _WEIGHTS),
    **dict.fromkeys(
        [
            "type",
            "types",
            "criteriontype",
            "criteriatype",
            "direction",
            "directions",
            "objective",
            "objectives",
            "optimum",
            "optimization",
            "optimisation",
            "max/min",
            "min/max",
            "benefit/cost",
            "cost/benefit",
        ],
        _DIRECTIONS,
    ),
    **dict.fromkeys(["unit", "units", "unitofmeasure"], _UNITS),
    **dict.fromkeys(_SUMS.split(), _SUMMARY),
    **dict.fromkeys(["min", "max", "minimum", "maximum"], _ENDS),
}
"""Rows that people keep below or above the options of a wide table, by `bare`: what each is, and where it belongs."""

AT_ENDS = (_SUMMARY, _ENDS)
"""What only the first row and the last rows of a table may be; elsewhere it is an option."""


def turned(name: str, raw: Raw, criteria: Sequence[str]) -> Fault | None:
    """The fault of a table whose rows stand where its columns should."""
    if not len(raw.frame) or len(raw.frame.columns) < 2:
        return None
    side = [one for one in cells.texts(raw.frame.iloc[:, 0]) if one]
    top = [str(column).strip() for column in raw.frame.columns[1:]]
    hint = "turn it: in a spreadsheet copy it, then paste special, transpose"
    wanted = {key(column) for column in required(name)}
    columns = {key(column) for column in SCHEMAS[name].columns}
    beside = {key(one) for one in side}
    if (
        (len(wanted & beside) > 1 or wanted <= beside | {key(raw.frame.columns[0])})
        and not columns & {key(one) for one in top}
        and len(wanted) > 1
    ):
        return Fault(name, value=", ".join(side[:4]), rule="is turned: its columns stand in rows", hint=hint)
    if name == "ratings" and not columns & {key(one) for one in top} and is_turned(side, top, criteria):
        rule = "is turned: the criteria stand in rows and the options in columns"
        return Fault(name, value=", ".join(side[:4]), rule=rule, hint=hint)
    return None


def is_turned(side: Iterable[str], top: Iterable[str], criteria: Iterable[str]) -> bool:
    """Whether the criteria stand down the side of a table and not along its top."""
    known = {folded(label) for label in criteria}
    rows, columns = {folded(label) for label in side}, {folded(label) for label in top}
    return bool(known) and not known & columns and 2 * len(known & rows) > max(len(known), len(rows) - 1)


def held(header: Iterable[object]) -> str:
    """The table whose required columns, two or more, are all in a header, the one with the most; blank where none is.

    Options with a column cost may be rated on it as well; they are the table of costs where nothing else is beside it
    but the unit and what that table has.
    """
    titles = {key(title) for title in header}
    fits = [name for name in SCHEMAS if len(required(name)) > 1 and {key(one) for one in required(name)} <= titles]
    if "unit" not in titles or titles - {key(column) for column in SCHEMAS["costs"].columns}:
        fits = [name for name in fits if name != "costs"]
    return max(fits, key=lambda name: len(required(name)), default="")


def collisions(raw: Raw, criteria: Iterable[str]) -> Iterator[Fault]:
    """Columns of a wide table that are a criterion and have the name of a column of every table of ratings."""
    titles = {str(column).strip() for column in raw.frame.columns}
    for label in criteria:
        if label in titles and (label in _COLUMNS or key(label) in NAMING):
            rule = "is a criterion here, and the name of a column that tables of ratings have"
            hint = "rename the criterion (in criteria too), or write one row per cell"
            yield Fault("ratings", column=label, rule=rule, hint=hint)


def without_other_rows(raw: Raw, options: Iterable[str]) -> tuple[Raw, list[Fault]]:
    """A wide table without the rows that are no options: weights, directions, units, sums; a fault for each."""
    titles = [title for title in raw.frame.columns if key(title) == "option"]
    if not titles or raw.frame.columns.has_duplicates:
        return raw, []
    labels = cells.texts(raw.frame[titles[0]])
    listed = set(options)
    others = {one: OTHER_ROWS[bare(one)] for one in pd.unique(labels) if one not in listed and bare(one) in OTHER_ROWS}
    inside = range(1, len(labels) - 4)
    faulty = {
        row: others[label]
        for row, label in enumerate(labels)
        if label in others and not (row in inside and others[label] in AT_ENDS)
    }
    if _are_units(raw.frame.iloc[:1], labels.iloc[:1]):
        faulty[0] = _UNITS
    if not faulty:
        return raw, []
    keep = ~np.isin(np.arange(len(labels)), list(faulty))
    faults = [Fault("ratings", str(raw.rows[row]), "option", labels.iloc[row], *faulty[row]) for row in sorted(faulty)]
    rows = [row for row, kept in zip(raw.rows, keep, strict=True) if kept]
    return replace(raw, frame=raw.frame[keep].reset_index(drop=True), rows=rows), faults


def _are_units(first: pd.DataFrame, label: pd.Series) -> bool:
    """Whether the first row has no option, and words without a digit below the names of the columns."""
    words = [one for _, column in first.items() for one in cells.texts(column) if one]
    return len(label) == 1 and not label.iloc[0] and bool(words) and not re.search(r"\d", " ".join(words))


def first_labels(options: Raw | None) -> list[str]:
    """The options that the table of options lists, before it is checked."""
    titles = [title for title in options.frame.columns if key(title) == "option"] if options is not None else []
    return list(cells.texts(options.frame[titles[0]])) if options is not None and len(titles) == 1 else []


def unmerged(name: str, table: Checked) -> Checked:
    """The table with labels filled down where only the first cell of each block has one, as merged cells are read."""
    specs = SCHEMAS[name].columns
    columns = [one for one in KEYS[name] if one in table.frame and kind(specs[one]) == "label"]
    for column in sorted(columns, key=lambda one: bool(specs[one].metadata["blank"])):
        labels = table.frame[column]
        blank = (labels == "").to_numpy()
        if not _is_merged(name, table, column, blank):
            continue
        filled = labels.mask(blank).ffill()
        rows = [str(table.rows[row]) for row in np.flatnonzero(blank).tolist()]
        may = SCHEMAS[name].columns[column].metadata["blank"]
        rule = "is blank below the first row of each block, as merged cells are" + ", and a blank one means all" * may
        fault = Fault(
            name,
            f"{rows[0]} and {len(rows) - 1} more",
            column,
            rule=rule,
            hint="unmerge the cells and write it in every row",
        )
        others = [one for one in table.faults if not (one.column == column and one.row in rows and one.value == "")]
        frame = table.frame.assign(**{column: filled.astype(object)})
        table = replace(table, frame=frame, faults=[*others, fault])
    return table


def _is_merged(name: str, table: Checked, column: str, blank: np.ndarray) -> bool:
    """Whether blank cells of a column of labels are what merging leaves."""
    if len(blank) < 3 or blank[0] or blank.sum() < 2 or 3 * blank.sum() < len(blank):
        return False
    keys = [one for one in KEYS[name] if one in table.frame and one != column]
    if not keys:
        return False
    others = table.frame[keys]
    if any((others.loc[blank, one] == "").any() for one in keys if not SCHEMAS[name].columns[one].metadata["blank"]):
        return False
    if not SCHEMAS[name].columns[column].metadata["blank"]:
        return True
    filled = table.frame[column].mask(blank).ffill()
    clash = (
        others[blank].duplicated().any()
        or pd.concat([others[~blank].drop_duplicates(), others[blank].drop_duplicates()]).duplicated().any()
    )
    return bool(clash) and not others.assign(**{column: filled}).duplicated().any()
