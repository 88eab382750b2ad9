"""The door: a `Problem` cannot exist unless its tables fit, and nothing below it checks again."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from policymcda import tables
from policymcda.arrays import Bools, Floats, Ints
from policymcda.defaults import check_can_be_written
from policymcda.errors import Findings, ProblemError, ReadingNote, described, nearest
from policymcda.fingerprints import fingerprint
from policymcda.other_problems import OtherProblems, TableOfProblem
from policymcda.tables import (
    headers,
    matrices,
    notebooks,
    performance_tables,
    plain_tables,
    priorities,
    reading,
    writing,
)
from policymcda.tables.case_keys import Case
from policymcda.tables.origin import NOWHERE, Origin
from policymcda.tables.performance_tables import PerformanceTable, from_long, from_wide, given_ends, need_modes, to_long
from policymcda.tables.scales import ScaleEnds, scale_ends
from policymcda.tables.schemas import SCHEMAS, UNKNOWN


@dataclass(frozen=True, eq=False, repr=False)
class Problem(OtherProblems):
    """Options, criteria and, for each group, ratings: validated, aligned by label, immutable.

    Made by `load`, `Problem.from_tables` or `Problem.from_matrix`. Its tables are handed out as copies, its arrays
    cannot be written to; `change`, `replace` and `select` give new problems.

    Attributes
    ----------
    leaf_criteria : tuple of str
        The criteria that options are rated on, sorted; the columns of every array.
    benefit : (n,) array of bool
        Where more is better, in the order of `leaf_criteria`.
    grids : mapping of str to PerformanceTable
        The ratings of each group as arrays, in sorted-label order.
    reading_notes : tuple of ReadingNote
        How the input was understood where it could be read in more than one way; `notes` has them as a table.
    whole : Problem or None
        What this problem is a part of, where it is that below a node (see `node`), and node_name, which node.
    """

    leaf_criteria: tuple[str, ...]
    benefit: Bools
    _grids: Mapping[str, PerformanceTable]
    _case: Mapping[str, Any]
    _tables: Mapping[str, pd.DataFrame]
    reading_notes: tuple[ReadingNote, ...] = ()
    _origin: Origin = NOWHERE
    whole: Problem | None = None
    node_name: str = ""
    member_name: str = ""
    _unscreened: Problem | None = None

    options: ClassVar[TableOfProblem] = TableOfProblem()
    criteria: ClassVar[TableOfProblem] = TableOfProblem()
    groups: ClassVar[TableOfProblem] = TableOfProblem()
    ratings: ClassVar[TableOfProblem] = TableOfProblem()
    codings: ClassVar[TableOfProblem] = TableOfProblem()
    judgements: ClassVar[TableOfProblem] = TableOfProblem()
    option_judgements: ClassVar[TableOfProblem] = TableOfProblem()
    weights: ClassVar[TableOfProblem] = TableOfProblem()
    swings: ClassVar[TableOfProblem] = TableOfProblem()
    orders: ClassVar[TableOfProblem] = TableOfProblem()
    values: ClassVar[TableOfProblem] = TableOfProblem()
    stakeholders: ClassVar[TableOfProblem] = TableOfProblem()
    screens: ClassVar[TableOfProblem] = TableOfProblem()
    thresholds: ClassVar[TableOfProblem] = TableOfProblem()
    expectations: ClassVar[TableOfProblem] = TableOfProblem()
    members: ClassVar[TableOfProblem] = TableOfProblem()
    statements: ClassVar[TableOfProblem] = TableOfProblem()
    costs: ClassVar[TableOfProblem] = TableOfProblem()

    @classmethod
    def from_tables(cls, *, case: Mapping[str, Any] | None = None, **tables: Any) -> Problem:
        """A problem from data frames (pandas, polars, pyarrow), lists of records or dicts of columns.

        Parameters
        ----------
        case : mapping, optional
            What `case.toml` holds: title, question, source, defaults.
        **tables
            ``criteria`` and ``ratings`` (long, one row per cell; or wide, one column per criterion), and any other table of a
            case: options, groups, judgements, weights, screens, thresholds, ...

        Raises
        ------
        ProblemError
            With every fault of every table.

        Examples
        --------
        >>> problem = Problem.from_tables(
        ...     criteria={"criterion": ["cost", "reach"], "direction": ["cost", "benefit"]},
        ...     ratings={"option": ["tax", "ban"], "cost": [3, 5], "reach": [40, 90]},
        ... )
        >>> problem
        Problem: 2 options, 2 criteria, 1 group
        """
        return cls._from_read(*reading.mapping({"case": case, "tables": tables}))

    @classmethod
    def from_matrix(
        cls,
        frame: pd.DataFrame,
        *,
        directions: Any,
        weights: Any = None,
        bounds: Any = None,
        low: pd.DataFrame | None = None,
        high: pd.DataFrame | None = None,
        sd: pd.DataFrame | None = None,
    ) -> Problem:
        """A problem of one group from a decision matrix whose index are the options and whose columns are the criteria.

        Parameters
        ----------
        frame : DataFrame
            One number for each option and criterion.
        directions : str, mapping, Series or sequence
            ``benefit`` or ``cost`` for each criterion, by label or in the order of the columns; one word is for all.
        weights : mapping, Series or sequence, optional
            By label or in the order of the columns. They may be left out until something needs them.
        bounds : mapping, DataFrame or sequence, optional
            The low and the high end of each criterion's scale, as pairs.
        low, high, sd : DataFrame, optional
            For each rating its ends or its standard deviation, with the labels of `frame`.

        Examples
        --------
        >>> matrix = pd.DataFrame({"price": [3, 5], "reach": [40, 90]}, index=["tax", "ban"])
        >>> Problem.from_matrix(matrix, directions={"price": "cost", "reach": "benefit"})
        Problem: 2 options, 2 criteria, 1 group
        """
        raws, faults = matrices.split(frame, directions, weights, bounds, {"low": low, "high": high, "sd": sd})
        return cls._from_read({}, raws, Findings(faults))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Problem:
        """The problem that `to_dict` gave, or any mapping with `case` and `tables`."""
        if not isinstance(data, Mapping):
            text = f"from_dict takes a mapping with case and tables, as to_dict gives, not {described(data)}"
            raise ValueError(text)  # noqa: TRY004  every fault of the input is one
        return cls._from_read(*reading.mapping(data))

    @classmethod
    def _from_read(cls, case: Case, raws: reading.Tables, findings: Findings, origin: Origin | None = None) -> Problem:
        """What the readers read, checked, aligned and frozen."""
        frames = None if findings.faults else plain_tables.frames(case, raws)
        if frames is None:
            checked = tables.checked(case, raws, findings)
            if findings.faults:
                raise ProblemError(findings.faults, findings.more)
            frames = {name: frame.copy() for name, frame in checked.items()}
        criteria = frames["criteria"].set_index("criterion")
        leaf_criteria = sorted(performance_tables.leaf_criteria(frames["criteria"]))
        groups, ratings = list(frames["groups"]["group"]), frames["ratings"]
        if "criterion" in ratings:
            made = dict(from_long(ratings, groups, leaf_criteria, given_ends(criteria, leaf_criteria)))
        else:
            made = dict(from_wide(ratings, groups, leaf_criteria))
            frames["ratings"] = ratings[[column for column in ratings if column not in leaf_criteria]]
        benefit = np.array((criteria["direction"] == "benefit").reindex(leaf_criteria), dtype=np.bool_)
        benefit.flags.writeable = False
        notes = tuple(dict.fromkeys(findings.notes))
        problem = cls(tuple(leaf_criteria), benefit, made, dict(case), frames, notes, origin or NOWHERE)
        problem._places  # noqa: B018  labels are aligned here, once
        return problem

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "grids"}  # a view cannot be pickled

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.benefit.flags.writeable = False

    @cached_property
    def grids(self) -> Mapping[str, PerformanceTable]:
        """The ratings of each group as arrays."""
        return MappingProxyType(self._grids)

    def order(self, group: str) -> Ints:
        """Where the options of a group are in its arrays, in the order of their table, (m,)."""
        places = self._places[group]
        return places[places >= 0]

    def unrated(self, group: str) -> list[str]:
        """The options that do not compete in a group because they have no rating there."""
        return list(self._tables["options"]["option"][self._places[group] < 0])

    @cached_property
    def _places(self) -> dict[str, Ints]:
        """For each group, where each option of the table is in the arrays, -1 where it is not rated, (options,)."""
        options = pd.Index(self._tables["options"]["option"], dtype=object)
        each = {id(grid.options): grid.options for grid in self._grids.values()}
        found = {key: pd.Index(labels, dtype=object).get_indexer(options) for key, labels in each.items()}
        return {group: found[id(grid.options)].astype(np.int64, copy=False) for group, grid in self._grids.items()}

    def table(self, name: str) -> pd.DataFrame:
        """A table of the problem under its name, a copy; empty, with the columns it would have, where there is none."""
        if name not in SCHEMAS:
            raise ValueError(f"no table {name!r} ({nearest(name, SCHEMAS)})")
        if name == "ratings" and self._wide:
            return self._long()
        if name not in self._tables:
            return pd.DataFrame(columns=list(SCHEMAS[name].columns))
        return self._tables[name].copy()

    def _long(self) -> pd.DataFrame:
        """Every rating of every group with its ends filled in, one row per cell."""
        long = [to_long(grid, group, list(self.leaf_criteria)) for group, grid in self.grids.items()]
        return pd.concat(long, ignore_index=True)

    def has(self, name: str) -> bool:
        """Whether the problem has a table of this name with a row in it."""
        return name in self._tables and len(self._tables[name]) > 0

    @property
    def case(self) -> dict[str, Any]:
        """Name, title, question, source and defaults of the case, a copy."""
        return copy.deepcopy(dict(self._case))

    @property
    def name(self) -> str:
        """The name of the case, blank where it has none."""
        return str(self._case.get("name", ""))

    @property
    def defaults(self) -> Mapping[str, Any]:
        """The case's own choice of method, weights and rule for the unknown."""
        return dict(self._case.get("defaults", {}))

    @property
    def notes(self) -> pd.DataFrame:
        """How the input was understood, or what of it was left aside: code, table, row, text. Not saved."""
        columns = list(ReadingNote.__dataclass_fields__)
        return pd.DataFrame(list(map(asdict, self.reading_notes)), columns=columns, dtype=object)

    @property
    def own_columns(self) -> dict[str, list[str]]:
        """For each table the columns that are the user's own: they are kept and saved, and nothing is computed of them."""
        own = {name: headers.own_columns(name, list(table), self.leaf_criteria) for name, table in self._tables.items()}
        return {name: columns for name, columns in own.items() if columns}

    @property
    def words(self) -> str:
        """What names this problem on the command line, without its folder; blank where it was made or changed in memory."""
        return "" if self._origin.changed else self._origin.words or self.name

    @cached_property
    def fingerprint(self) -> str:
        """A hash of identifiers, numbers, directions, evidence, judgements, weights and screens, but not of prose.

        The same whatever the order of the rows, and on every machine.
        """
        return fingerprint(self._tables, self._grids)

    def labels(self, kind: str) -> list[str]:
        """The options, the criteria that are rated, or the groups, in the order of their table."""
        if kind == "criterion":
            return list(self._leaves_in_order)
        return list(self._tables[f"{kind}s"][kind])

    @cached_property
    def _leaves_in_order(self) -> tuple[str, ...]:
        return tuple(performance_tables.leaf_criteria(self._tables["criteria"]))

    @cached_property
    def columns_of_criteria(self) -> frozenset[str]:
        """The columns of the criteria table."""
        return frozenset(self._tables["criteria"].columns)

    def column(self, name: str) -> Any:
        """A column of the criteria table for the leaf criteria in sorted order, None where there is none, (n,)."""
        criteria = self._tables["criteria"]
        if name not in criteria:
            return None
        return criteria[name].to_numpy()[self._rows]

    @cached_property
    def _rows(self) -> Ints:
        """Where the leaf criteria, sorted, stand in the criteria table, (n,)."""
        places = {criterion: row for row, criterion in enumerate(self._tables["criteria"]["criterion"])}
        return np.array([places[leaf] for leaf in self.leaf_criteria])

    @cached_property
    def scale_ends(self) -> ScaleEnds:
        """The ends of the scale of each leaf criterion; where the table gives none, those of all its ratings."""
        whole = self._unscreened or self
        return scale_ends(whole.column("low"), whole.column("high"), whole._grids.values())

    def rule_for_unknown(self, unknown: str | None = None) -> str:
        """What a rating without evidence counts as: as asked for, else as the case says, else its mode."""
        rule = str(self.defaults.get("unknown", "mode")) if unknown is None else unknown
        if not isinstance(rule, str) or rule not in UNKNOWN:
            raise ValueError(f"no rule {rule!r} for the unknown ({nearest(str(rule), UNKNOWN)})")
        return rule

    def screen_by_default(self, screen: bool | None = None) -> bool:
        """Whether what is screened out does not compete: as asked for, else as the case says, else it does."""
        if screen is not None and not isinstance(screen, bool | np.bool_):
            raise ValueError(f"screen is True, False or None (as the case says), not {screen!r}")
        return bool(self.defaults.get("screen", False) if screen is None else screen)

    def matrices(self, unknown: str = "mode") -> Iterator[tuple[str, Any, Floats]]:
        """Group, sorted options and decision matrix (m, n), for each group.

        Parameters
        ----------
        unknown : {"mode", "worst", "best"}
            What a rating without evidence counts as: its mode, or the end of its interval that is worse or better.
        """
        unknown = self.rule_for_unknown(unknown)
        for group, grid in self.grids.items():
            if unknown == "mode":
                if np.isnan(grid.mode).any():
                    need_modes(group, grid, self.leaf_criteria)
                yield group, grid.options, grid.mode
            else:
                yield group, grid.options, grid.at_end(unknown, self.benefit)

    def matrix(self, group: str | None = None, unknown: str = "mode") -> pd.DataFrame:
        """The decision matrix of a group, options by criteria, in the order of the tables."""
        name = self._group(group)
        found = {one: (options, values) for one, options, values in self.matrices(unknown)}[name]
        frame = pd.DataFrame(found[1], index=pd.Index(found[0], name="option"), columns=list(self.leaf_criteria))
        order = [option for option in self.labels("option") if option in set(found[0])]
        return frame.loc[order, self.labels("criterion")].rename_axis(columns="criterion")

    def _replaced(self, **fields: Any) -> Problem:
        return replace(self, **fields)

    def _with(self, case: Mapping[str, Any] | None, frames: Mapping[str, Any]) -> Problem:
        """A problem of these tables that may be saved where this one came from."""
        origin = replace(self._origin, changed=bool(self._origin.words))
        made = Problem._from_read(*reading.mapping({"case": case, "tables": frames}), origin=origin)
        known = self.member_name in set(made.table("members")["member"])
        return replace(made, member_name=self.member_name) if known else made

    def save(self, path: str | Path, *, overwrite: bool = False) -> Path:
        """Write the problem as a folder of CSV files, a workbook (.xlsx) or JSON (.json), whole or not at all.

        Parameters
        ----------
        path : str or Path
            A file is replaced. In a folder only files that are named like tables, and case.toml, are replaced or
            removed; links are followed, and modes kept.
        overwrite : bool
            Replace such files in a folder that this problem was not loaded from and no save wrote.

        Raises
        ------
        ValueError
            For such a folder without `overwrite`, with the files that would have been replaced; for an ending that is
            no folder's and cannot be written; and for what is no regular file.
        """
        check_can_be_written(self.defaults)
        return writing.save(path, self._case, self._written_tables(), origin=self._origin.folder, overwrite=overwrite)

    def to_dict(self) -> dict[str, Any]:
        """The problem as what JSON can tell: the case, and each table as a list of records."""
        check_can_be_written(self.defaults)
        return writing.records(self._case, self._written_tables())

    def __repr__(self) -> str:
        sizes = len(self._tables["options"]), len(self.leaf_criteria), len(self.grids)
        words = ("option", "options"), ("criterion", "criteria"), ("group", "groups")
        text = ", ".join(f"{size} {word[size != 1]}" for size, word in zip(sizes, words, strict=True))
        return f"Problem{f' {self.name!r}' if self.name else ''}: {text}"

    def _repr_html_(self) -> str:
        return notebooks.of_problem(self)

    @property
    def _wide(self) -> bool:
        return "criterion" not in self._tables["ratings"]

    def _written_tables(self) -> dict[str, pd.DataFrame]:
        """The tables as they are written: wide ratings stay wide, priorities of judged options are left to those."""
        if not self._wide:
            return priorities.without_derived(self._tables)
        wide = matrices.written(self._tables["ratings"], self.grids, self.leaf_criteria, self.labels("criterion"))
        return {**self._tables, "ratings": wide}
