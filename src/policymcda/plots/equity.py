"""What each option costs whoever loses most by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policymcda.plots import drawing
from policymcda.tables.layout import wide
from policymcda.tables.sentences import share_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from policymcda.syntheses.stakeholders import Stakeholders


@drawing.takes("stakeholders")
def equity(result: Stakeholders, group: str | None = None, ax: Axes | None = None) -> Axes:
    """What each option costs every stakeholder, of the span between what they put first and last themselves.

    A dot is a stakeholder, the diamond whoever loses most, who is named; the option that costs that one least is at the top.
    """
    ax = drawing.axes(ax)
    name, options = drawing.one_group(result.options, group)
    _, losses = drawing.one_group(result.equity, name)
    options = options.sort_values("largest_share", kind="stable")
    place = {option: row for row, option in enumerate(options["option"])}
    where, largest = np.arange(len(options)), options["largest_share"].to_numpy(float)
    drawing.rows(ax, list(options["option"]))
    ax.hlines(where, 0, largest, color=drawing.GREY, linewidth=1)
    ax.plot(
        losses["share"],
        [place[option] for option in losses["option"]],
        "o",
        color=drawing.BLUE,
        mec=drawing.page(),
        markersize=6,
    )
    ax.plot(largest, where, "D", color=drawing.RED, mec=drawing.page(), markersize=7)
    who = drawing.shorts(options["loses_most"], 20)
    size = 0.9 * drawing.points(ax, len(options))
    share = min(0.64 * size * max(map(wide, who)) / drawing.breadth(ax), 0.5)
    ax.set_xlim(-0.02, 1.04 + 1.1 * share / (1 - share))
    for row, person in enumerate(who):
        ax.text(1.04, row, person, va="center", fontsize=size, color=drawing.ink(), parse_math=False)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100%"])
    drawing.bare(ax, "left", "right", "top")
    ax.set_xlabel(
        "lost, of the span of one's own scores; named: who loses most (diamond)", fontsize="small", loc="left"
    )
    most, best = float(largest[0]), drawing.shorts(options["option"])[0]
    loss = (
        f"nobody loses more than {share_text(most)} of their own span ({who[0]} does)"
        if most > 0
        else "nobody loses anything"
    )
    drawing.titled(ax, f"With {best} {loss}. What each option costs whom", name)
    return ax
