"""A workbook to fill in by hand: drop-downs of the words and labels that fit, scales and anchors as comments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from policymcda.tables import writing
from policymcda.tables.schemas import EVIDENCE, FUNCTIONS

ROOM = 2000
"""Rows of a sheet in which drop-downs work."""

WORDS = {
    "direction": ("benefit", "cost"),
    "evidence": EVIDENCE[::-1],
    "function": FUNCTIONS,
    "relation": ("within", "outside", "named"),
    "status_quo": ("yes", "no"),
}
"""Columns that take one of a few words."""

LABELS = {
    "option": "options",
    "criterion": "criteria",
    "group": "groups",
    "parent": "criteria",
    "stakeholder": "stakeholders",
}
"""Columns that take a label, and the sheet that has them in its first column."""

GUIDE = {
    ("options", "option"): "A short label; the other sheets use it.",
    ("criteria", "criterion"): "A short label; the other sheets use it.",
    ("criteria", "direction"): "benefit: more is better; cost: less is better.",
    ("criteria", "low"): "The lower end of the scale; a rating below is a fault.",
    ("criteria", "high"): "The upper end of the scale; a rating above is a fault.",
    (
        "groups",
        "group",
    ): "Options compete within a group. With one ranking for all, delete this sheet and the column group.",
    ("ratings", "low"): "How low it could be; leave it out where the rating is certain.",
    ("ratings", "mode"): "The most plausible value; the comments below say what the numbers mean.",
    ("ratings", "high"): "How high it could be; leave it out where the rating is certain.",
    ("ratings", "evidence"): "direct: a source says so; inferred: you conclude it from one; none: nobody knows.",
    ("ratings", "rationale"): "Why, in a few words, so that others can object.",
    ("judgements", "value"): "How many times more important the criterion is than versus; 1/3 where it is less.",
    ("judgements", "group"): "Blank: for all groups.",
    ("members", "share"): "How far it belongs to the group, of 1; blank: altogether.",
    ("screens", "status"): "precondition_missing shuts the option out; other words are for the reader.",
    ("screens", "group"): "Blank: for all groups.",
    ("costs", "cost"): "What the option costs, 0 or more; low and high are the range that is still plausible.",
    ("costs", "group"): "Blank: the same in all groups.",
    ("costs", "unit"): "Each unit is a resource with a budget of its own.",
}
"""What to write, as a comment on the head of a column."""


def workbook(path: Path, case: Mapping[str, Any], tables: writing.Tables) -> None:
    """A workbook that reads back as the same case, with help for who fills it in."""

    def help_in(book: Any, sheets: Mapping[str, Any]) -> None:
        as_text = book.add_format({"num_format": 49})
        for name, table in tables.items():
            for column, title in enumerate(table.columns):
                _choices(sheets[name], name, str(title), column, tables)
                if (name, title) in GUIDE:
                    sheets[name].write_comment(0, column, GUIDE[name, str(title)], {"x_scale": 2})
        for name in ("judgements", "option_judgements"):
            if name in tables and "value" in tables[name]:
                _fractions(sheets[name], tables[name], as_text)
        if "ratings" in tables and {"criterion", "mode"} <= set(tables["ratings"]):
            _anchored(sheets["ratings"], tables["ratings"], tables["criteria"])

    writing.workbook(path, case, tables, help_in)


def _fractions(sheet: Any, table: pd.DataFrame, as_text: Any) -> None:
    """The column of judgements as text, in which a sheet leaves 1/3 as it is and makes no date of it."""
    place = list(table.columns).index("value")
    sheet.set_column(place, place, 8, as_text)
    for row, value in enumerate(writing.plain(table)["value"], start=1):
        sheet.write_string(row, place, str(value), as_text)


def _choices(sheet: Any, name: str, title: str, column: int, tables: writing.Tables) -> None:
    """A drop-down below the head of a column, where only some words or labels fit."""
    if title in WORDS:
        fits: Any = list(WORDS[title])
    elif title == "status":
        fits = ["precondition_missing", "possible", "recommended"]
    else:
        fits = _labels(name, title, tables)
    if fits is not None:
        free = title == "status"
        scale_notes = (
            f"{title} must be one of the list"
            if isinstance(fits, list)
            else "no such label: add it to the other sheet first"
        )
        rule = {
            "validate": "list",
            "source": fits,
            "ignore_blank": True,
            "show_error": not free,
            "error_message": scale_notes,
        }
        sheet.data_validation(1, column, ROOM, column, rule)


def _labels(name: str, title: str, tables: writing.Tables) -> str | None:
    """Where the labels of a column stand, None where any text will do."""
    from xlsxwriter.utility import xl_col_to_name

    label = title
    if title == "versus":
        label = "option" if name == "option_judgements" else "criterion"
    home = LABELS.get(label)
    if home is None or home not in tables or (home == name and title != "parent"):
        return None
    key = "criterion" if label == "parent" else label
    letter = xl_col_to_name(list(tables[home].columns).index(key))
    return f"={home}!${letter}$2:${letter}${ROOM}"


def _anchored(sheet: Any, ratings: pd.DataFrame, criteria: pd.DataFrame) -> None:
    """On each rating what the numbers of its criterion mean."""
    scale_notes = {str(row["criterion"]): _scale(row) for row in criteria.to_dict("records")}
    place = list(ratings.columns).index("mode")
    for line, criterion in enumerate(ratings["criterion"], start=1):
        if scale_notes.get(criterion):
            sheet.write_comment(line, place, scale_notes[criterion], {"x_scale": 2, "y_scale": 1.5})


def _scale(row: Mapping[Any, Any]) -> str:
    """Definition, ends and anchors of a criterion, a line each."""
    known = {str(name): value for name, value in row.items() if not (pd.isna(value) or value == "")}
    lines = [str(known["definition"])] if "definition" in known else []
    if {"low", "high"} <= set(known):
        lines.append(f"{known['low']:g} to {known['high']:g} {known.get('unit', '')}".strip())
    lines += [f"{name.removeprefix('anchor_')}: {value}" for name, value in known.items() if name.startswith("anchor_")]
    return "\n".join(lines)[:2000]
