"""Who comes before whom whatever the weights and ratings: a graph in which every option has a line of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from policymcda.arrays import Bools, Ints
from policymcda.plots import drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from policymcda.questions.dominance import Dominance


@drawing.takes("dominance")
def dominance(result: Dominance, group: str | None = None, ax: Axes | None = None) -> Axes:
    """Necessary preference as solid arrows, without those that follow from others; possible preference dashed.

    Options stand further to the right the longer the chain of options that are necessarily before them. A dashed arrow
    joins neighbouring lines of which only one can be the better.
    """
    ax = drawing.axes(ax)
    name, pairs = drawing.one_group(result.pairs, group, result.table["group"])
    if not len(pairs):
        return drawing.nothing(ax, "One option, or too many to show every pair.", name)
    options = list(dict.fromkeys([*pairs["option"], *pairs["versus"]]))
    necessary = _square(pairs, "necessary", options)
    possible = _square(pairs, "possible", options)
    strict = necessary & ~necessary.T
    level = _levels(strict)
    order = np.lexsort((-strict.sum(axis=1), level))
    options, strict, possible, level = (
        [options[i] for i in order],
        *(_by(m, order) for m in (strict, possible)),
        level[order],
    )
    edges = strict & ~(strict.astype(int) @ strict.astype(int) > 0)
    for before, after in np.argwhere(edges):
        _arrow(ax, (level[before], before), (level[after], after), drawing.BLUE, "-")
    one_way = possible & ~possible.T & ~strict
    for before, after in np.argwhere(one_way):
        _arrow(ax, (level[before], before), (level[after], after), drawing.RED, (0, (3, 2)))
    ax.plot(
        level, np.arange(len(options)), "o", color=drawing.ORANGE, mec=drawing.ink(), mew=0.8, markersize=9, zorder=3
    )
    drawing.rows(ax, options)
    ax.set_xlim(-0.4, max(level.max(initial=0), 1) + 0.4)
    ax.set_xticks([])
    for row in range(len(options)):
        ax.axhline(row, color=drawing.GREY, linewidth=0.4, alpha=0.5, zorder=0)
    drawing.bare(ax)
    keys = [Line2D([], [], color=drawing.BLUE, label="necessarily before")] if edges.any() else []
    if one_way.any():
        keys.append(Line2D([], [], color=drawing.RED, linestyle=(0, (3, 2)), label="possibly before, never behind"))
    if keys:
        ax.legend(handles=keys, loc="upper left", bbox_to_anchor=(0, 0), ncols=2, frameon=False, fontsize="small")
    drawing.titled(ax, _finding(options, strict), name)
    return ax


def _finding(options: list[str], strict: Bools) -> str:
    """Which option is before most others whatever the weights and ratings."""
    behind = strict.sum(axis=1)
    if not behind.any():
        return "No option is necessarily before another"
    leader = int(np.argmax(behind))
    return f"{drawing.shorts(options)[leader]} is before {behind[leader]} of {len(options) - 1} others whatever the weights and ratings"


def _square(pairs: object, column: str, options: list[str]) -> Bools:
    wide = pairs.pivot(index="option", columns="versus", values=column)  # type: ignore[attr-defined]
    square = wide.reindex(index=options, columns=options).to_numpy()
    found: Bools = np.array([[value is True or value == 1 for value in row] for row in square], dtype=np.bool_)
    return found


def _by(square: Bools, order: Ints) -> Bools:
    return square[np.ix_(order, order)]


def _levels(strict: Bools) -> Ints:
    """The length of the longest chain that leads to each option, (m,)."""
    level = np.zeros(len(strict), dtype=np.int64)
    for _ in range(len(strict)):
        above = np.where(strict, level[:, None] + 1, 0).max(axis=0, initial=0)
        level = np.maximum(level, above)
    return level


def _arrow(ax: Axes, start: tuple[float, float], end: tuple[float, float], colour: str, dash: object) -> None:
    bend = 0.0 if abs(end[0] - start[0]) == 1 else 0.15
    ax.add_patch(FancyArrowPatch(
        start, end, arrowstyle="-|>", mutation_scale=9, shrinkA=5, shrinkB=5, color=colour, linestyle=dash, linewidth=1.2,
        connectionstyle=f"arc3,rad={bend}", zorder=2,
    ))  # fmt: skip
