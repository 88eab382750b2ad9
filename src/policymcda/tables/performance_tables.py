"""Ratings as arrays: for each group a grid of options by criteria, in sorted-label order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats
from policymcda.errors import Fault, ProblemError
from policymcda.tables.schemas import EVIDENCE

CODES = {grade: code for code, grade in enumerate(EVIDENCE)}
"""Evidence as a small number: 0 unstated, 1 none, 2 inferred, 3 direct."""

UNSTATED, NONE = CODES["unstated"], CODES["none"]

CELL = ["group", "option", "criterion"]
"""What a rating is of."""


@dataclass(frozen=True, eq=False)
class PerformanceTable:
    """The ratings of one group, each array (m, n), none of them writeable.

    `options` are sorted labels and the columns are the sorted leaves. `low` and `high` are the ends within which a
    rating lies: the mode itself where it is certain, minus and plus infinity where a normal one has no bounds. `mode`
    is NaN where an unknown rating has none; `sd` is NaN where the rating is not normal.
    """

    options: np.ndarray[Any, np.dtype[np.object_]]
    mode: Floats
    low: Floats
    high: Floats
    sd: Floats
    evidence: np.ndarray[Any, np.dtype[np.int8]]

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update({name: _frozen(array) for name, array in state.items()})

    def take(self, rows: Bools) -> PerformanceTable:
        """The same ratings of some of the options."""
        arrays = (self.options, self.mode, self.low, self.high, self.sd, self.evidence)
        return PerformanceTable(*(_frozen(array[rows]) for array in arrays))

    def at_end(self, end: str, benefit: Bools) -> Floats:
        """The modes, and for what is not known the "worst" or the "best" end of its interval by direction, (m, n)."""
        value = np.where(benefit == (end == "best"), self.high, self.low)
        return np.where(self.unknown, value, self.mode)

    @property
    def unknown(self) -> Bools:
        """Where there is no evidence, (m, n)."""
        return np.asarray(self.evidence == NONE)

    @property
    def width(self) -> Floats:
        """How far apart the ends of each rating are, (m, n)."""
        return self.high - self.low


def leaf_criteria(criteria: pd.DataFrame) -> list[str]:
    """The criteria that options are rated on: those that no other names as its parent."""
    parents = set(criteria["parent"]) if "parent" in criteria else set()
    return [criterion for criterion in criteria["criterion"] if criterion not in parents]


def expanded(frame: pd.DataFrame, groups: list[str]) -> pd.DataFrame:
    """A row for every group where the group is blank or not named; rows keep their index."""
    if "group" not in frame:
        frame = frame.assign(group="")
    blank = frame["group"] == ""
    if not blank.any():
        return frame
    everywhere = frame[blank].drop(columns="group").merge(pd.DataFrame({"group": groups}), how="cross")
    everywhere.index = np.repeat(frame.index[blank], len(groups))
    return pd.concat([frame[~blank], everywhere[frame.columns]]).sort_index(kind="stable")


def latest(ratings: pd.DataFrame) -> pd.DataFrame:
    """One row per cell, of several dates the latest; a rating without a date is older than any."""
    return ratings.sort_values("as_of", kind="stable").drop_duplicates(CELL, keep="last")


def given_ends(criteria: pd.DataFrame, leaf_criteria: Sequence[str]) -> tuple[Floats, Floats]:
    """The ends that the criteria table gives to each leaf criterion, (n,), NaN where it gives none."""
    none = np.full(len(leaf_criteria), np.nan)
    low, high = (
        criteria[end].reindex(leaf_criteria).to_numpy(np.float64) if end in criteria else none
        for end in ("low", "high")
    )
    return low, high


def from_long(
    ratings: pd.DataFrame, groups: list[str], leaf_criteria: list[str], ends: tuple[Floats, Floats]
) -> Iterator[tuple[str, PerformanceTable]]:
    """A grid for each group from one row per cell; of several dates, the latest; ends are those of the scales, (n,)."""
    frame = expanded(ratings, groups)
    if "as_of" in frame:
        frame = latest(frame)
    columns = {leaf: column for column, leaf in enumerate(leaf_criteria)}
    column = np.array([columns[criterion] for criterion in frame["criterion"]])
    labels, group_of = frame["option"].to_numpy(dtype=object), frame["group"].to_numpy(dtype=object)
    numbers = {name: frame[name].to_numpy(np.float64) for name in ("low", "mode", "high", "sd") if name in frame}
    grades = (
        [CODES[grade or "unstated"] for grade in frame["evidence"]] if "evidence" in frame else [UNSTATED] * len(frame)
    )
    evidence = np.array(grades, dtype=np.int8)
    for group in groups:
        rows = np.flatnonzero(group_of == group)
        options = sorted(set(labels[rows]))
        places = {option: place for place, option in enumerate(options)}
        at = [places[option] for option in labels[rows]], column[rows]
        read = {name: np.full((len(options), len(columns)), np.nan) for name in ("low", "mode", "high", "sd")}
        for name, values in numbers.items():
            read[name][at] = values[rows]
        grade = np.zeros((len(options), len(columns)), dtype=np.int8)
        grade[at] = evidence[rows]
        yield group, _filled(np.array(options, dtype=object), read, grade, ends)


def from_wide(
    ratings: pd.DataFrame, groups: list[str], leaf_criteria: list[str]
) -> Iterator[tuple[str, PerformanceTable]]:
    """A grid for each group from one column per criterion: certain ratings whose evidence is unstated; no copies."""
    ratings = ratings[ratings[leaf_criteria[0]].notna()] if ratings[leaf_criteria[0]].hasnans else ratings
    if "group" not in ratings or (ratings["group"] == "").all():
        shared = _certain(ratings, leaf_criteria)
        yield from ((group, shared) for group in groups)
        return
    frame = expanded(ratings, groups)
    for group in groups:
        yield group, _certain(frame[frame["group"] == group], leaf_criteria)


def _certain(rows: pd.DataFrame, leaf_criteria: list[str]) -> PerformanceTable:
    labels = rows["option"].to_numpy(dtype=object)
    order = np.array(
        sorted(range(len(labels)), key=labels.tolist().__getitem__), dtype=np.int64
    )  # thrice numpy's speed
    mode = np.empty((len(rows), len(leaf_criteria)))
    for column, leaf in enumerate(leaf_criteria):
        mode[:, column] = rows[leaf].to_numpy()[order]
    mode.flags.writeable = False
    nowhere = np.broadcast_to(np.nan, mode.shape)
    unstated = np.broadcast_to(np.int8(UNSTATED), mode.shape)
    return PerformanceTable(_frozen(labels[order]), mode, mode, mode, nowhere, unstated)


def to_long(grid: PerformanceTable, group: str, leaf_criteria: list[str]) -> pd.DataFrame:
    """The ratings of a group, one row per cell; ends at infinity are blank."""
    options, criteria = len(grid.options), len(leaf_criteria)
    words = {
        "group": np.full(options * criteria, group, dtype=object),
        "option": np.repeat(grid.options, criteria),
        "criterion": np.tile(np.array(leaf_criteria, dtype=object), options),
        "evidence": np.array(EVIDENCE, dtype=object)[grid.evidence.ravel()],
    }
    word_columns = {name: pd.Series(column, dtype=object) for name, column in words.items()}
    return pd.DataFrame(
        {
            **{name: word_columns[name] for name in ("group", "option", "criterion")},
            "low": np.where(np.isinf(grid.low), np.nan, grid.low).ravel(),
            "mode": grid.mode.ravel(),
            "high": np.where(np.isinf(grid.high), np.nan, grid.high).ravel(),
            "sd": grid.sd.ravel(),
            "evidence": word_columns["evidence"],
        }
    )


def _filled(options: Any, read: dict[str, Floats], evidence: Any, ends: tuple[Floats, Floats]) -> PerformanceTable:
    """Ends that were left out: the scale's where nothing is known or the rating is normal, else the mode.

    A mode that was left out where nothing is known is the middle of the ends that the rating itself has.
    """
    normal = np.isfinite(read["sd"]) & (evidence != NONE)
    scale_low, scale_high = (np.broadcast_to(end, evidence.shape) for end in ends)
    low = np.where(evidence == NONE, scale_low, read["mode"])
    high = np.where(evidence == NONE, scale_high, read["mode"])
    low = np.where(normal, np.where(np.isnan(scale_low), -np.inf, scale_low), low)
    high = np.where(normal, np.where(np.isnan(scale_high), np.inf, scale_high), high)
    low = np.where(np.isnan(read["low"]), low, read["low"])
    high = np.where(np.isnan(read["high"]), high, read["high"])
    sd = np.where(normal, read["sd"], np.nan)
    middle = (evidence == NONE) & np.isnan(read["mode"]) & np.isfinite(read["low"]) & np.isfinite(read["high"])
    mode = np.where(middle, read["low"] / 2 + read["high"] / 2, read["mode"])
    return PerformanceTable(_frozen(options), *(_frozen(array) for array in (mode, low, high, sd, evidence)))


def _frozen(array: Any) -> Any:
    array.flags.writeable = False
    return array


def need_modes(group: str, grid: PerformanceTable, leaf_criteria: Sequence[str]) -> None:
    """Refuses ratings that are unknown and have no mode, where a mode is needed.

    Raises
    ------
    ProblemError
    """
    rows, columns = np.nonzero(np.isnan(grid.mode))
    if len(rows):
        rule, hint = "is not known and has no mode", "give one, or let the unknown count as worst or best"
        cells = [f"{group}, {grid.options[i]}, {leaf_criteria[int(j)]}" for i, j in zip(rows, columns, strict=True)]
        raise ProblemError(Fault("ratings", column="mode", value=cell, rule=rule, hint=hint) for cell in cells)
