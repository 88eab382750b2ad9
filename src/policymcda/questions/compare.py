"""What other methods would say: ranks side by side, how alike they are, and what the differences rest on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Bools, Floats, Ints
from policymcda.arrays.methods import METHODS, of_kind
from policymcda.arrays.ranking import rank_similarity
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.sensitivity import shapley
from policymcda.arrays.smaa.tasks import unit_scores
from policymcda.binding import LIBRARY_METHOD, BoundMethod, bind
from policymcda.errors import ProblemError, listed
from policymcda.model import PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.simulation.runs import in_order
from policymcda.tables import layout
from policymcda.tables.sentences import share_text

LOOKED_AT = 30
"""Options of a group, best median rank first, whose pairs and strengths are looked into."""

ATTRIBUTED = 12
"""Pairs of a group, most disputed first, whose driving criterion is looked for."""

EXACT = 9
"""Criteria up to which every coalition is evaluated; beyond, fewer are in some random orders."""

SAME = 1e-12
"""Gaps between the shares of two camps that are closer than this are the same: what speaks for the option is named."""

Columns = dict[str, np.ndarray[Any, Any]]

DISPUTE = {
    **dict.fromkeys(("option", "versus"), object),
    **dict.fromkeys(("ahead", "behind", "tied"), int),
    "criterion": object,
    **dict.fromkeys(("share_ahead", "share_behind"), float),
}
COMPENSATION = {
    "option": object,
    "rank": float,
    "criterion": object,
    "without": float,
    "places": float,
    "weakness": object,
    "share": float,
    "half": bool,
}
"""Columns and what they hold."""

CROSS_CHECK = "a cross-check, not a menu: choose a method for its assumptions, before its ranking is known"


@dataclass(frozen=True, eq=False, repr=False)
class Comparison(Result):
    """What each method says, how alike the rankings are, and what the differences rest on.

    Attributes
    ----------
    table : DataFrame
        group, option, first (how many methods put it first), best, median, worst, then the rank by each method.
    scores : DataFrame
        group, option, method, score, rank.
    agreement : DataFrame
        group, method, versus, kendall_tau, spearman, weighted_spearman, ws; in ws, which looks at the head of the
        ranking, `method` is the reference.
    concordance : DataFrame
        group, methods, kendall_w (1: all rankings are the same), unanimous (share of the pairs of options that no two
        methods put in opposite order).
    disputes : DataFrame
        group, option, versus, ahead and behind (how many methods put option before versus, and after it), tied,
        criterion (what those ahead count more in favour of option than those behind do), share_ahead, share_behind
        (its mean share of the difference in either camp). The most evenly split pair comes first.
    compensation : DataFrame
        group, option, rank (median over the methods), criterion (its strength), without (median rank if it were only
        as good as the median option there), places (lost), weakness (where it is worse than the median option), share
        (of the weight on which it is), half (whether it falls out of the better half).
    """

    table: pd.DataFrame
    scores: pd.DataFrame
    agreement: pd.DataFrame
    concordance: pd.DataFrame
    disputes: pd.DataFrame
    compensation: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group the span of each option's ranks, and the pairs and strengths that most of it rests on."""
        for row in self.concordance.itertuples():
            heading = self.heading(row.group)
            part = self.table[self.table["group"] == row.group].sort_values(["median", "best"], kind="stable")
            sentence = f"{row.methods} methods, Kendall's W {row.kendall_w:.3f}, {share_text(float(row.unanimous))} of pairs undisputed"
            lines = [*heading, layout.filled(sentence, width, "  ")]
            lines.append(layout.text(part[["option", "first", "best", "median", "worst"]], width, rows))
            yield "\n".join([*lines, *(layout.filled(line, width, "  ") for line in self._sentences(row.group))])

    def _sentences(self, group: str) -> Iterator[str]:
        disputes = self.disputes[self.disputes["group"] == group]
        for row in disputes.head(3).itertuples():
            driven = f", driven by {row.criterion}" if row.criterion else ""
            yield f"disputed: {row.option} before {row.versus} by {row.ahead}, after it by {row.behind}{driven}"
        strong = self.compensation[(self.compensation["group"] == group) & self.compensation["half"]]
        for row in strong.head(3).itertuples():
            yield (
                f"compensation: {row.option} is {row.rank:g} by its {row.criterion}, which makes up for {row.weakness}; "
                f"with a median {row.criterion} it would be {row.without:g}"
            )


