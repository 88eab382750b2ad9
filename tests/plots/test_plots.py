"""Plots: numbers of the tables, labels as text, no state."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import pyplot
from matplotlib.figure import Figure
from PIL import Image

import policymcda as mcda
from policymcda import plots
from policymcda.plots import drawing

HOSTILE = [
    "<script>alert(1)</script>",
    "$\\frac{",
    "]]>&\"'",
    "=cmd|'/C calc'!A0",
    "\u202egnp.exe",
    "x" * 200,
    "a_b^c%",
]

Plotted = Callable[[str, int], Figure]


def test_texts_that_overlap_are_found(overlaps: Any) -> None:
    figure = Figure()
    figure.text(0.5, 0.5, "one")
    figure.text(0.51, 0.5, "other")
    assert overlaps(figure) == [("one", "other")]


def test_scores_are_those_of_the_table(asked: Any, plotted: Plotted) -> None:
    table = asked(0, "rank").table.query("group == 'capacity_partners'").sort_values("rank")
    ax = plotted("scores", 0).axes[0]
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), table["score"])
    assert [label.get_text() for label in ax.get_yticklabels()] == list(table["option"])


def test_bars_of_rank_acceptability_are_those_of_the_table_by_expected_rank(asked: Any, plotted: Plotted) -> None:
    result = asked(0, "smaa")
    order = result.table.query("group == 'capacity_partners'").sort_values("expected_rank")["option"]
    ax = plotted("acceptability", 0).axes[0]
    widths = np.array([[bar.get_width() for bar in bars] for bars in ax.containers])
    shares = result.ranks.query("group == 'capacity_partners'").pivot(
        index="option", columns="rank", values="acceptability"
    )
    np.testing.assert_allclose(widths.T, shares.loc[order], atol=1e-12)
    np.testing.assert_allclose(widths.sum(axis=0), 1)


def test_the_frontier_and_the_core_index_are_those_of_the_tables(asked: Any, plotted: Plotted) -> None:
    result = asked(0, "portfolio")
    ax = plotted("frontier", 0).axes[0]
    curve = result.frontier.query("group == 'capacity_partners'")
    np.testing.assert_array_equal(ax.lines[0].get_xdata()[:-1], curve["cost"])
    np.testing.assert_array_equal(ax.lines[0].get_ydata()[:-1], curve["value"])
    total = result.totals.query("group == 'capacity_partners'").iloc[0]
    assert ax.lines[2].get_xdata()[0] == total["budget"]
    assert (ax.lines[3].get_xdata()[0], ax.lines[3].get_ydata()[0]) == (total["cost"], total["value"])
    table = result.table.query("group == 'capacity_partners'")
    panel = ax.child_axes[0]
    np.testing.assert_array_equal([bar.get_width() for bar in panel.patches], table["core_index"])
    texts = [label.get_text() for label in panel.get_yticklabels()]
    assert texts == [f"{'●' if row.chosen else '○'} {row.option}" for row in table.itertuples()]


def test_steps_of_a_waterfall_come_to_the_difference_of_the_scores(asked: Any, plotted: Plotted) -> None:
    bars = plotted("waterfall", 0).axes[0].patches
    difference = asked(0, "explain").scores["difference"].iloc[0]
    assert bars[-1].get_width() == pytest.approx(difference)
    assert sum(bar.get_width() for bar in bars[:-1]) == pytest.approx(difference)


def test_an_arrow_stands_for_what_is_necessary_and_does_not_follow_from_others() -> None:
    matrix = pd.DataFrame({"a": [3, 2, 1, 2.5], "b": [3, 2, 1, 0.5]}, index=["top", "middle", "low", "beside"])
    found = mcda.dominance(
        mcda.Problem.from_matrix(matrix, directions="benefit", bounds={"a": (0, 4), "b": (0, 4)}),
        method="weighted_sum",
        ratings="fixed",
    )
    ax = plots.dominance(found, "all", Figure().add_subplot())
    labels = [label.get_text() for label in ax.get_yticklabels()]
    arrows = {tuple(labels[round(y)] for _, y in patch._posA_posB) for patch in ax.patches}  # type: ignore[attr-defined]
    assert arrows == {("top", "middle"), ("middle", "low"), ("top", "beside")}


def test_more_than_20_options_are_a_map_of_their_ranks() -> None:
    matrix = pd.DataFrame(
        np.arange(44.0).reshape(22, 2) % 7, index=[f"o{place}" for place in range(22)], columns=["a", "b"]
    )
    result = mcda.smaa(mcda.Problem.from_matrix(matrix, directions="benefit"), ratings="fixed", samples=1)
    ax = plots.acceptability(result, ax=Figure(figsize=(9, 8)).add_subplot())
    assert len(ax.collections[0].get_paths()) == 22**2
    assert not ax.containers


def test_a_plot_without_axes_is_a_new_figure_and_leaves_the_current_one_alone(asked: Any) -> None:
    figure, ax = pyplot.subplots()
    try:
        first, second = (plots.scores(asked(count, "rank")) for count in (4, 25))
        assert len({figure, first.figure, second.figure}) == 3
        assert not ax.has_data()
        assert pyplot.get_fignums() == [1, 2, 3]
        assert type(first.figure.get_layout_engine()).__name__ == "ConstrainedLayoutEngine"
        own = plots.figure(plots.scores, asked(25, "rank"))
        assert second.figure.get_size_inches().tolist() == own.get_size_inches().tolist()
        assert plots.scores(asked(4, "rank"), ax=ax) is ax
    finally:
        pyplot.close("all")


def test_a_figure_leaves_no_state_behind(asked: Any) -> None:
    settings = dict(matplotlib.rcParams)
    plots.svg(plots.figure(plots.pairwise, asked(4, "smaa")))
    assert pyplot.get_fignums() == []
    assert dict(matplotlib.rcParams) == settings


def test_a_group_must_be_named_where_there_are_several(asked: Any) -> None:
    with pytest.raises(ValueError, match=r"name one group: capacity_partners"):
        plots.scores(asked(0, "rank"), ax=Figure().add_subplot())
    with pytest.raises(ValueError, match="did you mean rivals_with_ties"):
        plots.acceptability(asked(0, "smaa"), "rival_with_ties", Figure().add_subplot())


def test_what_is_not_there_is_named(asked: Any) -> None:
    with pytest.raises(ValueError, match=r"no ranks along 'sped' .did you mean speed"):
        plots.weight_lines(asked(0, "stability"), "no_formal_ties", Figure().add_subplot(), criterion="sped")
    with pytest.raises(ValueError, match="no kind 'ratings'"):
        plots.flips(asked(0, "flips"), "no_formal_ties", Figure().add_subplot(), kind="ratings")
    ax = plots.flips(asked(4, "flips"), "all", Figure().add_subplot(), kind="judgement")
    assert ax.get_title(loc="left") == "No change of one judgement puts another option first"


def test_labels_are_text_whatever_they_hold() -> None:
    rng = np.random.default_rng(5)
    matrix = pd.DataFrame(rng.uniform(1, 9, (7, 7)), index=HOSTILE, columns=HOSTILE[::-1])
    problem = mcda.Problem.from_matrix(matrix, directions="benefit", weights=dict.fromkeys(HOSTILE, 1 / 7), low=matrix - 1, high=matrix + 1)  # fmt: skip
    robust, limits = mcda.smaa(problem, samples=1), mcda.stability(problem)
    ranking, best = mcda.rank(problem), mcda.rank(problem).table.sort_values("rank")["option"].tolist()
    drawings = [
        *(
            (plot, robust)
            for plot in (plots.acceptability, plots.central, plots.pairwise, plots.rank_intervals, plots.scores)
        ),
        *((plot, limits) for plot in (plots.stability, plots.weight_lines)),
        (plots.matrix, problem),
        (plots.groups, ranking),
        (plots.waterfall, mcda.explain(problem, None, *best[:2])),
        (plots.gaia, mcda.gaia(problem)),
        (plots.methods, mcda.compare(problem, ["topsis", "weighted_sum"])),
        (plots.flips, mcda.flips(problem, kinds=["rating"])),
        (plots.frontier, mcda.portfolio(problem, dict.fromkeys(HOSTILE, 1), 3)),
        (plots.value_of_information, mcda.value_of_information(problem, samples=1)),
    ]
    for plot, result in drawings:
        root = ElementTree.fromstring(plots.svg(plots.figure(plot, result)))
        assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
            *("svg", "g", "path", "defs", "style", "use", "clipPath", "rect", "text", "tspan", "pattern", "metadata"),
            *("RDF", "Work", "type", "format", "date", "creator", "Agent", "title"),
        }, plot.__name__


def test_the_same_result_gives_the_same_bytes(asked: Any, tmp_path: Path) -> None:
    first, second = (
        plots.save(plots.figure(plots.acceptability, asked(4, "smaa")), tmp_path / name).read_bytes()
        for name in ("one.svg", "two.svg")
    )
    assert first == second
    assert b"date" not in first


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_a_figure_is_saved_as_its_ending_says(ending: str, asked: Any, tmp_path: Path) -> None:
    path = plots.save(plots.figure(plots.scores, asked(4, "rank")), tmp_path / f"scores.{ending}")
    if ending == "png":
        with Image.open(path) as image:
            assert image.width == round(200 * 7.2)
    else:
        assert path.read_bytes().startswith(b"%PDF")


@given(st.floats(0, 1), st.floats(0, 1))
def test_darker_is_more_in_grey_as_well(one: float, other: float) -> None:
    def grey(value: float) -> float:
        return float(np.dot([0.299, 0.587, 0.114], drawing.shade(value)[0][:3]))

    if one + 0.02 < other:
        assert grey(one) > grey(other)


@given(st.floats(0, 1))
def test_text_on_a_shade_can_be_read(value: float) -> None:
    colour, text = drawing.shade(value)
    luminance = float(np.dot([0.2126, 0.7152, 0.0722], [drawing._linear(channel) for channel in colour[:3]]))
    contrast = 1.05 / (luminance + 0.05) if text == "#ffffff" else (luminance + 0.05) / 0.05
    assert contrast > 4.5


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=25), st.floats(0.01, 1))
def test_labels_are_spread_apart_in_order_and_within_the_ends(wanted: list[float], gap: float) -> None:
    placed = drawing.spread(wanted, gap, -3, 3)
    apart = min(gap, 6 / max(len(wanted) - 1, 1))
    order = np.argsort(wanted, kind="stable")
    assert np.all(np.diff(placed[order]) >= apart - 1e-9)
    assert placed.min() >= -3 - 1e-9
    assert placed.max() <= 3 + 1e-9


def test_labels_with_room_stay_where_they_are() -> None:
    np.testing.assert_allclose(drawing.spread([3, 1, 2], 0.5, 0, 4), [3, 1, 2])


def test_long_labels_lose_their_middle_and_stay_distinct() -> None:
    text = drawing.shorts(["a" * 50 + "1", "a" * 50 + "2", "b" * 30 + "x" + "c" * 30, "b" * 29 + "yz" + "c" * 30])
    assert len(set(text)) == 4
    assert all(len(label) <= 34 for label in text)


def test_bars_of_contributions_come_to_what_is_above_the_mean(asked: Any, plotted: Plotted) -> None:
    scores = asked(0, "contributions").scores.query("group == 'capacity_partners'").sort_values("rank")
    ax = plotted("contributions", 0).axes[0]
    widths = np.array([[bar.get_width() for bar in bars] for bars in ax.containers])
    np.testing.assert_allclose(widths.sum(axis=0), scores["above_mean"], atol=1e-12)
    np.testing.assert_allclose(ax.lines[0].get_xdata(), scores["above_mean"])
    lefts = np.array([[bar.get_x() for bar in bars] for bars in ax.containers])
    assert np.all(np.where(widths >= 0, lefts, -(lefts + widths)) >= -1e-12)


def test_dots_of_two_options_stand_where_their_ratings_are_on_the_scale(asked: Any, plotted: Plotted) -> None:
    table = asked(0, "explain").table
    other, own = plotted("head_to_head", 0).axes[0].lines
    np.testing.assert_allclose(own.get_xdata(), (table["rating"] - 1) / 8)
    np.testing.assert_allclose(other.get_xdata(), (table["rating_versus"] - 1) / 8)


def test_bars_of_sensitivity_are_the_totals_and_dots_the_firsts(asked: Any, plotted: Plotted) -> None:
    table = asked(0, "sensitivity").table.query("group == 'capacity_partners'").sort_values("total", ascending=False)
    ax = plotted("sensitivity", 0).axes[0]
    np.testing.assert_allclose([bar.get_width() for bar in ax.patches], table["total"].clip(0))
    np.testing.assert_allclose(ax.lines[0].get_xdata(), table["first"].clip(0))


def test_conditions_show_their_limits_within_what_can_be(asked: Any, plotted: Plotted) -> None:
    result = asked(9, "conditions")
    limits = result.limits
    assert (limits["least"] <= limits["low"].fillna(limits["least"])).all()
    assert (limits["high"].fillna(limits["most"]) <= limits["most"]).all()
    _, allowed = plotted("conditions", 9).axes[0].collections
    parts = np.array([segment[:, 0] for segment in allowed.get_segments()])
    span = limits["most"] - limits["least"]
    np.testing.assert_allclose(parts[:, 0], (limits["low"].fillna(limits["least"]) - limits["least"]) / span)
    np.testing.assert_allclose(parts[:, 1], (limits["high"].fillna(limits["most"]) - limits["least"]) / span)
    with pytest.raises(ValueError, match="no box 7, there is 1 to 1"):
        plots.conditions(result, ax=Figure().add_subplot(), box=7)


def test_equity_names_whoever_loses_most(asked: Any, plotted: Plotted) -> None:
    options = (
        asked(0, "stakeholders")
        .options.query("group == 'capacity_partners'")
        .sort_values("largest_share", kind="stable")
    )
    ax = plotted("equity", 0).axes[0]
    np.testing.assert_allclose(ax.lines[1].get_xdata(), options["largest_share"])
    assert [text.get_text() for text in ax.texts] == list(options["loses_most"])


def test_reversal_counts_pairs_and_rings_what_changes_the_first(asked: Any, plotted: Plotted) -> None:
    table = asked(9, "reversal").table.query("option != ''")
    ax = plotted("reversal", 9).axes[0]
    assert sorted(int(text.get_text()) for text in ax.texts) == sorted(table["swaps"])
    assert len(ax.patches) == int(table["first_changed"].sum())


def test_reversal_of_several_methods_has_a_row_for_each() -> None:
    result = mcda.reversal(mcda.load("cyber-policy"), method=["topsis", "weighted_sum"])
    ax = plots.reversal(result, "no_formal_ties", Figure(figsize=(9, 6)).add_subplot())
    assert [label.get_text() for label in ax.get_yticklabels()] == ["topsis", "weighted_sum"]
    counts = result.summary.query("group == 'no_formal_ties'")
    expected = [f"{row.reversed} of {row.tried}" for row in counts.itertuples()]
    assert sorted(text.get_text() for text in ax.texts) == sorted(expected)


def test_methods_name_the_options_by_the_method_of_the_case(asked: Any, plotted: Plotted) -> None:
    result = asked(0, "compare")
    ax = plotted("methods", 0).axes[0]
    assert result.settings["own"] == "topsis"
    assert ax.get_xticklabels()[-1].get_text() == "topsis"
    places = dict(zip(result.table["option"], result.table["topsis"], strict=True))
    own = result.table[result.table["group"] == "capacity_partners"].sort_values("topsis")["option"]
    texts = sorted((text for text in ax.texts), key=lambda text: text.get_position()[1])
    assert [text.get_text() for text in texts] == list(own), places


def test_dots_at_the_edges_are_whole(plotted: Plotted) -> None:
    ax = plotted("methods", 0).axes[0]
    low, high = ax.get_xlim()
    assert low < -0.1
    assert high > len(ax.get_xticks()) - 1 + 0.1


def test_a_line_that_is_not_there_has_no_legend() -> None:
    matrix = pd.DataFrame({"a": [3.0, 1], "b": [1.0, 3]}, index=["x", "y"])
    problem = mcda.Problem.from_matrix(matrix, directions="benefit", bounds={"a": (0, 4), "b": (0, 4)})
    ax = plots.dominance(mcda.dominance(problem, ratings="fixed"), "all", Figure().add_subplot())
    assert ax.get_title(loc="left") == "No option is necessarily before another"
    shown = ax.get_legend()
    assert shown is None or "necessarily before" not in {text.get_text() for text in shown.get_texts()}


def test_on_a_dark_page_the_first_rank_is_the_most_visible() -> None:
    def contrast(value: float) -> float:
        colour, _ = drawing.shade(value)
        inner, outer = (drawing._brightness(one) + 0.05 for one in (colour, matplotlib.colors.to_rgb(drawing.page())))
        return float(max(inner / outer, outer / inner))

    for style in ("default", "dark_background"):
        with matplotlib.style.context(style):
            seen = [contrast(value) for value in np.linspace(0, 1, 9)]
        assert seen == sorted(seen)
        assert seen[-1] > 10


@pytest.mark.parametrize("options", [4, 9, 0])
def test_a_title_begins_with_what_is_found(options: int, asked: Any) -> None:
    group = "all" if options else "capacity_partners"
    ranks = asked(options, "rank").table.query("group == @group")
    first = ranks.sort_values("rank")["option"].iloc[0]
    ax = plots.figure(plots.scores, asked(options, "rank"), group).axes[0]
    shown = dict(
        zip(ranks.sort_values("rank")["option"], [label.get_text() for label in ax.get_yticklabels()], strict=True)
    )
    assert str(ax.get_label()).startswith(shown[first].split()[0])
    assert " ahead of " in str(ax.get_label())


def test_a_wide_letter_counts_twice_where_labels_are_cut() -> None:
    text = drawing.short("能力構築のための地域計画と国際協力の枠組みについて")
    assert len(text) <= 16
    assert "…" in text


def test_a_title_with_a_name_from_right_to_left_has_each_line_once_and_reads_from_left_to_right() -> None:
    matrix = pd.DataFrame({"a": [3.0, 1], "b": [1.0, 2]}, index=["برنامج إقليمي لبناء", "الدول غير الموقعة"])
    problem = mcda.Problem.from_matrix(matrix, directions="benefit", weights=[0.5, 0.5])
    ax = plots.figure(plots.scores, mcda.rank(problem)).axes[0]
    lines = ax.get_title(loc="left").split("\n")
    assert all(line.startswith("\u200e") for line in lines)
    assert " ".join(line.lstrip("\u200e") for line in lines) == str(ax.get_label())
