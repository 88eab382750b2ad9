"""The tables of a case in which some kinds of change have been made and others have not."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import pandas as pd

from policymcda.fingerprints import WORDS
from policymcda.tables.comparing_cases import Tables, by_group, names, only_in_one
from policymcda.tables.schemas import KEYS, SCHEMAS, kind

KIND_OF_TABLE: Mapping[str, str] = {
    "options": "options",
    "criteria": "criteria",
    "values": "criteria",
    "ratings": "ratings",
    "option_judgements": "ratings",
    **dict.fromkeys(("judgements", "weights", "swings", "orders", "stakeholders", "statements"), "weights"),
    **dict.fromkeys(("screens", "thresholds"), "settings"),
    "members": "members",
}
"""With which kind of change a table goes; the others decide no score."""

KINDS = ("ratings", "weights", "options", "criteria", "members", "settings")
"""The kinds of change to which a change of a score is attributed."""


def kinds(changes: pd.DataFrame) -> list[str]:
    """The kinds among changes that may change a score."""
    found = {_kind_of(row.kind, row.column) for row in changes.itertuples()}
    return [name for name in KINDS if name in found]


def _kind_of(table: str, column: str) -> str:
    """The kind of one change, blank where it decides no score."""
    if table == "settings":
        return "settings"
    columns = SCHEMAS[table].columns if table in SCHEMAS else {}
    prose = column != "" and (column not in columns or (kind(columns[column]) == "text" and column not in WORDS))
    if prose or (table == "options" and column):
        return ""
    return "weights" if (table, column) == ("criteria", "weight") else KIND_OF_TABLE.get(table, "")


class Mixture:
    """The tables of two cases, without their prose, in the groups that both have; `of` mixes them."""

    def __init__(self, before: Tables, after: Tables) -> None:
        own = [set(tables["groups"]["group"]) for tables in (before, after)]
        self.groups = own[0] & own[1]
        self.only = {label: only_in_one(before, after, label) for label in ("option", "criterion")}
        self.sides = tuple(dict(self._decisive(tables)) for tables in (before, after))

    def of(self, made: Collection[str]) -> dict[str, pd.DataFrame]:
        """The tables with these kinds of change made."""
        result = {}
        for name in dict.fromkeys([*self.sides[0], *self.sides[1]]):
            parts = [self._rows(name, side, made) for side in (0, 1) if name in self.sides[side]]
            frame = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
            if len(frame):
                result[name] = _filled(name, frame)
        if "weight" in result["criteria"] or any("weight" in side["criteria"] for side in self.sides):
            result["criteria"] = self._weighted(result["criteria"], made)
        return result

    def _decisive(self, tables: Tables) -> Iterator[tuple[str, pd.DataFrame]]:
        """The tables that decide scores, and of them the columns that do."""
        for name, frame in tables.items():
            if name in KIND_OF_TABLE and name != "members":
                table = by_group(tables, name)
                columns = SCHEMAS[name].columns
                kept = [
                    column
                    for column in table
                    if column in KEYS[name]
                    or (column in columns and (kind(columns[column]) != "text" or column in WORDS))
                ]
                yield name, _of_groups(table[kept], self.groups)
            elif name == "groups":
                yield name, frame.loc[frame["group"].isin(self.groups), ["group"]]

    def _rows(self, name: str, side: int, made: Collection[str]) -> pd.DataFrame:
        """The rows of one side that stand in the mixture: those of an added or removed label go with its kind."""
        frame = self.sides[side][name]
        if name == "groups":
            return frame if side == 0 else frame[:0]
        fits = pd.Series((KIND_OF_TABLE[name] in made) == (side == 1), index=frame.index)
        own = {
            label: names(frame, name, label, wanted) if wanted else pd.Series(False, index=frame.index)
            for label, wanted in self.only.items()
        }
        stands = {"option": ("options" in made) == (side == 1), "criterion": ("criteria" in made) == (side == 1)}
        named = own["option"] | own["criterion"]
        both = pd.Series(True, index=frame.index)
        for label, rows in own.items():
            both &= ~rows | stands[label]
        return frame[fits.where(~named, both)]

    def _weighted(self, criteria: pd.DataFrame, made: Collection[str]) -> pd.DataFrame:
        """The criteria with the weights of that side which the mixture takes weights from."""
        side = self.sides["weights" in made]["criteria"]
        weights = dict(zip(side["criterion"], side["weight"], strict=True)) if "weight" in side else {}
        both = criteria["criterion"].isin(
            set(self.sides[0]["criteria"]["criterion"]) & set(self.sides[1]["criteria"]["criterion"])
        )
        own = criteria["weight"] if "weight" in criteria else pd.Series(float("nan"), index=criteria.index)
        return criteria.assign(weight=own.where(~both, criteria["criterion"].map(weights).astype(float)))


def _of_groups(table: pd.DataFrame, groups: set[str]) -> pd.DataFrame:
    return table[table["group"].isin(groups)] if "group" in table else table


def _filled(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Text that one side has no column for is blank."""
    columns = SCHEMAS[name].columns
    texts: dict[str, Any] = {
        column: frame[column].fillna("")
        for column in frame
        if column in columns and kind(columns[column]) in ("text", "label")
    }
    return frame.assign(**texts)
