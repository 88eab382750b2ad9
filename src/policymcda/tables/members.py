"""Members of the groups: countries and the like, each in one group or, by shares, in several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from policymcda.errors import Fault, nearest
from policymcda.tables.checking import Checked

ROUNDED = 1e-6
"""How far the shares of a member may sum to something other than 1."""


def member_rules(table: Checked, groups: Iterable[str]) -> Iterator[Fault]:
    """Members named like a group, and shares of a member that do not sum to 1."""
    frame = table.frame
    for row in table.first(frame.index[frame["member"].isin([group for group in groups if group])]):
        hint = "rename the member: results list both"
        yield table.fault("members", row, "member", frame.at[row, "member"], "is the name of a group", hint)
    broken = {row for row, column in table.noted if column in ("member", "share")}
    share = _share(frame)
    total = share.groupby(frame["member"]).transform("sum")
    off = frame[((total - 1).abs() > ROUNDED) & ~frame["member"].isin(frame.loc[list(broken), "member"])]
    for row in table.first(off.drop_duplicates("member").index):
        value = f"{frame.at[row, 'member']}: {' + '.join(f'{one:g}' for one in share[frame['member'] == frame.at[row, 'member']])}"
        rule = f"its shares sum to {total[row]:g}, not 1"
        yield table.fault("members", row, "share", value, rule, "a blank share is 1; thirds may be written 1/3")


def shares(members: pd.DataFrame, member: str) -> dict[str, float]:
    """The groups of a member with its share of each, those above 0; they sum to 1.

    Raises
    ------
    ValueError
        When there is no such member.
    """
    rows = members[members["member"] == member]
    if not len(rows):
        known = list(dict.fromkeys(members["member"]))
        rest = nearest(str(member), known) if known else "the case has no table members"
        raise ValueError(f"no member {member!r} ({rest})")
    share = _share(rows)
    whole = float(share.sum())
    return {str(group): float(part) / whole for group, part in zip(rows["group"], share, strict=True) if part > 0}


def cut(members: pd.DataFrame, groups: Iterable[str]) -> pd.DataFrame:
    """The rows of the members that are in these groups and in no other."""
    outside = members.loc[~members["group"].isin(list(groups)) & (_share(members) > 0), "member"]
    return members[~members["member"].isin(outside) & members["group"].isin(list(groups))]


def sentence(member: str, shares_by_group: Mapping[str, float]) -> str:
    """The groups of a member in words."""
    if len(shares_by_group) == 1:
        return f"{member} is in {next(iter(shares_by_group))}"
    return f"{member} is in {', '.join(f'{group} ({share:.4g})' for group, share in shares_by_group.items())}"


def _share(frame: pd.DataFrame) -> pd.Series:
    """The share of each row, 1 where it is blank."""
    share = frame["share"] if "share" in frame else pd.Series(np.nan, frame.index)
    return share.astype(np.float64).fillna(1.0)
