"""The smallest changes that put another option first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policymcda.errors import nearest
from policymcda.plots import drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from policymcda.questions.flips import Flips

SHOWN = 12
"""Changes that are shown, the smallest first."""


@drawing.takes("flips")
def flips(result: Flips, group: str | None = None, ax: Axes | None = None, *, kind: str = "rating") -> Axes:
    """The smallest single changes of one kind, to the right where more of it is needed, and what they put first.

    Parameters
    ----------
    kind : {"weight", "rating", "judgement"}
        What changes. The other kinds are counted in other units and have a plot of their own.

    Raises
    ------
    ValueError
        For a kind that is not known.
    """
    ax = drawing.axes(ax)
    if kind not in ("weight", "rating", "judgement"):
        raise ValueError(f"no kind {kind!r} ({nearest(kind, ('weight', 'rating', 'judgement'))})")
    name, _ = drawing.one_group(
        pd.concat([result.all_changes[["group"]], result.impossible[["group"]]]), group, result.notes["group"]
    )
    table = result.all_changes[(result.all_changes["group"] == name) & (result.all_changes["kind"] == kind)]
    if name in set(result.notes.loc[result.notes["code"] == "one_option", "group"]):
        return drawing.nothing(ax, "One option: no change puts another first.", name)
    table = table.sort_values("size", kind="stable").head(SHOWN).reset_index(drop=True)
    drawing.titled(ax, f"Smallest changes of one {kind} that put another option first", name)
    if not len(table):
        ax.text(0.5, 0.5, f"no change of one {kind} does", transform=ax.transAxes, ha="center", va="center")
        ax.set_axis_off()
        return ax
    up = (table["required"] >= table["current"]).to_numpy()
    sizes = table["size"].to_numpy(float)
    bars = np.where(up, sizes, -sizes)
    where = np.arange(len(table))
    ax.barh(where[up], bars[up], color=drawing.BLUE, height=0.7)
    ax.barh(where[~up], bars[~up], color=drawing.page(), edgecolor=drawing.RED, hatch="////", height=0.7)
    ax.axvline(0, color=drawing.ink(), linewidth=0.8)
    drawing.rows(ax, [_what(row, kind) for row in table.to_dict("records")], most=40, numbered=False)
    left, right = max(-bars.min(), 0.0), max(bars.max(), 0.0)
    texts = [
        f"{then:.3g}: {drawing.short(option, 20)}"
        for then, option in zip(table["required"], table["option"], strict=True)
    ]
    size = min(drawing.points(ax, len(table)), 0.85 * drawing.points(ax, 1))
    share = min(0.64 * size * max(map(len, texts)) / drawing.breadth(ax), 0.65)
    room = (left + right) * share / (1 - share)
    ax.set_xlim(-left, right + 1.1 * room)
    for row, text in enumerate(texts):
        ax.text(right + 0.1 * room, row, text, va="center", fontsize=size, color=drawing.ink(), parse_math=False)
    ticks = [tick for tick in sorted({-left, 0.0, right}) if tick == 0 or abs(tick) > 0.15 * (left + right)]
    ax.set_xticks(ticks, [f"{abs(tick):.2g}" for tick in ticks])
    drawing.bare(ax, "left", "right", "top")
    ax.set_xlabel(f"{table['unit'].iloc[0]}; right: more of it, left and hatched: less\nbeside it the new value and what is then first",
                  fontsize="small", loc="left")  # fmt: skip
    return ax


def _what(row: dict[str, object], kind: str) -> str:
    """What changes, and from where."""
    criterion = drawing.short(row["criterion"], 14)
    if kind == "weight":
        return f"{criterion}, {row['current']:.3g}"
    if kind == "rating":
        return f"{drawing.short(row['rated_option'], 16)}: {criterion}, {row['current']:.3g}"
    who = (
        f"{drawing.short(row['stakeholder'], 10)}: "
        if isinstance(row["stakeholder"], str) and row["stakeholder"]
        else ""
    )
    return f"{who}{criterion} : {drawing.short(row['versus'], 14)}, {row['current']:.3g}"
