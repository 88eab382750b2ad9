"""The problem with something else: other tables or defaults, a part of it, one member, one node of a tree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from policymcda.arrays import Bools
from policymcda.defaults import checked_defaults
from policymcda.errors import ReadingNote, nearest
from policymcda.tables import members, priorities, regrouping, spelling, stricter_ratings, what_if
from policymcda.tables.performance_tables import PerformanceTable, expanded
from policymcda.tables.scales import ScaleEnds


class TableOfProblem:
    """A table of the problem under its own name, handed out as a copy."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name
        self.__doc__ = f"The table {name}, a copy."

    def __get__(self, problem: Any, owner: type | None = None) -> Any:
        return self if problem is None else problem.table(self.name)


class OtherProblems:
    """What a `Problem` gives besides itself; every method gives a new one."""

    if TYPE_CHECKING:  # what a Problem has
        leaf_criteria: tuple[str, ...]
        benefit: Bools
        reading_notes: tuple[ReadingNote, ...]
        _grids: Mapping[str, PerformanceTable]
        _tables: Mapping[str, pd.DataFrame]
        _case: Mapping[str, Any]
        member_name: str
        whole: Self | None
        _unscreened: Self | None

        @property
        def fingerprint(self) -> str: ...
        @property
        def grids(self) -> Mapping[str, PerformanceTable]: ...
        @property
        def case(self) -> dict[str, Any]: ...
        @property
        def defaults(self) -> Mapping[str, Any]: ...
        @property
        def scale_ends(self) -> ScaleEnds: ...

        def table(self, name: str) -> pd.DataFrame: ...
        def labels(self, kind: str) -> list[str]: ...
        def _long(self) -> pd.DataFrame: ...
        def _written_tables(self) -> dict[str, pd.DataFrame]: ...
        def _with(self, case: Mapping[str, Any] | None, frames: Mapping[str, Any]) -> Self: ...
        def _replaced(self, **fields: Any) -> Self: ...

    def _noting(self, notes: Iterable[ReadingNote]) -> Self:
        """The problem with these notes before its own."""
        return self._replaced(reading_notes=tuple(dict.fromkeys([*notes, *self.reading_notes])))

    def without(self, screened_out: Mapping[str, Iterable[str]]) -> Self:
        """The problem in which some options do not compete: by group their labels; tables and fingerprint stay.

        A group in which nothing is left is not among its `grids`.
        """
        grids = {}
        for group, grid in self._grids.items():
            gone = set(screened_out.get(group, ()))
            stays = np.array([option not in gone for option in grid.options], dtype=np.bool_)
            if stays.any():
                grids[group] = grid if stays.all() else grid.take(stays)
        fewer = self._replaced(_grids=grids, _unscreened=self._unscreened or self)
        fewer.__dict__["fingerprint"] = self.fingerprint
        return fewer

    def using(self, **settings: Any) -> Self:
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
        return changed._replaced(_case={**changed._case, "defaults": defaults}, whole=whole)

    def replace(self, **changes: Any) -> Self:
        """The problem with other tables (or another `case`); None removes a table."""
        case = changes.pop("case", self.case)
        made = self._with(case, {**self._written_tables(), **changes})
        return made._noting(note for note in self.reading_notes if note.table not in changes)

    def change(self, group: str | None, option: str, criterion: str, **cell: Any) -> Self:
        """The problem with one rating changed: mode, low, high, sd, evidence.

        A rating that was certain (its ends equal to its mode) stays so when only the mode is given.

        Examples
        --------
        >>> from policymcda import load
        >>> problem = load("cyber-policy").change("rivals_with_ties", "common_areas", "speed", mode=4, low=3)
        """
        return self._changing([(group, option, criterion, cell)])

    def _changing(self, cells: Iterable[tuple[str | None, str, str, dict[str, Any]]]) -> Self:
        """The problem with several ratings changed, each a group, an option, a criterion and what is to be there."""
        ratings = expanded(self.table("ratings"), self.labels("group")).reset_index(drop=True)
        for group, option, criterion, cell in cells:
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
            ratings = what_if.changed(ratings, found, cell)
        return self.replace(ratings=priorities.owned(ratings))

    def with_evidence(self, least: str) -> Self:
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

    def at_ends(self, end: str) -> Self:
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
    ) -> Self:
        """The problem with only these groups, options or criteria; every table is cut to them."""
        frames = self._written_tables()
        for kind, wanted in (("group", groups), ("option", options), ("criterion", criteria)):
            if wanted is not None:
                frames = what_if.cut(
                    frames, kind, [wanted] if isinstance(wanted, str) else list(wanted), self.leaf_criteria
                )
        return self._with(self.case, frames)._noting(self.reading_notes)

    def node(self, name: str) -> Self:
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
        >>> rank(problem.node("people"), method="weighted_sum").table["score"].round(12).tolist()
        [0.75, 0.25]
        """
        nodes = self.nodes
        if name not in nodes:
            hint = nearest(str(name), nodes) if nodes else "no criterion has others below it"
            raise ValueError(f"no node {name!r} ({hint})")
        part = self._with(self.case, what_if.below(self._written_tables(), name, self.labels("group")))
        return part._noting(self.reading_notes)._replaced(whole=self, node_name=name)

    @property
    def nodes(self) -> list[str]:
        """The criteria that have others below them, in the order of their table."""
        return [label for label in self._tables["criteria"]["criterion"] if label not in self.leaf_criteria]

    def member(self, name: str) -> Self:
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
        return self.select(groups=order)._replaced(member_name=str(name))

    @property
    def shares(self) -> Mapping[str, float]:
        """The share of each group in the member whose problem this is; empty where it is everybody's."""
        if not self.member_name:
            return MappingProxyType({})
        found = members.shares(self.table("members"), self.member_name)
        return MappingProxyType({group: found[group] for group in self.labels("group") if group in found})

    def move(self, member: str, group: str, share: float = 1) -> Self:
        """The problem in which a member is in another group, or in several; the share comes from its other groups in proportion.

        Examples
        --------
        >>> from policymcda import load
        >>> load("cyber-policy").move("ukraine", "rivals_with_ties", 0.25).member("ukraine").shares["capacity_partners"]
        0.75
        """
        return self.replace(members=regrouping.moved(self.table("members"), member, self._group(group), share))

    def split(self, group: str, into: Mapping[str, Iterable[str]]) -> Self:
        """The problem with new groups, which begin with all rows of an old one and get some of its members.

        Examples
        --------
        >>> from policymcda import load
        >>> load("cyber-policy").split("rivals_with_ties", {"russia_alone": ["russia"]}).member("russia").shares
        mappingproxy({'russia_alone': 1.0})
        """
        return self._with(self.case, regrouping.split(self._written_tables(), self._group(group), into))

    def at(self, date: str) -> Self:
        """The problem as it was on a date (2016, 2016-05, 2016-05-31): of each rating the latest until then.

        A period counts until its end: ``at("2016")`` has all of 2016. A rating without a date is older than any.

        Raises
        ------
        ProblemError
            With every rating that had not been made by then.
        """
        return self._with(self.case, regrouping.at(self._written_tables(), str(date), self.labels("group")))

    def _group(self, group: str | None) -> str:
        return spelling.group_of(group, self.grids)
