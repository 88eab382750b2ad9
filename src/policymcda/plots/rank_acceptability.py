"""How often an option has each rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policymcda.plots import drawing
from policymcda.plots.maps import heat

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from policymcda.arrays import Floats
    from policymcda.questions.smaa import Acceptability

MANY = 20
"""Options above which bars give way to a map."""


@drawing.takes("smaa")
def acceptability(result: Acceptability, group: str | None = None, ax: Axes | None = None) -> Axes:
    """Rank acceptability indices of one group: bars stacked by rank, best expected rank first; a map beyond 20 options."""
    ax = drawing.axes(ax)
    name, summary = drawing.one_group(result.table, group)
    options = list(summary.sort_values("expected_rank", kind="stable")["option"])
    _, table = drawing.one_group(result.ranks, name)
    shares = table.pivot(index="option", columns="rank", values="acceptability").loc[options]
    values = shares.to_numpy(np.float64)
    ranks = [str(rank) for rank in shares.columns]
    if len(options) > MANY:
        texts = [[f"{100 * share:.0f}" if share >= 0.005 else "" for share in row] for row in values]
        heat(ax, values, texts, options, ranks)
        drawing.titled(ax, "How often each option has each rank, in %", name)
        return ax
    drawing.rows(ax, options)
    _stacked(ax, values, ranks)
    ax.set_xlim(0, 1)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100 %"])
    drawing.bare(ax, "left", "right", "top")
    drawing.titled(ax, "How often each option has each rank (the number), dark is first", name)
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
