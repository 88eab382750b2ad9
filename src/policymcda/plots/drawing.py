"""What the plots share: the axes, the rows of a group, colours that survive grey print, and text that finds room."""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from inspect import signature
from typing import TYPE_CHECKING, Any, ParamSpec

import matplotlib
import numpy as np
import pandas as pd
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Rectangle
from matplotlib.transforms import ScaledTranslation

from policymcda.arrays import Floats
from policymcda.errors import described, plain
from policymcda.plots import figures
from policymcda.tables import layout, short_labels
from policymcda.tables.layout import wide
from policymcda.tables.spelling import group_of

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

Given = ParamSpec("Given")

_SIZE: ContextVar[tuple[float, float] | None] = ContextVar("size", default=None)
"""The size of the figure that a plot makes for itself, in inches."""

BLUE, ORANGE, GREEN, RED, PURPLE, SKY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9"
"""Okabe and Ito (2008): distinct with every common colour blindness."""

GREY = "#8C8C8C"
"""Seen on white and on black alike."""

LINES = [(colour, style) for style in ("-", "--", ":", "-.") for colour in (BLUE, RED, GREEN, PURPLE, ORANGE, SKY)]
"""A colour and a dash for each line, so that lines differ in grey as well."""

LONGEST, short, shorts = short_labels.LONGEST, short_labels.short, short_labels.shorts
"""Labels that fit a plot; the tables have all of them."""


def takes(*questions: str) -> Callable[[Callable[Given, Axes]], Callable[Given, Axes]]:
    """A plot of the answer to one of these questions, or of the problem; anything else is refused in a sentence."""

    def checked(plot: Callable[Given, Axes]) -> Callable[Given, Axes]:
        @functools.wraps(plot)
        def draw(*args: Given.args, **kwargs: Given.kwargs) -> Axes:
            result = args[0] if args else next(iter(kwargs.values()), None)
            if not {kind.__module__.rpartition(".")[2] for kind in type(result).__mro__} & set(questions):
                wanted = " or ".join("a problem" if name == "problem" else f"what {name} gives" for name in questions)
                raise ValueError(f"plots.{plot.__name__} takes {wanted}, not {_origin(result)}")
            named = signature(plot).bind_partial(*args, **kwargs).arguments
            size = None if named.get("ax") is not None else figures.size(plot, result, named.get("group"))
            before = _SIZE.set(size)
            try:
                ax = plot(*args, **kwargs)
            finally:
                _SIZE.reset(before)
            if size is not None:
                with figures.any_script():
                    figures.fit(ax, size[1])
            return ax

        return draw

    return checked


def _origin(result: object) -> str:
    """What was handed over, by the question that gives it."""
    place = type(result).__module__
    if place == "policymcda.problem":
        return "a problem"
    return f"what {place.rpartition('.')[2]} gives" if place.startswith("policymcda.") else described(result)


def axes(ax: Axes | None) -> Axes:
    """The axes to draw on: those given, else new ones, in a figure of the size that the plot needs."""
    if ax is not None:
        return ax
    from matplotlib import pyplot

    return pyplot.figure(figsize=_SIZE.get(), layout="constrained").add_subplot()


def one_group(table: pd.DataFrame, group: str | None, known: Iterable[str] = ()) -> tuple[str, pd.DataFrame]:
    """The name of the group and its rows; None will do where there is only one group.

    Parameters
    ----------
    known : iterable of str
        Groups that there are, and of which the table may have no row.
    """
    groups = list(dict.fromkeys([*table["group"], *(name for name in known if name)]))
    name = group_of(group, groups)
    return name, table[table["group"] == name].reset_index(drop=True)


def nothing(ax: Axes, text: str, group: str) -> Axes:
    """Axes that say why there is nothing to draw."""
    ax.text(0.5, 0.5, text, ha="center", va="center", transform=ax.transAxes, color=ink(), parse_math=False)
    ax.set_axis_off()
    titled(ax, "", group)
    return ax