def compare(
    problem: Problem,
    methods: Iterable[str | Callable[..., Floats]] | None = None,
    *,
    weights: Any = None,
    unknown: str | None = None,
    screen: bool | None = None,
    executor: Executor | None = None,
) -> Comparison:
    """Rank by several methods, and say where they disagree and why.

    Parameters
    ----------
    methods : iterable of str or callable, optional
        As for `rank`. Left out: every method of the library that the case has what it needs for; the others are named
        in the notes.
    weights, unknown, screen
        As for `rank`.
    executor : concurrent.futures.Executor, optional
        As for `smaa`: the same bits whoever computes.

    Examples
    --------
    >>> from policymcda import compare, load
    >>> others = compare(load("cyber-policy"), ["topsis", "weighted_sum", "promethee_ii"])
    >>> others.concordance["methods"].tolist()
    [3, 3, 3, 3]
    """
    model = PreferenceModel.of(problem, method=LIBRARY_METHOD, weights=weights, unknown=unknown, screen=screen)
    bounds, notes = _bound(model.problem, methods)
    places = {option: place for place, option in enumerate(problem.labels("option"))}
    parts: dict[str, list[Columns]] = {}
    panels = [
        _Panel(
            bounds, (one.low, one.matrix, one.high), one.weights, one.benefit, one.options,
            np.array([places[option] for option in one.options]), model.problem.leaf_criteria,
        )
        for one in model
    ]  # fmt: skip
    found = in_order(_Panel.tables, ((panel,) for panel in panels), executor)
    for one, panel, tables in zip(model, panels, found, strict=True):
        for name, columns in tables.items():
            size = len(next(iter(columns.values())))
            parts.setdefault(name, []).append({"group": np.full(size, one.group, dtype=object), **columns})
        notes += [(code, one.group, text) for code, text in panel.notes()]
    return Comparison(
        notes=model.notes_table([*notes, *model.notes()]),
        settings={
            "methods": ", ".join(bound.name for bound in bounds),
            "own": _own(model.problem),
            **_without_method(model.settings()),
        },
        **{name: _joined(columns) for name, columns in parts.items()},
    )


def _own(problem: Problem) -> str:
    """The name of the method that the case ranks by; blank for a function that has none in the library."""
    own = problem.defaults.get("method", LIBRARY_METHOD)
    return own if isinstance(own, str) else ""


def _without_method(settings: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name != "method"}


def _joined(parts: list[Columns]) -> pd.DataFrame:
    """Columns of every group below each other."""
    return pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def _bound(problem: Problem, methods: Any) -> tuple[list[BoundMethod], list[Note]]:
    """The methods bound to the problem, and what to say of those that it has not got what they need for."""
    notes: list[Note] = [("cross_check", "", CROSS_CHECK)]
    if methods is not None:
        if isinstance(methods, str):
            raise ValueError(f"methods are a list, such as [{methods!r}, 'weighted_sum']")
        methods = listed("methods", methods, "['topsis', 'weighted_sum']")
        bounds = [bind(method, problem) for method in methods]
        names = [bound.name for bound in bounds]
        twice = [name for name in names if names.count(name) > 1]
        if twice:
            raise ValueError(f"{twice[0]} is named twice")
        if len(bounds) < 2:
            raise ValueError("a comparison takes two methods or more")
        return bounds, notes
    bounds = []
    for name in (*METHODS, *of_kind("interval")):
        try:
            bounds.append(bind(name, problem))
        except ProblemError as error:
            fault = error.every[0]
            notes.append(("cannot_run", "", f"{name} left out: {fault.table} {fault.column}, {fault.rule}"))
    return bounds, notes


