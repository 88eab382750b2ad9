"""A figure of the right size for a plot, and the figure as a file."""

from __future__ import annotations

import io
import threading
import unicodedata
import warnings
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import LayoutEngine
from matplotlib.transforms import ScaledTranslation

from policymcda.tables import files, layout
from policymcda.tables.short_labels import short

WIDTH = 7.2
"""Inches: a column of a page."""

LEFT_TO_RIGHT = "\u200e"
"""Begins a line that reads from left to right, whatever letter comes first."""

TITLE, PAD = 8, 0.06
"""Points below a title, and inches at the edges of a figure."""

AROUND = 1.5
"""Inches for a title and two axes, until it is known what these take."""

ENDINGS = (".svg", ".png", ".pdf")
"""How a plot can be written."""

DRAWING = threading.RLock()
"""Held while anything is drawn: the settings, fonts and parsers of matplotlib belong to the whole process."""


def figure(
    plot: Callable[..., Any], result: Any, group: str | None = None, *, width: float = WIDTH, **settings: Any
) -> Figure:
    """A figure that is as high as the plot needs for its labels; nothing is shown and no state is kept.

    Examples
    --------
    >>> from policymcda import load, plots, rank
    >>> drawn = plots.figure(plots.scores, rank(load("cyber-policy")), "rivals_with_ties")
    >>> len(drawn.axes)
    1
    """
    with DRAWING, any_script():
        return _figure(plot, result, group, width, settings)


def _figure(plot: Callable[..., Any], result: Any, group: str | None, width: float, settings: dict[str, Any]) -> Figure:
    made = Figure(figsize=size(plot, result, group, width), layout="constrained")
    ax, high = made.add_subplot(), made.get_figheight()
    if group is None and "group" not in signature(plot).parameters:
        plot(result, ax=ax, **settings)
    else:
        plot(result, group, ax, **settings)
    made.set_layout_engine(Fitted(ax, fit(ax, high)))
    return made


def entitle(ax: Axes, text: str, group: str, room: float) -> Any:
    """A title in lines that so many points hold, and the group on a line of its own."""
    letters = int(max(room, 72) / (0.56 * matplotlib.rcParams["font.size"]))
    lines = layout.wrapped(text, letters) if text else []
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text):
        lines = [
            f"{LEFT_TO_RIGHT}{line}" for line in lines
        ]  # a sentence in English, even where it begins with a name from right to left
    lines += [] if group in ("", "all") else [short(group, min(60, letters))]
    return ax.set_title("\n".join(lines), loc="left", fontsize="medium", pad=TITLE, parse_math=False)


def fit(ax: Axes, high: float) -> tuple[float, float, float, float]:
    """Makes a figure so high that its axes have their height whatever is around them, with the title across all of it.

    What is needed on the left, at the right, below and above the axes comes back, in inches.
    """
    figure = ax.figure.get_figure(root=True)
    text, last = str(ax.get_label()), ax.get_title(loc="left").rpartition("\n")[2].lstrip(LEFT_TO_RIGHT)
    ax.set_title("", loc="left")
    box, inner = ax.get_tightbbox(for_layout_only=True) or ax.bbox, ax.bbox
    left, right, below, above = (
        max(float(side), 0.0) / figure.dpi + PAD
        for side in (inner.x0 - box.x0, box.x1 - inner.x1, inner.y0 - box.y0, box.y1 - inner.y1)
    )
    title = entitle(ax, text, "" if text.endswith(last) else last, 72 * figure.get_figwidth() - 20)
    shift = max(left - PAD - 0.1, 0.0)  # a label may stand nearer once the axes are narrower
    title.set_transform(title.get_transform() + ScaledTranslation(-shift, 0, figure.dpi_scale_trans))
    above += (title.get_window_extent().height / figure.dpi + TITLE / 72) if title.get_text() else 0.0
    figure.set_figheight(high - AROUND + below + above)
    return left, right, below, above


