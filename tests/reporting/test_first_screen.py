"""The first screen has the answer, its numbers and plain words; each claim is recomputed here."""

import re

import numpy as np
import pytest

import policymcda as mcda
from policymcda.arrays.methods import METHODS
from policymcda.reporting.naming import Names
from policymcda.tables.sentences import share_text

GROUP = "capacity_partners"


@pytest.fixture(scope="module")
def names(case):
    return Names(case)


@pytest.fixture(scope="module")
def brief(shipped, words_of):
    return words_of(shipped("brief", "html"))


@pytest.fixture(scope="module")
def first_screen(shipped, words_of):
    page = shipped("brief", "html")
    return words_of(page[page.index("<body>") : page.index('id="r-2"')])


def test_the_bottom_line_counts_what_the_verdict_settles(verdicts, names, first_screen):
    table = verdicts
    settled = table[table["verdict"] == "robust"]
    assert f"{len(settled)} of {len(table)} groups is settled" in first_screen
    assert f"{names('option', settled['first_option'].iloc[0])} is first for" in first_screen
    for group, word in table[["group", "verdict"]].itertuples(index=False):
        assert re.search(rf"{re.escape(names('group', group))}[\s|]*{word.capitalize()}\b", first_screen)


def test_each_bar_is_how_often_the_option_is_first_in_the_simulation(case, verdicts, names, first_screen):
    found = mcda.smaa(case, weights=None, quantiles=(), factors=False, pairwise=False)
    first = found.ranks[found.ranks["rank"] == 1].set_index(["group", "option"])["acceptability"]
    for row in verdicts.itertuples():
        for option in row.contenders.split(", "):
            assert f"{names('option', option)}{share_text(first[row.group, option])}" in first_screen
    assert f"share of {found.settings['draws']:,} simulations" in first_screen


def test_what_a_group_hangs_on_is_what_would_change_the_choice_most_often(case, names, first_screen):
    table = mcda.value_of_information(case).table
    top = table.sort_values("changes", ascending=False, kind="stable").drop_duplicates("group").set_index("group")
    for group in ("capacity_partners", "nonsignatory_developing", "rivals_with_ties"):
        row = top.loc[group]
        hangs = f"Hangs on: {names('criterion', row['criterion'])} of {names('option', row['option'])}"
        assert hangs in first_screen


def test_the_first_option_keeps_its_place_until_the_weight_that_is_named(case, names, brief):
    found = re.search(r"([\w -]+) keeps its place until Feasibility weighs (\S+); it weighs (\S+) \(a move", brief)
    end, now = float(found[2]), float(found[3])
    weights = mcda.rank(case).weights.set_index(["group", "criterion"])["weight"][GROUP]
    assert now == round(weights["feasibility"], 3)
    for moved, stays in ((end - 0.001, True), (end + 0.001, False)):
        others = weights.drop("feasibility")
        given = {**(others / others.sum() * (1 - moved)), "feasibility": moved}
        ranks = mcda.rank(case, weights=given).ranks[GROUP]
        assert (ranks["ict_bricolage"] == 1) == stays


def test_methods_are_counted_as_the_chart_counts_them(case, brief):
    count, all_of = re.search(r"(\d+) of (\d+) methods put it first", brief).groups()
    firsts = []
    for method in METHODS:
        try:
            firsts.append(mcda.rank(case, method=method).ranks[GROUP]["ict_bricolage"] == 1)
        except mcda.ProblemError:
            continue
    assert (int(count), int(all_of)) == (sum(firsts), len(firsts))


def test_a_share_over_all_weights_is_of_ratings_that_are_fixed(case, brief):
    share = float(re.search(r"Over all weights there are, with the ratings fixed, it is first in ([\d.]+)%", brief)[1])
    rng = np.random.default_rng(7)
    grid = case.grids[GROUP]
    drawn = rng.dirichlet(np.ones(len(case.leaf_criteria)), 20_000)
    scores = METHODS["topsis"](grid.mode, drawn, case.benefit)
    place = list(grid.options).index("ict_bricolage")
    again = 100 * np.mean(scores.argmax(axis=-1) == place)
    assert share == pytest.approx(again, abs=4 * 100 * np.sqrt(0.25 / 20_000))


def test_words_of_the_first_screen_are_those_of_a_minister(first_screen):
    assert not re.search(r"\b(topsis|ahp|draws?|span of|smaa|acceptability)\b", first_screen)
    assert "how near to the best on every criterion (TOPSIS)" in first_screen
    assert "Robust: one option leads" in first_screen
    assert "Contested: few options" in first_screen


def test_a_test_says_what_it_asks_for_and_its_mark_is_a_word(shipped):
    for text in (shipped("brief", "html"), shipped("brief", "md")):
        tests = re.findall(r"(?:✓ holds|✗ fails).*", text)
        assert len(tests) == 32
        for line in tests:
            assert re.search(r"asked for|allowed|more often|no screen excludes it", line, re.IGNORECASE), line


@pytest.mark.parametrize("ending", ["html", "md"])
def test_short_names_on_charts_are_declared(ending, shipped, names):
    text = shipped("brief", ending)
    assert text.count("Short names on charts (" if ending == "html" else "**Short names on charts**") == 1
    for kind, found in names.full.items():
        for label, name in found.items():
            if names.brief[kind][label] != name:
                assert re.search(rf"{re.escape(names.brief[kind][label])}(</td><td[^>]*>| \| ){re.escape(name)}", text)
