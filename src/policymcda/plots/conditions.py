"""Under which weights and ratings an option is first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from policymcda.plots import drawing
from policymcda.tables.sentences import share_text

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from policymcda.questions.conditions import Conditions


@drawing.takes("conditions")
def conditions(result: Conditions, group: str | None = None, ax: Axes | None = None, *, box: int = 1) -> Axes:
    """The weights and ratings between which an option is first: what each may be (thick) of what it can be (thin).

    What matters most is at the top; beside it how often the option would be first without that condition.

    Parameters
    ----------
    box : int
        Which box, where several were looked for.

    Raises
    ------
    ValueError
        For a box that the result does not have.
    """
    ax = drawing.axes(ax)
    name, boxes = drawing.one_group(result.table, group)
    limits = result.limits[(result.limits["group"] == name) & (result.limits["box"] == box)]
    if not (boxes["box"] == box).any():
        known = boxes.loc[boxes["box"] > 0, "box"]
        if len(known):
            raise ValueError(f"no box {box!r}, there is {known.min()} to {known.max()}")
    if not len(limits):
        return drawing.nothing(ax, "\n".join(drawing.wrapped(ax, str(boxes["sentence"].iloc[0]))), name)
    where = np.arange(len(limits))
    least, most = limits["least"].to_numpy(float), limits["most"].to_numpy(float)
    low, high = (
        limits["low"].fillna(limits["least"]).to_numpy(float),
        limits["high"].fillna(limits["most"]).to_numpy(float),
    )
    span = np.where(most > least, most - least, 1.0)
    drawing.rows(ax, _labels(limits), most=44, numbered=False)
    ax.set_ylim(len(limits) - 0.5, -0.75)
    ax.hlines(where, 0, 1, color=drawing.GREY, linewidth=1)
    ax.hlines(where, (low - least) / span, (high - least) / span, color=drawing.BLUE, linewidth=9)
    size = min(drawing.points(ax, 3 * len(limits)), 0.85 * drawing.points(ax, 1))
    for row, line in zip(where, limits.to_dict("records"), strict=True):
        ax.text(0, row - 0.36, _allowed(line), va="center", fontsize=size, color=drawing.ink())
        text = f"without it first in {share_text(float(line['density_without']))}"
        ax.text(1, row - 0.36, text, ha="right", va="center", fontsize=size, color=drawing.ink())
    ax.set_xlim(-0.01, 1.01)
    ax.set_xticks([0, 1], ["least", "most"])
    drawing.bare(ax, "left", "right", "top")
    row = boxes[boxes["box"] == box].iloc[0]
    within = f"{drawing.short(row['option'])} is first in {share_text(float(row['density']))} of the draws within these limits"
    drawing.titled(
        ax, f"{within}, in {share_text(float(row['share']))} of all. What each weight and rating may be", name
    )
    return ax


def _labels(limits: pd.DataFrame) -> list[str]:
    """What is limited: a weight, or the rating of an option."""
    parts = zip(limits["what"], drawing.shorts(limits["of"], 24), drawing.shorts(limits["criterion"], 20), strict=True)
    return [
        f"weight of {criterion}" if what == "weight" else f"{option}: {criterion}" for what, option, criterion in parts
    ]


def _allowed(line: dict[str, float]) -> str:
    """The limits of one weight or rating."""
    if np.isnan(line["high"]):
        return f"{line['low']:.3g} or more"
    return f"{line['high']:.3g} or less" if np.isnan(line["low"]) else f"{line['low']:.3g} to {line['high']:.3g}"
