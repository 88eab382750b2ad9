"""A figure of the right size for a plot, and the figure as a file."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
from matplotlib.figure import Figure

from policymcda.tables import files

WIDTH = 7.2
"""Inches: a column of a page."""

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
    with DRAWING:
        return _figure(plot, result, group, width, settings)


def _figure(plot: Callable[..., Any], result: Any, group: str | None, width: float, settings: dict[str, Any]) -> Figure:
    made = Figure(figsize=size(plot, result, group, width), layout="constrained")
    ax = made.add_subplot()
    if group is None and "group" not in signature(plot).parameters:
        plot(result, ax=ax, **settings)
    else:
        plot(result, group, ax, **settings)
    return made


def size(plot: Callable[..., Any], result: Any, group: str | None, width: float = WIDTH) -> tuple[float, float]:
    """Width and height that a plot needs for its labels, in inches."""
    return width, {"methods": 2.6, "gaia": 2.2}.get(plot.__name__, 1.5) + 0.27 * max(4, _lines(plot, result, group))


def svg(figure: Figure, *, salt: str = "policymcda") -> str:
    """The figure as SVG text: the same bytes each time, text as text."""
    written = io.StringIO()
    with DRAWING, matplotlib.rc_context({"svg.hashsalt": salt, "svg.fonttype": "none"}), _any_script():
        layout = figure.get_layout_engine()
        if layout is not None:  # laid out once, so that saving need not draw twice
            layout.execute(figure)
            figure.set_layout_engine(None)
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    return written.getvalue()


def png(figure: Figure) -> bytes:
    """The figure as the bytes of a picture."""
    written = io.BytesIO()
    with DRAWING, _any_script():
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
    with DRAWING, _any_script():
        figure.savefig(written, format="pdf", dpi=200, metadata={"CreationDate": None})
    return files.write(path, written.getvalue())


class _any_script(warnings.catch_warnings):
    """Labels in scripts that matplotlib's own font lacks are drawn as boxes, without a warning each."""

    def __enter__(self) -> Any:
        entered = super().__enter__()
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        return entered


def _lines(plot: Callable[..., Any], result: Any, group: str | None) -> int:
    """How many labels stand below each other."""
    if hasattr(result, "grids"):
        grids = result.grids
        return len(grids[group].options) if group in grids else max(len(grid.options) for grid in grids.values())
    if plot.__name__ == "stability":
        return 2 * int(result.table["criterion"].nunique())
    if plot.__name__ in ("waterfall", "flips"):
        return min(len(result.table) + 1, 12)
    if plot.__name__ == "frontier" and group is None:
        return len(result.table)
    tables = [table for name, table in result.tables.items() if name != "notes" and "option" in table]
    counts = [_options(table, group) for table in tables]
    most = max(counts, default=6)
    return min(most, 20) if plot.__name__ == "value_of_information" else most


def _options(table: pd.DataFrame, group: str | None) -> int:
    part = table[table["group"] == group] if group is not None and "group" in table else table
    return int(part["option"].nunique())
