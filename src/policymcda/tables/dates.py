"""Dates of ratings: which of several counts, and from when to when ratings are compared with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from policymcda.errors import Fault, ReadingNote
from policymcda.tables.checking import Checked
from policymcda.tables.performance_tables import CELL, expanded, latest

_ORDERED = re.compile(r"\d{4}(?:-?[QH][1-4]|-\d\d(?:-\d\d(?:[ T].*)?)?)?")
"""A date whose order is that of its text: a year, and then a quarter, or a month and a day."""


def ordered(date: str) -> bool:
    """Whether the order of a date is that of its text."""
    return _ORDERED.fullmatch(date) is not None


def unordered(ratings: Checked, groups: list[str]) -> Iterator[Fault]:
    """Dates of a rating that has several, of which it cannot be known which is the latest."""
    if "as_of" not in ratings.frame or "criterion" not in ratings.frame:
        return
    frame = expanded(ratings.frame[[one for one in (*CELL, "as_of") if one in ratings.frame]], groups)
    several = frame[frame.duplicated(CELL, keep=False)]
    for row in dict.fromkeys(several.index):
        date = several.at[row, "as_of"] if several.index.is_unique else ratings.frame.at[row, "as_of"]
        if date and not _ORDERED.fullmatch(date):
            rule = "is a date whose order is not known, and the rating has several dates"
            yield ratings.fault("ratings", row, "as_of", date, rule, "write 2020, 2020-05 or 2020-05-31")


def notes(ratings: pd.DataFrame, groups: list[str]) -> Iterator[ReadingNote]:
    """What a reader should know of dates and of blank modes."""
    if "as_of" in ratings and "criterion" in ratings:
        frame = latest(expanded(ratings, groups))
        mixed = frame.groupby("group", sort=False)["as_of"].nunique() > 1
        dates = sorted(set(frame.loc[frame["group"].map(mixed).astype(bool), "as_of"]))
        if dates:
            known = [date for date in dates if date]
            span = f"from {known[0]} to {known[-1]}" if len(known) > 1 else f"of {known[0]}"
            blank = " and ratings without a date" if "" in dates else ""
            text = (
                f"ratings {span}{blank} are compared with each other; of several dates of one rating the latest counts"
            )
            yield ReadingNote("dates", "ratings", "", text)
    if {"low", "mode", "high", "evidence"} <= set(ratings.columns):
        ends = np.isfinite(ratings["low"]) & np.isfinite(ratings["high"])
        count = int((ratings["mode"].isna() & ends & (ratings["evidence"] == "none")).sum())
        if count:
            which = "1 rating" if count == 1 else f"{count} ratings"
            text = f"the mode of {which} without evidence is blank: the middle of low and high stands for it"
            yield ReadingNote("middle", "ratings", "", text)
