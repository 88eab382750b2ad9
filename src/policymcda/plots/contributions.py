"""What lifts each option above the mean of all, and what holds it down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from policymcda.plots import drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from policymcda.questions.contributions import Contributions

COLOURS = (drawing.BLUE, drawing.ORANGE, drawing.GREEN, drawing.RED, drawing.PURPLE, drawing.SKY)

HATCHES = ("", "////", "....", "xxxx", "----", "oooo")
"""What tells criteria apart that share a colour."""


@drawing.takes("contributions")
def contributions(result: Contributions, group: str | None = None, ax: Axes | None = None) -> Axes:
    """What each criterion adds to the value of each option above the mean of all (to the right) or takes from it (to the left).

    The diamond is what they come to together; the option of the highest value is at the top, and the criterion on which the
    options differ most is nearest to the middle line.
    """
    ax = drawing.axes(ax)
    name, table = drawing.one_group(result.table, group)
    _, scores = drawing.one_group(result.scores, name)
    scores = scores.sort_values("rank", kind="stable")
    wide = table.pivot(index="option", columns="criterion", values="above_mean").loc[scores["option"]]
    wide = wide[wide.abs().sum().sort_values(ascending=False, kind="stable").index]
    drawing.rows(ax, list(scores["option"]))
    where, ends = np.arange(len(wide)), np.zeros((2, len(wide)))
    fills = [(colour, hatch) for hatch in HATCHES for colour in COLOURS]
    for place, values in enumerate(wide.to_numpy(float).T):
        colour, hatch = fills[place % len(fills)]
        start = np.where(values >= 0, ends[1], ends[0])
        ax.barh(
            where, values, left=start, color=colour, hatch=hatch, edgecolor=drawing.page(), linewidth=0.5, height=0.75
        )
        ends += np.array([np.minimum(values, 0), np.maximum(values, 0)])
    ax.plot(scores["above_mean"], where, "D", color=drawing.ink(), mec=drawing.page(), markersize=6)
    ax.axvline(0, color=drawing.ink(), linewidth=0.8)
    ax.margins(x=0.03)
    drawing.bare(ax, "left", "right", "top")
    ax.set_xlabel("added to the value above the mean of all options (0)", fontsize="small", loc="left")
    labels = drawing.shorts(wide.columns, 22)
    keys = [
        Patch(facecolor=colour, hatch=hatch, edgecolor=drawing.page(), label=label)
        for (colour, hatch), label in zip(fills * (len(labels) // len(fills) + 1), labels, strict=False)
    ]
    diamond = Line2D([], [], marker="D", linestyle="", color=drawing.ink(), mec=drawing.page(), label="together")
    drawing.keyed(ax, [*keys, diamond])
    drawing.titled(
        ax,
        f"{_finding(drawing.shorts(wide.index), drawing.shorts(wide.columns), wide.to_numpy(float))}. What each criterion adds",
        name,
    )
    return ax


def _finding(options: list[str], criteria: list[str], values: np.ndarray) -> str:
    """What lifts the first option most, and what holds it down most."""
    first = values[0]
    if not np.any(first):
        return f"{options[0]} is as good as the mean of all on every criterion"
    text = f"{options[0]} has the highest value"
    if first.max() > 0:
        text += f", most of all for {criteria[int(np.argmax(first))]}"
    return text + (f", in spite of {criteria[int(np.argmin(first))]}" if first.min() < 0 else "")
