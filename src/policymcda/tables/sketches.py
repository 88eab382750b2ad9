"""Statements: each side is an option or a sketch of one, ``criterion=rating; ...``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from policymcda.errors import Fault, nearest
from policymcda.tables.cells import numbers
from policymcda.tables.checking import Checked
from policymcda.tables.schemas import YES

SIDES = ("better", "worse")


def read_sketch(text: str) -> tuple[dict[str, float], list[tuple[str, str, str]]]:
    """Rating by criterion of a sketch, and what cannot be read: value, rule and hint."""
    ratings, faults = dict[str, float](), list[tuple[str, str, str]]()
    for part in text.split(";"):
        label, equals, written = (piece.strip() for piece in part.rpartition("="))
        if not equals or not label:
            faults.append((part.strip(), "is neither an option nor criterion=rating", "write criterion=rating; ..."))
            continue
        values, broken = numbers(pd.Series([written], dtype=object))
        if broken or np.isnan(values[0]):
            faults.append((part.strip(), "has no number behind the =", "write criterion=rating, such as speed=7"))
        elif label in ratings:
            faults.append((part.strip(), "names the criterion a second time", "keep one"))
        else:
            ratings[label] = float(values[0])
    return ratings, faults


def sketch_text(ratings: Mapping[str, float]) -> str:
    """A sketch as it is written in a table.

    Examples
    --------
    >>> sketch_text({"speed": 7, "legitimacy": 2.5})
    'speed=7; legitimacy=2.5'
    """
    return "; ".join(f"{label}={rating:g}" for label, rating in ratings.items())


def is_same(statements: pd.DataFrame) -> pd.Series:
    """Whether each statement holds both sides equally good."""
    return statements["same"].isin(YES) if "same" in statements else pd.Series(False, statements.index)


def named(statements: pd.DataFrame, kind: str, options: Iterable[str]) -> pd.Series:
    """The options, or with kind `criterion` the criteria of sketches, that each statement names."""
    known = set(options) if kind == "option" else set[str]()

    def labels(side: str) -> set[str]:
        if kind == "option":
            return {side} & known
        return set(read_sketch(side)[0]) if "=" in side else set()

    pairs = zip(statements["better"], statements["worse"], strict=True)
    return pd.Series([labels(one) | labels(other) for one, other in pairs], statements.index, dtype=object)


def statement_rules(
    table: Checked, options: list[str], criteria: pd.DataFrame, leaf_criteria: list[str]
) -> Iterator[Fault]:
    """What is wrong with the sides of each statement."""
    ends = criteria.drop_duplicates("criterion").set_index("criterion")
    for row in table.frame.index:
        sides = dict[str, dict[str, float] | None]()
        for column in SIDES:
            written = table.frame.at[row, column]
            if written == "" or (row, column) in table.noted:
                continue
            if written in options:
                sides[column] = None
                continue
            ratings, faults = read_sketch(written)
            if faults and "=" not in written:
                faults = [(written, "is no option and no sketch", nearest(written, options))]
            faults = [*faults, *_outside(ratings, ends, leaf_criteria)]
            if not faults:
                sides[column] = ratings
            for value, rule, hint in faults:
                yield table.fault("statements", row, column, value, rule, hint)
        yield from _both_sides(table, row, sides)


def _outside(
    ratings: Mapping[str, float], ends: pd.DataFrame, leaf_criteria: list[str]
) -> Iterator[tuple[str, str, str]]:
    """Criteria of a sketch that are not rated, and ratings outside the scale."""
    for label, rating in ratings.items():
        if label not in leaf_criteria:
            yield label, "is not a criterion that options are rated on", nearest(label, leaf_criteria)
            continue
        low, high = (float(ends.at[label, end]) if end in ends else np.nan for end in ("low", "high"))
        if rating < low or rating > high:
            rule = f"is outside the scale of {label}, {low:g} to {high:g}"
            yield f"{label}={rating:g}", rule, "correct it, or the scale"


def _both_sides(table: Checked, row: int, sides: Mapping[str, dict[str, float] | None]) -> Iterator[Fault]:
    """Two sides that are the same, and criteria that only one of two sketches names."""
    if len(sides) < len(SIDES):
        return
    better, worse = (table.frame.at[row, column] for column in SIDES)
    if better == worse:
        yield table.fault("statements", row, "worse", worse, "stands on both sides", "name two different things")
    one, other = sides["better"], sides["worse"]
    if one is None or other is None:
        return
    for column, mine, theirs in (("worse", one, other), ("better", other, one)):
        for label in mine:
            if label not in theirs:
                rule = f"does not name {label}, which the other sketch does"
                hint = f"add {label}=...; a criterion that both leave out is the same on both sides"
                yield table.fault("statements", row, column, table.frame.at[row, column], rule, hint)
