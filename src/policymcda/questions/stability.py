"""How far may the weight of each criterion move before the answer does (Mareschal, 1988; Triantaphyllou and Sánchez, 1997)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from policymcda.arrays import Floats, Ints
from policymcda.arrays.ranking.ranks import ranks
from policymcda.arrays.sensitivity.crossings import along, meetings, ratios, start_of
from policymcda.arrays.sensitivity.weight_paths import STEPS, Path, bracketed_path, exact_path, kept, stays
from policymcda.model import GroupModel, PreferenceModel
from policymcda.problem import Problem
from policymcda.results import Note, Result
from policymcda.tables import layout

MANY = 60
"""Options above which only the intervals are computed, not every crossing of every two options."""

COLUMNS = "group criterion weight low high below above keeps width"

NEAREST = 100
"""Crossings on either side that are looked at above `MANY` options."""


@dataclass(frozen=True, eq=False, repr=False)
class Stability(Result):
    """The interval of each weight in which the answer stays, and every change beyond it.

    Attributes
    ----------
    table : DataFrame
        group, criterion, weight; low and high, the ends of the interval, where something is tied; below and above, what
        comes first beyond each end (or enters, or passes); keeps (first, top k, ranking); width, how far an end may be
        off: 0 where it is known in closed form.
    critical : DataFrame
        group, among (first: a change of the first option; any: of any two), measure (absolute, relative), criterion,
        option, versus (which passes it), delta: the smallest amount, or share in percent, that is taken from one weight,
        the others kept, until the two are tied.
    deltas : DataFrame
        group, criterion, option, versus, at, absolute, relative: that amount for every two options that can be tied so.
    path : DataFrame
        group, criterion, at, gains, loses, first_option: every change of a rank along each weight, and what is first beyond it.
    ranks : DataFrame
        group, criterion, low, high, option, rank: ranks between the changes.
    """

    table: pd.DataFrame
    critical: pd.DataFrame
    deltas: pd.DataFrame
    path: pd.DataFrame
    ranks: pd.DataFrame

    def blocks(self, width: int, rows: int | None) -> Iterator[str]:
        """For each group the intervals, and the most critical criterion."""
        for group, part in self.table.groupby("group", sort=False):
            columns = ["criterion", "weight", "low", "high", "below", "above"]
            heading = self.heading(group)
            yield "\n".join([*heading, layout.text(part[columns], width, rows), *self._critical(str(group), width)])
        kept = self.table["keeps"].iloc[0]
        text = {"first": "the first option stays", "ranking": "the whole ranking stays"}.get(kept, f"the {kept} stay")
        yield layout.filled(
            f"low to high: {text}, the other weights in proportion; below, above: what then changes", width
        )

    def _critical(self, group: str, width: int) -> Iterator[str]:
        for row in self.critical[self.critical["group"] == group].itertuples():
            if row.among == "first" and row.measure == "absolute":
                text = (
                    f"most critical: {row.criterion}; {abs(row.delta):.3f} {'less' if row.delta > 0 else 'more'} of it"
                )
                yield layout.filled(f"{text}, the others kept, ties {row.versus} with {row.option}", width, "  ")


def stability(
    problem: Problem,
    *,
    method: str | Callable[..., Floats] | None = None,
    weights: Any = None,
    keeps: str | int = "first",
    unknown: str | None = None,
    screen: bool | None = None,
) -> Stability:
    """For each group and criterion the interval of its weight in which the answer stays, the others in proportion.

    Exact for methods linear in the weights and for TOPSIS (Euclidean or Manhattan distance) and its modified form; for
    any other method changes are found on a grid of 500 steps and bracketed.

    Parameters
    ----------
    method, weights, unknown, screen
        As for `rank`.
    keeps : "first", int or "top k", or "ranking"
        What must stay: the first option, the first k in whatever order, or the order of all. Options that share a place
        are taken in the order of their labels.

    Examples
    --------
    >>> from policymcda import load, stability
    >>> limits = stability(load("cyber-policy")).table.set_index(["group", "criterion"])
    >>> row = limits.loc[("rivals_with_ties", "feasibility")]
    >>> print(f"{row['above']} is first above {row['high']:.3f} instead of {row['weight']:.3f}")
    common_areas is first above 0.266 instead of 0.248
    """
    count = _keeps(keeps)
    model = PreferenceModel.of(problem, method=method, weights=weights, unknown=unknown, screen=screen)
    problem, bound = model.problem, model.method
    rows: dict[str, list[Any]] = {name: [] for name in ("table", "deltas", "path", "ranks")}
    notes: list[Note] = []
    for part in model:
        group, options = part.group, part.options
        base, order = _order(part)
        notes += _ties(group, options[order], base[order], count)
        for leaf in problem.labels("criterion"):
            line = _path(part, problem.leaf_criteria.index(leaf), (order, count), len(options) <= MANY)
            rows["table"].append(_row(part, leaf, problem.leaf_criteria.index(leaf), line, (order, count)))
            if line is None:
                text = f"{leaf} has all the weight, so the others have no proportion to keep"
                notes.append(("no_proportion", group, text))
            elif len(options) <= MANY:
                _changes(rows, group, leaf, rows["table"][-1]["weight"], line, options, order[0])
        if len(options) > MANY:
            notes.append(("many_options", group, f"more than {MANY} options: intervals only, without every crossing"))
    if not any(line["width"] == 0 for line in rows["table"] if "width" in line):
        text = f"{bound.name} has no closed form: a change that lasts less than 1/{STEPS} of weight may be missed"
        notes.append(("bracketed", "", text))
    deltas = _framed(rows["deltas"], "group criterion option versus at absolute relative first")
    return Stability(
        notes=model.notes_table([*notes, *model.notes()]),
        settings=model.settings(keeps=_keeps_text(count)),
        table=_framed(rows["table"], COLUMNS),
        critical=_critical(deltas, problem),
        deltas=deltas.drop(columns="first"),
        path=_framed(rows["path"], "group criterion at gains loses first_option"),
        ranks=pd.concat(rows["ranks"], ignore_index=True)
        if rows["ranks"]
        else _framed([], "group criterion low high option rank"),
    )


def first_intervals(model: PreferenceModel) -> pd.DataFrame:
    """The table of `stability` that keeps the first option, without looking for what else changes along a weight."""
    rows = []
    for part in model:
        order = _order(part)[1]
        for leaf in model.problem.labels("criterion"):
            criterion = model.problem.leaf_criteria.index(leaf)
            line = _path(part, criterion, (order, 1), False)
            rows.append(_row(part, leaf, criterion, line, (order, 1)))
    return _framed(rows, COLUMNS)


def _order(part: GroupModel) -> tuple[Ints, Ints]:
    """The rank of each option, and the options from the best to the worst, ties in the order of their labels."""
    base = ranks(part.scores())
    return base, np.lexsort((np.arange(len(base)), base))


def _row(
    part: GroupModel, leaf: str, criterion: int, line: Path | None, keeps: tuple[Ints, int | None]
) -> dict[str, Any]:
    """A row of the table; blank where there is no line."""
    weight = float(part.weights[criterion])
    head = {"group": part.group, "criterion": leaf, "weight": weight, "keeps": _keeps_text(keeps[1])}
    if line is None:
        return {**head, "low": np.nan, "high": np.nan, "below": "", "above": ""}
    return {**head, **_interval(line, weight, part.options, *keeps)}


def _keeps_text(count: int | None) -> str:
    return "ranking" if count is None else "first" if count == 1 else f"top {count}"


def _keeps(keeps: str | int) -> int | None:
    """How many options are kept, None for the order of all."""
    if isinstance(keeps, str) and keeps == "ranking":
        return None
    found = re.fullmatch(r"(?:top )?(\d+)", str(keeps))
    count = 1 if isinstance(keeps, str) and keeps == "first" else int(found[1]) if found else 0
    if count < 1:
        raise ValueError(f"keeps is 'first', a number or 'top k', or 'ranking', not {keeps!r}")
    return count


def _path(part: GroupModel, criterion: int, keeps: tuple[Ints, int | None], every: bool) -> Path | None:
    """Ranks along the weight of one criterion, at every change or at those that matter; None where the others weigh nothing."""
    matrix, weights = part.matrix, part.weights
    start = start_of(weights, criterion)
    if start is None:
        return None

    def on_line(at: Floats) -> Floats:
        return part.by_weights(along(start, criterion, at))

    form = None if part.method.interval else ratios(part.method, matrix, part.benefit, start, criterion)
    first, second = _pairs(len(matrix), *keeps, every)
    if form is None:
        return bracketed_path(on_line, watched=None if len(matrix) <= MANY else np.unique(np.append(first, second)))
    found = meetings(form, first, second).ravel()
    found = found[~np.isnan(found)]
    at, ends = float(weights[criterion]), (0.0, 1.0)
    if not every:
        found = np.unique(found)
        place = int(np.searchsorted(found, at))
        found = found[max(0, place - NEAREST) : place + NEAREST]
        return exact_path(on_line, found, ends, lambda placed: stays(placed, *keeps))
    return exact_path(on_line, found, ends)


def _pairs(options: int, order: Ints, count: int | None, every: bool) -> tuple[Ints, Ints]:
    """The pairs of options whose crossings are needed: all, or those that can end what is kept."""
    if every:
        first, second = np.triu_indices(options, 1)
        return first, second
    if count is None:
        return order[:-1], order[1:]
    return np.repeat(order[:count], options - count), np.tile(order[count:], count)


def _interval(path: Path, weight: float, options: Any, order: Ints, count: int | None) -> dict[str, Any]:
    """The ends of the interval and what changes beyond them."""
    found = kept(path, weight, order, count)
    below, above = (
        _beyond(path.between[cell], options, order, count) if cell >= 0 else "" for cell in (found.under, found.over)
    )
    return {"low": found.low, "high": found.high, "below": below, "above": above, "width": found.width}


def _beyond(placed: Ints, options: Any, order: Ints, count: int | None) -> str:
    """What comes first, enters the first k, or passes what stood before it."""
    if count is None:
        pairs = pairwise(order)
        return ", ".join(f"{options[b]} before {options[a]}" for a, b in pairs if placed[b] < placed[a])
    if count == 1:
        return ", ".join(options[placed == 1])
    inside, outside = order[:count], order[count:]
    return ", ".join(options[i] for i in outside if placed[i] < np.max(placed[inside]))


def _changes(
    rows: dict[str, list[Any]], group: str, leaf: str, weight: float, path: Path, options: Any, leader: int
) -> None:
    """Every change along a line into the tables: ranks between, what gains and loses, and which two options meet."""
    head = {"group": group, "criterion": leaf}
    cells = len(path.between)
    rows["ranks"].append(
        pd.DataFrame(
            {
                **head,
                "low": np.repeat(path.breaks[:-1], len(options)),
                "high": np.repeat(path.breaks[1:], len(options)),
                "option": np.tile(options, cells),
                "rank": path.between.ravel(),
            }
        )
    )
    nearest: dict[tuple[int, int], float] = {}
    for at, before, after in zip(path.breaks[1:-1], path.between, path.between[1:], strict=False):
        gains, loses = (", ".join(options[moved]) for moved in (after < before, after > before))
        first = ", ".join(options[after == 1])
        rows["path"].append({**head, "at": at, "gains": gains, "loses": loses, "first_option": first})
        swapped = (before[:, None] < before) & (after[:, None] > after)
        for i, j in np.argwhere(swapped if at > weight else swapped.T):
            if (i, j) not in nearest or abs(at - weight) < abs(nearest[i, j] - weight):
                nearest[i, j] = float(at)
    for (i, j), at in nearest.items():
        delta = (weight - at) / (1 - at)
        relative = 100 * delta / weight if weight > 0 else np.nan
        pair = {"option": options[i], "versus": options[j], "at": at, "absolute": delta, "relative": relative}
        rows["deltas"].append({**head, **pair, "first": leader in (i, j)})


def _critical(deltas: pd.DataFrame, problem: Problem) -> pd.DataFrame:
    """The smallest change of one weight, absolute and relative, among the first option's pairs and among all."""
    found = []
    for group in problem.grids:
        part = deltas[deltas["group"] == group]
        for among, pairs in (("first", part[part["first"].astype(bool)]), ("any", part)):
            for measure in ("absolute", "relative"):
                sizes = pairs[measure].astype(float).abs().dropna()
                if len(sizes):
                    row = pairs.loc[sizes.idxmin()]
                    kept = {name: row[name] for name in ("criterion", "option", "versus")}
                    found.append({"group": group, "among": among, "measure": measure, **kept, "delta": row[measure]})
    return _framed(found, "group among measure criterion option versus delta")


def _ties(group: str, options: Any, placed: Ints, count: int | None) -> Iterator[Note]:
    """A note where what is kept is tied as it stands."""
    tied = np.flatnonzero(placed[1:] == placed[:-1])
    if count is not None:
        tied = tied[tied == count - 1]
    if len(tied):
        pairs = ", ".join(f"{options[i]} and {options[i + 1]}" for i in tied[:5])
        yield "tied", group, f"tied as it stands, and kept in the order of their labels: {pairs}"


def _framed(rows: list[Any], columns: str) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())