@dataclass(frozen=True, eq=False)
class _Panel:
    """Several methods on the options of one group."""

    bounds: Sequence[BoundMethod]
    corners: tuple[Floats, ...]
    weights: Floats
    benefit: Bools
    options: Any
    order: Ints
    """Where each option stands in the table of options."""
    leaf_criteria: Sequence[str]

    def tables(self) -> dict[str, Columns]:
        """The columns of every table, without the group."""
        scores = np.stack([self._scores(bound, self.corners) for bound in self.bounds])
        place = ranks(scores)
        rows = np.argsort(self.order, kind="stable")
        names = [bound.name for bound in self.bounds]
        median = np.median(place, axis=0)
        wide = {
            "option": self.options,
            "first": (place == 1).sum(axis=0),
            "best": place.min(axis=0),
            "median": median,
            "worst": place.max(axis=0),
            **dict(zip(names, place, strict=True)),
        }
        long = {
            "option": np.repeat(self.options[rows], len(names)),
            "method": np.tile(np.array(names, dtype=object), len(rows)),
            "score": scores[:, rows].T.ravel(),
            "rank": place[:, rows].T.ravel(),
        }
        near = np.argsort(median, kind="stable")[:LOOKED_AT]
        near = near[np.argsort(self.order[near], kind="stable")]
        return {
            "table": {name: values[rows] for name, values in wide.items()},
            "scores": long,
            "agreement": _agreement(names, place.astype(float)),
            "concordance": _concordance(place),
            "disputes": self._disputes(place, near),
            "compensation": self._compensation(place, near),
        }

    def notes(self) -> Iterator[tuple[str, str]]:
        if len(self.options) > LOOKED_AT:
            yield "looked_at", f"disputes and strengths are those of the {LOOKED_AT} options with the best median rank"

    def _scores(self, bound: BoundMethod, corners: Sequence[Floats]) -> Floats:
        low, mode, high = corners
        return bound.scores(low, mode, high, self.weights, self.benefit)

    @property
    def _measured(self) -> list[int]:
        """The methods whose scores are more than ranks; a difference of ranks has no parts."""
        return [i for i, bound in enumerate(self.bounds) if not bound.description.ordinal]

    def _disputes(self, place: Any, near: Any) -> Columns:
        """Pairs that methods put in opposite order, the most evenly split first."""
        rows = []
        for one, other in combinations(near, 2):
            ahead, behind = place[:, one] < place[:, other], place[:, one] > place[:, other]
            if ahead.any() and behind.any():
                rows.append((one, other, ahead, behind))
        rows.sort(key=lambda row: -min(row[2].sum(), row[3].sum()))
        drivers = self._drivers(rows[:ATTRIBUTED])
        disputes = []
        for i, (one, other, ahead, behind) in enumerate(rows):
            counts = (ahead.sum(), behind.sum(), (~ahead & ~behind).sum())
            disputes.append((self.options[one], self.options[other], *counts, *drivers.get(i, ("", np.nan, np.nan))))
        return _columns(disputes, DISPUTE)

    def _drivers(self, pairs: list[tuple[int, int, Bools, Bools]]) -> dict[int, tuple[str, float, float]]:
        """For each pair the criterion that sets the two camps apart, and its mean share in either."""
        measured = self._measured
        if not pairs or not measured:
            return {}
        part = np.stack(list(self._shares(measured, [(one, other) for one, other, *_ in pairs])))
        result = {}
        for i, (_, _, ahead, behind) in enumerate(pairs):
            if ahead[measured].any() and behind[measured].any():
                camps = [part[camp[measured], i].mean(axis=0) for camp in (ahead, behind)]
                gap = camps[0] - camps[1]
                most = int(np.argmax(np.where(gap >= np.max(gap) - SAME, camps[0], -np.inf)))
                result[i] = (self.leaf_criteria[most], float(camps[0][most]), float(camps[1][most]))
        return result

    def _shares(self, measured: list[int], pairs: list[tuple[int, int]]) -> Iterator[Floats]:
        """For each method the share that each criterion has in the difference of each pair, (pairs, n)."""
        coalitions = shapley.plan(len(self.weights), exact=EXACT, orders=32)
        matrices = [
            np.concatenate([shapley.exchanged(corner, one, other, coalitions.inside) for one, other in pairs])
            for corner in self.corners
        ]
        steps = np.arange(len(pairs) * len(coalitions.inside))
        sides = [np.repeat([pair[side] for pair in pairs], len(coalitions.inside)) for side in (0, 1)]
        for i in measured:
            if self.bounds[i].link is np.positive:  # what an exchange would give, without it
                unit = unit_scores(self.bounds[i], self.corners[1], self.benefit)
                found = np.array([self.weights * (unit[one] - unit[other]) for one, other in pairs])
            else:
                scores = self._scores(self.bounds[i], matrices)
                both = (scores[steps, side].reshape(len(pairs), -1) for side in sides)
                found, _ = coalitions.combine(*both)
            whole = np.abs(found).sum(axis=1, keepdims=True)
            yield np.divide(found, whole, out=np.zeros_like(found), where=whole > 0)

    def _compensation(self, place: Any, near: Any) -> Columns:
        """Options that would be further behind without their strength, and that have a weakness it makes up for."""
        measured, criteria = self._measured, len(self.weights)
        if not measured or len(self.options) < 2:
            return _columns([], COMPENSATION)
        steps = np.arange(len(near) * criteria)
        who, what = np.repeat(near, criteria), np.tile(np.arange(criteria), len(near))
        matrices = []
        for corner in self.corners:
            some = np.broadcast_to(corner, (len(steps), *corner.shape)).copy()
            some[steps, who, what] = np.median(corner, axis=0)[what]
            matrices.append(some)
        after = np.stack([ranks(self._scores(self.bounds[i], matrices))[steps, who] for i in measured])
        lost = (after - place[measured][:, who]).reshape(len(measured), len(near), criteria)
        modes = self.corners[1]
        worse = np.where(self.benefit, modes < np.median(modes, axis=0), modes > np.median(modes, axis=0))
        trades = []
        for k, option in enumerate(near):
            mean = lost[:, k].mean(axis=0)
            strength, weaknesses = int(np.argmax(mean)), np.flatnonzero(worse[option])
            before = float(np.median(place[measured][:, option]))
            without = float(np.median(place[measured][:, option] + lost[:, k, strength]))
            if without > before and len(weaknesses):
                weakness = min(weaknesses, key=lambda j: (mean[j], -self.weights[j]))
                half = (len(self.options) + 1) / 2
                trades.append(
                    (
                        self.options[option],
                        before,
                        self.leaf_criteria[int(strength)],
                        without,
                        without - before,
                        self.leaf_criteria[int(weakness)],
                        float(self.weights[worse[option]].sum()),
                        bool(before <= half < without),
                    )
                )
        return _columns(sorted(trades, key=lambda row: -row[4]), COMPENSATION)


