"""Why this option and not that one, and what other methods say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policymcda.plots import drawing
from policymcda.tables.layout import wide

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from policymcda.questions.compare import Comparison
    from policymcda.questions.explain import Explanation


@drawing.takes("explain")
def waterfall(result: Explanation, group: str | None = None, ax: Axes | None = None) -> Axes:
    """What each criterion adds to the difference between two options, one after the other, and what it comes to."""
    ax = drawing.axes(ax)
    name, table = drawing.one_group(result.table, group)
    option, versus = drawing.shorts([table["option"].iloc[0], table["versus"].iloc[0]])
    parts = table["contribution"].to_numpy(float)
    upto = np.concatenate([[0.0], np.cumsum(parts)])
    whole = float(upto[-1])
    for row, (part, start) in enumerate(zip(parts, upto[:-1], strict=True)):
        colour, hatch = (drawing.BLUE, "") if part >= 0 else (drawing.page(), "////")
        edge = drawing.page() if part >= 0 else drawing.RED
        ax.barh(row, part, left=start, color=colour, edgecolor=edge, hatch=hatch, height=0.65)
        ax.plot([upto[row + 1]] * 2, [row + 0.325, row + 0.675], color=drawing.GREY, linewidth=0.8)
    ax.barh(len(parts), whole, color=drawing.GREY, height=0.65)
    ax.axvline(0, color=drawing.ink(), linewidth=0.8)
    drawing.rows(ax, [*table["criterion"], "difference"])
    reach = max(upto.max(), 0.0) - min(upto.min(), 0.0) or 1.0
    ax.set_xlim(min(upto.min(), 0) - 0.05 * reach, max(upto.max(), 0) + 0.22 * reach)
    size = drawing.points(ax, len(parts) + 1)
    for row, (end, value) in enumerate(
        zip([*np.maximum(upto[1:], upto[:-1]), max(whole, 0)], [*parts, whole], strict=True)
    ):
        ax.text(end + 0.02 * reach, row, f"{value:+.3g}", va="center", fontsize=size, color=drawing.ink())
    ax.margins(y=0.02)
    drawing.bare(ax, "left", "right", "top")
    ax.set_xlabel("to the right: for the first of the two; hatched: for the other", fontsize="small", loc="left")
    drawing.titled(ax, f"{_ahead(table, option, versus)}. What each criterion adds to that", name)
    return ax


def _ahead(table: pd.DataFrame, option: str, versus: str) -> str:
    """Who is ahead of whom by how much, and what speaks most for it."""
    parts = table["contribution"].to_numpy(float)
    whole = float(parts.sum())
    if not np.any(parts):
        return f"{option} and {versus} are level on every criterion"
    if abs(whole) <= 1e-12 * np.abs(parts).max():
        return f"{option} and {versus} are level"
    most = drawing.short(table["criterion"].iloc[int(np.argmax(parts * np.sign(whole)))])
    return f"{option} is {abs(whole):.3g} {'ahead of' if whole > 0 else 'behind'} {versus}, most of all for {most}"


@drawing.takes("explain")
def head_to_head(result: Explanation, group: str | None = None, ax: Axes | None = None) -> Axes:
    """Two options criterion by criterion: where each stands between the worst and the best end of the scale, and its rating.

    What adds most to the difference of their scores is at the top; beside it what it adds, to the right the weight.
    """
    ax = drawing.axes(ax)
    name, table = drawing.one_group(result.table, group)
    option, versus = drawing.shorts([table["option"].iloc[0], table["versus"].iloc[0]])
    drawing.rows(ax, list(table["criterion"]))
    size = 0.9 * drawing.points(ax, len(table))
    where, pair = np.arange(len(table)), table[["merit", "merit_versus"]].to_numpy(float)
    ax.hlines(where, pair.min(axis=1), pair.max(axis=1), color=drawing.GREY, linewidth=2)
    ax.plot(pair[:, 1], where, "D", color=drawing.RED, mec=drawing.page(), markersize=7, label=versus)
    ax.plot(pair[:, 0], where, "o", color=drawing.BLUE, mec=drawing.page(), markersize=8, label=option)
    for row, line in enumerate(table.to_dict("records")):
        ends = sorted([(line["merit"], line["rating"]), (line["merit_versus"], line["rating_versus"])])
        for (x, rating), shift, side in zip(ends, (-0.025, 0.025), ("right", "left"), strict=True):
            ax.text(x + shift, row, f"{rating:.4g}", ha=side, va="center", fontsize=size, color=drawing.ink())
        text = f"{line['contribution']:+.3g}  ({line['weight']:.2g})"
        ax.text(1.5, row, text, ha="right", va="center", fontsize=size, color=drawing.ink())
    ax.set_xlim(-0.17, 1.5)
    ax.set_xticks([0, 1, 1.5], ["worst", "best", "adds (weight)"])
    ax.get_xticklabels()[-1].set_horizontalalignment("right")
    ax.tick_params(axis="x", length=0)
    drawing.bare(ax, "left", "right", "top")
    drawing.keyed(ax, ax.lines[-2:][::-1])
    better = int((pair[:, 0] > pair[:, 1]).sum())
    found = f"{option} is better than {versus} on {better} of {len(table)} criteria"
    whole = float(result.scores.loc[result.scores["group"] == name, "difference"].iloc[0])
    stands = f"and {abs(whole):.3g} {'ahead' if whole > 0 else 'behind'}" if whole else "and level with it"
    drawing.titled(ax, f"{found} {stands}. Where both stand on each", name)
    return ax


@drawing.takes("compare")
def methods(result: Comparison, group: str | None = None, ax: Axes | None = None) -> Axes:
    """The rank of each option by each method, one line per option; the first three by median rank stand out.

    The method of the case is at the right, where the options are named; where it is not among those compared, the one that
    ranks most like the median of all.
    """
    ax = drawing.axes(ax)
    name, table = drawing.one_group(result.table, group)
    table = table.sort_values(["median", "best"], kind="stable")
    known = ("group", "option", "first", "best", "median", "worst")
    names = [column for column in table if column not in known]
    values = table[names].to_numpy(float)
    names, values = _alike_together(names, values, str(result.settings.get("own", "")))
    size = drawing.points(ax, len(table))
    labels = drawing.shorts(table["option"])
    drawing.columns(ax, names, top=False, right=0.62 * size * max(map(wide, labels)) + 40)
    ax.set_xlim(-0.25, max(len(names) - 0.75, 1))
    ax.set_ylim(len(values) + 0.5, 0.5)
    places = drawing.spread(values[:, -1] + 1e-3 * np.arange(len(values)), 1.0, 1, len(values))
    for row, at in enumerate(places):
        drawing.beside(ax, len(names) - 1, values[row, -1], labels[row], float(at), size, colour=drawing.ink())
    for row in range(len(values))[::-1]:
        colour, dash = drawing.LINES[row] if row < 3 else (drawing.GREY, "-")
        width = 2.6 if row < 3 else 1.0
        shift = 0.06 * (row % 5 - 2)
        ax.plot(range(len(names)), values[row] + shift, color=colour, linestyle=dash, linewidth=width, marker="o",
                markersize=2 + width, zorder=4 if row < 3 else 2)  # fmt: skip
    step = max(1, -(-len(values) // 10))
    ax.set_yticks([1, *range(1 + step, len(values) + 1, step)])
    drawing.bare(ax)
    leader = labels[int(np.argmax(table["first"].to_numpy()))]
    count, own = int(table["first"].max()), drawing.short(names[-1])
    drawing.titled(
        ax,
        f"{leader} is first by {count} of {len(names)} methods. Ranks by each, 1 at the top, options named by their rank by {own}",
        name,
    )
    return ax


def _alike_together(names: list[str], values: np.ndarray, own: str) -> tuple[list[str], np.ndarray]:
    """Methods by how near they rank to the last, which is the case's own or else the nearest to the median."""
    if own in names:
        last = values[:, [names.index(own)]]
    else:
        last = np.median(values, axis=1, keepdims=True)
    away = np.abs(values - last).sum(axis=0) - np.array([name == own for name in names])
    order = np.argsort(-away, kind="stable")
    return [names[place] for place in order], values[:, order]
