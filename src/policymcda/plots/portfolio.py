"""What more money buys, and which options are in every sensible set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.transforms import Bbox

from policymcda.plots import drawing

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from matplotlib.axes import Axes

    from policymcda.questions.portfolio import Portfolio

GAP, BREADTH = 0.15, 1.1
"""Inches between the frontier and the core indices, and across them."""


@drawing.takes("portfolio")
def frontier(result: Portfolio, group: str | None = None, ax: Axes | None = None) -> Axes:
    """The most value that each cost buys, the budget and the set chosen; beside it the core index of each option.

    Chosen options are filled; of an option without a core index only its name and whether it is chosen are shown. With
    several resources the cost is that of the first.
    """
    ax = drawing.axes(ax)
    name, curve = drawing.one_group(result.frontier, group)
    total = drawing.one_group(result.totals, name)[1].iloc[0]
    options = _options(result, name)
    most = max(float(curve["cost"].iloc[-1]), float(total["budget"])) or 1.0
    cost, value = (np.append(curve[column], curve[column].iloc[-1]) for column in ("cost", "value"))
    cost[-1] = 1.06 * most  # the last step goes on to the edge
    ax.step(cost, value, where="post", color=drawing.BLUE, linewidth=1.6)
    if len(curve) <= 40:
        ax.plot(curve["cost"], curve["value"], "o", color=drawing.BLUE, mec=drawing.page(), markersize=5)
    ax.axvline(total["budget"], color=drawing.RED, linestyle="--", linewidth=1.2)
    ax.plot(total["cost"], total["value"], "D", color=drawing.RED, mec=drawing.page(), markersize=9)
    ax.set_xlim(-0.03 * most, 1.06 * most)
    ax.locator_params(axis="x", nbins=4)
    what = drawing.short(total["resource"]) if total["resource"] else "cost"
    ax.set_xlabel(f"{what} (dashed: the budget)", fontsize="small", parse_math=False)
    ax.set_ylabel("value (diamond: the set chosen)", fontsize="small")
    drawing.bare(ax, "right", "top")
    count = int(options["chosen"].sum())
    bought = f"{count} of {len(options)} options are worth {total['value']:.3g} together, for {total['cost']:.4g} of {total['budget']:.4g}"
    drawing.titled(ax, f"{bought}. The value that each cost buys, and the core index of the options", name)
    _cores(ax, options)
    return ax


def _options(result: Portfolio, name: str) -> pd.DataFrame:
    """The options that compete for a budget; with their groups where it is over all of them."""
    table = result.table
    if name == "all" and name not in set(table["group"]):
        parts = zip(drawing.shorts(table["option"], 20), drawing.shorts(table["group"], 14), strict=True)
        return table.assign(option=[f"{option}, {group}" for option, group in parts])
    return drawing.one_group(table, name)[1]


def _cores(ax: Axes, options: pd.DataFrame) -> None:
    """Bars of the core index to the right, the options named at their right."""
    panel = ax.inset_axes((1.04, 0.0, 0.4, 1.0))
    panel.set_axes_locator(_beside(ax))
    index, chosen = options["core_index"].to_numpy(float), options["chosen"].to_numpy(bool)
    known = np.flatnonzero(~np.isnan(index))
    filled = [drawing.BLUE if one else drawing.page() for one in chosen[known]]
    panel.barh(known, index[known], height=0.7, edgecolor=drawing.BLUE, color=filled)
    panel.set_xlim(0, 1)
    panel.set_xticks([0, 1], ["0", "1"])
    panel.set_xlabel("core index" if len(known) else "core index: not known", fontsize="small")
    marks = zip(drawing.shorts(options["option"], 24 if options["group"].nunique() == 1 else 36), chosen, strict=True)
    drawing.rows(panel, [f"{'●' if one else '○'} {label}" for label, one in marks])
    panel.yaxis.tick_right()
    panel.tick_params(axis="y", length=0)
    panel.axvline(0, color=drawing.GREY, linewidth=0.8)
    drawing.bare(panel, "left", "right", "top")


def _beside(ax: Axes) -> Callable[[Any, Any], Bbox]:
    """A place at the right of the axes whose breadth does not hang on theirs, so that one layout is enough."""

    def place(panel: Any, renderer: Any) -> Bbox:
        box, across = ax.get_position(), ax.figure.get_figure(root=True).get_figwidth()
        return Bbox.from_bounds(box.x1 + GAP / across, box.y0, BREADTH / across, box.height)

    return place
