"""Which choice decides the ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from policymcda.plots import drawing
from policymcda.tables.sentences import share_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from policymcda.syntheses.sensitivity import Sensitivity


@drawing.takes("sensitivity")
def sensitivity(result: Sensitivity, group: str | None = None, ax: Axes | None = None) -> Axes:
    """The share of the variance of all ranks that each choice accounts for, with others (the bar) and alone (the dot).

    Thin lines are intervals of 95%. The choice that accounts for most is at the top.
    """
    ax = drawing.axes(ax)
    name, table = drawing.one_group(result.table, group)
    table = table.sort_values("total", ascending=False, kind="stable")
    where, inputs = np.arange(len(table)), list(table["input"])
    columns = ("total", "total_low", "total_high", "first", "first_low", "first_high")
    total, low, high, first, first_low, first_high = (
        np.clip(table[column].to_numpy(float), 0, None) for column in columns
    )
    if not len(table) or np.isnan(total).all():
        return drawing.nothing(ax, "The ranks never vary.", name)
    drawing.rows(ax, inputs)
    ax.barh(where, total, color=drawing.SKY, height=0.7)
    ax.hlines(where - 0.12, low, high, color=drawing.ink(), linewidth=1)
    ax.hlines(where + 0.12, first_low, first_high, color=drawing.RED, linewidth=1)
    ax.plot(first, where + 0.12, "o", color=drawing.RED, mec=drawing.page(), markersize=6)
    ax.set_xlim(0, max(1.0, 1.02 * float(np.nanmax(high))))
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100%"])
    drawing.bare(ax, "left", "right", "top")
    alone = Line2D([], [], marker="o", linestyle="", color=drawing.RED, mec=drawing.page(), label="alone")
    drawing.keyed(ax, [Patch(color=drawing.SKY, label="together with others"), alone])
    most = f"Most hangs on {drawing.shorts(inputs)[0]}: {share_text(min(float(total[0]), 1.0))} of the variance of all ranks"
    drawing.titled(ax, f"{most}, {share_text(min(float(first[0]), 1.0))} alone. What each choice accounts for", name)
    return ax