def _columns(rows: list[tuple[Any, ...]], kinds: Mapping[str, type]) -> Columns:
    """Rows as columns of these kinds."""
    return {name: np.array([row[i] for row in rows], dtype=kind) for i, (name, kind) in enumerate(kinds.items())}


def _agreement(names: list[str], place: Floats) -> Columns:
    """Coefficients of every ordered pair of methods."""
    pairs = [(i, j) for i in range(len(names)) for j in range(len(names)) if i != j]
    one, other = np.array(pairs).T
    coefficients = {
        "kendall_tau": rank_similarity.kendall_tau(place),
        "spearman": rank_similarity.spearman(place),
        "weighted_spearman": rank_similarity.weighted_spearman(place),
        "ws": rank_similarity.ws(place),
    }
    labels = np.array(names, dtype=object)
    values = {name: matrix[one, other] for name, matrix in coefficients.items()}
    return {"method": labels[one], "versus": labels[other], **values}


def _concordance(place: Any) -> Columns:
    """How far all methods agree."""
    count, options = place.shape
    disputed = 0
    for option in range(options):
        gap = place[:, option + 1 :] - place[:, option, None]
        disputed += int(np.sum((gap > 0).any(axis=0) & (gap < 0).any(axis=0)))
    pairs = options * (options - 1) // 2
    return {
        "methods": np.array([count]),
        "kendall_w": np.array([rank_similarity.kendall_w(place.astype(float))]),
        "unanimous": np.array([1 - disputed / pairs if pairs else 1.0]),
    }
