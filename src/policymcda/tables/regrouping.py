"""Members in other groups, groups that are split, and ratings as they were on a date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from policymcda.errors import Fault, Findings, ProblemError, nearest
from policymcda.tables.dates import ordered
from policymcda.tables.members import shares
from policymcda.tables.performance_tables import CELL, expanded

Tables = Mapping[str, pd.DataFrame]


def moved(members: pd.DataFrame, member: str, group: str, share: float) -> pd.DataFrame:
    """The table of members with one in a group by a share; what is left is shared out as its other groups had it."""
    if isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
        raise ValueError(f"share is a number from 0 to 1, not {share!r}")
    before = shares(members, member)
    others = sum(part for name, part in before.items() if name != group)
    if share < 1 and not others:
        raise ValueError(
            f"{member} is in {group} alone: there is no other group to have the rest; move it to another group"
        )
    after = {name: part / others * (1 - share) for name, part in before.items() if name != group and share < 1}
    after |= {group: float(share)} if share > 0 else {}
    rows = members[members["member"] == member]
    kept = rows[rows["group"].isin(after)]
    if group in after and group not in set(kept["group"]):
        kept = pd.concat([kept, rows.head(1).assign(group=group, **_unsourced(rows))])
    kept = kept.assign(share=[after[name] for name in kept["group"]])
    place = members.index.get_loc(rows.index[0])
    rest = members[members["member"] != member]
    first = int((members["member"].iloc[:place] != member).sum())
    return pd.concat([rest.iloc[:first], kept, rest.iloc[first:]], ignore_index=True)


def _unsourced(rows: pd.DataFrame) -> dict[str, str]:
    """Blank cells for what the source of a member's group does not say of another one."""
    return {column: "" for column in rows if column not in ("member", "name", "group", "share")}


def split(tables: Tables, group: str, into: Mapping[str, Iterable[str]]) -> dict[str, pd.DataFrame]:
    """Every table with the rows of a group once more for each new one, to which the members that are named move."""
    if not isinstance(into, Mapping) or not into:
        raise ValueError("into names the new groups, each with its members: {'new': ['member']}")
    known = list(tables["groups"]["group"])
    members_by_group = {str(new): [one] if isinstance(one, str) else list(one) for new, one in into.items()}
    for new in members_by_group:
        if not new or new in known:
            raise ValueError(f"{new!r} is the name of a group already" if new else "a new group needs a name")
    result = {}
    for name, frame in tables.items():
        own = frame[frame["group"] == group] if "group" in frame and name != "members" else frame[:0]
        result[name] = pd.concat([frame, *(_renamed(own, name, new) for new in members_by_group)], ignore_index=True)
    if "members" in result or any(members_by_group.values()):
        result["members"] = _members(
            tables.get("members", pd.DataFrame(columns=["member", "group"])), group, members_by_group
        )
    return result


def _renamed(rows: pd.DataFrame, table: str, group: str) -> pd.DataFrame:
    """Rows of another group; a new group is not called like the old one."""
    named = {"name": ""} if table == "groups" and "name" in rows else {}
    return rows.assign(group=group, **named)


def _members(members: pd.DataFrame, group: str, into: Mapping[str, list[str]]) -> pd.DataFrame:
    here = list(members.loc[members["group"] == group, "member"])
    listed = [member for names in into.values() for member in names]
    for member in listed:
        if member not in here:
            raise ValueError(
                f"{member!r} is no member of {group} ({nearest(str(member), here) if here else 'it has none'})"
            )
        if listed.count(member) > 1:
            raise ValueError(f"{member} is named twice: a member moves to one new group")
    home = {member: new for new, names in into.items() for member in names}
    pairs = zip(members["member"], members["group"], strict=True)
    return members.assign(group=[home.get(member, of) if of == group else of for member, of in pairs])


def at(tables: Tables, date: str, groups: list[str]) -> dict[str, pd.DataFrame]:
    """The tables without ratings and codings that were made after a date.

    Raises
    ------
    ProblemError
        With every rating that had not been made by then, and every date whose order is not known.
    """
    if not ordered(date):
        raise ValueError(f"{date!r} is no date: write 2020, 2020-05 or 2020-05-31")
    dated = {name: tables[name] for name in ("ratings", "codings") if name in tables and "as_of" in tables[name]}
    if "ratings" not in dated:
        raise ValueError("no rating has a date (column as_of), so there is nothing to go back to")
    findings = Findings()
    for name, frame in dated.items():
        for row, cell in frame["as_of"].items():
            if cell and not ordered(cell):
                rule, hint = "is a date whose order is not known", "write 2020, 2020-05 or 2020-05-31"
                findings.add(Fault(name, str(row), "as_of", cell, rule, hint))
    kept = {name: frame[[_until(cell, date) for cell in frame["as_of"]]] for name, frame in dated.items()}
    for cell in _absent(dated["ratings"], kept["ratings"], groups):
        rule, hint = f"was not rated by {date}", "give a rating of an earlier date, or leave the option out"
        findings.add(Fault("ratings", column="as_of", value=cell, rule=rule, hint=hint))
    if findings.faults:
        raise ProblemError(findings.faults, findings.more)
    return {name: frame for name, frame in {**tables, **kept}.items() if len(frame)}


def _until(cell: str, date: str) -> bool:
    """Whether a date is not after another; a period counts until its end."""
    return cell <= date or cell.startswith(date)


def _absent(before: pd.DataFrame, after: pd.DataFrame, groups: list[str]) -> list[str]:
    """The cells that have no rating any more."""
    keys = [key for key in CELL if key in before or key == "group"]
    cells = [
        list(dict.fromkeys(expanded(frame, groups)[keys].itertuples(index=False, name=None)))
        for frame in (before, after)
    ]
    left = set(cells[1])
    return [", ".join(map(str, cell)) for cell in cells[0] if cell not in left]
