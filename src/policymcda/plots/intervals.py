"""Numbers with what they may be: scores, ranks, the worth of information."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policymcda.plots import drawing
from policymcda.tables.sentences import number_text, share_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from policymcda.arrays import Floats
    from policymcda.questions.rank import Ranking
    from policymcda.questions.smaa import Acceptability
    from policymcda.questions.value_of_information import ValueOfInformation

SHOWN = 20
"""Ratings that are shown of those worth knowing."""


@drawing.takes("rank", "smaa")
def scores(result: Ranking | Acceptability, group: str | None = None, ax: Axes | None = None) -> Axes:
    """Scores of the options of one group, the best first: of a ranking, or of a simulation with their intervals.

    Of a simulation the line runs from the lowest to the highest of its quantiles (5 to 95 % unless stated otherwise), the
    dot is the one in the middle.
    """
    ax = drawing.axes(ax)
    quantiles = getattr(result, "scores", None)
    if quantiles is None:
        name, table = drawing.one_group(result.table, group)
        table = table.dropna(subset="score").sort_values(["rank", "score"], ascending=[True, False], kind="stable")
        _dots(ax, list(table["option"]), table["score"].to_numpy(float), None, None)
        drawing.titled(ax, f"{_lead(table)}. Scores, more is better", name)
        return ax
    name, table = drawing.one_group(quantiles, group)
    wide = table.pivot(index="option", columns="level", values="score")
    levels = list(wide.columns)
    wide = wide.sort_values(levels[len(levels) // 2], ascending=False, kind="stable")
    low, middle, high = (wide[levels[place]].to_numpy(float) for place in (0, len(levels) // 2, -1))
    _dots(ax, list(wide.index), middle, low, high)
    drawing.titled(
        ax,
        f"{_reach(wide.index, low, high)}. Scores: the line holds {100 * (levels[-1] - levels[0]):.3g}% of the draws, the dot is the middle one",
        name,
    )
    return ax


@drawing.takes("smaa")
def rank_intervals(result: Acceptability, group: str | None = None, ax: Axes | None = None) -> Axes:
    """Ranks that an option can have (thin), has in 90 % of the draws (thick), and is expected to have (the dot)."""
    ax = drawing.axes(ax)
    name, summary = drawing.one_group(result.table, group)
    summary = summary.sort_values("expected_rank", kind="stable")
    options = list(summary["option"])
    _, table = drawing.one_group(result.ranks, name)
    shares = table.pivot(index="option", columns="rank", values="acceptability").loc[options]
    places, values = shares.columns.to_numpy(float), shares.to_numpy(float)
    upto = np.cumsum(values, axis=1)
    for row in range(len(options)):
        seen = np.flatnonzero(values[row] > 0)
        ax.plot(places[seen[[0, -1]]], [row, row], color=drawing.GREY, linewidth=1.2, solid_capstyle="butt")
        middle = places[[np.searchsorted(upto[row], level - 1e-12) for level in (0.05, 0.95)]]
        ax.plot(middle, [row, row], color=drawing.BLUE, linewidth=5, solid_capstyle="round")
    ax.plot(summary["expected_rank"], np.arange(len(options)), "o", color=drawing.RED, mec=drawing.page(), markersize=7)
    drawing.rows(ax, options)
    ax.set_xlim(0.5, len(places) + 0.5)
    _whole(ax, len(places))
    drawing.bare(ax, "left", "right", "top")
    best = (
        f"{drawing.shorts(options)[0]} ranks {summary['expected_rank'].iloc[0]:.2g} on average, better than any other"
    )
    drawing.titled(ax, f"{best}. Ranks: possible (thin), 90% of the draws (thick), expected (dot)", name)
    return ax


@drawing.takes("value_of_information")
def value_of_information(result: ValueOfInformation, group: str | None = None, ax: Axes | None = None) -> Axes:
    """How often knowing each uncertain rating alone would change the choice, those that would most often first."""
    ax = drawing.axes(ax)
    name, total = drawing.one_group(result.total, group)
    table = result.table[(result.table["group"] == name) & (result.table["changes"] > 0)]
    table = table.sort_values("changes", ascending=False, kind="stable").head(SHOWN)
    every = share_text(float(total["changes"].iloc[0]))
    if not len(table):
        drawing.titled(
            ax,
            f"No rating alone, once it is known, would change the choice; all together would in {every} of the draws",
            name,
        )
        ax.set_axis_off()
        return ax
    value, low, high = (table[column].to_numpy(float) for column in ("changes", "changes_low", "changes_high"))
    where = np.arange(len(table))
    none = (table["evidence"] == "none").to_numpy()
    ax.barh(where[~none], value[~none], color=drawing.BLUE, height=0.7)
    ax.barh(where[none], value[none], color=drawing.page(), edgecolor=drawing.RED, hatch="///", height=0.7)
    ax.hlines(where, low, high, color=drawing.ink(), linewidth=1.2)
    pairs = list(zip(drawing.shorts(table["option"], 22), drawing.shorts(table["criterion"], 16), strict=True))
    drawing.rows(ax, [f"{option}: {criterion}" for option, criterion in pairs], most=44)
    drawing.bare(ax, "left", "right", "top")
    if none.any():
        ax.set_xlabel("hatched: no evidence", fontsize="small", loc="left")
    drawing.titled(
        ax,
        f"Knowing {pairs[0][0]} on {pairs[0][1]} would change the choice in "
        f"{share_text(float(value[0]))} of the draws; knowing every rating in {every}",
        name,
    )
    return ax


def _lead(table: pd.DataFrame) -> str:
    """Who scores highest, and by how much."""
    first, *others = drawing.shorts(table["option"])
    if not others:
        return f"{first} alone has a score"
    gap, second = float(table["score"].iloc[0] - table["score"].iloc[1]), others[0]
    if table["rank"].iloc[1] == table["rank"].iloc[0]:
        return f"{first} and {second} score highest, level"
    return f"{first} scores highest, {number_text(gap)} ahead of {second}"


def _reach(options: Sequence[str], low: Floats, high: Floats) -> str:
    """How many other options reach the scores of the first."""
    count = int((high[1:] >= low[0]).sum())
    others = (
        "no line reaches its own"
        if not count
        else "1 line reaches its own"
        if count == 1
        else f"{count} lines reach its own"
    )
    return f"{drawing.shorts(options)[0]} scores highest in the middle; {others}"


def _dots(ax: Axes, options: list[str], middle: object, low: object, high: object) -> None:
    where = np.arange(len(options))
    if low is not None:
        ax.hlines(where, low, high, color=drawing.BLUE, linewidth=2.5)  # type: ignore[arg-type]
    ax.plot(middle, where, "o", color=drawing.BLUE, mec=drawing.page(), markersize=8)  # type: ignore[arg-type]
    drawing.rows(ax, options)
    ax.grid(axis="x", color=drawing.GREY, alpha=0.3, linewidth=0.6)
    ax.set_axisbelow(True)
    drawing.bare(ax, "left", "right", "top")


def _whole(ax: Axes, most: int) -> None:
    """Ticks at whole ranks, not more than 10 of them."""
    step = max(1, -(-most // 10))
    ticks = sorted({1, *range(step, most + 1, step)} - ({step} if 1 < step < 3 else set()))
    ax.set_xticks(ticks, [str(tick) for tick in ticks])
    ax.grid(axis="x", color=drawing.GREY, alpha=0.3, linewidth=0.6)
    ax.set_axisbelow(True)
