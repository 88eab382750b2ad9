"""Intervals of weights: published and derived numbers, and every end by recomputing on both sides of it."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from policymcda import Problem, load, rank, stability, weighting
from policymcda.arrays.methods import METHODS, topsis
from policymcda.arrays.ranking.ranks import ranks
from policymcda.binding import bind
from policymcda.cli import main

EXACT = [
    *("weighted_sum", "weighted_product", "promethee_ii", "mabac", "mairca", "moora", "spotis", "additive_value"),
    *("topsis", "modified_topsis"),
]


def unscaled(values, weights):
    """A problem whose weighted sum is that of the values as they are."""
    frame = pd.DataFrame(values, index=[f"A{i + 1}" for i in range(len(values))])
    frame.columns = [f"C{j + 1}" for j in range(frame.shape[1])]
    return Problem.from_matrix(frame, directions="benefit", bounds=[(0, 1)] * frame.shape[1], weights=weights)


def fractions(rows):
    return [[eval(value.replace("/", " / ")) for value in row] for row in rows]


def line(problem, weights, criterion, at):
    """Weights with one of them set and the others in proportion, (k, n)."""
    others = np.where(np.array(problem.leaf_criteria) == criterion, 0.0, weights)
    place = problem.leaf_criteria.index(criterion)
    found = (1 - np.asarray(at))[:, None] * others / others.sum()
    found[:, place] = at
    return found


@pytest.mark.parametrize("case", ["wsi_three_by_three_exact", "wsi_two_criteria_exact"])
def test_intervals_are_those_derived_exactly(golden, case):
    case = golden(case)
    weights = fractions([case["inputs"]["weights"]])[0]
    problem = unscaled(fractions(case["inputs"]["values"]), weights)
    for keeps, key in (("first", "top_interval"), ("ranking", "ranking_interval")):
        found = stability(problem, method="weighted_sum", keeps=keeps).table
        case.check(key, found[["low", "high"]].to_numpy())
        exact = np.array(fractions(case["expected"][f"{key}_exact"]))
        assert_allclose(found[["low", "high"]], exact, rtol=0, atol=1e-12)
        assert (found["width"] == 0).all()


def test_smallest_changes_of_one_weight_are_those_of_triantaphyllou_and_sanchez_1997(golden):
    case = golden("triantaphyllou_sanchez_1997_wsm")
    matrix, weights = np.array(case["inputs"]["matrix"]), np.array(case["inputs"]["weights"])
    case.check("preferences", matrix @ weights)
    problem = unscaled(matrix, weights / weights.sum())
    found = stability(problem, method="weighted_sum")
    table = {(frozenset((row.option, row.versus)), row.criterion): row for row in found.deltas.itertuples()}
    for key, percent in case["expected"]["delta_relative_percent"].items():
        pair, criterion = key.split(",")
        row = table.get((frozenset(pair.split("-")), criterion))
        assert (row is None) == (percent is None), key
        if row is not None:
            absolute = case["expected"]["delta_absolute"][key]
            assert row.relative == pytest.approx(percent, abs=1e-8)  # printed to 12 digits, up to 2321.82179589
            assert row.absolute * weights.sum() == pytest.approx(absolute, abs=1e-9)
    critical = found.critical.set_index(["among", "measure"])
    for among, measure, key in (
        ("any", "relative", "percent_any_critical"),
        ("any", "absolute", "absolute_any_critical"),
        ("first", "relative", "percent_top_critical"),
    ):
        row = critical.loc[(among, measure)]
        size = abs(row["delta"]) * (weights.sum() if measure == "absolute" else 1)
        case.check(key, [int(row["criterion"][1:]), size])


def test_common_areas_takes_over_when_feasibility_weighs_more_than_266_thousandths():
    limits = stability(load("cyber-policy")).table.set_index(["group", "criterion"])
    row = limits.loc[("rivals_with_ties", "feasibility")]
    assert round(row["weight"], 3) == 0.248
    assert round(row["high"], 3) == 0.266
    assert row["above"] == "common_areas"


def test_ranks_of_the_case_change_on_both_sides_of_every_crossing_and_nowhere_else():
    problem = load("cyber-policy")
    found = stability(problem)
    vectors = weighting.ahp(problem).table.set_index(["group", "criterion"])["weight"]
    cells = found.ranks.groupby(["group", "criterion", "low", "high"], sort=False)
    for (group, criterion, low, high), part in cells:
        matrix = problem.matrix(group).loc[part["option"], list(problem.leaf_criteria)].to_numpy()
        inside = np.linspace(low, high, 7)[1:-1]
        inside = inside[(inside > low + 1e-7) & (inside < high - 1e-7)]
        weights = line(problem, vectors[group].loc[list(problem.leaf_criteria)].to_numpy(), criterion, inside)
        computed = ranks(topsis(matrix, weights, problem.benefit))
        assert (computed == part["rank"].to_numpy()).all()
    assert len(found.path) > 16


@pytest.mark.parametrize("method", METHODS)
def test_the_first_option_stays_within_its_interval_and_not_beyond(random_problem, method):
    for seed in range(1 if method == "electre_iii" else 3 if method in EXACT else 2):
        problem = random_problem(seed, criteria=2 if method == "electre_iii" else 3)
        bound = bind(method, problem)
        found = stability(problem, method=method)
        matrix, weights = problem.matrix().to_numpy(), problem.column("weight")
        base = rank(problem, method=method).table
        leader = int(np.argmax(base["rank"] == 1))
        for row in found.table.itertuples():
            at = np.linspace(row.low, row.high, 21)[1:-1] if row.high > row.low else np.array([row.weight])
            weighed = line(problem, weights, row.criterion, at)
            assert (ranks(bound(matrix, weighed, problem.benefit))[:, leader] == 1).all()
            assert row.low <= row.weight <= row.high
            assert (row.width == 0) == (method in EXACT) or row.width <= 1e-7
            cells = found.ranks[found.ranks["criterion"] == row.criterion]
            for end, near, far in ((row.low, "high", "low"), (row.high, "low", "high")):
                beyond = cells[cells[near] == end]
                if len(beyond):
                    middle = (end + beyond[far].iloc[0]) / 2
                    weighed = line(problem, weights, row.criterion, [middle])
                    placed = ranks(bound(matrix, weighed, problem.benefit))[0]
                    assert placed[leader] > 1
                    text = row.below if near == "high" else row.above
                    assert text == ", ".join(base["option"][placed == 1])
                else:
                    assert end in (0.0, 1.0)


@pytest.mark.parametrize(
    "method",
    [
        *EXACT,
        partial(topsis, metric="manhattan"),
        partial(topsis, anchored=True),
        partial(METHODS["modified_topsis"], anchored=True),
    ],
)
def test_closed_forms_miss_no_change_of_rank(random_problem, method):
    grid = np.linspace(0, 1, 2001)
    for seed in range(4):
        problem = random_problem(seed, options=6, criteria=4)
        found = stability(problem, method=method)
        assert (found.table["width"] == 0).all()
        matrix, weights = problem.matrix().to_numpy(), problem.column("weight")
        for criterion in problem.leaf_criteria:
            cells = found.ranks[found.ranks["criterion"] == criterion]
            breaks = np.append(cells["low"].unique(), 1.0)
            placed = cells["rank"].to_numpy().reshape(-1, 6)
            clear = grid[np.min(np.abs(grid[:, None] - breaks), axis=1) > 1e-6]
            scores = bind(method, problem)(matrix, line(problem, weights, criterion, clear), problem.benefit)
            assert_array_equal(ranks(scores), placed[np.searchsorted(breaks, clear) - 1])


def test_a_bracketed_interval_agrees_with_the_closed_form(random_problem):
    def own(matrix, weights, benefit):
        """TOPSIS under a name that the library does not know."""
        return topsis(matrix, weights, benefit)

    for seed in range(3):
        problem = random_problem(seed)
        exact, found = stability(problem, method="topsis"), stability(problem, method=own)
        assert_allclose(found.table[["low", "high"]], exact.table[["low", "high"]], rtol=0, atol=1e-7)
        assert found.table[["below", "above"]].equals(exact.table[["below", "above"]])
        assert list(found.notes["code"]) == ["bracketed"]


def test_a_criterion_with_all_the_weight_has_no_interval_and_one_without_weight_has():
    problem = unscaled([[0.2, 0.9], [0.8, 0.1]], [1, 0])
    found = stability(problem, method="weighted_sum")
    assert found.table["low"].isna().tolist() == [True, False]
    assert found.table.loc[1, ["low", "high", "above"]].tolist() == [0, pytest.approx(3 / 7), "A1"]
    assert list(found.notes["code"]) == ["no_proportion"]


def test_the_first_two_stay_while_their_order_may_change():
    problem = unscaled([[0.9, 0.5], [0.8, 0.7], [0.1, 0.6]], [0.5, 0.5])
    found = stability(problem, method="weighted_sum", keeps="top 2").table
    assert found["keeps"].tolist() == ["top 2", "top 2"]
    assert found.loc[0, "low"] == pytest.approx(1 / 9)  # 0.9 t + 0.5 (1 - t) = 0.1 t + 0.6 (1 - t)
    assert found.loc[0, ["high", "below", "above"]].tolist() == [1, "A3", ""]
    assert stability(problem, method="weighted_sum", keeps=2).table.equals(found)
    assert stability(problem, method="weighted_sum", keeps=3).table[["low", "high"]].to_numpy().tolist() == [[0, 1]] * 2


def test_ranking_says_what_passes_what():
    problem = unscaled([[0.9, 0.5], [0.8, 0.7]], [0.4, 0.6])
    found = stability(problem, method="weighted_sum", keeps="ranking").table
    assert found.loc[0, "high"] == pytest.approx(2 / 3)
    assert found.loc[0, "above"] == "A1 before A2"


def test_options_that_are_tied_as_it_stands_are_told():
    problem = unscaled([[0.9, 0.5], [0.5, 0.9]], [0.5, 0.5])
    found = stability(problem, method="weighted_sum")
    assert "tied" in set(found.notes["code"])
    assert found.table[["low", "high"]].to_numpy().tolist() == [[0.5, 1.0], [0.0, 0.5]]  # A1 by its label


@pytest.mark.parametrize("keeps", ["first", "top 3", "ranking"])
@pytest.mark.parametrize("method", ["topsis", partial(topsis, metric="chebyshev")], ids=["exact", "bracketed"])
def test_many_options_have_the_intervals_that_few_would_have(random_problem, keeps, method):
    problem = random_problem(3, options=70)
    found = stability(problem, method=method, keeps=keeps)
    assert "many_options" in set(found.notes["code"])
    assert found.path.empty
    assert found.ranks.empty
    matrix, weights = problem.matrix().to_numpy(), problem.column("weight")
    base = ranks(bind(method, problem)(matrix, weights, problem.benefit))
    order = np.argsort(base, kind="stable")
    for row in found.table.itertuples():
        at = np.linspace(max(0, row.low - 0.01), min(1, row.high + 0.01), 301)
        at = at[np.minimum(np.abs(at - row.low), np.abs(at - row.high)) > 1e-6]
        placed = ranks(bind(method, problem)(matrix, line(problem, weights, row.criterion, at), problem.benefit))
        placed = placed[:, order]
        if keeps == "ranking":
            holds = (np.diff(placed, axis=1) >= 0).all(axis=1)
        else:
            count = 1 if keeps == "first" else 3
            holds = placed[:, :count].max(axis=1) <= placed[:, count:].min(axis=1)
        assert holds[(at > row.low) & (at < row.high)].all()
        for end, side in ((row.low, at < row.low), (row.high, at > row.high)):
            assert end in (0, 1) or not holds[side][-1 if end == row.low else 0]


def test_interval_methods_are_bracketed(random_problem):
    problem = random_problem(1, width=0.5)
    found = stability(problem, method="fuzzy_topsis")
    assert found.table["low"].le(found.table["weight"]).all()
    assert "bracketed" in set(found.notes["code"])


def test_columns_of_1e300_and_of_1e_300_and_identical_options_are_ordinary():
    frame = pd.DataFrame({"a": [1e300, 5e299, 1e300], "b": [1e-300, 4e-300, 1e-300]}, index=["x", "y", "z"])
    problem = Problem.from_matrix(frame, directions="benefit", weights=[0.5, 0.5])
    for method in ("topsis", "weighted_sum", "weighted_product", "modified_topsis"):
        found = stability(problem, method=method).table
        assert found[["low", "high"]].notna().all().all()
        assert found["low"].le(0.5).all()
        assert found["high"].ge(0.5).all()


def test_one_option_keeps_its_place_whatever_the_weights():
    problem = unscaled([[0.3, 0.4]], [0.5, 0.5])
    assert stability(problem).table[["low", "high"]].to_numpy().tolist() == [[0, 1], [0, 1]]
    assert stability(problem, keeps="ranking").table["above"].tolist() == ["", ""]


@pytest.mark.parametrize("keeps", ["best", "top 0", 0, -1, "top"])
def test_what_cannot_be_kept_is_refused(keeps):
    with pytest.raises(ValueError, match="keeps is 'first'"):
        stability(load("governance-2013"), weights="equal", keeps=keeps)


def test_the_print_fits_80_columns_and_names_the_most_critical_criterion():
    text = str(stability(load("cyber-policy")))
    assert max(map(len, text.splitlines())) <= 80
    assert "most critical: root_cause; 0.011 less of it" in text


def test_the_command_line_prints_the_intervals(capsys):
    assert main(["stability", "cyber-policy", "--keeps", "top 2", "--format", "csv"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert (
        lines[0]
        == "group,group_name,criterion,criterion_name,weight,low,high,below,below_name,above,above_name,keeps,width"
    )
    assert len(lines) == 17


def test_the_first_four_of_rivals_with_ties_lie_within_four_hundredths():
    table = rank(load("cyber-policy")).table
    part = table[table["group"] == "rivals_with_ties"].sort_values("rank").head(4)
    assert part["option"].tolist() == ["western_integration", "common_areas", "ict_bricolage", "high_level_group"]
    assert part["score"].max() - part["score"].min() < 0.04


def test_ties_near_the_end_of_a_weight_follow_the_rule_of_rank():
    """x and y have the same rating on a: near a weight of 1 TOPSIS tells them apart by less than the rule's tolerance."""
    ratings = {"a": [1.0, 2, 2, 3], "b": [3.0, 1, 2, 4], "c": [1.0, 5, 2, 2]}
    case = Problem.from_matrix(pd.DataFrame(ratings, index=list("wxyz")), directions="benefit", weights=[0.4, 0.3, 0.3])
    table = stability(case, method="topsis").ranks
    seen = set()
    for weight in (0.999, 1 - 1e-4, 1 - 3e-5, 1 - 1e-5, 1 - 1e-6):
        by_rank = rank(case, method="topsis", weights={"a": weight, "b": (1 - weight) / 2, "c": (1 - weight) / 2})
        here = table.query("criterion == 'a' and low <= @weight <= high").set_index("option")["rank"].to_dict()
        assert here == by_rank.table.set_index("option")["rank"].to_dict()
        seen.add(here["x"] == here["y"])
    assert seen == {False, True}