def folded(label: object, width: int, lines: int = 3) -> str:
    """A label over a few lines of about so many characters, broken at spaces and underscores."""
    text = plain(label).replace("_", "_ ")
    letters = max(width * len(text) // max(wide(text), 1), 4)
    parts = textwrap.wrap(text, letters, break_long_words=True, max_lines=lines, placeholder="…")
    return "\n".join(parts).replace("_ ", "_")


def points(ax: Axes, rows: int, along: str = "y") -> float:
    """The size of text that lets so many lines stand side by side along an axis."""
    box = ax.get_position()
    figure = ax.figure.get_figure(root=True)
    inches = box.height * figure.get_figheight() if along == "y" else box.width * figure.get_figwidth()
    usual = FontProperties(size=matplotlib.rcParams["font.size"]).get_size_in_points()
    return float(min(0.9 * usual, max(2.5, 0.68 * 72 * inches / max(rows, 1))))


def ink() -> Any:
    """The colour of text."""
    return matplotlib.rcParams["text.color"]


def page() -> Any:
    """The colour behind everything."""
    return matplotlib.rcParams["axes.facecolor"]


def shade(value: float) -> tuple[Any, str]:
    """A colour from near that of the page (0) to far from it (1), of one hue so that grey tells as much; and that of text on it."""
    level = 0.04 + 0.92 * float(np.clip(value, 0, 1))
    return _shade(round(255 * (1 - level if _brightness(to_rgb(page())) < MIDDLE else level)))


MIDDLE = 0.179
"""The brightness at which black and white can be read alike."""


@functools.cache
def _shade(level: int) -> tuple[Any, str]:
    colour = matplotlib.colormaps["Blues"](level)
    return colour, "#000000" if _brightness(colour) > MIDDLE else "#ffffff"


def titled(ax: Axes, text: str, group: str = "") -> None:
    """What is found and how to read it, in as many lines as that takes, and of which group; call it last."""
    ax.set_label(text)
    figures.entitle(ax, text, group, breadth(ax))


def wrapped(ax: Axes, text: str) -> list[str]:
    """A text in lines as wide as the axes."""
    return layout.wrapped(text, int(breadth(ax) / (0.6 * matplotlib.rcParams["font.size"])))


def keyed(ax: Axes, keys: Sequence[Artist]) -> None:
    """A legend below the axes, in as many columns as there is room for."""
    size = FontProperties(size="small").get_size_in_points()
    longest = max((wide(str(key.get_label())) for key in keys), default=1)
    columns = max(1, int(breadth(ax) / (0.62 * size * longest + 4.5 * size)))
    below = ax.transAxes + ScaledTranslation(0, -0.42, ax.figure.get_figure(root=True).dpi_scale_trans)
    ax.legend(
        handles=keys, loc="upper left", bbox_to_anchor=(0, 0), bbox_transform=below, ncols=min(columns, len(keys)),
        frameon=False, fontsize="small", borderaxespad=0, handlelength=1.4, columnspacing=1,
    )  # fmt: skip


def called(labels: Iterable[object], most: int = LONGEST) -> dict[Any, str]:
    """What a plot calls each label, in sentences as along its axes."""
    listed = list(dict.fromkeys(labels))
    return dict(zip(listed, shorts(listed, most), strict=True))


def rows(ax: Axes, labels: Sequence[object], *, most: int = LONGEST, numbered: bool = True) -> None:
    """Options (or criteria) down the axis, the first at the top; equal ones numbered."""
    places = np.arange(len(labels))
    shown_labels = shorts(labels, most) if numbered else [short(label, most) for label in labels]
    ax.set_yticks(places, shown_labels, fontsize=points(ax, len(labels)), parse_math=False)
    ax.set_ylim(len(labels) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)


def columns(ax: Axes, labels: Sequence[object], *, top: bool = True, right: float = 0.0) -> None:
    """Criteria (or groups) across the axis, folded where there is little room, upright where there is none.

    Parameters
    ----------
    right : float
        Points that are taken at the right of the axes.
    """
    ax.set_xticks(np.arange(len(labels)))
    ax.set_xlim(-0.5, len(labels) - 0.5)
    ax.tick_params(axis="x", length=0, top=False, bottom=False, labeltop=top, labelbottom=not top)
    room = max(breadth(ax) - right, 72) / max(len(labels), 1)
    shown_labels = shorts(labels, 22 if len(labels) > 6 else LONGEST)
    longest = max((wide(word) for label in shown_labels for word in label.replace("_", "_ ").split()), default=1)
    usual, turn = points(ax, 1), 0
    size = min(usual, room / (0.64 * max(longest + 1, 3)))
    lines = [folded(label, int(room / (0.64 * size))) for label in shown_labels]
    if size >= 0.72 * usual and len(set(lines)) == len(set(shown_labels)):
        shown_labels = lines
    else:
        turn, size = 90, min(usual, points(ax, len(labels), "x"))
    ax.set_xticklabels(shown_labels, fontsize=size, rotation=turn, parse_math=False)


def bare(ax: Axes, *sides: str) -> None:
    """The axes without the frame on these sides (all, if none is named)."""
    for side in sides or ("left", "right", "top", "bottom"):
        ax.spines[side].set_visible(False)


def cell(ax: Axes, row: int, column: int, value: float, text: str, size: float) -> Rectangle:
    """One cell of a map, which is to be added, with its number; NaN is an empty cell within a dashed line."""
    known = not np.isnan(value)
    colour, on_it = shade(value) if known else ("none", ink())
    inset = 0.0 if known else 0.04
    corner, side = (column - 0.5 + inset, row - 0.5 + inset), 1 - 2 * inset
    if text:
        ax.text(
            column, row, text, ha="center", va="center", fontsize=size, color=on_it, parse_math=False, in_layout=False
        )
    edge, style = (page(), "-") if known else (GREY, ":")
    return Rectangle(corner, side, side, facecolor=colour, linewidth=1, edgecolor=edge, linestyle=style)


def breadth(ax: Axes) -> float:
    """About how many points there are across the axes, beside the labels of its rows."""
    figure = ax.figure.get_figure(root=True)
    if figure.get_layout_engine() is None or len(figure.axes) > 1:
        return float(72 * ax.get_position().width * figure.get_figwidth())
    labels = ax.get_yticklabels()
    beside = max((0.62 * float(label.get_fontsize()) * wide(label.get_text()) for label in labels), default=0.0)
    return float(max(72 * figure.get_figwidth() - beside - 20, 72))


def cell_points(ax: Axes, row_count: int, column_count: int, characters: int) -> float:
    """The size of text that fits the cells of a map, once its rows are named; 0 where it could not be read."""
    across = 0.9 * breadth(ax) / max(column_count, 1) / (0.68 * max(characters, 1))
    size = min(points(ax, row_count), across)
    return size if size >= 4 else 0.0


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> Floats:
    """Places in the same order, at least a gap apart and within the ends, as near to those wanted as sweeps bring them."""
    found = np.asarray(wanted, dtype=np.float64)
    order = np.argsort(found, kind="stable")
    gap = min(gap, (high - low) / max(len(found) - 1, 1))
    steps = gap * np.arange(len(found))
    placed = np.clip(_isotonic(found[order] - steps), low, high - gap * (len(found) - 1)) + steps
    result = np.empty_like(found)
    result[order] = placed
    return result


def beside(ax: Axes, x: float, y: float, text: str, at: float, size: float, *, colour: Any, right: bool = True) -> None:
    """A label in the margin at a height of its own, with a thin line to what it names; the limits must be set."""
    edge = 1.0 if right else 0.0
    shift = 0.04 if right else -0.04
    blend = ax.get_yaxis_transform()
    across = ax.transData.transform((x, y))[0]
    start = ax.transAxes.inverted().transform((across, 0))[0]
    ax.plot([start, edge + shift], [y, at], transform=blend, color=GREY, linewidth=0.6, clip_on=False, zorder=1)
    ax.text(edge + 1.3 * shift, at, text, transform=blend, ha="left" if right else "right", va="center",
            fontsize=size, color=colour, parse_math=False)  # fmt: skip


def _isotonic(values: Floats) -> Floats:
    """The nearest values that do not fall (pool adjacent violators)."""
    blocks: list[list[float]] = []
    for value in values:
        blocks.append([float(value), 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, count = blocks.pop()
            before, others = blocks[-1]
            blocks[-1] = [(mean * count + before * others) / (count + others), count + others]
    return np.concatenate([np.full(int(count), mean) for mean, count in blocks]) if blocks else np.zeros(0)


def _brightness(colour: Sequence[float]) -> float:
    """How bright a colour looks, 0 to 1."""
    return 0.2126 * _linear(colour[0]) + 0.7152 * _linear(colour[1]) + 0.0722 * _linear(colour[2])


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
