"""The smallest change that makes another option first: of one weight, all weights, one rating or one judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from policymcda.arrays import Floats, Ints
from policymcda.arrays.ranking.ranks import best, ranks
from policymcda.arrays.sampling.weight_spaces import draws
from policymcda.arrays.sensitivity.crossings import along, points_on_lines, start_of
from policymcda.arrays.sensitivity.nearest_weights import (
    Nearest,
    nearest_found,
    nearest_linear,
    room_for,
    size,
    where_first,
)
from policymcda.arrays.sensitivity.turning_points import STEPS, takes_over, turning_points
from policymcda.arrays.sensitivity.weight_turns import weight_turns
from policymcda.arrays.smaa.tasks import unit_scores
from policymcda.binding import BoundMethod
from policymcda.errors import is_word, listed, nearest
from policymcda.model import GroupModel, PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.simulation.arguments import check_draws, check_options
from policymcda.tables import layout
from policymcda.tables.rounding import part_of, rounded_outward, short
from policymcda.tables.sentences import tenths_text
from policymcda.weighting.one_judgement import WeightsByJudgement

KINDS = ("weight", "weights", "rating", "judgement")
"""What may change: one weight, all weights, one rating, one judgement."""

UNITS = {
    "weight": "share of the weight moved",
    "weights": "share of the weight moved",
    "rating": "share of the scale",
    "judgement": "times",
}
"""What a size is counted in; sizes of different units are not compared."""

SCALE = 9.0
"""Judgements are varied up to so many times either way, or as far as the strongest one that was made."""

PLENTY = 2**27
"""Numbers that the scan of one group's ratings may take; beyond, only those of the nearest contenders are varied."""

EVERY, CONTENDERS = 300, 20
"""Options up to which every one is searched for, and how many above: those with the best ranks."""

MANY = 60
"""Options above which weights are scanned on a grid instead of from crossing to crossing."""


