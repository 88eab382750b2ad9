"""Every plot at 4, 9, 25 and 60 options with long names of three scripts: no two texts overlap, and none leaves its figure."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

from policymcda import plots

NAMES = (
    *(
        "matrix",
        "scores",
        "scores of draws",
        "groups",
        "across",
        "acceptability",
        "rank_intervals",
        "central",
        "pairwise",
    ),
    *("stability", "weight_lines", "value_of_information", "dominance", "waterfall", "head_to_head", "contributions"),
    *(
        "methods",
        "gaia",
        "frontier",
        "flips",
        "flips of a weight",
        "sensitivity",
        "conditions",
        "stakeholders",
        "equity",
    ),
    "reversal",
)
SHOWN = ("value_of_information",)
"""Plots that show 20 rows at most, so that more options change nothing."""

CASES = [(name, options) for name in NAMES for options in (4, 9, 25, 60, 0) if not (name in SHOWN and options == 60)]


def test_every_plot_is_looked_at() -> None:
    assert {name.split()[0] for name in NAMES} == set(plots.__all__) - {"figure", "save", "svg"}


@pytest.mark.thorough(every=4)
@pytest.mark.parametrize(("name", "options"), CASES, ids=[f"{name}-{options or 'the case'}" for name, options in CASES])
def test_text_neither_overlaps_nor_leaves_the_figure(
    name: str, options: int, plotted: Callable[[str, int], Figure], overlaps: Any, boxes: Any
) -> None:
    figure = plotted(name, options)
    assert overlaps(figure) == []
    width, height = figure.bbox.width, figure.bbox.height
    sentence = boxes(figure)
    assert len(sentence) > 3 or not figure.axes[0].axison
    assert [
        text for text, box in sentence if min(box.x0, box.y0) < -1 or box.x1 > width + 1 or box.y1 > height + 1
    ] == []


def test_the_page_of_every_plot_draws_every_plot() -> None:
    text = (Path(__file__).parents[2] / "examples" / "plot_5_every_plot.py").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^plots\.(\w+)\(", text, re.MULTILINE))
    typed = {name.replace("-", "_") for name in re.findall(r"policymcda plot ([\w-]+) CASE", text)}
    assert drawn == typed == {name.split()[0] for name in NAMES}
