"""Charts for a page: vector drawings that take the colours of the page, with their words for those who do not see them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from html import escape
from typing import Any

import matplotlib
import pandas as pd

from policymcda.errors import plain
from policymcda.plots import figures
from policymcda.reporting.document import Chart

INK, PAGE = "#010203", "#030201"
"""Colours that stand for the colour of text and of the page until the drawing is done."""

THEME = {
    **dict.fromkeys(("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color"), INK),
    **{"axes.facecolor": PAGE, "figure.facecolor": PAGE, "font.size": 10.0},
    **{"font.family": ["sans-serif"], "svg.image_inline": True, "path.simplify": True},
}


def chart(
    plot: Callable[..., Any],
    result: Any,
    group: str | None,
    *,
    title: str,
    words: str,
    frame: pd.DataFrame,
    **settings: Any,
) -> Chart:
    """A plot as a drawing within a page.

    Parameters
    ----------
    words : str
        What the chart shows, in a sentence or two.
    frame : DataFrame
        The numbers that it shows.
    """
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(THEME)
        drawn = figures.figure(plot, result, group, **settings)
        drawn.axes[0].set_title("")
        name = hashlib.sha256(f"{plot.__name__} {group} {title} {settings}".encode()).hexdigest()[:8]
        text = figures.svg(drawn, salt=name)
    return Chart(svg=inline(text, name, title, words), title=title, words=words, frame=frame)


def inline(svg: str, name: str, title: str, words: str) -> str:
    """A drawing as an element of a page: an image with a title and words, in the page's colours, as wide as there is room."""
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"\s*<style type=\"text/css\">.*?</style>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="[^"<>]*"', "<g", svg)
    svg = re.sub(r"<defs>\s*</defs>", "", svg)
    width, height = (float(re.search(rf'<svg[^>]* {side}="([\d.]+)pt"', svg)[1]) for side in ("width", "height"))  # type: ignore[index]
    labels = f'role="img" aria-labelledby="t{name}" aria-describedby="d{name}"'
    told = f'<title id="t{name}">{escape(plain(title))}</title><desc id="d{name}">{escape(plain(words))}</desc>'
    head = f'<svg class="drawing" viewBox="0 0 {width:g} {height:g}" {labels}>'
    svg = svg[svg.index(">") + 1 :].replace(INK, "currentColor").replace(PAGE, "var(--ground)")
    return head + told + re.sub(r"\n\s*", "\n", svg).strip()
