"""What the tests of the plots share: problems of 4 and 20 options with long names, and the answers about them."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from typing import Any

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

import policymcda as mcda
from policymcda import plots

matplotlib.use("agg")

NAMES = [f"option_{place:02d}_with_a_rather_long_name" for place in range(40)]

PLOTS: dict[str, tuple[str, dict[str, Any]]] = {
    "matrix": ("problem", {}),
    "scores": ("rank", {}),
    "scores of draws": ("smaa", {}),
    "groups": ("rank", {}),
    "acceptability": ("smaa", {}),
    "rank_intervals": ("smaa", {}),
    "central": ("smaa", {}),
    "pairwise": ("smaa", {}),
    "stability": ("stability", {}),
    "weight_lines": ("stability", {}),
    "value_of_information": ("value_of_information", {}),
    "dominance": ("dominance", {}),
    "waterfall": ("explain", {}),
    "methods": ("compare", {}),
    "gaia": ("gaia", {}),
    "frontier": ("portfolio", {}),
    "flips": ("flips", {}),
    "flips of a weight": ("flips", {"kind": "weight"}),
}
"""Each plot, the question that it shows the answer of, and its settings."""


def problem_of(options: int, criteria: int = 4) -> mcda.Problem:
    rng = np.random.default_rng(options)
    names = [f"criterion_{place}" for place in range(criteria)]
    matrix = pd.DataFrame(rng.uniform(2, 8, (options, criteria)).round(1), index=NAMES[:options], columns=names)
    return mcda.Problem.from_matrix(
        matrix,
        directions="benefit",
        weights=dict.fromkeys(names, 1 / criteria),
        bounds=dict.fromkeys(names, (1, 9)),
        low=matrix - 1,
        high=matrix + 1,
    )


@cache
def answer(options: int, question: str) -> Any:
    """What a question says of a problem of so many options; 0 stands for the case that ships."""
    problem = problem_of(options) if options else mcda.load("cyber-policy")
    settings: dict[str, Any] = {
        "smaa": {"samples": 2**13},
        "value_of_information": {"samples": 2**13},
        "compare": {"methods": ["topsis", "weighted_sum", "vikor", "edas", "promethee_ii"]},
        "flips": {"kinds": ("weight", "rating")},
        "dominance": {"method": "weighted_sum", "ratings": "fixed"},
    }
    if question == "problem":
        return problem
    if question == "explain":
        group = next(iter(problem.grids))
        table = mcda.rank(problem).table.query("group == @group").sort_values("rank")
        return mcda.explain(problem, group, *table["option"].head(2))
    if question == "portfolio":
        costs = {label: 3 + place % 5 for place, label in enumerate(problem.labels("option"))}
        return mcda.portfolio(problem, costs, 0.45 * sum(costs.values()))
    return getattr(mcda, question)(problem, **settings.get(question, {}))


@cache
def drawn(name: str, options: int) -> Figure:
    """A plot in the figure that fits it, laid out."""
    question, settings = PLOTS[name]
    group = "all" if options else "capacity_partners"
    plot = getattr(plots, name.split()[0])
    figure = plots.figure(plot, answer(options, question), None if name == "groups" else group, **settings)
    figure.draw_without_rendering()
    return figure


def texts(figure: Figure) -> Iterator[tuple[str, Any]]:
    """Every text that is seen, and the box that it takes."""
    renderer = figure._get_renderer()  # type: ignore[attr-defined]
    unseen = set()
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            slack = 1e-6 * (high - low)
            for tick in axis.get_major_ticks():
                if not low - slack <= tick.get_loc() <= high + slack or not ax.axison:
                    unseen |= {id(tick.label1), id(tick.label2)}
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip() and id(text) not in unseen:
            yield text.get_text(), text.get_window_extent(renderer)


def touching(figure: Figure) -> list[tuple[str, str]]:
    """Texts that overlap by more than half a pixel."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(texts(figure), 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 0.5 and min(a.y1, b.y1) - max(a.y0, b.y0) > 0.5
    ]


@pytest.fixture
def plotted() -> Callable[[str, int], Figure]:
    return drawn


@pytest.fixture
def asked() -> Callable[[int, str], Any]:
    return answer


@pytest.fixture
def overlaps() -> Callable[[Figure], list[tuple[str, str]]]:
    return touching


@pytest.fixture
def boxes() -> Callable[[Figure], list[tuple[str, Any]]]:
    return lambda figure: list(texts(figure))