class Fitted(LayoutEngine):
    """One pair of axes with so many inches at the left, at the right, below and above; found once, so that drawing is quick."""

    _adjust_compatible = True
    _colorbar_gridspec = True

    def __init__(self, ax: Axes, around: tuple[float, float, float, float]) -> None:
        super().__init__()
        self.ax, self.around = ax, around

    def execute(self, fig: Figure) -> None:
        """Places the axes."""
        (left, right, below, above), (width, height) = self.around, fig.get_size_inches()
        across, up = max(width - left - right, 0.5), max(height - below - above, 0.5)
        self.ax.set_position((left / width, below / height, across / width, up / height))


def untitled(figure: Figure) -> str:
    """The title of a figure, which is taken away and leaves no room."""
    ax, engine = figure.axes[0], figure.get_layout_engine()
    text = str(ax.get_label())
    if isinstance(engine, Fitted) and ax.get_title(loc="left"):
        left, right, below, above = engine.around
        title = ax.set_title(ax.get_title(loc="left"), loc="left", fontsize="medium", parse_math=False)
        with any_script():
            high = title.get_window_extent().height / figure.dpi + TITLE / 72
        figure.set_figheight(figure.get_figheight() - high)
        engine.around = left, right, below, above - high
    ax.set_title("", loc="left")
    return text


def size(plot: Callable[..., Any], result: Any, group: str | None, width: float = WIDTH) -> tuple[float, float]:
    """Width and height that a plot needs for its labels, in inches."""
    return width, AROUND + 0.27 * max(LEAST.get(plot.__name__, 4), _lines(plot, result, group))


def svg(figure: Figure, *, salt: str = "policymcda") -> str:
    """The figure as SVG text: the same bytes each time, text as text."""
    written = io.StringIO()
    with DRAWING, matplotlib.rc_context({"svg.hashsalt": salt, "svg.fonttype": "none"}), any_script():
        layout = figure.get_layout_engine()
        if layout is not None:  # laid out once, so that saving need not draw twice
            layout.execute(figure)
            figure.set_layout_engine(None)
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    return written.getvalue()


def png(figure: Figure) -> bytes:
    """The figure as the bytes of a picture."""
    written = io.BytesIO()
    with DRAWING, any_script():
        figure.savefig(written, format="png", dpi=200)
    return written.getvalue()


def save(figure: Figure, path: str | Path) -> Path:
    """The figure in a file whose ending says how, .svg, .png or .pdf; whole or not at all."""
    files.target(path)
    ending = files.check_ending(path, ENDINGS, "a plot")
    if ending == ".svg":
        return files.write(path, svg(figure).encode("utf-8"))
    if ending == ".png":
        return files.write(path, png(figure))
    written = io.BytesIO()
    with DRAWING, any_script():
        figure.savefig(written, format="pdf", dpi=200, metadata={"CreationDate": None})
    return files.write(path, written.getvalue())


class any_script(warnings.catch_warnings):
    """Labels in scripts that matplotlib's own font lacks are drawn as boxes, without a warning each."""

    def __enter__(self) -> Any:
        entered = super().__enter__()
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        return entered


LEAST = {"methods": 8, "weight_lines": 8, "frontier": 8, "gaia": 10}
"""Lines of room that a plot has at least; of others 4."""


def _lines(plot: Callable[..., Any], result: Any, group: str | None) -> int:
    """How many labels stand below each other."""
    name = plot.__name__
    if hasattr(result, "grids"):
        grids = result.grids
        return len(grids[group].options) if group in grids else max(len(grid.options) for grid in grids.values())
    if name == "stability":
        return 2 * int(result.table["criterion"].nunique())
    if name in ("waterfall", "head_to_head"):
        return len(result.table) + 1
    if name == "sensitivity":
        return int(result.table["input"].nunique())
    if name == "conditions":
        return 2 * len(result.limits)
    if name == "flips":
        return min(len(result.all_changes), 12)
    if name == "value_of_information":
        return min(int((result.table["changes"] > 0).sum()), 20)
    if name == "frontier" and group is None:
        return len(result.table)
    tables = [table for key, table in result.tables.items() if key != "notes" and "option" in table]
    most = max((_labels(table, group, "option") for table in tables), default=6)
    if name == "gaia":
        return round(0.8 * (most + _labels(result.criteria, group, "criterion") + 1))
    return most


def _labels(table: pd.DataFrame, group: str | None, column: str) -> int:
    part = table[table["group"] == group] if group is not None and "group" in table else table
    return int(part[column].nunique())
