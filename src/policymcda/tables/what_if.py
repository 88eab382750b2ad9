"""Tables with a cell changed, or cut to some of their labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from policymcda.errors import nearest
from policymcda.tables import members, sketches
from policymcda.tables.performance_tables import expanded, leaf_criteria
from policymcda.tables.schemas import SCHEMAS
from policymcda.tables.spelling import resolved


def changed(ratings: pd.DataFrame, found: pd.Series, cell: dict[str, Any]) -> pd.DataFrame:
    """Ratings with the cells of a row changed, of several dates the latest.

    A rating whose ends equal its mode stays certain when only the mode is given.
    """
    if "as_of" in ratings:
        found &= ratings["as_of"] == max(ratings.loc[found, "as_of"])
    ends = [end for end in ("low", "high") if end in ratings and end not in cell]
    certain = all((ratings.loc[found, end] == ratings.loc[found, "mode"]).all() for end in ends)
    if "mode" in cell and certain:
        cell = {**dict.fromkeys(ends, cell["mode"]), **cell}
    for column, value in cell.items():
        if column not in SCHEMAS["ratings"].columns:
            raise ValueError(f"no column {column!r} of ratings ({nearest(column, SCHEMAS['ratings'].columns)})")
        written = ratings[column].astype(object) if column in ratings else pd.Series(None, ratings.index, dtype=object)
        written[found] = value
        ratings[column] = written
    return ratings


def cut(
    frames: Mapping[str, pd.DataFrame], kind: str, wanted: list[str], leaf_criteria: Iterable[str]
) -> dict[str, pd.DataFrame]:
    """Every table without the rows, and wide ratings without the columns, that name another label of this kind."""
    name = {"group": "groups", "option": "options", "criterion": "criteria"}[kind]
    known = list(frames[name][kind])
    wanted = [resolved(label, known) for label in wanted]
    for label in wanted:
        if label not in known:
            raise ValueError(f"no {kind} {label!r} ({nearest(label, known)})")
    if not wanted:
        raise ValueError(f"no {kind} is left; select at least one")
    if kind == "criterion":
        wanted = _with_ancestors(wanted, frames["criteria"])
    kept = {*wanted, ""}
    result = {}
    for table, frame in frames.items():
        columns = [kind] if kind in frame else []
        if (kind == "criterion" and table == "judgements") or (kind == "option" and table == "option_judgements"):
            columns.append("versus")
        result[table] = frame[frame[columns].isin(kept).all(axis="columns")] if columns else frame
        if kind == "group" and table == "members":
            result[table] = members.cut(frame, wanted)
        if table == "statements" and kind != "group":
            result[table] = frame[sketches.named(frame, kind, known).map(lambda labels: labels <= kept)]
        if kind == "criterion" and table == "ratings" and not columns:
            result[table] = frame.drop(columns=[leaf for leaf in leaf_criteria if leaf not in kept and leaf in frame])
    return {table: frame for table, frame in result.items() if len(frame)}


def _with_ancestors(wanted: list[str], criteria: pd.DataFrame) -> list[str]:
    """The criteria and, where they form a tree, what stands above them."""
    parent = dict(zip(criteria["criterion"], criteria.get("parent", [""] * len(criteria)), strict=True))
    for label in wanted:
        if parent.get(label) and parent[label] not in wanted:
            wanted.append(parent[label])
    return wanted


def below(frames: Mapping[str, pd.DataFrame], node: str, groups: list[str]) -> dict[str, pd.DataFrame]:
    """Every table cut to the criteria below a node, whose children are the topmost; stated weights divided by the node's.

    What was said of options as a whole (statements, expectations) is left out.
    """
    criteria = frames["criteria"]
    rated, under = leaf_criteria(criteria), descendants(criteria, node)
    result = cut(frames, "criterion", [leaf for leaf in rated if leaf in under], rated)
    own = result["criteria"][result["criteria"]["criterion"].isin(under)]
    own = own.assign(parent=own["parent"].where(own["parent"] != node, ""))
    if "weight" in criteria and criteria.loc[~criteria["criterion"].isin(rated), "weight"].isna().all():
        own = own.assign(weight=_divided(own["weight"]))
    result["criteria"] = own
    for name in ("weights", "judgements"):
        if name in result:
            result[name] = result[name][result[name]["criterion"].isin(under)]
    if "weights" in result and set(frames["weights"]["criterion"]) <= set(rated):
        table = expanded(result["weights"], groups)
        keys = [key for key in ("group", "stakeholder") if key in table]
        result["weights"] = table.assign(weight=table.groupby(keys)["weight"].transform(_divided))
    return {name: frame for name, frame in result.items() if len(frame) and name not in ("statements", "expectations")}


def descendants(criteria: pd.DataFrame, node: str) -> set[str]:
    """The criteria below a node, at any depth."""
    parent = dict(zip(criteria["criterion"], criteria["parent"], strict=True))
    found: set[str] = set()
    level = {node}
    while level:
        level = {label for label, above in parent.items() if above in level}
        found |= level
    return found


def _divided(weights: pd.Series) -> pd.Series:
    """The weights divided by their sum, as they are where that is 0."""
    total = weights.sum()
    return weights / total if total > 0 else weights
