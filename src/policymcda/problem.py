"""The door: a `Problem` cannot exist unless its tables fit, and nothing below it checks again."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from policymcda import tables
from policymcda.arrays import Bools, Floats, Ints
from policymcda.defaults import checked_defaults
from policymcda.errors import Findings, ProblemError, ReadingNote, described, nearest
from policymcda.fingerprints import fingerprint
from policymcda.tables import (
    crossing,
    headers,
    matrices,
    members,
    priorities,
    reading,
    regrouping,
    spelling,
    stricter_ratings,
    what_if,
    writing,
)
from policymcda.tables.case_keys import Case
from policymcda.tables.origin import NOWHERE, Origin
from policymcda.tables.performance_tables import PerformanceTable, from_long, from_wide, need_modes, to_long
from policymcda.tables.scales import ScaleEnds, scale_ends
from policymcda.tables.schemas import SCHEMAS


class _Table:
    """A table of the problem under its own name, handed out as a copy."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.__doc__ = f"The table {name}, a copy."

    def __get__(self, problem: Problem | None, owner: type | None = None) -> Any:
        return self if problem is None else problem.table(self.name)


@dataclass(frozen=True, eq=False, repr=False)
class Problem:
    """Options, criteria and, for each group, ratings: validated, aligned by label, immutable.

    Made by `load`, `Problem.from_tables` or `Problem.from_matrix`. Its tables are handed out as copies, its arrays
    cannot be written to; `change`, `replace` and `select` give new problems.

    Attributes
    ----------
    leaves : tuple of str
        The criteria that options are rated on, sorted; the columns of every array.
    benefit : (n,) array of bool
        Where more is better, in the order of `leaves`.
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
    _member: str = ""
    _unscreened: Problem | None = None

    options = _Table()
    criteria = _Table()
    groups = _Table()
    ratings = _Table()
    codings = _Table()
    judgements = _Table()
    option_judgements = _Table()
    weights = _Table()
    swings = _Table()
    orders = _Table()
    values = _Table()
    stakeholders = _Table()
    screens = _Table()
    thresholds = _Table()
    expectations = _Table()
    members = _Table()
    statements = _Table()
    costs = _Table()

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
        frames = tables.checked(case, raws, findings)
        if findings.faults:
            raise ProblemError(findings.faults, findings.more)
        criteria = frames["criteria"].set_index("criterion")
        leaf_criteria = sorted(crossing.leaf_criteria(frames["criteria"]))
        groups = list(frames["groups"]["group"])
        ratings = frames["ratings"]
        if "criterion" in ratings:
            ends = tuple(
                criteria[end].reindex(leaf_criteria).to_numpy(np.float64)
                if end in criteria
                else np.full(len(leaf_criteria), np.nan)
                for end in ("low", "high")
            )
            made = dict(from_long(ratings, groups, leaf_criteria, (ends[0], ends[1])))
        else:
            made = dict(from_wide(ratings, groups, leaf_criteria))
            extra = [column for column in ratings if column not in leaf_criteria]
            frames["ratings"] = ratings[extra]
        benefit = np.array([criteria.at[leaf, "direction"] == "benefit" for leaf in leaf_criteria], dtype=np.bool_)
        benefit.flags.writeable = False
        copies = {name: frame.copy() for name, frame in frames.items()}
        notes = tuple(dict.fromkeys(findings.notes))
        problem = cls(tuple(leaf_criteria), benefit, made, dict(case), copies, notes, origin or NOWHERE)
        problem._places  # noqa: B018  labels are aligned here, once
        return problem

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self.benefit.flags.writeable = False

    @property
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
        return pd.DataFrame(
            [asdict(note) for note in self.reading_notes], columns=list(ReadingNote.__dataclass_fields__), dtype=object
        )

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
            return crossing.leaf_criteria(self._tables["criteria"])
        return list(self._tables[f"{kind}s"][kind])

    def column(self, name: str) -> Any:
        """A column of the criteria table for the leaves in sorted order, None where there is none, (n,)."""
        criteria = self._tables["criteria"]
        if name not in criteria:
            return None
        return criteria[name].to_numpy()[self._rows]

    @cached_property
    def _rows(self) -> Ints:
        """Where the leaves, sorted, stand in the criteria table, (n,)."""
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
        if rule not in tables.UNKNOWN:
            raise ValueError(f"no rule {rule!r} for the unknown ({nearest(str(rule), tables.UNKNOWN)})")
        return rule

    def screen_by_default(self, screen: bool | None = None) -> bool:
        """Whether what is screened out competes: as asked for, else as the case says, else it does."""
        if screen is not None and not isinstance(screen, bool | np.bool_):
            raise ValueError(f"screen is True, False or None (as the case says), not {screen!r}")
        return bool(self.defaults.get("screen", False) if screen is None else screen)

    def without(self, screened_out: Mapping[str, Iterable[str]]) -> Problem:
        """The problem in which some options do not compete: by group their labels; tables and fingerprint stay.

        A group in which nothing is left is not among its `grids`.
        """
        grids = {}
        for group, grid in self._grids.items():
            gone = set(screened_out.get(group, ()))
            stays = np.array([option not in gone for option in grid.options], dtype=np.bool_)
            if stays.any():
                grids[group] = grid if stays.all() else grid.take(stays)
        fewer = replace(self, _grids=grids, _unscreened=self._unscreened or self)
        fewer.__dict__["fingerprint"] = self.fingerprint
        return fewer

    def using(self, **settings: Any) -> Problem:
        """The problem with other defaults, which every question takes where it is not asked otherwise.

        Parameters
        ----------
        method : str or callable
            A name, as for `rank`; a function works in memory, and `save` refuses it.
        weights : str or Weights
            The name of a way to weights; weights themselves replace the table `weights`.
        unknown : {"mode", "worst", "best"}
        screen : bool
            Whether what a screen or a threshold excludes does not compete.
        normalise : bool
            Whether stated weights are divided by their sum.

        Notes
        -----
        None takes a default away. `save` writes them to `case.toml`; the fingerprint stays as it is.

        Examples
        --------
        >>> from policymcda import load, rank
        >>> problem = load("cyber-policy").using(method="weighted_sum", screen=True)
        >>> rank(problem).settings["method"]
        'weighted_sum'
        """
        given, weights = checked_defaults(settings)
        merged = {**self.defaults, **given}
        defaults = {name: value for name, value in merged.items() if value is not None}
        changed = self if weights is None else self.replace(weights=weights)
        whole = None if changed.whole is None else changed.whole.using(**given)
        return replace(changed, _case={**changed._case, "defaults": defaults}, whole=whole)

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
                need_modes(group, grid, self.leaf_criteria)
                yield group, grid.options, grid.mode
            else:
                end = np.where(self.benefit == (unknown == "best"), grid.high, grid.low)
                yield group, grid.options, np.where(grid.unknown, end, grid.mode)

    def matrix(self, group: str | None = None, unknown: str = "mode") -> pd.DataFrame:
        """The decision matrix of a group, options by criteria, in the order of the tables."""
        name = self._group(group)
        found = {one: (options, values) for one, options, values in self.matrices(unknown)}[name]
        frame = pd.DataFrame(found[1], index=pd.Index(found[0], name="option"), columns=list(self.leaf_criteria))
        order = [option for option in self.labels("option") if option in set(found[0])]
        return frame.loc[order, self.labels("criterion")].rename_axis(columns="criterion")

    def replace(self, **changes: Any) -> Problem:
        """The problem with other tables (or another `case`); None removes a table."""
        case = changes.pop("case", self.case)
        made = self._with(case, {**self._written_tables(), **changes})
        return made._noting(note for note in self.reading_notes if note.table not in changes)

    def change(self, group: str | None, option: str, criterion: str, **cell: Any) -> Problem:
        """The problem with one rating changed: mode, low, high, sd, evidence.

        A rating that was certain (its ends equal to its mode) stays so when only the mode is given.

        Examples
        --------
        >>> from policymcda import load
        >>> problem = load("cyber-policy").change("rivals_with_ties", "common_areas", "speed", mode=4, low=3)
        """
        ratings = crossing.expanded(self.table("ratings"), self.labels("group")).reset_index(drop=True)
        name = self._group(group)
        option, criterion = (
            spelling.resolved(label, self.labels(kind))
            for kind, label in (("option", option), ("criterion", criterion))
        )
        for kind, label in (("option", option), ("criterion", criterion)):
            if label not in self.labels(kind):
                raise ValueError(f"no {kind} {label!r} ({nearest(str(label), self.labels(kind))})")
        found = (ratings["group"] == name) & (ratings["option"] == option) & (ratings["criterion"] == criterion)
        if not found.any():
            raise ValueError(f"{option!r} is not rated for {name!r}")
        changed = what_if.changed(ratings, found, cell)
        return self.replace(ratings=priorities.owned(changed))

    def with_evidence(self, least: str) -> Problem:
        """The problem on good enough evidence: "direct" alone, or "inferred" with it; any other rating is unknown.

        What is unknown lies anywhere on the scale of its criterion, or, where that has no ends, within all its ratings.

        Examples
        --------
        >>> from policymcda import load
        >>> int((load("cyber-policy").with_evidence("direct").ratings["evidence"] == "none").sum())
        110
        """
        ratings = stricter_ratings.with_evidence(self._long(), least, self.leaf_criteria, self.scale_ends)
        return self.replace(ratings=ratings)

    def at_ends(self, end: str) -> Problem:
        """The problem with every rating certain at the "worst" or the "best" end of its interval, by direction.

        The end of a normal rating is two standard deviations from its mode, or its bound where that is nearer.
        """
        better = dict(zip(self.leaf_criteria, self.benefit, strict=True))
        return self.replace(ratings=stricter_ratings.at_ends(self._long(), end, better))

    def select(
        self,
        *,
        groups: Iterable[str] | None = None,
        options: Iterable[str] | None = None,
        criteria: Iterable[str] | None = None,
    ) -> Problem:
        """The problem with only these groups, options or criteria; every table is cut to them."""
        frames = self._written_tables()
        for kind, wanted in (("group", groups), ("option", options), ("criterion", criteria)):
            if wanted is not None:
                frames = what_if.cut(
                    frames, kind, [wanted] if isinstance(wanted, str) else list(wanted), self.leaf_criteria
                )
        return self._with(self.case, frames)._noting(self.reading_notes)

    def node(self, name: str) -> Problem:
        """The problem of the criteria below one of a tree: its children are the topmost, weights are divided by its own.

        Every question can be asked of it. Weights that are a way's (`ahp`, `given`, the case's own, ...) are those of the
        whole problem divided by the node's; what the whole problem screens out is screened out here. What was said of
        options as a whole (statements, expectations) is left out. Once changed or saved it stands alone: its ways to
        weights then see only the criteria below the node.

        Raises
        ------
        ValueError
            When no criterion of that name has others below it.

        Examples
        --------
        >>> from policymcda import Problem, rank
        >>> problem = Problem.from_tables(
        ...     criteria={
        ...         "criterion": ["people", "lives", "comfort", "price"],
        ...         "parent": ["", "people", "people", ""],
        ...         "direction": ["", "benefit", "benefit", "cost"],
        ...         "weight": [0.8, 0.25, 0.75, 0.2],
        ...     },
        ...     ratings={"option": ["tax", "ban"], "lives": [3, 4], "comfort": [2, 1], "price": [4, 3]},
        ... )
        >>> rank(problem.node("people"), method="weighted_sum").table["score"].tolist()
        [0.75, 0.25]
        """
        nodes = self.nodes
        if name not in nodes:
            hint = nearest(str(name), nodes) if nodes else "no criterion has others below it"
            raise ValueError(f"no node {name!r} ({hint})")
        part = self._with(self.case, what_if.below(self._written_tables(), name, self.labels("group")))
        return replace(part._noting(self.reading_notes), whole=self, node_name=name)

    @property
    def nodes(self) -> list[str]:
        """The criteria that have others below them, in the order of their table."""
        return [label for label in self._tables["criteria"]["criterion"] if label not in self.leaf_criteria]

    def member(self, name: str) -> Problem:
        """The problem of one member: of the group or groups that the table `members` has it in, with `shares`.

        `smaa` adds the mixture over which group it is in, under the member's name; other questions answer for each of
        its groups, with a note on its share. `save` writes a case of these groups.

        Raises
        ------
        ValueError
            When there is no such member.

        Examples
        --------
        >>> from policymcda import load
        >>> dict(load("cyber-policy").member("ukraine").shares)
        {'capacity_partners': 1.0}
        """
        shares = members.shares(self.table("members"), name)
        order = [group for group in self.labels("group") if group in shares]
        return replace(self.select(groups=order), _member=str(name))

    def move(self, member: str, group: str, share: float = 1) -> Problem:
        """The problem in which a member is in another group, or in several; the share comes from its other groups in proportion.

        Examples
        --------
        >>> from policymcda import load
        >>> load("cyber-policy").move("ukraine", "rivals_with_ties", 0.25).member("ukraine").shares["capacity_partners"]
        0.75
        """
        return self.replace(members=regrouping.moved(self.table("members"), member, self._group(group), share))

    def split(self, group: str, into: Mapping[str, Iterable[str]]) -> Problem:
        """The problem with new groups, which begin with all rows of an old one and get some of its members.

        Examples
        --------
        >>> from policymcda import load
        >>> load("cyber-policy").split("rivals_with_ties", {"russia_alone": ["russia"]}).member("russia").shares
        mappingproxy({'russia_alone': 1.0})
        """
        return self._with(self.case, regrouping.split(self._written_tables(), self._group(group), into))

    def at(self, date: str) -> Problem:
        """The problem as it was on a date (2016, 2016-05, 2016-05-31): of each rating the latest until then.

        A period counts until its end: ``at("2016")`` has all of 2016. A rating without a date is older than any.

        Raises
        ------
        ProblemError
            With every rating that had not been made by then.
        """
        return self._with(self.case, regrouping.at(self._written_tables(), str(date), self.labels("group")))

    @property
    def member_name(self) -> str:
        """The member whose problem this is, see `member`; blank where it is everybody's."""
        return self._member

    @property
    def shares(self) -> Mapping[str, float]:
        """The share of each group in the member whose problem this is; empty where it is everybody's."""
        if not self._member:
            return MappingProxyType({})
        found = members.shares(self.table("members"), self._member)
        return MappingProxyType({group: found[group] for group in self.labels("group") if group in found})

    def _with(self, case: Mapping[str, Any] | None, frames: Mapping[str, Any]) -> Problem:
        """A problem of these tables that may be saved where this one came from."""
        origin = replace(self._origin, changed=bool(self._origin.words))
        made = Problem._from_read(*reading.mapping({"case": case, "tables": frames}), origin=origin)
        known = self._member and self._member in set(made.table("members")["member"])
        return replace(made, _member=self._member) if known else made

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
        self._named_method()
        return writing.save(path, self._case, self._written_tables(), origin=self._origin.folder, overwrite=overwrite)

    def to_dict(self) -> dict[str, Any]:
        """The problem as what JSON can tell: the case, and each table as a list of records."""
        self._named_method()
        return writing.records(self._case, self._written_tables())

    def _named_method(self) -> None:
        method = self.defaults.get("method")
        name = getattr(method, "__name__", type(method).__name__)
        if method is not None and not isinstance(method, str):
            raise ValueError(
                f"the default method is the function {name}, which no file can hold: name a method instead"
            )

    def __repr__(self) -> str:
        sizes = len(self._tables["options"]), len(self.leaf_criteria), len(self.grids)
        words = ("option", "options"), ("criterion", "criteria"), ("group", "groups")
        text = ", ".join(f"{size} {word[size != 1]}" for size, word in zip(sizes, words, strict=True))
        return f"Problem{f' {self.name!r}' if self.name else ''}: {text}"

    def _noting(self, notes: Iterable[ReadingNote]) -> Problem:
        """The problem with these notes before its own."""
        return replace(self, reading_notes=tuple(dict.fromkeys([*notes, *self.reading_notes])))

    @property
    def _wide(self) -> bool:
        return "criterion" not in self._tables["ratings"]

    def _written_tables(self) -> dict[str, pd.DataFrame]:
        """The tables as they are written: wide ratings stay wide, priorities of judged options are left to those."""
        if not self._wide:
            kept = {**self._tables, "ratings": priorities.stated(self._tables["ratings"])}
            return kept if len(kept["ratings"]) else {name: table for name, table in kept.items() if name != "ratings"}
        wide = matrices.joined(self._tables["ratings"], self.grids, list(self.leaf_criteria))
        others = [column for column in wide if column not in self.leaf_criteria]
        return {**self._tables, "ratings": wide[[*others, *self.labels("criterion")]]}

    def _group(self, group: str | None) -> str:
        if group is None and len(self.grids) == 1:
            return next(iter(self.grids))
        group = spelling.resolved(group, self.grids)
        if group not in self.grids:
            raise ValueError(f"no group {group!r} ({nearest(str(group), self.grids)})")
        return str(group)
