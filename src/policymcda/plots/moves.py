"""What happens when one weight moves: the intervals in which the first stays, and the ranks along a weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policymcda.errors import nearest
from policymcda.plots import drawing
from policymcda.tables.sentences import numbers_apart

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from policymcda.questions.stability import Stability


@drawing.takes("stability")
def stability(result: Stability, group: str | None = None, ax: Axes | None = None) -> Axes:
    """For each weight the interval in which the answer stays, the weight itself, and what comes beyond each end."""
    ax = drawing.axes(ax)
    name, table = drawing.one_group(result.table, group)
    wording = {"first": "the first option stays first", "ranking": "the ranking stays"}
    where = np.arange(len(table))
    ax.hlines(where, 0, 1, color=drawing.GREY, linewidth=1)
    ax.hlines(where, table["low"], table["high"], color=drawing.BLUE, linewidth=9)
    ax.plot(table["weight"], where, "D", color=drawing.ORANGE, mec=drawing.ink(), mew=0.8, markersize=7)
    size = min(drawing.points(ax, 3 * len(table)), drawing.points(ax, 1) * 0.85)
    named = dict(zip(_beyond(table), drawing.shorts(_beyond(table), 24), strict=True))
    for row, line in zip(where, table.to_dict("records"), strict=True):
        for beyond, end, text, side in (
            ("below", "low", "← below {1:.2f}: {0}", "left"),
            ("above", "high", "above {1:.2f}: {0} →", "right"),
        ):
            if line[beyond]:
                text = text.format(named[line[beyond]], line[end])
                x = 0.0 if side == "left" else 1.0
                ax.text(x, row - 0.34, text, ha=side, va="center", fontsize=size, color=drawing.ink(), parse_math=False)
    drawing.rows(ax, list(table["criterion"]))
    ax.set_ylim(len(table) - 0.5, -0.7)
    ax.set_xlim(-0.01, 1.01)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    drawing.bare(ax, "left", "right", "top")
    keeps = str(table["keeps"].iloc[0])
    stays = wording.get(keeps, f"the {keeps} stay")
    drawing.titled(ax, f"T{stays[1:]} {_limit(table)}. What each weight may be, and what comes beyond", name)
    return ax


def _beyond(table: pd.DataFrame) -> list[str]:
    """What comes beyond the ends of the intervals."""
    return [label for label in dict.fromkeys([*table["below"], *table["above"]]) if label]


def _limit(table: pd.DataFrame) -> str:
    """The end that is nearest to its weight, in words."""
    criterion = _nearest_end(table)
    row = table[table["criterion"] == criterion].iloc[0]
    ends = [
        (abs(row["weight"] - row[end]), row[end])
        for end, beyond in (("low", "below"), ("high", "above"))
        if row[beyond]
    ]
    if not ends:
        return "wherever one weight moves"
    limit, weight = numbers_apart(float(min(ends)[1]), float(row["weight"]))
    return f"until {drawing.short(criterion)} weighs {limit} (it weighs {weight})"


@drawing.takes("stability")
def weight_lines(
    result: Stability, group: str | None = None, ax: Axes | None = None, *, criterion: str | None = None
) -> Axes:
    """Ranks along the weight of one criterion, the others in proportion; the dashed line is the weight as it is.

    The options that come first somewhere along the line stand out.

    Parameters
    ----------
    criterion : str, optional
        Left out: the one whose interval ends nearest to its weight.

    Raises
    ------
    ValueError
        For a criterion whose weight was not moved.
    """
    ax = drawing.axes(ax)
    name, limits = drawing.one_group(result.table, group)
    chosen = _nearest_end(limits) if criterion is None else criterion
    table = result.ranks[(result.ranks["group"] == name) & (result.ranks["criterion"] == chosen)]
    if not len(table):
        raise ValueError(f"no ranks along {chosen!r} ({nearest(str(chosen), limits['criterion'])})")
    weight = float(limits.loc[limits["criterion"] == chosen, "weight"].iloc[0])
    cells = table.drop_duplicates(["low", "high"]).sort_values("low")
    edges = np.append(cells["low"].to_numpy(float), cells["high"].to_numpy(float)[-1])
    wide = table.pivot(index="option", columns="low", values="rank").sort_index(axis="columns")
    wide = wide.iloc[np.lexsort((wide.iloc[:, -1], wide.iloc[:, 0]))]
    ax.set_xlim(0, 1)
    ax.set_ylim(len(wide) + 0.5, 0.5)
    _steps(ax, edges, wide, drawing.shorts(wide.index))
    ax.axvline(weight, color=drawing.ink(), linestyle=(0, (5, 3)), linewidth=1.2)
    step = max(1, -(-len(wide) // 10))
    ax.set_yticks([1, *range(1 + step, len(wide) + 1, step)])
    ax.set_xlabel(f"weight of {drawing.short(chosen)}", parse_math=False)
    ax.set_ylabel("rank")
    drawing.bare(ax, "right", "top")
    firsts = int((wide.min(axis="columns") == 1).sum())
    found = "1 option is" if firsts == 1 else f"{firsts} options are"
    shown = drawing.short(chosen)
    drawing.titled(
        ax, f"{found} first somewhere as the weight of {shown} moves from {weight:.2f} (dashed). Ranks along it", name
    )
    return ax


def _steps(ax: Axes, edges: np.ndarray, wide: pd.DataFrame, labels: list[str]) -> None:
    """A line an option, its label to the right where it ends; those that are ever first stand out."""
    ends = wide.iloc[:, -1].to_numpy(float)
    places = drawing.spread(ends, 1.0, 1, len(wide))
    size = drawing.points(ax, len(wide))
    winners = 0
    for ranks, label, at in zip(wide.to_numpy(float), labels, places, strict=True):
        first = ranks.min() == 1
        colour, dash = drawing.LINES[winners % len(drawing.LINES)] if first else (drawing.GREY, "-")
        winners += int(first)
        ax.step(edges, [*ranks, ranks[-1]], where="post", color=colour, linestyle=dash, linewidth=2.6 if first else 0.8,
                zorder=4 if first else 2)  # fmt: skip
        drawing.beside(ax, edges[-1], ranks[-1], label, float(at), size, colour=drawing.ink())


def _nearest_end(limits: pd.DataFrame) -> str:
    gap = np.minimum(
        (limits["weight"] - limits["low"]).where(limits["below"] != "", np.inf),
        (limits["high"] - limits["weight"]).where(limits["above"] != "", np.inf),
    ).fillna(np.inf)
    return str(limits["criterion"].iloc[int(np.argmin(gap.to_numpy()))])
