"""Options and criteria in one plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policymcda.plots import drawing
from policymcda.tables.sentences import share_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from policymcda.questions.gaia import Plane


@drawing.takes("gaia")
def gaia(result: Plane, group: str | None = None, ax: Axes | None = None) -> Axes:
    """The GAIA plane: options as dots, criteria as arrows, the decision axis dashed; the title tells how much it shows.

    Labels stand in the margins: on the left of what lies to the left, on the right of the rest.
    """
    ax = drawing.axes(ax)
    name, axes = drawing.one_group(result.axes, group)
    options, criteria = (frame[frame["group"] == name] for frame in (result.table, result.criteria))
    dots, arrows = (frame[["x", "y"]].to_numpy(float) for frame in (options, criteria))
    reach = float(np.abs(dots).max(initial=0)) or 1.0
    longest = float(np.abs(arrows).max(initial=0)) or 1.0
    arrows = arrows * reach / longest
    axis = axes[["x", "y"]].to_numpy(float)[0]
    axis = axis * reach / (float(np.abs(axis).max()) or 1.0)
    ax.set_xlim(-1.12 * reach, 1.12 * reach)
    ax.set_ylim(-1.12 * reach, 1.12 * reach)
    ax.axhline(0, color=drawing.GREY, linewidth=0.5)
    ax.axvline(0, color=drawing.GREY, linewidth=0.5)
    for x, y in arrows:
        ax.annotate("", (x, y), (0, 0), arrowprops={"arrowstyle": "-|>", "color": drawing.RED, "lw": 1.4})
    ax.annotate("", tuple(axis), (0, 0), arrowprops={"arrowstyle": "-|>", "color": drawing.ink(), "lw": 2, "ls": "--"})
    ax.plot(dots[:, 0], dots[:, 1], "o", color=drawing.BLUE, mec=drawing.page(), markersize=8)
    labels = [
        *drawing.shorts(options["option"], 24),
        *(f"→ {label}" for label in drawing.shorts(criteria["criterion"], 22)),
    ]
    _margins(ax, np.vstack([dots, arrows, axis]), [*labels, "⇢ decision axis"], 1.12 * reach)
    ax.set_xticks([])
    ax.set_yticks([])
    leader = labels[int(np.argmax(options["flow"].to_numpy()))]
    shown = share_text(float(axes["explained"].iloc[0]))
    drawing.titled(
        ax,
        f"The weights pull towards {leader}. Options and criteria (arrows): {shown} of their differences",
        name,
    )
    return ax


def _margins(ax: Axes, places: np.ndarray, labels: list[str], end: float) -> None:
    """Every label in the margin of its half, as near its height as the others let it be."""
    right = places[:, 0] >= 0
    size = drawing.points(ax, max(int(right.sum()), int((~right).sum()), 1))
    for side in (False, True):
        chosen = np.flatnonzero(right == side)
        heights = drawing.spread(places[chosen, 1], 2 * end / max(len(chosen), 12), -0.94 * end, 0.94 * end)
        for place, at in zip(chosen, heights, strict=True):
            x, y = places[place]
            drawing.beside(ax, x, y, labels[place], float(at), size, colour=drawing.ink(), right=side)
