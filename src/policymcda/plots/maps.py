"""Maps: a cell for each two labels, its shade and its number the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.collections import PatchCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from policymcda.plots import drawing, heat_maps
from policymcda.plots.heat_maps import HeatMap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from policymcda.problem import Problem
    from policymcda.questions.rank import Ranking
    from policymcda.questions.reversal import Reversal
    from policymcda.questions.smaa import Acceptability
    from policymcda.syntheses.across import Across
    from policymcda.syntheses.stakeholders import Stakeholders


@drawing.takes("problem")
def matrix(problem: Problem, group: str | None = None, ax: Axes | None = None) -> Axes:
    """The decision matrix of one group: modes, darker the better, with the evidence that each rests on.

    An empty cell within a dashed line rests on no evidence, a ring in the corner says inferred.
    """
    return heat(drawing.axes(ax), heat_maps.matrix(problem, group), wider=2)


@drawing.takes("rank")
def groups(result: Ranking, ax: Axes | None = None) -> Axes:
    """The rank of each option in each group; empty where an option does not compete."""
    return heat(drawing.axes(ax), heat_maps.groups(result))


@drawing.takes("across")
def across(result: Across, ax: Axes | None = None) -> Axes:
    """The rank of each option in each group, options in the order over all groups, groups that rank alike side by side.

    Beside an option stands in how many groups it is among the first; the ranks that count are ringed. Empty where an
    option does not compete.
    """
    return heat(drawing.axes(ax), heat_maps.across(result))


@drawing.takes("stakeholders")
def stakeholders(result: Stakeholders, group: str | None = None, ax: Axes | None = None) -> Axes:
    """The rank of each option for all stakeholders combined and for each, those who rank alike side by side; firsts are ringed."""
    return heat(drawing.axes(ax), heat_maps.stakeholders(result, group))


@drawing.takes("reversal")
def reversal(result: Reversal, group: str | None = None, ax: Axes | None = None) -> Axes:
    """How many pairs of options change places when each option is removed, copied or made worse.

    Of several methods a row for each: how many of its tests reverse something. Cells in which what is first changes are
    ringed.
    """
    return heat(drawing.axes(ax), heat_maps.reversal(result, group))


@drawing.takes("smaa")
def pairwise(result: Acceptability, group: str | None = None, ax: Axes | None = None) -> Axes:
    """How often the option of the row is better than that of the column, in percent; sorted by expected rank."""
    ax = drawing.axes(ax)
    shown = heat_maps.pairwise(result, group)
    if isinstance(shown, str):
        return drawing.nothing(ax, shown, drawing.one_group(result.table, group)[0])
    return heat(ax, shown)


@drawing.takes("smaa")
def central(result: Acceptability, group: str | None = None, ax: Axes | None = None) -> Axes:
    """The mean weights that make each option first, how often it is, and its confidence factor; all in percent.

    Empty where an option is never first. What rests on too few draws stands in brackets.
    """
    return heat(drawing.axes(ax), heat_maps.central(result, group))


def heat(ax: Axes, shown: HeatMap, wider: int = 0) -> Axes:
    """A map on axes; `wider` is how many characters of room its texts have beside themselves."""
    drawing.rows(ax, shown.rows)
    longest = max(len(text) for row in shown.texts for text in row)
    size = drawing.cell_points(ax, len(shown.rows), len(shown.columns), longest + wider)
    cells = []
    for i, j in np.ndindex(shown.values.shape):
        value = float(shown.values[i, j])
        if shown.empty or not np.isnan(value):
            cells.append(drawing.cell(ax, i, j, value, shown.texts[i][j] if size else "", size))
        if shown.inferred is not None and shown.inferred[i, j]:
            _, on_it = drawing.shade(value)
            ax.plot([j + 0.4], [i - 0.3], "o", markersize=max(2.5, size / 3), fillstyle="none", color=on_it, mew=0.8)
        if shown.ringed is not None and shown.ringed[i, j]:
            ax.add_patch(Rectangle((j - 0.46, i - 0.44), 0.92, 0.88, fill=False, edgecolor=drawing.RED, linewidth=1.4))
    ax.add_collection(PatchCollection(cells, match_original=True, zorder=0.9))
    drawing.columns(ax, shown.columns)
    drawing.bare(ax)
    if shown.line_before is not None:
        ax.axvline(shown.line_before - 0.5, color=drawing.ink(), linewidth=1.5)
    if shown.inferred is not None:
        _evidence_key(ax, bool(shown.inferred.any()), bool(np.isnan(shown.values).any()))
    drawing.titled(ax, shown.title, shown.group)
    return ax


def _evidence_key(ax: Axes, inferred: bool, none: bool) -> None:
    """What the marks mean, where there are any."""
    ring = Line2D(
        [], [], marker="o", linestyle="", fillstyle="none", color=drawing.ink(), markersize=4, label="inferred"
    )
    dash = Line2D(
        [], [], marker="s", linestyle="", fillstyle="none", color=drawing.GREY, markersize=7, label="no evidence"
    )
    keys = [key for key, there in ((ring, inferred), (dash, none)) if there]
    if keys:
        ax.legend(handles=keys, loc="upper left", bbox_to_anchor=(0, 0), ncols=2, frameon=False, fontsize="small")
