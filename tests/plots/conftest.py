"""What the tests of the plots share: problems of 4 to 60 options with long names of three scripts, and the answers about them."""

from collections.abc import Callable
from functools import cache
from typing import Any

import matplotlib
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.figure import Figure
from matplotlib.text import Text

import policymcda as mcda
from policymcda import plots
from policymcda.plots import figures

matplotlib.use("agg")

OPTIONS = (
    "option_{:02d}_with_a_rather_long_name_of_its_own",
    "地域の能力構築と国際協力のための枠組み第{}号案",
    "برنامج إقليمي لبناء القدرات رقم {}",
)
CRITERIA = ("political feasibility of number {}", "費用と便益の比率{}", "الشرعية والمشاركة {}")
PEOPLE = ("Ministry of external affairs, desk {}", "外務省国際協力局第{}課", "وزارة الخارجية {}")

PLOTS: dict[str, tuple[str, dict[str, Any]]] = {
    "matrix": ("problem", {}),
    "scores": ("rank", {}),
    "scores of draws": ("smaa", {}),
    "groups": ("rank", {}),
    "across": ("across", {}),
    "acceptability": ("smaa", {}),
    "rank_intervals": ("smaa", {}),
    "central": ("smaa", {}),
    "pairwise": ("smaa", {}),
    "stability": ("stability", {}),
    "weight_lines": ("stability", {}),
    "value_of_information": ("value_of_information", {}),
    "dominance": ("dominance", {}),
    "waterfall": ("explain", {}),
    "head_to_head": ("explain", {}),
    "contributions": ("contributions", {}),
    "methods": ("compare", {}),
    "gaia": ("gaia", {}),
    "frontier": ("portfolio", {}),
    "flips": ("flips", {}),
    "flips of a weight": ("flips", {"kind": "weight"}),
    "sensitivity": ("sensitivity", {}),
    "conditions": ("conditions", {}),
    "stakeholders": ("stakeholders", {}),
    "equity": ("stakeholders", {}),
    "reversal": ("reversal", {}),
}
"""Each plot, the question that it shows the answer of, and its settings."""

WHOLE = ("groups", "across")
"""Plots of all groups at once."""


def named(forms: tuple[str, ...], count: int) -> list[str]:
    """So many names, by turns of each script."""
    return [forms[place % len(forms)].format(place) for place in range(count)]


def problem_of(options: int, criteria: int = 6) -> mcda.Problem:
    """A problem with stakeholders, of which the ratings of the first six options are uncertain."""
    rng = np.random.default_rng(options)
    labels = named(CRITERIA, criteria if options < 60 else 3)
    rows = [
        {"option": option, "criterion": label, "mode": value, "low": value - (row < 6), "high": value + (row < 6)}
        for row, option in enumerate(named(OPTIONS, options))
        for label, value in zip(labels, rng.uniform(2, 8, len(labels)).round(1).tolist(), strict=True)
    ]
    weights = [
        {"stakeholder": person, "criterion": label, "weight": weight}
        for person in named(PEOPLE, 5)
        for label, weight in zip(labels, rng.dirichlet(np.ones(len(labels))), strict=True)
    ]
    scales = [{"criterion": label, "direction": "benefit", "low": 1, "high": 9} for label in labels]
    return mcda.Problem.from_tables(criteria=scales, ratings=rows, weights=weights)


def groups_of(options: int) -> mcda.Problem:
    """A problem of eight groups with long names, in which every rating is certain."""
    rng, names = (
        np.random.default_rng(options),
        ["partners that share a border", "遠方の協力国と地域", "الدول غير الموقعة"],
    )
    rows = [
        {
            "group": f"{names[group % 3]} {group}",
            "option": option,
            **dict(zip("ab", rng.uniform(1, 9, 2).round(1), strict=True)),
        }
        for group in range(8)
        for option in named(OPTIONS, options)
    ]
    scales = [{"criterion": label, "direction": "benefit", "low": 1, "high": 9, "weight": 0.5} for label in "ab"]
    return mcda.Problem.from_tables(criteria=scales, ratings=rows)


SETTINGS: dict[str, dict[str, Any]] = {
    "smaa": {"samples": 1},
    "across": {"samples": 1},
    "verdict": {"samples": 1},
    "stakeholders": {"samples": 1},
    "sensitivity": {"samples": 32, "methods": ["topsis", "weighted_sum"]},
    "value_of_information": {"samples": 1},
    "compare": {"methods": ["topsis", "weighted_sum", "vikor", "edas", "promethee_ii"]},
    "flips": {"kinds": ("weight", "rating")},
    "dominance": {"method": "weighted_sum", "ratings": "fixed"},
}


@cache
def answer(options: int, question: str) -> Any:
    """What a question says of a problem of so many options; 0 stands for the case that ships."""
    problem = problem_of(options) if options else mcda.load("cyber-policy")
    if question == "problem":
        return problem
    group = next(iter(problem.grids))
    if question in ("explain", "conditions"):
        table = answer(options, "rank").table.query("group == @group").sort_values("rank")
        best = table["option"].head(2)
        return (
            mcda.explain(problem, group, *best)
            if question == "explain"
            else mcda.conditions(problem, group, best.iloc[0], samples=1, density=0.95)
        )
    if question == "portfolio":
        costs = {label: 3 + place % 5 for place, label in enumerate(problem.labels("option"))}
        return mcda.portfolio(problem, costs, 0.45 * sum(costs.values()))
    if question == "across" and options:
        known = {"acceptability": answer(4, "smaa"), "verdicts": answer(4, "verdict")}  # which the plot does not show
        return mcda.across(groups_of(options), **known)
    fixed = {"ratings": "fixed"} if question == "smaa" and options == 60 else {}
    return getattr(mcda, question)(problem, **SETTINGS.get(question, {}), **fixed)


@cache
def drawn(name: str, options: int) -> Figure:
    """A plot in the figure that fits it, laid out."""
    question, settings = PLOTS[name]
    group = None if name in WHOLE else "all" if options else "capacity_partners"
    result = mcda.rank(groups_of(options)) if name == "groups" and options else answer(options, question)
    figure = plots.figure(getattr(plots, name.split()[0]), result, group, **settings)
    with figures.any_script():
        figure.draw_without_rendering()
    return figure


@cache
def texts(figure: Figure) -> list[tuple[str, Any]]:
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
    with figures.any_script():
        return [
            (text.get_text(), text.get_window_extent(renderer))
            for text in figure.findobj(Text)
            if text.get_visible() and text.get_text().strip() and id(text) not in unseen
        ]


def touching(figure: Figure) -> list[tuple[str, str]]:
    """Texts that overlap by more than half a pixel."""
    labels = [text for text, _ in texts(figure)]
    left, low, right, high = np.array([box.extents for _, box in texts(figure)]).T
    across = np.minimum.outer(right, right) - np.maximum.outer(left, left)
    up = np.minimum.outer(high, high) - np.maximum.outer(low, low)
    return [(labels[i], labels[j]) for i, j in np.argwhere((across > 0.5) & (up > 0.5)) if i < j]


@pytest.fixture(autouse=True)
def _no_figures() -> None:
    """None that a page or a program of other tests has left open."""
    pyplot.close("all")


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
    return texts
