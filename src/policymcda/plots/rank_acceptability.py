"""How often an option has each rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policymcda.plots import drawing, heat_maps
from policymcda.plots.maps import heat

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from policymcda.arrays import Floats
    from policymcda.plots.heat_maps import HeatMap
    from policymcda.questions.smaa import Acceptability

MANY = 20
"""Options above which bars give way to a map."""


def stacked_title(shown: HeatMap) -> str:
    """The title of the bars."""
    return shown.title.replace(", in %", " (the number in the bar)")


@drawing.takes("smaa")
def acceptability(result: Acceptability, group: str | None = None, ax: Axes | None = None) -> Axes:
    """Rank acceptability indices of one group: bars stacked by rank, best expected rank first; a map beyond 20 options."""
    ax = drawing.axes(ax)
    shown = heat_maps.rank_shares(result, group)
    if len(shown.rows) > MANY:
        return heat(ax, shown)
    drawing.rows(ax, shown.rows)
    _stacked(ax, shown.values, list(shown.columns))
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100 %"])
    drawing.bare(ax, "left", "right", "top")
    drawing.titled(ax, stacked_title(shown), shown.group)
    return ax


def _stacked(ax: Axes, values: Floats, ranks: list[str]) -> None:
    """Bars by rank, from dark for the first to light for the last, the rank written where it fits."""
    size = drawing.points(ax, len(values))
    least = (0.72 * size * max(map(len, ranks)) + 2) / drawing.breadth(ax)
    start = np.zeros(len(values))
    for place, rank in enumerate(ranks):
        colour, on_it = drawing.shade(1 - place / max(len(ranks) - 1, 1))
        width = values[:, place]
        ax.barh(
            np.arange(len(values)), width, left=start, color=colour, edgecolor=drawing.page(), linewidth=0.6, height=0.8
        )
        for row in np.flatnonzero(width > least):
            ax.text(
                start[row] + width[row] / 2,
                float(row),
                rank,
                ha="center",
                va="center",
                fontsize=size,
                color=on_it,
                in_layout=False,
            )
        start += width