@dataclass(frozen=True, eq=False, repr=False)
class Flips(Result):
    """The smallest changes that make another option first.

    Attributes
    ----------
    table : DataFrame
        The smallest change of each kind for each option that is not first: group, option, kind (weight, weights, rating,
        judgement); criterion, rated_option (whose rating), versus and stakeholder (of a judgement): what changes; current
        and required, the value at which the two are tied; size and unit; sentence. Sorted by group, kind and
        size: the share of all weight that is moved (weight, weights; Euclidean distance where asked for), of the scale (rating), how many times
        stronger or weaker (judgement).
    all_changes : DataFrame
        The same for each single weight, rating and judgement that can do it, on either side of the present value.
    weights : DataFrame
        group, option, criterion, weight, required: all weights moving together.
    impossible : DataFrame
        group, option, kind, proven: what no change of a kind makes first; proven, or only not found.
    """

    table: pd.DataFrame
    all_changes: pd.DataFrame
    weights: pd.DataFrame
    impossible: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group the three smallest changes of each kind, in words."""
        for group, part in self.table.groupby("group", sort=False):
            lines = self.heading(group)
            for kind, few in part.groupby("kind", sort=False):
                lines.append(f"  {kind}")
                texts = [f"{row.sentence} ({_sized(row)})" for row in few[:3].itertuples()]
                lines += [layout.filled(text, width - 4, "  ") for text in texts]
            yield "\n".join(line if line.startswith("  ") or line == lines[0] else _indented(line) for line in lines)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _sized(row: Any) -> str:
    if row.unit == "times":
        return f"{row.size:.2f} times"
    if row.unit.startswith("share"):
        return f"{tenths_text(float(row.size))} of {row.unit.removeprefix('share of ')}"
    return f"{row.unit} {row.size:.3f}"


def flips(
    problem: Problem,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    unknown: str | None = None,
    kinds: Iterable[str] = KINDS,
    distance: str = "l1",
    contenders: int | None = None,
    seed: int = 0,
    screen: bool | None = None,
) -> Flips:
    """For each option that is not first, the smallest change that makes it first; each verified on both sides.

    One weight changes with the others in proportion, in closed form where `stability` has one. All weights together are
    exact for methods linear in the weights and otherwise searched, which gives an upper bound. One rating is varied
    between the ends of its scale (of all ratings on the criterion, where it has none), one judgement between 1/9 and 9.

    Parameters
    ----------
    method, weights, unknown, screen
        As for `rank`. Judgements are varied where the weights are by AHP.
    kinds : iterable of {"weight", "weights", "rating", "judgement"}
        What may change.
    distance : {"l1", "l2"}
        What is least when all weights move: the share of the weight that is moved, or the Euclidean distance.
    contenders : int, optional
        How many options, those with the best ranks, are searched for when all weights move, and have their ratings
        varied. Left out: every option of up to 300, else the nearest 20, and a note says so.
    seed : int
        Of the search.

    Examples
    --------
    >>> from policymcda import flips, load
    >>> found = flips(load("cyber-policy"), kinds=["weight"]).table
    >>> found[found["group"] == "rivals_with_ties"]["sentence"].iloc[0]
    'common_areas becomes first when root_cause weighs 0.193 instead of 0.203, the others in proportion'
    """
    seed = check_draws(seed=seed).seed
    asked = _asked(kinds, distance, contenders)
    model = PreferenceModel.of(problem, method=method, weights=weights, unknown=unknown, screen=screen, intervals=False)
    rows: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    impossible: list[pd.DataFrame] = []
    notes: list[Note] = []
    for part in model:
        one = _Group(model, part, _Search(distance, contenders, seed), notes)
        found = [row for kind in asked for row in one.of(kind)]
        rows += found
        moved += one.moved
        impossible.append(one.without(pd.DataFrame(found, columns=_COLUMNS), asked))
    notes += [
        ("one_option", one.group, "one option: no change puts another first") for one in model if len(one.options) == 1
    ]
    notes += _general(model.method, asked)
    all_changes = _sorted(pd.DataFrame(rows, columns=_COLUMNS), problem, asked)
    return Flips(
        notes=model.notes_table([*notes, *model.notes()]),
        settings=model.settings(distance=distance, seed=seed),
        table=all_changes.drop_duplicates(["group", "option", "kind"]).reset_index(drop=True),
        all_changes=all_changes,
        weights=pd.DataFrame(moved, columns=["group", "option", "criterion", "weight", "required"]),
        impossible=pd.concat([part for part in impossible if len(part)] or impossible[:1], ignore_index=True),
    )


_COLUMNS = [
    *("group", "option", "kind", "criterion", "rated_option", "versus", "stakeholder"),
    *("current", "required", "size", "unit", "sentence"),
]


def _asked(kinds: Iterable[str], distance: str, contenders: Any) -> list[str]:
    found = [kinds] if isinstance(kinds, str) else listed("kinds", kinds, "['weight', 'rating']")
    for kind in found:
        if not is_word(kind, KINDS):
            raise ValueError(f"no kind {kind!r} ({nearest(kind, KINDS)}); choose from {', '.join(KINDS)}")
    if not is_word(distance, ("l1", "l2")):
        raise ValueError(f"no distance {distance!r}, choose from l1, l2")
    check_options(contenders=contenders)
    return [kind for kind in KINDS if kind in found]


class _Search(NamedTuple):
    """How the least changes are searched for."""

    distance: str
    contenders: int | None
    seed: int


class _Group:
    """The flips of one group."""

    def __init__(self, model: PreferenceModel, part: GroupModel, how: _Search, notes: list[Note]) -> None:
        self.bound, self.problem, self.group, self.options = model.method, model.problem, part.group, part.options
        self.matrix, self.part, self.used = part.matrix, part, model.known_weights
        self.by_weights = part.by_weights
        self.how, self.notes, self.weights = how, notes, part.weights
        self.ranks = ranks(self.by_weights(self.weights))
        self.first = self.ranks == 1
        self.proven, self.moved = set[tuple[str, str]](), list[dict[str, Any]]()

    @property
    def _most(self) -> int:
        """How many options are searched for."""
        return self.how.contenders or (len(self.options) if len(self.options) <= EVERY else CONTENDERS)

    @cached_property
    def searched(self) -> Ints:
        """The options that are searched for when all weights move, (k,)."""
        behind = np.flatnonzero(~self.first)
        if len(behind) > self._most:
            text = f"all weights: only the {self._most} options with the best ranks behind the first are searched for"
            self.notes.append(("contenders", self.group, text))
        return behind[best(self.ranks[behind], self._most)]

    def of(self, kind: str) -> Iterator[dict[str, Any]]:
        """The flips of a kind."""
        if self.first.all():
            return
        ways = {"weight": self.one_weight, "weights": self.all_weights, "rating": self.one_rating}
        yield from ways.get(kind, self.one_judgement)()

    def _row(
        self, option: int, kind: str, change: tuple[float, float, float], text: str, **labels: str
    ) -> dict[str, Any]:
        """A flip: what the number is now, what it is then, and the size of that."""
        head = {"group": self.group, "option": self.options[option], "kind": kind, **labels}
        numbers = dict(zip(("current", "required", "size"), change, strict=True))
        return {**head, **numbers, "unit": UNITS[kind], "sentence": text}

    def without(self, found: pd.DataFrame, asked: list[str]) -> pd.DataFrame:
        """The options that no change of a kind makes first."""
        done = set(zip(found["option"], found["kind"], strict=True))
        rows = [
            {"group": self.group, "option": option, "kind": kind, "proven": (option, kind) in self.proven}
            for kind in asked
            for option in self.options[self.searched if kind == "weights" else ~self.first]
            if (option, kind) not in done and (kind != "judgement" or self.used.settings["weights"] == "ahp")
        ]
        return pd.DataFrame(rows, columns=["group", "option", "kind", "proven"])

    def one_weight(self) -> Iterator[dict[str, Any]]:
        """From crossing to crossing along each weight, or on a grid where options are many."""
        leaf_criteria = self.problem.leaf_criteria
        starts = {j: start_of(self.weights, j) for j in range(len(leaf_criteria))}
        lines = {j: start for j, start in starts.items() if start is not None}
        criteria = list(lines)
        if not lines:
            return

        def scores(family: Ints, at: Floats) -> Floats:
            each = [along(lines[criteria[f]], criteria[f], value) for f, value in zip(family, at, strict=True)]
            return self.by_weights(np.array(each).reshape(-1, len(leaf_criteria)))

        now = self.weights[criteria]
        if len(self.options) > MANY:
            turns, exact = turning_points(scores, now, np.zeros(len(now)), np.ones(len(now)), self.first), False
        else:
            turns, exact = weight_turns(self.bound, self.matrix, self.problem.benefit, self.weights, lines, self.first)
        if exact:
            self.proven |= {(option, "weight") for option in self.options}
        for f, i, then in zip(turns.family, turns.option, turns.after, strict=True):
            value, leaf = float(now[f]), leaf_criteria[criteria[f]]
            rounded = rounded_outward(value, float(then), (0.0, 1.0), self._holds(scores, int(f), int(i)))
            text = f"{self.options[i]} becomes first when {leaf} weighs {rounded} instead of {short(value)}"
            change = (value, float(then), abs(float(then) - value))
            yield self._row(i, "weight", change, f"{text}, the others in proportion", criterion=leaf)

    def all_weights(self) -> Iterator[dict[str, Any]]:
        """The nearest weights, exactly or by search."""
        if len(self.weights) < 2:
            return
        values, starts, held = self._values(), np.zeros(0), np.zeros(0, dtype=np.bool_)
        if values is None:
            starts = np.concatenate([draws(self.how.seed, 0, len(self.weights)), *points_on_lines(self.weights)])
            held = where_first(self.by_weights, starts, self.first, self.searched)
        norm: Any = self.how.distance
        for place, i in enumerate(self.searched.tolist()):
            found: Nearest | None
            if values is not None:
                inside = room_for(values, i, self.first)
                if inside is None:
                    self.proven.add((self.options[i], "weights"))
                    continue
                found = nearest_linear(values, i, self.first, self.weights, norm, inside, self.by_weights)
            else:
                found = nearest_found(
                    self.by_weights, i, self.first, self.weights, norm, starts[held[:, place]], self.how.seed
                )
            if found is None:
                continue
            length = float(size(found.weights - self.weights, norm))
            unit = UNITS["weights"] if norm == "l1" else "Euclidean distance"
            leaf_criteria = self.problem.leaf_criteria
            order = [leaf_criteria.index(leaf) for leaf in self.problem.labels("criterion")]
            new_weights = ", ".join(f"{leaf_criteria[j]} {found.weights[j]:.3f}" for j in order)
            text = f"{self.options[i]} becomes first when the weights are about {new_weights}"
            yield {**self._row(i, "weights", (np.nan, np.nan, length), text), "unit": unit}
            for j in order:
                change = {"weight": self.weights[j], "required": found.weights[j]}
                self.moved.append(
                    {"group": self.group, "option": self.options[i], "criterion": leaf_criteria[j], **change}
                )

    def _values(self) -> Floats | None:
        """Values linear in the weights, (m, n); None where the method has none."""
        if self.bound.link is None:
            return None
        with np.errstate(divide="ignore"):  # a product below the smallest float
            values = self.bound.link(unit_scores(self.bound, self.matrix, self.problem.benefit))
        return values if np.all(np.isfinite(values)) else None

    def one_rating(self) -> Iterator[dict[str, Any]]:
        """Every single rating over its scale, else over that of the ratings; within the domain of the method."""
        low, high = self.bound.search_ends(self.problem.scale_ends)
        rows, columns = self._cells()
        now = self.matrix[rows, columns]
        ends = np.minimum(low[columns], now), np.maximum(high[columns], now)

        def scores(family: Ints, value: Floats) -> Floats:
            several = np.repeat(self.matrix[None], len(family), axis=0)
            several[np.arange(len(family)), rows[family], columns[family]] = value
            return self.part.by_ratings(several)

        turns = turning_points(scores, now, *ends, self.first)
        for f, i, then in zip(turns.family, turns.option, turns.after, strict=True):
            whose, leaf = self.options[rows[f]], self.problem.leaf_criteria[columns[f]]
            value, scale = float(now[f]), (float(low[columns[f]]), float(high[columns[f]]))
            rounded = rounded_outward(value, float(then), (ends[0][f], ends[1][f]), self._holds(scores, int(f), int(i)))
            owner = "its" if rows[f] == i else f"{whose}'s"
            text = f"{self.options[i]} becomes first when {owner} {leaf} rating is {rounded} instead of {short(value)}"
            change = (value, float(then), part_of(scale, value, float(then)))
            yield self._row(i, "rating", change, text, criterion=leaf, rated_option=whose)

    def _cells(self) -> tuple[Ints, Ints]:
        """Rows and columns of the ratings that are varied."""
        options, criteria = self.matrix.shape
        plenty = options * criteria * 2 * STEPS * self.matrix.size > PLENTY
        rows = best(self.ranks, CONTENDERS if plenty and self.how.contenders is None else self._most)
        if len(rows) < options:
            text = f"only the ratings of the {len(rows)} options with the best ranks are varied"
            self.notes.append(("some_ratings", self.group, text))
        i, j = np.meshgrid(rows, np.arange(criteria), indexing="ij")
        return i.ravel(), j.ravel()

    def one_judgement(self) -> Iterator[dict[str, Any]]:
        """Every judgement that was made, through AHP to the ranking."""
        if self.used.settings["weights"] != "ahp":
            return
        by_judgement = WeightsByJudgement(self.problem, self.group, self.used.settings)
        now = np.log([one.value for one in by_judgement.judgements])
        reach = np.full(len(now), max(np.log(SCALE), np.max(now, initial=0.0)))

        def scores(family: Ints, value: Floats) -> Floats:
            return self.by_weights(by_judgement.weights(family, np.exp(value)))

        turns = turning_points(scores, now, -reach, reach, self.first)
        for f, i, then in zip(turns.family, turns.option, turns.after, strict=True):
            one = by_judgement.judgements[f]
            holds = self._holds(lambda which, value: scores(which, np.log(value)), int(f), int(i))
            ends = (float(np.exp(-reach[f])), float(np.exp(reach[f])))
            rounded = rounded_outward(one.value, float(np.exp(then)), ends, holds)
            who = f"{one.stakeholder} judges {one.criterion}" if one.stakeholder else f"{one.criterion} is judged"
            text = f"{who} {rounded} times as important as {one.versus} instead of {short(one.value)} times"
            change = (one.value, float(np.exp(then)), float(np.exp(abs(then - now[f]))))
            labels = {"criterion": one.criterion, "versus": one.versus, "stakeholder": one.stakeholder}
            yield self._row(i, "judgement", change, f"{self.options[i]} becomes first when {text}", **labels)

    def _holds(self, scores: Callable[[Ints, Floats], Floats], family: int, option: int) -> Callable[[float], bool]:
        """Whether the option is first where the number of a family has a value."""
        return lambda value: bool(takes_over(scores(np.array([family]), np.array([value])), self.first)[0, option])


def _sorted(every: pd.DataFrame, problem: Problem, asked: list[str]) -> pd.DataFrame:
    """By group, kind and size; what is equal in the order of the labels."""
    groups = {group: place for place, group in enumerate(problem.grids)}
    places = {kind: place for place, kind in enumerate(asked)}
    keys = every.assign(_group=every["group"].map(groups), _kind=every["kind"].map(places))
    return keys.sort_values(["_group", "_kind", "size", "option"], kind="stable")[_COLUMNS].reset_index(drop=True)


def _general(bound: BoundMethod, asked: list[str]) -> Iterator[Note]:
    if bound.link is None and "weights" in asked:
        yield "searched", "", f"all weights: searched, so the least change may be smaller; {bound.name} is not linear"
    if {"rating", "judgement"} & set(asked):
        text = f"ratings and judgements are tried in {STEPS} steps either way"
        yield "steps", "", f"{text}: what is first within less than one step is not seen"
