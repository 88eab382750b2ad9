"""What changed between two cases, and which kind of change moved which score."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.sensitivity.attribution import shapley_shares
from policymcda.case_files import load
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result, made_by
from policymcda.syntheses.mixed_cases import KIND_OF_TABLE, Mixture, kinds
from policymcda.tables import layout
from policymcda.tables.comparing_cases import changes
from policymcda.tables.members import shares

MOVES = ["group", "option", "rank_before", "rank_after", "score_before", "score_after", "sentence"]
WHY = ["group", "option", "kind", "alone", "share"]

STRUCTURE = frozenset(("ratings", "options", "criteria"))
"""Kinds of change for which a mixture is read and checked anew."""

FREE = frozenset(("criteria", *(name for name, kind in KIND_OF_TABLE.items() if kind in ("weights", "settings"))))
"""Tables that are exchanged in a mixture that has been checked."""

Scores = Mapping[tuple[str, str], float]
"""Scores by group and option."""


@dataclass(frozen=True, eq=False, repr=False)
class Difference(Result):
    """What two cases do not share, what it does to the ranks, and why.

    Attributes
    ----------
    table : DataFrame
        group, option, rank_before, rank_after, score_before, score_after, sentence; for a member whose groups changed
        rows with group = member (in several groups its scores are their expectation over which group it is in).
    changes : DataFrame
        kind (the table, or settings, or case), group, option, criterion, member, stakeholder, versus, row (what else
        identifies it), column, before, after. A row that one case has alone has a blank column.
    why : DataFrame
        group, option, kind, alone (what this kind of change does to the score where nothing else changes), share (its
        Shapley share of the change; the shares of an option sum to it). Merged kinds are joined by " + ".
    """

    table: pd.DataFrame
    changes: pd.DataFrame
    why: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """The changes, then what moved."""
        if not len(self.changes):
            yield "the two cases are equal"
            return
        said = [column for column in self.changes if any(cell != "" for cell in self.changes[column])]
        yield layout.text(self.changes[said], width, rows)
        for group, part in self.table.groupby("group", sort=False):
            moved = part[part["sentence"] != ""]
            lines = [layout.filled(f"{row.option}: {row.sentence}", width, "  ") for row in moved.itertuples()]
            yield "\n".join([str(group), *(lines or ["  no rank changes"])])


def diff(
    before: Problem | str | Path,
    after: Problem | str | Path,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    screen: bool | None = None,
) -> Difference:
    """What changed between two problems, or two saved cases, and why each score moved.

    Parameters
    ----------
    before, after : Problem, str or Path
        A path or a name as `load` takes it; or the same node of two problems (see `Problem.node`), whose scores are then those of the
        node, while changes are those of the whole problems.
    method, weights, unknown, screen
        As for `rank`; left out, each case's own.

    Notes
    -----
    Changes are of six kinds: ratings, weights (with judgements), options, criteria, members and settings (with screens
    and thresholds). The rows of an added or removed option or criterion move with it. Each set of kinds makes a problem
    of tables from before and after; `share` is the mean, over all orders of the kinds, of what a kind adds when its turn
    comes (Shapley, 1953). Kinds that cannot stand alone are merged, with a note. Only options that both cases score in a
    group are attributed.

    Raises
    ------
    ValueError
        Where one of the two is a node and the other is not the same one.

    Examples
    --------
    >>> from policymcda import diff, load
    >>> before = load("cyber-policy")
    >>> found = diff(before, before.change("rivals_with_ties", "common_areas", "speed", mode=7))
    >>> found.changes[["kind", "column", "before", "after"]].values.tolist()
    [['ratings', 'mode', 5.0, 7.0]]
    """
    sides = [one if isinstance(one, Problem) else load(one) for one in (before, after)]
    node = sides[0].node_name
    if sides[1].node_name != node:
        names = " and ".join(f"the node {side.node_name}" if side.node_name else "a whole problem" for side in sides)
        raise ValueError(f"{names} are not the same part: compare the same node of both, or the whole problems")
    settings = {"method": method, "weights": weights, "unknown": unknown, "screen": screen}
    models = [PreferenceModel.of(side, may_be_empty=True, **settings) for side in sides]
    sides = [side.whole or side for side in sides]
    tables = [_tables(side) for side in sides]
    found = changes(tables[0], tables[1], (sides[0].case, sides[1].case))
    game = _Game(tuple(sides), Mixture(*tables), settings, tuple(_scores(model) for model in models), node)
    why, notes = _attributed(game, kinds(found)) if len(found) else (pd.DataFrame(columns=WHY), [])
    moved = _moves(game, why)
    return Difference(
        notes=models[1].notes_table([*notes, *_one_sided(sides), *_expected(game)]),
        settings=_settings(models),
        table=moved,
        changes=found,
        why=why,
    )


@dataclass
class _Game:
    """The scores of each set of kinds of change: those of a mixed case, or of one of the two."""

    sides: tuple[Problem, ...]
    mixture: Mixture
    settings: dict[str, Any]
    ends: tuple[Scores, ...]
    node: str = ""
    _known: dict[frozenset[str], Scores | None] = field(default_factory=dict)
    _problems: dict[frozenset[str], Problem] = field(default_factory=dict)

    @cached_property
    def moved_members(self) -> dict[str, tuple[dict[str, float], dict[str, float]]]:
        """The members of both cases whose groups differ, with their shares before and after."""
        tables = [side.table("members") for side in self.sides]
        both = [name for name in dict.fromkeys(tables[0]["member"]) if name in set(tables[1]["member"])]
        pairs = {name: (shares(tables[0], name), shares(tables[1], name)) for name in both}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

    def attributed(self) -> list[tuple[str, str]]:
        """Group and option of every score that both cases have."""
        return [key for key in self.ends[0] if key in self.ends[1]]

    def scores(self, made: frozenset[str], every: frozenset[str]) -> Scores | None:
        """The scores with these kinds of change made, None where such a case cannot stand."""
        made, every = made - {"members"}, every - {"members"}
        if not made or made == every:
            return self.ends[bool(made)]
        if made not in self._known:
            self._known[made] = self._mixed(made)
        return self._known[made]

    def _mixed(self, made: frozenset[str]) -> Scores | None:
        case = {"defaults": dict(self.sides["settings" in made].defaults)}
        try:
            checked = self._checked(made & STRUCTURE)
            kept = {name: table for name, table in checked._tables.items() if name not in FREE}
            tables = {**kept, **self.mixture.of(made, FREE)}
            mixed = replace(checked, _case=case, _tables=tables)
            found = _scores(PreferenceModel.of(mixed.node(self.node) if self.node else mixed, **self.settings))
        except ValueError:  # ProblemError is one
            return None
        return found if all(key in found for key in self.attributed()) else None

    def _checked(self, made: frozenset[str]) -> Problem:
        """The mixture of what arrays are made of; its weights and settings are exchanged without reading it again."""
        if made not in self._problems:
            self._problems[made] = Problem.from_tables(**self.mixture.of(made))
        return self._problems[made]


def _tables(problem: Problem) -> dict[str, pd.DataFrame]:
    """The tables as they are written; wide ratings with one row per cell."""
    written = problem._written_tables()
    long = "ratings" not in written or "criterion" in written["ratings"]
    return written if long else {**written, "ratings": problem.table("ratings")}


def _scores(model: PreferenceModel) -> dict[tuple[str, str], float]:
    """The score of every option that competes, in the order of the tables."""
    return {
        (part.group, str(part.options[place])): float(score[place])
        for part, score in ((part, part.scores()) for part in model)
        for place in part.order
    }


def _attributed(game: _Game, active: list[str]) -> tuple[pd.DataFrame, list[Note]]:
    """What each kind of change does alone, and its share, for every score that both cases have."""
    blocks = _blocks(game, [kind for kind in active if kind != "members"])
    notes = [
        (
            "merged",
            "",
            f"{' and '.join(block)} cannot change one without the other here, so they are attributed together",
        )
        for block in blocks
        if len(block) > 1
    ]
    blocks += [("members",)] if "members" in active else []
    if not blocks:
        return pd.DataFrame(columns=WHY), notes
    keys = [*game.attributed(), *_member_keys(game)]
    every = frozenset(kind for block in blocks for kind in block)
    values = np.array([_values(game, made, every, keys) for made in _subsets(blocks)]).reshape(2 ** len(blocks), -1)
    shared = shapley_shares(values)
    rows = [
        (*key, " + ".join(block), values[1 << place, column] - values[0, column], shared[place, column])
        for column, key in enumerate(keys)
        for place, block in enumerate(blocks)
    ]
    return pd.DataFrame(rows, columns=WHY), notes


def _subsets(blocks: list[tuple[str, ...]]) -> Iterator[frozenset[str]]:
    """Every set of blocks, in the order of its bits."""
    for code in range(2 ** len(blocks)):
        yield frozenset(kind for place, block in enumerate(blocks) if code >> place & 1 for kind in block)


def _blocks(game: _Game, active: list[str]) -> list[tuple[str, ...]]:
    """The finest way to put kinds together in which every set of them makes a case that stands."""
    every = frozenset(active)
    for blocks in sorted(_partitions(active), key=len, reverse=True):
        if all(game.scores(made, every) is not None for made in _subsets(blocks)):
            return blocks
    return [tuple(active)]


def _partitions(items: list[str]) -> Iterator[list[tuple[str, ...]]]:
    """Every way to put items together (52 of five)."""
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for size in range(len(rest) + 1):
        for others in combinations(rest, size):
            for blocks in _partitions([item for item in rest if item not in others]):
                yield [(first, *others), *blocks]


def _values(game: _Game, made: frozenset[str], every: frozenset[str], keys: list[tuple[str, str]]) -> list[float]:
    """The score of each key with these kinds of change made."""
    scores = game.scores(made, every)
    if scores is None:
        raise RuntimeError("a case that was found to stand does not")  # pragma: no cover
    one_sided = {key: value for side in game.ends for key, value in side.items() if key[0] not in game.mixture.groups}
    known = {**one_sided, **scores}
    moved = game.moved_members
    return [
        _expectation(known, moved[group]["members" in made], option) if group in moved else known[group, option]
        for group, option in keys
    ]


def _expectation(scores: Scores, groups: Mapping[str, float], option: str) -> float:
    """The score of an option over which group a member is in, NaN where one of them does not score it."""
    return sum(share * scores.get((group, option), np.nan) for group, share in groups.items())


def _member_keys(game: _Game) -> list[tuple[str, str]]:
    """Member and option wherever each group of the member scores it whichever kinds of change are made."""
    both = {key for side in game.ends for key in side if key[0] not in game.mixture.groups} | set(game.attributed())
    options = list(dict.fromkeys(option for _, option in game.ends[0]))
    return [
        (name, option)
        for name, pair in game.moved_members.items()
        for option in options
        if all((group, option) in both for group in {*pair[0], *pair[1]})
    ]


def _moves(game: _Game, why: pd.DataFrame) -> pd.DataFrame:
    """Rank and score before and after, of every option of every group and of each member that moved."""
    sides = [_with_members(game, side) for side in (0, 1)]
    places = [_places(scores) for scores in sides]
    by_key = {key: part for key, part in why.groupby(["group", "option"], sort=False)} if len(why) else {}
    groups = list(dict.fromkeys(group for side in sides for group, _ in side))
    rows = []
    for group in groups:
        for key in dict.fromkeys(key for side in sides for key in side if key[0] == group):
            rank_before, rank_after = (place.get(key, pd.NA) for place in places)
            score_before, score_after = (side.get(key, np.nan) for side in sides)
            text = _sentence(rank_before, rank_after, by_key.get(key))
            rows.append((*key, rank_before, rank_after, score_before, score_after, text))
    table = pd.DataFrame(rows, columns=MOVES)
    return table.astype({"rank_before": "Int64", "rank_after": "Int64"})


def _with_members(game: _Game, side: int) -> dict[tuple[str, str], float]:
    """The scores of a side, with those of the members whose groups changed."""
    scores = dict(game.ends[side])
    options = list(dict.fromkeys(option for _, option in scores))
    for name, pair in game.moved_members.items():
        found = {option: _expectation(game.ends[side], pair[side], option) for option in options}
        scores |= {(name, option): score for option, score in found.items() if not np.isnan(score)}
    return scores


def _places(scores: Scores) -> dict[tuple[str, str], int]:
    """The rank of every score within its group."""
    found: dict[tuple[str, str], int] = {}
    for group in dict.fromkeys(group for group, _ in scores):
        keys = [key for key in scores if key[0] == group]
        found |= dict(zip(keys, map(int, ranks(np.array([scores[key] for key in keys]))), strict=True))
    return found


def _sentence(before: Any, after: Any, why: pd.DataFrame | None) -> str:
    """How a rank moved, and mostly because of what; blank where it did not."""
    if (pd.isna(before) and pd.isna(after)) or (not pd.isna(before) and not pd.isna(after) and before == after):
        return ""
    if pd.isna(before) or pd.isna(after):
        return f"has rank {after}, formerly none" if pd.isna(before) else f"has no rank, formerly {before}"
    moved = f"from rank {before} to rank {after}"
    if why is None or not why["share"].abs().max() > 0:
        return f"{moved}: its own score did not change"
    most = why.loc[why["share"].abs().idxmax()]
    return f"{moved}: mostly {most['kind']} ({most['share']:+.3f} of {why['share'].sum():+.3f})"


def _one_sided(sides: list[Problem]) -> Iterator[Note]:
    """Groups that one case has alone."""
    before, after = sides
    for side, other, text in (
        (before, after, "is not in the case after"),
        (after, before, "is not in the case before"),
    ):
        for group in side.grids:
            if group not in other.grids:
                yield "one_sided", group, f"{text}, so nothing in it is attributed"


def _expected(game: _Game) -> Iterator[Note]:
    """Members in several groups, whose scores are expectations."""
    for name, pair in game.moved_members.items():
        if max(len(groups) for groups in pair) > 1:
            yield "expectation", name, "its scores are their expectation over which group it is in, by its shares"


def _settings(models: list[PreferenceModel]) -> dict[str, Any]:
    """The settings of both, joined by an arrow where they differ."""
    before, after = (model.settings() for model in models)
    own = {
        key: value if before.get(key) == value else f"{before.get(key)} -> {value}"
        for key, value in after.items()
        if key not in ("version", "fingerprint")
    }
    return made_by(models[1].case.fingerprint, **own, before=models[0].case.fingerprint)
