"""The smallest changes that put another option first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from policymcda.errors import nearest
from policymcda.plots import drawing
from policymcda.tables.layout import wide

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
    if not len(table):
        drawing.titled(ax, f"No change of one {kind} puts another option first", name)
        ax.set_axis_off()
        return ax
    up = (table["required"] >= table["current"]).to_numpy()
    sizes = table["size"].to_numpy(float)
    bars = np.where(up, sizes, -sizes)
    where = np.arange(len(table))
    ax.barh(where[up], bars[up], color=drawing.BLUE, height=0.7)
    ax.barh(where[~up], bars[~up], color=drawing.page(), edgecolor=drawing.RED, hatch="////", height=0.7)
    ax.axvline(0, color=drawing.ink(), linewidth=0.8)
    drawing.rows(ax, _labels(table, kind), most=40, numbered=False)
    left, right = max(-bars.min(), 0.0), max(bars.max(), 0.0)
    then = drawing.called([*table["option"], *table["rated_option"].dropna()])
    brief = drawing.shorts(table["option"], 20)
    texts = [f"{value:.3g}: {option}" for value, option in zip(table["required"], brief, strict=True)]
    size = min(drawing.points(ax, len(table)), 0.85 * drawing.points(ax, 1))
    share = min(0.64 * size * max(map(wide, texts)) / drawing.breadth(ax), 0.65)
    room = (left + right) * share / (1 - share)
    ax.set_xlim(-left, right + 1.1 * room)
    for row, text in enumerate(texts):
        ax.text(right + 0.1 * room, row, text, va="center", fontsize=size, color=drawing.ink(), parse_math=False)
    ticks = [tick for tick in sorted({-left, 0.0, right}) if tick == 0 or abs(tick) > 0.15 * (left + right)]
    ax.set_xticks(ticks, [f"{abs(tick):.2g}" for tick in ticks])
    drawing.bare(ax, "left", "right", "top")
    ax.set_xlabel(f"{table['unit'].iloc[0]}; right: more of it, left and hatched: less\nbeside it the new value and what is then first",
                  fontsize="small", loc="left")  # fmt: skip
    drawing.titled(
        ax, f"{_finding(table.iloc[0], kind, then)}. The smallest changes of one {kind} that put another first", name
    )
    return ax


def _labels(table: pd.DataFrame, kind: str) -> list[str]:
    """What changes, and from where."""
    criteria = drawing.shorts(table["criterion"], 24 if kind == "weight" else 14)
    if kind == "weight":
        parts = criteria
    elif kind == "rating":
        options = drawing.shorts(table["rated_option"], 18)
        parts = [f"{option}: {criterion}" for option, criterion in zip(options, criteria, strict=True)]
    else:
        people = [f"{name}: " if name else "" for name in drawing.shorts(table["stakeholder"].fillna(""), 10)]
        others = drawing.shorts(table["versus"], 14)
        parts = [f"{who}{one} : {other}" for who, one, other in zip(people, criteria, others, strict=True)]
    return [f"{part}, {current:.3g}" for part, current in zip(parts, table["current"], strict=True)]


def _finding(row: pd.Series[Any], kind: str, then: dict[Any, str]) -> str:
    """The smallest change, in words."""
    option, criterion = then[row["option"]], drawing.short(row["criterion"])
    change = f"{row['required']:.3g} instead of {row['current']:.3g}"
    if kind == "weight":
        return f"{option} is first once {criterion} weighs {change}"
    if kind == "rating":
        whose = "it" if row["rated_option"] == row["option"] else then[row["rated_option"]]
        return f"{option} is first once {whose} is rated {change} on {criterion}"
    return f"{option} is first once {criterion} is worth {change} of {drawing.short(row['versus'])}"
