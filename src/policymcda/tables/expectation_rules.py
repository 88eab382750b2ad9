"""Rules of the table `expectations`: a rank for what is expected within or outside it, none for what is only named."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from policymcda.errors import Fault
from policymcda.tables.checking import Checked

NAMED = "named"
"""The relation of an option that a source names for a group, without a rank."""


def expectation_rules(table: Checked) -> Iterator[Fault]:
    """Ranks that are missing, and ranks of named options, whose limit is counted."""
    frame = table.frame
    rank = frame["rank"] if "rank" in frame else pd.Series(float("nan"), frame.index)
    named = frame["relation"] == NAMED
    known = frame["relation"].isin(["within", "outside"])
    for row in table.first(row for row in frame.index[rank.isna() & known] if (row, "rank") not in table.noted):
        hint = "give a rank, or write the relation named"
        yield table.fault(
            "expectations", row, "rank", "", f"{frame.at[row, 'relation']} which rank is not stated", hint
        )
    for row in table.first(frame.index[rank.notna() & named]):
        rule = "a named option has no rank: the number of options named for its group is its limit"
        yield table.fault("expectations", row, "rank", f"{rank[row]:g}", rule, "leave it blank")
