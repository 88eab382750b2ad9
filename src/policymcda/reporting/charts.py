"""Charts for a page: vector drawings that take the colours of the page, with their words for those who do not see them."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import replace
from html import escape
from typing import Any

import matplotlib
import pandas as pd

from policymcda import plots
from policymcda.errors import plain
from policymcda.plots import figures, heat_maps
from policymcda.plots.heat_maps import HeatMap
from policymcda.plots.rank_acceptability import MANY, stacked_title
from policymcda.reporting import heat_drawings
from policymcda.reporting.document import Chart

INK, PAGE = "#010203", "#030201"
"""Colours that stand for the colour of text and of the page until the drawing is done."""

NARROW = 4.2
"""Inches of a drawing for a narrow page."""

DIRECT: dict[Callable[..., Any], Callable[..., HeatMap | str]] = {
    plots.matrix: heat_maps.matrix,
    plots.groups: heat_maps.groups,
    plots.across: heat_maps.across,
    plots.stakeholders: heat_maps.stakeholders,
    plots.pairwise: heat_maps.pairwise,
    plots.central: heat_maps.central,
    plots.acceptability: heat_maps.rank_shares,
}
"""Plots that are written without a figure, and what they show."""

THEME: dict[Any, Any] = {
    **dict.fromkeys(("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color"), INK),
    "axes.facecolor": PAGE,
    "figure.facecolor": PAGE,
    "font.size": 10.0,
    "font.family": ["sans-serif"],
    "svg.image_inline": True,
    "path.simplify": True,
}


PICTURES: ContextVar[bool] = ContextVar("pictures", default=False)
"""Whether each chart is drawn as a picture as well."""


def _pictured(make: Callable[..., Chart]) -> Callable[..., Chart]:
    """Charts that have their picture as well where pictures are asked for."""

    @functools.wraps(make)
    def made(plot: Callable[..., Any], result: Any, group: str | None, **given: Any) -> Chart:
        chart = make(plot, result, group, **given)
        if not PICTURES.get():
            return chart
        settings = {name: value for name, value in given.items() if name not in ("words", "frame", "about", "narrow")}
        with figures.DRAWING, matplotlib.rc_context():
            matplotlib.rcdefaults()
            drawn = figures.figure(plot, result, group, **settings)
            drawn.axes[0].set_title("", loc="left")
            return replace(chart, picture=figures.png(drawn))

    return made


@_pictured
def chart(
    plot: Callable[..., Any],
    result: Any,
    group: str | None,
    *,
    words: str,
    frame: pd.DataFrame,
    about: str = "",
    narrow: bool = False,
    **settings: Any,
) -> Chart:
    """A plot as a drawing within a page; its title becomes the caption.

    Parameters
    ----------
    words : str
        What the chart shows, in a sentence or two.
    frame : DataFrame
        The numbers that it shows.
    about : str
        What stands before the title.
    narrow : bool
        Draw it once more, for a page as narrow as a telephone.
    """
    if plot in DIRECT:
        shown = DIRECT[plot](result, group) if group is not None else DIRECT[plot](result)
        if isinstance(shown, HeatMap):
            return _written(shown, plot, words, frame, about, narrow)
    with figures.DRAWING, matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(THEME)
        title, svg = _drawn(plot, result, group, about, words, settings)
        small = _drawn(plot, result, group, about, words, settings | {"width": NARROW})[1] if narrow else ""
    return Chart(svg=svg, title=title, words=words, frame=frame, narrow=small)


def _written(
    shown: HeatMap, plot: Callable[..., Any], words: str, frame: pd.DataFrame, about: str, narrow: bool
) -> Chart:
    """A map, or bars of ranks, written without a figure."""
    stacked = plot is plots.acceptability and len(shown.rows) <= MANY
    write = heat_drawings.stacked_drawing if stacked else heat_drawings.heat_drawing
    title = stacked_title(shown) if stacked else shown.title
    title = f"{about}. {title}" if about else title
    svgs = []
    for width in (heat_drawings.WIDE, heat_drawings.NARROW)[: 1 + narrow]:
        across, high, body = write(shown, width)
        key = f"{plot.__name__} {shown.group} {title} {words} {width}"
        svgs.append(element(body, across, high, _salt(key), title, words))
    return Chart(svg=svgs[0], title=title, words=words, frame=frame, narrow=svgs[1] if narrow else "")


def _salt(key: str) -> str:
    """A short name of a drawing, alike for alike drawings."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:8]


def _drawn(
    plot: Callable[..., Any], result: Any, group: str | None, about: str, words: str, settings: dict[str, Any]
) -> tuple[str, str]:
    """The caption and the drawing."""
    drawn = figures.figure(plot, result, group, **settings)
    title = figures.untitled(drawn)
    title = f"{about}. {title}" if about else title
    name = _salt(f"{plot.__name__} {group} {title} {words} {settings}")
    return title, inline(figures.svg(drawn, salt=name), name, title, words)


def inline(svg: str, name: str, title: str, words: str) -> str:
    """A drawing as an element of a page: an image with a title and words, in the page's colours, as wide as there is room."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<style type=\"text/css\">.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="[^"<>]*"', "<g", svg)
    svg = re.sub(r"<defs>\s*</defs>", "", svg)
    width, height = (float(re.search(rf'<svg[^>]* {side}="([\d.]+)pt"', svg)[1]) for side in ("width", "height"))  # type: ignore[index]
    svg = svg[svg.index(">") + 1 :].replace(INK, "currentColor").replace(PAGE, "var(--ground)")
    return element(slim(svg), width, height, name, title, words)


def element(body: str, width: float, height: float, name: str, title: str, words: str) -> str:
    """A drawing of a page from its body: an image with a title and words."""
    labels = f'role="img" aria-labelledby="t{name}" aria-describedby="d{name}"'
    text = f'<title id="t{name}">{escape(plain(title))}</title><desc id="d{name}">{escape(plain(words))}</desc>'
    end = "" if body.endswith("</svg>") else "</svg>"
    return f'<svg class="drawing" viewBox="0 0 {width:g} {height:g}" {labels}>{text}{body}{end}'


def slim(svg: str) -> str:
    """The same drawing in fewer bytes: hundredths of a point, no default styles, no groups around one thing."""
    svg = re.sub(r'\b(d|x|y|transform|points)="[^"]*"', lambda found: _rounded(found[0]), svg)
    svg = re.sub(r"(font-size: [\d.]+px; )?font-family: [^;\"]*; ", r"\1", svg)
    svg = re.sub(
        r"; stroke-linejoin: miter|stroke-linejoin: miter; |; stroke-linecap: butt|; opacity: 1(?=[;\"])", "", svg
    )
    svg = re.sub(r' transform="rotate\(-?0 [^)]*\)"', "", svg)
    for _ in range(3):
        svg = re.sub(r"<g>\s*(<(?:path|use|text)\b[^<>]*(?:/>|>[^<]*</text>))\s*</g>", r"\1", svg)
    return re.sub(r">\s+<", ">\n<", svg).strip()


def _rounded(attribute: str) -> str:
    """Numbers to two places, lines joined."""
    text = re.sub(r"-?\d+\.\d+", lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), attribute)
    return re.sub(r"\s+", " ", text).replace(' "', '"')
