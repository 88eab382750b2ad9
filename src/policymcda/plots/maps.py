"""Maps: a cell for each two labels, its shade and its number the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from policymcda.arrays import Floats
from policymcda.plots import drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from policymcda.problem import Problem
    from policymcda.questions.rank import Ranking
    from policymcda.questions.smaa import Acceptability
    from policymcda.syntheses.across import Across


@drawing.takes("problem")
def matrix(problem: Problem, group: str | None = None, ax: Axes | None = None) -> Axes:
    """The decision matrix of one group: modes, darker the better, with the evidence that each rests on.

    An empty cell within a dashed line rests on no evidence, a ring in the corner says inferred.
    """
    ax = drawing.axes(ax)
    group_names = pd.DataFrame({"group": list(problem.grids)})
    name, _ = drawing.one_group(group_names, group)
    grid = problem.grids[name]
    options, criteria = _ordered(problem, grid.options), problem.labels("criterion")
    shown = np.ix_([list(grid.options).index(o) for o in options], [problem.leaf_criteria.index(c) for c in criteria])
    merit = _merit(problem, grid.mode)[shown]
    mode, evidence = grid.mode[shown], grid.evidence[shown]
    texts = [["?" if np.isnan(value) else f"{value:.4g}" for value in row] for row in mode]
    drawing.rows(ax, options)
    size = drawing.cell_points(ax, len(options), len(criteria), max(len(text) for row in texts for text in row) + 2)
    for i, j in np.ndindex(mode.shape):
        unknown, inferred = evidence[i, j] == 1, evidence[i, j] == 2
        text = texts[i][j] if size else ""
        drawing.cell(ax, i, j, np.nan if unknown else float(merit[i, j]), text, size)
        if inferred:
            _, on_it = drawing.shade(float(merit[i, j]))
            ax.plot([j + 0.4], [i - 0.3], "o", markersize=max(2.5, size / 3), fillstyle="none", color=on_it, mew=0.8)
    drawing.columns(ax, criteria)
    drawing.bare(ax)
    _evidence_key(ax, evidence)
    drawing.titled(ax, "Ratings, darker is better", name)
    return ax


@drawing.takes("rank")
def groups(result: Ranking, ax: Axes | None = None) -> Axes:
    """The rank of each option in each group; empty where an option does not compete."""
    ax = drawing.axes(ax)
    ranks = result.ranks
    places = ranks.to_numpy(dtype=np.float64, na_value=np.nan)
    texts = [["" if np.isnan(value) else f"{value:.0f}" for value in row] for row in places]
    heat(ax, _by_rank(places), texts, list(ranks.index), list(ranks.columns))
    drawing.titled(ax, "Ranks of the options in each group, 1 is best")
    return ax


@drawing.takes("across")
def across(result: Across, ax: Axes | None = None) -> Axes:
    """The rank of each option in each group, options in the order over all groups, groups that rank alike side by side.

    Beside an option stands in how many groups it is among the first; the ranks that count are ringed. Empty where an
    option does not compete.
    """
    ax = drawing.axes(ax)
    order = result.table.sort_values("overall_rank", kind="stable")
    options = list(order["option"])
    place = dict(zip(result.clusters["group"], result.clusters["place"], strict=True))
    names = sorted(dict.fromkeys(result.groups["group"]), key=lambda group: place.get(group, np.inf))
    wide = result.groups.pivot(index="option", columns="group", values="rank").loc[options, names]
    places = wide.to_numpy(dtype=np.float64, na_value=np.nan)
    texts = [["" if np.isnan(value) else f"{value:.0f}" for value in row] for row in places]
    counts = [f"{label}  {count}" for label, count in zip(drawing.shorts(options), order["groups_in_top"], strict=True)]
    heat(ax, _by_rank(places), texts, counts, names)
    top = int(result.settings["top"])
    for i, j in np.argwhere(places <= top):
        ax.add_patch(Rectangle((j - 0.46, i - 0.44), 0.92, 0.88, fill=False, edgecolor=drawing.RED, linewidth=1.4))
    drawing.titled(ax, f"Ranks in each group; ringed, and counted beside the name: the first {top}")
    return ax


@drawing.takes("smaa")
def pairwise(result: Acceptability, group: str | None = None, ax: Axes | None = None) -> Axes:
    """How often the option of the row is better than that of the column, in percent; sorted by expected rank."""
    ax = drawing.axes(ax)
    name, summary = drawing.one_group(result.table, group)
    options = list(summary.sort_values("expected_rank", kind="stable")["option"])
    _, table = drawing.one_group(result.pairwise, name, [name])
    if not len(table):
        return drawing.nothing(ax, "One option, or too many to show every pair.", name)
    square = table.pivot(index="option", columns="versus", values="winning").reindex(index=options, columns=options)
    shares = square.to_numpy(dtype=np.float64)
    texts = [["" if np.isnan(value) else f"{100 * value:.0f}" for value in row] for row in shares]
    numbered = [f"{place}" for place in range(1, len(options) + 1)]
    labels = [f"{number}  {label}" for number, label in zip(numbered, drawing.shorts(options), strict=True)]
    heat(ax, shares, texts, labels, numbered, empty=False)
    drawing.titled(ax, "How often the row is better than the column, in %", name)
    return ax


@drawing.takes("smaa")
def central(result: Acceptability, group: str | None = None, ax: Axes | None = None) -> Axes:
    """The mean weights that make each option first, how often it is, and its confidence factor; all in percent.

    Empty where an option is never first. What rests on too few draws stands in brackets.
    """
    ax = drawing.axes(ax)
    name, summary = drawing.one_group(result.table, group)
    summary = summary.sort_values(["first_acceptability", "expected_rank"], ascending=[False, True], kind="stable")
    options = list(summary["option"])
    _, table = drawing.one_group(result.central, name)
    criteria = list(dict.fromkeys(table["criterion"]))
    weights = table.pivot(index="option", columns="criterion", values="weight").loc[options, criteria]
    enough = table.groupby("option")["enough"].all().loc[options].to_numpy()
    columns = [*criteria, "first_acceptability", *(["confidence"] if summary["confidence"].notna().any() else [])]
    shares = np.column_stack([weights.to_numpy(np.float64), summary[columns[len(criteria) :]].to_numpy(np.float64)])
    texts = [_percent(row, sure, len(criteria)) for row, sure in zip(shares, enough, strict=True)]
    heat(ax, shares, texts, options, [*criteria, "is first", "confidence"][: len(columns)])
    ax.axvline(len(criteria) - 0.5, color=drawing.ink(), linewidth=1.5)
    drawing.titled(ax, "Weights that make an option first, in %", name)
    return ax


def _percent(row: Floats, sure: bool, weights: int) -> list[str]:
    texts = ["-" if np.isnan(value) else f"{100 * value:.0f}" for value in row]
    return [f"({text})" if not sure and place < weights and text != "-" else text for place, text in enumerate(texts)]


def heat(
    ax: Axes, values: Floats, texts: list[list[str]], rows: Sequence[object], columns: Sequence[object],
    *, empty: bool = True,
) -> None:  # fmt: skip
    """A map of values from 0 to 1 with a text a cell; without `empty`, nothing is drawn where there is no value."""
    drawing.rows(ax, rows)
    size = drawing.cell_points(ax, len(rows), len(columns), max(len(text) for row in texts for text in row))
    for i, j in np.ndindex(values.shape):
        if empty or not np.isnan(values[i, j]):
            drawing.cell(ax, i, j, float(values[i, j]), texts[i][j] if size else "", size)
    drawing.columns(ax, columns)
    drawing.bare(ax)


def _merit(problem: Problem, mode: Floats) -> Floats:
    """Ratings from 0 (worst) to 1 (best) within the ends of the scale, (m, n)."""
    ends = problem.scale_ends
    span = ends.high - ends.low
    share = np.divide(mode - ends.low, span, out=np.full_like(mode, 0.5), where=span > 0)
    merit: Floats = np.where(problem.benefit, share, 1 - share)
    return merit


def _by_rank(places: Floats) -> Floats:
    most = np.nanmax(places) if np.isfinite(places).any() else 1.0
    shades: Floats = 1 - (places - 1) / max(most - 1, 1)
    return shades


def _ordered(problem: Problem, rated: Any) -> list[str]:
    known = set(rated)
    return [option for option in problem.labels("option") if option in known]


def _evidence_key(ax: Axes, evidence: Any) -> None:
    """What the marks mean, where there are any."""
    ring = Line2D(
        [], [], marker="o", linestyle="", fillstyle="none", color=drawing.ink(), markersize=4, label="inferred"
    )
    dash = Line2D(
        [], [], marker="s", linestyle="", fillstyle="none", color=drawing.GREY, markersize=7, label="no evidence"
    )
    keys = [key for key, code in ((ring, 2), (dash, 1)) if (evidence == code).any()]
    if keys:
        ax.legend(handles=keys, loc="upper left", bbox_to_anchor=(0, 0), ncols=2, frameon=False, fontsize="small")
