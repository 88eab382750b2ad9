"""One table as a case: options in its first column, criteria along the top, directions and weights from outside."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from policymcda.errors import Fault, Findings, ReadingNote
from policymcda.tables import cells, matrices, shapes, squares
from policymcda.tables import directions as words
from policymcda.tables.checking import Raw
from policymcda.tables.spelling import key, resolved

MARKS = (",", ";", "=")
"""What a text has that lists entries for criteria, and a name of a way to weights has not."""


def pairs(text: str, what: str) -> dict[str, str] | list[str]:
    """What is written for criteria in one line: ``price=.5,reach=.5`` by label, or ``.5,.5`` in the order of the columns.

    A label with a comma goes in quotation marks; entries may be separated by semicolons as well.

    Examples
    --------
    >>> pairs("price=.5, reach=.5", "weights")
    {'price': '.5', 'reach': '.5'}
    >>> pairs("+,-", "directions")
    ['+', '-']
    """
    delimiter = ";" if ";" in text else ","
    parts = next(csv.reader([text], delimiter=delimiter, skipinitialspace=True), [])
    named = [part.rpartition("=") for part in parts]
    count = sum(1 for label, equals, _ in named if equals and label.strip())
    if count not in (0, len(parts)) or not all(part.strip() for part in parts):
        raise ValueError(
            f"{what}: {text!r} is neither price=..., reach=... for each criterion nor one entry per column"
        )
    if not count:
        return [part.strip() for part in parts]
    labels = [label.strip() for label, _, _ in named]
    if len(set(labels)) < len(labels):
        raise ValueError(f"{what}: {max(labels, key=labels.count)!r} stands twice")
    return {label.strip(): value.strip() for label, _, value in named}


def given(what: str, value: Any) -> Any:
    """Directions or weights as they are given: text in one line is taken apart, one word is for all criteria."""
    if isinstance(value, str) and any(mark in value for mark in MARKS):
        return pairs(value, what)
    if isinstance(value, str) and what == "weights":
        raise ValueError(f"weights: give numbers, such as price=.5,reach=.5, not {value!r}")
    return value


def weights_of(labels: Sequence[str], text: str) -> tuple[dict[str, str], list[ReadingNote]]:
    """Weights in one line by label, and a note of the pairs where they come in the order of the labels."""
    found = pairs(text, "weights")
    if isinstance(found, dict):
        return {resolved(label, labels): weight for label, weight in found.items()}, []
    if len(found) != len(labels):
        raise ValueError(f"weights: {len(found)} for {len(labels)} criteria: {', '.join(labels)}")
    by_label = dict(zip(labels, found, strict=True))
    shown = ", ".join(f"{label} {weight}" for label, weight in by_label.items())
    return by_label, [ReadingNote("by_order", text=f"weights in the order of the criteria: {shown}")]


def case_of(place: str, raw: Raw, directions: Any, weights: Any, findings: Findings) -> dict[str, Raw | None]:
    """The tables criteria and ratings of one table, and notes of what was understood by its order.

    Raises
    ------
    ValueError
        When the directions are missing.
    """
    if squares.is_square("judgements", raw, exactly=True):
        rule = "holds comparisons of criteria, and nothing that options are ranked by"
        findings.faults.append(Fault(place, rule=rule, hint="keep it as judgements beside criteria and ratings"))
        return {"criteria": None, "ratings": None}
    titles = {key(column): column for column in raw.frame.columns}
    long = {"option", "criterion", "mode"} <= set(titles)
    raw, labels = (raw, _criteria(raw, titles)) if long else _columns(raw, directions, findings)
    if directions is None:
        raise ValueError(
            f"{place} is one table: say with directions whether more is better (benefit, +) or less (cost, -) for "
            f"{', '.join(labels)}, by name or in this order"
        )
    named = list(map(str, directions.keys())) if isinstance(directions, Mapping | pd.Series) else []
    side = [] if long or not named else pd.unique(raw.frame["option"].head(squares.LARGE))
    if 0 < len(side) <= 4 * len(named):  # or the criteria are not most of what stands down the side
        side = cells.texts(pd.Series(pd.unique(raw.frame["option"]))).tolist()
    if 0 < len(side) <= 4 * len(named) and shapes.is_turned(side, labels, named):
        rule, hint = "is turned: the criteria stand in rows", "turn it: copy it, then paste special, transpose"
        findings.faults.append(Fault(place, value=", ".join(side[:4]), rule=rule, hint=hint))
        return {"criteria": None, "ratings": None}
    criteria = matrices.criteria(labels, directions, weights, None, findings.faults)
    criteria["direction"] = words.understood(cells.texts(criteria["direction"]))
    for what, value, column in (("directions", directions, "direction"), ("weights", weights, "weight")):
        if _in_order(value) and column in criteria and not findings.faults:
            shown = ", ".join(f"{label} {entry}" for label, entry in zip(labels, criteria[column], strict=True))
            findings.note("by_order", "", "", f"{what} in the order of the columns: {shown}")
    return {"criteria": Raw(criteria, labels), "ratings": raw}


def _columns(raw: Raw, directions: Any, findings: Findings) -> tuple[Raw, list[str]]:
    """The table with its options under that name, and the criteria that its other columns are."""
    titles = [str(column).strip() for column in raw.frame.columns]
    plain = [key(title) for title in titles]
    named = {key(label) for label in dict(directions)} if isinstance(directions, Mapping | pd.Series) else set()
    options = plain.index("option") if plain.count("option") == 1 and "option" not in named else 0
    group = plain.index("group") if plain.count("group") == 1 and "group" not in named else None
    if group == options or (group is not None and _in_order(directions) and len(list(directions)) == len(titles) - 1):
        group = None
    if plain[options] != "option":
        findings.note("options", "", "", f"the first column, {titles[options] or 'which has no name'}, has the options")
    names = ["option" if at == options else "group" if at == group else title for at, title in enumerate(titles)]
    labels = [title for at, title in enumerate(titles) if at not in (options, group)]
    return replace(raw, frame=raw.frame.set_axis(names, axis="columns")), labels


def _criteria(raw: Raw, titles: Mapping[str, Any]) -> list[str]:
    """The criteria of a table with one row per cell, in the order in which they come."""
    return [label for label in pd.unique(cells.texts(raw.frame[titles["criterion"]])) if label]


def _in_order(value: Any) -> bool:
    return isinstance(value, Sequence | np.ndarray) and not isinstance(value, str)
