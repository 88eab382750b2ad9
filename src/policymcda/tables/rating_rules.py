"""Rules of ratings: in order, inside their scale, an interval for what is unknown, and no option rated in part."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pandera.pandas as pa

from policymcda.arrays import Bools
from policymcda.errors import Fault
from policymcda.tables import headers
from policymcda.tables.checking import Checked, Raw, check
from policymcda.tables.performance_tables import expanded
from policymcda.tables.schemas import SCHEMAS
from policymcda.tables.spelling import folded, key

WAYS_OUT = "rate it; leave all rows of the option out; or write evidence none, with low and high, where nobody knows"
"""What would do where a rating is missing, in a table with one row per cell."""

WIDE_WAYS_OUT = (
    "rate it; leave the whole row out; or, where nobody knows, write one row per cell (option, criterion, low, mode, high, "
    "evidence) with evidence none, low and high"
)
"""What would do where a rating is missing in a wide table, which has no room for evidence."""


def is_wide(frame: pd.DataFrame, criteria: list[str]) -> bool:
    """A table with one column per criterion instead of one row per cell."""
    names = {str(column).strip() for column in frame.columns}
    if "criterion" in names:
        known = {folded(label) for label in criteria}
        rated = {name for name in names if folded(name) in known}
        return "criterion" in rated and "mode" not in names and len(rated) > 1
    others = {key(column) for column in SCHEMAS["ratings"].columns}
    return headers.is_wide(names, criteria, others) or not (criteria or "mode" in names)


def check_wide(raw: Raw, criteria: list[str]) -> Checked:
    """A wide table converted and checked: group and option, then a number for each criterion."""
    long = SCHEMAS["ratings"].columns
    number = {name: pa.Column(float, nullable=True, metadata={"kind": "number", "blank": True}) for name in criteria}
    schema = pa.DataFrameSchema({"group": long["group"], "option": long["option"], **number}, name="ratings")
    table = check("ratings", raw, schema)
    return replace(table, sound="option" in table.frame)


def wide_rules(ratings: Checked, criteria: pd.DataFrame, leaf_criteria: list[str]) -> Iterator[Fault]:
    """Cells of a wide table: inside the scale, and none blank in a row that has a rating."""
    frame = ratings.frame
    present = [leaf for leaf in leaf_criteria if leaf in frame]
    bounds = criteria.drop_duplicates("criterion").set_index("criterion")
    blank = frame[present].isna()
    partial = blank.any(axis="columns") & ~blank.all(axis="columns")
    for leaf in present:
        for row in ratings.first(row for row in frame.index[blank[leaf] & partial] if (row, leaf) not in ratings.noted):
            rule = f"{frame.at[row, 'option']} is rated in part: {leaf} is blank"
            yield ratings.fault("ratings", row, leaf, "", rule, WIDE_WAYS_OUT)
        low, high = _end(bounds, leaf, "low"), _end(bounds, leaf, "high")
        for row in ratings.first(frame.index[(frame[leaf] < low) | (frame[leaf] > high)]):
            rule = _outside(leaf, low, high)
            yield ratings.fault("ratings", row, leaf, f"{frame.at[row, leaf]:g}", rule, "correct it, or the scale")


def long_rules(name: str, ratings: Checked, criteria: pd.DataFrame, leaf_criteria: list[str]) -> Iterator[Fault]:
    """Rows of ratings or codings: in order, inside the scale, known or an interval."""
    frame = ratings.frame
    known = set(criteria["criterion"]) - set(leaf_criteria)
    for row in ratings.first(frame.index[frame["criterion"].isin(known)]):
        label = frame.at[row, "criterion"]
        rule = f"{label} has criteria below it"
        yield ratings.fault(name, row, "criterion", label, rule, "rate the criteria below it")
    ends = criteria.drop_duplicates("criterion").set_index("criterion").reindex(frame["criterion"])
    scale = [ends[end].to_numpy() if end in ends else np.full(len(frame), np.nan) for end in ("low", "high")]
    yield from _order(name, ratings)
    for column in ("low", "mode", "high"):
        if column in frame:
            values = frame[column].to_numpy()
            for row in ratings.first(np.flatnonzero((values < scale[0]) | (values > scale[1])).tolist()):
                label = frame.at[row, "criterion"]
                rule = _outside(label, scale[0][row], scale[1][row])
                yield ratings.fault(name, row, column, f"{values[row]:g}", rule, "correct it, or the scale")
    yield from _unknown(name, ratings, np.isnan(scale[0]), np.isnan(scale[1]))


def complete(ratings: Checked, groups: list[str], options: list[str], leaf_criteria: list[str]) -> Iterator[Fault]:
    """Options of a group that are rated on some criteria only, cell by cell; groups where nothing is rated."""
    frame = ratings.frame
    named = set(frame["group"]) if "group" in frame else {""}
    if "criterion" in frame:
        frame = expanded(frame, groups).reset_index(drop=True)
        known = pd.concat(
            {"group": frame["group"].isin(groups), "option": frame["option"].isin(options),
             "criterion": frame["criterion"].isin(leaf_criteria)}, axis="columns",
        )  # fmt: skip
        lost = _lost(frame[~known.all(axis="columns")], known)
        frame = frame[known.all(axis="columns")]
        yield from _in_part(frame, lost, groups, leaf_criteria)
    else:
        present = [leaf for leaf in leaf_criteria if leaf in frame]
        if not present:
            return
        wrong = frame.index.isin([row for row, column in ratings.noted if column in present])
        frame = frame[frame[present].notna().any(axis="columns") | wrong]
        named = named & set(frame["group"]) if "group" in frame else named if len(frame) else set()
    unknown = named - {"", *groups}
    for group in groups:
        if "" not in named and group not in named and not any(_nearly(label, group) for label in unknown):
            hint = "rate its options, or leave the group out"
            yield Fault("ratings", column="group", value=group, rule="no option is rated for this group", hint=hint)


def _nearly(label: str, other: str) -> bool:
    """Whether an unknown label may be meant for another one, which is then not told as missing as well."""
    return difflib.SequenceMatcher(None, label, other).ratio() >= 0.5


def _lost(frame: pd.DataFrame, known: pd.DataFrame) -> set[tuple[str, str, str]]:
    """The cells that ratings with one unknown label may be meant for, the unknown label blank."""
    labels = frame[list(known)].where(known.loc[frame.index], "")
    return set(labels[(labels != "").sum(axis="columns") == 2].itertuples(index=False, name=None))


def _in_part(
    frame: pd.DataFrame, lost: set[tuple[str, str, str]], groups: list[str], leaf_criteria: list[str]
) -> Iterator[Fault]:
    """The cells that are missing of options that are rated on other criteria; not those reported as an unknown label."""
    rated = frame.groupby(["group", "option"], sort=False)["criterion"].agg(set)
    for (group, option), criteria in rated[rated.map(len) < len(leaf_criteria)].items():
        for leaf in leaf_criteria:
            if leaf not in criteria and not {("", option, leaf), (group, "", leaf), (group, option, "")} & lost:
                value = f"{group}, {option}, {leaf}" if groups != ["all"] else f"{option}, {leaf}"
                yield Fault(
                    "ratings", column="mode", value=value, rule="is not rated, though the option is on other criteria",
                    hint=WAYS_OUT.replace("the option out", "the option out of the group") if groups != ["all"] else WAYS_OUT,
                )  # fmt: skip


def _order(name: str, ratings: Checked) -> Iterator[Fault]:
    frame = ratings.frame
    low, mode, high = (frame[c] if c in frame else pd.Series(np.nan, frame.index) for c in ("low", "mode", "high"))
    for row in ratings.first(frame.index[(low > mode) | (mode > high) | (low > high)]):
        cells = {"low": low[row], "mode": mode[row], "high": high[row]}
        value = ", ".join(f"{column} {cell:g}" for column, cell in cells.items() if not np.isnan(cell))
        hint = "write low <= mode <= high"
        yield ratings.fault(name, row, "mode", value, "low, mode and high must rise", hint)


def _unknown(name: str, ratings: Checked, no_low: Bools, no_high: Bools) -> Iterator[Fault]:
    """A blank mode only where there is no evidence, and an interval there."""
    frame = ratings.frame
    none = frame["evidence"] == "none" if "evidence" in frame else pd.Series(False, frame.index)
    blank_modes = frame.index[frame["mode"].isna() & ~none]
    for row in ratings.first(row for row in blank_modes if not {(row, "mode"), (row, "evidence")} & ratings.noted):
        yield ratings.fault(name, row, "mode", "", "the cell is blank", _blank_mode(frame, row))
    blank = {end: frame[end].isna() if end in frame else pd.Series(True, frame.index) for end in ("low", "high")}
    endless = frame.index[none & ((blank["low"] & no_low) | (blank["high"] & no_high))]
    for row in ratings.first(row for row in endless if not {(row, "low"), (row, "high")} & ratings.noted):
        hint = "give low and high, or the ends of the criterion's scale"
        yield ratings.fault(name, row, "evidence", "none", "what is not known needs an interval", hint)


def _blank_mode(frame: pd.DataFrame, row: int) -> str:
    """What would do for a rating without a mode; with both ends given the middle is not guessed."""
    low, high = (float(frame[end].iloc[row]) if end in frame else np.nan for end in ("low", "high"))
    if np.isnan(low + high):
        return WAYS_OUT
    middle = f"low and high are given: write the most plausible value ({low / 2 + high / 2:g} is the middle)"
    return f"{middle}; leave all rows of the option out; or write evidence none where nobody knows"


def _end(bounds: pd.DataFrame, leaf: str, end: str) -> float:
    return float(bounds.at[leaf, end]) if end in bounds else float("nan")


def _outside(criterion: str, low: float, high: float) -> str:
    return f"is outside the scale of {criterion}, {low:g} to {high:g}"
